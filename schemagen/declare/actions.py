"""Referential actions, as ON DELETE and ON UPDATE of CREATE TABLE take them."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Annotated

from pydantic import AfterValidator

from schemagen.declare.base import spec_error
from schemagen.declare.suggest import did_you_mean

_ACTIONS = ("no action", "restrict", "cascade", "set null", "set default")
_ACTION = re.compile(rf"\s*({'|'.join(_ACTIONS)})\s*(?:\(([^)]*)\))?\s*\Z", re.IGNORECASE)


@lru_cache(maxsize=1024)
def read_action(text: str) -> tuple[str, tuple[str, ...]]:
    """Split `set null (a, b)` into the action and the columns that it is narrowed to."""
    match = _ACTION.match(text)
    listed = match[2] or "" if match else ""
    word = match[1].lower() if match else text
    return " ".join(word.split()), tuple(c.strip() for c in listed.split(",") if c.strip())


def _check(text: str) -> str:
    if not _ACTION.match(text):
        hint = did_you_mean(text, _ACTIONS) or f"write one of {', '.join(_ACTIONS)}"
        raise spec_error("unknown-action", f'"{text}" is not a referential action', hint=hint)
    return text


Action = Annotated[str, AfterValidator(_check)]
"""What becomes of a row when the row that it refers to goes or changes."""
