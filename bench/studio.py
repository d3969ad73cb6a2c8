"""What pages of the studio take on a table of a million rows, beside psql with the same query.

The trust project on a server of its own: many members with agents, and a long history of their
scores, which row-level security narrows to one's own. A page is measured over HTTP on a new
connection, from the request to the last byte of the answer; psql from its start to its end, and
the query alone on a connection that is there.

    python -m bench.studio [--rows 1000000] [--tables 1000] [--times 30] [--postgres 18]
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final
from urllib.parse import urlencode

import psycopg

from schemagen import sandbox
from schemagen.app.build import build
from schemagen.sandbox import Server
from schemagen.sqltext.quoting import Literal, sql
from schemagen.studio.serving import served, studio_of
from schemagen.studio.visit import Studio
from tests.app.repository import write
from tests.site.many import many_tables
from tests.studio.visiting import Browser

REPOSITORY: Final = Path(__file__).parents[1]
TARGET: Final = 300.0
"""Milliseconds that the first page of a large table may take."""
MEMBERS: Final = 1000
TABLE: Final = {"schema": "public", "name": "trust_history"}
_FIRST: Final = "SELECT * FROM public.trust_history ORDER BY id LIMIT 51"
_FILL: Final = """
SET session_replication_role = replica;
INSERT INTO profiles (id) SELECT md5('p' || n)::uuid FROM generate_series(1, {members}) AS n;
INSERT INTO agents (id, owner_id, name)
    SELECT md5('a' || n)::uuid, md5('p' || 1 + n % {members})::uuid, 'Agent ' || n
    FROM generate_series(1, {members} * 10) AS n;
INSERT INTO trust_history (id, agent_id, previous_score, new_score, source_type, reason, created_at)
    SELECT md5('h' || n)::uuid, md5('a' || 1 + n % ({members} * 10))::uuid, n % 1000, n % 1001,
        'observer', 'It did what was asked, as far as one could tell, for the time number ' || n,
        timestamptz '2026-01-01' + n * interval '1 second'
    FROM generate_series(1, {rows}) AS n;
RESET session_replication_role;
ANALYZE;
"""


@contextmanager
def trust(server: Server, rows: int) -> Iterator[Studio]:
    """Serve the trust project with a history of so many rows."""
    url = server.create_database("bench_studio")
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute((REPOSITORY / "generated/trust/schema.sql").read_bytes())
        fill = sql(_FILL, members=Literal(MEMBERS), rows=Literal(rows))
        connection.execute(fill.encode())
    with served(studio_of(REPOSITORY, "trust", url)) as studio:
        yield studio


@contextmanager
def many(server: Server, count: int) -> Iterator[Studio]:
    """Serve a project of so many tables."""
    url = server.create_database("bench_studio_many")
    with TemporaryDirectory() as folder:
        root = Path(folder)
        write(root, {"specs/erp.yaml": many_tables(count)})
        build(root)
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute((root / "generated/erp/schema.sql").read_bytes())
        with served(studio_of(root, "erp", url)) as studio:
            yield studio


def milliseconds(work: Callable[[], object], times: int) -> list[float]:
    """Return how long something takes, each time, after it was done once."""
    work()
    found = []
    for _ in range(times):
        start = time.perf_counter()
        work()
        found.append((time.perf_counter() - start) * 1000)
    return sorted(found)


def page(browser: Browser, path: str, **query: str) -> Callable[[], object]:
    """Return what visits a page, and fails if that is not shown."""

    def work() -> None:
        answer = browser.get(f"{path}?{urlencode(query)}" if query else path)
        if answer.status != 200:
            raise SystemExit(f"{path}: {answer.status} {answer.said}")

    return work


def cases(studio: Studio, server: Server) -> Iterator[tuple[str, Callable[[], object]]]:
    """Yield what is measured on the large table."""
    url = server.url("bench_studio")
    command = [str(server.psql), "-XqAt", "-d", url, "-c", _FIRST]
    yield "psql, the same query", lambda: subprocess.run(command, capture_output=True, check=True)
    with psycopg.connect(url, autocommit=True) as connection:
        yield "the query alone", lambda: connection.execute(_FIRST.encode()).fetchall()
    browser = Browser(studio)
    browser.enter()
    yield "first page", page(browser, "/rows", **TABLE)
    yield "a page in the middle", page(browser, "/rows", **TABLE, after=f"8{'0' * 31}")
    indexed = {"c": "agent_id", "o": "eq", "v": "1" * 32}
    yield "first page, filtered by an index", page(browser, "/rows", **TABLE, **indexed)
    key = _first_key(url)
    yield "one row", page(browser, "/row", **TABLE, key=key)
    browser.look_as("member", user_id=_member(url))
    yield "first page as a member (1 row of 1,000)", page(browser, "/rows", **TABLE)
    yield "what is hidden from a member", page(browser, "/rows", **TABLE, show="all")


def _first_key(url: str) -> str:
    with psycopg.connect(url) as connection:
        found = connection.execute("SELECT min(id::text) FROM trust_history").fetchone()
    return str(found[0]) if found else ""


def _member(url: str) -> str:
    with psycopg.connect(url) as connection:
        found = connection.execute("SELECT id FROM profiles LIMIT 1").fetchone()
    return str(found[0]) if found else ""


def show(name: str, found: list[float]) -> float:
    """Print a line of figures, and return the 95th percentile."""
    last = found[min(len(found) - 1, round(len(found) * 0.95))]
    print(f"{name:44} {statistics.median(found):8.1f} ms {last:8.1f} ms")
    return last


def main() -> int:
    """Measure and print; the exit status is 1 if the first page misses its target."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--tables", type=int, default=1000)
    parser.add_argument("--times", type=int, default=30)
    parser.add_argument("--postgres", type=int, default=18)
    given = parser.parse_args()
    slow = []
    with sandbox.start(given.postgres) as server:
        print(f"{f'{given.rows:,} rows':44} {'median':>11} {'95 %':>11}")
        with trust(server, given.rows) as studio:
            for name, work in cases(studio, server):
                last = show(name, milliseconds(work, given.times))
                slow += [name] if name.startswith("first page") and last > TARGET else []
        with many(server, given.tables) as studio:
            browser = Browser(studio)
            browser.enter()
            name = f"the list of {given.tables:,} tables, its first page"
            show(name, milliseconds(page(browser, "/"), given.times))
    if slow:
        print(f"over {TARGET:g} ms: {', '.join(slow)}")
    return bool(slow)


if __name__ == "__main__":
    sys.exit(main())
