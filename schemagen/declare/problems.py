"""Collecting problems: a path says where, and becomes file, line and column at the end."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeAlias

from schemagen.catalog.object import ObjectId
from schemagen.errors import Place, Problem

Path: TypeAlias = tuple[str | int, ...]
"""Keys and list positions from the top of the spec: `("tables", "agents", "indexes", 0)`."""

Locate: TypeAlias = Callable[[Path, int, bool, str], Place]
"""Finds the place of a path in the files; the deepest part that exists counts. The number is an
offset in characters into the scalar; the flag asks for the key rather than the value. Where a text
is given, the offset is one into that text, which stands somewhere in the scalar."""

Source: TypeAlias = Callable[[int], tuple[Path, int]]
"""Leads from an offset in a generated text to the path of a written one, and the offset there."""


@dataclass
class Problems:
    """All that is wrong so far.

    `origins` maps the path of a declaration that a feature made to the path of what asked for it,
    so that a problem found later is shown where a person wrote something. `sources` has, for a text
    that a feature made out of texts that a person wrote, the way back from an offset in it.
    `declared` has the path of what declared each object of the catalog.
    """

    locate: Locate
    found: list[Problem] = field(default_factory=list)
    origins: dict[Path, Path] = field(default_factory=dict)
    sources: dict[Path, Source] = field(default_factory=dict)
    declared: dict[ObjectId, Path] = field(default_factory=dict)

    def place(self, path: Path, offset: int = 0, *, key: bool = False, text: str = "") -> Place:
        """Return where a path stands, following `sources` and `origins`."""
        source = self.sources.get(path)
        if source:
            written, offset = source(offset)
            return self.locate(written, offset, key, "")
        for length in range(len(path), 0, -1):
            origin = self.origins.get(path[:length])
            if origin is not None:
                return self.place(origin, offset if text else 0, key=key, text=text)
        return self.locate(path, offset, key, text)

    def add(
        self,
        code: str,
        message: str,
        path: Path,
        *,
        hint: str = "",
        offset: int = 0,
        key: bool = False,
        text: str = "",
        warning: bool = False,
    ) -> None:
        """Record a problem; the same one at the same place is recorded once.

        `text` is what `offset` counts in, if that is only a part of the scalar at the path.
        """
        place = self.place(path, offset, key=key, text=text)
        problem = Problem(code, message, place, hint, warning)
        if problem not in self.found:
            self.found.append(problem)

    @property
    def errors(self) -> tuple[Problem, ...]:
        """The problems that stop a build, in file order."""
        return self._sorted(warning=False)

    @property
    def warnings(self) -> tuple[Problem, ...]:
        """The problems that do not."""
        return self._sorted(warning=True)

    def _sorted(self, *, warning: bool) -> tuple[Problem, ...]:
        chosen = (problem for problem in self.found if problem.warning == warning)
        return tuple(sorted(chosen, key=lambda p: (p.place.file, p.place.line, p.place.column)))
