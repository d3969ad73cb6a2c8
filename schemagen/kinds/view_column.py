"""Columns of views and materialized views: what is set on them besides what the query says."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pydantic import Field

from schemagen.catalog.catalog import Catalog
from schemagen.catalog.facets.comment import set_comment
from schemagen.catalog.facets.grants import Privilege, revoke
from schemagen.catalog.object import ALTER, CatalogObject, Ignore, on_change
from schemagen.catalog.statement import Statement, Topic
from schemagen.declare.base import Shorthand
from schemagen.declare.declaration import Declaration, is_plain, stated
from schemagen.declare.draft import TableDraft
from schemagen.declare.expressions import check_expression
from schemagen.declare.grants import GrantsSpec, simple_grants
from schemagen.declare.section import Declared, Level, Section
from schemagen.frozen import frozen
from schemagen.kinds.effects import ACCESS_EXCLUSIVE, SHARE_UPDATE_EXCLUSIVE, locking
from schemagen.kinds.kind import CreateContext, Facet, Kind
from schemagen.kinds.support import granted_on_column, relation_of, statement
from schemagen.sqltext.quoting import Literal, Name, Raw, sql

_PRIVILEGES = ("SELECT", "INSERT", "UPDATE", "REFERENCES")


@frozen(kw_only=True)
class ViewColumn(CatalogObject):
    """A column of a view; its type is the query's."""

    default: str | None = on_change(ALTER, None)  # of a view: for INSERT into it
    statistics: int | None = on_change(ALTER, None)  # this and below: of a materialized view
    storage: str | None = on_change(ALTER, None)
    compression: str | None = on_change(ALTER, None)
    # SET STORAGE DEFAULT came with PostgreSQL 16.
    type_storage: str = on_change(Ignore("follows from the query"), "extended")


class ViewColumnSpec(Shorthand):
    """What is set on a column of a view: its comment, or a mapping."""

    short_key = "comment"

    comment: str | None = None
    default: str | None = None
    """What an INSERT into the view puts there, as an SQL expression."""
    statistics: int | None = None
    """The statistics target, in a materialized view."""
    storage: str | None = None
    """How large values are stored, in a materialized view."""
    compression: str | None = None
    """How large values are compressed, in a materialized view."""
    grants: GrantsSpec = Field(default_factory=dict)


def _lower(declared: dict[str, ViewColumnSpec], view: TableDraft) -> Declared:
    for name, spec in declared.items():
        path = view.path("column_settings", name)
        needs = set()
        if spec.default is not None:
            needs = check_expression(spec.default, view.project, (*path, "default"), {})
        item = ViewColumn(
            id=view.member("view_column", name),
            default=spec.default,
            statistics=spec.statistics,
            storage=spec.storage,
            compression=spec.compression,
            grants=simple_grants(spec.grants, _PRIVILEGES, view.project, (*path, "grants")),
            comment=spec.comment,
            depends_on=tuple(sorted(needs)),
        )
        yield item, path


def _create(_: ViewColumn, __: CreateContext) -> Iterable[Statement]:
    return ()  # the query of the view makes it


def _finish(item: ViewColumn) -> Iterable[Statement]:
    yield from _settings(ViewColumn(id=item.id), item)


def _drop(item: ViewColumn) -> Iterable[Statement]:
    """Take off what is set; the column itself goes with its view."""
    yield from _settings(item, ViewColumn(id=item.id, type_storage=item.type_storage))
    if item.comment is not None:
        effect = locking(item, SHARE_UPDATE_EXCLUSIVE)
        yield set_comment("COLUMN", _identity(item), None, item.id, Topic.SCHEMA, effect)
    target, column = granted_on_column(item)
    yield from revoke([Privilege(target, grant, column, item.id) for grant in item.grants])


def _settings(current: ViewColumn, desired: ViewColumn) -> Iterator[Statement]:
    if current.default != desired.default:
        expression = desired.default
        action = sql("SET DEFAULT {}", Raw(expression)) if expression else "DROP DEFAULT"
        yield _alter(desired, action)
    if current.statistics != desired.statistics:
        target = -1 if desired.statistics is None else desired.statistics
        yield _alter(desired, sql("SET STATISTICS {}", Literal(target)))
    if current.storage != desired.storage:
        storage = Raw((desired.storage or desired.type_storage).upper())
        yield _alter(desired, sql("SET STORAGE {}", storage))
    if current.compression != desired.compression:
        compression = Raw(desired.compression or "default")
        yield _alter(desired, sql("SET COMPRESSION {}", compression))


def _alter(item: ViewColumn, action: str) -> Statement:
    # ALTER VIEW and ALTER MATERIALIZED VIEW know fewer of these than ALTER TABLE does.
    return statement(
        item,
        "ALTER TABLE {} ALTER COLUMN {} {}",
        relation_of(item.id),
        Name(item.id.name),
        Raw(action),
        effect=locking(item, ACCESS_EXCLUSIVE),
    )


def _identity(item: ViewColumn) -> str:
    return sql("{}.{}", relation_of(item.id), Name(item.id.name))


def _declare(item: ViewColumn, _: Catalog) -> Declaration | None:
    values = {name: getattr(item, name) for name in KIND.alters}
    mapping = stated(ViewColumnSpec, values)
    said = mapping or not is_plain(item)
    return Declaration("column_settings", mapping, item.id.name) if said else None


SECTION: Section[dict[str, ViewColumnSpec]] = Section(
    key="column_settings",
    level=Level.MEMBER,
    annotation=dict[str, ViewColumnSpec],
    default=dict,
    description="Columns of the view by name: a comment, or a mapping.",
    lower_table=_lower,
    within=("views", "materialized_views"),
)

KIND = Kind(
    name="view_column",
    plural="columns of views",
    keyword="COLUMN",
    model=ViewColumn,
    phase=111,
    create=_create,
    drop=_drop,
    inline=lambda item: sql("{}", Name(item.id.name)),
    finish=_finish,
    alters=dict.fromkeys(("default", "statistics", "storage", "compression"), _settings),
    identity=_identity,
    granted_on=granted_on_column,
    gives_access=True,
    sections=(SECTION,),
    declare=_declare,
    facets=frozenset({Facet.COMMENT, Facet.GRANTS}),
)
