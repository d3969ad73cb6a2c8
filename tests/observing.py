"""What the statements of a plan really do to the relations that were there before it."""

from __future__ import annotations

from typing import Any

import psycopg

from schemagen.catalog.statement import Statement, Transaction
from schemagen.prove.observing import Observer


class Watch(Observer):
    """Looks on while a plan runs, at what it does to the relations that are there now."""

    def __init__(self, connection: psycopg.Connection[Any]) -> None:
        super().__init__(connection)
        self._transaction = 0

    def run_statement(self, statement: Statement) -> None:
        """Run a statement in a transaction of its own."""
        self._transaction += statement.transaction is not Transaction.SHARED
        self.run(statement.sql, statement.locks, self._transaction)
