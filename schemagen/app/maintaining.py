"""`schemagen maintain`: the partitions that are due, made, and those whose time is over, let go."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from dataclasses import field
from datetime import datetime
from pathlib import Path

import psycopg

from schemagen.app.at_database import alone, one_project, target_of
from schemagen.app.connecting import Target, connect, redacted
from schemagen.app.settings import find_settings
from schemagen.catalog.object import ObjectId
from schemagen.errors import MigrationError, SettingsError
from schemagen.frozen import frozen
from schemagen.kinds.table import Rotation, Table
from schemagen.migrate.patience import Patience
from schemagen.partitions.work import Maintained, Worker
from schemagen.spec.compile import compile_spec


@frozen
class Maintenance:
    """What is asked for.

    Attributes:
        patience: how long to wait for locks.
        wait: seconds to wait for another schemagen at work in the database.
        dry_run: whether only to say what is due.
        now: instead of the server's time.
    """

    patience: Patience = field(default_factory=Patience)
    wait: float = 60.0
    dry_run: bool = False
    now: datetime | None = None


@frozen
class MaintainReport:
    """Where partitions were maintained, and what became of each table."""

    where: str
    tables: tuple[Maintained, ...]

    @property
    def refused(self) -> bool:
        """Whether the server would not do all that is due."""
        return any(each.refused for table in self.tables for each in table.done)


def maintain(
    root: Path | None,
    project: str | None,
    url: str | None,
    order: Maintenance = Maintenance(),
    told: Callable[[str], None] = lambda _: None,
) -> MaintainReport:
    """Maintain the partitions of a project; `told` hears for whom we wait.

    Raises:
        SettingsError: there is no such project, it has no such tables, or the database has not.
        SpecError: the spec has problems.
        ConnectError: the database cannot be reached.
        MigrationError: another one is at work there, or no lock was to be had in time.
    """
    tables = rotations(root, project)
    return maintain_at(target_of(url), tables, order, told)


def rotations(root: Path | None, project: str | None) -> tuple[tuple[ObjectId, Rotation], ...]:
    """Return the tables of a project whose partitions come and go.

    Raises:
        SettingsError: there is no such project, or it has no such tables.
        SpecError: the spec has problems.
    """
    settings = find_settings(root)
    name = one_project(settings, project)
    catalog = compile_spec(settings.spec(name), settings.root).project.catalog
    found = tuple(
        (table.id, table.rotation) for table in catalog.of(Table) if table.rotation is not None
    )
    if not found:
        raise SettingsError(
            f"no table of {name} has partitions that come and go",
            hint="partition_by: {range: created_at, every: month}",
        )
    return found


def maintain_at(
    target: Target,
    tables: tuple[tuple[ObjectId, Rotation], ...],
    order: Maintenance,
    told: Callable[[str], None] = lambda _: None,
) -> MaintainReport:
    """Maintain tables in one database.

    Raises:
        SettingsError: a table is not there, or not partitioned.
        ConnectError: the database cannot be reached.
        MigrationError: another one is at work there, or no lock was to be had in time.
    """
    try:
        with closing(connect(target)) as connection, alone(target, order.wait, told):
            worker = Worker(connection, order.patience, order.now, order.dry_run)
            found = tuple(worker.maintain(key, rotation) for key, rotation in tables)
    except psycopg.Error as error:
        raise MigrationError(
            f"partitions cannot be maintained: {redacted(str(error).strip(), target)}",
            where=target.where,
            hint="run this as the role that owns the tables",
        ) from None
    return MaintainReport(target.where, found)
