"""In which respects the rows of a table must differ, so that every comparison is true and false.

A dimension is one column, or the columns of one foreign key, with the values to be tried. Rows
differ from one in which everything is as the rules like it, in one respect at a time, and from one
in which nothing is: a rule that forgets one of its conditions is found by such a row.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice, product
from math import prod
from typing import Final

from schemagen.frozen import frozen
from schemagen.seeding.reading import Column, Table
from schemagen.sqltext.quoting import Literal, Raw, join_sql, sql
from schemagen.sqltext.tokens import string_value, tokenize

_WHOLE: Final = 24
"""So many combinations are all tried; of more, a choice."""
_MOST: Final = 40
_MOMENTS: Final = ("timestamp", "date")


@frozen
class Dimension:
    """Columns that change together, and their values as SQL; the first is as the rules like it."""

    columns: tuple[str, ...]
    values: tuple[tuple[str, ...], ...]


@frozen
class Asked:
    """What predicates ask of a column, all of them together."""

    claims: tuple[str, ...] = ()
    constants: tuple[str, ...] = ()
    null: bool = False

    def and_also(self, other: Asked) -> Asked:
        """Return what both ask."""
        return Asked(
            tuple(dict.fromkeys([*self.claims, *other.claims])),
            tuple(dict.fromkeys([*self.constants, *other.constants])),
            self.null or other.null,
        )


def spread(dimensions: Sequence[Dimension]) -> list[tuple[tuple[str, ...], ...]]:
    """Return combinations of values, the most telling first; one that is empty without any."""
    first = [each.values[0] for each in dimensions]
    last = [each.values[-1] for each in dimensions]
    found = [tuple(first)]
    found += [_but(first, place, last[place]) for place in range(len(dimensions))]
    found.append(tuple(last))
    if prod(len(each.values) for each in dimensions) <= _WHOLE:
        found += product(*(each.values for each in dimensions))
    else:
        for base in (first, last):
            for place, each in enumerate(dimensions):
                found += [_but(base, place, value) for value in each.values]
    return list(islice(dict.fromkeys(found), _MOST))


def _but(
    base: Sequence[tuple[str, ...]], place: int, value: tuple[str, ...]
) -> tuple[tuple[str, ...], ...]:
    return (*base[:place], value, *base[place + 1 :])


def typed(text: str | None, column: Column) -> str:
    """Return a value of a column as SQL."""
    return sql("{}::{}", Literal(text), Raw(column.written))


def is_unique(table: Table, column: str) -> bool:
    """Tell whether no two rows have the same value."""
    return any(table.names(each.columns) == (column,) for each in table.of("p", "u"))


def own_values(
    column: Column, asked: Asked, claims: Mapping[str, Sequence[str]], there: Sequence[str | None]
) -> tuple[str, ...]:
    """Return the values for a column without a foreign key; `there` are those that it has now."""
    found = list(_plain_values(column, asked, claims))
    known = {constant_text(text) for text in asked.constants}
    known.update(value for name in asked.claims for value in claims.get(name, ()))
    others = [value for value in there if value is not None and value not in known]
    if not (asked.claims and found) and others:
        found += [typed(value, column) for value in others[: 1 if found or asked.null else 2]]
    if asked.null and not column.not_null:
        found.insert(0, typed(None, column))
    return tuple(dict.fromkeys(found))


def _plain_values(
    column: Column, asked: Asked, claims: Mapping[str, Sequence[str]]
) -> Iterator[str]:
    values = [value for name in asked.claims for value in claims.get(name, ())]
    if column.written.endswith("[]"):
        lists = [[value] for value in values] + ([values[:2]] if len(values) > 1 else [])
        for listed in lists:
            inner = Raw(join_sql((sql("{}", Literal(each)) for each in listed), ", "))
            yield sql("ARRAY[{}]::{}", inner, Raw(column.written))
        return
    yield from (typed(value, column) for value in values)
    for text in asked.constants:
        yield sql("{}::{}", Raw(text), Raw(column.written))
        if tokenize(text)[0].text.isdecimal() and column.written.startswith(_NUMBERS):
            yield from (sql("({}{})::{}", Raw(text), Raw(by), Raw(column.written)) for by in _BY)
    if column.written == "boolean":
        yield from ("true", "false")
    if column.written.startswith(_MOMENTS) and not (asked.null or values or asked.constants):
        for way in ("+", "-"):
            yield sql("(now() {} interval '1 day')::{}", Raw(way), Raw(column.written))


_NUMBERS: Final = ("smallint", "integer", "bigint", "numeric", "real", "double")
_BY: Final = (" + 1", " - 1")


def constant_text(constant: str) -> str:
    """Return what a constant of a predicate is as text."""
    token = tokenize(constant)[0]
    return string_value(token) if "'" in token.text or "$" in token.text else token.text
