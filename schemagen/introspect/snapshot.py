"""Reading a whole database in one snapshot: from the rows that a server tells to the catalog.

Everything is read with an empty search path, so that PostgreSQL writes every name with its schema.
"""

from __future__ import annotations

import dataclasses
import hashlib
import marshal
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import cache
from operator import itemgetter
from typing import Any, TypeAlias

from psycopg import Connection

from schemagen import kinds
from schemagen.catalog.apart import is_apart
from schemagen.catalog.catalog import Catalog
from schemagen.catalog.object import CatalogObject, ObjectId
from schemagen.catalog.serialize import as_it_is, field_readers
from schemagen.frozen import frozen
from schemagen.introspect.questions import Extra, answers
from schemagen.introspect.steady import steadily

Address: TypeAlias = tuple[int, int, int]
"""Where the catalog keeps an object: class, oid and sub-id, as in pg_depend."""
Edge: TypeAlias = tuple[int, int, int, int, int, int]
"""The address of an object, and that of one that it needs."""
Row: TypeAlias = tuple[Any, ...]
Answer: TypeAlias = tuple[str, tuple[str, ...], list[Row]]
"""What was asked, the columns of what was told, and its rows."""

_ADDRESS = ("class_oid", "oid", "sub_id")
_ID = ("id_schema", "id_name", "id_table")
_HIDDEN = frozenset({*_ADDRESS, *_ID, "acl", "acl_default"})


def read_catalog(connection: Connection[Any]) -> Catalog:
    """Read all objects that schemagen knows, with what they depend on.

    The connection must not be in a transaction. What belongs to an extension is the extension's and
    left out. Owners are left out where they are the user who reads.

    Raises:
        IntrospectError: the schema changes all the time.
        psycopg.Error: the server refused to be read.
    """
    return steadily(connection, lambda: read_in_transaction(connection))


def read_in_transaction(connection: Connection[Any], home: str = "") -> Catalog:
    """Read as `read_catalog` does, within the transaction that the connection is in.

    Names in the schema `home` are written without it, for who writes specs; a catalog that was read
    so is not to be compared. The search path is that schema until the transaction ends.
    """
    return _found(_answers(connection, home))[0]


@frozen(slots=False)
class Answers:
    """What a server told of a database, not made into objects yet.

    `digest` is the same where every row is the same, and then so is the catalog.
    """

    digest: str
    told: Sequence[Answer]

    def read(self) -> tuple[Catalog, Collection[Address]]:
        """Return what `read_with_addresses` does, out of what was told."""
        return _found(self.told)


def ask(connection: Connection[Any]) -> Answers:
    """Ask all that `read_catalog` asks, and see whether that is anything new.

    Raises:
        IntrospectError: the schema changes all the time.
        psycopg.Error: the server refused to be read.
    """
    return steadily(connection, lambda: _answers_with_digest(connection))


def _answers_with_digest(connection: Connection[Any]) -> Answers:
    made = hashlib.sha256()
    told = []
    for answer in _answers(connection):
        # Of this version, the same values are the same bytes, however often one is referred to.
        made.update(marshal.dumps(answer, 2))
        told.append(answer)
    return Answers(made.hexdigest(), told)


def _answers(connection: Connection[Any], home: str = "") -> Iterator[Answer]:
    for name, cursor in answers(connection, home):
        columns = tuple(column.name for column in cursor.description or ())
        yield str(name), columns, cursor.fetchall()


def read_with_addresses(connection: Connection[Any]) -> tuple[Catalog, Collection[Address]]:
    """Read as `read_in_transaction` does, with where everything is that the kinds know.

    The addresses are those of the members of extensions, too.
    """
    return _found(_answers(connection))


def _found(told: Iterable[Answer]) -> tuple[Catalog, Collection[Address]]:
    extension: set[tuple[int, int]] = set()
    edges: list[Edge] = []
    found: dict[Address, CatalogObject] = {}
    reader = ""
    for name, columns, rows in told:
        match name:
            case Extra.READER:
                reader = str(rows[0][0])
            case Extra.EXTENSION_MEMBERS:
                extension.update(rows)
            case Extra.DEPENDS:
                edges = rows
            case _:
                found.update(_objects(name, columns, rows, reader))
    kept = _without_orphans(found, extension)
    for item, needs in _dependencies(kept, edges):
        # What was made a moment ago and nobody has seen may still change.
        object.__setattr__(item, "depends_on", tuple(sorted(needs)))
    return Catalog(kept.values()), found.keys()


