"""A column in PostgreSQL's own syntax, turned into the mapping form of the spec language.

The grammar is that of a column in CREATE TABLE ("column_constraint"). A default that needs
parentheses is refused as PostgreSQL refuses it, see `default_text`.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from schemagen.declare.column_reader import ColumnReader, read_target
from schemagen.sqltext.cursor import Cursor
from schemagen.sqltext.tokens import SqlTextError

_DOMAIN_KEYS = {
    "type": "type",
    "not_null": "not_null",
    "default": "default",
    "collation": "collation",
    "check": "checks",
}


def read_column(text: str) -> dict[str, Any]:
    """Read the short form of a column: the type, then constraints in any order.

    Keys are those of the mapping form; a key is there only if the text says something about it.
    `unique` and the items of `check` are mappings where they have a name or an option.

    Raises:
        SqlTextError: the text is not a column definition.
    """
    return {key: _copied(value) for key, value in _read_column(text).items()}


def _copied(value: Any) -> Any:
    match value:
        case dict():
            return {key: _copied(each) for key, each in value.items()}
        case list():
            return [_copied(each) for each in value]
    return value


@lru_cache(maxsize=16384)
def _read_column(text: str) -> dict[str, Any]:
    return ColumnReader(text).read()


def read_domain_text(text: str) -> dict[str, Any]:
    """Read the short form of a domain: `text not null check (value ~ '@')`.

    Keys are `type`, `not_null`, `default`, `collation` and `checks`.

    Raises:
        SqlTextError: the text is not a domain definition.
    """
    column = read_column(text)
    for key in column:
        if key not in _DOMAIN_KEYS:
            words = key.replace("_", " ")
            raise SqlTextError(f"'{words}' belongs to a column, not to a domain", 0)
    return {_DOMAIN_KEYS[key]: value for key, value in column.items()}


@lru_cache(maxsize=16384)
def read_references(text: str) -> Mapping[str, Any]:
    """Read what a foreign key refers to: `profiles (community_id, id)`, or the table alone.

    Keys are `table` and, where they are written, `columns`.

    Raises:
        SqlTextError: it is neither.
    """
    cursor = Cursor(text)
    found = read_target(cursor)
    if not cursor.at_end():
        raise cursor.error("expected nothing after the columns")
    return found
