"""Where a value must come: constants, columns, calls, parentheses, CASE, ARRAY."""

from __future__ import annotations

from schemagen.sqltext.keywords import RESERVED
from schemagen.sqltext.scan.state import Frame, ScanState, SqlName
from schemagen.sqltext.tokens import SqlTextError, Token, TokenKind
from schemagen.sqltext.types import parse_type

NAME_KINDS = (TokenKind.NAME, TokenKind.QUOTED_NAME)
CONSTANT_KINDS = (TokenKind.STRING, TokenKind.NUMBER, TokenKind.PARAMETER)

# Operators that the grammar allows only between two values.
_INFIX = frozenset(["*", "/", "%", "^", "<", ">", "=", "<=", ">=", "<>", "!=", "=>"])
_VALUES = frozenset(
    """
    true false null default current_catalog current_date current_role current_schema current_time
    current_timestamp current_user localtime localtimestamp session_user system_user user
    """.split()
)
# Words that name a function if they are called, and never a column.
_OPERATOR_WORDS = frozenset(["is", "isnull", "like", "ilike", "notnull", "overlaps", "similar"])
_TYPE_WORDS = frozenset(
    """
    bit char character dec decimal double float int integer interval national nchar numeric real
    smallint bigint boolean time timestamp varchar
    """.split()
)
_AFTER_NAME = frozenset(["(", "=>", ":="])
_INTERVAL_UNITS = frozenset(["year", "month", "day", "hour", "minute", "second"])


def read_value(state: ScanState, frame: Frame) -> None:
    """Read a value, or what may stand before one.

    Raises:
        SqlTextError: something else comes.
    """
    cursor = state.cursor
    token = cursor.tokens[cursor.index]
    if token.kind in NAME_KINDS:
        _named_value(state, frame, token)
    elif token.kind in CONSTANT_KINDS:
        cursor.take()
        frame.value_read()
    elif token.kind is TokenKind.OPERATOR:
        _prefix(state, frame, token)
    elif token.text == "(":
        if not _selected_call(state, frame):
            state.open("group")
    elif token.text == "[" and frame.kind == "array":
        state.open("array", may_close=True)
    elif token.text in ")]" and frame.may_close:
        state.close(frame)
    elif token.text == ":" and frame.kind == "index":
        cursor.take()
        frame.want_value(may_close=True)
    else:
        raise state.no_value()


def _selected_call(state: ScanState, frame: Frame) -> bool:
    """Read `(select f('x'))`, the form that policies are full of; False if it is not that."""
    cursor = state.cursor
    start = cursor.index
    if not cursor.accept("(", "select"):
        return False
    names = []
    while cursor.kind_is(*NAME_KINDS) and cursor.word not in RESERVED:
        names.append(cursor.take().name)
        if not cursor.accept("."):
            break
    if names and cursor.accept("("):
        while cursor.kind_is(TokenKind.STRING) or cursor.word in ("true", "false", ","):
            cursor.take()
        if cursor.accept(")", ")"):
            state.found.functions.add((".".join(names[:-1]) or None, names[-1]))
            frame.value_read()
            return True
    cursor.index = start
    return False


def _prefix(state: ScanState, frame: Frame, token: Token) -> None:
    if token.text not in _INFIX:
        state.cursor.take()
        frame.want_value()
    elif token.text == "*" and frame.kind == "call" and frame.may_close:
        state.cursor.take()
        frame.value_read()
    else:
        raise state.no_value()


def _named_value(state: ScanState, frame: Frame, token: Token) -> None:
    cursor = state.cursor
    word = cursor.word
    following = cursor.words[cursor.index + 1] if cursor.index + 1 < len(cursor.words) else ""
    if token.kind is TokenKind.NAME and following != ".":
        if word in RESERVED:
            _reserved_value(state, frame, word)
            return
        if word in _OPERATOR_WORDS and not (following in _AFTER_NAME or state.string_follows()):
            raise state.no_value()
        if word in _TYPE_WORDS and _typed_constant(state, frame):
            return
        if word == "row" and following == "(":
            cursor.take()
            state.open("call", may_close=True)
            return
        if word == "collation" and cursor.accept("collation", "for"):
            if cursor.word != "(":
                raise cursor.error("expected '(' after 'collation for'")
            state.open("group")
            return
        if word == "operator" and following == "(":
            read_operator_word(state)
            frame.want_value()
            return
    _path(state, frame)


