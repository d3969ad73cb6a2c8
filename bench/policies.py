"""What row-level security costs, beside the same filter written by hand, in one run.

Two tables of a million rows, of 1,000 tenants and 10,000 owners, are read as actors whose rules
have every form that `access:` makes, and as a role that no policy binds, with the rule as a WHERE
clause and the claims as its parameters. Both are run in turn, so that other load of the machine
falls on both alike. The figures are wall times at the client: first of the runs that were disturbed
least (a fifth is faster) with their ratio, and in brackets the ratio of the medians.

The statements are prepared, as psycopg does by itself with what it runs repeatedly. `--plan-anew`
is without that: to plan a claim costs some 40 microseconds, whatever the statement.

    python -m bench.policies [--rows 1000000] [--seconds 2] [--postgres 18] [--only FORM]
                             [--plan-anew]
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final, TypeAlias

import psycopg

from bench.live import output
from bench.offline import warm_up
from schemagen import sandbox
from schemagen.sandbox import Server

Connection: TypeAlias = psycopg.Connection[tuple[Any, ...]]

_PROJECT: Final = "policies"
LIMIT: Final = 1.1
_CLAIMS: Final = {"user_id": 7, "tenant_id": 7}
_MEMBERSHIPS: Final = "array(select tenant_id from membership where user_id = claim.user_id)"
_SEEN: Final = "(deleted_at is null or owner_id = %(user_id)s)"


@dataclass(frozen=True)
class Form:
    """A form of rule: the table, the rule, the actor's claims, and the filter written by hand."""

    name: str
    table: str
    rule: str
    by_hand: str
    claims: tuple[str, ...] = ("user_id",)
    point: int = 500_006

    @property
    def actor(self) -> str:
        """The actor that the rule is for: form_own."""
        return "form_" + "".join(char if char.isalnum() else "_" for char in self.name)


FORMS: Final = (
    Form("all", "note", "all", "true"),
    Form("own", "note", "own", "owner_id = %(user_id)s"),
    Form(
        "predicate without a claim",
        "note",
        "status = 'draft'",
        "status = 'draft'",
        point=500_000,
    ),
    Form(
        "predicate with a claim",
        "note",
        "tenant_id = claim.tenant_id",
        "tenant_id = %(tenant_id)s",
        ("tenant_id",),
    ),
    Form(
        "or", "note", "owner_id = claim.user_id or is_public", "owner_id = %(user_id)s or is_public"
    ),
    Form(
        "and",
        "note",
        "tenant_id = claim.tenant_id and status <> 'draft'",
        "tenant_id = %(tenant_id)s and status <> 'draft'",
        ("tenant_id",),
    ),
    Form(
        "memberships",
        "note",
        f"tenant_id = any({_MEMBERSHIPS})",
        "tenant_id in (select tenant_id from membership where user_id = %(user_id)s)",
        point=500_007,
    ),
    Form(
        "memberships of a definer",
        "note",
        "tenant_id = any(array(select my_tenants()))",
        "tenant_id in (select tenant_id from membership where user_id = %(user_id)s)",
        point=500_007,
    ),
    Form("soft delete", "entry", "own", f"owner_id = %(user_id)s and {_SEEN}"),
    Form(
        "tenant and soft delete",
        "entry",
        "is_public or status = 'active'",
        f"tenant_id = %(tenant_id)s and (is_public or status = 'active') and {_SEEN}",
        ("user_id", "tenant_id"),
    ),
    Form(
        "tenant, own, soft delete",
        "entry",
        "own",
        f"tenant_id = %(tenant_id)s and owner_id = %(user_id)s and {_SEEN}",
        ("user_id", "tenant_id"),
    ),
)

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
_QUERIES: Final = {
    "point": "SELECT id, body FROM {table} WHERE id = {point} AND ({filter})",
    "all rows": "SELECT count(*), sum(length(body)) FROM {table} WHERE {filter}",
    "latest ten": "SELECT id FROM {table} WHERE {filter} ORDER BY created_at DESC LIMIT 10",
    "range": "SELECT count(*), sum(length(body)) FROM {table} WHERE created_at"
    " BETWEEN '2026-01-03' AND '2026-01-04' AND ({filter})",
    "scan": "SELECT count(*), sum(length(body)) FROM {table} WHERE {filter}",
    "update": "UPDATE {table} SET body = body WHERE id = {point} AND ({filter}) RETURNING id",
}


def _table() -> dict[str, Any]:
    columns = {
        "id": "integer primary key",
        "tenant_id": "integer not null references tenant",
        "owner_id": "integer not null",
        "is_public": "boolean not null",
        "status": "text not null",
        "body": "text not null",
        "created_at": "timestamptz not null",
        "deleted_at": "timestamptz",
    }
    indexes = [["tenant_id", "created_at"], ["owner_id"], ["status"], ["created_at"]]
    return {"columns": columns, "indexes": indexes, "owner": "owner_id"}


