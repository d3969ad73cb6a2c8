"""Alternatives of the short form as one schema, merged where that says the same more simply."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def unite(schemas: list[Mapping[str, Any] | bool]) -> Mapping[str, Any] | bool:
    """Return one schema for "any of these", merged where that says the same more simply."""
    if len(schemas) == 1:
        return schemas[0]
    if True in schemas:
        return True
    mappings = [schema for schema in schemas if not isinstance(schema, bool)]
    if all(_is_constant(schema) for schema in mappings):
        return {"enum": [None if "type" in item else item["const"] for item in mappings]}
    if merged := _merge_types(mappings):
        return merged
    return {"anyOf": mappings}


def _is_constant(schema: Mapping[str, Any]) -> bool:
    return set(schema) == {"const"} or schema == {"type": "null"}


def _merge_types(schemas: list[Mapping[str, Any]]) -> Mapping[str, Any] | None:
    """Merge alternatives of different types: each keyword binds only values of its own type."""
    types = [schema.get("type") for schema in schemas]
    if not all(isinstance(name, str) for name in types):
        return None
    families = ["number" if name == "integer" else name for name in types]
    if len(set(families)) < len(families):
        return None
    merged: dict[str, Any] = {"type": types}
    for schema in schemas:
        merged.update({key: value for key, value in schema.items() if key != "type"})
    return merged
