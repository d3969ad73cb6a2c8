"""OPTIONS (…) of foreign data: what a wrapper reads, which PostgreSQL itself does not know.

A value is always a string ("CREATE SERVER", "ALTER SERVER").
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeAlias

from schemagen.sqltext.quoting import Literal, Name, sql

Options: TypeAlias = tuple[tuple[str, str], ...]
"""Names and values, in the order in which the catalog keeps them."""


def options_text(options: Options) -> str:
    """Return `OPTIONS (host 'db1', port '5432')`, nothing where there are none."""
    return _options(sql("{} {}", Name(key), Literal(value)) for key, value in options)


def options_change(current: Options, desired: Options) -> str:
    """Return what turns one list of options into another: `OPTIONS (SET host 'db2', DROP port)`.

    Empty where both say the same.
    """
    before, after = dict(current), dict(desired)
    return _options(
        [
            *(sql("DROP {}", Name(key)) for key in before if key not in after),
            *(
                sql("SET {} {}", Name(key), Literal(value))
                for key, value in after.items()
                if key in before and before[key] != value
            ),
            *(
                sql("ADD {} {}", Name(key), Literal(value))
                for key, value in after.items()
                if key not in before
            ),
        ]
    )


def _options(parts: Iterable[str]) -> str:
    listed = ", ".join(parts)
    return f"OPTIONS ({listed})" if listed else ""
