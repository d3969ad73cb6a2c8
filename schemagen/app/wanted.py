"""What a project wants a database to be: from the cache, or tried in a scratch database."""

from __future__ import annotations

from collections.abc import Iterable

from schemagen.app.cache import CanonicalCache, canonical_key
from schemagen.app.canonical import Canonical
from schemagen.app.connecting import Target
from schemagen.app.fingerprint import digest
from schemagen.app.pointer import Placed, remember
from schemagen.app.retrial import declarations, try_again
from schemagen.app.scratch import scratch_choices
from schemagen.app.settings import Settings
from schemagen.app.trial import make_canonical
from schemagen.catalog.catalog import Catalog
from schemagen.catalog.object import ObjectId
from schemagen.errors import SpecError
from schemagen.plan.portion import portion
from schemagen.spec.compile import Compiled, compile_spec
from schemagen.spec.oldest import add_lacking


def canonical_of(
    settings: Settings,
    project: str,
    major: int,
    live: Target | None,
    scratch_url: str | None,
    placed: Placed | None = None,
) -> Canonical:
    """Return the canonical catalog of a project, from the cache if its spec is as it was.

    `placed` says in which schemas extensions are to be that the spec puts nowhere.

    Raises:
        SpecError: the spec has problems, or PostgreSQL refuses it.
        SandboxError: there is no place to try the spec in.
    """
    entries = CanonicalCache(settings.root)
    there = placed or {}
    kept = entries.unchanged(project, major, there)
    if kept is not None:
        return kept
    compiled = compile_spec(settings.spec(project), settings.root)
    _check_version(compiled, major)
    declared = declarations(compiled.project.catalog)
    key = canonical_key(compiled.project, declared, major, there)
    canonical = entries.load(key)
    if canonical is None:
        given = scratch_choices(major, live, scratch_url), there, _hint(major, live)
        before = entries.tried(compiled.project, major, there)
        canonical = try_again(compiled, declared, before, *given) if before else None
        if canonical is None:
            canonical = make_canonical(compiled, *given)
        entries.save(key, canonical, before)
        entries.remember_trial(compiled.project, major, there, key, declared)
    inputs = {file.name: digest(file.content) for file in compiled.files}
    remember(settings.root, project, major, there, key, inputs, compiled.warnings)
    return canonical


def reread_of(
    settings: Settings,
    project: str,
    major: int,
    live: Target | None,
    scratch_url: str | None,
    placed: Placed,
    wanted: Iterable[ObjectId],
) -> Catalog:
    """Return what PostgreSQL makes of objects when it reads what it told of them (`forms.py`).

    Raises:
        SpecError: PostgreSQL refuses what it told.
        SandboxError: there is no place to try it in.
    """
    told = canonical_of(settings, project, major, live, scratch_url, placed)
    compiled = compile_spec(settings.spec(project), settings.root)
    entries = CanonicalCache(settings.root)
    made = portion(told.catalog, wanted)
    declared = declarations(compiled.project.catalog)
    key = canonical_key(compiled.project, declared, major, placed, made)
    reread = entries.load(key)
    if reread is None:
        choices = scratch_choices(major, live, scratch_url)
        reread = make_canonical(compiled, choices, placed, _hint(major, live), made)
        entries.save(key, reread)
    return reread.catalog


def _check_version(compiled: Compiled, major: int) -> None:
    problems = compiled.places.problems
    add_lacking(compiled.project.catalog, major, f"this is PostgreSQL {major}", problems)
    if problems.errors:
        raise SpecError(problems.errors)


def _hint(major: int, live: Target | None) -> str:
    """Say how there is a place to try a spec in: migrations are only tried on this machine."""
    install = f"install PostgreSQL {major}, with the extensions of the spec, on this machine"
    if live is None:
        return install
    server = "name a server for it with --scratch-url, where the role may create databases"
    return f"{server}; or {install}"
