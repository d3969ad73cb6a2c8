"""Examples of a shape: one with everything that may be in it, and one with the least."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from schemagen.shapes.matches import example_of
from schemagen.shapes.model import Shape

_DEEP: Final = 6
_FORMATS: Final = {
    "date": "2025-01-01",
    "date-time": "2025-01-01T00:00:00Z",
    "time": "12:00:00Z",
    "email": "user@example.com",
    "uuid": "00000000-0000-4000-8000-000000000001",
    "uri": "https://example.com/1",
    "hostname": "example.com",
    "ipv4": "10.0.0.1",
    "ipv6": "::1",
}


def examples_of(shape: str, shapes: Mapping[str, Shape]) -> tuple[Any, ...]:
    """Return values for a shape, as `json` has them: the fullest first."""
    return tuple(_Example(shapes, full).of(shapes[shape].schema) for full in (True, False))


class _Example:
    """Makes a value for a schema, as well as that can be done without trying it."""

    def __init__(self, shapes: Mapping[str, Shape], full: bool) -> None:
        self._shapes = shapes
        self._full = full

    def of(self, schema: Any, depth: int = 0) -> Any:
        """Return a value that the schema lets in."""
        if not isinstance(schema, Mapping):
            return {}
        for key in ("const", "default"):
            if key in schema:
                return schema[key]
        if schema.get("examples"):
            return schema["examples"][0]
        if "enum" in schema:
            return schema["enum"][0]
        if "$ref" in schema:
            return self.of(self._shapes[schema["$ref"].rpartition("/")[2]].schema, depth + 1)
        for key in ("oneOf", "anyOf"):
            if key in schema:
                return self.of({**_without(schema, key), **_mapping(schema[key][0])}, depth + 1)
        if "allOf" in schema:
            merged: dict[str, Any] = _without(schema, "allOf")
            for each in schema["allOf"]:
                merged.update(_mapping(each))
            return self.of(merged, depth + 1)
        return self._typed(schema, depth)

    def _typed(self, schema: Mapping[str, Any], depth: int) -> Any:
        kind = schema.get("type", "object" if "properties" in schema else "string")
        match kind[0] if isinstance(kind, list) else kind:
            case "object":
                return dict(self._members(schema, depth))
            case "array":
                return self._items(schema, depth)
            case "string":
                return _string(schema)
            case "integer" | "number":
                return _number(schema)
            case "boolean":
                return True
            case _:
                return None

    def _members(self, schema: Mapping[str, Any], depth: int) -> Iterator[tuple[str, Any]]:
        required = schema.get("required", ())
        known = schema.get("properties", {})
        for name, inner in known.items():
            if name in required or (self._full and depth < _DEEP):
                yield name, self.of(inner, depth + 1)
        for name in required:
            if name not in known:
                yield name, self.of(schema.get("additionalProperties", {}), depth + 1)

    def _items(self, schema: Mapping[str, Any], depth: int) -> list[Any]:
        first = list(schema.get("prefixItems", ()))
        count = max(schema.get("minItems", 0), len(first), int(self._full and depth < _DEEP))
        count = min(count, schema.get("maxItems", count))
        rest = schema.get("items", {})
        return [
            self.of(first[place] if place < len(first) else rest, depth + 1)
            for place in range(count)
        ]


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _without(schema: Mapping[str, Any], key: str) -> dict[str, Any]:
    return {name: value for name, value in schema.items() if name != key}


def _string(schema: Mapping[str, Any]) -> str:
    if "format" in schema:
        return _FORMATS.get(schema["format"], "a")
    if "pattern" in schema:
        return example_of(str(schema["pattern"]))
    least, most = int(schema.get("minLength", 1)), int(schema.get("maxLength", 10**6))
    return "a" * min(max(least, 1), most)


def _number(schema: Mapping[str, Any]) -> float:
    step = schema.get("multipleOf", 1)
    if "minimum" in schema:
        low = schema["minimum"]
    elif "exclusiveMinimum" in schema:
        low = schema["exclusiveMinimum"] + step
    else:
        low = min(1, schema.get("maximum", 1), schema.get("exclusiveMaximum", 2) - step)
    return float(low) if isinstance(step, float) else int(-(-low // step) * step)
