"""Suggestions for words that are not known."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

_CLOSE_ENOUGH = 0.6


def did_you_mean(word: str, choices: Iterable[str]) -> str:
    """Return `did you mean "column"?` for the choice that is closest to the word, else nothing.

    Case does not count: `Agents` is close to `agents`. Equal distances go to the first choice in
    alphabetical order, so that the answer does not depend on the order of a set.
    """
    best = closest(word, choices)
    return f'did you mean "{best}"?' if best else ""


def closest(word: str, choices: Iterable[str]) -> str | None:
    """Return the choice that is closest to the word, None if none is near."""
    by_lower: dict[str, str] = {}
    for choice in sorted(choices, reverse=True):
        by_lower[choice.lower()] = choice
    near = difflib.get_close_matches(word.lower(), sorted(by_lower), n=1, cutoff=_CLOSE_ENOUGH)
    return by_lower[near[0]] if near else None
