"""`schemagen import`: a database becomes a spec, which is tried at once."""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Collection, Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field, replace
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Final

import psycopg
from psycopg.conninfo import make_conninfo

from schemagen import sandbox
from schemagen.app.connecting import Connection, Target, connect, find_target, redacted
from schemagen.app.live import SUPPORTED, Looking, live_catalogs
from schemagen.app.loading import load, read_scripts
from schemagen.app.scope import Scope
from schemagen.app.scratch import VARIABLE, Scratch, scratch_choices
from schemagen.app.selection import Selection
from schemagen.app.settings import Settings, settings_or_new
from schemagen.app.stubs import needed_roles
from schemagen.catalog.catalog import Catalog
from schemagen.catalog.change import Change
from schemagen.catalog.object import CatalogObject, Grant, ObjectId
from schemagen.compose.compose import compose
from schemagen.compose.document import EDITOR_SCHEMA, Heading, write_spec
from schemagen.diff.engine import compare
from schemagen.errors import ConnectError, IntrospectError, SandboxError, SettingsError, SpecError
from schemagen.introspect.reading import read_database
from schemagen.introspect.snapshot import read_in_transaction
from schemagen.kinds import BY_NAME
from schemagen.spec.project import NAME_PATTERN

_PUBLIC: Final = ObjectId("schema", "", "public")
_STANDARD: Final = "standard public schema"
_MARK: Final = "Created by schemagen."
_CONTENTS: Final = """
WITH found AS (
    SELECT relnamespace AS schema, 'pg_class'::regclass AS class, oid, 100 AS weight
    FROM pg_class WHERE relkind IN ('r', 'p', 'v', 'm', 'f')
    UNION ALL SELECT pronamespace, 'pg_proc'::regclass, oid, 1 FROM pg_proc
    UNION ALL SELECT typnamespace, 'pg_type'::regclass, oid, 1
    FROM pg_type WHERE typtype IN ('e', 'd')
)
SELECT n.nspname
FROM found AS f
JOIN pg_namespace AS n ON n.oid = f.schema
WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
    AND NOT EXISTS (
        SELECT FROM pg_depend AS d
        WHERE d.classid = f.class AND d.objid = f.oid AND d.deptype = 'e'
    )
GROUP BY n.nspname
ORDER BY n.nspname = 'public' DESC, sum(f.weight) DESC, n.nspname
"""
"""The schemas that hold anything: the usual one first, then the fullest."""


