"""Running a query that a person wrote, so that it reads and does nothing else.

What holds, one behind the other:

- Only what begins like a query is taken, and it is run as a subquery of ours, by the extended
  protocol: one statement, and none but a query, as PostgreSQL's own parser sees it.
- The transaction is READ ONLY and has begun to read, so that nothing makes it READ WRITE
  ("SET TRANSACTION"), and it is rolled back.
- Functions that reach beyond the database are only for roles that may use them (`cage.py`).

A function of the database that was given greater rights on purpose uses them here as anywhere.
"""

from __future__ import annotations

import time
from typing import Final

from psycopg.errors import error_from_result
from psycopg.pq import ExecStatus

from schemagen.app.connecting import Connection
from schemagen.frozen import frozen
from schemagen.sqltext.quoting import Literal, Name, Names, Raw, join_sql, sql
from schemagen.sqltext.tokens import SqlTextError, tokenize
from schemagen.studio.cage import Cage, caged
from schemagen.studio.database import Database, StudioError
from schemagen.studio.persona import Persona

ROWS: Final = 200
"""Rows that are shown of a result."""
_LONG: Final = 2000
"""Characters that are shown of a value."""
_QUERIES: Final = frozenset({"select", "with", "values", "table", "("})


@frozen
class Result:
    """What a query gave: names of columns, rows of text, and how long it took in seconds.

    `more` tells that there are rows which are not shown.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[str | None, ...], ...]
    more: bool
    seconds: float


def run(database: Database, persona: Persona, text: str) -> Result:
    """Run a query as a persona.

    Raises:
        StudioError: it is no query, or the server refuses it.
        ConnectError: the server cannot be reached.
    """
    query = _checked(text)
    with caged(database, persona) as cage:
        columns = _columns(cage.connection, query)
        start = time.perf_counter()
        rows = _rows(cage, query, len(columns))
        seconds = time.perf_counter() - start
    return Result(columns, tuple(rows[:ROWS]), len(rows) > ROWS, seconds)


def explain(database: Database, persona: Persona, text: str, *, analyze: bool) -> str:
    """Return the plan of a query as a persona gets it; `analyze` runs it.

    Raises:
        StudioError: it is no query, or the server refuses it.
        ConnectError: the server cannot be reached.
    """
    query = _checked(text)
    options = Names(("analyze", "buffers", "verbose") if analyze else ("verbose",))
    with caged(database, persona, of_lines=True) as cage:
        count = len(_columns(cage.connection, query))
        # As a subquery it is nothing but a query, whatever else EXPLAIN would take.
        embedded = Raw(_embedded(query, count))
        lines = cage.run(sql("EXPLAIN ({}) SELECT * FROM {}", options, embedded))
    return "\n".join(line or "" for (line,) in lines)


def _checked(text: str) -> str:
    """Return the one query that a text is, without its semicolon."""
    try:
        tokens = tokenize(text)
    except SqlTextError as error:
        raise StudioError(f"this is no SQL: {error}", hint=_ONE) from None
    while tokens and tokens[-1].text == ";":
        text = text[: tokens[-1].start]
        tokens = tokens[:-1]
    if not tokens or "\x00" in text:
        raise StudioError("there is no query", hint=_ONE)
    if any(token.text == ";" for token in tokens):
        raise StudioError("these are several statements", hint=_ONE)
    if tokens[0].text.lower() not in _QUERIES:
        raise StudioError(f"{tokens[0].text.upper()} is no query, and was not run", hint=_ONE)
    return text


_ONE: Final = "what is run here is one query that reads: SELECT, WITH, VALUES or TABLE"


def _columns(connection: Connection, query: str) -> tuple[str, ...]:
    """Return the columns of a query, which the server tells without running it."""
    described = connection.pgconn.prepare(b"", query.encode())
    if described.status == ExecStatus.COMMAND_OK:
        described = connection.pgconn.describe_prepared(b"")
    if described.status != ExecStatus.COMMAND_OK:
        raise error_from_result(described)
    if not described.nfields:
        raise StudioError("this gives no columns, and was not run", hint=_ONE)
    names = (described.fname(number) or b"" for number in range(described.nfields))
    return tuple(name.decode() for name in names)


def _rows(cage: Cage, query: str, count: int) -> list[tuple[str | None, ...]]:
    """Return rows of a query as texts, one more than are shown."""
    values = Raw(
        join_sql(
            (sql("left({}::text, {})", Name(name), Literal(_LONG)) for name in _aliases(count)),
            ", ",
        )
    )
    shown = sql("ARRAY[{}]", values) if cage.is_locked else values.text
    embedded = Raw(_embedded(query, count))
    return cage.run(sql("SELECT {} FROM {} LIMIT {}", Raw(shown), embedded, Literal(ROWS + 1)))


def _embedded(query: str, count: int) -> str:
    # The line break ends a comment that the query may end with.
    return sql("(\n{}\n) AS asked ({})", Raw(query), Names(_aliases(count)))


def _aliases(count: int) -> tuple[str, ...]:
    return tuple(f"c{number}" for number in range(count))
