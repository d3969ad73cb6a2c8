"""`schemagen new`: another project in a repository, like one that there is, or of a database."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from schemagen.app.build import build
from schemagen.app.files import FileChange, write_all
from schemagen.app.importing import ImportReport, import_database
from schemagen.app.importing import Request as ImportRequest
from schemagen.app.new_migration import new_migration
from schemagen.app.selection import Selection
from schemagen.app.settings import Settings, settings_or_new
from schemagen.declare.suggest import did_you_mean
from schemagen.errors import SettingsError
from schemagen.frozen import frozen
from schemagen.render.templates import Templates

BLANK: Final = "blank"
"""A project of two tables, to be written over."""
LIKE: Final = (BLANK, "directory", "forms", "gym", "tenant", "trust")
"""What a project can begin as."""
_PACKAGE: Final = Path(__file__).resolve().parents[1]
_NAME: Final = re.compile(r"[a-z][a-z0-9_]*\Z")
_ROLE: Final = re.compile(r"^\s+role: (\w+)$", re.MULTILINE)
_EDITOR: Final = "# yaml-language-server: $schema=../.vscode/schemagen.schema.json"


@frozen
class Added:
    """What was written of a project.

    Attributes:
        root: the repository.
        files: the spec, its parts, and its test, relative to the root.
        generated: how many files the build made.
        migration: the folder of the first migration; None where the database is there already.
        imported: what was read of a database; None where none was.
    """

    root: Path
    files: tuple[str, ...]
    generated: int
    migration: str | None = None
    imported: ImportReport | None = None


def add_project(
    root: Path | None, name: str, *, like: str = BLANK, from_db: str | None = None
) -> Added:
    """Write a project's spec and test, build it, and write its first migration.

    `from_db` is the URL of a database to read the spec from instead; it needs no first migration,
    but a baseline.

    Raises:
        SettingsError: the name cannot be one, is taken, or there is nothing like that.
        SchemagenError: the database cannot be read, or there is no server to try a migration on.
    """
    settings = settings_or_new(root)
    _check(settings, name, like)
    test = settings.root / "tests" / f"test_{name}_database.py"
    templates = Templates.of(settings.templates)
    texts = {} if test.exists() else {test: templates.fill("project/test.py.jinja", project=name)}
    if from_db is not None:
        report = _import(settings, name, from_db)
        _write(texts)
        made = len(build(settings.root, [name]).changes)
        files = (*(path for path, _ in report.files), *texts)
        return Added(settings.root, _named(settings, files), made, imported=report)
    texts |= _spec(settings, name, like)
    with _all_or_nothing(settings.output(name), texts):
        _write(texts)
        made = len(build(settings.root, [name]).changes)
        first = new_migration(settings.root, name, "initial")
    folder = settings.relative(first.folder) if first else None
    return Added(settings.root, _named(settings, texts), made, folder)


def _write(texts: Mapping[Path, str]) -> None:
    write_all([FileChange(path, None, text.encode()) for path, text in texts.items()])


def _named(settings: Settings, paths: Iterable[Path]) -> tuple[str, ...]:
    return tuple(sorted(settings.relative(path) for path in paths))


@contextmanager
def _all_or_nothing(generated: Path, texts: Mapping[Path, str]) -> Iterator[None]:
    """Take everything away again if the block fails, so that the same command can be run again."""
    there = generated.exists()
    try:
        yield
    except BaseException:
        for path in texts:
            path.unlink(missing_ok=True)
        if not there:
            shutil.rmtree(generated, ignore_errors=True)
        raise


def _check(settings: Settings, name: str, like: str) -> None:
    if not _NAME.match(name):
        raise SettingsError(
            f'"{name}" cannot be the name of a project',
            hint="small letters, digits and _, and a letter first: shop",
        )
    if like not in LIKE:
        hint = did_you_mean(like, LIKE) or f"there are: {', '.join(LIKE)}"
        raise SettingsError(f'there is no project "{like}" to begin like', hint=hint)
    if settings.spec(name).exists():
        raise SettingsError(
            "there is such a project already",
            where=settings.relative(settings.spec(name)),
            hint="choose another name; nothing is written over",
        )


def _import(settings: Settings, name: str, url: str) -> ImportReport:
    request = ImportRequest(name, url, None, None, Selection(), None, force=False, dry_run=False)
    return import_database(settings.root, request)


def _spec(settings: Settings, name: str, like: str) -> Mapping[Path, str]:
    """Return the files of a spec: their places and texts."""
    if like == BLANK:
        templates = Templates.of(settings.templates)
        return {settings.spec(name): templates.fill("project/blank.yaml.jinja", project=name)}
    folder = _examples()
    main = (folder / f"{like}.yaml").read_text(encoding="utf-8")
    roles = _ROLE.findall(main)
    texts = {settings.spec(name): _renamed(main, like, name, roles)}
    for part in sorted((folder / like).rglob("*")) if (folder / like).is_dir() else ():
        if part.is_file():
            place = settings.specs / name / part.relative_to(folder / like)
            texts[place] = _renamed(part.read_text(encoding="utf-8"), like, name, roles)
    return texts


def _examples() -> Path:
    """Return the folder of the projects that come along."""
    installed = _PACKAGE / "specs"
    return installed if installed.is_dir() else _PACKAGE.parent / "specs"


def _renamed(text: str, like: str, name: str, roles: list[str]) -> str:
    """Return a spec under another name: its roles belong to the server, so they are renamed too."""
    text = re.sub(r"^# yaml-language-server:.*", _EDITOR, text)
    text = re.sub(rf"^project: {like}$", f"project: {name}", text, flags=re.MULTILINE)
    text = re.sub(rf"(?<![\w/]){like}/", f"{name}/", text)
    for role in roles:
        text = re.sub(rf"\b{role}\b", name + role.removeprefix(like), text)
    return text
