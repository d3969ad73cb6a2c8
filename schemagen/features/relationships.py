"""Names of relationships: no class may have an attribute twice."""

from __future__ import annotations

from collections.abc import Iterator

from schemagen.catalog.object import ObjectId
from schemagen.declare.column_text import read_references
from schemagen.declare.draft import ProjectDraft, TableDraft
from schemagen.features.feature import Feature
from schemagen.kinds import column, foreign_key
from schemagen.kinds.support import split_name


def _expand(_: None, project: ProjectDraft) -> None:
    named = [(table, list(_names(table))) for table in project.tables.values()]
    if not any(names for _, names in named):
        return
    taken = {table.id: dict.fromkeys(column.SECTION.of(table), "a column") for table, _ in named}
    for table, names in named:
        for index, home, name in names:
            other = taken.setdefault(home, {}).get(name)
            taken[home][name] = "a relationship"
            if other:
                table.problem(
                    "relationship-name",
                    f'the class of "{home.name}" has {other} "{name}" already',
                    "foreign_keys",
                    index,
                    hint="give the relationship another name: `relationship` leads to the row that"
                    " is referred to, `inverse` back",
                )


def _names(table: TableDraft) -> Iterator[tuple[int, ObjectId, str]]:
    """Yield the names that foreign keys are given, each with the table whose class has it."""
    for index, key in enumerate(foreign_key.SECTION.of(table)):
        if key.relationship:
            yield index, table.id, key.relationship
        if key.inverse:
            target = read_references(key.references)["table"]
            yield index, ObjectId("table", *split_name(target, table.project.schema)), key.inverse


FEATURE = Feature(
    name="relationships",
    expand_project=_expand,
    description="What the directions of foreign keys are called.",
)
