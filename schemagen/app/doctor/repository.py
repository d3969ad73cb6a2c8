"""The repository: its specs, what was generated of them, and what editors know."""

from __future__ import annotations

from collections.abc import Iterator

from schemagen.app.beginning import EDITOR_SCHEMA
from schemagen.app.build import build
from schemagen.app.doctor.finding import Finding, Patient, bad, good, note
from schemagen.app.files import read_if_there
from schemagen.app.settings import Settings, find_settings
from schemagen.errors import RenderError, SchemagenError, SettingsError
from schemagen.render.overrides import overridden
from schemagen.spec.schema_file import packaged_schema


def examine(patient: Patient) -> Iterator[Finding]:
    """Yield whether every project is built."""
    try:
        settings = find_settings(patient.root)
    except SettingsError as error:
        yield note(error.message, error.hint)
        return
    yield good(f"{settings.root}")
    yield from _templates(settings)
    try:
        report = build(settings.root, check=True)
    except SchemagenError as error:
        yield bad(error.message, error.hint or "schemagen build says more")
        return
    for state in report.projects:
        if state.changes:
            names = ", ".join(change.path.name for change in state.changes)
            yield bad(f"{state.name} is stale: {names}", f"schemagen build {state.name}")
        elif settings.migrations_of(state.name).is_dir():
            yield good(f"{state.name} is built")
        else:
            yield note(f"{state.name} has no migrations", f"schemagen migrate new {state.name}")
    known = read_if_there(settings.root / EDITOR_SCHEMA)
    if known is not None and known.decode(errors="replace") != packaged_schema():
        hint = f"remove {EDITOR_SCHEMA} and run schemagen init"
        yield note("editors complete by the schema of another version", hint)


def _templates(settings: Settings) -> Iterator[Finding]:
    try:
        names = overridden(settings.templates)
    except RenderError:
        return  # which the build says, too
    folder = settings.relative(settings.templates)
    for name in names:
        yield good(f"{folder}/{name} is filled instead of the one that comes along")
