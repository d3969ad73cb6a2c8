"""Rows through COPY: one session makes them, another one takes them in, both at the same time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from schemagen.frozen import frozen
from schemagen.seeding.checking import checked_at_once
from schemagen.seeding.reading import Connection, Shelf, Table
from schemagen.sqltext.quoting import Names, Raw, sql

_OFTEN: Final = 4096
"""Rows after which somebody is told."""


@frozen
class Pipe:
    """The way of rows into tables.

    Attributes:
        writer: another session in the same database, in autocommit mode.
        tell: is told the table and how many more of its rows are there.
    """

    writer: Connection
    tell: Callable[[str, int], None]

    def pour(
        self,
        reader: Connection,
        query: str,
        table: Table,
        columns: Sequence[str],
        shelf: Shelf,
    ) -> None:
        """Write the rows of a query into a table, all or none.

        Raises:
            psycopg.Error: the query fails, or a row is refused.
        """
        source = sql("COPY ({}) TO STDOUT", Raw(query))
        target = sql("COPY {} ({}) FROM STDIN", table.qualified, Names(tuple(columns)))
        count = 0
        with (
            self.writer.transaction(),
            checked_at_once(self.writer, table, shelf),
            reader.cursor().copy(source.encode()) as rows,
            self.writer.cursor().copy(target.encode()) as into,
        ):
            for row in rows:
                into.write(row)
                count += 1
                if count % _OFTEN == 0:
                    self.tell(table.name, _OFTEN)
        self.tell(table.name, count % _OFTEN)
