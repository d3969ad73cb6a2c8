"""Ownership."""

from __future__ import annotations

from typing import Final

from schemagen.catalog.object import ObjectId
from schemagen.catalog.statement import Effect, Statement, Topic
from schemagen.sqltext.quoting import Name, Raw, sql

WHO_RUNS_IT: Final = ""
"""The owner that an undo gives what belonged to whoever ran the plan; no role has this name."""


def set_owner(
    keyword: str, identity: str, owner: str, target: ObjectId, effect: Effect
) -> Statement:
    """Build ALTER … OWNER TO."""
    to = Raw("CURRENT_USER") if owner == WHO_RUNS_IT else Name(owner)
    text = sql("ALTER {} {} OWNER TO {}", Raw(keyword), Raw(identity), to)
    return Statement(text, target, Topic.ACCESS, effect=effect)
