"""What a look at something finds."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from enum import StrEnum
from pathlib import Path

from schemagen.frozen import frozen


class Health(StrEnum):
    """How well something is."""

    GOOD = "good"
    NOTE = "note"
    BAD = "bad"


@frozen
class Finding:
    """Something that was looked at, how it is, and what to do about it if it is not good."""

    health: Health
    message: str
    hint: str = ""


@frozen
class Patient:
    """What is looked at.

    Attributes:
        root: the repository; None for the one around the current folder.
        url: the database; None for that of the environment.
    """

    root: Path | None
    url: str | None


@frozen
class Examination:
    """A thing to look at."""

    name: str
    examine: Callable[[Patient], Iterator[Finding]]


def good(message: str) -> Finding:
    """Return that something is as it should be."""
    return Finding(Health.GOOD, message)


def note(message: str, hint: str = "") -> Finding:
    """Return that something could be better, or is not asked for."""
    return Finding(Health.NOTE, message, hint)


def bad(message: str, hint: str = "") -> Finding:
    """Return that something does not work."""
    return Finding(Health.BAD, message, hint)
