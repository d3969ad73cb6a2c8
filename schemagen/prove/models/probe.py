"""A table that takes a row for what it is: no keys, no references and no triggers.

It is made by LIKE, so that types, NOT NULL, checks and computed columns are those of the original
(see CREATE TABLE).
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from decimal import Decimal
from typing import Any, Final

import psycopg
from psycopg.rows import dict_row
from psycopg.types.json import Jsonb
from pydantic import ValidationError

from schemagen.app.connecting import Connection
from schemagen.frozen import frozen
from schemagen.kinds.column import Column
from schemagen.seeding.ranges import send_without_types
from schemagen.sqltext.quoting import Name, Raw, sql

_NAME: Final = "schemagen_probe"
_ERRORS: Final = (psycopg.Error, ValueError, OverflowError, TypeError)
"""How psycopg and the server refuse a value."""


@frozen
class Refused:
    """What PostgreSQL says of a row, and the check that the row did not meet, if it is one."""

    words: str
    check: str = ""


@frozen(slots=False)
class Probe:
    """Takes rows and gives them back; nothing of them stays.

    Attributes:
        connection: to the database.
        model: for new rows.
        row: the model for rows.
        needed: the columns that may not be null.
        reals: the columns of the type real, whose text has no more digits than they need.
    """

    connection: Connection
    model: Any
    row: Any
    needed: frozenset[str]
    reals: frozenset[str]

    def insert(self, values: Mapping[str, Any]) -> Refused | dict[str, Any]:
        """Insert values, and return the row as it comes back."""
        names = ", ".join(sql("{}", Name(name)) for name in values)
        marks = ", ".join("%s" for _ in values)
        text = sql(
            "INSERT INTO {} ({}) VALUES ({}) RETURNING *", Name(_NAME), Raw(names), Raw(marks)
        )
        if not values:
            text = sql("INSERT INTO {} DEFAULT VALUES RETURNING *", Name(_NAME))
        try:
            with (
                self.connection.transaction(force_rollback=True),
                self.connection.cursor(row_factory=dict_row) as cursor,
            ):
                send_without_types(cursor)
                found = cursor.execute(text.encode(), list(self._wrapped(values))).fetchone()
        except _ERRORS as error:
            diag = error.diag if isinstance(error, psycopg.Error) else None
            words = (diag and diag.message_primary) or str(error)
            return Refused(words, (diag and diag.constraint_name) or "")
        return found or {}

    def _wrapped(self, values: Mapping[str, Any]) -> Iterator[Any]:
        for name, value in values.items():
            # Where there is no NULL, None is JSON's null.
            is_json = name in self._json and (value is not None or name in self.needed)
            yield Jsonb(value) if is_json else value

    @property
    def _json(self) -> tuple[str, ...]:
        return getattr(self.model, "JSON_COLUMNS", ())

    def loosen(self, columns: Iterable[str]) -> None:
        """Let columns be without a value from now on."""
        for column in columns:
            loose = sql("ALTER TABLE {} ALTER COLUMN {} DROP NOT NULL", Name(_NAME), Name(column))
            self.connection.execute(loose.encode())

    def changed(self, values: Mapping[str, Any], given: Mapping[str, Any]) -> Iterator[str]:
        """Yield the columns whose values, as they were inserted, come back as others."""
        sent = dict(values)
        for name, info in self.row.model_fields.items():
            column = str(info.validation_alias or info.alias or name)
            if column not in sent:
                continue
            blank = self.row.model_construct()
            try:
                read = self.row.__pydantic_validator__.validate_assignment(
                    blank, name, given[column]
                )
                value = read.model_dump(include={name})[column]
            except ValueError as error:
                yield f"{column}: the model of rows refuses {given[column]!r}: {_said(error)}"
                continue
            if column in self.reals and value is not None:
                value, sent[column] = _single(value), _single(sent[column])
            if not _same(value, sent[column]):
                yield f"{column}: {sent[column]!r} comes back as {value!r}"


def _said(error: ValueError) -> str:
    """Return what a model says of a value, without pydantic's words around it."""
    if not isinstance(error, ValidationError):
        return str(error)
    return "; ".join(each["msg"].removeprefix("Value error, ") for each in error.errors())


def _same(one: Any, other: Any) -> bool:
    """Tell whether two values are equal; a number of JSON may come back as an integer."""
    match one, other:
        case (bool(), _) | (_, bool()):
            return one is other
        case (float() | int() | Decimal(), float() | int() | Decimal()):
            return bool(one == other or (one != one and other != other) or _close(one, other))
        case dict(), dict():
            return one.keys() == other.keys() and all(_same(one[key], other[key]) for key in one)
        case list(), list():
            return len(one) == len(other) and all(map(_same, one, other))
    return bool(one == other)


def _single(value: float) -> float:
    found: float = struct.unpack("f", struct.pack("f", value))[0]
    return found


def _close(one: float | Decimal, other: float | Decimal) -> bool:
    """Tell whether a float is what another number is as one."""
    return isinstance(one, float) != isinstance(other, float) and float(one) == float(other)


@contextmanager
def probe_of(
    connection: Connection, model: Any, row: Any, columns: Sequence[Column], filled: Sequence[str]
) -> Iterator[Probe]:
    """Have a probe of a model's table; `filled` are columns that a trigger of the table fills."""
    needed = frozenset(each.id.name for each in columns if each.not_null)
    reals = frozenset(each.id.name for each in columns if each.type == "real")
    name, original = Name(_NAME), Raw(model.TABLE)
    like = "INCLUDING DEFAULTS INCLUDING CONSTRAINTS INCLUDING GENERATED INCLUDING IDENTITY"
    text = sql("CREATE TEMPORARY TABLE {} (LIKE {} {})", name, original, Raw(like))
    connection.execute(text.encode())
    try:
        probe = Probe(connection, model, row, needed, reals)
        probe.loosen(filled)
        yield probe
    finally:
        connection.execute(sql("DROP TABLE {}", name).encode())
