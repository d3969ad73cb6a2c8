"""Policies of tables in a cluster: they are evaluated on the nodes, which look at no other row."""

from __future__ import annotations

from collections.abc import Iterator

from schemagen.features.cluster.layout import Breach, Layout
from schemagen.kinds.policy import Policy
from schemagen.sqltext.tokens import SqlTextError, tokenize


def without_queries(layout: Layout) -> Iterator[Breach]:
    """Find policies with a sub-select."""
    for policy in layout.catalog.of(Policy):
        if layout.of(policy.id) is None:
            continue
        for key, text in (("using", policy.using), ("with_check", policy.with_check)):
            offset = _query(text)
            if offset is not None:
                yield Breach(
                    "distributed-policy",
                    f'a policy of "{policy.id.table}", which a cluster has, holds a sub-select',
                    policy.id,
                    "compare columns of the row with claims: community_id = claim.community_id;"
                    " of several, = any (string_to_array(claim.communities, ',')::uuid[])",
                    (key,),
                    offset,
                )


def _query(text: str | None) -> int | None:
    """Return where a sub-select begins in an expression, None if there is none."""
    try:
        tokens = tokenize(text or "")
    except SqlTextError:
        return None
    return next((token.start for token in tokens if token.word == "select"), None)
