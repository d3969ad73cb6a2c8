"""What row-level security costs, beside the same filter written by hand, in one run.

Two tables of a million rows, of 1,000 tenants and 10,000 owners, are read as actors whose rules
have every form that `access:` makes, and as a role that no policy binds, with the rule as a WHERE
clause: once with the claims as its parameters, and once with the claims read by hand as policies
read them. All are run in turn, so that other load of the machine falls on all alike. The figures
are wall times at the client, of the runs that were disturbed least (a fifth is faster): under the
policy, and with parameters; the ratio of these, in brackets the ratio of their medians; and the
ratio to what reads the claims by hand. The client and its server processes share one core: to wake
a process on another one takes as long as a statement does, or half of it, by where the kernel puts
it.

The statements are prepared, as clients do with what they run repeatedly. A sub-select of its own,
be it of a constant, takes PostgreSQL some 1.5 microseconds whatever the statement, and to read a
claim in it less than one; a prepared look-up by key, through a Unix socket, takes 20.
`--plan-anew` does not prepare: to plan a claim takes some 40 microseconds.

    python -m bench.policies [--rows 1000000] [--seconds 2] [--postgres 18] [--only FORM]
                             [--plan-anew]
"""

from __future__ import annotations

import argparse
import itertools
import json
import os
import statistics
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final, TypeAlias

import psycopg
from psycopg.pq import ExecStatus
from psycopg.pq.abc import PGresult

from bench.live import output
from bench.offline import warm_up
from bench.policy_forms import FORMS, PROJECT, Form, spec
from schemagen import sandbox
from schemagen.sandbox import Server

Connection: TypeAlias = psycopg.Connection[tuple[Any, ...]]

LIMIT: Final = 1.1
_PAIRS: Final = 4
_LEAST: Final = 3
_CLAIMS: Final = {"user_id": 7, "tenant_id": 7}
_FILL: Final = """\
INSERT INTO tenant SELECT n FROM generate_series(1, 1000) AS n;
INSERT INTO membership SELECT n, (n + k * 331) % 1000 + 1
FROM generate_series(1, 10000) AS n, generate_series(0, 2) AS k;
"""
_UNBOUND: Final = "policies_unbound"
_GRANT: Final = """\
CREATE ROLE policies_unbound BYPASSRLS;
GRANT SELECT, UPDATE ON ALL TABLES IN SCHEMA public TO policies_unbound;
"""
_COPY: Final = """\
INSERT INTO {table} (id, tenant_id, owner_id, is_public, status, body, created_at, deleted_at)
SELECT n, n % 1000 + 1, n % 10000 + 1, n % 50 = 0,
       CASE WHEN n % 20 = 0 THEN 'draft' ELSE 'active' END, md5(n::text),
       '2026-01-01'::timestamptz + n * interval '1 s', CASE WHEN n % 10 = 3 THEN now() END
FROM generate_series(1, {rows}) AS n;
"""
_READ: Final = "(SELECT nullif(current_setting('app.{claim}', true), '')::integer)"
_QUERIES: Final = {
    "point": "SELECT id, body FROM {table} WHERE id = {point} AND ({filter})",
    "all rows": "SELECT count(*), sum(length(body)) FROM {table} WHERE {filter}",
    "latest ten": "SELECT id FROM {table} WHERE {filter} ORDER BY created_at DESC LIMIT 10",
    "range": "SELECT count(*), sum(length(body)) FROM {table} WHERE created_at"
    " BETWEEN '2026-01-03' AND '2026-01-04' AND ({filter})",
    "scan": "SELECT count(*), sum(length(body)) FROM {table} WHERE {filter}",
    "update": "UPDATE {table} SET body = body WHERE id = {point} AND ({filter}) RETURNING id",
}