@dataclass(frozen=True, slots=True)
class Request:
    """What is to be imported, and how.

    Attributes:
        project: the name of the new project.
        url: the database; that of the environment where there is none and no `sql`.
        sql: a file or a folder of SQL instead.
        major: the version of PostgreSQL that the SQL is for; the newest one at hand by default.
        selection: the schemas to take, and what to leave out.
        scratch_url: where to try the spec, and to load SQL.
        force: whether a spec that is there may be replaced.
        dry_run: whether nothing is written.
    """

    project: str
    url: str | None = None
    sql: Path | None = None
    major: int | None = None
    selection: Selection = field(default_factory=Selection)
    scratch_url: str | None = None
    force: bool = False
    dry_run: bool = False


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did.

    Attributes:
        source: what was read, in words.
        files: the spec: paths and texts, the spec's own first.
        objects: how many objects it declares.
        undeclared: what no spec can say.
        changes: what the spec makes in another way, all of it by name.
        unproven: why that is not known; empty where it is.
    """

    source: str
    files: tuple[tuple[Path, str], ...]
    objects: int
    undeclared: tuple[str, ...]
    changes: tuple[Change, ...]
    unproven: str = ""

    @property
    def equal(self) -> bool:
        """Whether the spec is known to make the same."""
        return not (self.undeclared or self.changes or self.unproven)


def import_database(root: Path | None, request: Request) -> ImportReport:
    """Write the spec of a database, and compare what PostgreSQL makes of it with the original.

    Raises:
        SettingsError: the repository has such a spec, or what configures it is wrong.
        ConnectError: the database cannot be reached.
        IntrospectError: it cannot be read.
        ApplyError: the SQL does not load; says at which statement of which file.
        SandboxError: there is no server to load SQL into.
        SpecError: PostgreSQL refuses the spec.
    """
    settings = settings_or_new(root)
    _check(settings, request)
    with _source(request) as (connection, target):
        unmodelled = _unmodelled(connection, target, request.selection)
        heading, catalog = _read(connection, target, request)
        heading = replace(heading, editor_schema=(settings.root / EDITOR_SCHEMA).is_file())
        composition = compose(catalog, heading.schema)
        with _place(settings, request) as place:
            files = _write(place, write_spec(heading, composition))
            try:
                changes, unproven = _prove(place, request, target)
            except SpecError as error:
                if not any(problem.code == "refused" for problem in error.problems):
                    raise
                # A body may name what only its callers find.
                unchecked = replace(heading, check_function_bodies=False)
                files = _write(place, write_spec(unchecked, composition))
                changes, unproven = _prove(place, request, target)
    paths = tuple((settings.specs / path.relative_to(place.specs), text) for path, text in files)
    undeclared = (*map(str, composition.undeclared), *unmodelled)
    return ImportReport(target.where, paths, len(catalog), undeclared, changes, unproven)


def _check(settings: Settings, request: Request) -> None:
    if not re.match(NAME_PATTERN, request.project):
        raise SettingsError(
            f'"{request.project}" cannot be the name of a project',
            hint="it begins with a small letter and has small letters, digits and _",
        )
    path = settings.spec(request.project)
    if path.exists() and not request.force and not request.dry_run:
        raise SettingsError(
            "there is such a spec",
            where=settings.relative(path),
            hint="--force replaces it, --dry-run shows what would be written",
        )


@contextmanager
def _source(request: Request) -> Iterator[tuple[Connection, Target]]:
    """Connect to the database, or load the SQL into a scratch database."""
    if request.sql is None:
        target = find_target(request.url)
        with closing(connect(target)) as connection:
            yield connection, target
        return
    scripts = read_scripts(request.sql)
    with ExitStack() as stack:
        scratch = _scratch(stack, request)
        load(scratch.connection, scripts, make_roles=scratch.disposable)
        yield scratch.connection, _target_of(scratch.connection, str(request.sql))


def _scratch(stack: ExitStack, request: Request) -> Scratch:
    """Open a database of the wanted version in the first place that can be had."""
    reasons = []
    major = request.major or _major(request.scratch_url)
    for choice in scratch_choices(major, None, request.scratch_url):
        try:
            return stack.enter_context(choice.open())
        except (SandboxError, ConnectError) as error:
            reasons.append(f"{choice.words}: {error}")
    raise SandboxError(
        "\n  ".join([f"there is no PostgreSQL {major} to load the SQL into", *reasons]),
        hint="name a server with --scratch-url, or load it yourself and name --url",
    )


def _major(scratch_url: str | None) -> int:
    """Return the version of the scratch server, or the newest one on this machine."""
    if scratch_url is None and not os.environ.get(VARIABLE):
        return sandbox.find(None).major
    target = find_target(scratch_url, option="--scratch-url", variables=(VARIABLE,))
    with closing(connect(target)) as connection:
        return connection.info.server_version // 10000


def _target_of(connection: Connection, source: str) -> Target:
    info = connection.info
    given = info.get_parameters() | ({"password": info.password} if info.password else {})
    return Target(make_conninfo(**given), source, source, info.dbname, info.user)


def _unmodelled(connection: Connection, target: Target, selection: Selection) -> tuple[str, ...]:
    """Name what is there and schemagen knows nothing of, or may not see."""
    try:
        reading = read_database(connection)
    except psycopg.Error as error:
        raise _unreadable(error, target) from None
    return tuple(
        text for text in (*reading.unmodelled, *reading.hidden) if _is_meant(text, selection)
    )


def _is_meant(text: str, selection: Selection) -> bool:
    name = text.rpartition(" ")[2]
    schema = name.partition(".")[0]
    if any(fnmatchcase(part, each) for each in selection.exclude for part in (name, schema)):
        return False
    return not selection.schemas or any(fnmatchcase(schema, each) for each in selection.schemas)


def _unreadable(error: psycopg.Error, target: Target) -> IntrospectError:
    said = redacted(str(error).strip(), target)
    return IntrospectError(f"the catalog cannot be read: {said}", where=target.where)


def _read(connection: Connection, target: Target, request: Request) -> tuple[Heading, Catalog]:
    """Read what is to be declared, with names as a project in its own schema writes them."""
    major = connection.info.server_version // 10000
    if major not in SUPPORTED:
        known = f"known are {SUPPORTED[0]} to {SUPPORTED[-1]}"
        raise ConnectError(f"this is PostgreSQL {major}; {known}", where=target.where)
    scope = Scope(request.selection)
    try:
        with connection.transaction():
            connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            named = [ObjectId("schema", "", name) for (name,) in connection.execute(_CONTENTS)]
            home = next((key.name for key in named if key in scope), _PUBLIC.name)
            usual = dict[str, str](
                connection.execute("SELECT name, comment FROM pg_available_extensions").fetchall()
            )
            first = connection.execute("SELECT pg_get_userbyid(10)::text").fetchone()
            found = read_in_transaction(connection, home)
    except psycopg.Error as error:
        raise _unreadable(error, target) from None
    chosen = [item for item in found if item.id in scope]
    roles = _roles(found, needed_roles(Catalog(chosen)))
    # Whose dump it is does not matter where that is whoever has everything.
    nobody = first[0] if first and request.sql is not None else None
    plain = (
        _without_usual(replace(item, owner=None) if item.owner == nobody else item, usual, major)
        for item in (*chosen, *roles)
    )
    return Heading(request.project, home, major), Catalog(plain)


def _roles(found: Catalog, needed: Collection[str]) -> list[CatalogObject]:
    """Return the roles that are mentioned, and those that they are members of."""
    shared = {item.id.name: item for item in found if BY_NAME[item.id.kind].shared}
    wanted = set(needed) & shared.keys()
    while more := needed_roles(Catalog(shared[name] for name in wanted)) & shared.keys() - wanted:
        wanted |= more
    return [shared[name] for name in sorted(wanted)]


def _without_usual(item: CatalogObject, comments: dict[str, str], major: int) -> CatalogObject:
    """Leave out what every new database has: comments of extensions, and of the schema public."""
    comment = item.comment
    if item.id == _PUBLIC:
        usual = {Grant("PUBLIC", "USAGE")} | ({Grant("PUBLIC", "CREATE")} if major < 15 else set())
        return replace(
            item,
            comment=None if comment == _STANDARD else comment,
            owner=None,
            grants=tuple(grant for grant in item.grants if grant not in usual),
            revoked=tuple(sorted(usual - set(item.grants))),
        )
    if BY_NAME[item.id.kind].shared and comment:
        return replace(item, comment=comment.removesuffix(_MARK).strip() or None)
    if item.id.kind == "extension" and comment == comments.get(item.id.name):
        return replace(item, comment=None)
    return item


@contextmanager
def _place(settings: Settings, request: Request) -> Iterator[Settings]:
    """Give the repository, or one that is thrown away."""
    if not request.dry_run:
        yield settings
        return
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        yield Settings(root, root / "specs", root / "generated", root / "migrations")


def _write(place: Settings, texts: dict[str, str]) -> list[tuple[Path, str]]:
    files = [(place.specs / name, text) for name, text in texts.items()]
    for path, text in files:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return files


def _prove(place: Settings, request: Request, target: Target) -> tuple[tuple[Change, ...], str]:
    """Compare what the spec makes with the original; say why where there is no place for that."""
    look = Looking(place, request.project, target, request.selection, request.scratch_url)
    try:
        live = live_catalogs(look)
    except SandboxError as error:
        return (), str(error)
    return compare(live.current, live.desired), ""
