"""The rows of a database that are arranged: read, changed and deleted, one by one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from schemagen.frozen import frozen
from schemagen.prove.access.server import ATTEMPT
from schemagen.seeding.reading import Connection, Table
from schemagen.seeding.references import Link
from schemagen.sqltext.quoting import Literal, Name, Names, Raw, join_sql, sql

ROW_KEY: Final = "(tableoid::oid::text || ctid::text)"
"""What tells rows apart, as long as none is changed."""

_SHIFT: Final = 1000


@frozen(slots=False)
class RowStore:
    """The rows, by way of a superuser's connection on which no trigger fires."""

    _connection: Connection

    def keys(self, table: Table) -> list[str]:
        """Return the keys of all rows."""
        text = sql("SELECT {} FROM {} ORDER BY tableoid, ctid", Raw(ROW_KEY), table.qualified)
        return [row for (row,) in self._connection.execute(text.encode()).fetchall()]

    def keys_by_parent(self, table: Table, link: Link, rows: Sequence[str]) -> list[str]:
        """Return the keys of all rows, first those that refer to the given ones.

        No row can be made to refer to what another one refers to, where each has its own.
        """
        text = sql(
            "SELECT {key} FROM {table} AS t LEFT JOIN {parent} AS p ON {same}"
            " ORDER BY array_position(%s::text[], {other}), t.tableoid, t.ctid",
            key=Raw(_key_of("t")),
            table=table.qualified,
            parent=link.parent.qualified,
            same=Raw(join_sql(_same(zip(link.columns, link.others, strict=True)), " AND ")),
            other=Raw(_key_of("p")),
        )
        return [row for (row,) in self._connection.execute(text.encode(), [rows])]

    def values(self, table: Table, column: str) -> list[str | None]:
        """Return the values of a column in the order of rows, each once."""
        text = sql(
            "SELECT {column}::text FROM {table} GROUP BY {column}::text"
            " ORDER BY min(tableoid::bigint), min(ctid)",
            column=Name(column),
            table=table.qualified,
        )
        return [value for (value,) in self._connection.execute(text.encode()).fetchall()]

    def of_rows(
        self, table: Table, columns: Sequence[str], rows: Sequence[str]
    ) -> list[list[str | None]]:
        """Return the values of columns in some rows, in the order of the rows."""
        text = sql(
            "SELECT ARRAY[{}] FROM {} WHERE {key} = ANY (%s)"
            " ORDER BY array_position(%s::text[], {key})",
            Raw(join_sql((sql("{}::text", Name(name)) for name in columns), ", ")),
            table.qualified,
            key=Raw(ROW_KEY),
        )
        found = self._connection.execute(text.encode(), [list(rows), list(rows)]).fetchall()
        return [values for (values,) in found]

    def attempt(self, table: Table, pairs: Sequence[str], row: str) -> str:
        """Change a row; return its new key, empty where the table refuses it."""
        statement = sql(
            "UPDATE {} SET {} WHERE {key} = {} RETURNING {key}",
            table.qualified,
            Raw(join_sql(pairs, ", ")),
            Literal(row),
            key=Raw(ROW_KEY),
        )
        return self._attempt(statement)

    def delete_but(self, table: Table, rows: Sequence[str]) -> None:
        """Delete all rows but some."""
        listed = Raw(join_sql((sql("{}", Literal(row)) for row in rows), ", "))
        if rows:
            text = sql("DELETE FROM {} WHERE {} NOT IN ({})", table.qualified, Raw(ROW_KEY), listed)
            self._connection.execute(text.encode())

    def repoint(
        self,
        table: Table,
        link: Link,
        own: Sequence[tuple[str, str]],
        fixed: set[str],
        row: str,
    ) -> str:
        """Let a row that refers to one that went refer to another, or to nothing.

        `own` are the columns that may change, with what they refer to; in those that are `fixed`
        the other row agrees. Return its new key, empty where it stays as it was.
        """
        there = _there(link, zip(link.columns, link.others, strict=True))
        same = [(n, o) for n, o in zip(link.columns, link.others, strict=True) if n in fixed]
        agreeing = _there(link, same)
        others = Raw(join_sql((sql("p.{}", Name(o)) for _, o in own), ", "))
        statement = sql(
            "UPDATE {table} AS t SET ({own}) = (SELECT {others} {agreeing} LIMIT 1)"
            " WHERE {key} = {row} AND NOT EXISTS (SELECT {there}) AND {first} IS NOT NULL"
            " RETURNING {key}",
            table=table.qualified,
            own=Names(tuple(name for name, _ in own)),
            others=others,
            agreeing=Raw(agreeing),
            key=Raw(_key_of("t")),
            row=Literal(row),
            there=Raw(there),
            first=Raw(sql("t.{}", Name(own[0][0]))),
        )
        return self._attempt(statement)

    def shift(self, table: Table, column: str, number: int) -> bool:
        """Give a column other values, the same for the same ones; tell whether that went well."""
        kind = next(each.written for each in table.columns if each.name == column)
        match kind:
            case "uuid":
                text = sql("md5({} || {}::text)::uuid", Literal(str(number)), Name(column))
            case "integer" | "bigint" | "smallint":
                text = sql("{} + {}", Name(column), Literal(number * _SHIFT))
            case _:
                return False
        statement = sql("UPDATE {} SET {} = {}", table.qualified, Name(column), Raw(text))
        return self._attempt(sql("WITH done AS ({} RETURNING 1) SELECT 'x'", Raw(statement))) == "x"

    def _attempt(self, statement: str) -> str:
        found = self._connection.execute(ATTEMPT.encode(), [statement]).fetchone()
        return str(found[0] or "") if found else ""


def _key_of(alias: str) -> str:
    """Return `ROW_KEY` where there are several tables."""
    name = Name(alias)
    return sql("({name}.tableoid::oid::text || {name}.ctid::text)", name=name)


def _same(pairs: Iterable[tuple[str, str]]) -> list[str]:
    return [sql("p.{} = t.{}", Name(other), Name(name)) for name, other in pairs]


def _there(link: Link, pairs: Iterable[tuple[str, str]]) -> str:
    conditions = _same(pairs)
    where = sql("WHERE {}", Raw(join_sql(conditions, " AND "))) if conditions else ""
    return sql("FROM {} AS p {}", link.parent.qualified, Raw(where))
