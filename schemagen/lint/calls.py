"""The functions that an expression calls once for each row, though the row makes no difference."""

from __future__ import annotations

from collections.abc import Collection, Iterator
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
