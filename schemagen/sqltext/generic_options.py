"""OPTIONS (…) of foreign data: what a wrapper reads, which PostgreSQL itself does not know.

A value is always a string ("CREATE SERVER", "ALTER SERVER").
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import takewhile
from typing import TypeAlias

from schemagen.sqltext.quoting import Literal, Name, sql

Options: TypeAlias = tuple[tuple[str, str], ...]
"""Names and values, in the order in which the catalog keeps them."""


def options_text(options: Options) -> str:
    """Return `OPTIONS (host 'db1', port '5432')`, nothing where there are none."""
    return _options(sql("{} {}", Name(key), Literal(value)) for key, value in options)


def options_change(current: Options, desired: Options) -> str:
    """Return what turns one list of options into another: `OPTIONS (SET host 'db2', DROP port)`.

    Empty where both say the same. New options come last, so that those which shall be behind them
    are dropped and added again.
    """
    before, after = dict(current), dict(desired)
    if before == after:
        return ""
    stay = _staying([key for key in before if key in after], list(after))
    return _options(
        [
            *(sql("DROP {}", Name(key)) for key in before if key not in stay),
            *(
                sql("SET {} {}", Name(key), Literal(after[key]))
                for key in stay
                if before[key] != after[key]
            ),
            *(
                sql("ADD {} {}", Name(key), Literal(value))
                for key, value in after.items()
                if key not in stay
            ),
        ]
    )


def _staying(common: list[str], wanted: list[str]) -> list[str]:
    """Return which of the options that stay can do so where they are."""
    if common == wanted[: len(common)]:
        return common
    same = zip(common, wanted, strict=False)
    return [key for key, _ in takewhile(lambda pair: pair[0] == pair[1], same)]


def _options(parts: Iterable[str]) -> str:
    listed = ", ".join(parts)
    return f"OPTIONS ({listed})" if listed else ""
