"""What a proof says of an artefact."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack
from typing import Any, TypeVar, cast

from schemagen.app.settings import Settings
from schemagen.frozen import frozen
from schemagen.migrate.files import Migration
from schemagen.spec.compile import Compiled

T = TypeVar("T")


class Keeper:
    """Keeps what several proofs of a project work on, until all of them are done."""

    def __init__(self) -> None:
        self._stack = ExitStack()
        self._kept: dict[Callable[..., object], Any] = {}

    def of(self, make: Callable[[Job], AbstractContextManager[T]], job: Job) -> T:
        """Return what `make` gives, the same each time."""
        if make not in self._kept:
            self._kept[make] = self._stack.enter_context(make(job))
        return cast("T", self._kept[make])

    def __enter__(self) -> Keeper:
        """Begin."""
        return self

    def __exit__(self, *error: object) -> None:
        """Remove everything."""
        self._stack.close()


@frozen
class Job:
    """What is to be proven.

    Attributes:
        settings: of the repository.
        compiled: the spec of the project.
        migrations: those of the project, in order.
        rows: how many each table is filled with; 0 for none.
        major: the major version of the servers.
        tell: is told what is being tried.
        keeper: keeps what several proofs work on; None where there is but one.
    """

    settings: Settings
    compiled: Compiled
    migrations: tuple[Migration, ...]
    rows: int
    major: int
    tell: Callable[[str], None] = lambda _: None
    keeper: Keeper | None = None


@frozen
class Verdict:
    """What a proof says of one artefact of a project.

    Attributes:
        artefact: a migration's id, or what else it is about.
        result: what was observed, in a word or a few.
        findings: where that is not what was declared; nothing should be here.
        notes: what could not be tried, and why.
        lines: what was observed in full, as lines of a table.
        untried: whether nothing of it could be tried, so that it shows nothing; notes say why.
    """

    artefact: str
    result: str
    findings: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    lines: tuple[str, ...] = ()
    untried: bool = False


@frozen
class Proof:
    """One proof: its name, what it shows, and what carries it out.

    `migrations` tells whether it is about migrations, so that it has nothing to say without any.
    """

    name: str
    words: str
    run: Callable[[Job], Iterator[Verdict]]
    migrations: bool = True
