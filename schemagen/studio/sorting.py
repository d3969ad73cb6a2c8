"""Sorting a page of rows by a column: which comes first, and what is beyond some row."""

from __future__ import annotations

from typing import Final

from schemagen.frozen import frozen
from schemagen.sqltext.quoting import Name, Raw, sql
from schemagen.studio.database import StudioError
from schemagen.studio.relations import Column, Relation

WAYS: Final = ("up", "down")
"""The ways to sort, in the order in which they are offered."""


@frozen
class Sorting:
    """A column to sort by. Whatever the way, rows without a value come last."""

    column: str
    way: str = WAYS[0]

    @property
    def falls(self) -> bool:
        """Whether the highest value comes first."""
        return self.way == "down"

    def order(self, table: Name, backwards: bool) -> str:
        """Return what stands in ORDER BY; a page that is read backwards begins at its end."""
        template = "{}.{} DESC" if self.falls is not backwards else "{}.{} ASC"
        nulls = "FIRST" if backwards else "LAST"
        return sql("{} NULLS {}", Raw(sql(template, table, Name(self.column))), Raw(nulls))

    def beyond(self, relation: Relation, row: str, behind: str, backwards: bool) -> str:
        """Return the condition for the rows beyond another one.

        `row` is the condition for that one, and `behind` the one for the rows whose keys come
        behind its own, by which rows with equal values are told apart.
        """
        name = Name(self.column)
        value = Raw(sql("(SELECT {} FROM {} WHERE {})", name, relation.name, Raw(row)))
        # A composite value all of whose fields are NULL is NULL by IS NULL, and not in ORDER BY.
        empty, was_empty = (Raw(sql("({} IS NOT DISTINCT FROM NULL)", it)) for it in (name, value))
        later = sql("{} < {}" if backwards else "{} > {}", empty, was_empty)
        falls = self.falls is not backwards
        further = sql("{} < {}" if falls else "{} > {}", name, value)
        equal = sql("{} IS NOT DISTINCT FROM {} AND {}", name, value, Raw(behind))
        same = sql("{} = {} AND ({} OR {})", empty, was_empty, Raw(further), Raw(equal))
        return sql("{} OR {}", Raw(later), Raw(same))


def sorting(relation: Relation, column: str, way: str) -> Sorting | None:
    """Return how to sort, as a person asked for it; None where nobody did.

    Raises:
        StudioError: there is no such column for this actor, or its values have no order.
    """
    if not column:
        return None
    found = relation.column(column)
    if found is None or not found.selects:
        raise StudioError(
            f'"{relation.title}" has no column "{column}" that this actor may read',
            hint="sort by another one",
        )
    if not found.ordered:
        raise StudioError(f"values of {found.type} have no order", hint="sort by another column")
    return Sorting(column, way if way in WAYS else WAYS[0])


def next_way(column: Column, by: Sorting | None) -> str:
    """Return what a click on the name of a column asks for: up, then down, then neither."""
    if by is None or by.column != column.name:
        return WAYS[0]
    return "" if by.falls else WAYS[1]
