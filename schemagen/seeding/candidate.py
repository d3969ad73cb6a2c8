"""A candidate for the values of a column: an expression over the number of the row."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from schemagen.frozen import frozen
from schemagen.sqltext.quoting import Literal, Raw, join_sql, sql

NUMBER: Final = Raw("n.i")
"""The number of a row, a bigint from 1 on."""


@frozen
class Candidate:
    """An expression over `NUMBER`; `distinct` tells that no two rows have the same value."""

    sql: str
    distinct: bool = False

    def of_row(self, number: Raw) -> Candidate:
        """Return the expression for the row of another number."""
        return Candidate(self.sql.replace(NUMBER.text, number.text), self.distinct)


NULL: Final = Candidate("NULL")


def constant(value: str | int | bool) -> Candidate:
    """Return a candidate that is the same in every row."""
    return Candidate(sql("{}", Literal(value)))


def in_turn(choices: Iterable[Candidate]) -> Candidate:
    """Return a candidate that takes one choice after another, row by row."""
    listed = list(choices)
    if len(listed) == 1:
        return listed[0]
    branches = join_sql(
        sql("WHEN {} THEN {}", Literal(place), Raw(each.sql)) for place, each in enumerate(listed)
    )
    return Candidate(sql("CASE {} % {} {} END", NUMBER, Literal(len(listed)), Raw(branches)))


def sometimes(item: Candidate) -> Candidate:
    """Return a candidate that leaves every fourth row without a value."""
    text = sql("CASE WHEN {} % 4 <> 0 THEN {} END", NUMBER, Raw(item.sql))
    return Candidate(text)


def seldom(item: Candidate) -> Candidate:
    """Return a candidate that leaves all rows but every sixteenth without a value."""
    return Candidate(sql("CASE WHEN {} % 16 = 0 THEN {} END", NUMBER, Raw(item.sql)))


def each_once(candidates: Iterable[Candidate]) -> Iterator[Candidate]:
    """Yield candidates without those that were there before."""
    seen: set[str] = set()
    for each in candidates:
        if each.sql not in seen:
            seen.add(each.sql)
            yield each


def typed(item: Candidate, name: str) -> Candidate:
    """Return a candidate as a value of a type, which is named as SQL."""
    return Candidate(sql("{}::{}", Raw(item.sql), Raw(name)), item.distinct)
