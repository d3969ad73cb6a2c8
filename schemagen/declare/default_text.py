"""Where a default expression ends inside a column definition.

PostgreSQL lets only a `b_expr` stand there without parentheses: operands joined by operators and
casts, but no AND, OR, NOT, IN, BETWEEN, LIKE, IS NULL or AT TIME ZONE, since words such as NOT
begin the next constraint.
"""

from __future__ import annotations

from typing import NoReturn

from schemagen.sqltext.cursor import Cursor
from schemagen.sqltext.tokens import SqlTextError, TokenKind
from schemagen.sqltext.types import parse_type

_NO_OPERAND = frozenset(
    """
    not and or in is like ilike between collate check unique references primary constraint default
    as when then else end from where group order having limit using with
    """.split()
)
_NEEDS_BRACKETS = frozenset(
    "and or in is like ilike similar between at isnull notnull overlaps".split()
)
_TYPE_WORDS = frozenset("double timestamp time interval character char national nchar bit".split())


def read_default(cursor: Cursor) -> str:
    """Read an expression at the cursor and return its text.

    Raises:
        SqlTextError: there is none, or it needs parentheses.
    """
    start = cursor.index
    _expression(cursor)
    offset = cursor.offset
    word = cursor.word
    negated = word == "not" and cursor.words[cursor.index + 1 : cursor.index + 2] in (
        ["in"], ["like"], ["ilike"], ["between"], ["similar"],
    )  # fmt: skip
    if word in _NEEDS_BRACKETS or negated:
        _brackets_needed(word, offset)
    return cursor.slice(start)


def _brackets_needed(word: str, offset: int) -> NoReturn:
    raise SqlTextError(f"a default with '{word}' must stand in parentheses", offset)


def _expression(cursor: Cursor) -> None:
    _operand(cursor)
    while True:
        if cursor.accept("::"):
            parse_type(cursor)
        elif _operator(cursor):
            _operand(cursor)
        elif cursor.word == "is" and _is_document_or_distinct(cursor):
            continue
        else:
            return


def _is_document_or_distinct(cursor: Cursor) -> bool:
    before = cursor.index
    cursor.take()
    cursor.accept("not")
    if cursor.accept("document"):
        return True
    if cursor.accept("distinct", "from"):
        _operand(cursor)
        return True
    cursor.index = before
    return False


def _operator(cursor: Cursor) -> bool:
    if cursor.kind_is(TokenKind.OPERATOR):
        cursor.take()
        return True
    if cursor.looks_at("operator", "("):
        cursor.take()
        cursor.skip_brackets()
        return True
    return False


def _operand(cursor: Cursor) -> None:
    while _operator(cursor):
        pass
    token = cursor.token
    if token is None or (token.kind is TokenKind.NAME and cursor.word in _NO_OPERAND):
        if cursor.word == "not":
            _brackets_needed("not", cursor.offset)
        raise cursor.error("expected an expression after 'default'")
    if cursor.kind_is(TokenKind.STRING):
        cursor.take()
        if cursor.accept("uescape"):
            cursor.take()
    elif cursor.kind_is(TokenKind.NUMBER):
        cursor.take()
    elif cursor.kind_is(TokenKind.PARAMETER):
        cursor.take()
        _indirection(cursor)
    elif cursor.word == "(":
        cursor.skip_brackets()
        _indirection(cursor)
    elif token.is_name:
        _named_operand(cursor)
    else:
        raise cursor.error("expected an expression after 'default'")


def _named_operand(cursor: Cursor) -> None:
    word = cursor.word
    following = cursor.words[cursor.index + 1 : cursor.index + 2]
    if word == "case":
        _case(cursor)
    elif word == "array" and following == ["["]:
        cursor.take()
        cursor.skip_brackets()
    elif word in _TYPE_WORDS and following != ["."] and cursor.kind_is(TokenKind.NAME):
        _typed_constant(cursor)
    else:
        cursor.name("an expression", reserved=True)
        while cursor.accept("."):
            cursor.name("a name", reserved=True)
        called = cursor.word == "("
        if called:
            cursor.skip_brackets()
            _aggregate_clauses(cursor)
        if cursor.kind_is(TokenKind.STRING):
            cursor.take()
        elif not called:
            _indirection(cursor)


def _aggregate_clauses(cursor: Cursor) -> None:
    if cursor.accept("within", "group"):
        cursor.skip_brackets()
    if cursor.looks_at("filter", "("):
        cursor.take()
        cursor.skip_brackets()
    if cursor.accept("over"):
        if cursor.word == "(":
            cursor.skip_brackets()
        else:
            cursor.name("a window")


def _typed_constant(cursor: Cursor) -> None:
    """Read `interval '1 day'`, `timestamp with time zone '…'`."""
    is_interval = cursor.word == "interval"
    parse_type(cursor)
    if not cursor.kind_is(TokenKind.STRING):
        raise cursor.error("expected the constant in quotes after its type")
    cursor.take()
    units = ("year", "month", "day", "hour", "minute", "second")
    if is_interval and cursor.word in units:
        cursor.take()
        if cursor.accept("to"):
            cursor.take()
        if cursor.word == "(":
            cursor.skip_brackets()


def _case(cursor: Cursor) -> None:
    depth = 0
    while not cursor.at_end():
        word = cursor.word
        if word in ("(", "["):
            cursor.skip_brackets()
            continue
        cursor.take()
        depth += (word == "case") - (word == "end")
        if depth == 0:
            return
    raise cursor.error("expected 'end' for 'case'")


def _indirection(cursor: Cursor) -> None:
    while True:
        if cursor.word == "[":
            cursor.skip_brackets()
        elif cursor.accept("."):
            cursor.take()
        else:
            return
