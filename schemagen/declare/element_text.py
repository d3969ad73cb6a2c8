"""Elements of indexes and exclusion constraints, in PostgreSQL's own syntax.

The grammar is `index_elem` of CREATE INDEX: a column, a function call or an expression in
parentheses, then collation, operator class, order and place of nulls.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from schemagen.sqltext.cursor import Cursor
from schemagen.sqltext.quoting import quote_name
from schemagen.sqltext.tokens import SqlTextError, TokenKind

_ORDER_WORDS = frozenset({"asc", "desc", "nulls", "collate", "with"})


def read_index_element(text: str) -> dict[str, Any]:
    """Read `created_at desc nulls last`, `lower(email) text_pattern_ops`, `name collate "C"`.

    There is either `column`, a plain name, or `expression`, without parentheses around it.
    `collation`, `opclass`, `opclass_parameters` (pairs), `order` (`asc`, `desc`) and `nulls`
    (`first`, `last`) are there if they are written.

    Raises:
        SqlTextError: the text is not an element of an index.
    """
    return {**_read_index_element(text)}


@lru_cache(maxsize=8192)
def _read_index_element(text: str) -> dict[str, Any]:
    cursor = Cursor(text)
    found = _element(cursor)
    if not cursor.at_end():
        _refuse_rest(cursor)
    return found


def write_expression(text: str) -> str:
    """Write an expression so that it is read as an element: in parentheses unless it is a call."""
    try:
        alone = read_index_element(text) == {"expression": text}
    except SqlTextError:
        alone = False
    return text if alone else f"({text})"


def read_exclusion_element(text: str) -> dict[str, Any]:
    """Read `room with =`: an element of an index, and the operator that must not hold.

    `element` is the text before WITH, its column quoted where it must be, `operator` the operator,
    `expression` the column or expression alone; besides them are the keys of `read_index_element`.

    Raises:
        SqlTextError: the text is not an element of an exclusion constraint.
    """
    cursor = Cursor(text)
    found = _element(cursor)
    element = cursor.slice(0)
    if not cursor.looks_at("with"):
        _refuse_rest(cursor, "with")
    cursor.take()
    operator = _operator(cursor)
    if not cursor.at_end():
        raise cursor.error("expected nothing after the operator")
    if "column" in found:
        found["expression"] = quote_name(found["column"])
        element = found["expression"] + element.removeprefix(cursor.tokens[0].text)
    return {**found, "element": element, "operator": operator}


def _operator(cursor: Cursor) -> str:
    start = cursor.index
    if cursor.accept("operator"):
        cursor.in_brackets("'operator'")
    elif cursor.kind_is(TokenKind.OPERATOR):
        cursor.take()
    else:
        raise cursor.error("expected an operator after 'with'")
    return cursor.slice(start)


def _refuse_rest(cursor: Cursor, expected: str = "") -> None:
    if cursor.kind_is(TokenKind.OPERATOR) or cursor.word in ("::", ".", "["):
        raise SqlTextError(
            "an expression in an index stands in parentheses", cursor.tokens[0].start
        )
    wanted = f"'{expected}'" if expected else "'asc', 'desc', 'nulls first' or 'nulls last'"
    raise cursor.error(f"expected {wanted}")


def _element(cursor: Cursor) -> dict[str, Any]:
    found = _subject(cursor)
    if cursor.accept("collate"):
        found["collation"] = cursor.qualified_name("the name of a collation")
    if cursor.token is not None and cursor.token.is_name and cursor.word not in _ORDER_WORDS:
        found["opclass"] = cursor.qualified_name("the name of an operator class")
        if cursor.word == "(":
            found["opclass_parameters"] = _parameters(cursor)
    if cursor.word in ("asc", "desc"):
        found["order"] = cursor.take().name
    if cursor.accept("nulls"):
        if cursor.word not in ("first", "last"):
            raise cursor.error("expected 'first' or 'last' after 'nulls'")
        found["nulls"] = cursor.take().name
    return found


def _subject(cursor: Cursor) -> dict[str, Any]:
    if cursor.at_end():
        raise SqlTextError("an element of an index is a column or an expression", 0)
    if cursor.word == "(":
        return {"expression": cursor.in_brackets("")}
    start = cursor.index
    cursor.name("a column, a function call or an expression in parentheses", reserved=True)
    while cursor.accept("."):
        cursor.name("a name", reserved=True)
    if cursor.word == "(":
        cursor.skip_brackets()
        return {"expression": cursor.slice(start)}
    if cursor.index - start > 1:
        message = "a column stands in an index without its table"
        raise SqlTextError(message, cursor.tokens[start].start)
    return {"column": cursor.tokens[start].name}


def _parameters(cursor: Cursor) -> list[tuple[str, str]]:
    cursor.take()
    pairs: list[tuple[str, str]] = []
    while True:
        name = cursor.name("the name of a parameter")
        cursor.expect("=", after="the name of the parameter")
        pairs.append((name, cursor.skip_until(",", ")")))
        if not cursor.accept(","):
            break
    cursor.expect(")", after="the parameters")
    return pairs
