"""Reading a whole database in one snapshot: one query for each kind, in one round trip.

Everything is read with an empty search path, so that PostgreSQL writes every name with its schema.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import cache
from importlib.resources import files
from typing import Any

from psycopg import Connection
from psycopg.rows import dict_row

from schemagen import kinds
from schemagen.catalog.catalog import Catalog
from schemagen.catalog.object import CatalogObject, ObjectId
from schemagen.catalog.serialize import read_object
from schemagen.kinds.kind import Facet, Kind

Address = tuple[int, int, int]
"""Where the catalog keeps an object: class, oid and sub-id, as in pg_depend."""

_HIDDEN = frozenset(
    {"class_oid", "oid", "sub_id", "id_schema", "id_name", "id_table", "acl", "acl_default"}
)


def read_catalog(connection: Connection[Any]) -> Catalog:
    """Read all objects that schemagen knows, with what they depend on.

    The connection must not be in a transaction. What belongs to an extension is the extension's and
    left out. Owners are left out where they are the user who reads.

    Raises:
        psycopg.Error: the server refused to be read.
    """
    with connection.transaction(), connection.pipeline():
        connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        connection.execute("SELECT set_config('search_path', '', true)")
        cursors = [(kind, _run(connection, _query(kind.name))) for kind in kinds.ALL]
        members = _run(connection, _text("introspect", "sql/extension_members.sql"))
        depends = _run(connection, _text("introspect", "sql/depends.sql"))
        user = connection.execute("SELECT current_user::text").fetchone()
        rows = [(kind, cursor.fetchall()) for kind, cursor in cursors]
        extension = {(row["class_oid"], row["oid"]) for row in members.fetchall()}
        edges = depends.fetchall()
    reader = user[0] if user else ""
    found = {
        _address(row): _object(kind, row, reader)
        for kind, listed in rows
        for row in listed
        if (row["class_oid"], row["oid"]) not in extension
    }
    kept = _without_orphans(found)
    return Catalog(_with_dependencies(kept, edges))


def _run(connection: Connection[Any], query: str) -> Any:
    return connection.cursor(row_factory=dict_row).execute(query.encode())


@cache
def _query(kind: str) -> str:
    facets = kinds.BY_NAME[kind].facets
    around = "row_with_grants" if Facet.GRANTS in facets else "row"
    own = _text("kinds", f"sql/{kind}.sql")
    return _text("introspect", f"sql/{around}.sql").replace("{query}", own)


def _text(package: str, name: str) -> str:
    return files(f"schemagen.{package}").joinpath(name).read_text(encoding="utf-8")


def _address(row: Mapping[str, Any]) -> Address:
    return row["class_oid"], row["oid"], row["sub_id"]


def _object(kind: Kind[Any], row: Mapping[str, Any], reader: str) -> CatalogObject:
    key = ObjectId(kind.name, row["id_schema"], row["id_name"], row["id_table"])
    plain = {name: value for name, value in row.items() if name not in _HIDDEN}
    if plain.get("owner") == reader:
        plain["owner"] = None
    return read_object(kind.model, key, plain)


def _without_orphans(found: Mapping[Address, CatalogObject]) -> dict[Address, CatalogObject]:
    """Leave out members of relations that are not there: those of an extension."""
    relations = {
        (item.id.schema, item.id.name)
        for item in found.values()
        if kinds.BY_NAME[item.id.kind].relation
    }
    return {
        address: item
        for address, item in found.items()
        if not item.id.table or (item.id.schema, item.id.table) in relations
    }


def _with_dependencies(
    found: Mapping[Address, CatalogObject], edges: Iterable[Mapping[str, Any]]
) -> Iterable[CatalogObject]:
    needs: dict[ObjectId, set[ObjectId]] = defaultdict(set)
    for edge in edges:
        # The columns of a view are no objects of their own: then it is the view that is needed.
        whole = found.get((edge["on_class"], edge["on_oid"], 0))
        target = found.get((edge["on_class"], edge["on_oid"], edge["on_sub"]), whole)
        source = found.get(_address(edge)) or found.get((edge["class_oid"], edge["oid"], 0))
        if target is not None and source is not None and target is not source:
            needs[source.id].add(target.id)
    for item in found.values():
        extra = {key for key in needs[item.id] if not _implied(key, item.id)}
        yield replace(item, depends_on=tuple(sorted(extra))) if extra else item


def _implied(key: ObjectId, item: ObjectId) -> bool:
    """Whether an object needs another for where it is: its schema, its relation."""
    if kinds.BY_NAME[key.kind].namespace:
        return key.name == item.schema
    return (key.schema, key.name) == (item.schema, item.table) and not key.table
