"""Ownership."""

from __future__ import annotations

from schemagen.catalog.object import ObjectId
from schemagen.catalog.statement import Effect, Statement, Topic
from schemagen.sqltext.quoting import Name, Raw, sql


def set_owner(
    keyword: str, identity: str, owner: str, target: ObjectId, effect: Effect
) -> Statement:
    """Build ALTER … OWNER TO."""
    text = sql("ALTER {} {} OWNER TO {}", Raw(keyword), Raw(identity), Name(owner))
    return Statement(text, target, Topic.ACCESS, effect=effect)
