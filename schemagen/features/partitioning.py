"""Partitions that nobody writes out: the default one, those of a hash and of a list.

What comes and goes with time is no part of a spec (`kinds/table/rotation.py`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from schemagen.declare.draft import ProjectDraft, TableDraft
from schemagen.declare.element_text import read_index_element
from schemagen.features.feature import Feature
from schemagen.kinds import column, exclusion, index, policy, primary_key, unique
from schemagen.kinds.table import PartitionBySpec
from schemagen.sqltext.quoting import Literal, name_parts, sql
from schemagen.sqltext.tokens import SqlTextError


def _expand(_: Any, project: ProjectDraft) -> None:
    for table in list(project.tables.values()):
        spec = table.own.partition_by
        if isinstance(spec, PartitionBySpec):
            _check_keys(spec, table)
            for ending, bound in _partitions(spec):
                _add(table, ending, bound)


def _partitions(spec: PartitionBySpec) -> Iterator[tuple[str, str]]:
    """Yield the endings of names of partitions, and their bounds."""
    if isinstance(spec.partitions, int):
        for number in range(spec.partitions):
            yield f"p{number}", f"WITH (modulus {spec.partitions}, remainder {number})"
    elif isinstance(spec.partitions, dict):
        for name, values in spec.partitions.items():
            listed = ", ".join(sql("{}", Literal(value)) for value in values)
            yield name, f"IN ({listed})"
    managed = spec.every is not None and spec.manager == "schemagen"
    if spec.default and (managed or isinstance(spec.partitions, dict)):
        yield "default", "default"


def _add(table: TableDraft, ending: str, bound: str) -> None:
    """Add a partition that is reached through its table alone, as its rows are guarded there."""
    project, key = table.project, f"{table.key or table.name}_{ending}"
    entry = {"partition_of": table.key or table.name, "for_values": bound}
    project.add_table(key, entry, table.path("partition_by"))
    project.tables[key].row_security = (
        table.row_security
        or bool(policy.SECTION.of(table))
        or table.own.row_level_security in ("enabled", "forced")
    )


def _check_keys(spec: PartitionBySpec, table: TableDraft) -> None:
    """Record each key that PostgreSQL could not hold: rows of one key would be in two partitions
    ("Table Partitioning", limitations)."""
    columns = [_plain(text) for text in spec.strategy[1].split(",")]
    if not table.parents and {*columns} - {None, *column.SECTION.of(table)}:
        # A column that is not there is a problem by itself, and no key needs it.
        return
    key = primary_key.SECTION.of(table)
    if key:
        _check_key(key.columns, columns, table, "primary_key")
    for position, constraint in enumerate(unique.SECTION.of(table)):
        _check_key(constraint.columns, columns, table, "unique", position)
    for position, declared in enumerate(index.SECTION.of(table)):
        if declared.unique:
            named = [_plain(text) or text for text in declared.columns]
            _check_key(named, columns, table, "indexes", position)
    for position, excluded in enumerate(exclusion.SECTION.of(table)):
        named = [text.split()[0] for text in excluded.elements]
        _check_key(named, columns, table, "exclude", position)


def _check_key(
    key: Sequence[str], columns: Sequence[str | None], table: TableDraft, *path: str | int
) -> None:
    lacking = [column for column in columns if column is not None and column not in key]
    if not lacking and None not in columns:
        return
    if None in columns:
        message = "a table that is partitioned by an expression can have no key"
        hint = "partition by a column, or leave the key to each partition"
    else:
        listed = ", ".join(lacking)
        message = f"a key of a partitioned table holds what it is partitioned by: {listed}"
        where = "primary_key: " if path == ("primary_key",) else ""
        hint = f"write {where}[{', '.join([*key, *lacking])}]"
    table.problem("partition-key", message, *path, hint=hint)


def _plain(element: str) -> str | None:
    """Return the column that an element of a key is, None for an expression."""
    try:
        found: str | None = read_index_element(element.strip()).get("column")
    except SqlTextError:
        return None
    return name_parts(found)[0] if found else None


FEATURE = Feature(
    name="partitioning",
    expand_project=_expand,
    description="Default partitions, and those of hashes and lists.",
)
