"""What models of tables do with rows: statements with their columns, tried in a database.

The values are those of rows that the models' own schema took. They are sent as psycopg sends them:
text without a type, all that is of a built-in type with it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Final, TypeAlias

import psycopg

from schemagen.app.connecting import Connection
from schemagen.frozen import frozen
from schemagen.seeding.reading import Column, Shelf, Table, Type
from schemagen.sqltext.quoting import Literal, Name, Names, Raw, join_sql, sql

Row: TypeAlias = tuple[str | None, ...]

SELECT: Final = "select"
"""The verb of reading all columns of a table."""
_STRINGS: Final = "S"
_ENUMS: Final = "E"
_BASE: Final = "b"


@frozen
class Attempt:
    """A statement of a model.

    Attributes:
        table: whose it is: `public.orders`.
        verb: what it does: `insert`.
        statement: its text.
        room: what makes room for it, while no trigger fires; empty if nothing has to.
        sorts: the categories of the types (pg_type.typcategory) that it reads, by column.
    """

    table: str
    verb: str
    statement: str
    room: str = ""
    sorts: Mapping[str, str] | None = None


def attempts_of(connection: Connection, table: Table, shelf: Shelf) -> Iterator[Attempt]:
    """Give what models of a table do: select, insert as much and as little as may be, update.

    Raises:
        psycopg.Error: the table cannot be read.
    """
    written = [each for each in table.columns if not each.generated]
    names = Names(tuple(each.name for each in table.columns))
    read = sql("SELECT {} FROM {}", names, table.qualified) if table.columns else ""
    if read:
        yield Attempt(table.name, SELECT, read, sorts=_sorts(table, shelf.types))
    rows = _rows(connection, table, written)
    everything = sql("DELETE FROM {}", table.qualified)
    least = [each for each in written if _is_needed(each)]
    for columns in (written, least):
        text = _insert(table, columns, written, rows, shelf.types)
        yield Attempt(table.name, "insert", text, everything)
    key = {name for each in table.of("p") for name in table.names(each.columns)}
    changed = [each for each in written if each.name not in key and not each.identity]
    if rows and changed:
        text = _update(table, changed, written, rows[0], shelf.types)
        yield Attempt(table.name, "update", text, _all_but_one(table))


def refusal(connection: Connection, attempt: Attempt, shelf: Shelf) -> str:
    """Try a statement and undo it; return what is wrong with it, or nothing."""
    try:
        with connection.transaction(force_rollback=True):
            connection.execute("SET CONSTRAINTS ALL IMMEDIATE")
            if attempt.room:
                connection.execute("SET LOCAL session_replication_role = replica")
                connection.execute(attempt.room.encode())
                connection.execute("SET LOCAL session_replication_role = origin")
            connection.execute(attempt.statement.encode())
    except psycopg.DatabaseError as error:
        return error.diag.message_primary or str(error)
    return _misread(attempt, shelf)


def _misread(attempt: Attempt, shelf: Shelf) -> str:
    """Tell of a column that holds another sort of values than a model reads."""
    for table in shelf.tables.values() if attempt.sorts else ():
        if table.name != attempt.table:
            continue
        for name, found in _sorts(table, shelf.types).items():
            if attempt.sorts and attempt.sorts.get(name, found) != found:
                written = next(each.written for each in table.columns if each.name == name)
                return f'column "{name}" is of type {written}, which they do not read'
    return ""


def _sorts(table: Table, types: Mapping[int, Type]) -> dict[str, str]:
    # To a model, a label is a text.
    return {
        each.name: types[each.type].category.replace(_ENUMS, _STRINGS) for each in table.columns
    }


def _is_needed(column: Column) -> bool:
    return column.not_null and column.default is None and not column.identity


def _rows(connection: Connection, table: Table, columns: Sequence[Column]) -> list[Row]:
    if not columns:
        return []
    texts = join_sql([sql("{}::text", Name(each.name)) for each in columns], ", ")
    order = join_sql([str(place + 1) for place in range(len(columns))], ", ")
    text = sql("SELECT {} FROM {} ORDER BY {}", Raw(texts), table.qualified, Raw(order))
    return connection.execute(text.encode()).fetchall()


def _value(column: Column, text: str | None, types: Mapping[int, Type]) -> str:
    kind = types[column.type]
    value = sql("{}", Literal(text))
    if text is None or kind.sort != _BASE or kind.category == _STRINGS or "." in column.written:
        return value
    return sql("CAST({} AS {})", Raw(value), Raw(column.written))


def _values(
    columns: Collection[Column], all_columns: Sequence[Column], row: Row, types: Mapping[int, Type]
) -> dict[str, str]:
    pairs = zip(all_columns, row, strict=True)
    return {column.name: _value(column, text, types) for column, text in pairs if column in columns}


def _insert(
    table: Table,
    columns: Sequence[Column],
    all_columns: Sequence[Column],
    rows: Sequence[Row],
    types: Mapping[int, Type],
) -> str:
    if not columns or not rows:
        return sql("INSERT INTO {} DEFAULT VALUES", table.qualified)
    counted = any(each.identity for each in columns)
    listed = [
        sql("({})", Raw(join_sql(_values(columns, all_columns, row, types).values(), ", ")))
        for row in rows
    ]
    return sql(
        "INSERT INTO {} ({}) {}VALUES {}",
        table.qualified,
        Names(tuple(each.name for each in columns)),
        Raw("OVERRIDING SYSTEM VALUE " if counted else ""),
        Raw(join_sql(listed, ", ")),
    )


def _update(
    table: Table,
    columns: Sequence[Column],
    all_columns: Sequence[Column],
    row: Row,
    types: Mapping[int, Type],
) -> str:
    values = _values(columns, all_columns, row, types)
    pairs = [sql("{} = {}", Name(name), Raw(value)) for name, value in values.items()]
    return sql("UPDATE {} SET {}", table.qualified, Raw(join_sql(pairs, ", ")))


def _all_but_one(table: Table) -> str:
    return sql(
        "DELETE FROM {table} WHERE (tableoid, ctid) NOT IN"
        " (SELECT tableoid, ctid FROM {table} LIMIT 1)",
        table=table.qualified,
    )
