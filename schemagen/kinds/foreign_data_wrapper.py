"""Foreign-data wrappers (pg_foreign_data_wrapper) that no extension brought. They take a superuser.

See "CREATE FOREIGN DATA WRAPPER".
"""

from __future__ import annotations

from collections.abc import Iterable

from pydantic import Field

from schemagen.catalog.catalog import Catalog
from schemagen.catalog.object import ALTER, UNORDERED, CatalogObject, ObjectId, on_change
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
from schemagen.kinds.support import plain_text, rename_object, split_name, statement
from schemagen.sqltext.generic_options import Options, options_change, options_text
from schemagen.sqltext.quoting import Name, Raw, join_sql, quote_qualified, sql


@frozen(kw_only=True)
class ForeignDataWrapper(CatalogObject):
    """A wrapper: the functions that know how to read foreign data, and check options."""

    handler: str | None = on_change(ALTER, None)  # public.file_fdw_handler
    validator: str | None = on_change(ALTER, None)  # public.file_fdw_validator
    options: Options = on_change(UNORDERED, ())  # (('debug', 'true'),)


class ForeignDataWrapperSpec(SpecModel):
    """A foreign-data wrapper that no extension brings."""

    handler: str | None = None
    """The function that gives access to the data."""
    validator: str | None = None
    """The function that checks options."""
    options: OptionsSpec = Field(default_factory=dict)
    grants: GrantsSpec = Field(default_factory=dict)
    comment: str | None = None
    was: str | None = None


def _lower(declared: dict[str, ForeignDataWrapperSpec | None], project: ProjectDraft) -> Declared:
    for name, spec in declared.items():
        known = spec or ForeignDataWrapperSpec.model_validate({})
        path = ("foreign_data_wrappers", name)
        functions = [_function(text, project) for text in (known.handler, known.validator)]
        item = ForeignDataWrapper(
            id=ObjectId("foreign_data_wrapper", "", name),
            handler=functions[0],
            validator=functions[1],
            options=read_options(known.options),
            grants=simple_grants(known.grants, ("USAGE",), project, (*path, "grants")),
            comment=known.comment,
            was=known.was,
            depends_on=tuple(
                sorted(
                    key
                    for text in functions
                    if text
                    for key in project.names.functions.get(text, ())
                )
            ),
        )
        yield item, path


def _function(text: str | None, project: ProjectDraft) -> str | None:
    return quote_qualified(*split_name(text, project.schema)) if text else None


def _create(item: ForeignDataWrapper, _: CreateContext) -> Iterable[Statement]:
    parts = [
        sql("CREATE FOREIGN DATA WRAPPER {}", Name(item.id.name)),
        sql("HANDLER {}", Raw(item.handler)) if item.handler else "",
        sql("VALIDATOR {}", Raw(item.validator)) if item.validator else "",
        options_text(item.options),
    ]
    yield statement(item, "{}", Raw(join_sql(parts)), effect=NO_LOCK)


def _drop(item: ForeignDataWrapper) -> Iterable[Statement]:
    yield statement(item, "DROP FOREIGN DATA WRAPPER {}", Name(item.id.name), effect=NO_LOCK)


def _alter(item: ForeignDataWrapper, action: str) -> Statement:
    template = "ALTER FOREIGN DATA WRAPPER {} {}"
    return statement(item, template, Name(item.id.name), Raw(action), effect=NO_LOCK)


def _set_handler(_: ForeignDataWrapper, desired: ForeignDataWrapper) -> Iterable[Statement]:
    handler = desired.handler
    yield _alter(desired, sql("HANDLER {}", Raw(handler)) if handler else "NO HANDLER")


def _set_validator(_: ForeignDataWrapper, desired: ForeignDataWrapper) -> Iterable[Statement]:
    validator = desired.validator
    yield _alter(desired, sql("VALIDATOR {}", Raw(validator)) if validator else "NO VALIDATOR")


def _set_options(current: ForeignDataWrapper, desired: ForeignDataWrapper) -> Iterable[Statement]:
    yield _alter(desired, options_change(current.options, desired.options))


def _rename(current: ForeignDataWrapper, desired: ForeignDataWrapper) -> Iterable[Statement]:
    yield rename_object("FOREIGN DATA WRAPPER", current, desired, NO_LOCK)


def _declare(item: ForeignDataWrapper, _: Catalog) -> Declaration:
    values = {
        "handler": item.handler,
        "validator": item.validator,
        "options": write_options(item.options),
    }
    mapping = stated(ForeignDataWrapperSpec, values) or None
    return Declaration("foreign_data_wrappers", mapping, item.id.name)


SECTION: Section[dict[str, ForeignDataWrapperSpec | None]] = Section(
    key="foreign_data_wrappers",
    level=Level.PROJECT,
    annotation=dict[str, ForeignDataWrapperSpec | None],
    default=dict,
    description="Foreign-data wrappers that no extension brings.",
    lower_project=_lower,
)

KIND = Kind(
    name="foreign_data_wrapper",
    plural="foreign-data wrappers",
    keyword="FOREIGN DATA WRAPPER",
    model=ForeignDataWrapper,
    phase=65,
    create=_create,
    drop=_drop,
    alters={"handler": _set_handler, "validator": _set_validator, "options": _set_options},
    rename=_rename,
    identity=plain_text,
    sections=(SECTION,),
    declare=_declare,
    facets=frozenset({Facet.COMMENT, Facet.OWNER, Facet.GRANTS}),
)
