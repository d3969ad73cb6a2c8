"""`schemagen size`: what grows in a database of a project, and what would help."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import psycopg

from schemagen.app.at_database import one_project, target_of
from schemagen.app.connecting import connect, redacted
from schemagen.app.settings import find_settings
from schemagen.catalog.catalog import Catalog
from schemagen.catalog.object import ObjectId
from schemagen.declare.facts import Project
from schemagen.errors import ConnectError, SettingsError
from schemagen.growth.advice import Advice, advise, advise_whole, per_day
from schemagen.growth.reading import Grown, Growth, read_growth
from schemagen.kinds.table import Table
from schemagen.spec.compile import compile_spec


@dataclass(frozen=True, slots=True)
class Measured:
    """A table, how many rows more it has each day, if that is known, and what would help it."""

    table: Grown
    per_day: float | None
    advice: tuple[Advice, ...]


@dataclass(frozen=True, slots=True)
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


def measure(root: Path | None, project: str | None, url: str | None) -> SizeReport:
    """Read how large the tables of a project are; no row is read.

    Raises:
        SettingsError: there is no such project, or none of its tables in the database.
        SpecError: the spec has problems.
        ConnectError: the database cannot be reached, or refuses to tell.
    """
    settings = find_settings(root)
    name = one_project(settings, project)
    declared = compile_spec(settings.spec(name), settings.root).project
    target = target_of(url)
    try:
        with closing(connect(target)) as connection:
            growth = read_growth(connection)
    except psycopg.Error as error:
        raise ConnectError(
            f"the sizes cannot be read: {redacted(str(error).strip(), target)}",
            where=target.where,
            hint="any role that may connect can read them",
        ) from None
    measured, advice = _judged(declared, growth)
    if not measured and any(declared.catalog.of(Table)):
        raise SettingsError(
            f"the database has no table of {name}",
            where=target.where,
            hint=f"is it the right one? schemagen migrate up {name} makes them",
        )
    return SizeReport(target.where, growth.seconds, measured, advice)


def _judged(project: Project, growth: Growth) -> tuple[tuple[Measured, ...], tuple[Advice, ...]]:
    own = [table for table in growth.tables if _is_declared(project.catalog, table)]
    measured = (
        Measured(table, per_day(table, growth), tuple(advise(table, growth, project.catalog)))
        for table in sorted(own, key=lambda each: (-each.bytes, each.schema, each.name))
    )
    return tuple(measured), tuple(advise_whole(growth, project.facts.tenant_claim))


def _is_declared(catalog: Catalog, table: Grown) -> bool:
    return ObjectId("table", table.schema, table.name) in catalog
