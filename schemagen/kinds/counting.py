"""How something counts: a sequence by itself, or the one of an identity column."""

from __future__ import annotations

from typing import Final, Protocol

from schemagen.sqltext.quoting import Literal, Raw, join_sql, sql

_WORDS: Final = {
    "start": "START WITH",
    "increment": "INCREMENT BY",
    "minimum": "MINVALUE",
    "maximum": "MAXVALUE",
    "cache": "CACHE",
}


class Counted(Protocol):
    """What both say of their numbers; a bound of None is the type's own."""

    @property
    def start(self) -> int | None:
        """The first number; None for the bound that it counts away from."""

    @property
    def increment(self) -> int:
        """How far it is from a number to the next; less than none counts down."""

    @property
    def minimum(self) -> int | None:
        """The lowest number."""

    @property
    def maximum(self) -> int | None:
        """The highest number."""

    @property
    def cache(self) -> int:
        """How many numbers a session takes at a time."""

    @property
    def cycle(self) -> bool:
        """Whether it begins anew at the end."""


def chosen_numbers(item: Counted) -> dict[str, int]:
    """Return the numbers that are not PostgreSQL's usual ones, by their fields."""
    numbers = {
        "start": item.start,
        "increment": None if item.increment == 1 else item.increment,
        "minimum": item.minimum,
        "maximum": item.maximum,
        "cache": None if item.cache == 1 else item.cache,
    }
    return {name: number for name, number in numbers.items() if number is not None}


def counting_text(item: Counted) -> str:
    """Return the options of CREATE SEQUENCE that are not the usual ones."""
    chosen = [
        sql("{} {}", Raw(_WORDS[name]), Literal(number))
        for name, number in chosen_numbers(item).items()
    ]
    return join_sql([*chosen, "CYCLE" if item.cycle else ""])
