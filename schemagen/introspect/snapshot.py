"""Reading a whole database in one snapshot: from the rows that a server tells to the catalog.

Everything is read with an empty search path, so that PostgreSQL writes every name with its schema.
"""

from __future__ import annotations

import hashlib
import marshal
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any, TypeAlias

from psycopg import Connection

from schemagen import kinds
from schemagen.catalog.apart import is_apart
from schemagen.catalog.catalog import Catalog
from schemagen.catalog.object import CatalogObject, ObjectId
from schemagen.frozen import frozen
from schemagen.introspect.objects import Address, Row, objects
from schemagen.introspect.questions import Extra, answers
from schemagen.introspect.steady import steadily

Edge: TypeAlias = tuple[int, int, int, int, int, int]
"""The address of an object, and that of one that it needs."""
Answer: TypeAlias = tuple[str, tuple[str, ...], list[Row]]
"""What was asked, the columns of what was told, and its rows."""


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
    """What a server told of a database.

    Attributes:
        digest: the same where every row is the same, and then so is the catalog.
        catalog: what `read_catalog` returns.
        addresses: where everything is that the kinds know, the members of extensions included.
    """

    digest: str
    catalog: Catalog
    addresses: Collection[Address]


def ask(connection: Connection[Any]) -> Answers:
    """Read as `read_catalog` does, and see whether that is anything new.

    Raises:
        IntrospectError: the schema changes all the time.
        psycopg.Error: the server refused to be read.
    """
    return steadily(connection, lambda: _read_with_digest(connection))


def _read_with_digest(connection: Connection[Any]) -> Answers:
    digest = hashlib.sha256()

    def told() -> Iterator[Answer]:
        for answer in _answers(connection):
            # Of this version, the same values are the same bytes, however often one is referred to.
            digest.update(marshal.dumps(answer, 2))
            yield answer

    catalog, addresses = _found(told())
    return Answers(digest.hexdigest(), catalog, addresses)


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
                found.update(objects(name, columns, rows, reader))
    kept = _without_orphans(found, extension)
    for item, needs in _dependencies(kept, edges):
        # What was made a moment ago and nobody has seen may still change.
        object.__setattr__(item, "depends_on", tuple(sorted(needs)))
    return Catalog(kept.values()), found.keys()


def _without_orphans(
    found: Mapping[Address, CatalogObject], extension: Collection[tuple[int, int]]
) -> Mapping[Address, CatalogObject]:
    """Leave out what belongs to an extension, the members of its relations, and what is ours."""
    brought = {address[:2] for address in found}.intersection(extension)
    ours = any(map(is_apart, {item.id.schema or item.id.name for item in found.values()}))
    own = found
    # Most databases have nothing to leave out.
    if brought or ours:
        own = {
            address: item
            for address, item in found.items()
            if address[:2] not in brought and not (ours and _is_apart(item))
        }
    holding = {kind.name for kind in kinds.ALL if kind.relation}
    relations = {item.id[1:3] for item in own.values() if item.id.kind in holding}
    homes = {(key.schema, key.table) for item in own.values() if (key := item.id).table}
    if homes <= relations:
        return own
    return {
        address: item
        for address, item in own.items()
        if not (key := item.id).table or (key.schema, key.table) in relations
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
) -> Iterable[tuple[CatalogObject, Collection[ObjectId]]]:
    """Give what objects need, besides what they need for where they are."""
    namespaces = {kind.name for kind in kinds.ALL if kind.namespace}
    at = found.get
    needs: dict[ObjectId, tuple[CatalogObject, set[ObjectId]]] = {}
    for class_oid, oid, sub_id, on_class, on_oid, on_sub in edges:
        # The columns of a view are no objects of their own: then it is the view that is needed.
        needed = at((on_class, on_oid, on_sub)) or at((on_class, on_oid, 0))
        source = at((class_oid, oid, sub_id)) or at((class_oid, oid, 0))
        if needed is None or source is None or needed is source:
            continue
        key, target = source.id, needed.id
        kind, schema, name, table = target
        if not table and (
            name == key.schema if kind in namespaces else name == key.table and schema == key.schema
        ):
            continue
        if key in needs:
            needs[key][1].add(target)
        else:
            needs[key] = source, {target}
    return needs.values()
