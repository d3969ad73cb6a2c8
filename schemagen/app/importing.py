"""`schemagen import`: a database becomes a spec, which is tried at once."""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import field, replace
from pathlib import Path
from typing import Any, Final

from schemagen import sandbox
from schemagen.app.connecting import Connection, Target, connect, find_target
from schemagen.app.loading import load, read_scripts
from schemagen.app.looking import Looking, live_catalogs
from schemagen.app.original import read_original, unmodelled
from schemagen.app.rotating import rotating
from schemagen.app.scratch import VARIABLE, Scratch, scratch_choices
from schemagen.app.selection import Selection
from schemagen.app.settings import Settings, settings_or_new
from schemagen.catalog.catalog import Catalog
from schemagen.catalog.change import Change
from schemagen.catalog.object import ObjectId
from schemagen.compose.compose import compose
from schemagen.compose.document import EDITOR_SCHEMA, write_spec
from schemagen.diff.engine import compare
from schemagen.errors import ConnectError, SandboxError, SettingsError, SpecError
from schemagen.frozen import frozen
from schemagen.kinds.foreign_key import ForeignKey
from schemagen.kinds.table import Table
from schemagen.partitions.partman import told
from schemagen.sandbox.address import settings_of
from schemagen.spec.project import NAME_PATTERN

_OF_EXTENSIONS: Final = """
SELECT
    n.nspname,
    c.relname,
    e.extname,
    (
        SELECT json_object_agg(a.attname, format_type(a.atttypid, a.atttypmod) ORDER BY a.attnum)
        FROM pg_attribute AS a
        WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
    )
FROM pg_class AS c
JOIN pg_namespace AS n ON n.oid = c.relnamespace
JOIN pg_depend AS d ON d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e'
JOIN pg_extension AS e ON e.oid = d.refobjid
WHERE c.relkind IN ('r', 'p', 'f')
"""


@frozen
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


@frozen
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
        missing = unmodelled(connection, target, request.selection)
        is_dump = request.sql is not None
        heading, catalog = read_original(
            connection, target, request.project, request.selection, is_dump=is_dump
        )
        heading = replace(heading, editor_schema=(settings.root / EDITOR_SCHEMA).is_file())
        catalog = _without_rotating(connection, catalog)
        composition = compose(catalog, heading.schema, _of_extensions(connection, catalog))
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
    undeclared = (*map(str, composition.undeclared), *missing)
    return ImportReport(target.where, paths, len(catalog), undeclared, changes, unproven)


def _without_rotating(connection: Connection, catalog: Catalog) -> Catalog:
    """Say of tables whose partitions come and go how they do, in the place of the partitions.

    A table is left as it is where a partition is not as all others are.
    """
    said = told(connection, catalog)
    for table in catalog.of(Table):
        key = table.id
        if key not in said:
            continue
        whole = replace(table, rotation=said[key])
        others = [item for item in catalog if item.id != key]
        found = rotating(Catalog([*others, whole]), Catalog([whole]))
        left = [part for part in found.current.of(Table) if part.partition_of == key]
        if not left and not found.desired:
            catalog = found.current
    return catalog


def _of_extensions(connection: Connection, catalog: Catalog) -> dict[ObjectId, dict[str, Any]]:
    """Return what there is to say of relations of extensions that tables refer to."""
    used = {key.references for key in catalog.of(ForeignKey)}
    for table in catalog.of(Table):
        used.update(table.inherits, () if table.partition_of is None else (table.partition_of,))
    if used <= set(catalog.ids()):
        return {}
    rows = connection.execute(_OF_EXTENSIONS).fetchall()
    return {
        key: {"extension": extension, "columns": columns}
        for schema, name, extension, columns in rows
        if (key := ObjectId("table", schema, name)) in used and key not in catalog
    }


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
    return Target(settings_of(connection), source, source, info.dbname, info.user)


@contextmanager
def _place(settings: Settings, request: Request) -> Iterator[Settings]:
    """Give the repository, or one that is thrown away."""
    if not request.dry_run:
        yield settings
        return
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        specs, generated, migrations = root / "specs", root / "generated", root / "migrations"
        yield Settings(root, specs, generated, migrations, root / "templates", root / "site")


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
