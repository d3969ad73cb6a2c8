"""Columns that a query uses without saying whose they are: `*`, NATURAL and USING."""

from __future__ import annotations

from schemagen.sqltext.tokens import SqlTextError, Token, tokenize

# What stands before a `*` that means every column; before any other one, a value does.
_BEFORE_STAR = frozenset(["select", "distinct", "all", ",", "."])


def loose_columns(text: str) -> tuple[bool, set[str]]:
    """Return whether a query may use every column of its relations, and the names in its USING.

    SQL that cannot be read may use every one.
    """
    try:
        tokens = tokenize(text)
    except SqlTextError:
        return True, set()
    names: set[str] = set()
    every = joining = False
    for before, token in zip((None, *tokens), tokens, strict=False):
        every |= token.word == "natural" or _is_star(token, before)
        joining = token.text != ")" and (joining or token.word == "using")
        if joining and token.is_name:
            names.add(token.name)
    return every, names - {"using"}


def _is_star(token: Token, before: Token | None) -> bool:
    return token.text == "*" and before is not None and before.word in _BEFORE_STAR
