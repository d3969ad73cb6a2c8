"""The outbox: how relays share it without changing the order of a channel.

A relay takes whole channels, not rows: an advisory lock for each, for the length of its
transaction. If it took rows alone, a second relay would skip the locked ones and publish what
comes after them on the same channel before they are. The rows are looked for by a statement that
begins after the lock was had, so that it sees what the former holder has deleted. A relay that dies
takes its transaction along: locks go, rows stay.

See "Explicit Locking: Advisory Locks", and SELECT, "The Locking Clause".
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

import psycopg
from psycopg.rows import class_row

from schemagen.relay.event import Event
from schemagen.sqltext.quoting import Literal, Name, Part, QualifiedName, fit_name, name_parts, sql

Connection: TypeAlias = psycopg.Connection[Any]

_CHANNELS: Final = """\
WITH RECURSIVE head AS (
  (
    SELECT o.channel, o.retry_at FROM {outbox} AS o
    WHERE o.channel > %(after)s
    ORDER BY o.channel, o.id LIMIT 1
  )
  UNION ALL
  SELECT next.channel, next.retry_at
  FROM head
  CROSS JOIN LATERAL (
    SELECT o.channel, o.retry_at FROM {outbox} AS o
    WHERE o.channel > head.channel
    ORDER BY o.channel, o.id LIMIT 1
  ) AS next
)
SELECT channel FROM head
WHERE CASE
  WHEN retry_at > pg_catalog.clock_timestamp() THEN false
  ELSE pg_catalog.pg_try_advisory_xact_lock(
    pg_catalog.hashtextextended({key} || channel, 0)
  )
END
LIMIT %(most)s
"""

_ROWS: Final = """\
SELECT one.id, one.event_id, one.channel, one.event AS name, one.payload::text AS payload,
       one.occurred_at, one.refusals
FROM pg_catalog.unnest(%(channels)s::text[]) AS taken (channel)
CROSS JOIN LATERAL (
  SELECT o.* FROM {outbox} AS o
  WHERE o.channel = taken.channel
  ORDER BY o.id LIMIT %(most)s
  FOR UPDATE SKIP LOCKED
) AS one
ORDER BY one.id
"""

_DONE: Final = "DELETE FROM {outbox} WHERE id = ANY (%s)"

_AGAIN: Final = """\
UPDATE {outbox}
SET refusals = refusals + 1,
    retry_at = pg_catalog.clock_timestamp() + pg_catalog.make_interval(secs => %s)
WHERE id = %s
"""

_GIVEN_UP: Final = """\
WITH gone AS (DELETE FROM {outbox} WHERE id = %s RETURNING *)
INSERT INTO {dead_letters} (id, event_id, channel, event, payload, occurred_at, reason)
SELECT id, event_id, channel, event, payload, occurred_at, %s FROM gone
"""

_BACK: Final = """\
WITH back AS (DELETE FROM {dead_letters} RETURNING *)
INSERT INTO {outbox} (event_id, channel, event, payload, occurred_at)
SELECT event_id, channel, event, payload, occurred_at FROM back ORDER BY id
"""

_WAITING: Final = """\
SELECT count(*), coalesce(extract(epoch FROM clock_timestamp() - min(occurred_at)), 0)::float8
FROM {outbox}
"""


@dataclass(frozen=True, slots=True)
class Outbox:
    """The tables that events wait in, and end in where nobody takes them: names with schemas."""

    table: str
    dead_letters: str

    def listen(self, connection: Connection) -> None:
        """Ask to be woken when something is written; takes a connection without a pooler."""
        connection.execute(self._sql("LISTEN {wake}"))

    def claim(self, connection: Connection, after: str, most: int) -> list[str]:
        """Take the next channels that have something to tell and belong to no other relay.

        They are in the order of their names, behind `after`, and ours until the transaction ends.
        """
        found = connection.execute(self._sql(_CHANNELS), {"after": after, "most": most})
        return [channel for (channel,) in found]

    def take(self, connection: Connection, channels: Sequence[str], most: int) -> list[Event]:
        """Lock what comes next on channels that are ours, at most so many of each."""
        with connection.cursor(row_factory=class_row(Event)) as cursor:
            values = {"channels": list(channels), "most": most}
            return cursor.execute(self._sql(_ROWS), values).fetchall()

    def done(self, connection: Connection, events: Sequence[Event]) -> None:
        """Delete what was delivered."""
        if events:
            connection.execute(self._sql(_DONE), [[each.id for each in events]])

    def put_off(self, connection: Connection, event: Event, seconds: float) -> None:
        """Note that an event was refused; its channel waits until it is tried again."""
        connection.execute(self._sql(_AGAIN), [seconds, event.id])

    def give_up(self, connection: Connection, event: Event, reason: str) -> None:
        """Move an event to the dead letters."""
        connection.execute(self._sql(_GIVEN_UP), [event.id, reason])

    def bring_back(self, connection: Connection) -> int:
        """Put the dead letters back, behind all that waits; return how many there were."""
        return connection.execute(self._sql(_BACK)).rowcount

    def waiting(self, connection: Connection) -> tuple[int, float]:
        """Return how many rows wait, and for how many seconds the oldest one does."""
        row = connection.execute(self._sql(_WAITING)).fetchone()
        return (row[0], row[1]) if row else (0, 0.0)

    def _sql(self, template: str) -> bytes:
        schema, name = name_parts(self.table)
        parts: dict[str, Part] = {
            "outbox": QualifiedName(schema, name),
            "dead_letters": QualifiedName(*name_parts(self.dead_letters)),
            "wake": Name(fit_name(schema, name)),
            "key": Literal(f"{self.table} "),
        }
        return sql(template, **parts).encode()
