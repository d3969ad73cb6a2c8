"""The migrations of a project, run on a disposable server to see what they lead to.

They are run by the same runner that production has. The server is one of our own, because
migrations make roles, and those belong to a whole server.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import replace
from typing import TypeVar

import psycopg
from psycopg import sql

from schemagen import sandbox
from schemagen.app.connecting import Connection, connect, parse_target
from schemagen.app.rotating import rotating
from schemagen.app.scratch import become_owner, scratch_choices
from schemagen.app.stubs import needed_roles, stub_statements
from schemagen.app.watching import Watch
from schemagen.catalog.catalog import Catalog
from schemagen.catalog.object import CatalogObject, ObjectId
from schemagen.declare.facts import Project
from schemagen.errors import ApplyError, LacksExtensionError, SandboxError
from schemagen.frozen import frozen
from schemagen.introspect.snapshot import read_catalog
from schemagen.kinds import BY_NAME
from schemagen.migrate.files import Migration
from schemagen.migrate.runner import Runner, unwatched
from schemagen.migrate.step import Direction, Step
from schemagen.plan.whole import create_statements
from schemagen.sandbox.address import settings_of
from schemagen.sandbox.cluster import stand_in

T = TypeVar("T")


@frozen(slots=False)
class Replay:
    """A database in which migrations are run.

    Attributes:
        project: whose migrations they are.
        connection: to the database.
        major: the major version of its server.
        given: what was there before any migration.
        server: where it is the only database, so that all that the server holds can be kept.
    """

    project: Project
    connection: Connection
    major: int
    given: frozenset[ObjectId]
    server: sandbox.Server | None = None

    def keep(self, name: str) -> Replay:
        """Keep rows, roles and everything under a name; return the replay that goes on from here.

        Raises:
            SandboxError: there is no room for it.
        """
        return self._between(lambda server: server.keep(name))

    def back_to(self, name: str) -> Replay:
        """Return the replay as it was when it was kept.

        Raises:
            SandboxError: there is no room for it.
        """
        return self._between(lambda server: server.bring_back(name))

    def _between(self, work: Callable[[sandbox.Server], None]) -> Replay:
        """Do something to the server while nobody is connected to it."""
        if self.server is None:
            raise SandboxError("the server is not a disposable one")
        words = settings_of(self.connection)
        self.connection.close()
        work(self.server)
        connection = connect(parse_target(words, "the disposable server"))
        become_owner(connection)
        return replace(self, connection=connection)

    @contextmanager
    def in_another_session(self) -> Iterator[Replay]:
        """Give the same database in a session of its own.

        Libraries of extensions keep what they looked up as long as their session lives: oids of
        types, for one, which are others once the extension has gone and come back.
        """
        words = settings_of(self.connection)
        with closing(connect(parse_target(words, "the disposable server"), pooled=False)) as other:
            become_owner(other)
            yield replace(self, connection=other)

    def run(
        self,
        name: str,
        direction: Direction,
        steps: Sequence[Step],
        watch: Watch | None = None,
    ) -> None:
        """Run one way of a migration, while `watch` looks on.

        Raises:
            ApplyError: the server refuses a statement.
        """
        if watch is not None:
            watch.begin()
        around = watch.around if watch else unwatched
        runner = Runner(self.connection, self.project.name, around=around, advises=False)
        runner.run(name, "", direction, steps)

    def run_all(self, migrations: Sequence[Migration]) -> None:
        """Apply migrations one after the other.

        Raises:
            ApplyError: the server refuses a statement.
        """
        for migration in migrations:
            self.run(migration.id, Direction.UP, migration.steps(Direction.UP))

    def build(self) -> None:
        """Make everything that the spec declares, without any migration.

        Raises:
            ApplyError: the server refuses a statement.
        """
        path = sql.SQL("SET search_path = {}").format(sql.Identifier(self.project.schema))
        checked = sql.SQL("SET check_function_bodies = {}").format(
            self.project.check_function_bodies
        )
        self.connection.execute(path)
        self.connection.execute(checked)
        texts = [item.sql for item in create_statements(self.project.catalog)]
        try:
            with self.connection.transaction():
                self.connection.execute(";\n".join(texts).encode())
        except psycopg.Error:
            for place, text in enumerate(texts):
                self._build_one(text, place)
        self.connection.execute("RESET search_path")

    def _build_one(self, text: str, place: int) -> None:
        try:
            self.connection.execute(text.encode())
        except psycopg.Error as error:
            words = error.diag.message_primary or str(error)
            raise ApplyError(words, statement=text, applied=place) from None

    def catalog(self) -> Catalog:
        """Return what the project has in the database by now, unlisted partitions left out."""
        declared = self.project.catalog
        there = rotating(read_catalog(self.connection), declared).current
        return Catalog(
            _as_declared(item, declared.get(item.id)) for item in there if self._is_own(item.id)
        )

    def _is_own(self, key: ObjectId) -> bool:
        return key not in self.given or key in self.project.catalog


@contextmanager
def replayed(project: Project, major: int) -> Iterator[Replay]:
    """Have a database with what the project expects to find, and nothing of its own.

    Raises:
        SandboxError: there is no server of the major version on this machine.
    """
    choices = scratch_choices(major, environment={})
    if not choices:
        raise SandboxError(
            f"there is no PostgreSQL {major} on this machine",
            hint="install it from your distribution, or use another version:"
            f" {', '.join(str(number) for number in majors())}",
        )
    with choices[0].open() as scratch:
        prepare(project, scratch.connection)
        given = frozenset(read_catalog(scratch.connection).ids())
        try:
            yield Replay(project, scratch.connection, major, given, scratch.server)
        except ApplyError as error:
            error.hint = too_old(project, major) or error.hint
            raise


def with_replay(project: Project, major: int | None, work: Callable[[Replay], T]) -> T:
    """Do something with a replay on the first server of this machine that has what it takes.

    Without a `major`, none is taken that is older than the spec asks for.

    Raises:
        SandboxError: there is no such server here, or none has an extension.
        ApplyError: the last of them refuses a statement.
    """
    wanted = (major,) if major is not None else majors_for(project)
    refused: ApplyError | LacksExtensionError | None = None
    for number in wanted:
        try:
            with replayed(project, number) as replay:
                return work(replay)
        except LacksExtensionError as error:
            refused = error
        except ApplyError as error:
            if not error.lacks_extension:
                raise
            refused = error
    if refused is None:
        raise no_server(project)
    versions = f"PostgreSQL {project.postgres} or later" if major is None else f"PostgreSQL {major}"
    refused.hint = _installing(versions, wanted)
    raise refused


def majors_for(project: Project) -> tuple[int, ...]:
    """Return the major versions of this machine that a project is to run on, the newest first."""
    return tuple(number for number in majors() if number >= project.postgres)


def too_old(project: Project, major: int) -> str | None:
    """Return what to say of a refusal by a version that a project is not to run on."""
    if major >= project.postgres:
        return None
    return f"{project.source} asks for PostgreSQL {project.postgres} or later: try it on that"


def no_server(project: Project, hint: str = "install it from your distribution") -> SandboxError:
    """Return what to say where no server of this machine is one that a project is to run on."""
    wanted = f"PostgreSQL {project.postgres} or later, which {project.source} asks for,"
    there = ", ".join(map(str, majors())) or "none"
    return SandboxError(f"there is no {wanted} on this machine (there: {there})", hint=hint)


def _installing(wanted: str, tried: Iterable[int]) -> str:
    """Say what to do where no server that was tried has an extension."""
    return (
        f"install it for {wanted} on this machine (tried: {', '.join(map(str, tried))}); the"
        " servers of the Python package have no extension but vector"
    )


def majors() -> tuple[int, ...]:
    """Return the major versions of the servers of this machine, the newest first."""
    return tuple(sorted({item.major for item in sandbox.available()}, reverse=True))


def prepare(project: Project, connection: Connection) -> None:
    """Make what a project expects to find: relations of others, and roles that are not there.

    Migrations may distribute what the project does not any more, so Citus is always stood in for.

    Raises:
        SandboxError: the project needs Citus, and the role may not stand in for it.
    """
    stand_in(connection, needed=project.facts.cluster is not None)
    mentioned = needed_roles(project.catalog)
    declared = {item.id.name for item in project.catalog if BY_NAME[item.id.kind].shared}
    for statement in stub_statements(project):
        connection.execute(statement.sql.encode())
    there = {name for (name,) in connection.execute("SELECT rolname FROM pg_roles").fetchall()}
    for name in sorted(mentioned - declared - there):
        connection.execute(sql.SQL("CREATE ROLE {}").format(sql.Identifier(name)))


def _as_declared(item: CatalogObject, declared: CatalogObject | None) -> CatalogObject:
    """Take over what is no matter of a migration: a role bears our mark in its comment."""
    if declared is None:
        return item
    shared = BY_NAME[item.id.kind].shared
    comment = declared.comment if shared else item.comment
    return replace(item, comment=comment, external=declared.external)
