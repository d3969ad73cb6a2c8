"""Sizes as people say them."""

from __future__ import annotations

from typing import Final

_UNITS: Final = ("bytes", "kB", "MB", "GB", "TB")


def bytes_in_words(count: float) -> str:
    """Return `8 kB`, `1.5 GB`: the units of `pg_size_pretty`, with a digit more below ten."""
    unit = 0
    while count >= 1024 and unit < len(_UNITS) - 1:
        count, unit = count / 1024, unit + 1
    digits = 1 if unit and count < 10 else 0
    return f"{count:.{digits}f} {_UNITS[unit]}"


def rows_in_words(count: int) -> str:
    """Return `1 row`, `12,000 rows`."""
    return "1 row" if count == 1 else f"{count:,} rows"


def share_in_words(share: float | None) -> str:
    """Return `35%`, or `?` for what is not known."""
    return "?" if share is None else f"{share:.0%}"
