"""One term of a check: what it says about a single column."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from schemagen.sqltext.column_bound import ColumnBound, Value
from schemagen.sqltext.cursor import Cursor
from schemagen.sqltext.keywords import RESERVED
from schemagen.sqltext.tokens import SqlTextError, Token, TokenKind, string_value
from schemagen.sqltext.types import parse_type

_LENGTHS = frozenset(["char_length", "character_length", "length"])
_TEXTS = frozenset(["text", "character varying"])
_NUMBERS = frozenset(["smallint", "integer", "bigint", "numeric", "real", "double precision"])
_MIRRORED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "=": "="}


def plain_column(token: Token) -> str | None:
    """Return the column that a token names, if it names one."""
    if token.kind is TokenKind.QUOTED_NAME or (
        token.kind is TokenKind.NAME and token.name not in RESERVED
    ):
        return token.name
    return None


class TermReader:
    """Reads one term of a conjunction; gives up on whatever it does not know."""

    def __init__(self, cursor: Cursor, start: int, end: int) -> None:
        self.cursor = Cursor(cursor.text[cursor.tokens[start].start : cursor.tokens[end - 1].end])

    def read(self) -> ColumnBound | None:
        """Return what the term says, or None if it is not understood."""
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
        column = plain_column(token) if token else None
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
