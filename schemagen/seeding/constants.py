"""Candidates that a check gives away: the constants in its text, and what lies around them."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from schemagen.seeding.candidate import NUMBER, Candidate, constant
from schemagen.seeding.patterns import matching
from schemagen.seeding.reading import Type
from schemagen.sqltext.quoting import Literal, Raw, sql
from schemagen.sqltext.tokens import SqlTextError, TokenKind, string_value, tokenize

_LONGEST = 1000
_SHARES, _STRIDE = Literal(100_000), Literal(61_803)
"""Rows come to each share of a span once, far from each other, before they come to any again."""
_WHOLE = frozenset({"smallint", "integer", "bigint"})


def told_by(expression: str, base: Type) -> Iterator[Candidate]:
    """Yield candidates of a type that the text of a check suggests."""
    try:
        tokens = tokenize(expression)
    except SqlTextError:
        return
    texts = [string_value(token) for token in tokens if token.kind is TokenKind.STRING]
    numbers = sorted({number for token in tokens if (number := _number(token.text)) is not None})
    match base.category:
        case "N":
            yield from _around(numbers, base.name)
        case "S":
            yield from _texts(texts, numbers, base.name)
        case "A":
            for text in texts:
                yield Candidate(sql("ARRAY[{}]::{}", Literal(text), Raw(base.name)))
        case "D" | "T":
            yield from _between(texts, base.name)
            for text in texts:
                yield Candidate(sql("{}::{}", Literal(text), Raw(base.name)))
                yield from _near(text, base.name)
        case _:
            for text in texts:
                yield Candidate(sql("{}::{}", Literal(text), Raw(base.name)))


def _between(texts: list[str], name: str) -> Iterator[Candidate]:
    """Yield times all over what lies between the first and the last that are told."""
    if len(set(texts)) < 2 or not name.startswith(("date", "timestamp")):
        return
    low, high = Literal(min(texts)), Literal(max(texts))
    # From a whole share on it would be the end itself, which is in no partition.
    share = sql("({} * {} % {} / {}::double precision)", NUMBER, _STRIDE, _SHARES, _SHARES)
    span = sql("({}::timestamp - {}::timestamp)", high, low)
    moment = sql("{}::timestamp + {} * {}", low, Raw(share), Raw(span))
    yield Candidate(sql("({})::{}", Raw(moment), Raw(name)))


def _near(text: str, name: str) -> Iterator[Candidate]:
    if name != "interval" and not name.startswith("time "):
        for template in ("{}::{} + interval '1 day'", "{}::{} - interval '1 day'"):
            moment = sql(template, Literal(text), Raw(name))
            yield Candidate(sql("({})::{}", Raw(moment), Raw(name)))


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


def _around(numbers: list[float], name: str) -> Iterator[Candidate]:
    for low, high in pairwise(numbers):
        if low.is_integer() and high - low >= 1:
            span = Literal(int(high - low) + 1)
            cycle = sql("({} + {} % {})::{}", Literal(int(low)), NUMBER, span, Raw(name))
            yield Candidate(cycle)
    for number in numbers:
        values = [number, number + 1, number - 1]
        if name not in _WHOLE:
            values += [number + 0.5, number - 0.5]
        for value in values:
            exact = int(value) if value.is_integer() else value
            yield Candidate(sql("({})::{}", Literal(exact), Raw(name)))
        if number.is_integer():
            beyond = sql("({} + {})::{}", Literal(int(number)), NUMBER, Raw(name))
            yield Candidate(beyond, distinct=name != "smallint")


def _texts(texts: list[str], numbers: list[float], name: str) -> Iterator[Candidate]:
    for text in texts:
        yield Candidate(sql("{}::{}", Raw(constant(text).sql), Raw(name)))
    for text in texts:
        for each in matching(text):
            yield Candidate(sql("({})::{}", Raw(each.sql), Raw(name)), each.distinct)
    for number in numbers:
        if number.is_integer() and 0 < number <= _LONGEST:
            padded = sql("lpad({}::text, {}, '0')", NUMBER, Literal(int(number)))
            yield Candidate(sql("{}::{}", Raw(padded), Raw(name)), distinct=number > 7)