def read_operator_word(state: ScanState) -> None:
    """Read `operator(pg_catalog.+)`."""
    state.cursor.take()
    if state.cursor.word != "(":
        raise state.cursor.error("expected '(' after 'operator'")
    state.cursor.skip_brackets()


def _reserved_value(state: ScanState, frame: Frame, word: str) -> None:
    cursor = state.cursor
    if word in _VALUES:
        cursor.take()
        frame.value_read()
        if word.startswith(("current_", "local")) and cursor.word == "(":
            cursor.skip_brackets()
    elif word == "not" or _may_start_arguments(frame, word):
        cursor.take()
        frame.want_value()
    elif word == "case":
        state.open("case")
    elif word == "when" and frame.kind == "case" and cursor.words[cursor.index - 1] == "case":
        cursor.take()
    elif word == "array":
        _array(state)
    elif word == "cast" and cursor.words[cursor.index + 1 : cursor.index + 2] == ["("]:
        _path(state, frame)
    elif word in ("any", "all", "some"):
        cursor.take()
        if cursor.word != "(":
            raise state.no_value()
    elif word in ("select", "with"):
        message = "a query inside an expression stands in parentheses"
        raise SqlTextError(message, cursor.offset)
    else:
        raise state.no_value()


def _may_start_arguments(frame: Frame, word: str) -> bool:
    if word == "variadic":
        return frame.kind == "call"
    return word in ("distinct", "all") and frame.kind == "call" and frame.may_close


def _array(state: ScanState) -> None:
    state.cursor.take()
    if state.cursor.word == "[":
        state.open("array", may_close=True)
    elif state.cursor.word == "(":
        state.open("group")
    else:
        raise state.no_value()


def _typed_constant(state: ScanState, frame: Frame) -> bool:
    """Read `interval '1 day'`, `timestamp with time zone '…'`; False if it is none."""
    cursor = state.cursor
    start, word = cursor.index, cursor.word
    try:
        parse_type(cursor)
    except SqlTextError:
        cursor.index = start
        return False
    if not cursor.kind_is(TokenKind.STRING):
        cursor.index = start
        return False
    cursor.take()
    if word == "interval" and cursor.word in _INTERVAL_UNITS:
        cursor.take()
        if cursor.accept("to") and cursor.word in _INTERVAL_UNITS:
            cursor.take()
        if cursor.word == "(":
            cursor.skip_brackets()
    frame.value_read()
    return True


def _path(state: ScanState, frame: Frame) -> None:
    """Read a column, a call, a named argument or a constant of a named type."""
    cursor = state.cursor
    first = last = cursor.take()
    names = [first.name]
    while cursor.accept("."):
        if cursor.accept("*"):
            frame.value_read()
            return
        if not cursor.kind_is(*NAME_KINDS):
            raise state.no_value()
        last = cursor.take()
        names.append(last.name)
    name: SqlName = (".".join(names[:-1]) or None, names[-1])
    if cursor.word == "(":
        _call(state, name)
    elif cursor.kind_is(TokenKind.STRING):
        state.found.types.add(name)
        cursor.take()
        frame.value_read()
    elif frame.kind == "call" and cursor.word in ("=>", ":=") and len(names) == 1:
        cursor.take()
        frame.want_value()
    else:
        _column(state, first, name, last)
        frame.value_read()


def _column(state: ScanState, first: Token, name: SqlName, last: Token) -> None:
    if name[0] == "claim" and first.kind is TokenKind.NAME:
        state.found.claims.add(name[1])
    else:
        state.found.columns.append((*name, last.start))


def _call(state: ScanState, name: SqlName) -> None:
    cursor = state.cursor
    state.found.functions.add(name)
    function = "" if name[0] else name[1]
    frame = state.open("call", function, may_close=True)
    if function == "extract":
        if cursor.words[cursor.index + 1 : cursor.index + 2] == ["from"]:
            cursor.index += 2
            frame.may_close = False
        else:
            state.loosen()
    elif function == "trim":
        if cursor.word in ("both", "leading", "trailing"):
            cursor.take()
        cursor.accept("from")
