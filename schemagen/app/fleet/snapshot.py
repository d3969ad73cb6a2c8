"""Migrations whose files are read once, so that all databases of a fleet get the same."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from pathlib import Path

from schemagen.migrate.files import Migration, read_migrations
from schemagen.migrate.step import Direction, Step


class _ReadOnce(Migration):
    """A migration as it was when it was first asked for."""

    @cached_property
    def _scripts(self) -> Mapping[Direction, str]:
        return {way: Migration.script(self, way) for way in Direction}

    @cached_property
    def _steps(self) -> Mapping[Direction, tuple[Step, ...]]:
        return {way: Migration.steps(self, way) for way in Direction}

    @cached_property
    def _checksums(self) -> Mapping[Direction, str]:
        return {way: Migration.checksum(self, way) for way in Direction}

    def script(self, direction: Direction) -> str:
        return self._scripts[direction]

    def steps(self, direction: Direction) -> tuple[Step, ...]:
        return self._steps[direction]

    def checksum(self, direction: Direction) -> str:
        return self._checksums[direction]


def read_once(folder: Path) -> tuple[Migration, ...]:
    """Return the migrations of a project in their order; each file is read when it is needed first.

    Raises:
        MigrationError: a folder is not named as a migration is.
    """
    return tuple(_ReadOnce(each.folder) for each in read_migrations(folder))