def _objects(
    kind: str, columns: tuple[str, ...], rows: Iterable[Row], reader: str
) -> Iterator[tuple[Address, CatalogObject]]:
    model: Any = kinds.BY_NAME[kind].model
    values = _values(kind, columns)
    address = itemgetter(*map(columns.index, _ADDRESS))
    identity = itemgetter(*map(columns.index, _ID))
    for row in rows:
        key = ObjectId(kind, *identity(row))
        yield address(row), model(id=key, **values(row, reader))


@cache
def _values(kind: str, columns: tuple[str, ...]) -> Callable[[Row, str], dict[str, Any]]:
    """Return what makes the values of an object out of a row with these columns and the reader.

    A field without a value is left to its default. An owner who is the reader is none.
    """
    model: Any = kinds.BY_NAME[kind].model
    readers = field_readers(model)
    defaults = {item.name: item.default for item in dataclasses.fields(model)}
    plain, read = [], []
    for position, name in enumerate(columns):
        if name in _HIDDEN or name == "owner":
            continue
        reader = readers[name]
        if reader is as_it_is and defaults[name] is not dataclasses.MISSING:
            plain.append((name, position))
        else:
            read.append((name, position, reader, defaults[name]))
    owner = columns.index("owner") if "owner" in columns else None

    def values_of(row: Row, user: str) -> dict[str, Any]:
        values = {name: value for name, position in plain if (value := row[position]) is not None}
        for name, position, reader, default in read:
            value = row[position]
            if value is not None:
                values[name] = reader(value)
            elif default is dataclasses.MISSING:
                values[name] = None
        if owner is not None and row[owner] != user:
            values["owner"] = row[owner]
        return values

    return values_of


def _without_orphans(
    found: Mapping[Address, CatalogObject], extension: Collection[tuple[int, int]]
) -> dict[Address, CatalogObject]:
    """Leave out what belongs to an extension, the members of its relations, and what is ours."""
    own = {
        address: item
        for address, item in found.items()
        if address[:2] not in extension and not _is_apart(item)
    }
    relations = {
        (item.id.schema, item.id.name)
        for item in own.values()
        if kinds.BY_NAME[item.id.kind].relation
    }
    return {
        address: item
        for address, item in own.items()
        if not item.id.table or (item.id.schema, item.id.table) in relations
    }


def _is_apart(item: CatalogObject) -> bool:
    """Tell whether an object is schemagen's own, or a part of what is: nobody moved that one."""
    goes_with = kinds.BY_NAME[item.id.kind].goes_with
    whole = goes_with(item) if goes_with else None
    return is_apart(_schema_of(item.id)) or (whole is not None and is_apart(_schema_of(whole)))


def _schema_of(key: ObjectId) -> str:
    return key.schema or (key.name if kinds.BY_NAME[key.kind].namespace else "")


def _dependencies(
    found: Mapping[Address, CatalogObject], edges: Iterable[Edge]
) -> Iterable[tuple[CatalogObject, set[ObjectId]]]:
    """Give what objects need, besides what they need for where they are."""
    ids = {address: item.id for address, item in found.items()}
    namespaces = {kind.name for kind in kinds.ALL if kind.namespace}
    needs: dict[Address, set[ObjectId]] = defaultdict(set)
    for edge in edges:
        # The columns of a view are no objects of their own: then it is the view that is needed.
        target = ids.get(edge[3:]) or ids.get((*edge[3:5], 0))
        address = edge[:3]
        if address not in ids:
            address = (*edge[:2], 0)
        source = ids.get(address)
        if target is None or source is None or target is source:
            continue
        if target.kind in namespaces:
            implied = target.name == source.schema
        else:
            implied = target[1:3] == (source.schema, source.table) and not target.table
        if not implied:
            needs[address].add(target)
    return ((found[address], targets) for address, targets in needs.items())
