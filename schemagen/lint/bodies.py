"""What the body of a function finds by the search path."""

from __future__ import annotations

import re

from schemagen.catalog.catalog import Catalog
from schemagen.kinds.function import Function
from schemagen.kinds.materialized_view import MaterializedView
from schemagen.kinds.table import Table
from schemagen.kinds.view import View
from schemagen.sqltext.tokens import SqlTextError, Token, tokenize

_BOUND = re.compile(r"\s*(RETURN|BEGIN\s+ATOMIC)\b", re.IGNORECASE)
_BEFORE_RELATION = frozenset({"from", "join", "into", "update", "only", "using"})


def search_path_of(function: Function) -> str | None:
    """Return the search path that a function sets for itself."""
    return dict(function.settings).get("search_path")


def found_by_search_path(function: Function, catalog: Catalog) -> tuple[str, ...]:
    """Return the catalog's relations and functions that a body names without their schema.

    What a body `RETURN …` or `BEGIN ATOMIC` names was looked up when the function was created.
    """
    if function.language == "sql" and _BOUND.match(function.body):
        return ()
    try:
        tokens = tokenize(function.body)
    except SqlTextError:
        return ()
    relations = {
        item.id.name for model in (Table, View, MaterializedView) for item in catalog.of(model)
    }
    functions = {item.name for item in catalog.of(Function)}
    found = {
        token.name
        for index, token in enumerate(tokens)
        if token.is_name
        and not _qualified(tokens, index)
        and _names(tokens, index, relations, functions)
    }
    return tuple(sorted(found))


def _names(tokens: tuple[Token, ...], index: int, relations: set[str], functions: set[str]) -> bool:
    name = tokens[index].name
    if index + 1 < len(tokens) and tokens[index + 1].text == "(" and name in functions:
        return True
    return name in relations and index > 0 and tokens[index - 1].word in _BEFORE_RELATION


def _qualified(tokens: tuple[Token, ...], index: int) -> bool:
    before = index > 0 and tokens[index - 1].text == "."
    after = index + 1 < len(tokens) and tokens[index + 1].text == "."
    return before or after
