"""Functions that run on the nodes: what they ask there, they ask of one shard."""

from __future__ import annotations

from collections.abc import Iterator

from schemagen.catalog.object import CatalogObject
from schemagen.features.cluster.layout import Breach, Layout
from schemagen.kinds.function import Function
from schemagen.kinds.policy import Policy
from schemagen.kinds.table import Table
from schemagen.kinds.trigger import Trigger
from schemagen.sqltext.tokens import SqlTextError, Token, tokenize

_BEFORE_RELATION = frozenset({"from", "join", "into", "update", "only", "using"})


def of_shards(layout: Layout) -> Iterator[Breach]:
    """Find functions of policies and triggers that ask tables.

    Those of one node are not on the others, and a shard's statement may not ask what is spread.
    """
    users = (*layout.catalog.of(Policy), *layout.catalog.of(Trigger))
    for user in users:
        if layout.of(user.id) is None or user.follows is not None:
            continue
        for function in _called(user, layout):
            named = _asked(function.body, layout)
            if named is not None:
                yield Breach(
                    "distributed-function",
                    f'the {user.id.kind} "{user.id.name}" of "{user.id.table}" calls'
                    f' {function.name}(), which asks "{named}", and so fails on the nodes',
                    user.id,
                    "put what it needs into the row or into a claim",
                )


def _called(user: CatalogObject, layout: Layout) -> Iterator[Function]:
    for key in user.depends_on:
        found = layout.catalog.get(key)
        if isinstance(found, Function):
            yield found


def _asked(body: str, layout: Layout) -> str | None:
    """Return a table that a body names as a relation."""
    try:
        tokens = tokenize(body)
    except SqlTextError:
        return None
    names = {table.id.name for table in layout.catalog.of(Table)}
    found = (token for place, token in enumerate(tokens) if _is_relation(tokens, place))
    return next((token.name for token in found if token.name in names), None)


def _is_relation(tokens: tuple[Token, ...], place: int) -> bool:
    if not tokens[place].is_name or place == 0:
        return False
    dotted = place > 2 and tokens[place - 1].text == "."
    return tokens[place - (3 if dotted else 1)].word in _BEFORE_RELATION
