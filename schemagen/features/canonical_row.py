"""The canonical form of a row, for hashing: the same text in every session.

It is a jsonb object of the covered columns, NULLs left out, so that a nullable column can be added
later without changing what was hashed before. Moments go in as seconds since 1970. The text of some
other types depends on settings of the session; functions that cover such a column fix these.
"""

from __future__ import annotations

from schemagen.declare.draft import ProjectDraft
from schemagen.kinds import enum
from schemagen.kinds.support import split_name
from schemagen.sqltext.quoting import Literal, Name, Raw, sql
from schemagen.sqltext.tokens import SqlTextError
from schemagen.sqltext.types import read_type

_MOST_PAIRS = 50  # a function takes no more than 100 arguments
_ZONED = "timestamp with time zone"
_MOMENTS = frozenset({_ZONED, "timestamp without time zone"})
# What jsonb holds alike in every session, arrays of moments with a time zone apart.
_STEADY = _MOMENTS | {
    *("bigint", "boolean", "character", "character varying", "date", "integer", "json", "jsonb"),
    *("numeric", "smallint", "text", "time without time zone", "uuid"),
}
_FIXED = {
    "bytea_output": "hex",
    "datestyle": "ISO",
    "extra_float_digits": "1",
    "intervalstyle": "postgres",
    "lc_monetary": "'C'",
    "search_path": "pg_catalog, pg_temp",
    "timezone": "UTC",
}


def plain_type(text: str, project: ProjectDraft) -> str:
    """Return a type without modifiers; an enum of the spec counts as text."""
    try:
        read = read_type(text)
    except SqlTextError:
        return text
    if split_name(text, project.schema) in _enums(project):
        return "text"
    return read.without_modifiers


def _enums(project: ProjectDraft) -> set[tuple[str, str]]:
    home = project.schema
    return {split_name(name, home) for name in enum.SECTION.of(project)}


def canonical_row(record: str, covered: dict[str, str]) -> str:
    """Return the canonical form of a row; `record` is NEW or the alias of a table."""
    pairs = [
        sql("{}, {}", Literal(name), Raw(_value(sql("{}.{}", Raw(record), Name(name)), kind)))
        for name, kind in covered.items()
    ]
    parts = [pairs[at : at + _MOST_PAIRS] for at in range(0, len(pairs), _MOST_PAIRS)]
    built = " || ".join(
        sql("pg_catalog.jsonb_build_object({})", Raw(", ".join(part))) for part in parts
    )
    return sql(
        "(SELECT pg_catalog.jsonb_object_agg(f.key, f.value)"
        " FROM pg_catalog.jsonb_each({}) AS f"
        " WHERE f.value <> 'null')",
        Raw(built),
    )


def _value(value: str, kind: str) -> str:
    return sql("extract(epoch FROM {})", Raw(value)) if kind in _MOMENTS else value


def fixed_settings(covered: dict[str, str]) -> dict[str, str]:
    """Return the settings that the text of the covered columns depends on, none if on none."""
    kinds = {kind.removesuffix("[]") for kind in covered.values()}
    if kinds <= _STEADY and not any(kind == f"{_ZONED}[]" for kind in covered.values()):
        return {}
    return dict(_FIXED)
