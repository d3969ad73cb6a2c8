"""Publications (pg_publication): which changes of which tables logical replication sends.

The tables of a publication are not the publication's own: it lets go of one that is replaced, and
takes it in again ("CREATE PUBLICATION").
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from typing import Literal as Choice

from pydantic import Field

from schemagen.catalog.catalog import Catalog
from schemagen.catalog.hazard import authz
from schemagen.catalog.object import ALTER, RECREATE, CatalogObject, ObjectId, on_change
from schemagen.catalog.statement import Effect, Statement
from schemagen.declare.base import NameList, Shorthand, SpecModel
from schemagen.declare.declaration import Declaration, Reference, stated
from schemagen.declare.draft import ProjectDraft
from schemagen.declare.expressions import check_expression
from schemagen.declare.problems import Path
from schemagen.declare.section import Declared, Level, Section
from schemagen.declare.suggest import did_you_mean
from schemagen.kinds.constraints import columns_text
from schemagen.kinds.effects import NO_LOCK, SHARE_UPDATE_EXCLUSIVE, lock_on
from schemagen.kinds.kind import CreateContext, Facet, Kind, Release
from schemagen.kinds.support import (
    find_relation,
    plain_text,
    qualified,
    rename_object,
    schema_id,
    statement,
)
from schemagen.sqltext.quoting import Literal, Name, Names, Raw, join_sql, sql

_EVERYTHING: Final = ("insert", "update", "delete", "truncate")


@dataclass(frozen=True, slots=True)
class PublishedTable:
    """A table of a publication, with the columns (none: all) and the rows of it that are sent."""

    relation: ObjectId
    columns: tuple[str, ...] | None = None  # ('id', 'name')
    condition: str | None = None  # (total > 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Publication(CatalogObject):
    """A publication."""

    all_tables: bool = on_change(RECREATE, False)
    schemas: tuple[str, ...] = on_change(ALTER, ())  # every table of them; from 15 on
    tables: tuple[PublishedTable, ...] = on_change(ALTER, ())  # sorted by relation
    publish: tuple[str, ...] = on_change(ALTER, _EVERYTHING)
    via_partition_root: bool = on_change(ALTER, False)
    generated_columns: str = on_change(ALTER, "none")  # 'stored' or 'none'; from 18 on


class PublishedTableSpec(Shorthand):
    """A published table: its name, or a mapping."""

    short_key = "table"

    table: str
    columns: NameList = Field(default_factory=list, description="Sent alone; all by default.")
    where: str | None = Field(None, description="The rows that are sent.")


class PublicationSpec(SpecModel):
    """A publication."""

    all_tables: bool = False
    tables: list[PublishedTableSpec] = Field(default_factory=list)
    schemas: NameList = Field(default_factory=list, description="Whole schemas; from 15 on.")
    publish: list[Choice["insert", "update", "delete", "truncate"]] = Field(
        default=["insert", "update", "delete", "truncate"]
    )
    via_partition_root: bool = False
    generated_columns: Choice["none", "stored"] = "none"
    comment: str | None = None
    was: str | None = None


def _lower(declared: dict[str, PublicationSpec | None], project: ProjectDraft) -> Declared:
    for name, spec in declared.items():
        known, path = spec or PublicationSpec(), ("publications", name)
        if known.all_tables and (known.tables or known.schemas):
            project.problem(
                "publication-of-all",
                f'publication "{name}" has all tables, so that none can be named besides',
                path,
                hint="leave out `all_tables`, or the others",
            )
        tables, needs = [], {schema_id(schema) for schema in known.schemas}
        for index, table in enumerate(known.tables):
            place = (*path, "tables", index)
            relation = find_relation(table.table, project, (*place, "table"))
            if relation is None:
                continue
            columns = project.names.columns.get(relation)
            needs |= {relation, *_columns(table.columns, relation, columns, project, place)}
            if table.where:
                needs |= check_expression(table.where, project, (*place, "where"), columns)
            condition = sql("({})", Raw(table.where)) if table.where else None
            tables.append(PublishedTable(relation, tuple(table.columns) or None, condition))
        item = Publication(
            id=ObjectId("publication", "", name),
            all_tables=known.all_tables,
            schemas=tuple(sorted(known.schemas)),
            tables=tuple(sorted(tables, key=lambda each: each.relation)),
            publish=tuple(each for each in _EVERYTHING if each in known.publish),
            via_partition_root=known.via_partition_root,
            generated_columns=known.generated_columns,
            comment=known.comment,
            was=known.was,
            depends_on=tuple(sorted(needs)),
        )
        yield item, path


def _columns(
    names: Sequence[str],
    relation: ObjectId,
    known: Mapping[str, str] | None,
    project: ProjectDraft,
    place: Path,
) -> Iterable[ObjectId]:
    """Return the ids of columns; unknown ones become problems."""
    for index, name in enumerate(names):
        if known is not None and name not in known:
            project.problem(
                "unknown-column",
                f'column "{name}" not found in {relation.schema}.{relation.name}',
                (*place, "columns", index),
                hint=did_you_mean(name, known),
            )
        yield ObjectId("column", relation.schema, name, relation.name)


def _create(item: Publication, _: CreateContext) -> Iterable[Statement]:
    text = join_sql(
        [
            sql("CREATE PUBLICATION {}", Name(item.id.name)),
            "FOR ALL TABLES" if item.all_tables else "",
            sql("FOR {}", Raw(_contents(item))) if item.tables or item.schemas else "",
            sql("WITH ({})", Raw(options)) if (options := _options(item)) else "",
        ]
    )
    yield statement(item, "{}", Raw(text), effect=_sending(item, item.tables))


def _contents(item: Publication) -> str:
    tables = join_sql([_table(each) for each in item.tables], ", ")
    schemas = Names(item.schemas)
    return join_sql(
        [
            sql("TABLE {}", Raw(tables)) if tables else "",
            sql("TABLES IN SCHEMA {}", schemas) if item.schemas else "",
        ],
        ", ",
    )


def _table(each: PublishedTable) -> str:
    return join_sql(
        [
            sql("{}", qualified(each.relation)),
            columns_text(each.columns).text if each.columns else "",
            sql("WHERE {}", Raw(each.condition)) if each.condition else "",
        ]
    )


def _options(item: Publication) -> str:
    usual = Publication(id=item.id)
    return join_sql(
        [_option(item, key) for key in _OPTIONS if _value(item, key) != _value(usual, key)], ", "
    )


_OPTIONS: Final = ("publish", "publish_via_partition_root", "publish_generated_columns")


def _value(item: Publication, key: str) -> str | bool:
    match key:
        case "publish":
            return ", ".join(item.publish)
        case "publish_via_partition_root":
            return item.via_partition_root
        case _:
            return item.generated_columns


def _option(item: Publication, key: str) -> str:
    return sql("{} = {}", Raw(key), Literal(_value(item, key)))


def _sending(item: Publication, tables: Sequence[PublishedTable]) -> Effect:
    """Return the effect of what locks published tables and shows their rows to subscribers."""
    locks = tuple(lock_on(each.relation, SHARE_UPDATE_EXCLUSIVE) for each in tables)
    return Effect(locks, (authz(f"subscribers of {item.id.name} are sent more"),))


def _drop(item: Publication) -> Iterable[Statement]:
    yield statement(item, "DROP PUBLICATION {}", Name(item.id.name), effect=NO_LOCK)


def _let_go(current: Publication, desired: Publication) -> Iterable[Statement]:
    kept = {each.relation for each in desired.tables}
    gone = [each.relation for each in current.tables if each.relation not in kept]
    if gone:
        yield _without(desired, gone)


def _without(item: Publication, relations: Sequence[ObjectId]) -> Statement:
    listed = Raw(join_sql([sql("{}", qualified(key)) for key in relations], ", "))
    text = "ALTER PUBLICATION {} DROP TABLE {}"
    locks = tuple(lock_on(key, SHARE_UPDATE_EXCLUSIVE) for key in relations)
    return statement(item, text, Name(item.id.name), listed, effect=Effect(locks))


def _take_in(current: Publication, desired: Publication) -> Iterable[Statement]:
    there = {each.relation: each for each in current.tables}
    new = [each for each in desired.tables if each.relation not in there]
    changed = [each for each in desired.tables if there.get(each.relation, each) != each]
    text = "ALTER PUBLICATION {} {}"
    if changed:
        what = Raw(sql("SET {}", Raw(_contents(desired))))
        effect = _sending(desired, desired.tables)
        yield statement(desired, text, Name(desired.id.name), what, effect=effect)
    elif new:
        yield _with(desired, new)


def _with(item: Publication, tables: Sequence[PublishedTable]) -> Statement:
    listed = Raw(join_sql([_table(each) for each in tables], ", "))
    text = "ALTER PUBLICATION {} ADD TABLE {}"
    return statement(item, text, Name(item.id.name), listed, effect=_sending(item, tables))


def _leave_schemas(current: Publication, desired: Publication) -> Iterable[Statement]:
    gone = tuple(name for name in current.schemas if name not in desired.schemas)
    if gone:
        text = "ALTER PUBLICATION {} DROP TABLES IN SCHEMA {}"
        yield statement(desired, text, Name(desired.id.name), Names(gone), effect=NO_LOCK)


def _enter_schemas(current: Publication, desired: Publication) -> Iterable[Statement]:
    new = tuple(name for name in desired.schemas if name not in current.schemas)
    if new:
        text, effect = "ALTER PUBLICATION {} ADD TABLES IN SCHEMA {}", _sending(desired, ())
        yield statement(desired, text, Name(desired.id.name), Names(new), effect=effect)


def _set_options(current: Publication, desired: Publication) -> Iterable[Statement]:
    changed = [key for key in _OPTIONS if _value(current, key) != _value(desired, key)]
    options = Raw(join_sql([_option(desired, key) for key in changed], ", "))
    text, effect = "ALTER PUBLICATION {} SET ({})", _sending(desired, ())
    yield statement(desired, text, Name(desired.id.name), options, effect=effect)


def _release(_: Publication, item: Publication, other: ObjectId) -> Release | None:
    """Leave out a table while it, or one of its columns, is being replaced."""
    found = [
        each
        for each in item.tables
        if (other.schema, other.table or other.name) == (each.relation.schema, each.relation.name)
    ]
    if not found:
        return None
    return Release((_without(item, [found[0].relation]),), (_with(item, found),))


def _rename(current: Publication, desired: Publication) -> Iterable[Statement]:
    yield rename_object("PUBLICATION", current, desired, NO_LOCK)


def _declare(item: Publication, _: Catalog) -> Declaration:
    values = {
        "all_tables": item.all_tables,
        "tables": [_declared_table(each) for each in item.tables],
        "schemas": list(item.schemas),
        "publish": list(item.publish),
        "via_partition_root": item.via_partition_root,
        "generated_columns": item.generated_columns,
    }
    return Declaration("publications", stated(PublicationSpec, values), item.id.name)


def _declared_table(each: PublishedTable) -> Any:
    name = Reference(each.relation.schema, each.relation.name)
    values = {
        "table": name,
        "columns": list(each.columns or ()),
        "where": each.condition[1:-1] if each.condition else None,
    }
    stated_values = stated(PublishedTableSpec, values)
    return name if len(stated_values) == 1 else stated_values


SECTION: Section[dict[str, PublicationSpec | None]] = Section(
    key="publications",
    level=Level.PROJECT,
    annotation=dict[str, PublicationSpec | None],
    default=dict,
    description="Publications: what logical replication sends.",
    lower_project=_lower,
)

KIND = Kind(
    name="publication",
    plural="publications",
    keyword="PUBLICATION",
    model=Publication,
    phase=140,
    create=_create,
    drop=_drop,
    frees={"tables": _let_go, "schemas": _leave_schemas},
    alters={
        "tables": _take_in,
        "schemas": _enter_schemas,
        "publish": _set_options,
        "via_partition_root": _set_options,
        "generated_columns": _set_options,
    },
    rename=_rename,
    release=_release,
    identity=plain_text,
    gives_access=True,
    sections=(SECTION,),
    declare=_declare,
    facets=frozenset({Facet.COMMENT, Facet.OWNER}),
)
