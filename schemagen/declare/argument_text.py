"""Arguments and results of functions, in PostgreSQL's own syntax (CREATE FUNCTION)."""

from __future__ import annotations

from functools import lru_cache

from schemagen.frozen import frozen
from schemagen.sqltext.cursor import Cursor
from schemagen.sqltext.tokens import SqlTextError, TokenKind
from schemagen.sqltext.types import parse_type


@frozen
class Argument:
    """One argument.

    Attributes:
        mode: `in`, `out`, `inout` or `variadic`.
        name: empty if it has none.
        type: as PostgreSQL writes it; arguments keep no length or precision.
        default: the expression, None without one.
    """

    mode: str
    name: str
    type: str
    default: str | None = None


@frozen
class Returns:
    """What a function returns: a type, a set of it, or a table of columns.

    Attributes:
        type: as PostgreSQL writes it; `record` for a table.
        is_set: whether it returns any number of rows.
        columns: those of a table.
    """

    type: str
    is_set: bool = False
    columns: tuple[Argument, ...] = ()


@lru_cache(maxsize=4096)
def read_arguments(text: str) -> tuple[Argument, ...]:
    """Read `score integer, variadic tags text[] default '{}'`.

    Raises:
        SqlTextError: the text is not a list of arguments.
    """
    cursor = Cursor(text)
    if cursor.at_end():
        return ()
    arguments = [_argument(cursor)]
    while cursor.accept(","):
        arguments.append(_argument(cursor))
    if not cursor.at_end():
        raise cursor.error("expected ',' or 'default' after the argument's type")
    return tuple(arguments)


@lru_cache(maxsize=4096)
def read_returns(text: str) -> Returns:
    """Read `text`, `setof agents` or `table (a integer, b text)`.

    Raises:
        SqlTextError: the text says no result.
    """
    cursor = Cursor(text)
    if cursor.accept("table"):
        columns = read_arguments(cursor.in_brackets("'table'"))
        result = Returns("record", True, columns)
    else:
        is_set = cursor.accept("setof")
        result = Returns(parse_type(cursor).without_modifiers, is_set)
    if not cursor.at_end():
        raise cursor.error("expected nothing after the result")
    return result


def _argument(cursor: Cursor) -> Argument:
    mode = _mode(cursor) or ""
    name = ""
    if not _is_whole_type(cursor):
        name = cursor.name("the name of an argument")
        mode = mode or _mode(cursor) or ""
    if cursor.at_end() or cursor.word == ",":
        raise cursor.error("expected a type")
    type_name = parse_type(cursor).without_modifiers
    default = None
    if cursor.accept("default") or cursor.accept("=") or cursor.accept(":="):
        offset = cursor.offset
        default = cursor.skip_until(",")
        if not default:
            raise SqlTextError("expected an expression for the default", offset)
    return Argument(mode or "in", name, type_name, default)


def _mode(cursor: Cursor) -> str | None:
    if cursor.accept("in", "out"):
        return "inout"
    following = cursor.tokens[cursor.index + 1 : cursor.index + 2]
    if cursor.word in ("in", "out", "inout", "variadic") and following and following[0].is_name:
        return cursor.take().name
    return None


def _is_whole_type(cursor: Cursor) -> bool:
    """Whether what comes next is a type without a name before it."""
    start = cursor.index
    try:
        parse_type(cursor)
    except SqlTextError:
        return False
    else:
        return (
            cursor.at_end()
            or not cursor.kind_is(TokenKind.NAME, TokenKind.QUOTED_NAME)
            or (cursor.word == "default")
        )
    finally:
        cursor.index = start
