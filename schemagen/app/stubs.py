"""What a spec refers to and does not make, made just well enough for a scratch database.

A relation that belongs to somebody else becomes a table with the columns that are known of it; what
is read of the scratch database leaves it out again. A role needs no more than its name.
"""

from __future__ import annotations

from collections.abc import Iterator

from schemagen.catalog.catalog import Catalog
from schemagen.catalog.object import CatalogObject, ObjectId
from schemagen.catalog.statement import Statement
from schemagen.declare.facts import Project
from schemagen.kinds import BY_NAME
from schemagen.kinds.column import Column
from schemagen.kinds.foreign_key import ForeignKey
from schemagen.kinds.policy import Policy
from schemagen.kinds.role import Role
from schemagen.kinds.support import schema_id
from schemagen.kinds.user_mapping import UserMapping
from schemagen.sqltext.quoting import Name, Names, QualifiedName, Raw, join_sql, sql

_PREDEFINED = "pg_"
_EVERYBODY = frozenset({"PUBLIC", "public", "current_user", "session_user", "current_role"})


def needed_roles(catalog: Catalog) -> frozenset[str]:
    """Return the names of all roles that something in a catalog mentions, or is."""
    found: set[str] = set()
    for item in catalog:
        found.update(grant.grantee for grant in (*item.grants, *item.revoked))
        if item.owner:
            found.add(item.owner)
        if BY_NAME[item.id.kind].shared:
            found.add(item.id.name)
        if isinstance(item, Policy):
            found.update(item.roles)
        if isinstance(item, UserMapping):
            found.add(item.user)
        if isinstance(item, Role):
            found.update(item.member_of)
    return frozenset(
        name for name in found - _EVERYBODY if name and not name.startswith(_PREDEFINED)
    )


def stub_statements(project: Project) -> tuple[Statement, ...]:
    """Return what makes the schemas and the relations that belong to somebody else."""
    found = []
    made = {item.id.name for item in project.catalog if _is_made_namespace(item)}
    external = {
        key: relation
        for key, relation in sorted(project.facts.external.items())
        if relation.extension is None
    }
    schemas = {key.schema for key in external}
    schemas.update(
        item.id.name
        for item in project.catalog
        if item.external and BY_NAME[item.id.kind].namespace
    )
    for schema in sorted(schemas - made):
        text = sql("CREATE SCHEMA IF NOT EXISTS {}", Name(schema))
        found.append(Statement(text, schema_id(schema)))
    for key, relation in external.items():
        columns = {**_referenced_columns(key, project.catalog), **relation.columns}
        parts = [sql("{} {}", Name(name), Raw(text)) for name, text in columns.items()]
        parts += [sql("UNIQUE ({})", Names(listed)) for listed in _keys(key, project.catalog)]
        table = QualifiedName(key.schema, key.name)
        text = sql("CREATE TABLE {} ({})", table, Raw(join_sql(parts, ", ")))
        found.append(Statement(text, key))
    return tuple(found)


def _is_made_namespace(item: CatalogObject) -> bool:
    return BY_NAME[item.id.kind].namespace and not item.external


def _references(key: ObjectId, catalog: Catalog) -> Iterator[ForeignKey]:
    return (item for item in catalog.of(ForeignKey) if item.references == key)


def _keys(key: ObjectId, catalog: Catalog) -> list[tuple[str, ...]]:
    return sorted({item.referenced_columns for item in _references(key, catalog)})


def _referenced_columns(key: ObjectId, catalog: Catalog) -> dict[str, str]:
    """Return the columns that foreign keys refer to, with the types of those that refer to them."""
    found: dict[str, str] = {}
    for item in _references(key, catalog):
        for own, other in zip(item.columns, item.referenced_columns, strict=True):
            column = catalog.get(ObjectId("column", item.id.schema, own, item.id.table))
            if isinstance(column, Column):
                found.setdefault(other, column.type)
    return found
