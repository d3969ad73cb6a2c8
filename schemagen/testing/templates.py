"""Databases that have come to where the migrations of a project lead, made once and then copied.

They are on the server of TEST_DATABASE_URL, or on a disposable one. Roles belong to a server: on
one of somebody else those of the project stay behind.
"""

from __future__ import annotations

import os
import secrets
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import quote, urlsplit

import psycopg
from psycopg.conninfo import make_conninfo
from psycopg.rows import tuple_row

from schemagen import sandbox
from schemagen.app.connecting import Connection, connect, parse_target
from schemagen.app.replay import Replay, majors_for, no_server, prepare
from schemagen.app.scratch import OWNER, PREFIX
from schemagen.app.settings import find_settings
from schemagen.declare.facts import Project
from schemagen.errors import ApplyError, SettingsError
from schemagen.migrate.files import Migration, read_migrations
from schemagen.migrate.line import check_line
from schemagen.spec.compile import compile_spec
from schemagen.sqltext.quoting import Name, Raw, sql

VARIABLE: Final = "TEST_DATABASE_URL"
_FILE_COPY: Final = 15
"""The version that has a choice of strategies; copying files is the quicker one for a test."""


def only_project(name: str = "") -> str:
    """Return the project of this name, or the only one that the repository has.

    Raises:
        SettingsError: there is no such project, or there are several.
    """
    settings = find_settings()
    known = settings.chosen([name] if name else ())
    if len(known) > 1:
        raise SettingsError(
            f"there are several projects: {', '.join(known)}",
            hint="name one as `schemagen_project` in the settings of pytest, or override the"
            " fixture schemagen_project",
        )
    return known[0]


@dataclass(frozen=True)
class Cluster:
    """A server for tests; `url` is that of a database to connect to while others are made.

    `own` tells that it is disposable, `admin` is a superuser's connection or that of who may create
    databases.
    """

    url: str = field(repr=False)
    admin: Connection
    own: bool

    @property
    def major(self) -> int:
        """The major version: 18."""
        return self.admin.info.server_version // 10000

    def create(self, template: str = "template0") -> str:
        """Make a database as a copy of another one, and return its name.

        Raises:
            SettingsError: the role may not create databases.
        """
        # What a killed process leaves behind goes with what `diff` leaves: names tell the time.
        name = f"{PREFIX}{int(time.time()):08x}_{secrets.token_hex(4)}"
        strategy = Raw(" STRATEGY file_copy" if self.major >= _FILE_COPY else "")
        text = sql("CREATE DATABASE {} TEMPLATE {}{}", Name(name), Name(template), strategy)
        try:
            self.admin.execute(text.encode())
        except psycopg.errors.InsufficientPrivilege:
            raise SettingsError(
                f"the role {self.admin.info.user} may not create databases",
                where=VARIABLE,
                hint="it needs CREATEDB; without the variable, a disposable server is used",
            ) from None
        return name

    def drop(self, name: str) -> None:
        """Drop a database; whoever is connected to it is disconnected."""
        self.admin.execute(sql("DROP DATABASE {} WITH (FORCE)", Name(name)).encode())

    def url_of(self, name: str) -> str:
        """Return the URL of another database."""
        if "://" not in self.url:
            return make_conninfo(self.url, dbname=name)
        return urlsplit(self.url)._replace(path=f"/{quote(name, safe='')}").geturl()


