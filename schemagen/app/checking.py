"""`schemagen migrate check`: migrations that were edited, proven as they are now."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from schemagen.app.at_database import one_project
from schemagen.app.files import FileChange, write_all
from schemagen.app.proving_scripts import Proven, beyond_of, prove_scripts
from schemagen.app.replay import Replay, with_replay
from schemagen.app.settings import find_settings
from schemagen.frozen import frozen
from schemagen.migrate.files import read_migrations
from schemagen.migrate.line import check_line
from schemagen.migrate.plan_file import PLAN, write_plan
from schemagen.migrate.step import Direction
from schemagen.spec.compile import compile_spec


@frozen
class Checked:
    """What was proven.

    Attributes:
        migrations: those that had been edited; their plans were written anew.
        server: the major version that they were proven on; 0 if there was nothing to prove.
        beyond: what the spec says beyond what all migrations lead to, a line each.
    """

    migrations: tuple[Proven, ...] = ()
    server: int = 0
    beyond: tuple[str, ...] = ()


def check(root: Path | None, project: str | None, *, major: int | None = None) -> Checked:
    """Prove migrations that were edited, and read their statements into their plans.

    Each runs up, down and up again on a disposable server, and so does what follows it. Nothing is
    written unless all of it holds.

    Raises:
        SettingsError: there is no such repository or project.
        SpecError: the spec has problems.
        MigrationError: a file cannot be read, or a way back does not lead back.
        ApplyError: a statement is refused.
        SandboxError: there is no server to try it on.
    """
    settings = find_settings(root)
    name = one_project(settings, project)
    migrations = read_migrations(settings.migrations_of(name))
    check_line(migrations)
    edited = [each.id for each in migrations if each.edited()]
    if not edited:
        return Checked()
    place = [each.id for each in migrations].index(edited[0])
    compiled = compile_spec(settings.spec(name), settings.root)

    def work(replay: Replay) -> Checked:
        replay.run_all(migrations[:place])
        found = [
            prove_scripts(replay, each.id, each.plan, {way: each.script(way) for way in Direction})
            for each in migrations[place:]
        ]
        beyond = beyond_of(settings, name, replay)
        return Checked(tuple(each for each in found if each.id in edited), replay.major, beyond)

    done = with_replay(compiled.project, major, work)
    folder = settings.migrations_of(name)
    _write(folder, done.migrations)
    return done


def _write(folder: Path, proven: Sequence[Proven]) -> None:
    changes = []
    for each in proven:
        path = folder / each.id / PLAN
        changes.append(FileChange(path, path.read_bytes(), write_plan(each.plan).encode()))
    write_all(changes)
