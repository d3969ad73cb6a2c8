"""Changes of the files of migrations, to be made together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from schemagen.app.files import FileChange
from schemagen.migrate.files import Migration
from schemagen.migrate.plan_file import PLAN, Plan, write_plan


def removal(migrations: Sequence[Migration]) -> Iterator[FileChange]:
    """Give what removes the folders of migrations, with all that is in them."""
    for migration in migrations:
        for path in sorted(migration.folder.iterdir()):
            yield FileChange(path, path.read_bytes(), None)


def replanned(migration: Migration, plan: Plan) -> FileChange:
    """Return what gives a migration another plan."""
    path = migration.folder / PLAN
    return FileChange(path, path.read_bytes(), write_plan(plan).encode())
