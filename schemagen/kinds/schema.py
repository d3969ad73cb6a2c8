"""Schemas (pg_namespace). The project's own schema, if it is `public`, exists beforehand."""

from __future__ import annotations

from collections.abc import Iterable

from pydantic import Field

from schemagen.catalog.catalog import Catalog
from schemagen.catalog.object import CatalogObject
from schemagen.catalog.statement import Statement
from schemagen.declare.base import SpecModel
from schemagen.declare.declaration import Declaration
from schemagen.declare.draft import ProjectDraft
from schemagen.declare.grants import GrantsSpec, grants_by_role, simple_grants
from schemagen.declare.section import Declared, Level, Section
from schemagen.frozen import frozen
from schemagen.kinds.effects import NO_LOCK
from schemagen.kinds.kind import CreateContext, Facet, Kind
from schemagen.kinds.support import plain_text, rename_object, role_id, schema_id, statement
from schemagen.sqltext.quoting import Name


@frozen(kw_only=True)
class Schema(CatalogObject):
    """A namespace; all that it has is common to every object."""


class SchemaSpec(SpecModel):
    """A further schema of the project."""

    grants: GrantsSpec = Field(default_factory=dict)
    revoked: GrantsSpec = Field(default_factory=dict)
    """What PostgreSQL grants by itself and shall not be."""
    comment: str | None = None
    was: str | None = None
    external: bool = False
    """Whether somebody else makes it: it is referred to, and never created."""


_PRIVILEGES = ("USAGE", "CREATE")


def _lower(declared: dict[str, SchemaSpec | None], project: ProjectDraft) -> Declared:
    for name, spec in {project.schema: None, **declared}.items():
        known = spec or SchemaSpec()
        path = ("schemas", name)
        grants = simple_grants(known.grants, _PRIVILEGES, project, (*path, "grants"))
        grantees = {grant.grantee for grant in grants} & project.roles
        item = Schema(
            id=schema_id(name),
            comment=known.comment,
            was=known.was,
            external=known.external or name == "public",
            grants=grants,
            revoked=simple_grants(known.revoked, _PRIVILEGES, project, (*path, "revoked")),
            # So that the schema goes first: a role with privileges cannot be dropped.
            depends_on=tuple(sorted(map(role_id, grantees))),
        )
        yield item, path


def _create(item: Schema, _: CreateContext) -> Iterable[Statement]:
    yield statement(item, "CREATE SCHEMA {}", Name(item.id.name), effect=NO_LOCK)


def _drop(item: Schema) -> Iterable[Statement]:
    yield statement(item, "DROP SCHEMA {}", Name(item.id.name), effect=NO_LOCK)


def _rename(current: Schema, desired: Schema) -> Iterable[Statement]:
    yield rename_object("SCHEMA", current, desired, NO_LOCK)


def _declare(item: Schema, _: Catalog) -> Declaration:
    revoked = grants_by_role(item.revoked)
    return Declaration("schemas", {"revoked": revoked} if revoked else None, item.id.name)


SECTION: Section[dict[str, SchemaSpec | None]] = Section(
    key="schemas",
    level=Level.PROJECT,
    annotation=dict[str, SchemaSpec | None],
    default=dict,
    description="Further schemas.",
    lower_project=_lower,
)

KIND = Kind(
    name="schema",
    plural="schemas",
    keyword="SCHEMA",
    model=Schema,
    phase=10,
    create=_create,
    drop=_drop,
    rename=_rename,
    identity=plain_text,
    namespace=True,
    sections=(SECTION,),
    declare=_declare,
    makes="schemas",
    facets=frozenset({Facet.COMMENT, Facet.OWNER, Facet.GRANTS}),
)
