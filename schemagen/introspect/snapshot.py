"""Reading a whole database in one snapshot: one query for each kind, in one round trip.

Everything is read with an empty search path, so that PostgreSQL writes every name with its schema.
"""

from __future__ import annotations

import dataclasses
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from functools import cache
from importlib.resources import files
from operator import itemgetter
from typing import Any, NamedTuple, TypeAlias

from psycopg import Connection, Cursor

from schemagen import kinds
from schemagen.catalog.catalog import Catalog
from schemagen.catalog.object import CatalogObject, ObjectId
from schemagen.catalog.serialize import as_it_is, field_readers
from schemagen.kinds.kind import Facet

Address: TypeAlias = tuple[int, int, int]
"""Where the catalog keeps an object: class, oid and sub-id, as in pg_depend."""
Row: TypeAlias = tuple[Any, ...]

_ADDRESS = ("class_oid", "oid", "sub_id")
_ID = ("id_schema", "id_name", "id_table")
_HIDDEN = frozenset({*_ADDRESS, *_ID, "acl", "acl_default"})


def read_catalog(connection: Connection[Any]) -> Catalog:
    """Read all objects that schemagen knows, with what they depend on.

    The connection must not be in a transaction. What belongs to an extension is the extension's and
    left out. Owners are left out where they are the user who reads.

    Raises:
        psycopg.Error: the server refused to be read.
    """
    with connection.transaction():
        connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        return read_in_transaction(connection)


def read_in_transaction(connection: Connection[Any]) -> Catalog:
    """Read as `read_catalog` does, within the transaction that the connection is in.

    The search path is empty until the transaction ends.
    """
    with connection.pipeline():
        connection.execute("SELECT set_config('search_path', '', true)")
        cursors = [(kind, connection.execute(_query(kind.name))) for kind in kinds.ALL]
        members = connection.execute(_text("introspect", "sql/extension_members.sql").encode())
        depends = connection.execute(_text("introspect", "sql/depends.sql").encode())
        user = connection.execute("SELECT current_user::text").fetchone()
    reader = str(user[0]) if user else ""
    extension = set(members.fetchall())
    found = {
        address: item
        for kind, cursor in cursors
        for address, item in _rows(kind.name, cursor)
        if address[:2] not in extension
    }
    kept = _without_orphans(found)
    needs = _dependencies(kept, depends.fetchall())
    return Catalog(
        item.make(item.key, item.row, needs.get(item.key, ()), reader) for item in kept.values()
    )


_Make: TypeAlias = Callable[[ObjectId, Row, Collection[ObjectId], str], CatalogObject]


class _Found(NamedTuple):
    """A row of a kind's query, and what makes an object of it."""

    key: ObjectId
    row: Row
    make: _Make


def _rows(kind: str, cursor: Cursor[Any]) -> Iterable[tuple[Address, _Found]]:
    columns = tuple(column.name for column in cursor.description or ())
    make = _maker(kind, columns)
    address = itemgetter(*map(columns.index, _ADDRESS))
    identity = itemgetter(*map(columns.index, _ID))
    for row in cursor.fetchall():
        yield address(row), _Found(ObjectId(kind, *identity(row)), row, make)


@cache
def _maker(kind: str, columns: tuple[str, ...]) -> _Make:
    """Return what makes an object out of a row with these columns.

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
        if reader is as_it_is and defaults[name] is None:
            plain.append((name, position))
        else:
            read.append((name, position, reader, defaults[name]))
    owner = columns.index("owner") if "owner" in columns else None

    def make(key: ObjectId, row: Row, needs: Collection[ObjectId], user: str) -> CatalogObject:
        values = {name: row[position] for name, position in plain}
        for name, position, reader, default in read:
            value = row[position]
            if value is not None:
                values[name] = reader(value)
            elif default is dataclasses.MISSING:
                values[name] = None
        if owner is not None and row[owner] != user:
            values["owner"] = row[owner]
        if needs:
            values["depends_on"] = tuple(sorted(needs))
        made: CatalogObject = model(id=key, **values)
        return made

    return make


@cache
def _query(kind: str) -> bytes:
    facets = kinds.BY_NAME[kind].facets
    around = "row_with_grants" if Facet.GRANTS in facets else "row"
    own = _text("kinds", f"sql/{kind}.sql")
    return _text("introspect", f"sql/{around}.sql").replace("{query}", own).encode()


def _text(package: str, name: str) -> str:
    return files(f"schemagen.{package}").joinpath(name).read_text(encoding="utf-8")


def _without_orphans(found: Mapping[Address, _Found]) -> dict[Address, _Found]:
    """Leave out members of relations that are not there: those of an extension."""
    relations = {
        (item.key.schema, item.key.name)
        for item in found.values()
        if kinds.BY_NAME[item.key.kind].relation
    }
    return {
        address: item
        for address, item in found.items()
        if not item.key.table or (item.key.schema, item.key.table) in relations
    }


def _dependencies(
    found: Mapping[Address, _Found], edges: Iterable[tuple[int, ...]]
) -> dict[ObjectId, set[ObjectId]]:
    """Return what each object needs, besides what it needs for where it is."""
    ids = {address: item.key for address, item in found.items()}
    namespaces = {kind.name for kind in kinds.ALL if kind.namespace}
    needs: dict[ObjectId, set[ObjectId]] = defaultdict(set)
    for class_oid, oid, sub_id, on_class, on_oid, on_sub in edges:
        # The columns of a view are no objects of their own: then it is the view that is needed.
        target = ids.get((on_class, on_oid, on_sub)) or ids.get((on_class, on_oid, 0))
        source = ids.get((class_oid, oid, sub_id)) or ids.get((class_oid, oid, 0))
        if target is None or source is None or target is source:
            continue
        if target.kind in namespaces:
            implied = target.name == source.schema
        else:
            implied = target[1:3] == (source.schema, source.table) and not target.table
        if not implied:
            needs[source].add(target)
    return needs
