"""A (sub)schema in normal form while it is worked on, and the types that values can have."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from schemagen.frozen import frozen

JSON_TYPES = ("array", "boolean", "null", "number", "object", "string")
"""What `jsonb_typeof` can say."""

ALL_TYPES = frozenset(JSON_TYPES)


@frozen
class Schema:
    """A schema and the shape that it stands in, which `$ref` is relative to."""

    definition: Mapping[str, Any] | bool
    home: str

    def __contains__(self, keyword: str) -> bool:
        return isinstance(self.definition, Mapping) and keyword in self.definition

    def __getitem__(self, keyword: str) -> Any:
        if isinstance(self.definition, bool):
            raise KeyError(keyword)
        return self.definition[keyword]

    def get(self, keyword: str, default: Any = None) -> Any:
        """Return a keyword's value, or the default where it is absent."""
        return (
            default if isinstance(self.definition, bool) else self.definition.get(keyword, default)
        )

    def sub(self, *path: str | int) -> Schema:
        """Return the schema at a path of keywords, keys and positions below this one."""
        found: Any = self.definition
        for step in path:
            found = found[step]
        return Schema(found, self.home)

    def subs(self, keyword: str) -> dict[str, Schema]:
        """Return the schemas of a keyword that holds a mapping of them."""
        return {key: Schema(value, self.home) for key, value in self.get(keyword, {}).items()}

    def items(self, keyword: str) -> list[Schema]:
        """Return the schemas of a keyword that holds a list of them."""
        return [Schema(value, self.home) for value in self.get(keyword, ())]

    @property
    def keywords(self) -> tuple[str, ...]:
        """The keywords, in order."""
        return () if isinstance(self.definition, bool) else tuple(self.definition)

    @property
    def named_types(self) -> tuple[str, ...]:
        """The `type` keyword as a tuple, `integer` included; empty when it is absent."""
        declared = self.get("type", ())
        return (declared,) if isinstance(declared, str) else tuple(declared)


def json_type(value: Any) -> str:
    """Return the JSON type of a Python value that came from JSON or YAML."""
    match value:
        case None:
            return "null"
        case bool():
            return "boolean"
        case int() | float():
            return "number"
        case str():
            return "string"
        case Mapping():
            return "object"
    return "array"


def is_integer(value: Any) -> bool:
    """Say whether a value is an integer for JSON Schema: 1.0 is, true is not."""
    if isinstance(value, bool):
        return False
    return isinstance(value, int) or (isinstance(value, float) and value.is_integer())


def has_type(value: Any, name: str) -> bool:
    """Say whether a value has a JSON Schema type, `integer` included."""
    return is_integer(value) if name == "integer" else json_type(value) == name
