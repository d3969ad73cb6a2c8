"""The rows of one call of a factory: the row that is asked for, and those that it refers to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, TypeVar

import psycopg
from psycopg.rows import BaseRowFactory, dict_row
from psycopg.types.json import Jsonb
from pydantic_core import to_json

from schemagen.seeding.candidate import NUMBER, Candidate
from schemagen.seeding.ranges import send_without_types
from schemagen.seeding.reading import Column, Constraint, Table
from schemagen.seeding.values import Values
from schemagen.sqltext.quoting import Literal, Names, QualifiedName, Raw, join_sql, quote_name, sql
from schemagen.testing.planning import EMPTY, Plan, Plans

T = TypeVar("T")
_TRIES: Final = 100
_UNIQUE: Final = (psycopg.errors.UniqueViolation, psycopg.errors.ExclusionViolation)


@dataclass(frozen=True)
class _Link:
    """A foreign key from some columns to others of a parent."""

    key: Constraint
    parent: Table
    columns: tuple[str, ...]
    others: tuple[str, ...]

    def known(self, values: Mapping[str, object]) -> dict[str, object]:
        """Return what the row that is referred to must have, by its columns."""
        pairs = zip(self.columns, self.others, strict=True)
        return {other: values[name] for name, other in pairs if name in values}


@dataclass
class _Frame:
    """A row that is being made.

    Attributes:
        table: where it is to be.
        values: what columns are given, by name.
        plan: what the others have.
        number: what the values that are made up are told apart by.
    """

    table: Table
    values: dict[str, object]
    plan: Plan
    number: int

    def is_wanted(self, link: _Link) -> bool:
        """Tell whether a foreign key leads somewhere, and not all is known of where."""
        has = [
            self.values[name] is not None if name in self.values else not _is_empty(self.plan[name])
            for name in link.columns
        ]
        return all(has) and not self.values.keys() >= {*link.columns}


@dataclass
class Work:
    """Makes rows in a session, which is in a transaction and gives tuples.

    While it does it knows which rows are to come, and which constraints wait for them.
    """

    session: psycopg.Connection[Any]
    plans: Plans
    _open: list[_Frame] = field(default_factory=list)
    _waiting: list[QualifiedName] = field(default_factory=list)

    def insert(self, table: Table, given: Mapping[str, object], factory: BaseRowFactory[T]) -> T:
        """Insert a row with its parents, and return it.

        Raises:
            psycopg.Error: the database refuses a row.
        """
        settled = {name: self._literal(table, name, value) for name, value in given.items()}
        plan = self.plans.of(self.session, table, settled)
        frame = _Frame(table, dict(given), plan, self._count(table) + 1)
        self._open.append(frame)
        links = list(self._links(table))
        for link in links:
            if frame.is_wanted(link):
                self._find(frame, link)
        for link in links:
            if frame.is_wanted(link):
                self._make(frame, link)
        self._open.pop()
        found = self._insert(frame, factory)
        while self._waiting and not self._open:
            self.session.execute(sql("SET CONSTRAINTS {} IMMEDIATE", self._waiting.pop()).encode())
        return found

    def _links(self, table: Table) -> Iterator[_Link]:
        """Yield foreign keys, the widest first: the others follow from it. Own rows come last."""
        keys = sorted(
            table.of("f"),
            key=lambda key: (key.other == key.relation, -len(key.columns or ()), key.name),
        )
        for key in keys:
            parent = self.plans.shelf.tables.get(key.other)
            if parent is not None:
                others = parent.names(key.other_columns)
                yield _Link(key, parent, table.names(key.columns), others)

    def _find(self, frame: _Frame, link: _Link) -> None:
        """Take the rest of a reference from the row that a part of it tells already."""
        known = link.known(frame.values)
        keys = (link.parent.names(key.columns) for key in link.parent.of("p", "u"))
        if not any(known.keys() >= {*names} for names in keys if names):
            return
        query = sql(
            "SELECT * FROM {} WHERE {}",
            _doubled(sql("{}", link.parent.qualified)),
            Raw(join_sql([sql("{} = %s", _doubled(quote_name(name))) for name in known], " AND ")),
        )
        with self.session.cursor(row_factory=dict_row) as cursor:
            found = cursor.execute(query.encode(), list(known.values())).fetchone()
        if found is not None:
            _take(frame, link, found)

    def _make(self, frame: _Frame, link: _Link) -> None:
        """Refer to a new row, or to one that is being made already."""
        being_made = [each for each in self._open if each.table is link.parent]
        if not being_made:
            known = link.known(frame.values)
            _take(frame, link, self.insert(link.parent, known, dict_row))
            return
        parent = being_made[-1]
        if parent is not frame and link.key.deferrable and not link.key.deferred:
            # The row comes later than the one that refers to it.
            name = QualifiedName(frame.table.row.schema, link.key.name)
            self.session.execute(sql("SET CONSTRAINTS {} DEFERRED", name).encode())
            self._waiting.append(name)
        for other in link.others:
            if other not in parent.values:
                parent.values[other] = self._evaluated(parent, other)
        _take(frame, link, parent.values)

    def _evaluated(self, frame: _Frame, name: str) -> object:
        column = _column(frame.table, name)
        text = self._expression(column, frame.plan[name])
        if column.identity:
            table = sql("{}", frame.table.qualified)
            text = sql("nextval(pg_get_serial_sequence({}, {}))", Literal(table), Literal(name))
        elif column.counted:
            text = column.default or text
        return self._value(sql("SELECT {} FROM {}", Raw(text), Raw(_numbered(frame.number))))

    def _insert(self, frame: _Frame, factory: BaseRowFactory[T]) -> T:
        """Insert the row, with other numbers while values that were made up are there already."""
        for number in range(frame.number, frame.number + _TRIES):
            columns, expressions, values = self._row(frame)
            query = sql(
                "INSERT INTO {} ({}) OVERRIDING SYSTEM VALUE SELECT {} FROM {} RETURNING *",
                _doubled(sql("{}", frame.table.qualified)),
                _doubled(sql("{}", Names(tuple(columns)))),
                Raw(join_sql(expressions, ", ")),
                Raw(_numbered(number)),
            )
            if not columns:
                table = _doubled(sql("{}", frame.table.qualified))
                query = sql("INSERT INTO {} DEFAULT VALUES RETURNING *", table)
            try:
                with self.session.transaction(), self.session.cursor(row_factory=factory) as cursor:
                    send_without_types(cursor)
                    found = cursor.execute(query.encode(), values).fetchone()
                    break
            except _UNIQUE as error:
                if not _is_of_numbers(frame, error.diag.constraint_name):
                    raise
                refused = error
        else:
            raise refused
        if found is None:
            raise psycopg.DataError(f"a trigger kept the row out of {frame.table.name}")
        return found

    def _row(self, frame: _Frame) -> tuple[list[str], list[str], list[object]]:
        """Return the columns that a statement gives values to, by which expressions, and these."""
        columns, expressions, values = list[str](), list[str](), list[object]()
        for column in frame.table.columns:
            if column.name in frame.values:
                expressions.append(sql("%s::{}", _doubled(self._type(column))))
                values.append(self._adapted(column, frame.values[column.name]))
            elif column.filled or _is_left(column, frame.plan[column.name]):
                continue
            else:
                expressions.append(_doubled(self._expression(column, frame.plan[column.name])).text)
            columns.append(column.name)
        return columns, expressions, values

    def _expression(self, column: Column, candidate: Candidate) -> str:
        return sql("({})::{}", Raw(candidate.sql), Raw(self._type(column)))

    def _type(self, column: Column) -> str:
        # With a length or a precision, a cast would cut what the column refuses.
        return self.plans.shelf.types[column.type].name

    def _adapted(self, column: Column, value: object) -> object:
        """Return a value as psycopg takes it."""
        base = Values(self.plans.shelf.types).base_of(column.type)
        is_json = base is not None and base.name in ("json", "jsonb")
        if not is_json or isinstance(value, Jsonb) or (value is None and not column.not_null):
            return value
        return Jsonb(value, _json)

    def _literal(self, table: Table, name: str, value: object) -> str:
        column = _column(table, name)
        adapted = self._adapted(column, value)
        cursor = psycopg.ClientCursor(self.session)
        send_without_types(cursor)
        text = cursor.mogrify("%s", [adapted])
        return sql("{}::{}", Raw(text), Raw(self._type(column)))

    def _count(self, table: Table) -> int:
        return int(str(self._value(sql("SELECT count(*) FROM {}", table.qualified))))

    def _value(self, query: str) -> object:
        row: Sequence[object] = self.session.execute(query.encode()).fetchone() or (None,)
        return row[0]


def _take(frame: _Frame, link: _Link, found: Mapping[str, object]) -> None:
    for name, other in zip(link.columns, link.others, strict=True):
        frame.values.setdefault(name, found[other])


def _is_empty(candidate: Candidate) -> bool:
    return candidate.sql == EMPTY.sql


def _is_left(column: Column, candidate: Candidate) -> bool:
    """Tell whether a statement leaves a column to the database."""
    if column.default is None:
        return _is_empty(candidate)
    return candidate.sql == column.default


def _is_of_numbers(frame: _Frame, constraint: str | None) -> bool:
    """Tell whether another number makes another key of what was made up."""
    named = (each for each in frame.table.of("p", "u", "x") if each.name == constraint)
    return any(
        NUMBER.text in frame.plan[name].sql
        for key in named
        for name in frame.table.names(key.columns)
        if name not in frame.values
    )


def _column(table: Table, name: str) -> Column:
    return next(column for column in table.columns if column.name == name)


def _numbered(number: int) -> str:
    return sql("(VALUES ({}::bigint)) AS n (i)", Literal(number))


def _doubled(text: str) -> Raw:
    """Return SQL as psycopg wants it beside placeholders."""
    return Raw(text.replace("%", "%%"))


def _json(value: Any) -> bytes:
    return to_json(value, by_alias=True)
