"""What partitions that come and go cost, and what they save.

An event table that is partitioned by month is filled beside one that is not, with the same rows:

- maintenance: the longest of the runs that make a month each, one with nothing due, and one that
  makes a month and drops another, when all rows are there;
- inserts: row by row and a thousand at a time, beside the plain table, in alternation;
- dropping a month that holds many rows, and one that holds few, beside a DELETE;
- which partitions a query by time reads;
- partitioning a table online: the longest that any reader or writer has to wait, whether each row
  is there afterwards, there and back, and how many rows a second are copied.

What 50 million rows would take follows from these, on paper.

    python -m bench.partitions [--rows 5000000] [--online 1000000] [--clients 8]
"""

from __future__ import annotations

import argparse
import json
import random
import re
import statistics
import sys
import time
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

import psycopg

from bench.live import output
from bench.migrations import stall, write_spec
from schemagen import sandbox
from schemagen.app.maintaining import Maintenance, maintain
from schemagen.plan.whole import create_statements
from schemagen.sandbox import Server
from schemagen.spec.compile import compile_spec

Connection = psycopg.Connection[Any]

_MONTHS: Final = 24
_COLUMNS: Final = {
    "id": "bigint generated always as identity",
    "at": "timestamptz not null default now()",
    "agent_id": "integer not null",
    "note": "text",
}
_TABLES: Final = {
    "event": {
        "columns": _COLUMNS,
        "primary_key": ["id", "at"],
        "indexes": [["agent_id", "at desc"]],
        "partition_by": {
            "range": "at",
            "every": "month",
            "keep": f"{_MONTHS} months",
            "expired": "drop",
        },
    },
    "plain": {
        "columns": _COLUMNS,
        "primary_key": ["id", "at"],
        "indexes": [["agent_id", "at desc"]],
    },
}
_FILL: Final = """\
INSERT INTO {table} (at, agent_id, note)
SELECT timestamptz '2024-11-01 00:00+00' + n * interval '{months} months' / {rows},
       n % 1000, 'event number ' || n
FROM generate_series(1, {rows}) AS n"""
_INSERT: Final = "INSERT INTO {} (at, agent_id, note) VALUES (%s, %s, 'an event')"
_MANY: Final = """\
INSERT INTO {} (at, agent_id, note)
SELECT timestamptz '2026-10-05 00:00+00' + n * interval '1 minute', n % 1000, 'an event'
FROM generate_series(1, 1000) AS n"""
_SIZES: Final = """\
SELECT pg_total_relation_size('plain'), pg_indexes_size('plain'), (SELECT count(*) FROM plain)"""
_ONLINE: Final = {
    "id": "bigint primary key",
    "amount": "integer not null default 0",
    "note": "text",
}
_ROWS: Final = "SELECT count(*), sum(hashtextextended((id, note)::text, 0)) FROM entry"


def month(number: int) -> datetime:
    """Return the middle of a month, counted from November 2024."""
    years, place = divmod(10 + number, 12)
    return datetime(2024 + years, place + 1, 15, tzinfo=UTC)


def milliseconds(work: Callable[[], object]) -> float:
    """Return how long something takes."""
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1000


def lifecycle(server: Server, rows: int) -> None:
    """Fill both tables, and print what everything takes."""
    url = server.create_database()
    with (
        TemporaryDirectory() as name,
        psycopg.connect(url, autocommit=True, prepare_threshold=0) as connection,
    ):
        root = Path(name)
        (root / "specs").mkdir()
        spec = {"schemagen": 1, "project": "log", "tables": _TABLES}
        (root / "specs/log.yaml").write_text(json.dumps(spec), encoding="utf-8")
        project = compile_spec(root / "specs/log.yaml", root).project
        for statement in create_statements(project.catalog):
            connection.execute(statement.sql.encode())

        def run(number: int) -> None:
            maintain(root, "log", url, Maintenance(now=month(number)))

        longest = max(milliseconds(partial(run, number)) for number in range(_MONTHS))
        report("maintenance that makes a month, at most", f"{longest:.0f} ms")
        filled = [fill(connection, table, rows) for table in ("plain", "event")]
        words = f"{filled[1] / filled[0]:.2f} times the plain table's time"
        words += f", {rows / filled[1] * 1000:,.0f} rows/s"
        report(f"{rows:,} rows at once", words)
        connection.execute("VACUUM ANALYZE")
        report("row by row", inserts(connection, one_by_one))
        report("a thousand rows at a time", inserts(connection, many))
        idle = milliseconds(lambda: run(_MONTHS - 1))
        report(f"maintenance with nothing due, {rows:,} rows", f"{idle:.0f} ms")
        moving = milliseconds(lambda: run(_MONTHS + 1))
        report("maintenance that makes two months and drops one", f"{moving:.0f} ms")
        dropping(connection)
        report("a query of one month reads", ", ".join(reads(connection)))
        on_paper(connection, rows / filled[1] * 1000)


def fill(connection: Connection, table: str, rows: int) -> float:
    """Fill a table; returns milliseconds."""
    text = _FILL.format(table=table, rows=rows, months=_MONTHS).encode()
    return milliseconds(lambda: connection.execute(text))


