"""The proofs of projects as items of pytest, one for each project and proof."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

import pytest

from schemagen.app.settings import Settings, find_settings
from schemagen.errors import SchemagenError, SettingsError
from schemagen.prove.proofs import ALL
from schemagen.prove.run import job_of
from schemagen.prove.verdict import Job, Proof, Verdict
from schemagen.testing.explaining import explained


def proofs_of(session: pytest.Session, names: Sequence[str]) -> Iterator[pytest.Item]:
    """Yield the proofs of some projects of the repository, of all by default.

    Raises:
        pytest.UsageError: there is no such repository or project.
    """
    try:
        settings = find_settings()
        chosen = settings.chosen(names)
    except SettingsError as error:
        hint = "before paths, write --schemagen=PROJECT"
        raise pytest.UsageError(f"--schemagen: {explained(error)}\n{hint}") from None
    for name in chosen:
        spec = Spec.from_parent(session, path=settings.spec(name), settings=settings)
        yield from spec.collect()


class FindingsError(Exception):
    """What a proof found, as text."""


class Spec(pytest.File):
    """The spec of a project, with its proofs."""

    def __init__(self, *, settings: Settings, **given: Any) -> None:
        super().__init__(**given)
        self._settings = settings

    def collect(self) -> Iterable[pytest.Item]:
        """Yield one item for each proof."""
        return [ProofItem.from_parent(self, name=proof.name, proof=proof) for proof in ALL]

    @cached_property
    def job(self) -> Job:
        """What is to be proven; making it applies all migrations once."""
        return job_of(self._settings, self.path.stem)


class ProofItem(pytest.Item):
    """One proof of one project. It fails when there are findings."""

    def __init__(self, *, proof: Proof, **given: Any) -> None:
        super().__init__(**given)
        self._proof = proof
        self.add_marker("schemagen")

    def runtest(self) -> None:
        """Carry the proof out.

        Raises:
            FindingsError: something is not as it was declared.
        """
        spec = self.getparent(Spec)
        if spec is None:
            raise TypeError("a proof belongs to a spec")
        if self._proof.migrations and not spec.job.migrations:
            pytest.skip("there are no migrations")
        verdicts = list(self._proof.run(spec.job))
        if not verdicts:
            pytest.skip("the spec declares nothing that this proof is about")
        told = "\n".join(line for each in verdicts for line in _told(each))
        self.add_report_section("call", "verdicts", told)
        wrong = [each for each in verdicts if each.findings]
        if wrong:
            raise FindingsError("\n".join(line for each in wrong for line in _found(each)))

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """Show what a person can do something about, without a traceback."""
        match excinfo.value:
            case FindingsError() as error:
                return str(error)
            case SchemagenError() as error:
                return explained(error)
        return super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[Path, int | None, str]:
        """Return the place and the name that reports show."""
        return self.path, None, f"{self.path.stem}: {self._proof.words}"


def _told(verdict: Verdict) -> Iterator[str]:
    yield f"{verdict.artefact}: {verdict.result}"
    yield from (f"  note: {text}" for text in verdict.notes)


def _found(verdict: Verdict) -> Iterator[str]:
    yield f"{verdict.artefact}: {verdict.result}"
    yield from (f"  finding: {text}" for text in verdict.findings)
