"""Whose access grows or shrinks, as text, as JSON and as Markdown."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from schemagen.catalog.access_change import AccessChange

SAME: Final = "the same rows for everyone"


def access_lines(access: AccessChange | None) -> Iterator[str]:
    """Give the lines of text: a title, and sentences below it; nothing if it was not asked for."""
    if access is None:
        return
    if access.untried:
        yield f"access: not tried: {access.untried}"
    elif access.is_same:
        yield f"access: {SAME}"
    else:
        yield "access:"
        yield from (f"  {line.text}" for line in (*access.gains, *access.losses, *access.news))


def access_as_json(access: AccessChange | None) -> dict[str, Any] | None:
    """Return it for JSON; `untried` says why nothing was tried."""
    if access is None:
        return None
    listed = {"gains": access.gains, "losses": access.losses, "news": access.news}
    return {
        **{
            name: [{"object": str(line.about), "text": line.text} for line in lines]
            for name, lines in listed.items()
        },
        "untried": access.untried or None,
    }
