"""`schemagen compare`: the rows of two databases, each read in one snapshot, and never written."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor, as_completed
from contextlib import ExitStack, closing, contextmanager
from fnmatch import fnmatchcase
from pathlib import Path
from queue import SimpleQueue
from typing import Any, Final, TypeAlias

import psycopg
from psycopg import RawCursor, errors

from schemagen.app.connecting import Connection, Target, connect, parse_target, redacted
from schemagen.app.selection import Selection
from schemagen.catalog.apart import is_apart
from schemagen.comparing import statements
from schemagen.comparing.found import Comparison, Side, TableComparison
from schemagen.comparing.relation import Pair, Relation, read_relations
from schemagen.comparing.table import Extent, Rows, compare_table
from schemagen.errors import IntrospectError, SettingsError
from schemagen.frozen import frozen
from schemagen.sqltext.quoting import Literal, sql

Step: TypeAlias = Callable[[int, int, str], None]
"""Told whenever a table is done: how many are, of how many, and which."""

_READ: Final = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"


@frozen
class Request:
    """What is to be compared.

    Attributes:
        a: the URL of the first database.
        b: the URL of the second.
        project: whose tables; without one, all that the databases have.
        selection: patterns of schemas and tables to compare, and to leave alone.
        extent: how far to go.
        jobs: how many tables are compared at a time, over a connection each to both databases.
    """

    a: str
    b: str
    project: str | None
    selection: Selection
    extent: Extent
    jobs: int


def compare(root: Path | None, request: Request, step: Step) -> Comparison:
    """Compare the rows of two databases.

    Raises:
        SettingsError: a URL cannot be read, or there is nothing to compare.
        SpecError: the spec of the project has problems.
        ConnectError: a database cannot be reached.
        IntrospectError: a table cannot be read, or its policies would hide rows.
    """
    asked = _asked(root, request.project)
    targets = {Side.A: parse_target(request.a, "A"), Side.B: parse_target(request.b, "B")}
    with ExitStack() as stack:
        readers = {
            side: stack.enter_context(_reader(target, request.jobs))
            for side, target in targets.items()
        }
        relations = {side: _relations(reader, request, asked) for side, reader in readers.items()}
        both = _Both(readers, stack.enter_context(ThreadPoolExecutor(request.jobs)))
        pairs = [
            Pair(relation, relations[Side.B][title])
            for title, relation in relations[Side.A].items()
            if title in relations[Side.B]
        ]
        if not any(relations.values()):
            raise SettingsError(
                "neither database has a table to compare",
                hint="look at the databases in the URLs, and at --schema, --exclude and PROJECT",
            )
        return Comparison(
            tuple(_compared(both, pairs, request, step)),
            only_a=_lacking(relations[Side.A], relations[Side.B]),
            only_b=_lacking(relations[Side.B], relations[Side.A]),
        )


def _asked(root: Path | None, project: str | None) -> Collection[str] | None:
    """Return the tables of a project; None where none is named."""
    if project is None:
        return None
    # Imported here, since two databases alone need no spec to be read.
    from schemagen.app.declared_tables import declared_tables

    return declared_tables(root, project)


def _lacking(have: Collection[str], others: Collection[str]) -> tuple[str, ...]:
    return tuple(sorted(set(have) - set(others)))


@frozen
class _Reader:
    """Connections to one database, all in the same snapshot of it."""

    target: Target
    idle: SimpleQueue[Connection]

    def ask(self, query: str, values: Sequence[Any] = ()) -> Rows:
        """Return the answer to a query, over whichever connection is idle.

        Raises:
            IntrospectError: the server refused.
        """
        connection = self.idle.get()
        try:
            with RawCursor(connection) as cursor:
                return cursor.execute(query.encode(), values or None).fetchall()
        except psycopg.Error as error:
            raise _unreadable(error, self.target) from None
        finally:
            self.idle.put(connection)


@frozen
class _Both:
    """Both databases, asked at the same time."""

    readers: Mapping[Side, _Reader]
    executor: Executor

    def ask(self, side: Side, query: str, values: Sequence[Any] = ()) -> Rows:
        """Return the answer of one."""
        return self.readers[side].ask(query, values)

    def ask_both(self, a: str, b: str, values: Sequence[Any] = ()) -> tuple[Rows, Rows]:
        """Return the answers of both."""
        other = self.executor.submit(self.ask, Side.B, b, values)
        return self.ask(Side.A, a, values), other.result()


@contextmanager
def _reader(target: Target, jobs: int) -> Iterator[_Reader]:
    idle: SimpleQueue[Connection] = SimpleQueue()
    with ExitStack() as stack:
        first = stack.enter_context(closing(connect(target)))
        try:
            idle.put(_begun(first))
            if jobs > 1:
                [(snapshot,)] = first.execute("SELECT pg_export_snapshot()").fetchall()
            for _ in range(jobs - 1):
                idle.put(_begun(stack.enter_context(closing(connect(target))), snapshot))
        except psycopg.Error as error:
            raise _unreadable(error, target) from None
        yield _Reader(target, idle)


def _begun(connection: Connection, snapshot: str | None = None) -> Connection:
    """Begin the transaction that everything is read in, which is that of a snapshot."""
    connection.execute(_READ)
    if snapshot is not None:
        connection.execute(sql("SET TRANSACTION SNAPSHOT {}", Literal(snapshot)).encode())
    connection.execute(statements.SETTINGS)
    return connection


def _relations(
    reader: _Reader, request: Request, declared: Collection[str] | None
) -> Mapping[str, Relation]:
    """Return the tables of a database that are to be compared, by their names."""
    connection = reader.idle.get()
    try:
        found = read_relations(connection)
    except psycopg.Error as error:
        raise _unreadable(error, reader.target) from None
    finally:
        reader.idle.put(connection)
    return {
        each.title: each
        for each in found
        if (declared is None or each.title in declared) and _is_chosen(each, request.selection)
    }


def _is_chosen(relation: Relation, selection: Selection) -> bool:
    names = (relation.schema, relation.title)
    if is_apart(relation.schema) or _matches(names, selection.exclude):
        return False
    return not selection.schemas or _matches(names, selection.schemas)


def _matches(names: Sequence[str], patterns: Sequence[str]) -> bool:
    return any(fnmatchcase(name, pattern) for name in names for pattern in patterns)


def _compared(
    both: _Both, pairs: Sequence[Pair], request: Request, step: Step
) -> list[TableComparison]:
    """Compare tables, several at a time."""
    with ThreadPoolExecutor(request.jobs) as executor:
        running = [executor.submit(compare_table, both, pair, request.extent) for pair in pairs]
        try:
            for done, future in enumerate(as_completed(running), start=1):
                step(done, len(running), future.result().table)
        except BaseException:
            executor.shutdown(cancel_futures=True)
            raise
    return sorted((future.result() for future in running), key=lambda each: each.table)


def _unreadable(error: psycopg.Error, target: Target) -> IntrospectError:
    said = redacted(str(error).strip(), target).partition("\n")[0]
    if isinstance(error, errors.InsufficientPrivilege):
        hint = "compare as the tables' owner, or as a role that may read them and has BYPASSRLS"
    else:
        hint = "nothing was written; it can be compared again"
    return IntrospectError(f"a table cannot be read: {said}", where=target.where, hint=hint)
