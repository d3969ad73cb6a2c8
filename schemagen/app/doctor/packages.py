"""Python, and the packages that some commands need."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from importlib.metadata import PackageNotFoundError, version
from types import MappingProxyType
from typing import Final

from schemagen import __version__
from schemagen.app.doctor.finding import Finding, Patient, bad, good, note
from schemagen.errors import RenderError, SettingsError
from schemagen.features.targets import KNOWN
from schemagen.site.er import graphviz
from schemagen.targets.installed import installed, load_target, package

_OPTIONAL: Final[Mapping[str, tuple[str, str]]] = MappingProxyType(
    {
        "hypothesis": ("the proof of models", "pip install 'schemagen[prove]'"),
        "psycopg-pool": ("the generated client", "pip install psycopg-pool"),
        "pygraphviz": ("the diagrams of schemagen docs", "pip install 'schemagen[docs]'"),
        "pusher": ("the relay to Pusher Channels", "pip install 'schemagen[pusher]'"),
        "sqlalchemy": ("the generated tables.py", "pip install sqlalchemy"),
    }
)
"""What needs each package, and how to have it."""


def examine(_: Patient) -> Iterator[Finding]:
    """Yield what is installed."""
    python = ".".join(map(str, sys.version_info[:3]))
    yield good(f"schemagen {__version__}, Python {python}, psycopg {version('psycopg')}")
    for name, (what, command) in _OPTIONAL.items():
        try:
            yield good(f"{name} {version(name)}")
        except PackageNotFoundError:
            yield note(f"no {name}, which {what} needs", command)
            continue
        if name == "pygraphviz":
            yield from _graphviz()
    yield from _targets()


def _graphviz() -> Iterator[Finding]:
    """Yield what Graphviz lacks of the system, which no package brings."""
    try:
        graphviz.load()
    except SettingsError as error:
        yield note(error.message, error.hint)


def _targets() -> Iterator[Finding]:
    """Yield the targets that installed packages bring along, loaded to see whether they can be."""
    try:
        for name, entry in installed().items():
            if name in KNOWN:
                hint = "a project gets the one that is built in; that package has to rename its own"
                yield note(f"{package(entry)} brings a target {name}, which there is", hint)
            else:
                yield good(f"target {name} of {package(entry)}: {load_target(entry).what}")
    except RenderError as error:
        yield bad(error.message, error.hint)
