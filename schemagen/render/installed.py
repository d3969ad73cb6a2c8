"""The files of targets that installed packages bring along."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from functools import cached_property
from importlib.metadata import EntryPoint
from pathlib import PurePosixPath
from typing import Final

from schemagen.features.targets import others
from schemagen.render.build import Build
from schemagen.render.source import source_of
from schemagen.targets import Source
from schemagen.targets.installed import failure, installed, load_target, said

_PART: Final = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9._-]*\Z")
_KEPT: Final = frozenset({"__pycache__", "migrations"})
_MARK_WITHIN: Final = 40
"""Characters of the first line before the mark."""


def render_installed(build: Build, taken: Collection[str]) -> dict[str, str]:
    """Render what a project asks for that is not built in; `taken` are the files that are there.

    Raises:
        RenderError: a target cannot be loaded, fails, or gives files that cannot be.
    """
    names = others(build.project)
    if not names:
        return {}
    found, outputs = installed(), dict[str, str]()
    source = _Source(build)
    for name in names:
        files = dict(_rendered(found[name], source.of_targets))
        for file in files:
            if file in outputs or file in taken:
                raise failure(found[name], f"gives {file}, which is another output's")
        outputs |= files
    return outputs


class _Source:
    """What all targets are given, made once."""

    def __init__(self, build: Build) -> None:
        self._build = build

    @cached_property
    def of_targets(self) -> Source:
        return source_of(self._build)


def _rendered(entry: EntryPoint, source: Source) -> Iterator[tuple[str, str]]:
    target = load_target(entry)
    try:
        files = target.render(source)
    except Exception as error:
        raise failure(entry, f"failed: {said(error)}") from error
    if not isinstance(files, Mapping):
        raise failure(entry, f"gives {type(files).__name__}, not texts by the names of files")
    for name, text in sorted(files.items()):
        if not isinstance(text, str) or not _can_be(name):
            raise failure(entry, f"gives {name!r}, which is no text with the name of a file")
        first = text.partition("\n")[0]
        if not 0 <= first.find(source.mark) <= _MARK_WITHIN:
            hint = f"that package has to put Source.mark into a comment there: {source.mark}"
            raise failure(entry, f"gives {name} without its mark in the first line", hint)
        yield name, text


def _can_be(name: object) -> bool:
    """Tell whether a name is one of a file below a project's folder that a build may write."""
    if not isinstance(name, str):
        return False
    parts = PurePosixPath(name).parts
    return bool(parts) and not _KEPT & set(parts) and all(map(_PART.match, parts))
