"""Which lock a statement takes on which relation, and what it does while it holds it.

The modes are those of PostgreSQL ("Explicit Locking", Table-Level Locks).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from enum import StrEnum
from typing import Final

from schemagen.catalog.hazard import Hazard, HazardType
from schemagen.frozen import frozen


class LockMode(StrEnum):
    """The lock modes of a table, from the weakest to the strongest."""

    ACCESS_SHARE = "ACCESS SHARE"
    ROW_SHARE = "ROW SHARE"
    ROW_EXCLUSIVE = "ROW EXCLUSIVE"
    SHARE_UPDATE_EXCLUSIVE = "SHARE UPDATE EXCLUSIVE"
    SHARE = "SHARE"
    SHARE_ROW_EXCLUSIVE = "SHARE ROW EXCLUSIVE"
    EXCLUSIVE = "EXCLUSIVE"
    ACCESS_EXCLUSIVE = "ACCESS EXCLUSIVE"

    @property
    def strength(self) -> int:
        """The place in the list of modes: the stronger, the larger."""
        return list(LockMode).index(self)


class Work(StrEnum):
    """What takes the longer the more rows there are; nothing of it is done in an instant."""

    NONE = "none"
    SCAN = "scan"
    BUILD = "build"
    REWRITE = "rewrite"


_DOING: Final = {
    Work.SCAN: "while its rows are checked",
    Work.BUILD: "while an index is built",
    Work.REWRITE: "while it is rewritten",
}
_LOCK_HAZARDS: Final = {
    LockMode.SHARE: HazardType.ACQUIRES_SHARE_LOCK,
    LockMode.SHARE_ROW_EXCLUSIVE: HazardType.ACQUIRES_SHARE_ROW_EXCLUSIVE_LOCK,
    LockMode.ACCESS_EXCLUSIVE: HazardType.ACQUIRES_ACCESS_EXCLUSIVE_LOCK,
}


@frozen
class Lock:
    """A lock on a relation, with its indexes, partitions and children.

    Attributes:
        mode: how strong it is.
        schema: of the relation.
        relation: its name.
        work: what is done to the relation while the lock is held.
        brief: whether the relation is known to be so small that no work takes long.
        through: the schema and name of the relation whose rows are looked for in this one. Where
            that has none, there is no work.
    """

    mode: LockMode
    schema: str
    relation: str
    work: Work = Work.NONE
    brief: bool = False
    through: tuple[str, str] | None = None

    @property
    def hazards(self) -> Iterator[Hazard]:
        """What follows from holding the lock as long as the work takes.

        A lock that is held for an instant is no hazard: who waits for it sets a timeout and tries
        again.
        """
        if self.work is Work.NONE or self.brief:
            return
        name = f"{self.schema}.{self.relation}"
        if kind := _LOCK_HAZARDS.get(self.mode):
            nobody = "read or write" if self.mode is LockMode.ACCESS_EXCLUSIVE else "write to"
            yield Hazard(kind, f"nobody can {nobody} {name} {_DOING[self.work]}")
        if self.work is Work.BUILD:
            message = f"building an index of {name} takes time, memory and disk bandwidth"
            yield Hazard(HazardType.INDEX_BUILD, message)
        if self.work is Work.REWRITE:
            message = f"rewriting {name} needs its size on disk once more, and as much log"
            yield Hazard(HazardType.IMPACTS_DATABASE_PERFORMANCE, message)


def merged(locks: Iterable[Lock]) -> tuple[Lock, ...]:
    """Return one lock for each relation: the strongest mode, and the heaviest work."""
    found: dict[tuple[str, str], Lock] = {}
    for lock in locks:
        key = (lock.schema, lock.relation)
        known = found.setdefault(key, lock)
        mode = max(known.mode, lock.mode, key=lambda mode: mode.strength)
        work = max(known.work, lock.work, key=list(Work).index)
        found[key] = replace(known, mode=mode, work=work)
    return tuple(found.values())
