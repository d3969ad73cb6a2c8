"""Columns in the short form of the spec language: the inverse of `column_text`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from schemagen.declare.column_text import read_column
from schemagen.declare.sequence_text import write_sequence_options
from schemagen.sqltext.quoting import quote_name, quote_names
from schemagen.sqltext.tokens import SqlTextError
from schemagen.sqltext.types import read_type

_SHORT_TYPES: Final = (
    (r"character varying\b", "varchar"),
    (r"character(?=\()", "char"),
    (r"timestamp(\(\d\))? with time zone", r"timestamptz\1"),
    (r"timestamp(\(\d\))? without time zone", r"timestamp\1"),
    (r"time(\(\d\))? with time zone", r"timetz\1"),
    (r"time(\(\d\))? without time zone", r"time\1"),
)
"""How PostgreSQL spells types, and how people do."""


def short_type(text: str) -> str:
    """Return the type as people write it: `varchar(20)` for `character varying(20)`."""
    for pattern, short in _SHORT_TYPES:
        found = re.sub(f"^{pattern}", short, text)
        if found != text and _means(found, text):
            return found
    return text


def _means(short: str, text: str) -> bool:
    try:
        return read_type(short).canonical == text
    except SqlTextError:
        return False


def short_default(default: str, type_text: str) -> str:
    """Return a default without the cast to the type of its own column: `'draft'::status`.

    The column must not be of a domain, to which PostgreSQL casts a bare constant in another way.
    """
    base = re.sub(r"\([^)]*\)", "", type_text)
    found = re.fullmatch(r"('(?:[^'\\]|'')*')::(.+)", default, re.DOTALL)
    return found[1] if found and found[2] == base else default


def write_column(mapping: Mapping[str, Any]) -> tuple[str, tuple[str, ...]]:
    """Write what a text can say of a column, and name the keys that it says.

    `mapping` has the keys of the mapping form.

    Raises:
        SqlTextError: there is no text that is read as the mapping says.
    """
    text, said = _write(mapping, bracketed=False)
    if not _reads(text, mapping, said):
        text, said = _write(mapping, bracketed=True)
        if not _reads(text, mapping, said):
            raise SqlTextError("the column has no short form", 0)
    return text, said


def _reads(text: str, mapping: Mapping[str, Any], said: tuple[str, ...]) -> bool:
    try:
        read = read_column(text)
    except SqlTextError:
        return False
    wanted = {key: mapping[key] for key in said}
    if "default" in wanted and read.get("default") == f"({wanted['default']})":
        read["default"] = wanted["default"]
    return read == wanted


def _write(mapping: Mapping[str, Any], *, bracketed: bool) -> tuple[str, tuple[str, ...]]:
    parts: list[str] = []
    said: list[str] = []
    for keys, words in (
        (("type",), lambda: mapping["type"]),
        (("collation",), lambda: f"collate {mapping['collation']}"),
        (("compression",), lambda: f"compression {mapping['compression']}"),
        (("storage",), lambda: f"storage {mapping['storage']}"),
        (("generated",), lambda: _generated(mapping["generated"])),
        (("identity",), lambda: _identity(mapping["identity"])),
        (("primary_key", "primary_key_name"), lambda: _primary_key(mapping)),
        (("not_null", "not_null_name"), lambda: _not_null(mapping)),
        (("unique",), lambda: _unique(mapping["unique"])),
        (("default",), lambda: _default(str(mapping["default"]), bracketed)),
        (("references", *_OF_REFERENCE), lambda: _references(mapping)),
        (("check",), lambda: " ".join(map(_check, mapping["check"]))),
    ):
        if keys[0] in mapping:
            parts.append(words())
            said += [key for key in keys if key in mapping]
    return " ".join(parts), tuple(said)


_OF_REFERENCE: Final = ("match", "on_delete", "on_update", "deferrable", "initially_deferred")


def _named(name: str | None) -> str:
    return f"constraint {quote_name(name)} " if name else ""


def _default(text: str, bracketed: bool) -> str:
    return f"default ({text})" if bracketed else f"default {text}"


def _generated(generated: Mapping[str, Any]) -> str:
    return f"generated always as ({generated['expression']}) {generated['storage']}"


def _identity(identity: Mapping[str, Any]) -> str:
    options = write_sequence_options(identity)
    text = f"generated {identity['generation']} as identity"
    return f"{text} ({options})" if options else text


def _primary_key(mapping: Mapping[str, Any]) -> str:
    return f"{_named(mapping.get('primary_key_name'))}primary key"


def _not_null(mapping: Mapping[str, Any]) -> str:
    return f"{_named(mapping.get('not_null_name'))}not null"


def _unique(unique: Any) -> str:
    options = unique if isinstance(unique, Mapping) else {}
    nulls = " nulls not distinct" if options.get("nulls_not_distinct") else ""
    return f"{_named(options.get('name'))}unique{nulls}"


def _references(mapping: Mapping[str, Any]) -> str:
    target = mapping["references"]
    columns = f" ({quote_names(target['columns'])})" if target.get("columns") else ""
    parts = [f"{_named(target.get('name'))}references {target['table']}{columns}"]
    parts += [
        f"{key.replace('_', ' ')} {mapping[key]}"
        for key in ("match", "on_delete", "on_update")
        if key in mapping
    ]
    if mapping.get("initially_deferred"):
        parts.append("deferrable initially deferred")
    elif mapping.get("deferrable"):
        parts.append("deferrable")
    return " ".join(parts)


def _check(check: Any) -> str:
    item = check if isinstance(check, Mapping) else {"expression": check}
    ending = " no inherit" if item.get("no_inherit") else ""
    return f"{_named(item.get('name'))}check ({item['expression']}){ending}"
