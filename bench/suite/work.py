"""Works that are measured, and the tools that do them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from bench.suite.subject import Subject


@dataclass(frozen=True)
class Work:
    """Something that a tool does.

    Attributes:
        name: as the page has it: `build, from nothing`.
        command: the process that does it.
        folder: where it runs.
        before: what makes ready for each run, and is not measured.
        accept: the exit statuses of success.
        extra: variables of its environment.
    """

    name: str
    command: Sequence[object]
    folder: Path
    before: Callable[[], object] = lambda: None
    accept: Sequence[int] = (0,)
    extra: Mapping[str, str] = field(default_factory=dict)


class Tool(Protocol):
    """A tool that can be measured."""

    name: str

    def install(self, home: Path, /) -> None:
        """Get it from its registry, into a folder that is kept between runs.

        Raises:
            RuntimeError: it cannot be had; says why.
        """

    def works(self, subject: Subject, home: Path, /) -> Iterable[Work]:
        """Give what it does with a subject; later works may start on what earlier ones made."""
