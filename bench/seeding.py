"""What it costs to seed a project, and whether the rows are what they are said to be.

A database is seeded twice by `schemagen seed`, each time anew on a server of its own. Then all
rows of both are compared, byte by byte in the order of their keys, and PostgreSQL itself looks at
every constraint again: it is dropped and added.

    python -m bench.seeding [--project gym] [--rows 1000000] [--seed 1] [--postgres 18]
"""

from __future__ import annotations

import argparse
import hashlib
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

import psycopg

from bench.offline import environment
from schemagen import sandbox
from schemagen.app.stubs import stub_statements
from schemagen.spec.compile import compile_spec
from schemagen.sqltext.quoting import Name, QualifiedName, Raw, sql

REPOSITORY: Final = Path(__file__).parents[1]
_TABLES: Final = """
SELECT n.nspname, c.relname,
    coalesce((
        SELECT string_agg(quote_ident(a.attname), ', ' ORDER BY array_position(i.indkey, a.attnum))
        FROM pg_index AS i JOIN pg_attribute AS a
            ON a.attrelid = c.oid AND a.attnum = ANY (i.indkey::smallint[])
        WHERE i.indrelid = c.oid AND i.indisprimary
    ), '1')
FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
WHERE c.relkind = 'r' AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
ORDER BY 1, 2
"""
_CONSTRAINTS: Final = """
SELECT n.nspname, c.relname, k.conname, pg_get_constraintdef(k.oid)
FROM pg_constraint AS k JOIN pg_class AS c ON c.oid = k.conrelid
JOIN pg_namespace AS n ON n.oid = c.relnamespace
WHERE k.contype IN ('c', 'f', 'x') AND k.conparentid = 0 AND n.nspname !~ '^pg_'
    AND k.coninhcount = 0 AND n.nspname <> 'information_schema'
ORDER BY 1, 2, 3
"""
Connection = psycopg.Connection[Any]


def digests(connection: Connection) -> Mapping[str, str]:
    """Return for each table a digest of what COPY gives of its rows in the order of their key."""
    found = {}
    for schema, table, key in connection.execute(_TABLES.encode()).fetchall():
        query = sql("SELECT * FROM {} ORDER BY {}", QualifiedName(schema, table), Raw(key))
        digest = hashlib.sha256()
        with connection.cursor().copy(sql("COPY ({}) TO STDOUT", Raw(query)).encode()) as rows:
            for row in rows:
                digest.update(row)
        found[f"{schema}.{table}"] = digest.hexdigest()
    return found


def violations(connection: Connection) -> Iterator[str]:
    """Yield what PostgreSQL says of constraints that rows violate, and of broken unique indexes."""
    for schema, table, name, definition in connection.execute(_CONSTRAINTS.encode()).fetchall():
        relation = QualifiedName(schema, table)
        try:
            with connection.transaction(force_rollback=True):
                for text in (
                    sql("ALTER TABLE {} DROP CONSTRAINT {}", relation, Name(name)),
                    sql(
                        "ALTER TABLE {} ADD CONSTRAINT {} {}", relation, Name(name), Raw(definition)
                    ),
                ):
                    connection.execute(text.encode())
        except psycopg.Error as error:
            yield error.diag.message_primary or str(error)
    try:
        connection.execute("REINDEX DATABASE")
    except psycopg.Error as error:
        yield error.diag.message_primary or str(error)


def seeded(server: sandbox.Server, project: str, rows: int, seed: int) -> tuple[str, float]:
    """Make a database with the tables of a project, seed it, and return its URL and the seconds.

    Raises:
        RuntimeError: `schemagen seed` fails.
    """
    url = server.create_database()
    declared = compile_spec(REPOSITORY / f"specs/{project}.yaml", REPOSITORY).project
    with psycopg.connect(url, autocommit=True) as connection:
        for statement in stub_statements(declared):
            connection.execute(statement.sql.encode())
        script = REPOSITORY / f"generated/{project}/schema.sql"
        connection.execute(script.read_bytes())
    command = [sys.executable, "-m", "schemagen", "seed", project, "--url", url]
    start = time.perf_counter()
    done = subprocess.run(
        [*command, "--rows", str(rows), "--seed", str(seed)],
        cwd=REPOSITORY,
        env=environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    taken = time.perf_counter() - start
    if done.returncode:
        raise RuntimeError(done.stdout + done.stderr)
    print(done.stdout)
    return url, taken


def main() -> None:
    """Seed twice, compare, and exit with 1 if anything is not as it should be."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--project", default="gym")
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--postgres", type=int)
    given = parser.parse_args()
    found = []
    for _ in range(2):
        with sandbox.start(given.postgres) as server:
            url, taken = seeded(server, given.project, given.rows, given.seed)
            with psycopg.connect(url, autocommit=True) as connection:
                wrong = list(violations(connection))
                found.append(digests(connection))
            print(f"{taken:.1f} s, {len(wrong)} constraints violated", *wrong, sep="\n  ")
    same = found[0] == found[1]
    print("twice the same rows" if same else "not the same rows twice")
    sys.exit(0 if same and not wrong else 1)


if __name__ == "__main__":
    main()
