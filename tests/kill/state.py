"""What a database holds, and what an interrupted migration may have left in it."""

from __future__ import annotations

import re
import subprocess
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

import psycopg

from schemagen.sandbox import Server

_NOISE: Final = re.compile(r"^(--.*|\\(un)?restrict .*|)$")
# The comment of an archive has its time.
_TIME: Final = re.compile(r"archived at [-0-9:.+ ]+")
# A sequence takes some numbers ahead, which a crash of the server leaves out ("CREATE SEQUENCE").
_POSITION: Final = re.compile(r"^SELECT pg_catalog\.setval\(")
_ROWS: Final = re.compile(r"^COPY (\S+) .*FROM stdin;$")
_SINCE: Final = "_since"
_SETTLING: Final = 10.0
_OTHERS: Final = """\
SELECT state || ': ' || query FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'
UNION ALL
SELECT 'lock: ' || locktype || ' ' || mode FROM pg_locks
WHERE database = (SELECT oid FROM pg_database WHERE datname = current_database())
  AND pid <> pg_backend_pid()"""
_LEFT: Final = {
    "invalid index": "SELECT indexrelid::regclass::text FROM pg_index"
    " WHERE NOT (indisvalid AND indisready AND indislive)",
    "half a migration": "SELECT id FROM schemagen.migration WHERE NOT finished",
    "step of a migration that is done": "SELECT id || ' ' || position FROM schemagen.step",
    "run whose end is not noted": "SELECT id FROM schemagen.run AS last"
    " WHERE finished_at IS NULL AND number = (SELECT max(number) FROM schemagen.run"
    " WHERE id = last.id)",
    "prepared transaction": "SELECT gid FROM pg_prepared_xacts",
}


@dataclass(frozen=True, slots=True)
class State:
    """A database: the statements that make it, its rows by table, and its applied migrations."""

    statements: tuple[str, ...]
    rows: dict[str, Counter[str]] = field(hash=False)
    applied: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Verdict:
    """How a database differs from what it is to be."""

    problems: tuple[str, ...]
    lost: int = 0
    doubled: int = 0


def state_of(server: Server, url: str) -> State:
    """Read a database with pg_dump, which has no part in schemagen."""
    command = [str(server.pg_dump), "--exclude-table-data=schemagen.*", "--no-comments", "-d", url]
    text = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    statements: list[str] = []
    rows: dict[str, Counter[str]] = {}
    lines = iter(text.splitlines())
    for line in lines:
        if found := _ROWS.match(line):
            listed = iter(lines.__next__, r"\.")
            # They are numbered in their order, and what was rolled back leaves a gap.
            numbered = found[1].endswith(_SINCE)
            rows[found[1]] = Counter(
                each.rpartition("\t")[0] if numbered else each for each in listed
            )
        elif not _NOISE.match(line) and not _POSITION.match(line):
            statements.append(_TIME.sub("archived", line))
    with psycopg.connect(url, autocommit=True) as connection:
        return State(tuple(statements), rows, tuple(_applied(connection)))


def _applied(connection: psycopg.Connection[Any]) -> Iterator[str]:
    if connection.execute("SELECT to_regclass('schemagen.migration')").fetchone() == (None,):
        return
    for (key,) in connection.execute("SELECT id FROM schemagen.migration ORDER BY id"):
        yield str(key)


def compare(found: State, wanted: State) -> Verdict:
    """Tell how a state differs from another: objects, rows and history."""
    problems = [f"lacks: {line}" for line in _beyond(wanted.statements, found.statements)]
    problems += [f"has besides: {line}" for line in _beyond(found.statements, wanted.statements)]
    if found.applied != wanted.applied:
        problems.append(f"history: {found.applied}, not {wanted.applied}")
    lost = doubled = 0
    for table in sorted({*found.rows, *wanted.rows}):
        there, meant = found.rows.get(table, Counter()), wanted.rows.get(table, Counter())
        lost, doubled = lost + (meant - there).total(), doubled + (there - meant).total()
        problems += [f"row of {table} lacks: {row}" for row in list(meant - there)[:3]]
        problems += [f"row of {table} besides: {row}" for row in list(there - meant)[:3]]
    return Verdict(tuple(problems), lost, doubled)


def _beyond(first: tuple[str, ...], second: tuple[str, ...]) -> list[str]:
    return list((Counter(first) - Counter(second)).elements())


def left_behind(url: str) -> tuple[str, ...]:
    """Return what should have been tidied up, and who is still there or holds a lock."""
    with psycopg.connect(url, autocommit=True) as connection:
        found = [
            f"{what}: {name}"
            for what, query in _LEFT.items()
            for (name,) in connection.execute(query.encode()).fetchall()
        ]
        deadline = time.monotonic() + _SETTLING
        while others := connection.execute(_OTHERS.encode()).fetchall():
            if time.monotonic() > deadline:
                return (*found, *(f"still there: {name}" for (name,) in others))
            time.sleep(0.02)
        return tuple(found)
