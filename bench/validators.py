"""What the generated validators cost beside the best hand-written SQL, in one run.

Three closed shapes: flat settings (some 130 bytes), a manifest of roles and a form of fields (some
4 kB each). For each there is what a person would write at best: a function of one expression in
SQL for the flat one, and in PL/pgSQL one conjunction for each object with loops by index for the
others. The generated function and the whole check constraint are measured in turn with it, so that
other load of the machine falls on all alike; a figure is the fastest round, without the scan.

The forms project is measured besides: how long a submission takes to be validated against its
definition on the server, call by call. Each submission is tried five times and the median counts:
what another process does at that moment is not what validation costs.

    python -m bench.validators [--rounds 100] [--postgres 18]
"""

from __future__ import annotations

import argparse
import json
import random
import statistics
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import psycopg

from bench.handwritten import HAND_WRITTEN, SHAPES, documents
from schemagen import sandbox
from schemagen.shapes.validator import check_expression
from schemagen.sqltext.quoting import Literal, QualifiedName, Raw, sql
from tests.shapes import Checker, Database, shapes_of

_BYTES = 64_000
"""How much a round reads: little enough that many a round is not interrupted."""

_CALLS = 2000
_TRIES = 5
_FORM = {
    "type": "object",
    "required": ["title", "priority"],
    "additionalProperties": False,
    "properties": {
        "title": {"type": "string", "minLength": 1, "maxLength": 80},
        "priority": {"type": "integer", "minimum": 1, "maximum": 5},
        "kind": {"enum": ["bug", "wish", "question"]},
        "email": {"type": "string", "pattern": "^[^@ ]+@[^@ ]+$"},
        "address": {
            "type": "object",
            "required": ["zip"],
            "properties": {
                "zip": {"type": "string", "pattern": "^[0-9]{5}$"},
                "street": {"type": "string", "maxLength": 80},
            },
        },
        "tags": {"type": "array", "maxItems": 8, "items": {"type": "string", "maxLength": 16}},
        "answers": {"type": "object", "additionalProperties": {"type": ["string", "number"]}},
    },
}


def measure(
    connection: Database, expressions: Mapping[str, str], rows: int, rounds: int
) -> dict[str, float]:
    """Return the microseconds that each expression takes for a row, fastest of all rounds."""
    best = dict.fromkeys(expressions, float("inf"))
    for _ in range(rounds):
        for name, expression in expressions.items():
            query = sql("SELECT count(*) FROM documents WHERE {}", Raw(expression))
            # Once unmeasured: a function that others call with another search path plans anew.
            connection.execute(query.encode(), prepare=True)
            started = time.perf_counter()
            [(count,)] = connection.execute(query.encode(), prepare=True).fetchall()
            taken = (time.perf_counter() - started) / rows * 1e6
            if count != rows:
                raise RuntimeError(f"{name} accepted {count} of {rows} documents")
            best[name] = min(best[name], taken)
    return best


def compare(connection: Database, name: str, rounds: int) -> str:
    """Measure the validators of one shape and return the line that says how they compare."""
    made = documents(random.Random(7))[name]
    connection.execute("DROP TABLE IF EXISTS documents")
    connection.execute("CREATE UNLOGGED TABLE documents (d jsonb)")
    connection.execute("ALTER TABLE documents ALTER COLUMN d SET STORAGE PLAIN")
    fill = "INSERT INTO documents SELECT %s::jsonb FROM generate_series(1, %s)"
    size = len(json.dumps(made))
    rows = _BYTES // size
    connection.execute(fill, (json.dumps(made), rows))
    connection.execute("VACUUM ANALYZE documents")
    connection.execute(HAND_WRITTEN[name].encode())
    validators = Checker(connection, shapes_of(**SHAPES), name).validators
    found = measure(
        connection,
        {
            "scan": "d IS NOT NULL",
            "hand": sql("{}(d)", QualifiedName("public", f"hand_{name.lower()}")),
            "generated": sql("{}(d)", QualifiedName("public", validators.ok)),
            "check": check_expression(validators, "public", "d", "d_shape", "documents"),
        },
        rows,
        rounds,
    )
    hand, generated, check = (found[key] - found["scan"] for key in ("hand", "generated", "check"))
    return (
        f"{name:<10} {size:>5} B   {hand:>8.2f}   {generated:>8.2f} ({generated / hand:.2f})"
        f"   {check:>8.2f} ({check / hand:.2f})"
    )


def submission(made: random.Random) -> dict[str, Any]:
    """Return a submission that is valid against the form."""
    return {
        "title": "x" * made.randint(1, 80),
        "priority": made.randint(1, 5),
        "kind": made.choice(["bug", "wish", "question"]),
        "email": "ada@example.org",
        "address": {"zip": f"{made.randint(10000, 99999)}", "street": "High Street 1"},
        "tags": ["tag"] * made.randint(0, 8),
        "answers": {f"question {n}": "an answer" for n in range(made.randint(0, 12))},
    }


def submissions(connection: Database) -> list[float]:
    """Return how many milliseconds each submission took on the server, sorted."""
    connection.execute(Path("generated/forms/schema.sql").read_bytes())
    made = random.Random(7)
    texts = [json.dumps(submission(made)) for _ in range(_CALLS)]
    connection.execute(
        "CREATE FUNCTION measured(definition jsonb, data jsonb) RETURNS double precision "
        "LANGUAGE plpgsql AS $$ DECLARE started timestamptz := clock_timestamp(); BEGIN "
        "ASSERT public.validate_form_submission(definition, data); "
        "RETURN 1000 * extract(epoch FROM clock_timestamp() - started); END $$"
    )
    query = sql(
        "SELECT measured({}::jsonb, d) FROM unnest(%s::jsonb[]) AS d", Literal(json.dumps(_FORM))
    )
    tries = [connection.execute(query.encode(), (texts,)).fetchall() for _ in range(_TRIES)]
    return sorted(statistics.median(taken for (taken,) in row) for row in zip(*tries, strict=True))


def main() -> None:
    """Measure on a server of its own and print what was found."""
    parser = argparse.ArgumentParser(prog="python -m bench.validators")
    parser.add_argument("--rounds", type=int, default=100)
    parser.add_argument("--postgres", type=int, help="the major version; the newest by default")
    asked = parser.parse_args()
    with sandbox.start(asked.postgres) as server:
        with psycopg.connect(server.url(), autocommit=True) as connection:
            print(f"PostgreSQL {server.major}: microseconds a document (ratio to hand-written)")
            print("shape         size   by hand    generated          check constraint")
            for name in SHAPES:
                print(compare(connection, name, asked.rounds))
        url = server.create_database("bench_forms")
        with psycopg.connect(url, autocommit=True) as connection:
            taken = submissions(connection)
    middle, late = taken[len(taken) // 2], taken[len(taken) * 99 // 100]
    print(f"forms: {len(taken)} submissions, median {middle:.3f} ms, p99 {late:.3f} ms")


if __name__ == "__main__":
    main()
