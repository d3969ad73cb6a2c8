"""Comments (pg_description)."""

from __future__ import annotations

from schemagen.catalog.object import ObjectId
from schemagen.catalog.statement import Effect, Statement, Topic
from schemagen.sqltext.quoting import Literal, Raw, sql


def set_comment(
    keyword: str,
    identity: str,
    comment: str | None,
    target: ObjectId,
    topic: Topic,
    effect: Effect,
) -> Statement:
    """Build COMMENT ON; None takes the comment away."""
    text = sql("COMMENT ON {} {} IS {}", Raw(keyword), Raw(identity), Literal(comment))
    return Statement(text, target, topic, effect=effect)
