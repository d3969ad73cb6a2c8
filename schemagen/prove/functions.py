"""Functions: their examples are true, and their bodies in PL/pgSQL are sound.

Bodies are read by the extension plpgsql_check, where the server has it: PostgreSQL itself looks at
what a body names only when it comes by.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import psycopg

from schemagen.app.connecting import Connection
from schemagen.app.replay import Replay, replayed
from schemagen.catalog.object import ObjectId
from schemagen.declare.nouns import counted
from schemagen.kinds.function import Function
from schemagen.prove.verdict import Job, Proof, Verdict
from schemagen.sqltext.calls import calls_in
from schemagen.sqltext.quoting import Name, Raw, sql

_CHECKER: Final = "plpgsql_check"
_SHOWN: Final = 5
_PATIENCE: Final = "SET LOCAL statement_timeout = '10s'"
_NOT_ALONE: Final = (psycopg.errors.UndefinedColumn, psycopg.errors.UndefinedTable)
"""What a call is refused with that stands on the query around it."""

_HAS_CHECKER: Final = "SELECT FROM pg_catalog.pg_available_extensions WHERE name = %s"
_INSTALL: Final = """
CREATE SCHEMA schemagen_checker;
CREATE EXTENSION plpgsql_check SCHEMA schemagen_checker;
"""
_CHECK: Final = """
WITH used AS (
    SELECT DISTINCT tgfoid, tgrelid, tgoldtable, tgnewtable
    FROM pg_catalog.pg_trigger WHERE NOT tgisinternal
)
SELECT p.oid::regprocedure::text, coalesce(t.tgrelid::regclass::text, ''), c.level, c.lineno,
    c.message
FROM pg_catalog.pg_proc AS p
JOIN pg_catalog.pg_language AS l ON l.oid = p.prolang AND l.lanname = 'plpgsql'
LEFT JOIN used AS t ON t.tgfoid = p.oid
CROSS JOIN LATERAL schemagen_checker.plpgsql_check_function_tb(
    p.oid, coalesce(t.tgrelid, 0), fatal_errors => false, other_warnings => false,
    oldtable => t.tgoldtable, newtable => t.tgnewtable
) AS c
WHERE (p.prorettype <> 'trigger'::regtype OR t.tgrelid IS NOT NULL)
ORDER BY 1, 2, c.lineno, c.message
"""


def _run(job: Job) -> Iterator[Verdict]:
    project = job.compiled.project
    bodies = [item for item in project.catalog.of(Function) if item.language == "plpgsql"]
    if not project.facts.examples and not bodies:
        return
    with replayed(project, job.major) as replay:
        job.tell("making the database")
        replay.build()
        replay.connection.execute(sql("SET search_path = {}", Name(project.schema)).encode())
        for key, examples in sorted(project.facts.examples.items()):
            job.tell(f"examples of {key.name}")
            yield _examples(replay.connection, key, examples)
        if bodies:
            yield _bodies(replay, len(bodies))


def _examples(connection: Connection, key: ObjectId, examples: tuple[str, ...]) -> Verdict:
    name = key.name.partition("(")[0]
    found = tuple(text for each in examples if (text := _wrong(connection, name, each)))
    number = counted(len(examples), "example")
    result = f"{len(found)} of {number} not true" if found else f"{number} as declared"
    return Verdict(f"{key.schema}.{key.name}", result, found)


def _wrong(connection: Connection, name: str, example: str) -> str:
    """Return what is wrong with an example, nothing if it is true."""
    try:
        # AND takes nothing but a truth value, and gives it as it is.
        rows = _asked(connection, sql("SELECT ({}\n) AND true", Raw(example)))
    except psycopg.Error as error:
        return f"{example} is refused: {_words(error)}"
    if rows == [(True,)]:
        return ""
    given = [text for call in calls_in(example, name) if (text := _given(connection, call))]
    return "; ".join([f"{example} is {'null' if rows == [(None,)] else 'false'}", *given])


def _given(connection: Connection, call: str) -> str:
    """Tell what a call gives by itself; nothing where it does not stand by itself."""
    query = "SELECT pg_catalog.quote_nullable(each::text) FROM {} AS each LIMIT {}"
    try:
        rows = _asked(connection, sql(query, Raw(call), Raw(str(_SHOWN + 1))))
    except _NOT_ALONE:
        return ""
    except psycopg.Error as error:
        return f"{call} is refused: {_words(error)}"
    texts = [text for (text,) in rows[:_SHOWN]] + ["…"] * (len(rows) > _SHOWN)
    return f"{call} gives {', '.join(texts) or 'no rows'}"


def _asked(connection: Connection, query: str) -> list[tuple[Any, ...]]:
    with connection.transaction(force_rollback=True):
        connection.execute(_PATIENCE.encode())
        return connection.execute(query.encode()).fetchall()


def _words(error: psycopg.Error) -> str:
    return error.diag.message_primary or str(error)


def _bodies(replay: Replay, number: int) -> Verdict:
    artefact = "bodies in PL/pgSQL"
    connection = replay.connection
    if connection.execute(_HAS_CHECKER, [_CHECKER]).fetchone() is None:
        note = f"this server of PostgreSQL {replay.major} does not have {_CHECKER}"
        return Verdict(artefact, "not checked", notes=(note,), untried=True)
    with connection.transaction(force_rollback=True):
        connection.execute(_INSTALL.encode())
        rows = connection.execute(_CHECK.encode()).fetchall()
    findings: list[str] = []
    notes: list[str] = []
    for function, table, level, line, message in rows:
        where = f"{function} on {table}" if table else function
        told = f"{where}, line {line}: {message}" if line else f"{where}: {message}"
        (findings if level == "error" else notes).append(told)
    bodies = counted(number, "body")
    result = f"{counted(len(findings), 'mistake')} in {bodies}" if findings else bodies
    return Verdict(artefact, result, tuple(findings), tuple(notes))


PROOF: Final = Proof(
    "functions", "examples are true, and bodies in PL/pgSQL are sound", _run, migrations=False
)
