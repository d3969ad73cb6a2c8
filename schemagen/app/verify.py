"""`schemagen verify`: run what was generated on a server of its own, there and back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import psycopg

from schemagen import sandbox
from schemagen.app.contents import Connection, count_objects, leftovers, newest, read_contents
from schemagen.app.defaults import refused_defaults
from schemagen.app.settings import Settings, find_settings
from schemagen.errors import ApplyError, RenderError, SpecError
from schemagen.frozen import frozen
from schemagen.sandbox.cluster import stand_in, without_cluster
from schemagen.sandbox.own_settings import LOADED_FIRST
from schemagen.sqltext.statements import Statement, split_statements
from schemagen.sqltext.tokens import SqlTextError

_DISTRIBUTING = "SELECT pg_catalog.create_"
SCHEMA = "schema.sql"
ROLLBACK = "rollback.sql"
# How a server says that an extension is not installed beside it: until PostgreSQL 14, and since.
_NO_EXTENSION = ("58P01", "0A000")


@frozen
class Script:
    """A generated script: its path relative to the repository, and its text."""

    name: str
    text: str


@frozen
class Verdict:
    """How one project did.

    Attributes:
        project: its name.
        postgres: the version of the server, `18.4`.
        made: what its schema made, in words.
        leftovers: what is different after the rollback; nothing should be.
        notes: what the server could not do, and was left out.
    """

    project: str
    postgres: str
    made: str
    leftovers: tuple[str, ...]
    notes: tuple[str, ...] = ()


def verify(
    root: Path | None = None, projects: Sequence[str] = (), *, major: int | None = None
) -> Iterator[Verdict]:
    """Give the verdict on each project as it comes.

    For every project: an empty database, `schema.sql`, a look at the defaults, `rollback.sql`, and
    then the whole catalog is compared with what it was.

    Raises:
        SettingsError: there is no such repository or project.
        RenderError: a project was not built.
        SandboxError: there is no such server.
        ApplyError: PostgreSQL refuses a statement, or would refuse every row with a default.
    """
    settings = find_settings(root)
    chosen = settings.chosen(projects)
    scripts = [(project, _script(settings, project, SCHEMA)) for project in chosen]
    with sandbox.start(major) as server:
        for project, schema in scripts:
            try:
                verdict = _verdict(server, project, schema, _script(settings, project, ROLLBACK))
            except ApplyError as error:
                error.hint = _hint(settings, project, server, error)
                raise
            yield verdict


def _verdict(server: sandbox.Server, project: str, schema: Script, rollback: Script) -> Verdict:
    with psycopg.connect(server.create_database(project), autocommit=True) as connection:
        calls = schema.text.count(_DISTRIBUTING)
        notes = (without_cluster(calls),) if calls and stand_in(connection) else ()
        before, since = read_contents(connection), newest(connection)
        _run(connection, schema)
        _check_defaults(connection, schema)
        made = count_objects(connection, since)
        _run(connection, rollback)
        remaining = leftovers(before, read_contents(connection))
    server.drop_database(project)
    return Verdict(project, server.installation.version, made, remaining, notes)


def _script(settings: Settings, project: str, name: str) -> Script:
    path = settings.output(project) / name
    try:
        return Script(settings.relative(path), path.read_text(encoding="utf-8"))
    except OSError as error:
        raise RenderError(
            "this file is not there", where=settings.relative(path), hint="run: schemagen build"
        ) from error


def _run(connection: Connection, script: Script) -> None:
    """Run a script statement by statement, as psql does, so that the one that fails is known."""
    try:
        statements = split_statements(script.text)
    except SqlTextError as error:
        raise _at(script, error.offset, error.message, 0, "run: schemagen build") from error
    for count, statement in enumerate(statements):
        try:
            connection.execute(statement.text.encode())
        except psycopg.Error as error:
            raise _refused(error, script, statement, count) from error


def _check_defaults(connection: Connection, script: Script) -> None:
    for each in refused_defaults(connection):
        lines = [f"the default of {each.column} is refused by the check {each.check}"]
        raise ApplyError(
            "\n  ".join(lines + each.reason.splitlines()),
            statement=f"DEFAULT {each.default}",
            applied=0,
            where=script.name,
            hint="no row can be inserted without a value there: mend the default, or leave it out",
        )


def _refused(
    error: psycopg.Error, script: Script, statement: Statement, applied: int
) -> ApplyError:
    found = error.diag
    # PostgreSQL counts from 1, and not every refusal has a position.
    offset = statement.start + int(found.statement_position or 1) - 1
    details = [found.message_primary or str(error), found.message_detail, found.context]
    message = "\n  ".join(part for part in details if part)
    return _at(script, offset, message, applied, found.message_hint or "")


def _at(script: Script, offset: int, message: str, applied: int, hint: str) -> ApplyError:
    line = script.text.count("\n", 0, offset)
    return ApplyError(
        message,
        statement=script.text.splitlines()[line],
        applied=applied,
        where=f"{script.name}:{line + 1}",
        hint=hint,
    )


def _is_extension_missing(error: ApplyError) -> bool:
    cause = error.__cause__
    refused = isinstance(cause, psycopg.Error) and cause.sqlstate in _NO_EXTENSION
    return refused and error.lacks_extension


def _hint(settings: Settings, name: str, server: sandbox.Server, error: ApplyError) -> str:
    """Say what may help where a server refuses a statement."""
    # Imported here: what is verified was compiled before.
    from schemagen.app.replay import too_old
    from schemagen.spec.compile import compile_spec

    try:
        project = compile_spec(settings.spec(name), settings.root).project
    except SpecError:  # was changed since
        return error.hint
    if _is_extension_missing(error):
        return _extension_hint(project.postgres, server)
    loaded = LOADED_FIRST if error.lacks_extension else ""
    return too_old(project, server.major) or error.hint or loaded


def _extension_hint(oldest: int, server: sandbox.Server) -> str:
    """Say which servers of this machine may have an extension that one of them has not."""
    others = [
        item
        for item in sandbox.available()
        if item.origin != "wheel" and item.major >= oldest and item != server.installation
    ]
    listed = " or ".join(f"--postgres {item.major}" for item in others)
    return "the servers of the Python package have no extension but vector; " + (
        f"one of your distribution may have it: {listed}"
        if listed
        else f"install PostgreSQL {oldest} or later of your distribution, with its contrib package"
    )
