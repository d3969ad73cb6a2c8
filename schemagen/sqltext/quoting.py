"""The one door through which names and values enter SQL text.

`sql("ALTER TABLE {} ADD COLUMN {} {}", table, Name("end"), Raw("text"))` quotes each argument by
its type. A plain `str` is refused, because nobody can tell whether it is a name, a value or SQL.

Quoting follows `quote_ident` and `quote_literal` of PostgreSQL ("String Functions and Operators"),
lexical rules of "Lexical Structure".
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from typing import Any, Final, TypeAlias

from schemagen.frozen import frozen
from schemagen.sqltext.keywords import COLUMN_ONLY, RESERVED, TYPE_OR_FUNCTION

# Every keyword that is not plainly unreserved.
_KEYWORDS = RESERVED | TYPE_OR_FUNCTION | COLUMN_ONLY
_PLAIN_NAME = re.compile(r"[a-z_][a-z0-9_]*\Z")

MAX_NAME_BYTES = 63
"""NAMEDATALEN - 1: PostgreSQL cuts longer names silently."""


@frozen
class Name:
    """One SQL name, unquoted as the catalog has it: `Name("end")`."""

    text: str


@frozen
class QualifiedName:
    """A name with its schema; without a schema (`""`) it is resolved by the search path."""

    schema: str
    name: str


@frozen
class Literal:
    """A value that becomes an SQL constant."""

    value: str | int | float | bool | None


@frozen
class Raw:
    """SQL text that is taken as it is: a type, an expression of the spec, or the work of `sql`."""

    text: str


@frozen
class Names:
    """A comma-separated list of names."""

    items: tuple[str, ...]


Part: TypeAlias = Name | QualifiedName | Literal | Raw | Names


@lru_cache(maxsize=65536)
def quote_name(name: str) -> str:
    """Return the name as SQL reads it back: quoted only where it must be."""
    if _PLAIN_NAME.match(name) and name not in _KEYWORDS:
        return name
    escaped = name.replace('"', '""')
    return f'"{escaped}"'


@lru_cache(maxsize=65536)
def quote_qualified(schema: str, name: str) -> str:
    """Return `schema.name`, or the name alone when there is no schema."""
    return f"{quote_name(schema)}.{quote_name(name)}" if schema else quote_name(name)


def name_parts(text: str) -> list[str]:
    """Split a name as a spec has it at its dots, and take quotes off.

    Dots in quotes are part of a name: `audit."a.b"` gives `["audit", "a.b"]`. Names keep their
    capital letters without quotes, too.
    """
    if '"' not in text:
        return text.strip().split(".")
    parts = _DOT.split(text.strip())
    return [
        part[1:-1].replace('""', '"') if _QUOTED.fullmatch(part) else part.strip('"')
        for part in parts
    ]


# A dot with an even number of quotes behind it is not in quotes.
_DOT = re.compile(r'\.(?=(?:[^"]*"[^"]*")*[^"]*\Z)')
_QUOTED = re.compile(r'"(?:[^"]|"")+"')


def quote_names(names: Iterable[str]) -> str:
    """Return names as a comma-separated list."""
    return ", ".join(map(quote_name, names))


def quote_literal(value: str | int | float | bool | None) -> str:
    """Return a constant. Text with a backslash gets the E'' form, so that it reads the same
    whatever `standard_conforming_strings` says."""
    if value is None:
        return "NULL"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and not math.isfinite(value):
        return f"'{value}'::float8"
    if isinstance(value, int | float):
        return repr(value)
    escaped = value.replace("'", "''")
    if "\\" in escaped:
        doubled = escaped.replace("\\", "\\\\")
        return f"E'{doubled}'"
    return f"'{escaped}'"


def dollar_quote(body: str, tag: str = "") -> str:
    """Return a dollar-quoted constant whose tag does not occur in the body."""
    marker, attempt = f"${tag}$", 0
    while marker in body:
        attempt += 1
        marker = f"${tag or 'body'}{attempt}$"
    return f"{marker}{body}{marker}"


def sql(template: str, *parts: Part, **named: Part) -> str:
    """Fill each `{}` of the template with a part, and each `{name}` with the one of that name.

    Parts are quoted by their type.

    Raises:
        TypeError: a part is a plain string or another type without a quoting rule.
    """
    # By type and not by pattern: a large build comes through here hundreds of thousands of times.
    try:
        quoted = [_RULES[type(part)](part) for part in parts]
        if not named:
            return template.format(*quoted)
        by_name = {name: _RULES[type(part)](part) for name, part in named.items()}
    except KeyError as error:
        raise TypeError(f"no quoting rule for {error.args[0].__name__}") from None
    return template.format(*quoted, **by_name)


_RULES: Final[Mapping[type, Callable[[Any], str]]] = {
    Raw: lambda part: part.text,
    Name: lambda part: quote_name(part.text),
    QualifiedName: lambda part: quote_qualified(part.schema, part.name),
    Literal: lambda part: quote_literal(part.value),
    Names: lambda part: quote_names(part.items),
}


@lru_cache(maxsize=65536)
def clause(template: str, text: str) -> str:
    """Fill a template with SQL, once for all objects that have it alike: `clause("TO {}", roles)`.

    The text is taken as it is, as that of `Raw`.
    """
    return sql(template, Raw(text))


def join_sql(parts: Iterable[str], separator: str = " ") -> str:
    """Join SQL pieces, leaving out the empty ones."""
    return separator.join(filter(None, parts))


def fit_name(*parts: str, suffix: str = "") -> str:
    """Build a generated name as PostgreSQL's `makeObjectName` does: `table_columns_suffix`.

    The longest part is shortened until the whole fits in 63 bytes, so that the result is what
    PostgreSQL itself would have chosen.
    """
    whole = "_".join(filter(None, (*parts, suffix)))
    if len(whole) <= MAX_NAME_BYTES and whole.isascii():
        return whole
    pieces = [part for part in parts if part]
    ending = f"_{suffix}" if suffix else ""
    room = MAX_NAME_BYTES - len(ending.encode()) - (len(pieces) - 1)
    encoded = [piece.encode() for piece in pieces]
    while sum(map(len, encoded)) > room:
        longest = max(range(len(encoded)), key=lambda index: (len(encoded[index]), index))
        encoded[longest] = encoded[longest][:-1]
    cut = [piece.decode(errors="ignore") for piece in encoded]
    return "_".join(cut) + ending
