"""Rows that are the same whenever the file is made: what was now, or random, is made steady."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from schemagen.frozen import frozen
from schemagen.prove.access.dimensions import constant_text
from schemagen.prove.access.tries import Rows
from schemagen.seeding.reading import Connection
from schemagen.sqltext.quoting import Literal, Raw, sql

_NEAR: Final = timedelta(days=3)
_MOMENTS: Final = ("timestamp", "date")


@frozen(slots=False)
class Steady:
    """Makes rows steady; `now` is the time of the server, with its time zone and without."""

    now: datetime
    local: datetime

    @classmethod
    def of(cls, connection: Connection) -> Steady:
        """Ask a server for its time."""
        [now, local] = connection.execute("SELECT now(), localtimestamp").fetchone() or ()
        return cls(now, local)

    def rows(self, rows: Rows, spoken_of: Collection[str]) -> Rows:
        """Return rows without the values of this moment.

        Keys stay as they are, and so do random values in columns that rules speak of.
        """
        makers = [self._maker(rows, name, spoken_of) for name in rows.columns]
        values = {
            row: tuple(made(value, place) for made, value in zip(makers, listed, strict=True))
            for place, (row, listed) in enumerate(sorted(rows.values.items()))
        }
        return replace(rows, values=values)

    def _maker(
        self, rows: Rows, name: str, spoken_of: Collection[str]
    ) -> Callable[[str, int], str]:
        kind = rows.types[name]
        if name in rows.key or name in rows.referring:
            return _kept
        if kind.startswith(_MOMENTS) and not kind.endswith("]"):
            return lambda value, _: self._moment(value, kind)
        return _numbered if kind == "uuid" and name not in spoken_of else _kept

    def _moment(self, value: str, kind: str) -> str:
        """Return a moment near to now as one that is as near whenever the file is run."""
        if value.startswith("NULL"):
            return value
        try:
            moment = datetime.fromisoformat(constant_text(value.rpartition("::")[0]))
        except ValueError:
            return value
        passed = moment - (self.now if moment.tzinfo else self.local)
        if abs(passed) > _NEAR:
            return value
        days = round(passed / timedelta(days=1))
        return sql("(now() + {}::interval)::{}", Literal(f"{days} days"), Raw(kind))


def _kept(value: str, _: int) -> str:
    return value


def _numbered(value: str, place: int) -> str:
    if value.startswith("NULL"):
        return value
    return sql("{}::uuid", Literal(f"00000000-0000-4000-8000-{place:012}"))
