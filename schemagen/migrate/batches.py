"""Changing the rows of a table some at a time, in the order of their key."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

from schemagen.errors import MigrationError
from schemagen.migrate.history import Database
from schemagen.migrate.step import Batches
from schemagen.sqltext.quoting import Literal, Name, Names, Raw, join_sql, sql

# No table of a project has this name, which hides one that has no schema before it.
_CTE: Final = Name("schemagen_batch")
_PRIMARY_KEY: Final = """\
SELECT a.attname FROM pg_catalog.pg_index AS i
CROSS JOIN LATERAL unnest(i.indkey) WITH ORDINALITY AS k (number, place)
JOIN pg_catalog.pg_attribute AS a ON a.attrelid = i.indrelid AND a.attnum = k.number
WHERE i.indrelid = %s::pg_catalog.regclass AND i.indisprimary
AND k.place <= i.indnkeyatts ORDER BY k.place"""
_ESTIMATE: Final = "EXPLAIN (FORMAT JSON) SELECT FROM {}{}"


def with_key(connection: Database, step: Batches) -> Batches:
    """Return batches with the key by which they go.

    Raises:
        MigrationError: none is given, and the table has no primary key.
    """
    if step.key:
        return step
    rows = connection.execute(_PRIMARY_KEY, [step.relation]).fetchall()
    if not rows:
        raise MigrationError(
            f"{step.relation} has no primary key in whose order batches could go over it",
            hint=f"name a unique key without nulls: -- schemagen: batches of {step.size} by (…)",
        )
    return replace(step, key=tuple(str(name) for (name,) in rows))


def estimate_rows(connection: Database, step: Batches, after: tuple[Any, ...] | None) -> int:
    """Return how many rows PostgreSQL takes a table to have, those before a key left out.

    Its condition does not count: nobody knows of a new column yet which values it has.
    """
    whole = replace(step, condition="")
    text = sql(_ESTIMATE, Raw(step.table), Raw(_where(whole, first=after is None)))
    row = connection.execute(text.encode(), after).fetchone()
    return int(row[0][0]["Plan"]["Plan Rows"]) if row else 0


def run_batch(
    connection: Database, step: Batches, after: tuple[Any, ...] | None
) -> tuple[int, tuple[Any, ...] | None]:
    """Change the next rows after a key, in the transaction that the connection is in.

    Returns how many rows were changed, and the last key as text, which is None when there are no
    more.
    """
    # A policy that would hide rows is an error: nobody would notice that they were left out.
    connection.execute("SET LOCAL row_security = off")
    row = connection.execute(batch_statement(step, first=after is None).encode(), after).fetchone()
    if row is None or not row[0]:
        return 0, None
    return int(row[0]), tuple(row[1:]) if int(row[0]) == step.size else None


def batch_statement(step: Batches, *, first: bool) -> str:
    """Return the statement of one batch, with a parameter for each column of the key.

    A row that matches is locked before it is changed, so that nobody changes it in between.
    """
    if step.insert:
        return _inserting(step, first=first)
    named = [(f"key_{number}", name) for number, name in enumerate(step.key)]
    # Under names of their own, so that the columns of the table are meant wherever they are named.
    taken = join_sql([sql("{} AS {}", Name(name), Name(alias)) for alias, name in named], ", ")
    called = Raw(step.called)
    same = [sql("{}.{} = {}.{}", called, Name(name), _CTE, Name(alias)) for alias, name in named]
    downwards = join_sql([sql("{} DESC", Name(alias)) for alias, _ in named], ", ")
    # Under other names again: ORDER BY means what is selected where a name is in both ("SELECT").
    texts = join_sql([sql("{}::text AS {}", Name(a), Name(f"last_{a}")) for a, _ in named], ", ")
    return sql(
        "WITH {batch} AS MATERIALIZED ("
        "SELECT {taken} FROM {table}{where} ORDER BY {key} LIMIT {size} FOR UPDATE"
        "), done AS ({change} WHERE {same})"
        " SELECT count(*) OVER (), {texts} FROM {batch} ORDER BY {downwards} LIMIT 1",
        batch=_CTE,
        taken=Raw(taken),
        key=Names(step.key),
        table=Raw(step.table),
        where=Raw(_where(step, first=first)),
        size=Literal(step.size),
        change=Raw(_change(step, first=first)),
        same=Raw(join_sql(same, " AND ")),
        texts=Raw(texts),
        downwards=Raw(downwards),
    )


def _inserting(step: Batches, *, first: bool) -> str:
    """Return the statement of a batch that is inserted elsewhere.

    What is inserted is what was locked: the rows as they are then, and not as they were when the
    statement began.
    """
    keys = [f"key_{number}" for number, _ in enumerate(step.key)]
    values = tuple(f"value_{number}" for number, _ in enumerate(step.selected))
    selected = ", ".join(step.selected)
    texts = [sql("{}::text AS {}", Name(key), Name(f"last_{key}")) for key in keys]
    return sql(
        "WITH {batch} ({names}) AS MATERIALIZED ("
        "SELECT {key}, {selected} FROM {table}{where} ORDER BY {key} LIMIT {size} FOR UPDATE"
        "), done AS ({insert} SELECT {values} FROM {batch} {ending})"
        " SELECT count(*) OVER (), {texts} FROM {batch} ORDER BY {downwards} LIMIT 1",
        batch=_CTE,
        names=Names((*keys, *values)),
        key=Names(step.key),
        selected=Raw(selected if first else selected.replace("%", "%%")),
        table=Raw(step.table),
        where=Raw(_where(step, first=first)),
        size=Literal(step.size),
        insert=Raw(step.insert),
        values=Names(values),
        ending=Raw(step.ending),
        texts=Raw(join_sql(texts, ", ")),
        downwards=Raw(join_sql([sql("{} DESC", Name(key)) for key in keys], ", ")),
    )


def _change(step: Batches, *, first: bool) -> str:
    table = Raw(step.table)
    if not step.assignments:
        return sql("DELETE FROM {} USING {}", table, _CTE)
    assignments = Raw(step.assignments if first else step.assignments.replace("%", "%%"))
    return sql("UPDATE {} SET {} FROM {}", table, assignments, _CTE)


def _where(step: Batches, *, first: bool) -> str:
    """Return the condition for the rows of a batch; with parameters, a % is written twice."""
    if first:
        return sql(" WHERE {}", Raw(step.condition)) if step.condition else ""
    places = Raw(", ".join(["%s"] * len(step.key)))
    after = sql(" WHERE ({}) > ({})", Names(step.key), places)
    if not step.condition:
        return after
    return sql("{} AND ({})", Raw(after), Raw(step.condition.replace("%", "%%")))
