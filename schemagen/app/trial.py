"""Trying a spec: what PostgreSQL itself makes of it, and tells when asked.

The statements of the spec are run in a scratch database, which is then read in the same way as the
database that it is compared with. So both sides have PostgreSQL's own form of every expression, and
there is nothing to be normalised.

Roles are as the spec declares them: they belong to a server, and that of the scratch database has
its own.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Final

import psycopg
from psycopg import sql

from schemagen.app.canonical import Canonical, canonical_from
from schemagen.app.connecting import Connection
from schemagen.app.pointer import Placed
from schemagen.app.scratch import Choice, Scratch
from schemagen.app.stubs import needed_roles, stub_statements
from schemagen.catalog.catalog import Catalog
from schemagen.catalog.object import CatalogObject, ObjectId, with_hints
from schemagen.catalog.statement import Statement
from schemagen.errors import ConnectError, LacksExtensionError, Problem, SandboxError, SpecError
from schemagen.introspect.snapshot import read_catalog, read_in_transaction
from schemagen.kinds import BY_NAME
from schemagen.kinds.extension import Extension
from schemagen.plan.whole import create_statements
from schemagen.sandbox.cluster import stand_in
from schemagen.sandbox.own_settings import LOADED_FIRST
from schemagen.spec.compile import Compiled
from schemagen.sqltext.quoting import Name
from schemagen.sqltext.quoting import sql as quoted

_BATCH: Final = 100
"""Statements that are sent at once; when one fails they are run one by one, to find it."""
_NO_EXTENSION: Final = ("58P01", "0A000")
"""How a server says that an extension is not installed beside it: until 14, and since."""
_UNKNOWN: Final = ("42704", "42883", "42P01", "42703", "3F000")
"""SQLSTATEs of an object, a function, a relation, a column or a schema that is not there."""
_EXHAUSTED: Final = "53"
"""The class of SQLSTATEs of a server that is out of memory, disk space or room for locks."""
_EXTENSION: Final = "extension"


class _LackingError(Exception):
    """A place lacks something that the spec needs and that another place may have."""


class _NoExtensionError(_LackingError):
    """What it lacks is an extension."""


class _RefusedError(Exception):
    """PostgreSQL refuses a statement of the spec."""

    def __init__(self, statement: Statement, error: psycopg.Error) -> None:
        super().__init__(str(error))
        self.statement = statement
        self.error = error


def spec_statements(catalog: Catalog) -> tuple[Statement, ...]:
    """Return what makes everything that a spec declares, roles excepted."""
    return tuple(
        item for item in create_statements(catalog) if not BY_NAME[item.target.kind].shared
    )


def make_canonical(
    compiled: Compiled,
    choices: Sequence[Choice],
    placed: Placed | None = None,
    hint: str = "",
    made: Catalog | None = None,
) -> Canonical:
    """Run a spec in the first of the places that can be had and has what it takes; read it back.

    With `made`, that is run in the place of all that the spec declares: what PostgreSQL told of it,
    which gives the other form of some expressions (see `forms.py`), or a part (`retrial.py`).

    Raises:
        SpecError: PostgreSQL refuses a statement; the problem is at what declares it.
        LacksExtensionError: the last place has no extension that the spec needs.
        SandboxError: there is no place; says of each why, and `hint` what to do.
    """
    reasons = []
    kind: type[SandboxError] = SandboxError
    for choice in choices:
        try:
            with choice.open() as scratch:
                trial = _Trial(compiled, scratch, made or compiled.project.catalog, placed or {})
                return _canonical(trial.run(), compiled)
        except _RefusedError as refused:
            # An extension may need a server that was started for it.
            if choice is choices[-1] or refused.statement.target.kind != _EXTENSION:
                raise SpecError((_problem(refused, compiled),)) from None
            reasons.append(f"{choice.words}: {' '.join(str(refused).split())}")
        except (SandboxError, ConnectError, _LackingError, psycopg.Error) as error:
            reasons.append(f"{choice.words}: {' '.join(str(error).split())}")
            kind = LacksExtensionError if isinstance(error, _NoExtensionError) else SandboxError
    raise kind("\n  ".join(["there is no database to try the spec in", *reasons]), hint=hint)


def _canonical(read: Catalog, compiled: Compiled) -> Canonical:
    declared = compiled.project.catalog
    roles = (item for item in declared if BY_NAME[item.id.kind].shared)
    items = (with_hints(item, declared.get(item.id)) for item in read)
    return canonical_from(compiled.project, Catalog([*items, *roles]))


@dataclass
class _Trial:
    """One run of a spec in a scratch database.

    `made` is what is run of it. `placed` says in which schemas extensions are to be that the spec
    puts nowhere. `stubbed` extensions are not really there.
    """

    compiled: Compiled
    scratch: Scratch
    made: Catalog
    placed: Placed
    stubbed: list[ObjectId] = field(default_factory=list)

    def run(self) -> Catalog:
        """Run everything and read it back.

        Raises:
            _RefusedError: PostgreSQL refuses a statement.
            _LackingError: the server lacks something.
        """
        connection = self.scratch.connection
        if self.compiled.project.facts.cluster is not None:
            stand_in(connection)
        before = set(read_catalog(connection).ids()) if self.scratch.prepared else set()
        project = self.compiled.project
        with self._roles(needed_roles(project.catalog)):
            path = sql.Identifier(project.schema)
            connection.execute(sql.SQL("SET search_path = {}").format(path))
            checked = "on" if project.check_function_bodies else "off"
            setting = sql.SQL("SET check_function_bodies = {}")
            connection.execute(setting.format(sql.SQL(checked)))
            for statements in (stub_statements(project), spec_statements(self.made)):
                self._load(statements)
            with connection.transaction():
                read = read_in_transaction(connection)
        return Catalog(self._own(read, before))

    def _own(self, read: Catalog, before: Collection[ObjectId]) -> Iterator[CatalogObject]:
        """Leave out what was there before, and what stands for what belongs to somebody else."""
        declared = self.compiled.project.catalog
        external = {(key.schema, key.name) for key in self.compiled.project.facts.external}
        for item in read:
            key = item.id
            kind = BY_NAME[key.kind]
            stub = kind.namespace or (key.schema, key.table or key.name) in external
            if kind.shared or (key not in declared and (stub or key in before)):
                continue
            yield item
        yield from (declared[key] for key in self.stubbed)

    @contextmanager
    def _roles(self, needed: Collection[str]) -> Iterator[None]:
        """Have the roles that are mentioned, without making any that outlive this.

        On a server that is thrown away they are made. On somebody's server everything happens in
        one transaction, which is never committed, if one is missing.
        """
        connection = self.scratch.connection
        there = {name for (name,) in connection.execute("SELECT rolname FROM pg_roles")}
        missing = sorted(set(needed) - there)
        if missing and not self.scratch.disposable:
            with connection.transaction(force_rollback=True):
                _make_roles(connection, missing)
                yield
        else:
            _make_roles(connection, missing)
            yield

    def _load(self, statements: Sequence[Statement]) -> None:
        connection = self.scratch.connection
        batch: list[Statement] = []
        for item in statements:
            if item.target.kind == _EXTENSION:
                self._run_all(connection, batch)
                batch = []
                self._make_extension(connection, item)
                continue
            batch.append(item)
            if len(batch) == _BATCH:
                self._run_all(connection, batch)
                batch = []
        self._run_all(connection, batch)

    def _run_all(self, connection: Connection, batch: Sequence[Statement]) -> None:
        if not batch:
            return
        try:
            with connection.transaction():
                connection.execute(";\n".join(item.sql for item in batch).encode())
        except psycopg.Error:
            for item in batch:
                self._run(connection, item)

    def _run(self, connection: Connection, item: Statement) -> None:
        try:
            with connection.transaction():
                connection.execute(item.sql.encode())
        except psycopg.errors.InsufficientPrivilege as error:
            said = error.diag.message_primary or str(error)
            raise _LackingError(f"its role may not make {item.target}: {said}") from error
        except psycopg.Error as error:
            if connection.closed or (error.sqlstate or "").startswith(_EXHAUSTED):
                raise
            if self.stubbed and error.sqlstate in _UNKNOWN:
                names = ", ".join(key.name for key in self.stubbed)
                said = error.diag.message_primary or str(error)
                raise _NoExtensionError(f"it has no extension {names} ({said})") from error
            raise _RefusedError(item, error) from error

    def _make_extension(self, connection: Connection, item: Statement) -> None:
        """Make an extension; do without it where it is missing, as long as nothing asks for it."""
        item = self._placed(connection, item)
        try:
            with connection.transaction():
                connection.execute(item.sql.encode())
        except psycopg.Error as error:
            if error.sqlstate not in _NO_EXTENSION:
                self._run(connection, item)
            self.stubbed.append(item.target)

    def _placed(self, connection: Connection, item: Statement) -> Statement:
        """Put an extension where the database has it, unless the spec says where it shall be."""
        declared = self.compiled.project.catalog.get(item.target)
        schema = self.placed.get(item.target.name)
        if schema is None or (isinstance(declared, Extension) and declared.schema):
            return item
        if not schema.startswith("pg_"):
            name = sql.Identifier(schema)
            connection.execute(sql.SQL("CREATE SCHEMA IF NOT EXISTS {}").format(name))
        text = quoted("CREATE EXTENSION {} SCHEMA {}", Name(item.target.name), Name(schema))
        return replace(item, sql=text)


def _make_roles(connection: Connection, names: Sequence[str]) -> None:
    for name in names:
        try:
            connection.execute(sql.SQL("CREATE ROLE {}").format(sql.Identifier(name)))
        except psycopg.errors.InsufficientPrivilege:
            raise _LackingError(f"it has no role {name}, and none may be made there") from None


def _problem(refused: _RefusedError, compiled: Compiled) -> Problem:
    found = refused.error.diag
    parts = [found.message_primary or str(refused.error).strip(), found.message_detail]
    hint = found.message_hint or ""
    if not hint and refused.statement.target.kind == _EXTENSION:
        hint = LOADED_FIRST
    elif not hint and refused.error.sqlstate in _UNKNOWN:
        hint = (
            "if the database has it without this spec: say so under `external`, or name with"
            " --scratch-url a database that has it, to be copied for the trial"
        )
    return Problem(
        "refused",
        f"PostgreSQL refuses {refused.statement.target}: " + "; ".join(filter(None, parts)),
        compiled.places.of(_culprit(refused, compiled.project.catalog)),
        hint=hint,
    )


def _culprit(refused: _RefusedError, catalog: Catalog) -> ObjectId:
    """Return the object whose text the refusal points into: a column inside CREATE TABLE."""
    target = refused.statement.target
    at = int(refused.error.diag.statement_position or 0) - 1
    if at < 0 or not BY_NAME[target.kind].relation:
        return target
    for item in catalog.belonging_to(target, CatalogObject):
        inline = BY_NAME[item.id.kind].inline
        text = inline(item) if inline else None
        start = refused.statement.sql.find(text) if text else -1
        if text and 0 <= start <= at < start + len(text):
            return item.id
    return target
