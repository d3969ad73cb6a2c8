"""Inside syntax that the scanner does not follow: it collects names, and judges very little."""

from __future__ import annotations

from schemagen.sqltext.keywords import KEYWORDS, RESERVED
from schemagen.sqltext.scan.state import ScanState
from schemagen.sqltext.scan.value import CONSTANT_KINDS, NAME_KINDS
from schemagen.sqltext.tokens import Token, TokenKind
from schemagen.sqltext.types import parse_type


def read_loosely(state: ScanState) -> None:
    """Read one token.

    Raises:
        SqlTextError: it is a constant right after a constant, or no type follows a cast.
    """
    token = state.cursor.tokens[state.cursor.index]
    if token.kind is TokenKind.PUNCTUATION:
        _symbol(state, token)
    elif token.kind in NAME_KINDS:
        _name(state, token)
    else:
        _check_constants(state, token)
        state.cursor.take()


def _symbol(state: ScanState, token: Token) -> None:
    cursor = state.cursor
    if token.text in "([":
        before = cursor.words[cursor.index - 1] if cursor.index else ""
        state.open("group", "cast" if before == "cast" else "")
    elif token.text in ")]":
        state.close(state.frames[-1])
    else:
        cursor.take()
        if token.text == "::":
            state.type_named(parse_type(cursor))


def _name(state: ScanState, token: Token) -> None:
    cursor, found = state.cursor, state.found
    qualifier = _qualifier(state)
    following = cursor.words[cursor.index + 1 : cursor.index + 2]
    is_word = token.kind is TokenKind.NAME and not qualifier
    name = token.name
    if following == ["("] and not (is_word and name in RESERVED):
        found.functions.add((qualifier, name))
    elif state.string_follows() and not (is_word and name in KEYWORDS):
        found.types.add((qualifier, name))
    elif following == ["."] and is_word and name == "claim":
        claim = cursor.tokens[cursor.index + 2 : cursor.index + 3]
        found.claims.update(item.name for item in claim if item.is_name)
    cursor.take()
    if is_word and name == "as" and state.frames[-1].function == "cast":
        state.type_named(parse_type(cursor))


def _qualifier(state: ScanState) -> str | None:
    tokens, index = state.cursor.tokens, state.cursor.index
    if index >= 2 and tokens[index - 1].text == "." and tokens[index - 2].is_name:
        return tokens[index - 2].name
    return None


def _check_constants(state: ScanState, token: Token) -> None:
    index = state.cursor.index
    if token.kind in CONSTANT_KINDS and index:
        before = state.cursor.tokens[index - 1]
        if before.kind in CONSTANT_KINDS and not state.continues_string(token):
            raise state.no_operator()