def spec() -> dict[str, Any]:
    """Return the spec: an actor for each form."""
    types = {"user_id": "integer", "tenant_id": "integer"}
    tables: dict[str, Any] = {
        "tenant": {"columns": {"id": "integer primary key"}},
        "membership": {
            "columns": {"user_id": "integer", "tenant_id": "integer not null references tenant"},
            "primary_key": ["user_id", "tenant_id"],
            "access": {form.actor: ["select"] for form in FORMS},
        },
        "note": _table(),
        "entry": {
            **_table(),
            "tenant": True,
            "soft_delete": {"visible_to": "owner_id = claim.user_id"},
        },
    }
    for form in FORMS:
        rules = {"select": form.rule, "update": form.rule}
        tables[form.table].setdefault("access", {})[form.actor] = rules
    return {
        "schemagen": 1,
        "project": _PROJECT,
        "actors": {
            form.actor: {"role": form.actor, "claims": {name: types[name] for name in form.claims}}
            for form in FORMS
        },
        "tenancy": {"table": "tenant", "column": "tenant_id", "claim": "tenant_id"},
        "functions": {
            "my_tenants": {
                "returns": "setof integer",
                "language": "sql",
                "volatility": "stable",
                "security": "definer",
                "set": {"search_path": "pg_catalog, pg_temp"},
                "body": "SELECT tenant_id FROM public.membership"
                " WHERE user_id = public.claim_user_id()",
            }
        },
        "tables": tables,
    }


def prepare(server: Server, rows: int) -> str:
    """Build the spec, load it into a database of its own, fill it; returns the database's URI."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "specs").mkdir()
        (folder / "specs" / f"{_PROJECT}.yaml").write_text(json.dumps(spec()), encoding="utf-8")
        output([sys.executable, "-m", "schemagen", "build"], folder)
        url = server.create_database()
        script = folder / "generated" / _PROJECT / "schema.sql"
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


def connect(url: str, form: Form | None, *, scan: bool, anew: bool) -> Connection:
    """Connect as the actor of a form with its claims set, or as the role that no policy binds."""
    connection: Connection = psycopg.connect(
        url, autocommit=True, prepare_threshold=None if anew else 0
    )
    # Workers would spread a statement over the cores that the other load leaves.
    connection.execute("SET max_parallel_workers_per_gather = 0")
    if scan:
        connection.execute("SET enable_indexscan = off")
        connection.execute("SET enable_bitmapscan = off")
    role = form.actor if form else _UNBOUND
    connection.execute(f"SET SESSION AUTHORIZATION {role}".encode())
    if form is not None:
        for claim in form.claims:
            connection.execute(
                "SELECT set_config(%s, %s, false)", [f"app.{claim}", str(_CLAIMS[claim])]
            )
    return connection


def timed(
    connection: Connection, statement: bytes, parameters: Mapping[str, int] | None
) -> tuple[float, list[tuple[Any, ...]]]:
    """Run a statement; returns the seconds that it takes, and its rows.

    It is no transaction that is rolled back: psycopg forgets what it prepared with each of those.
    """
    connection.execute("SELECT 1")
    start = time.perf_counter()
    found = connection.execute(statement, parameters).fetchall()
    return time.perf_counter() - start, found


def compare(url: str, form: Form, query: str, seconds: float, anew: bool) -> tuple[Cost, Cost]:
    """Return the costs under the policy, and with the filter written by hand.

    Raises:
        RuntimeError: the two do not find the same rows.
    """
    parts = {"table": form.table, "point": form.point}
    policy = _QUERIES[query].format(filter="true", **parts).encode()
    by_hand = _QUERIES[query].format(filter=form.by_hand, **parts).encode()
    scan = query == "scan"
    taken: list[tuple[float, float]] = []
    with (
        connect(url, form, scan=scan, anew=anew) as actor,
        connect(url, None, scan=scan, anew=anew) as unbound,
    ):
        end = time.perf_counter() + seconds
        while time.perf_counter() < end or len(taken) < 9:
            one, seen = timed(actor, policy, None)
            other, expected = timed(unbound, by_hand, _CLAIMS)
            if sorted(seen) != sorted(expected) or not seen:
                raise RuntimeError(f"{form.name}, {query}: {len(seen)} rows, not {len(expected)}")
            taken.append((one, other))
    return cost([one for one, _ in taken]), cost([other for _, other in taken])


def cost(taken: Sequence[float]) -> Cost:
    """Return what several runs say."""
    return Cost(statistics.quantiles(taken, n=5)[0], statistics.median(taken))


def line(form: Form, query: str, policy: Cost, by_hand: Cost) -> None:
    """Print one comparison."""
    mark = "" if policy.fifth <= LIMIT * by_hand.fifth else "  above the limit"
    figures = f"{policy.fifth * 1000:9.3f} ms {by_hand.fifth * 1000:9.3f} ms"
    ratios = f"{policy.fifth / by_hand.fifth:6.2f}  ({policy.median / by_hand.median:.2f})"
    print(f"{form.name:28}{query:12}{figures}{ratios}{mark}", flush=True)


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
        for form in FORMS:
            for query in _QUERIES if options.only in (None, form.name) else ():
                line(form, query, *compare(url, form, query, options.seconds, options.plan_anew))


if __name__ == "__main__":
    main()
