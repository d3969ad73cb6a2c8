"""Rows that a person wrote for a table, such as the roles that there are.

`schemagen seed` puts them there. Whether they fit is said when the spec is read, as far as that can
be told without a server.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated, Any

from pydantic import Field

from schemagen.declare.draft import TableDraft
from schemagen.declare.facts import Seeds
from schemagen.features.feature import Feature
from schemagen.features.seed_values import misfit
from schemagen.features.support import enum_labels, require_column
from schemagen.kinds import column, primary_key, unique
from schemagen.kinds.column import ColumnSpec

_KEY = "seeds"
Row = Mapping[str, Any]
Rows = Annotated[list[dict[str, Any]], Field(min_length=1)]
"""Rows, each with values by the names of its columns; what a row leaves out has its default."""


def _expand(declared: list[dict[str, Any]], table: TableDraft) -> None:
    key = _key(declared, table)
    seen: dict[tuple[str, ...], int] = {}
    for place, row in enumerate(declared):
        _check_row(place, row, table)
        if key and row.keys() >= {*key}:
            values = tuple(repr(row[name]) for name in key)
            if seen.setdefault(values, place) != place:
                table.problem(
                    "seed-twice",
                    f"this row has the key of the one before: {', '.join(values)}",
                    _KEY,
                    place,
                    hint="a key is of one row",
                )
    table.project.facts.seeds[table.id] = Seeds(key, tuple(declared))


def _key(declared: list[dict[str, Any]], table: TableDraft) -> tuple[str, ...]:
    """Return the columns by which a row is found again: those of a key that every row has."""
    for names in _keys(table):
        if all(row.keys() >= {*names} for row in declared):
            return names
    listed = " or ".join(f"({', '.join(names)})" for names in _keys(table))
    table.problem(
        "seed-key",
        "these rows cannot be found again, so that they would be written anew each time",
        _KEY,
        hint=f"give each of them the columns {listed}" if listed else "give the table a key",
        key=True,
    )
    return ()


def _keys(table: TableDraft) -> Iterator[tuple[str, ...]]:
    primary = primary_key.SECTION.of(table)
    if primary is not None and not primary.deferrable and not primary.without_overlaps:
        yield tuple(primary.columns)
    for spec in unique.SECTION.of(table):
        if not spec.deferrable and not spec.without_overlaps:
            yield tuple(spec.columns)


def _check_row(place: int, row: Row, table: TableDraft) -> None:
    for name, value in row.items():
        if require_column(table, name, _KEY, place, name, key=True):
            _check_value(place, name, value, table)
    for name, spec in column.SECTION.of(table).items():
        if name not in row and _must_be_given(name, spec, table):
            table.problem(
                "seed-value",
                f'column "{name}" is not null and has no default, and this row has no value for it',
                _KEY,
                place,
                hint=f"give it one: `{name}: …`",
            )


def _must_be_given(name: str, spec: ColumnSpec, table: TableDraft) -> bool:
    primary = primary_key.SECTION.of(table)
    needed = spec.not_null or (primary is not None and name in primary.columns)
    filled = spec.default is not None or spec.generated is not None or spec.identity is not None
    return needed and not filled and table.column(name) not in table.project.facts.filled


def _check_value(place: int, name: str, value: Any, table: TableDraft) -> None:
    spec = column.SECTION.of(table)[name]
    if spec.generated is not None:
        why = f'column "{name}" is computed, and takes no value'
    elif value is None:
        why = f'column "{name}" is not null' if spec.not_null else ""
    else:
        labels = enum_labels(spec.type, table)
        if labels is not None and value not in labels:
            why = f'column "{name}" is one of {", ".join(labels)}'
        else:
            problem = "" if labels is not None else misfit(value, spec.type)
            why = f'column "{name}" is {spec.type}, and {problem}' if problem else ""
    if why:
        table.problem("seed-value", why, _KEY, place, name, key=True)


FEATURE = Feature(
    name="seeds",
    key=_KEY,
    table=Rows,
    expand_table=_expand,
    description="Rows that `schemagen seed` puts into the table, found again by their key.",
)
"""The key `seeds` of a table."""
