"""Partitions that come and go with time, or with growing numbers: which there are, and their names.

A table says how wide its partitions are and how long rows are kept; `schemagen maintain` makes
them. No spec and no catalog of ours lists them: they are known by their name and bounds alone.
Periods are those of UTC, whatever a session's time zone is.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from typing import Final, TypeAlias

from schemagen.frozen import frozen
from schemagen.sqltext.quoting import fit_name

Position: TypeAlias = int | datetime
"""A value of the column that rows are partitioned by: a number, or a moment with its time zone."""

MONTHS: Final = {"month": 1, "year": 12}
DAYS: Final = {"day": 1, "week": 7}
_MONDAY: Final = date(1, 1, 1).toordinal()
_BOUND: Final = re.compile(r"FOR VALUES FROM \('?([^']+?)'?\) TO \('?([^']+?)'?\)\Z")
_ENDINGS: Final = {
    "day": "p%Y_%m_%d",
    "week": "p%Gw%V",
    "month": "p%Y_%m",
    "year": "p%Y",
}
_PATTERNS: Final = {
    "day": r"p\d{4}_\d\d_\d\d",
    "week": r"p\d{4}w\d\d",
    "month": r"p\d{4}_\d\d",
    "year": r"p\d{4}",
}


@frozen
class Rotation:
    """How the partitions of a table come and go.

    Attributes:
        column: what rows are partitioned by.
        type: its type: `date`, `timestamp with time zone`, `bigint`.
        every: how wide a partition is: `day`, `week`, `month`, `year`, or a number as text.
        ahead: how many partitions there are beyond the one in use.
        keep: how long rows are kept, `24 months`, or how many numbers; None for ever.
        expired: what becomes of older partitions: `detach`, `archive` or `drop`.
        default: whether a default partition takes the rows of no other one.
        manager: who makes them: `schemagen`, or `pg_partman`.
    """

    column: str
    type: str
    every: str = "month"
    ahead: int = 3
    keep: str | None = None
    expired: str = "detach"
    default: bool = True
    manager: str = "schemagen"

    @property
    def by_number(self) -> bool:
        """Whether the column counts, instead of telling the time."""
        return self.every.isdigit()

    def index(self, value: Position) -> int:
        """Return the number of the period that a value is in."""
        if isinstance(value, int):
            return value // int(self.every)
        moment = value.astimezone(UTC)
        if months := MONTHS.get(self.every):
            return (moment.year * 12 + moment.month - 1) // months
        return (moment.toordinal() - _MONDAY) // DAYS[self.every]

    def start(self, index: int) -> Position:
        """Return the first value of a period."""
        if self.by_number:
            return index * int(self.every)
        if months := MONTHS.get(self.every):
            year, month = divmod(index * months, 12)
            return datetime(year, month + 1, 1, tzinfo=UTC)
        day = date.fromordinal(index * DAYS[self.every] + _MONDAY)
        return datetime(day.year, day.month, day.day, tzinfo=UTC)

    def name(self, table: str, index: int) -> str:
        """Return the name of a partition: `event_p2026_11`, `event_p1000000`."""
        return fit_name(table, suffix=self._ending(index))

    def _ending(self, index: int) -> str:
        start = self.start(index)
        if isinstance(start, int):
            return f"p{start}" if start >= 0 else f"pm{-start}"
        return start.strftime(_ENDINGS[self.every])

    def text(self, value: Position) -> str:
        """Return a value as a constant of the column's type has it, without quotes."""
        if isinstance(value, int):
            return str(value)
        moment = value.astimezone(UTC)
        if self.type == "date":
            return moment.strftime("%Y-%m-%d")
        plain = moment.strftime("%Y-%m-%d %H:%M:%S")
        return f"{plain}+00" if self.type == "timestamp with time zone" else plain

    def expires(self, now: Position) -> Position | None:
        """Return before which value rows are kept no longer; None if all are kept."""
        if self.keep is None:
            return None
        if isinstance(now, int):
            return now - int(self.keep)
        count, unit = read_keep(self.keep)
        if months := MONTHS.get(unit):
            year, month = divmod(now.year * 12 + now.month - 1 - count * months, 12)
            return _month_day(now, year, month + 1)
        return now - timedelta(days=count * DAYS[unit])

    def read(self, text: str) -> Position | None:
        """Return the value of a constant in a bound, None for one that is no plain value."""
        try:
            if self.by_number:
                return int(text)
            found = datetime.fromisoformat(text)
        except ValueError:
            return None
        return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)

    def period(self, bound: str) -> int | None:
        """Return the number of the period that a bound says, None for any other bound."""
        found = _BOUND.match(bound)
        low, high = (self.read(text) for text in found.groups()) if found else (None, None)
        if low is None or high is None:
            return None
        index = self.index(low)
        return index if (self.start(index), self.start(index + 1)) == (low, high) else None

    def owns(self, table: str, name: str, bound: str | None) -> bool:
        """Tell whether a partition of the table, or one that was detached, belongs to it.

        A partition keeps its name where the table gets another one.
        """
        if self.manager == "pg_partman":
            return _is_named(table, name, r"p\d+\w*|default")
        if bound is None:
            return _is_named(table, name, r"pm?\d+" if self.by_number else _PATTERNS[self.every])
        index = self.period(bound)
        return index is not None and name.endswith(f"_{self._ending(index)}")


def read_keep(text: str) -> tuple[int, str]:
    """Return the number and the unit of `24 months`.

    Raises:
        ValueError: it is something else.
    """
    found = re.fullmatch(r"(\d+)\s+(day|week|month|year)s?", text.strip())
    if found is None:
        raise ValueError(text)
    return int(found[1]), found[2]


def _month_day(now: datetime, year: int, month: int) -> datetime:
    """Return the same day in another month, or that month's last day."""
    for day in (now.day, 30, 29, 28):
        try:
            return now.replace(year=year, month=month, day=day)
        except ValueError:
            continue
    raise ValueError(f"{year}-{month}")


def _is_named(table: str, name: str, pattern: str) -> bool:
    endings = name.rpartition("_")[2], "p" + name.rpartition("_p")[2]
    return any(
        re.fullmatch(pattern, ending) and fit_name(table, suffix=ending) == name
        for ending in endings
    )