def prepare(server: Server, rows: int) -> str:
    """Build the spec, load it into a database of its own, fill it; returns the database's URI."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "specs").mkdir()
        (folder / "specs" / f"{PROJECT}.yaml").write_text(json.dumps(spec()), encoding="utf-8")
        output([sys.executable, "-m", "schemagen", "build"], folder)
        url = server.create_database()
        script = folder / "generated" / PROJECT / "schema.sql"
        output([server.psql, "-X", "-q", "-v", "ON_ERROR_STOP=1", "-d", url, "-f", script], folder)
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(_GRANT.encode())
        connection.execute(_FILL.encode())
        for table in dict.fromkeys(form.table for form in FORMS):
            connection.execute(_COPY.format(table=table, rows=rows).encode())
        connection.execute("VACUUM ANALYZE")
    return url


@dataclass(frozen=True)
class Cost:
    """What a statement costs at the client, in seconds: faster is one run in five, and in two."""

    fifth: float
    median: float


class Prepared:
    """A statement on a connection of its own, without what psycopg does to values and rows."""

    def __init__(self, connection: Connection, text: str, values: Sequence[int]) -> None:
        self._raw = connection.pgconn
        self._text = text.encode()
        self._values = [str(value).encode() for value in values]
        _check(self._raw.prepare(b"measured", self._text))

    def run(self, *, anew: bool) -> tuple[float, list[tuple[bytes | None, ...]]]:
        """Run it, prepared or planned anew; returns the seconds that it takes, and its rows."""
        _check(self._raw.exec_(b"SELECT 1"))
        start = time.perf_counter()
        if anew:
            result = self._raw.exec_params(self._text, self._values)
        else:
            result = self._raw.exec_prepared(b"measured", self._values)
        taken = time.perf_counter() - start
        _check(result)
        columns = range(result.nfields)
        rows = [tuple(result.get_value(n, m) for m in columns) for n in range(result.ntuples)]
        return taken, sorted(rows)


def _check(result: PGresult) -> None:
    if result.status not in (ExecStatus.COMMAND_OK, ExecStatus.TUPLES_OK):
        raise RuntimeError(result.get_error_message())


def connect(url: str, form: Form | None, query: str) -> Connection:
    """Connect as the actor of a form with its claims set, or as the role that no policy binds."""
    connection: Connection = psycopg.connect(url, autocommit=True)
    # Workers would spread a statement over the cores that the other load leaves.
    connection.execute("SET max_parallel_workers_per_gather = 0")
    for claim, value in _CLAIMS.items():
        if form is None or claim in form.claims:
            connection.execute("SELECT set_config(%s, %s, false)", [f"app.{claim}", str(value)])
    if query == "scan":
        connection.execute("SET enable_indexscan = off")
        connection.execute("SET enable_bitmapscan = off")
    role = form.actor if form else _UNBOUND
    connection.execute(f"SET SESSION AUTHORIZATION {role}".encode())
    os.sched_setaffinity(connection.info.backend_pid, os.sched_getaffinity(0))
    return connection


def compare(url: str, form: Form, query: str, seconds: float, anew: bool) -> list[Cost]:
    """Return the costs under the policy, with parameters, and with claims read by hand.

    Raises:
        RuntimeError: the two do not find the same rows.
    """
    taken: list[tuple[float, ...]] = []
    # Server processes of one kind differ by where they happen to run, so some of them are asked.
    for _ in range(_PAIRS):
        taken += alternate(url, form, query, seconds / _PAIRS, anew)
    return [cost(each) for each in zip(*taken, strict=True)]


def alternate(
    url: str, form: Form, query: str, seconds: float, anew: bool
) -> Iterator[tuple[float, ...]]:
    """Yield what each way takes on a connection of its own, in seconds, for so long."""
    text = _QUERIES[query].format(table=form.table, point=form.point, filter="{filter}")
    used = [claim for claim in _CLAIMS if f"{{{claim}}}" in form.by_hand]
    given = {claim: f"${number}" for number, claim in enumerate(used, 1)}
    read = {claim: _READ.format(claim=claim) for claim in used}
    with (
        connect(url, form, query) as actor,
        connect(url, None, query) as unbound,
        connect(url, None, query) as reading,
    ):
        ways = [
            Prepared(actor, text.format(filter="true"), []),
            Prepared(
                unbound,
                text.format(filter=form.by_hand.format(**given)),
                [_CLAIMS[claim] for claim in used],
            ),
            Prepared(reading, text.format(filter=form.by_hand.format(**read)), []),
        ]
        for way in ways:
            way.run(anew=anew)
        end = time.perf_counter() + seconds
        for number in itertools.count():
            if number >= _LEAST and time.perf_counter() > end:
                break
            ran = [way.run(anew=anew) for way in ways]
            seen = {tuple(rows) for _, rows in ran}
            if len(seen) != 1 or seen == {()}:
                raise RuntimeError(f"{form.name}, {query}: {[len(rows) for _, rows in ran]} rows")
            yield tuple(seconds for seconds, _ in ran)


def cost(taken: Sequence[float]) -> Cost:
    """Return what several runs say."""
    return Cost(statistics.quantiles(taken, n=5)[0], statistics.median(taken))


def line(form: Form, query: str, policy: Cost, by_hand: Cost, claims_by_hand: Cost) -> None:
    """Print one comparison."""
    mark = "" if policy.fifth <= LIMIT * by_hand.fifth else "  above the limit"
    figures = f"{policy.fifth * 1000:9.3f} ms {by_hand.fifth * 1000:9.3f} ms"
    ratios = f"{policy.fifth / by_hand.fifth:6.2f}  ({policy.median / by_hand.median:.2f})"
    read = f"{policy.fifth / claims_by_hand.fifth:6.2f}"
    print(f"{form.name:28}{query:12}{figures}{ratios}{read}{mark}", flush=True)


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure, and print a line for each form and query."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--seconds", type=float, default=2)
    parser.add_argument("--postgres", type=int, default=None)
    parser.add_argument("--only", help="only the form of this name")
    parser.add_argument("--plan-anew", action="store_true", help="do not prepare the statements")
    options = parser.parse_args(arguments)
    with sandbox.start(options.postgres) as server:
        warm_up()
        url = prepare(server, options.rows)
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
        for form in FORMS:
            for query in _QUERIES if options.only in (None, form.name) else ():
                line(form, query, *compare(url, form, query, options.seconds, options.plan_anew))


if __name__ == "__main__":
    main()
