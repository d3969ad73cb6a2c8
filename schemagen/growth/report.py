"""What the tables of a project have come to, and what would help them: what `size` shows."""

from __future__ import annotations

from schemagen.catalog.object import ObjectId
from schemagen.declare.facts import Project
from schemagen.frozen import frozen
from schemagen.growth.advice import DAY, Advice, advise, advise_whole, per_day
from schemagen.growth.figures import Grown, Growth


@frozen
class Measured:
    """A table, how many rows more it has each day, if that is known, and what would help it."""

    table: Grown
    per_day: float | None
    advice: tuple[Advice, ...]


@frozen
class SizeReport:
    """What a project's tables have come to, the largest first.

    Attributes:
        where: the database.
        seconds: for how long it was counted what was done to them.
        tables: those that the spec declares, partitions with their table.
        advice: what would help the database as a whole.
    """

    where: str
    seconds: float
    tables: tuple[Measured, ...]
    advice: tuple[Advice, ...]

    @property
    def days(self) -> float:
        """For how many days it was counted."""
        return self.seconds / DAY


def size_report(project: Project, growth: Growth, where: str) -> SizeReport:
    """Judge what was read in a database of a project; `where` is what people call it."""
    catalog = project.catalog
    own = [
        table for table in growth.tables if ObjectId("table", table.schema, table.name) in catalog
    ]
    measured = (
        Measured(table, per_day(table, growth), tuple(advise(table, growth, catalog)))
        for table in sorted(own, key=lambda each: (-each.bytes, each.schema, each.name))
    )
    whole = tuple(advise_whole(growth, project.facts.tenant_claim))
    return SizeReport(where, growth.seconds, tuple(measured), whole)
