"""A target for schemagen: `schema.graphql`, a type for each table and an enum for each enum.

Column names stay as they are. A foreign key of one column is a field as well, of the other type.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping

from schemagen.targets import Column, Enum, Reference, Source, Table, Target

SCALARS = {"boolean": "Boolean", "smallint": "Int", "integer": "Int", "real": "Float"} | {
    "double precision": "Float",
    "uuid": "ID",
}


def render(source: Source) -> Mapping[str, str]:
    """Return the one file of this target."""
    enums = {f"{each.schema}.{each.name}": type_name(each.name) for each in source.enums}
    lines = [f"# {source.mark}"]
    for enum in source.enums:
        lines += ["", *enum_lines(enum)]
    for table in source.tables:
        lines += ["", *table_lines(table, enums)]
    return {"schema.graphql": "\n".join(lines) + "\n"}


def enum_lines(enum: Enum) -> Iterator[str]:
    """Yield a type of values; labels that GraphQL cannot say are spelt with underscores."""
    yield from description(enum.comment)
    yield f"enum {type_name(enum.name)} {{"
    yield from (f"  {re.sub(r'[^A-Za-z0-9_]', '_', label)}" for label in enum.labels)
    yield "}"


def table_lines(table: Table, enums: Mapping[str, str]) -> Iterator[str]:
    """Yield a type of rows."""
    yield from description(table.comment)
    yield f"type {type_name(table.name)} {{"
    for column in table.columns:
        yield from description(column.comment, "  ")
        yield f"  {column.name}: {column_type(column, enums)}"
    for key in table.references:
        if len(key.columns) == 1:
            yield f"  {field_name(key)}: {type_name(key.to_table)}"
    yield "}"


def column_type(column: Column, enums: Mapping[str, str]) -> str:
    """Return a column's type: what GraphQL does not know is a String."""
    plain, is_list = column.type.removesuffix("[]"), column.type.endswith("[]")
    name = enums.get(plain) or SCALARS.get(plain.partition("(")[0], "String")
    return (f"[{name}]" if is_list else name) + ("!" if column.not_null else "")


def field_name(key: Reference) -> str:
    """Return `owner` for a foreign key of `owner_id`."""
    [column] = key.columns
    return column.removesuffix("_id") if column.endswith("_id") else f"{column}_row"


def type_name(name: str) -> str:
    """Return `OrderLines` for `order_lines`."""
    return "".join(part[:1].upper() + part[1:] for part in name.split("_"))


def description(comment: str | None, indent: str = "") -> Iterator[str]:
    """Yield a comment as GraphQL has it."""
    if comment:
        yield indent + json.dumps(comment, ensure_ascii=False)


TARGET = Target("schema.graphql, the tables for GraphQL", render, protocol=1)
