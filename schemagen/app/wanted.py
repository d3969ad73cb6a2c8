"""What a project wants a database to be: from the cache, or tried in a scratch database."""

from __future__ import annotations

from schemagen.app.cache import CanonicalCache, canonical_key
from schemagen.app.canonical import Canonical
from schemagen.app.connecting import Target
from schemagen.app.fingerprint import digest
from schemagen.app.scratch import scratch_choices
from schemagen.app.settings import Settings
from schemagen.app.trial import make_canonical
from schemagen.catalog.catalog import Catalog
from schemagen.spec.compile import compile_spec


def canonical_of(
    settings: Settings, project: str, major: int, live: Target | None, scratch_url: str | None
) -> Canonical:
    """Return the canonical catalog of a project, from the cache if its spec is as it was.

    Raises:
        SpecError: the spec has problems, or PostgreSQL refuses it.
        SandboxError: there is no place to try the spec in.
    """
    entries = CanonicalCache(settings.root)
    kept = entries.unchanged(project, major)
    if kept is not None:
        return kept
    compiled = compile_spec(settings.spec(project), settings.root)
    key = canonical_key(compiled.project, compiled.project.catalog, major)
    canonical = entries.load(key)
    if canonical is None:
        canonical = make_canonical(compiled, scratch_choices(major, live, scratch_url))
        entries.save(key, canonical)
    inputs = {file.name: digest(file.content) for file in compiled.files}
    entries.remember(project, major, key, inputs, compiled.warnings)
    return canonical


def reread_of(
    settings: Settings, project: str, major: int, live: Target | None, scratch_url: str | None
) -> Catalog:
    """Return what PostgreSQL makes of a project when it reads what it told of it (`forms.py`).

    Raises:
        SpecError: PostgreSQL refuses what it told.
        SandboxError: there is no place to try it in.
    """
    told = canonical_of(settings, project, major, live, scratch_url)
    compiled = compile_spec(settings.spec(project), settings.root)
    entries = CanonicalCache(settings.root)
    key = canonical_key(compiled.project, told.catalog, major)
    reread = entries.load(key)
    if reread is None:
        reread = make_canonical(compiled, scratch_choices(major, live, scratch_url), told)
        entries.save(key, reread)
    return reread.catalog
