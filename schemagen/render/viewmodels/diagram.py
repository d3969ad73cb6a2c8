"""The entity-relationship diagram, in Mermaid's language ("Entity Relationship Diagrams").

Its grammar takes fewer characters in names than SQL does; the others become underscores.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

from schemagen.catalog.catalog import Catalog
from schemagen.catalog.object import ObjectId
from schemagen.kinds.column import Column
from schemagen.kinds.foreign_key import ForeignKey
from schemagen.kinds.primary_key import PrimaryKey
from schemagen.kinds.table import Table
from schemagen.kinds.unique import Unique
from schemagen.render.viewmodels.keys import home_of, is_required, is_single
from schemagen.sqltext.types import read_type

MAX_CHARACTERS = 45_000
"""GitHub draws diagrams of up to 50,000 characters."""
MAX_RELATIONSHIPS = 480
"""Mermaid draws up to 500."""

_NO_ENTITY = re.compile(r'["%\\\x00-\x1f\x7f]')
_NO_WORD = re.compile(r"[^A-Za-z0-9_]")
_NO_TYPE = re.compile(r"[^A-Za-z0-9_()\[\]]")
SHORT_TYPES = {
    "bit varying": "varbit",
    "character varying": "varchar",
    "character": "char",
    "double precision": "float8",
    "time with time zone": "timetz",
    "time without time zone": "time",
    "timestamp with time zone": "timestamptz",
    "timestamp without time zone": "timestamp",
}
"""Types whose names in the standard are too long for a diagram."""


def er_diagram(
    catalog: Catalog, tables: Sequence[Table], names: Mapping[ObjectId, str]
) -> list[str] | None:
    """Return the diagram's lines; with keys alone if it is too large, None if that is too.

    `names` has what each table is called.
    """
    keys = [key for table in tables for key in catalog.belonging_to(table.id, ForeignKey)]
    if len(keys) > MAX_RELATIONSHIPS:
        return None
    relationships = [_relationship(key, catalog, names) for key in keys]
    for with_all in (True, False):
        lines = ["erDiagram"]
        for table in tables:
            lines += _entity(table, catalog, names, with_all=with_all)
        lines += relationships
        if sum(map(len, lines)) + len(lines) <= MAX_CHARACTERS:
            return lines
    return None


def _entity(
    table: Table, catalog: Catalog, names: Mapping[ObjectId, str], *, with_all: bool
) -> list[str]:
    primary = _columns(catalog.belonging_to(table.id, PrimaryKey))
    foreign = _columns(catalog.belonging_to(table.id, ForeignKey))
    uniques = catalog.belonging_to(table.id, Unique)
    unique = _columns([key for key in uniques if len(key.columns) == 1])
    columns = sorted(catalog.belonging_to(table.id, Column), key=lambda each: each.position)
    lines = [f"    {_quoted(names[table.id])} {{"]
    for column in columns:
        name = column.id.name
        marks = [("PK", primary), ("FK", foreign), ("UK", unique)]
        found = [mark for mark, members in marks if name in members]
        if with_all or found:
            ending = f" {', '.join(found)}" if found else ""
            lines.append(f"        {_type(column.type)} {_word(name)}{ending}")
    return [*lines, "    }"]


def _columns(keys: Iterable[PrimaryKey | ForeignKey | Unique]) -> frozenset[str]:
    return frozenset(column for key in keys for column in key.columns)


def _relationship(key: ForeignKey, catalog: Catalog, names: Mapping[ObjectId, str]) -> str:
    child = home_of(key)
    parent = names.get(key.references, key.references.name)
    left = "||" if is_required(key, catalog) else "|o"
    right = "o|" if is_single(key, catalog) else "o{"
    label = _quoted(", ".join(key.columns))
    return f"    {_quoted(parent)} {left}--{right} {_quoted(names[child])} : {label}"


def _quoted(name: str) -> str:
    return f'"{_NO_ENTITY.sub("_", name)}"'


def _word(name: str) -> str:
    """Return a column's name as a word that is no mark of a key and begins with a letter."""
    word = _NO_WORD.sub("_", name)
    if word in ("PK", "FK", "UK"):
        return f"{word}_"
    return word if word[:1].isalpha() or word[:1] == "_" else f"_{word}"


@lru_cache(maxsize=4096)
def _type(text: str) -> str:
    name = read_type(text)
    length = f"({name.modifiers[0]})" if len(name.modifiers) == 1 else ""
    word = _NO_TYPE.sub("_", SHORT_TYPES.get(name.name, name.name) + length)
    word += "[]" if name.dimensions else ""
    return word if word[:1].isalpha() or word[:1] == "_" else f"_{word}"
