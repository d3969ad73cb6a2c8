"""The page of the keys of a spec: every model of the spec language, from its JSON Schema."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from book.markdown import cell, code, render
from schemagen.spec.jsonschema import json_schema

Schema = Mapping[str, Any]

_REF: Final = "#/$defs/"
_FIRST: Final = ("TableSpec", "ColumnSpec")


@dataclass(frozen=True, slots=True)
class Key:
    """A key: its name, what may stand there, and what it means."""

    name: str
    type: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a spec that has keys: its title, what it is, how it is written shorter."""

    title: str
    description: str
    short: str
    keys: tuple[Key, ...]


def page() -> str:
    """Return the page of all keys: those of the top, of tables and of columns before the others."""
    schema = json_schema()
    parts = schema["$defs"]
    names = [*_FIRST, *sorted(sorted(parts.keys() - set(_FIRST)), key=_title)]
    top = Part("Top level", "One project: one file.", "", tuple(_keys(schema)))
    found = (_part(name, parts[name]) for name in names)
    return render("keys.md.jinja", parts=[top, *(part for part in found if part.keys)])


def _part(name: str, schema: Schema) -> Part:
    options = schema.get("anyOf", [schema])
    whole: Schema = next((each for each in options if "properties" in each), {})
    short = [_type(each) for each in options if each is not whole]
    keys = tuple(_keys(whole))
    about = whole.get("description") or schema.get("description") or ""
    return Part(_title(name), " ".join(str(about).split()), " or ".join(short), keys)


def _keys(schema: Schema) -> Iterator[Key]:
    required = schema.get("required", ())
    for name, value in schema.get("properties", {}).items():
        notes = [
            cell(value.get("description", "")),
            "Required." if name in required else _default(value),
        ]
        yield Key(name, _type(value), " ".join(note for note in notes if note))


def _default(schema: Schema) -> str:
    value = schema.get("default")
    is_empty = value in (None, False, [], "") or (
        isinstance(value, dict) and not any(value.values())
    )
    return "" if is_empty else f"Default {code(json.dumps(value))}."


def _type(schema: Schema) -> str:
    match schema:
        case {"$ref": str(ref)}:
            title = _title(ref.removeprefix(_REF))
            return f"[{title.lower()}](#{_anchor(title)})"
        case {"anyOf": list(options)}:
            named = (_type(each) for each in options if each.get("type") != "null")
            return " or ".join(dict.fromkeys(named))
        case {"enum": list(values)}:
            return " \\| ".join(f"`{value}`" for value in values)
        case {"const": value}:
            return f"`{value}`"
        case {"type": "array"}:
            return f"list of {_type(schema.get('items', {}))}"
        case {"type": "object", "additionalProperties": Mapping() as value}:
            return f"mapping of names to {_type(value)}"
        case {"type": str(name)}:
            return _WORDS.get(name, name)
    return "anything"


_WORDS: Final = {"string": "text", "object": "mapping", "boolean": "true or false"}


def _title(name: str) -> str:
    """Return the name of a model as words: `TextSearchParserSpec` gives `Text search parser`."""
    package = name.split("__")
    bare = package[-1].removesuffix("Spec")
    if len(package) > 1:
        bare = {"access_rules": "Access", "column": "Column"}.get(package[2], "") + bare
    words = re.findall(r"[A-Z][a-z]+", bare)
    return " ".join(words).capitalize()


def _anchor(title: str) -> str:
    return title.lower().replace(" ", "-")
