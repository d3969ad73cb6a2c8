"""What a check constraint certainly says about single columns, for models that check it as well.

Only a conjunction of simple terms is understood. A term that is not understood takes nothing away
from the others, because all of them must hold; anything under OR says nothing, except for
`x IS NULL OR …`, since a check that is unknown passes anyway.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache
from typing import TypeAlias

from schemagen.sqltext.cursor import Cursor
from schemagen.sqltext.keywords import RESERVED
from schemagen.sqltext.tokens import SqlTextError, Token, TokenKind, string_value
from schemagen.sqltext.types import parse_type

Value: TypeAlias = int | Decimal | str

_LENGTHS = frozenset(["char_length", "character_length", "length"])
_TEXTS = frozenset(["text", "character varying"])
_NUMBERS = frozenset(["smallint", "integer", "bigint", "numeric", "real", "double precision"])
_MIRRORED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "=": "="}


@dataclass(frozen=True, slots=True)
class ColumnBound:
    """What holds for every value of a column that is not NULL.

    Attributes:
        gt, ge, lt, le: bounds of a number.
        choices: the values that are allowed, in the order of the check.
        min_length, max_length: of a text, in characters.
        pattern: a regular expression of PostgreSQL that is found in the text.
    """

    column: str
    gt: int | Decimal | None = None
    ge: int | Decimal | None = None
    lt: int | Decimal | None = None
    le: int | Decimal | None = None
    choices: tuple[Value, ...] | None = None
    min_length: int | None = None
    max_length: int | None = None
    pattern: str | None = None


@lru_cache(maxsize=4096)
def simple_checks(text: str) -> tuple[ColumnBound, ...]:
    """Return what a check says about single columns, one bound per term that is understood.

    Several bounds for one column hold together. Text that cannot be read says nothing.
    """
    try:
        cursor = Cursor(text)
        return tuple(_conjunction(cursor, 0, len(cursor.tokens)))
    except SqlTextError:
        return ()


def _conjunction(cursor: Cursor, start: int, end: int) -> list[ColumnBound]:
    while _is_enclosed(cursor, start, end):
        start, end = start + 1, end - 1
    if start >= end:
        return []
    alternatives = _split(cursor, start, end, "or")
    if len(alternatives) == 2:
        null_column = _null_test(cursor, *alternatives[0])
        found = _conjunction(cursor, *alternatives[1]) if null_column else []
        return [bound for bound in found if bound.column == null_column]
    if len(alternatives) > 2:
        return []
    terms = _split(cursor, start, end, "and")
    if len(terms) > 1:
        return [bound for term in terms for bound in _conjunction(cursor, *term)]
    bound = _Term(cursor, start, end).read()
    return [bound] if bound else []


def _is_enclosed(cursor: Cursor, start: int, end: int) -> bool:
    if end - start < 2 or cursor.words[start] != "(" or cursor.words[end - 1] != ")":
        return False
    return _partner(cursor, start) == end - 1


def _partner(cursor: Cursor, opener: int) -> int:
    before = cursor.index
    cursor.index = opener
    cursor.skip_brackets()
    closer = cursor.index - 1
    cursor.index = before
    return closer


def _split(cursor: Cursor, start: int, end: int, separator: str) -> list[tuple[int, int]]:
    """Split at a word outside brackets and CASE; the AND of a BETWEEN does not count."""
    parts: list[tuple[int, int]] = []
    begin = index = start
    cases = betweens = 0
    while index < end:
        word = cursor.words[index]
        if word in ("(", "["):
            index = _partner(cursor, index)
        elif cursor.tokens[index].kind is TokenKind.NAME:
            cases += (word == "case") - (word == "end")
            betweens += word == "between" and not cases
            if word == "and" and betweens and not cases:
                betweens -= 1
            elif word == separator and not cases:
                parts.append((begin, index))
                begin = index + 1
        index += 1
    return [*parts, (begin, end)]


def _null_test(cursor: Cursor, start: int, end: int) -> str | None:
    """Return the column of `x is null`."""
    while _is_enclosed(cursor, start, end):
        start, end = start + 1, end - 1
    tokens = cursor.tokens[start:end]
    if len(tokens) == 3 and cursor.words[start + 1 : end] == ["is", "null"]:
        return _plain_column(tokens[0])
    return None


def _plain_column(token: Token) -> str | None:
    if token.kind is TokenKind.QUOTED_NAME or (
        token.kind is TokenKind.NAME and token.name not in RESERVED
    ):
        return token.name
    return None


class _Term:
    """Reads one term of a conjunction; gives up on whatever it does not know."""

    def __init__(self, cursor: Cursor, start: int, end: int) -> None:
        self.cursor = Cursor(cursor.text[cursor.tokens[start].start : cursor.tokens[end - 1].end])

    def read(self) -> ColumnBound | None:
        try:
            bound = self._bound()
        except SqlTextError:
            return None
        return bound if bound and self.cursor.at_end() else None

    def _bound(self) -> ColumnBound | None:
        cursor = self.cursor
        value = self._value()
        if value is not None:
            operator = cursor.take().text
            subject = self._subject()
            if subject is None or operator not in _MIRRORED:
                return None
            return _compared(*subject, _MIRRORED[operator], value)
        subject = self._subject()
        if subject is None:
            return None
        column, is_length = subject
        if cursor.accept("between"):
            return self._between(column, is_length)
        if cursor.accept("in"):
            return None if is_length else self._choices(column, "(", ")")
        operator = cursor.take().text
        if operator == "=" and cursor.accept("any", "("):
            return None if is_length else self._any(column)
        value = self._value()
        if operator == "~" and isinstance(value, str) and not is_length:
            return ColumnBound(column, pattern=value)
        return None if value is None else _compared(column, is_length, operator, value)

    def _subject(self) -> tuple[str, bool] | None:
        """Read a column or its length, perhaps in parentheses and cast to text."""
        cursor = self.cursor
        is_length = cursor.word in _LENGTHS and cursor.words[cursor.index + 1 :][:1] == ["("]
        if is_length:
            cursor.take()
        depth = 0
        while cursor.accept("("):
            depth += 1
        token = cursor.token
        column = _plain_column(token) if token else None
        if token is None or column is None:
            return None
        cursor.take()
        while depth or cursor.word == "::":
            if cursor.accept("::"):
                if parse_type(cursor).canonical not in _TEXTS:
                    return None
            else:
                cursor.expect(")", after="the column")
                depth -= 1
        return column, is_length

    def _value(self) -> Value | None:
        """Read a constant, perhaps cast to a type; None if there is none."""
        cursor = self.cursor
        start = cursor.index
        negative = cursor.accept("-")
        token = cursor.token
        if token is None or token.kind not in (TokenKind.NUMBER, TokenKind.STRING):
            cursor.index = start
            return None
        if token.kind is TokenKind.STRING and (negative or token.text[0] in "bBxX"):
            cursor.index = start
            return None
        cursor.take()
        self._harmless_casts(token)
        if token.kind is TokenKind.STRING:
            return string_value(token)
        return -_number(token.text) if negative else _number(token.text)

    def _harmless_casts(self, constant: Token) -> None:
        """Read casts that leave a constant what it is: text to text or an enum, a number to one."""
        while self.cursor.accept("::"):
            found = parse_type(self.cursor)
            allowed = _TEXTS if constant.kind is TokenKind.STRING else _NUMBERS
            if found.modifiers or (found.is_builtin and found.canonical not in allowed):
                raise self.cursor.error("expected a cast that changes nothing")

    def _values(self, closer: str) -> tuple[Value, ...] | None:
        values: list[Value] = []
        while True:
            value = self._value()
            if value is None:
                return None
            values.append(value)
            if not self.cursor.accept(","):
                break
        self.cursor.expect(closer, after="the values")
        return tuple(values)

    def _choices(self, column: str, opener: str, closer: str) -> ColumnBound | None:
        self.cursor.expect(opener, after="'in'")
        values = self._values(closer)
        return ColumnBound(column, choices=values) if values else None

    def _any(self, column: str) -> ColumnBound | None:
        cursor = self.cursor
        doubled = cursor.accept("(")
        cursor.expect("array", after="'any ('")
        found = self._choices(column, "[", "]")
        if doubled:
            cursor.expect(")", after="the array")
        while cursor.accept("::"):
            parse_type(cursor)
        cursor.expect(")", after="the array")
        return found

    def _between(self, column: str, is_length: bool) -> ColumnBound | None:
        low = self._value()
        self.cursor.expect("and", after="the lower bound")
        high = self._value()
        if low is None or high is None:
            return None
        lower = _compared(column, is_length, ">=", low)
        upper = _compared(column, is_length, "<=", high)
        if lower is None or upper is None:
            return None
        if is_length:
            return replace(lower, max_length=upper.max_length)
        return replace(lower, le=upper.le)


def _number(text: str) -> int | Decimal:
    plain = text.replace("_", "")
    if plain[:2].lower() in ("0x", "0o", "0b"):
        return int(plain, 0)
    return int(plain) if plain.isdecimal() else Decimal(plain)


def _compared(column: str, is_length: bool, operator: str, value: Value) -> ColumnBound | None:
    if is_length:
        return _length(column, operator, value)
    if operator == "=":
        return ColumnBound(column, choices=(value,))
    if isinstance(value, str):
        is_filled = operator in ("<>", "!=") and not value
        return ColumnBound(column, min_length=1) if is_filled else None
    match operator:
        case ">":
            return ColumnBound(column, gt=value)
        case ">=":
            return ColumnBound(column, ge=value)
        case "<":
            return ColumnBound(column, lt=value)
        case "<=":
            return ColumnBound(column, le=value)
    return None


def _length(column: str, operator: str, value: Value) -> ColumnBound | None:
    if not isinstance(value, int):
        return None
    match operator:
        case ">":
            return ColumnBound(column, min_length=value + 1)
        case ">=":
            return ColumnBound(column, min_length=value)
        case "<":
            return ColumnBound(column, max_length=value - 1)
        case "<=":
            return ColumnBound(column, max_length=value)
        case "=":
            return ColumnBound(column, min_length=value, max_length=value)
    return None


def merge_bounds(bounds: Sequence[ColumnBound]) -> ColumnBound:
    """Put bounds of one column together: the strictest of each sort.

    Several patterns cannot be one; the first is kept. At least one bound is given.
    """
    first = bounds[0]
    return ColumnBound(
        first.column,
        gt=max((b.gt for b in bounds if b.gt is not None), default=None),
        ge=max((b.ge for b in bounds if b.ge is not None), default=None),
        lt=min((b.lt for b in bounds if b.lt is not None), default=None),
        le=min((b.le for b in bounds if b.le is not None), default=None),
        choices=_common([b.choices for b in bounds if b.choices is not None]),
        min_length=max((b.min_length for b in bounds if b.min_length is not None), default=None),
        max_length=min((b.max_length for b in bounds if b.max_length is not None), default=None),
        pattern=next((b.pattern for b in bounds if b.pattern is not None), None),
    )


def _common(choices: list[tuple[Value, ...]]) -> tuple[Value, ...] | None:
    if not choices:
        return None
    return tuple(value for value in choices[0] if all(value in other for other in choices[1:]))
