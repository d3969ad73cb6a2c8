"""Columns that hold a time of day somewhere, and do not say where."""

from __future__ import annotations

import re
from collections.abc import Iterator

from schemagen.catalog.catalog import Catalog
from schemagen.kinds.column import Column
from schemagen.lint.rule import Found, Rule

_TYPE = re.compile(r"timestamp(\(\d\))?( without time zone)?(\[\])*")

_WHY = """\
`timestamp` is what a calendar and a clock on some wall showed. Which moment that was depends on
the `TimeZone` of the session that wrote it, which is not stored: two servers in different zones
write different moments with the same `now()`, an hour repeats every autumn, and a client that
assumes UTC is wrong by hours. `timestamptz` takes no more room, stores the moment, and shows it in
the zone of whoever asks.

Use `timestamptz`. For what really is a wall clock's reading (a shop opens at nine, wherever it
is), suppress the rule and say so.
"""


def _check(catalog: Catalog) -> Iterator[Found]:
    for column in catalog.of(Column):
        if _TYPE.fullmatch(column.type):
            yield Found(
                column.id,
                f'"{column.id.name}" of "{column.id.table}" is a timestamp without time zone:'
                " which moment it means depends on the session",
                "make it timestamptz",
            )


RULE = Rule(
    code="timestamp-without-time-zone",
    title="a timestamp that does not say which moment it means",
    why=_WHY,
    check=_check,
    good="""\
tables:
  events:
    columns: {id: bigint primary key, at: timestamptz not null}
""",
    bad="""\
tables:
  events:
    columns: {id: bigint primary key, at: timestamp not null}
""",
)
