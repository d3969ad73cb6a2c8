"""Changes of the files of migrations, to be made together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from schemagen.app.files import FileChange
from schemagen.migrate.files import Migration
from schemagen.migrate.plan_file import PLAN, Plan, write_plan
from schemagen.migrate.step import Direction


def removal(migrations: Sequence[Migration]) -> Iterator[FileChange]:
    """Give what removes the folders of migrations, with all that is in them."""
    for migration in migrations:
        for path in sorted(migration.folder.iterdir()):
            yield FileChange(path, path.read_bytes(), None)


def replanned(migration: Migration, plan: Plan) -> FileChange:
    """Return what gives a migration another plan."""
    path = migration.folder / PLAN
    return FileChange(path, path.read_bytes(), write_plan(plan).encode())


def written(folder: Path, plan: Plan, scripts: Mapping[Direction, str]) -> Iterator[FileChange]:
    """Give the files of a migration that is new in its folder."""
    for way, text in scripts.items():
        yield FileChange(folder / f"{way}.sql", None, text.encode())
    yield FileChange(folder / PLAN, None, write_plan(plan).encode())
