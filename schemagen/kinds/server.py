"""Foreign servers (pg_foreign_server), which `foreign_data_wrapper` reads ("CREATE SERVER")."""

from __future__ import annotations

from collections.abc import Iterable

from pydantic import Field

from schemagen.catalog.catalog import Catalog
from schemagen.catalog.object import (
    ALTER,
    RECREATE,
    UNORDERED,
    CatalogObject,
    ObjectId,
    on_change,
)
from schemagen.catalog.statement import Statement
from schemagen.declare.base import SpecModel
from schemagen.declare.declaration import Declaration, stated
from schemagen.declare.draft import ProjectDraft
from schemagen.declare.generic_options import OptionsSpec, read_options, write_options
from schemagen.declare.grants import GrantsSpec, simple_grants
from schemagen.declare.section import Declared, Level, Section
from schemagen.frozen import frozen
from schemagen.kinds.effects import NO_LOCK
from schemagen.kinds.kind import CreateContext, Facet, Kind
from schemagen.kinds.support import plain_text, rename_object, statement
from schemagen.sqltext.generic_options import Options, options_change, options_text
from schemagen.sqltext.quoting import Literal, Name, Raw, join_sql, sql


@frozen(kw_only=True)
class Server(CatalogObject):
    """A foreign server: where the data is, and by which wrapper it is read."""

    wrapper: ObjectId = on_change(RECREATE)  # foreign_data_wrapper postgres_fdw
    type: str | None = on_change(RECREATE, None)  # oracle
    version: str | None = on_change(ALTER, None)  # 8.4
    options: Options = on_change(UNORDERED, ())  # (('host', 'db1'),)


class ServerSpec(SpecModel):
    """A foreign server."""

    wrapper: str
    """The foreign-data wrapper that reads it: `postgres_fdw`."""
    type: str | None = None
    """What the server is, for those wrappers that ask for it."""
    version: str | None = None
    """Which version the server is, for those wrappers that ask for it."""
    options: OptionsSpec = Field(default_factory=dict)
    grants: GrantsSpec = Field(default_factory=dict)
    comment: str | None = None
    was: str | None = None


def _lower(declared: dict[str, ServerSpec], project: ProjectDraft) -> Declared:
    for name, spec in declared.items():
        path = ("servers", name)
        wrapper = ObjectId("foreign_data_wrapper", "", spec.wrapper)
        # A wrapper mostly comes with the extension of its name.
        extension = ObjectId("extension", "", spec.wrapper)
        item = Server(
            id=ObjectId("server", "", name),
            wrapper=wrapper,
            type=spec.type,
            version=spec.version,
            options=read_options(spec.options),
            grants=simple_grants(spec.grants, ("USAGE",), project, (*path, "grants")),
            comment=spec.comment,
            was=spec.was,
            depends_on=(extension, wrapper),
        )
        yield item, path


def _create(item: Server, _: CreateContext) -> Iterable[Statement]:
    parts = [
        sql("CREATE SERVER {}", Name(item.id.name)),
        sql("TYPE {}", Literal(item.type)) if item.type is not None else "",
        sql("VERSION {}", Literal(item.version)) if item.version is not None else "",
        sql("FOREIGN DATA WRAPPER {}", Name(item.wrapper.name)),
        options_text(item.options),
    ]
    yield statement(item, "{}", Raw(join_sql(parts)), effect=NO_LOCK)


def _drop(item: Server) -> Iterable[Statement]:
    yield statement(item, "DROP SERVER {}", Name(item.id.name), effect=NO_LOCK)


def _alter(item: Server, action: str) -> Statement:
    name = Name(item.id.name)
    return statement(item, "ALTER SERVER {} {}", name, Raw(action), effect=NO_LOCK)


def _set_version(_: Server, desired: Server) -> Iterable[Statement]:
    yield _alter(desired, sql("VERSION {}", Literal(desired.version)))


def _set_options(current: Server, desired: Server) -> Iterable[Statement]:
    yield _alter(desired, options_change(current.options, desired.options))


def _rename(current: Server, desired: Server) -> Iterable[Statement]:
    yield rename_object("SERVER", current, desired, NO_LOCK)


def _granted_on(item: Server) -> tuple[str, str | None]:
    return sql("FOREIGN SERVER {}", Name(item.id.name)), None


def _declare(item: Server, _: Catalog) -> Declaration:
    values = {
        "wrapper": item.wrapper.name,
        "type": item.type,
        "version": item.version,
        "options": write_options(item.options),
    }
    return Declaration("servers", stated(ServerSpec, values), item.id.name)


SECTION: Section[dict[str, ServerSpec]] = Section(
    key="servers",
    level=Level.PROJECT,
    annotation=dict[str, ServerSpec],
    default=dict,
    description="Foreign servers.",
    lower_project=_lower,
)

KIND = Kind(
    name="server",
    plural="foreign servers",
    keyword="SERVER",
    model=Server,
    phase=66,
    create=_create,
    drop=_drop,
    alters={"version": _set_version, "options": _set_options},
    rename=_rename,
    identity=plain_text,
    granted_on=_granted_on,
    sections=(SECTION,),
    declare=_declare,
    facets=frozenset({Facet.COMMENT, Facet.OWNER, Facet.GRANTS}),
)
