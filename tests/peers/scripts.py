"""Migrations as the runner runs them: in transactions, and with its patience for locks."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from schemagen.migrate.patience import Patience
from schemagen.migrate.script import read_script
from schemagen.migrate.step import Alone, Step, Together

_FILES: Final = ("up.sql", "down.sql")


def as_run(text: str, name: str) -> str:
    """Return a migration's file with BEGIN and COMMIT where the runner begins and commits.

    Raises:
        MigrationError: the file is none that the runner could run.
    """
    limit = f"SET lock_timeout = {Patience().lock_timeout};"
    return "\n".join([limit, *(_of(step) for step in read_script(text, name))]) + "\n"


def _of(step: Step) -> str:
    match step:
        case Together(actions):
            return "\n".join(["BEGIN;", *(f"{action.sql};" for action in actions), "COMMIT;"])
        case Alone(action):
            return f"{action.sql};"
        case _:
            raise ValueError(f"nobody has said how linters are shown {step}")


def write_all(root: Path, project: str, folder: Path) -> list[Path]:
    """Write what a project's users run into a folder; returns the files, relative to it.

    `rollback.sql` is left out: it drops everything, which is what it is for.
    """
    made = {
        Path("generated", project, name): (root / "generated" / project / name).read_text("utf-8")
        for name in ("schema.sql", "rls.sql")
    }
    for migration in sorted((root / "migrations" / project).iterdir()):
        for name in _FILES:
            file = (migration / name).relative_to(root)
            made[file] = as_run((root / file).read_text("utf-8"), str(file))
    for file, text in made.items():
        (folder / file).parent.mkdir(parents=True, exist_ok=True)
        (folder / file).write_text(text, encoding="utf-8")
    return list(made)
