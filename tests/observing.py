"""What the statements of a plan really do to the relations that were there before it."""

from __future__ import annotations

from typing import Any

import psycopg

from schemagen.catalog.statement import Statement
from schemagen.prove.observing import Observer


class Watch:
    """Looks on while a plan runs, at what it does to the relations that are there now."""

    def __init__(self, connection: psycopg.Connection[Any]) -> None:
        self._observer = Observer(connection)

    def run(self, statement: Statement) -> None:
        """Run a statement in a transaction of its own."""
        self._observer.run(statement.sql, statement.locks)

    def understated(self) -> list[str]:
        """Return what statements did and did not declare."""
        return self._observer.understated()
