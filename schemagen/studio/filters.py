"""Filters of a page of rows: a column, how it is compared, and a value as text."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from schemagen.frozen import frozen
from schemagen.sqltext.quoting import Literal, Name, Raw, sql
from schemagen.studio.database import StudioError
from schemagen.studio.relations import Column, Relation

_COMPARED: Final = {
    "eq": ("=", "{} = {}::{}"),
    "ne": ("≠", "{} IS DISTINCT FROM {}::{}"),
    "lt": ("<", "{} < {}::{}"),
    "le": ("≤", "{} <= {}::{}"),
    "gt": (">", "{} > {}::{}"),
    "ge": ("≥", "{} >= {}::{}"),
}
_CONTAINS: Final = "contains"
_NULLS: Final = {"null": ("is NULL", "{} IS NULL"), "given": ("is not NULL", "{} IS NOT NULL")}

WORDS: Final = {
    **{name: word for name, (word, _) in _COMPARED.items()},
    _CONTAINS: "contains",
    **{name: word for name, (word, _) in _NULLS.items()},
}
"""What each way of comparing is called on a page."""


@frozen
class Filter:
    """One condition: `Filter("status", "eq", "open")`."""

    column: str
    operator: str
    value: str

    @property
    def is_about_null(self) -> bool:
        """Whether there is no value to compare with."""
        return self.operator in _NULLS

    @property
    def text(self) -> str:
        """Return the condition for people: `status = open`."""
        words = WORDS[self.operator]
        return f"{self.column} {words}" if self.is_about_null else f"{self.text_of} {self.value}"

    @property
    def text_of(self) -> str:
        """Return what stands before the value."""
        return f"{self.column} {WORDS[self.operator]}"


def condition(relation: Relation, each: Filter) -> str:
    """Return a filter as SQL.

    Raises:
        StudioError: there is no such column for this actor, or no such way of comparing.
    """
    column = _column(relation, each)
    name = Name(column.name)
    if each.operator in _NULLS:
        return sql(_NULLS[each.operator][1], name)
    if each.operator == _CONTAINS:
        return sql("strpos(lower({}::text), lower({})) > 0", name, literal(each.value))
    return sql(_COMPARED[each.operator][1], name, literal(each.value), Raw(column.type))


def _column(relation: Relation, each: Filter) -> Column:
    column = relation.column(each.column)
    if column is None or not column.selects:
        raise StudioError(
            f'"{relation.title}" has no column "{each.column}" that this actor may read',
            hint="remove the filter",
        )
    if each.operator not in WORDS:
        raise StudioError("there is no such way of comparing", hint="remove the filter")
    return column


def literal(value: str) -> Literal:
    """Return a value that a person gave as a constant.

    Raises:
        StudioError: PostgreSQL knows no text with such a character.
    """
    if "\x00" in value:
        raise StudioError("a value cannot hold the character NUL", hint="leave it out")
    return Literal(value)


def conditions(relation: Relation, filters: Sequence[Filter]) -> list[str]:
    """Return filters as SQL.

    Raises:
        StudioError: one of them is of no use here.
    """
    return [condition(relation, each) for each in filters]
