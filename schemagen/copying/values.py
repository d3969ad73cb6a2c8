"""A value of SQLite as PostgreSQL reads it, by the type of the column that it goes to.

SQLite has five storage classes and no more (its documentation, "Datatypes In SQLite"); what a text
or a number means is said by the column of the spec. Texts of a time without a zone are taken to be
in UTC, which is what SQLite's own functions give.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from decimal import Decimal, InvalidOperation
from types import MappingProxyType
from typing import Any, Final, TypeAlias
from uuid import UUID

from schemagen.copying.source import SqliteValue
from schemagen.seeding.reading import Type

Convert: TypeAlias = Callable[[SqliteValue], str]
"""Turns a value that is not NULL into what COPY reads; raises `MisfitError`."""


class MisfitError(ValueError):
    """A value that is none of the type; the message says of which."""


def converter(type_: Type, types: Mapping[int, Type]) -> Convert:
    """Return what turns values into those of a type: a domain's is that of what it narrows."""
    if type_.base:
        return converter(types[type_.base], types)
    if type_.category == "A" and type_.element:
        return _array_of(converter(types[type_.element], types))
    return _CONVERTERS.get(type_.name, _text)


def _boolean(value: SqliteValue) -> str:
    text = str(value).strip().lower()
    if text in ("1", "1.0", "t", "true", "yes", "on", "y"):
        return "t"
    if text in ("0", "0.0", "f", "false", "no", "off", "n"):
        return "f"
    raise MisfitError("boolean")


def _integer(value: SqliteValue) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    try:
        return str(int(str(value)))
    except ValueError:
        raise MisfitError("integer") from None


def _number(value: SqliteValue) -> str:
    if isinstance(value, bytes):
        raise MisfitError("number")
    try:
        return str(Decimal(repr(value) if isinstance(value, float) else str(value).strip()))
    except InvalidOperation:
        raise MisfitError("number") from None


def _text(value: SqliteValue) -> str:
    if isinstance(value, bytes):
        try:
            value = value.decode()
        except UnicodeDecodeError:
            raise MisfitError("text in UTF-8") from None
    text = str(value)
    if "\0" in text:
        raise MisfitError("text, which in PostgreSQL has no NUL")
    return text


def _json(value: SqliteValue) -> str:
    text = _text(value)
    try:
        json.loads(text)
    except ValueError:
        raise MisfitError("JSON") from None
    return text


def _uuid(value: SqliteValue) -> str:
    try:
        if isinstance(value, bytes) and len(value) == 16:
            return str(UUID(bytes=value))
        return str(UUID(_text(value)))
    except ValueError:
        raise MisfitError("UUID") from None


def _bytes(value: SqliteValue) -> str:
    data = value if isinstance(value, bytes) else _text(value).encode()
    return "\\x" + data.hex()


def _instant(value: SqliteValue) -> str:
    if isinstance(value, int | float):
        return _moment(value).isoformat()
    text = _text(value).strip()
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise MisfitError("time of a day, like 2026-11-21 09:30:00") from None
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).isoformat()


def _timestamp(value: SqliteValue) -> str:
    return datetime.fromisoformat(_instant(value)).astimezone(UTC).replace(tzinfo=None).isoformat()


def _date(value: SqliteValue) -> str:
    return datetime.fromisoformat(_instant(value)).date().isoformat()


_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_JULIAN_EPOCH: Final = 2440587.5
"""The Julian day of 1970-01-01, the third way in which SQLite's functions write a time."""


def _moment(value: int | float) -> datetime:
    """Return the time that a number means: a Julian day, or seconds or milliseconds since 1970."""
    if isinstance(value, float) and 1e6 < value < 6e6:
        seconds = Decimal(value - _JULIAN_EPOCH) * 86400
        seconds = seconds.quantize(Decimal("0.001"))
    else:
        seconds = Decimal(repr(value)) / (1000 if abs(value) > 1e11 else 1)
    try:
        return _EPOCH + timedelta(microseconds=int(seconds * 1_000_000))
    except OverflowError:
        raise MisfitError("time") from None


def _array_of(convert: Convert) -> Convert:
    """Return what turns a text with a JSON array into an array."""

    def converted(value: SqliteValue) -> str:
        try:
            return _array(json.loads(_text(value)), convert)
        except ValueError:
            raise MisfitError("array, written as JSON") from None

    return converted


def _array(items: Any, convert: Convert) -> str:
    if not isinstance(items, list):
        raise MisfitError("array")
    return "{" + ",".join(_element(item, convert) for item in items) + "}"


def _element(item: Any, convert: Convert) -> str:
    if item is None:
        return "NULL"
    if isinstance(item, list):
        return _array(item, convert)
    text = convert(json.dumps(item, ensure_ascii=False) if isinstance(item, dict) else item)
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


_CONVERTERS: Final[Mapping[str, Convert]] = MappingProxyType(
    {
        "boolean": _boolean,
        "smallint": _integer,
        "integer": _integer,
        "bigint": _integer,
        "numeric": _number,
        "real": _number,
        "double precision": _number,
        "json": _json,
        "jsonb": _json,
        "uuid": _uuid,
        "bytea": _bytes,
        "timestamp with time zone": _instant,
        "timestamp without time zone": _timestamp,
        "date": _date,
    }
)
"""By the names of types as SQL has them; others are read from their text."""