@dataclass
class Template:
    """A database to copy; nobody is connected to it."""

    project: Project
    cluster: Cluster
    name: str
    stack: ExitStack
    _shared: psycopg.Connection[Any] | None = None

    @contextmanager
    def database(self) -> Iterator[str]:
        """Have a copy, and drop it in the end."""
        name = self.cluster.create(self.name)
        try:
            yield self.cluster.url_of(name)
        finally:
            self.cluster.drop(name)

    @contextmanager
    def transaction(self) -> Iterator[psycopg.Connection[Any]]:
        """Have a connection in a transaction that is rolled back in the end.

        All have the same copy and the same connection, in turn.
        """
        connection = self._connection()
        try:
            with connection.transaction(force_rollback=True):
                yield connection
        finally:
            connection.row_factory = tuple_row

    def _connection(self) -> psycopg.Connection[Any]:
        if self._shared is None:
            self._url = self.stack.enter_context(self.database())
        if self._shared is None or self._shared.closed:
            self._shared = psycopg.connect(self._url, autocommit=True)
            self.stack.enter_context(closing(self._shared))
        return self._shared


class Templates:
    """The templates of a test run, made when they are first asked for.

    What they need is closed and dropped with the stack.
    """

    def __init__(self, stack: ExitStack, environment: Mapping[str, str] = os.environ) -> None:
        self._stack = stack
        self._url = environment.get(VARIABLE, "")
        self._clusters: dict[int, Cluster] = {}
        self._made: dict[str, Template] = {}

    def of(self, name: str) -> Template:
        """Return the template of a project.

        Raises:
            SettingsError: there is no such project, or the server is not to be used.
            SpecError: the spec has problems.
            MigrationError: the migrations do not follow each other.
            ApplyError: the server refuses what they do.
            SandboxError: there is no server.
        """
        if name not in self._made:
            settings = find_settings()
            settings.chosen([name])
            project = compile_spec(settings.spec(name), settings.root).project
            migrations = read_migrations(settings.migrations_of(name))
            check_line(migrations)
            self._made[name] = self._template(project, migrations)
        return self._made[name]

    def _template(self, project: Project, migrations: tuple[Migration, ...]) -> Template:
        refused: ApplyError | None = None
        for cluster in self._servers(project):
            name = cluster.create()
            self._stack.callback(cluster.drop, name)
            try:
                _fill(cluster, name, project, migrations)
            except ApplyError as error:
                if not error.lacks_extension:
                    raise
                refused = error
                continue
            return Template(project, cluster, name, self._stack)
        raise refused or no_server(project, f"install it from your distribution, or set {VARIABLE}")

    def _servers(self, project: Project) -> Iterator[Cluster]:
        """Yield the servers that may be used, the best first; each is started when it comes."""
        for major in [0] if self._url else majors_for(project):
            if major not in self._clusters:
                self._clusters[major] = self._of_their_own() if self._url else self._of_ours(major)
            yield self._clusters[major]

    def _of_their_own(self) -> Cluster:
        target = parse_target(self._url, VARIABLE)
        admin = self._stack.enter_context(closing(connect(target)))
        scheme, mark, rest = self._url.partition("://")
        return Cluster(f"{scheme.partition('+')[0]}{mark}{rest}", admin, own=False)

    def _of_ours(self, major: int) -> Cluster:
        server = self._stack.enter_context(sandbox.start(major))
        target = parse_target(server.url(), "the disposable server")
        admin = self._stack.enter_context(closing(connect(target)))
        admin.execute(sql("CREATE ROLE {}", Name(OWNER)).encode())
        return Cluster(server.url(), admin, own=True)


def _fill(cluster: Cluster, name: str, project: Project, migrations: tuple[Migration, ...]) -> None:
    """Make in a database what a project has in production."""
    target = parse_target(cluster.url_of(name), VARIABLE)
    with closing(connect(target)) as connection:
        owner = Name(OWNER)
        if cluster.own:
            connection.execute(sql("ALTER ROLE {} SUPERUSER", owner).encode())
            connection.execute(sql("SET SESSION AUTHORIZATION {}", owner).encode())
        prepare(project, connection)
        replay = Replay(project, connection, cluster.major, frozenset())
        if migrations:
            replay.run_all(migrations)
        else:
            replay.build()
    if cluster.own:
        # Who owns the tables in production is no superuser, and bound by policies and FORCE.
        cluster.admin.execute(sql("ALTER ROLE {} NOSUPERUSER", owner).encode())
