"""A shape as a type of TypeScript, as far as that language has words for it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from schemagen.render.viewmodels.drizzle.text import comment, property_name, string
from schemagen.shapes.model import Shape

_NAMED = {
    "boolean": "boolean",
    "integer": "number",
    "null": "null",
    "number": "number",
    "string": "string",
}


def shape_type(name: str, shape: Shape, names: Mapping[str, str]) -> list[str]:
    """Return the lines that define a shape; `names` has the type of each."""
    text = _type(shape.schema, names, "")
    return [*comment(shape.comment), f"export type {name} = {text};"]


def _type(schema: Any, names: Mapping[str, str], indent: str) -> str:
    if schema is False:
        return "never"
    if not isinstance(schema, Mapping):
        return "unknown"
    if "$ref" in schema:
        return names.get(str(schema["$ref"]).rpartition("/")[2], "unknown")
    parts = [text for text in _parts(schema, names, indent) if text != "unknown"]
    return " & ".join(dict.fromkeys(parts)) or "unknown"


def _parts(schema: Mapping[str, Any], names: Mapping[str, str], indent: str) -> Iterable[str]:
    """Yield what must all be true of a value."""
    if "const" in schema:
        yield _literal(schema["const"])
    elif "enum" in schema:
        yield _either(map(_literal, schema["enum"]))
    else:
        yield _of_types(schema, names, indent)
    for keyword in ("anyOf", "oneOf"):
        if keyword in schema:
            yield _either(_type(each, names, indent) for each in schema[keyword])
    for each in schema.get("allOf", ()):
        yield _type(each, names, indent)


def _of_types(schema: Mapping[str, Any], names: Mapping[str, str], indent: str) -> str:
    declared = schema.get("type", ())
    types = [declared] if isinstance(declared, str) else list(declared)
    if not types:
        types = [name for name, keys in _TELLING.items() if not keys.isdisjoint(schema)]
    return _either(_of_type(name, schema, names, indent) for name in types) if types else "unknown"


_TELLING = {
    "object": {"properties", "required"},
    "array": {"items", "prefixItems"},
}


def _of_type(name: str, schema: Mapping[str, Any], names: Mapping[str, str], indent: str) -> str:
    if name == "object":
        return _object(schema, names, indent)
    if name == "array":
        return _array(schema, names, indent)
    return _NAMED.get(name, "unknown")


def _object(schema: Mapping[str, Any], names: Mapping[str, str], indent: str) -> str:
    required = set(schema.get("required", ()))
    inner = f"{indent}  "
    fields = []
    for key, value in schema.get("properties", {}).items():
        mark = "" if key in required else "?"
        fields.append(f"{inner}{property_name(key)}{mark}: {_type(value, names, inner)};")
    others = schema.get("additionalProperties", True)
    free = others is not False or "patternProperties" in schema
    if not fields:
        return (
            f"Record<string, {_type(others, names, indent)}>" if free else "Record<string, never>"
        )
    if free:
        # The values of an index signature must hold those of all named keys.
        fields.append(f"{inner}[key: string]: unknown;")
    return "\n".join(["{", *fields, f"{indent}}}"])


def _array(schema: Mapping[str, Any], names: Mapping[str, str], indent: str) -> str:
    items = schema.get("items", True)
    if "prefixItems" not in schema:
        return f"Array<{_type(items, names, indent)}>"
    # JSON Schema asks for none of them to be there.
    first = [f"({_type(each, names, indent)})?" for each in schema["prefixItems"]]
    rest = [] if items is False else [f"...Array<{_type(items, names, indent)}>"]
    return f"[{', '.join([*first, *rest])}]"


def _either(types: Iterable[str]) -> str:
    found = list(dict.fromkeys(types))
    if "unknown" in found:
        return "unknown"
    return found[0] if len(found) == 1 else f"({' | '.join(found)})"


def _literal(value: Any) -> str:
    match value:
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case int() | float():
            return repr(value)
        case str():
            return string(value)
    return "unknown"