def one_by_one(connection: Connection, table: str) -> float:
    """Insert rows as an application does; returns milliseconds."""
    text, choose = _INSERT.format(table).encode(), random.Random(1)

    def work() -> None:
        with connection.transaction():
            for _ in range(2000):
                day = datetime(2026, 10, choose.randint(1, 28), tzinfo=UTC)
                connection.execute(text, [day, choose.randint(0, 999)])

    return milliseconds(work)


def many(connection: Connection, table: str) -> float:
    """Insert rows as a collector does; returns milliseconds."""
    text = _MANY.format(table).encode()
    return milliseconds(lambda: [connection.execute(text) for _ in range(10)])


def inserts(connection: Connection, how: Callable[[Connection, str], float]) -> str:
    """Return what inserts take beside those into the plain table, in alternation."""
    found = [(how(connection, "plain"), how(connection, "event")) for _ in range(9)]
    plain, event = (statistics.median(each) for each in zip(*found, strict=True))
    return f"{event / plain:.2f} times the plain table's {plain:.0f} ms"


def dropping(connection: Connection) -> None:
    """Print what it takes to be rid of a month with all its rows, and of one that is empty."""
    for part, what in (("event_p2025_01", "with its rows"), ("event_p2027_01", "without rows")):
        detach = f"ALTER TABLE event DETACH PARTITION {part}"
        taken = milliseconds(partial(_run, connection, [detach, f"DROP TABLE {part}"]))
        report(f"dropping a month {what}", f"{taken:.0f} ms")
    text = b"DELETE FROM plain WHERE at >= '2025-01-01 00:00+00' AND at < '2025-02-01 00:00+00'"
    report("DELETE of that month", f"{milliseconds(lambda: connection.execute(text)):.0f} ms")


def _run(connection: Connection, statements: Iterable[str]) -> None:
    for text in statements:
        connection.execute(text.encode())


def reads(connection: Connection) -> list[str]:
    """Return the partitions that a query by time reads."""
    query = b"""EXPLAIN (FORMAT JSON) SELECT count(*) FROM event
        WHERE at >= '2026-03-01 00:00+00' AND at < '2026-04-01 00:00+00'"""
    found = str(connection.execute(query).fetchall())
    return sorted(set(re.findall(r"'Relation Name': '(\w+)'", found)))


def on_paper(connection: Connection, rate: float) -> None:
    """Print what 50 million rows would take."""
    whole, indexes, rows = connection.execute(_SIZES).fetchone() or (0, 0, 1)
    total, share = 50_000_000, 50_000_000 / _MONTHS
    size = whole / rows * total / 2**30
    report("50,000,000 rows in 24 months, on paper", f"{share:,.0f} rows a month")
    report("  their size, with indexes", f"{size:.1f} GB, {size / _MONTHS * 1024:.0f} MB a month")
    report(
        "  the indexes of a month, to be kept in memory", f"{indexes / rows * share / 2**20:.0f} MB"
    )
    report("  filled at this rate", f"{total / rate / 60:.0f} min")


def online(server: Server, rows: int, clients: int) -> None:
    """Partition a table and undo it while others read and write, and print who waited how long."""
    command = [sys.executable, "-m", "schemagen", "migrate"]
    with TemporaryDirectory() as name:
        folder, url = Path(name), server.create_database()
        write_spec(folder, _ONLINE, {})
        output([*command, "new", "load", "first"], folder)
        output([*command, "up", "load", "--url", url], folder)
        with psycopg.connect(url, autocommit=True) as connection:
            text = (
                "INSERT INTO entry (id, note) SELECT n, md5(n::text) FROM generate_series(1, %s) n"
            )
            connection.execute(text, [rows])
            connection.execute("VACUUM ANALYZE")
            before = connection.execute(_ROWS).fetchall()
        sections = {"partition_by": {"range": "id", "every": max(rows // 8, 1)}}
        write_spec(folder, _ONLINE, sections)
        output([*command, "new", "load", "partition"], folder)
        idle = stall(url, rows, clients, lambda: time.sleep(3))
        report(
            f"{rows:,} rows, {clients} clients: longest wait without a migration", f"{idle:.0f} ms"
        )
        for way, words in (("up", "while it is partitioned"), ("down", "while that is undone")):
            run = [*command, way, "load", "--url", url]
            took = [0.0]

            def work(run: list[str] = run, took: list[float] = took) -> None:
                took[0] = milliseconds(lambda: output(run, folder))

            waited = stall(url, rows, clients, work)
            seconds = took[0] / 1000
            report(f"  {words}", f"{waited:.0f} ms; {seconds:.0f} s, {rows / seconds:,.0f} rows/s")
            with psycopg.connect(url) as connection:
                same = connection.execute(_ROWS).fetchall() == before
            report("  each row is there", "yes" if same else "NO")


def report(what: str, words: str) -> None:
    """Print one figure."""
    print(f"{what + ':':<64} {words}", flush=True)


def main() -> None:
    """Measure, and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--rows", type=int, default=5_000_000)
    parser.add_argument("--online", type=int, default=1_000_000)
    parser.add_argument("--clients", type=int, default=8)
    parser.add_argument("--postgres", type=int, metavar="MAJOR")
    given = parser.parse_args()
    with sandbox.start(given.postgres) as server:
        lifecycle(server, given.rows)
        online(server, given.online, given.clients)


if __name__ == "__main__":
    main()
