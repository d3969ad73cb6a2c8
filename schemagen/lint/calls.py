"""What an expression asks anew for each row: functions that it calls, and sub-queries."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from itertools import pairwise
from typing import NamedTuple

from schemagen.sqltext.tokens import SqlTextError, Token, tokenize

_NO_CALL = frozenset("all and any array as exists in not or row some values when".split())


class Call(NamedTuple):
    """A call outside of every sub-select, by the name of the function and perhaps its schema."""

    schema: str
    name: str


def calls_per_row(expression: str, columns: Collection[str]) -> tuple[Call, ...]:
    """Return the calls that stand outside of sub-selects and whose arguments name no column.

    PostgreSQL computes a scalar sub-select that does not refer to the row once for the statement
    (an InitPlan; "Using EXPLAIN"), and a bare call for each row that is looked at.
    """
    try:
        tokens = tokenize(expression)
    except SqlTextError:
        return ()
    return tuple(dict.fromkeys(_calls(tokens, columns)))


def subqueries_per_row(expression: str, table: str) -> tuple[str, ...]:
    """Return the forms of sub-query that a policy's filter compares with each row of its table.

    These are `IN (SELECT …)`, and EXISTS where the sub-query names the table. What stands inside
    another sub-query is left to the planner, which knows joins for it.
    """
    try:
        tokens = tokenize(expression)
    except SqlTextError:
        return ()
    return tuple(dict.fromkeys(_subqueries(tokens, table)))


def _subqueries(tokens: tuple[Token, ...], table: str) -> Iterator[str]:
    index = 0
    while index < len(tokens):
        if tokens[index].text != "(" or not _is_query(tokens, index):
            index += 1
            continue
        end = _closing(tokens, index)
        match [token.word for token in tokens[max(index - 2, 0) : index]]:
            case [*before, "in"] if before != ["not"]:
                yield "IN (SELECT …)"
            case [*_, "exists"] if _names(tokens[index:end], table):
                yield "EXISTS (SELECT …)"
        index = end


def _names(tokens: tuple[Token, ...], table: str) -> bool:
    """Tell whether a column is named together with its table: notes.club."""
    return any(token.name == table and dot.text == "." for token, dot in pairwise(tokens))


def _calls(tokens: tuple[Token, ...], columns: Collection[str]) -> Iterator[Call]:
    index = 0
    while index < len(tokens):
        if tokens[index].text != "(":
            index += 1
            continue
        end = _closing(tokens, index)
        if _is_query(tokens, index):
            index = end
            continue
        called = _called(tokens, index)
        if called and not any(token.name in columns for token in tokens[index:end]):
            yield called
        index += 1


def _closing(tokens: tuple[Token, ...], start: int) -> int:
    depth = 0
    for index in range(start, len(tokens)):
        depth += {"(": 1, ")": -1}.get(tokens[index].text, 0)
        if depth == 0:
            return index
    return len(tokens)


def _is_query(tokens: tuple[Token, ...], start: int) -> bool:
    following = tokens[start + 1 : start + 2]
    return bool(following) and following[0].word in ("select", "with", "values")


def _called(tokens: tuple[Token, ...], bracket: int) -> Call | None:
    if bracket == 0 or not tokens[bracket - 1].is_name or tokens[bracket - 1].word in _NO_CALL:
        return None
    qualified = bracket > 2 and tokens[bracket - 2].text == "."
    schema = tokens[bracket - 3].name if qualified else ""
    return Call(schema, tokens[bracket - 1].name)
