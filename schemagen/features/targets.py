"""Outputs that a project can be without, and those that it has only where it asks for them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib.metadata import EntryPoint
from types import MappingProxyType
from typing import Final

from schemagen.declare.base import NameList
from schemagen.declare.draft import ProjectDraft
from schemagen.declare.facts import Project
from schemagen.declare.problems import Path
from schemagen.declare.suggest import did_you_mean
from schemagen.features.feature import Feature
from schemagen.frozen import frozen


@frozen
class Target:
    """Outputs that belong together: what they are, and whether a project usually has them."""

    what: str
    usual: bool = True


KNOWN: Final = MappingProxyType(
    {
        "client": Target("client.py, which connects"),
        "drizzle": Target("schema.ts, the tables for Drizzle ORM in TypeScript", usual=False),
        "repositories": Target("repositories.py, ports.py and memory.py, rows without an ORM"),
        "tables": Target("tables.py, the tables for SQLAlchemy"),
        "testing": Target("testing.py, databases and rows for tests"),
    }
)
"""What can be asked for, or left out; besides what installed packages bring along."""


def wanted(name: str) -> Callable[[Project], bool]:
    """Return what tells whether a project has a target."""
    usual = KNOWN[name].usual
    return lambda project: project.facts.targets.get(name, usual)


def others(project: Project) -> tuple[str, ...]:
    """Return the targets of installed packages that a project asks for, sorted."""
    said = project.facts.targets
    return tuple(sorted(name for name, is_asked in said.items() if is_asked and name not in KNOWN))


def _expand(targets: list[str] | dict[str, bool], project: ProjectDraft) -> None:
    # Who asks for nothing else does not wait until all installed packages were looked through.
    further = {} if KNOWN.keys() >= set(targets) else _installed()
    for place, name in enumerate(targets):
        if name not in KNOWN and name not in further:
            by_name = isinstance(targets, dict)
            path: Path = ("targets", name if by_name else place)
            message = f'there is no target "{name}"'
            hint = did_you_mean(name, [*KNOWN, *further]) or _listed(further)
            project.problems.add("unknown-target", message, path, hint=hint, key=by_name)
    said = targets if isinstance(targets, dict) else dict.fromkeys(targets, True)
    project.facts.targets.update(said)


def _installed() -> Mapping[str, EntryPoint]:
    from schemagen.targets.installed import installed

    return installed()


def _listed(further: Mapping[str, EntryPoint]) -> str:
    """Say which targets there are."""
    from schemagen.targets.installed import package

    known = [f"{each}: {target.what}" for each, target in KNOWN.items()]
    brought = [f"{name}, of {package(entry)}" for name, entry in further.items()]
    return f"there are {'; '.join([*known, *brought])}; a package may bring others"


FEATURE = Feature(
    name="targets",
    key="targets",
    project=NameList | dict[str, bool],
    expand_project=_expand,
    description="Outputs besides the usual ones (drizzle), or without which (tables: false).",
)
