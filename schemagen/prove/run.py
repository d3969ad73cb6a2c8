"""`schemagen prove`: all proofs of some projects, one verdict after the other."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from schemagen.app.replay import Replay, with_replay
from schemagen.app.settings import Settings, find_settings
from schemagen.errors import SettingsError
from schemagen.frozen import frozen
from schemagen.kinds.distribution import Distribution
from schemagen.migrate.files import read_migrations
from schemagen.migrate.line import check_line, check_proven
from schemagen.prove.pgtap.script import pgtap_file
from schemagen.prove.proofs import ALL
from schemagen.prove.verdict import Job, Keeper, Proof, Verdict
from schemagen.sandbox.cluster import without_cluster
from schemagen.spec.compile import compile_spec

ROWS: Final = 20
MOST_ROWS: Final = 1_000_000


@frozen
class Proven:
    """A verdict, with the project and the proof that it is of, and the server's major version."""

    project: str
    proof: str
    server: int
    verdict: Verdict


def prove(
    root: Path | None,
    projects: Sequence[str] = (),
    *,
    proofs: Sequence[str] = (),
    rows: int = ROWS,
    major: int | None = None,
    tell: Callable[[str], None] = lambda _: None,
) -> Iterator[Proven]:
    """Give the verdicts on projects as they come; some proofs have none without migrations.

    Raises:
        SettingsError: there is no such repository, project or proof.
        SpecError: a spec has problems.
        MigrationError: the migrations do not follow each other, or one was edited.
        ApplyError: a migration cannot be applied to an empty database.
        SandboxError: there is no server to try it on.
    """
    settings = find_settings(root)
    chosen = _chosen(proofs)
    for project in settings.chosen(projects):
        with Keeper() as keeper:
            job = replace(job_of(settings, project, rows, major, tell), keeper=keeper)
            notes = _without(job)
            for proof in chosen:
                if job.migrations or not proof.migrations:
                    for verdict in proof.run(job):
                        told = replace(verdict, notes=(*verdict.notes, *notes))
                        yield Proven(project, proof.name, job.major, told)
                        notes = ()


def _without(job: Job) -> tuple[str, ...]:
    """Return what the servers of proofs cannot do, said once for a project."""
    tables = sum(1 for _ in job.compiled.project.catalog.of(Distribution))
    return (without_cluster(tables),) if tables else ()


def access_test(
    root: Path | None,
    projects: Sequence[str] = (),
    *,
    major: int | None = None,
    tell: Callable[[str], None] = lambda _: None,
) -> str:
    """Return the access matrix of a project as a test file for pgTAP.

    Raises:
        SettingsError: there is no such repository or project, or not just one, or nobody connects.
        SpecError: the spec has problems.
        MigrationError: the migrations do not follow each other, or one was edited.
        ApplyError: a migration cannot be applied to an empty database.
        SandboxError: there is no server to try it on.
    """
    settings = find_settings(root)
    chosen = list(settings.chosen(projects))
    if len(chosen) != 1:
        raise SettingsError(
            "a test file is about one project", hint=f"name one of: {', '.join(chosen)}"
        )
    text = pgtap_file(job_of(settings, chosen[0], ROWS, major, tell))
    if not text:
        raise SettingsError(
            f"the project {chosen[0]} has no actors, so there is no access to test",
            hint="declare them under `actors`",
        )
    return text


def _chosen(names: Sequence[str]) -> tuple[Proof, ...]:
    known = {proof.name: proof for proof in ALL}
    for name in names:
        if name not in known:
            raise SettingsError(
                f'there is no proof "{name}"', hint=f"there are: {', '.join(known)}"
            )
    return tuple(proof for name, proof in known.items() if not names or name in names)


def job_of(
    settings: Settings,
    project: str,
    rows: int = ROWS,
    major: int | None = None,
    tell: Callable[[str], None] = lambda _: None,
) -> Job:
    """Return what is to be proven of a project, on the newest server here that it runs on.

    Raises:
        SpecError: the spec has problems.
        MigrationError: the migrations do not follow each other, or one was edited.
        ApplyError: a migration cannot be applied to an empty database.
        SandboxError: there is no server to try it on.
    """
    migrations = read_migrations(settings.migrations_of(project))
    check_line(migrations)
    check_proven(migrations)
    compiled = compile_spec(settings.spec(project), settings.root)

    def work(replay: Replay) -> int:
        replay.run_all(migrations)
        if not migrations:
            replay.build()
        return replay.major

    found = with_replay(compiled.project, major, work)
    return Job(settings, compiled, migrations, rows, found, lambda text: tell(f"{project}: {text}"))
