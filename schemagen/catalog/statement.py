"""A statement as a value: its text, and what is known about it without reading the text."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from enum import StrEnum
from typing import Final, TypeAlias

from schemagen.catalog.catalog import Catalog
from schemagen.catalog.hazard import Hazard, HazardType
from schemagen.catalog.lock import Lock
from schemagen.catalog.object import ObjectId
from schemagen.frozen import frozen


class Topic(StrEnum):
    """Which outputs a statement belongs to: `rls.sql` holds the statements of ACCESS alone."""

    SCHEMA = "schema"
    ACCESS = "access"


class Transaction(StrEnum):
    """In which transaction a statement may run.

    OWN is for what must be committed before the next statement, or must not hold the locks of the
    statements before it while it works. NONE is for what PostgreSQL refuses in a transaction block.
    """

    SHARED = "shared"
    OWN = "own"
    NONE = "none"


def failure_text(fails_if: str, remedy: str) -> str:
    """Say what makes a statement fail, and what to do about it, as one sentence."""
    return ": ".join(filter(None, [f"fails if {fails_if}", remedy])) if fails_if else ""


Reach: TypeAlias = Callable[[Catalog], Iterable[Lock]]
"""Which further relations a statement locks, given all that there is when it runs."""


UNTOLD: Final = "nobody can tell which rows it brings back after:"
"""How the reason begins why an undo may bring back less than everything, or everything."""


@frozen
class Effect:
    """What running a statement does, besides what it is for.

    Attributes:
        locks: what it takes on relations that are there already.
        risks: hazards that do not depend on how many rows there are.
        transaction: in which transaction it may run.
        fails_if: what in the rows makes it fail: `a row has no value in name`; empty if nothing.
        remedy: what the spec can say against that: `give it a default`; empty if nothing.
        stays_if: what in the rows keeps it from being undone; empty if nothing does.
        settled: for what runs outside of a transaction, a query for whether it is done already: its
            one value is a boolean.
        cleanup: statements that remove what it left behind when it was interrupted, or what it did
            where that was only for a later one, which was refused; else they do nothing.
        batches: for an UPDATE that goes over its rows some at a time, each time in a transaction of
            its own, the columns of the key in whose order it does.
        batch_size: how many rows at a time; 0 for the usual number.
        remains: what of it stays when it is undone, as sentences.
        reach: finds locks that follow from what else there is: the tables that use a domain.
    """

    locks: tuple[Lock, ...] = ()
    risks: tuple[Hazard, ...] = ()
    transaction: Transaction = Transaction.SHARED
    fails_if: str = ""
    remedy: str = ""
    stays_if: str = ""
    settled: str = ""
    cleanup: tuple[str, ...] = ()
    batches: tuple[str, ...] = ()
    batch_size: int = 0
    remains: tuple[str, ...] = ()
    reach: Reach | None = None


@frozen
class Statement:
    """One SQL statement without its semicolon, and the object that it is about.

    `heading` is what a script writes above it, where that is not the plural of the kind. `effect`
    is None where nobody said what the statement does, which a test over all plans refuses.
    """

    sql: str
    target: ObjectId
    topic: Topic = Topic.SCHEMA
    heading: str = ""
    effect: Effect | None = None

    @property
    def locks(self) -> tuple[Lock, ...]:
        """The locks that it takes, the strongest first."""
        found = self.effect.locks if self.effect else ()
        return tuple(sorted(found, key=lambda lock: -lock.mode.strength))

    @property
    def hazards(self) -> tuple[Hazard, ...]:
        """What a person should approve before it runs, sorted, each once."""
        if self.effect is None:
            return ()
        of_locks = (hazard for lock in self.effect.locks for hazard in lock.hazards)
        return tuple(sorted({*self.effect.risks, *of_locks}))

    @property
    def transaction(self) -> Transaction:
        """In which transaction it may run."""
        return self.effect.transaction if self.effect else Transaction.SHARED

    @property
    def failure(self) -> str:
        """What in the rows makes it fail, and what to do about it; empty if nothing."""
        effect = self.effect or Effect()
        return failure_text(effect.fails_if, effect.remedy)

    def has(self, hazard: HazardType) -> bool:
        """Tell whether it has a hazard of a type."""
        return any(each.type is hazard for each in self.hazards)

    def locking(self, locks: Iterable[Lock]) -> Statement:
        """Return the statement with these locks in the place of its own."""
        effect = self.effect or Effect()
        return replace(self, effect=replace(effect, locks=tuple(locks)))

    def without(self, hazard: HazardType) -> Statement:
        """Return the statement without a risk that something else takes care of."""
        effect = self.effect or Effect()
        kept = tuple(each for each in effect.risks if each.type is not hazard)
        return replace(self, effect=replace(effect, risks=kept))
