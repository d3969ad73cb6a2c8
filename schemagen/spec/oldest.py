"""The oldest major version of PostgreSQL that has all that a spec declares."""

from __future__ import annotations

from collections.abc import Iterator

from schemagen.catalog.catalog import Catalog
from schemagen.catalog.object import ObjectId
from schemagen.catalog.since import OLDEST, Need, needs
from schemagen.declare.problems import Problems


def oldest_major(told: int | None, catalog: Catalog, problems: Problems) -> int:
    """Return the oldest version that a project runs on: the one that the spec tells, if any.

    What a told version lacks is a problem where it is declared. What texts call (functions, what a
    query can say) nobody knows before a server reads them.
    """
    if told is None:
        return max((need.major for _, need in lacking(catalog, OLDEST)), default=OLDEST)
    why = f"the spec says `postgres: {told}`, the oldest version to run on"
    add_lacking(catalog, told, why, problems)
    return told


def add_lacking(catalog: Catalog, major: int, why: str, problems: Problems) -> None:
    """Add a problem for all that a version lacks; `why` says what has to do with that version."""
    for key, need in lacking(catalog, major):
        problems.add(
            "needs-newer-postgres",
            f"{need.what} needs PostgreSQL {need.major}",
            problems.declared.get(key, ()),
            key=True,
            hint=f"{why}: take {need.major} for it, or do without",
        )


def lacking(catalog: Catalog, major: int) -> Iterator[tuple[ObjectId, Need]]:
    """Yield what a version lacks, with the object that has it."""
    for item in catalog:
        for need in () if item.external else needs(item):
            if need.major > major:
                yield item.id, need
