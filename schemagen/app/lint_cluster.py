"""`schemagen lint --target citus`: what projects would have to change to run on a cluster.

Each is compiled as if it said `distribution` at the top, and nothing else: what the rules of the
cluster refuse then is what there is to change.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from schemagen.app.lint import Finding, LintReport, lint_each
from schemagen.app.settings import Settings
from schemagen.errors import SettingsError, SpecError
from schemagen.lint.rule import Level
from schemagen.spec.compile import Compiled, compile_spec
from schemagen.spec.load import read_spec
from schemagen.spec.nodes import Document, Entries, Mapping, Scalar

_KEY = "distribution"


def lint_cluster(
    root: Path | None, projects: Sequence[str], engine: str, column: str | None = None
) -> LintReport:
    """Look for what stands in the way of distributing the tables of the projects.

    `column` is what they are distributed by; without it that of `tenancy`. A project that says
    how it is distributed is taken as it is: nothing of it can stand in the way.

    Raises:
        SettingsError: there is no such repository or project, or nothing says which column.
        SpecError: specs have problems of their own, those of all projects.
    """

    def look(settings: Settings, name: str, compiled: Compiled) -> Iterable[Finding]:
        if compiled.project.facts.cluster is not None:
            return ()
        return _findings(settings, name, engine, column)

    return lint_each(root, projects, look)


def _findings(settings: Settings, name: str, engine: str, column: str | None) -> Iterator[Finding]:
    path = settings.spec(name)
    known = column or _tenants(path, settings.root)
    if known is None:
        raise SettingsError(
            f"nothing says by which column the tables of {name} would be distributed",
            where=settings.relative(path),
            hint="name it with --by: what the rows of most tables belong to, tenant_id perhaps",
        )
    try:
        compile_spec(path, settings.root, _distributed(engine, known))
    except SpecError as error:
        for problem in error.problems:
            yield Finding(problem.code, Level.ERROR, problem.message, problem.hint, problem.place)


def _tenants(path: Path, root: Path) -> str | None:
    tenancy = read_spec(path, root).data.get("tenancy")
    return tenancy.get("column") if isinstance(tenancy, dict) else None


def _distributed(engine: str, column: str) -> Mapping:
    """Return the key that a spec would have."""
    document = Document("--target", f"{_KEY}: {{engine: {engine}, column: {column}}}")

    def scalar(text: str) -> Scalar:
        start = document.text.index(text)
        return Scalar(document, start, start + len(text), "", text, text)

    inside: Entries = {
        "engine": (scalar("engine"), scalar(engine)),
        "column": (scalar("column"), scalar(column)),
    }
    whole = Mapping(document, document.text.index("{"), inside)
    return Mapping(document, 0, {_KEY: (scalar(_KEY), whole)})
