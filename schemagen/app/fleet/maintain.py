"""`schemagen maintain --fleet`: the partitions of one project in many databases."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from schemagen.app.fleet.members import Fleet, Member
from schemagen.app.fleet.pool import each
from schemagen.app.maintaining import MaintainReport, Maintenance, maintain_at, rotations
from schemagen.errors import SchemagenError
from schemagen.frozen import frozen


@frozen
class Attempt:
    """A database of a fleet: what was done there, or why nothing could be."""

    member: Member
    report: MaintainReport | None = None
    error: SchemagenError | None = None

    @property
    def failed(self) -> bool:
        """Whether not all that is due could be done."""
        return self.report is None or self.report.refused


def maintain_fleet(
    root: Path | None, project: str | None, fleet: Fleet, order: Maintenance
) -> Iterator[Attempt]:
    """Maintain the partitions of a project in each database of a fleet, as they are done.

    One that fails keeps no other from being maintained: nothing there waits for it.

    Raises:
        SettingsError: there is no such project, or it has no such tables.
        SpecError: the spec has problems.
    """
    tables = rotations(root, project)

    def work(member: Member) -> Attempt:
        try:
            return Attempt(member, maintain_at(member.target, tables, order))
        except SchemagenError as error:
            return Attempt(member, error=error)

    yield from each(fleet.members, work, fleet.parallel, lambda: True)
