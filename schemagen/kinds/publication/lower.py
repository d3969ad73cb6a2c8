"""What a spec says of a publication, and the catalog object that it means."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Literal as Choice

from pydantic import Field

from schemagen.catalog.object import ObjectId
from schemagen.declare.base import NameList, Shorthand, SpecModel
from schemagen.declare.draft import ProjectDraft
from schemagen.declare.expressions import check_expression
from schemagen.declare.problems import Path
from schemagen.declare.section import Declared, Level, Section
from schemagen.declare.suggest import did_you_mean
from schemagen.kinds.publication.model import EVERYTHING, Publication, PublishedTable
from schemagen.kinds.support import find_relation, schema_id
from schemagen.sqltext.quoting import Raw, sql


class PublishedTableSpec(Shorthand):
    """A published table: its name, or a mapping."""

    short_key = "table"

    table: str
    """The table."""
    columns: NameList = Field(default_factory=list)
    """Sent alone; all by default."""
    where: str | None = None
    """The rows that are sent."""


class PublicationSpec(SpecModel):
    """A publication."""

    all_tables: bool = False
    """Whether it has every table, later ones too."""
    tables: list[PublishedTableSpec] = Field(default_factory=list)
    """Tables, or mappings with columns and a condition."""
    schemas: NameList = Field(default_factory=list)
    """Whole schemas; from 15 on."""
    publish: list[Choice["insert", "update", "delete", "truncate"]] = Field(
        default=["insert", "update", "delete", "truncate"]
    )
    """Which changes are sent."""
    via_partition_root: bool = False
    """Whether changes in partitions are sent as of the partitioned table."""
    generated_columns: Choice["none", "stored"] = "none"
    """Whether stored generated columns are sent (18)."""
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
        needs = {schema_id(schema) for schema in known.schemas}
        tables = list(_tables(known.tables, project, (*path, "tables"), needs))
        item = Publication(
            id=ObjectId("publication", "", name),
            all_tables=known.all_tables,
            schemas=tuple(sorted(known.schemas)),
            tables=tuple(sorted(tables, key=lambda each: each.relation)),
            publish=tuple(each for each in EVERYTHING if each in known.publish),
            via_partition_root=known.via_partition_root,
            generated_columns=known.generated_columns,
            comment=known.comment,
            was=known.was,
            depends_on=tuple(sorted(needs)),
        )
        yield item, path


def _tables(
    listed: Sequence[PublishedTableSpec], project: ProjectDraft, path: Path, needs: set[ObjectId]
) -> Iterable[PublishedTable]:
    """Lower the tables that are there, and add to `needs` what they are published by."""
    for index, table in enumerate(listed):
        place = (*path, index)
        relation = find_relation(table.table, project, (*place, "table"))
        if relation is None:
            continue
        columns = project.names.columns.get(relation)
        needs |= {relation, *_columns(table.columns, relation, columns, project, place)}
        if table.where:
            needs |= check_expression(
                table.where, project, (*place, "where"), columns, home=relation
            )
        condition = sql("({})", Raw(table.where)) if table.where else None
        yield PublishedTable(relation, tuple(table.columns) or None, condition)


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


SECTION: Section[dict[str, PublicationSpec | None]] = Section(
    key="publications",
    level=Level.PROJECT,
    annotation=dict[str, PublicationSpec | None],
    default=dict,
    description="Publications: what logical replication sends.",
    lower_project=_lower,
)
