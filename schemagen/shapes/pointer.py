"""JSON Pointers in references (RFC 6901), and the way through the schemas that a schema holds."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias
from urllib.parse import unquote

from schemagen.shapes.keywords import BY_NAME
from schemagen.shapes.keywords.keyword import Holds
from schemagen.shapes.schema import Schema

Pointer: TypeAlias = tuple[str, ...]
"""The steps of a pointer from the top of a schema."""


def read_pointer(reference: str) -> Pointer | None:
    """Return the steps of a local reference (`#/$defs/Name`), or None for any other."""
    if reference == "#":
        return ()
    if not reference.startswith("#/"):
        return None
    steps = reference[2:].split("/")
    return tuple(unquote(step).replace("~1", "/").replace("~0", "~") for step in steps)


def children(schema: Schema) -> Iterator[tuple[Pointer, Schema]]:
    """Yield the schemas that a schema holds directly, each with its place in it."""
    if isinstance(schema.definition, bool):
        return
    for name in schema.definition:
        match BY_NAME[name].holds:
            case Holds.SCHEMA:
                yield (name,), schema.sub(name)
            case Holds.LIST:
                for position, item in enumerate(schema.items(name)):
                    yield (name, str(position)), item
            case Holds.MAPPING:
                for key, item in schema.subs(name).items():
                    yield (name, key), item


def walk(schema: Schema) -> Iterator[Schema]:
    """Yield a schema and all that it holds at any depth."""
    yield schema
    for _, child in children(schema):
        yield from walk(child)


def find(schema: Schema, pointer: Pointer) -> Schema | None:
    """Return the schema at a pointer below a schema, or None where there is none."""
    if not pointer:
        return schema
    keyword = BY_NAME.get(pointer[0])
    if keyword is None or keyword.name not in schema:
        return None
    if keyword.holds is Holds.SCHEMA:
        return find(schema.sub(keyword.name), pointer[1:])
    for place, child in children(schema):
        if len(place) == 2 and pointer[:2] == place:
            return find(child, pointer[2:])
    return None
