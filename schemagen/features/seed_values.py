"""Whether a value of YAML can be one of a type of PostgreSQL ("Data Types")."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from types import MappingProxyType
from typing import Any, Final
from uuid import UUID

from schemagen.sqltext.tokens import SqlTextError
from schemagen.sqltext.types import TypeName, read_type

_BITS: Final = MappingProxyType({"smallint": 15, "integer": 31, "bigint": 63})


def misfit(value: Any, type_text: str) -> str:
    """Return why a value cannot be of a type, empty if it can or only a server knows."""
    try:
        return _misfit(value, read_type(type_text))
    except SqlTextError:
        return ""


def _misfit(value: Any, read: TypeName) -> str:
    if not read.is_builtin:
        return ""
    if read.dimensions:
        if not isinstance(value, list):
            return "this is no list"
        # A list in a list is a further dimension.
        inner = (_misfit(each, read.element) for each in value if not isinstance(each, list))
        return next((why for why in inner if why), "")
    if read.name in ("json", "jsonb"):
        return ""
    if isinstance(value, list | dict):
        return f"this is a {'list' if isinstance(value, list) else 'mapping'}"
    check = _CHECKS.get(read.name)
    return check(value, read) if check else ""


def _integer(value: Any, read: TypeName) -> str:
    if isinstance(value, bool) or not isinstance(value, int):
        return f"{_shown(value)} is no whole number"
    limit = 2 ** _BITS[read.name]
    return "" if -limit <= value < limit else f"{value} is too large for it"


def _number(value: Any, _: TypeName) -> str:
    if isinstance(value, bool):
        return f"{_shown(value)} is no number"
    try:
        Decimal(str(value))
    except InvalidOperation:
        return f"{_shown(value)} is no number"
    return ""


def _boolean(value: Any, _: TypeName) -> str:
    return "" if isinstance(value, bool) else f"{_shown(value)} is neither true nor false"


def _text(value: Any, read: TypeName) -> str:
    if not isinstance(value, str):
        return f"{_shown(value)} is no text; put it in quotes"
    length = int(read.modifiers[0]) if read.modifiers else None
    if length is not None and len(value) > length:
        return f"this has {len(value)} characters"
    return ""


def _parsed(parse: Callable[[str], object], words: str) -> Callable[[Any, TypeName], str]:
    def check(value: Any, _: TypeName) -> str:
        try:
            parse(str(value))
        except ValueError:
            return f"{_shown(value)} is no {words}"
        return ""

    return check


def _shown(value: Any) -> str:
    words = {True: "true", False: "false"}
    return words[value] if isinstance(value, bool) else repr(value)


_CHECKS: Final[Mapping[str, Callable[[Any, TypeName], str]]] = MappingProxyType(
    {
        **dict.fromkeys(_BITS, _integer),
        **dict.fromkeys(("numeric", "real", "double precision"), _number),
        "boolean": _boolean,
        **dict.fromkeys(("text", "character varying", "character"), _text),
        "uuid": _parsed(UUID, "UUID"),
        "date": _parsed(date.fromisoformat, "date; write it as 2026-12-31"),
    }
)
