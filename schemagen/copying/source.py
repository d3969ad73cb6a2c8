"""Reading an SQLite file, which is never written."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from hashlib import sha256
from pathlib import Path
from typing import Any, TypeAlias

from schemagen.errors import SettingsError, reason
from schemagen.frozen import frozen
from schemagen.sqltext.quoting import Raw, sql

SqliteValue: TypeAlias = int | float | str | bytes | None


@frozen
class SourceTable:
    """A table of the file.

    Attributes:
        name: as the file has it.
        columns: the names of its columns.
        order: what its rows are read in the order of: its rowid, or the primary key where it has
            none.
        rows: how many there are.
    """

    name: str
    columns: tuple[str, ...]
    order: tuple[str, ...]
    rows: int


class Source:
    """An open SQLite file."""

    def __init__(self, path: Path, connection: sqlite3.Connection) -> None:
        self.path = path
        self._connection = connection

    @property
    def fingerprint(self) -> str:
        """What changes when the file does: a hash of its path, its size and its time of change."""
        status = self.path.stat()
        known = f"{self.path.resolve()}\n{status.st_size}\n{status.st_mtime_ns}"
        return sha256(known.encode()).hexdigest()

    def tables(self) -> Mapping[str, SourceTable]:
        """Return the tables by their names in small letters; not those of SQLite itself."""
        query = (
            "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
            " AND sql NOT LIKE 'CREATE VIRTUAL%' ORDER BY name"
        )
        names = [name for (name,) in self._connection.execute(query)]
        return {name.lower(): self._table(name) for name in names}

    def rows(
        self, table: SourceTable, columns: Sequence[str], after: int = 0
    ) -> Iterator[tuple[SqliteValue, ...]]:
        """Give the rows of a table in their order, without the first so many."""
        wanted = ", ".join(map(_quoted, columns))
        order = ", ".join(map(_quoted, table.order)) or "rowid"
        query = _select(wanted, table.name, sql("ORDER BY {} LIMIT -1 OFFSET ?", Raw(order)))
        with closing(self._connection.execute(query, [after])) as cursor:
            yield from cursor

    def _table(self, name: str) -> SourceTable:
        # xinfo and not info, which leaves generated columns out.
        about = self._connection.execute(f"PRAGMA table_xinfo({_quoted(name)})").fetchall()
        [(rows,)] = self._connection.execute(_select("count(*)", name)).fetchall()
        keys = sorted((place, column) for _, column, _, _, _, place, _ in about if place)
        order = () if self._has_rowid(name) else tuple(column for _, column in keys)
        return SourceTable(name, tuple(column for _, column, *_ in about), order, rows)

    def _has_rowid(self, name: str) -> bool:
        try:
            self._connection.execute(_select("rowid", name, "LIMIT 0"))
        except sqlite3.OperationalError:
            return False
        return True


@contextmanager
def open_source(path: Path) -> Iterator[Source]:
    """Open an SQLite file for reading, in one transaction: what is written meanwhile is not seen.

    Raises:
        SettingsError: there is no such file, or it is no SQLite database.
    """
    if not path.is_file():
        raise SettingsError(
            "there is no such file", where=str(path), hint="name an SQLite database file"
        )
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as connection:
            connection.isolation_level = None
            connection.execute("BEGIN")
            connection.execute("SELECT count(*) FROM sqlite_schema")
            yield Source(path, connection)
    except sqlite3.Error as error:
        raise SettingsError(
            f"this cannot be read as an SQLite database: {reason(error)}",
            where=str(path),
            hint="name the file that the service wrote, in a folder that may be read with it",
        ) from None


def _select(columns: str, table: str, rest: str = "") -> str:
    return sql("SELECT {} FROM {} {}", Raw(columns), Raw(_quoted(table)), Raw(rest))


def _quoted(name: Any) -> str:
    """Return a name as SQLite reads it, whose keywords are not those of PostgreSQL."""
    escaped = str(name).replace('"', '""')
    return f'"{escaped}"'
