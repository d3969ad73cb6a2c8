"""`schemagen copy`: the rows of an SQLite file into a project's database, verified."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import closing
from itertools import islice
from pathlib import Path
from typing import Final, TypeAlias

import psycopg
from psycopg import errors

from schemagen.app.connecting import Connection, Target, connect, find_target, redacted
from schemagen.app.declared_tables import declared_tables
from schemagen.comparing.found import TableComparison
from schemagen.copying.filling import LEDGER, fill, renumber
from schemagen.copying.matching import Route, routes
from schemagen.copying.rows import unfit
from schemagen.copying.source import Source, open_source
from schemagen.copying.trying import refused
from schemagen.copying.verifying import verify
from schemagen.errors import CopyError
from schemagen.frozen import frozen
from schemagen.seeding.reading import Shelf, read_shelf
from schemagen.sqltext.quoting import Raw, join_sql, sql

Step: TypeAlias = Callable[[int, int, str], None]
"""Told how many rows are done, of how many, and what is being done."""

_SHOWN: Final = 20
"""How many values that do not fit are told at once."""


@frozen
class Request:
    """What is to be copied.

    Attributes:
        project: whose tables take the rows.
        file: the SQLite file.
        url: the database; None for that of the environment.
        skip: tables and columns of the file to leave behind.
        dry_run: check every value, and write nothing.
    """

    project: str
    file: Path
    url: str | None
    skip: tuple[str, ...]
    dry_run: bool


@frozen
class Copied:
    """What went where.

    Attributes:
        tables: the tables of the file, those they go to, and how many rows, in their order.
        verified: how each compares with what is in the database now; empty for a dry run.
    """

    tables: tuple[tuple[str, str, int], ...]
    verified: tuple[TableComparison, ...]

    @property
    def equal(self) -> bool:
        """Whether the database has what the file has, and nothing else."""
        return all(each.equal for each in self.verified)


def copy(root: Path | None, request: Request, step: Step) -> Copied:
    """Copy rows, go on where an earlier run was interrupted, and compare both sides.

    Raises:
        SettingsError: there is no such project or file, or something of it has no place to go to.
        SpecError: the spec has problems.
        ConnectError: the database cannot be reached.
        CopyError: a value is none of its column's type, a table has rows already, or the server
            refused some.
    """
    declared = declared_tables(root, request.project)
    target = find_target(request.url)
    with open_source(request.file) as source, closing(connect(target)) as connection:
        try:
            found = routes(source.tables(), _shelf(connection, declared), request.skip)
            _check(connection, source, found, step)
            verified = () if request.dry_run else _copied(connection, source, found, step)
        except psycopg.Error as error:
            raise _refused(error, target) from None
    listed = ((each.source.name, each.target.name, each.source.rows) for each in found)
    return Copied(tuple(listed), verified)


def _shelf(connection: Connection, declared: Collection[str]) -> Shelf:
    shelf = read_shelf(connection)
    tables = {oid: each for oid, each in shelf.tables.items() if each.name in declared}
    return Shelf(tables, shelf.types)


def _check(connection: Connection, source: Source, found: Sequence[Route], step: Step) -> None:
    """Look at every value before any is written."""
    # Times without a zone in the file are in UTC.
    connection.execute("SET TimeZone = 'UTC'")
    misfits: list[str] = []
    for done, route in enumerate(found):
        step(done, len(found), f"reading {route.source.name}")
        here = list(islice(unfit(source, route), _SHOWN - len(misfits)))
        here = here or list(islice(refused(connection, source, route), _SHOWN - len(misfits)))
        misfits += map(str, here)
        if len(misfits) == _SHOWN:
            misfits.append("and maybe more")
            break
    if misfits:
        raise CopyError(
            "\n  ".join(("these values fit nowhere:", *misfits)),
            where=str(source.path),
            hint="mend them in the file, or leave their column behind with --skip table.column;"
            " nothing was written",
        )


def _copied(
    connection: Connection, source: Source, found: Sequence[Route], step: Step
) -> tuple[TableComparison, ...]:
    connection.execute(LEDGER)
    before = _progress(connection, source, found)
    total, gone = sum(route.source.rows for route in found), 0
    for route in found:
        title = route.source.name

        def told(rows: int, gone: int = gone, title: str = title) -> None:
            step(gone + rows, total, title)

        fill(connection, source, route, before.get(route.target.name, 0), told)
        renumber(connection, route)
        gone += route.source.rows
    verified: list[TableComparison] = []
    for done, route in enumerate(found):
        step(done, len(found), f"comparing {route.source.name}")
        verified.append(verify(connection, source, route))
    return tuple(verified)


def _progress(connection: Connection, source: Source, found: Sequence[Route]) -> Mapping[str, int]:
    """Return how many rows of each table an earlier run has copied.

    Raises:
        CopyError: there are rows that no earlier run put there, or the file is another one.
    """
    known = {
        relation: (fingerprint, rows)
        for relation, fingerprint, rows in connection.execute(
            "SELECT relation, source, rows FROM schemagen.copy"
        )
    }
    begun = [sql("{}", each.target.qualified) for each in found if each.target.name in known]
    for route in found:
        name = route.target.name
        if name in known and known[name][0] != source.fingerprint:
            raise CopyError(
                f"{name} has rows of this file as it was before, or of another one",
                where=str(source.path),
                hint="to copy all of it anew: "
                + sql(
                    "TRUNCATE {} CASCADE; DELETE FROM schemagen.copy", Raw(join_sql(begun, ", "))
                ),
            )
        if name not in known and _has_rows(connection, route):
            raise CopyError(
                f"{name} has rows already, which no copy put there",
                hint="copy into an empty table, or leave this one behind with"
                f" --skip {route.source.name}",
            )
    return {name: rows for name, (_, rows) in known.items()}


def _has_rows(connection: Connection, route: Route) -> bool:
    query = sql("SELECT FROM {} LIMIT 1", route.target.qualified)
    return connection.execute(query.encode()).fetchone() is not None


def _refused(error: psycopg.Error, target: Target) -> CopyError:
    diagnosis = error.diag
    said = redacted(diagnosis.message_primary or str(error).strip(), target)
    detail = f" ({redacted(diagnosis.message_detail, target)})" if diagnosis.message_detail else ""
    if isinstance(error, errors.FeatureNotSupported | errors.InsufficientPrivilege):
        hint = "copy as the tables' owner, or as a role that has BYPASSRLS"
    else:
        hint = (
            "what was copied before is kept: if the mistake is in the database, mend it there, and"
            " the same command goes on; a file that is changed is copied anew, into empty tables"
        )
    return CopyError(f"the server refused: {said}{detail}", where=target.where, hint=hint)
