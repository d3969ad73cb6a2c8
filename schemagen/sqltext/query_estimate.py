"""The relations that SQL text names, guessed from its tokens where it cannot be parsed."""

from __future__ import annotations

from schemagen.sqltext.cursor import Cursor
from schemagen.sqltext.keywords import RESERVED
from schemagen.sqltext.scope import RelationUse
from schemagen.sqltext.tokens import TokenKind

_BEFORE = frozenset(["from", "join", "into", "update", "only", "using"])
_LIST_ENDS = frozenset(
    ["where", "group", "order", "having", "limit", "select", "set", "values", "on", ")", ";"]
)


def estimate_relations(text: str) -> tuple[RelationUse, ...]:
    """Return every name that stands where a relation can stand.

    Raises:
        SqlTextError: the text is lexically wrong.
    """
    cursor = Cursor(text)
    found: list[RelationUse] = []
    in_list = False
    while not cursor.at_end():
        word = cursor.take().word
        in_list = word == "from" or (in_list and word not in _LIST_ENDS)
        if word in _BEFORE or (in_list and word == ","):
            relation = _relation(cursor)
            if relation:
                found.append(relation)
    return tuple(found)


def _relation(cursor: Cursor) -> RelationUse | None:
    token = cursor.token
    if token is None or not token.is_name:
        return None
    if token.kind is TokenKind.NAME and token.name in RESERVED | {"lateral", "only"}:
        return None
    cursor.take()
    schema, last = None, token
    while cursor.looks_at(".") and cursor.index + 1 < len(cursor.tokens):
        cursor.take()
        schema, last = last.name, cursor.take()
    if cursor.looks_at("("):
        return None
    return RelationUse(schema, last.name, token.start)
