"""JSON Schema as a spec holds it, read into normal form: every mistake noted at its place."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from schemagen.shapes.keywords import BY_NAME
from schemagen.shapes.keywords.keyword import Holds, Keyword
from schemagen.shapes.pointer import Pointer, read_pointer
from schemagen.shapes.problem import ShapeProblem, did_you_mean

DIALECT = "https://json-schema.org/draft/2020-12/schema"
"""The one dialect; `$schema` may say so."""

_IGNORED = ("$schema", "$comment")
_ELSEWHERE = {
    "definitions": "draft 2020-12 calls it $defs",
    "dependencies": "draft 2020-12 has dependentRequired and dependentSchemas",
    "additionalItems": "draft 2020-12 has prefixItems, and items for the rest",
    "nullable": 'write type: [string, "null"]',
    "default": "a column has a default, a key inside a document has none",
    "unevaluatedProperties": "use additionalProperties on one object",
    "unevaluatedItems": "use prefixItems and items",
    "$id": "refer by $ref: #/$defs/Name",
    "$anchor": "refer by $ref: #/$defs/Name",
    "$dynamicRef": "refer by $ref: #/$defs/Name",
}
Path = tuple[str | int, ...]


class SchemaReader:
    """Reads one schema. `problems` grows; `references` has every `$ref` with its place."""

    def __init__(self) -> None:
        self.problems: list[ShapeProblem] = []
        self.references: list[tuple[str, Path]] = []
        self.places: set[Pointer] = set()

    def read(self, value: Any, path: Path = (), at: Pointer = ()) -> Mapping[str, Any] | bool:
        """Return a schema in normal form; `at` is its place in the whole one."""
        self.places.add(at)
        if isinstance(value, bool):
            return value
        if not isinstance(value, Mapping):
            hint = f"write {{type: {value}}}" if isinstance(value, str) else ""
            self.add("a JSON Schema is expected: a mapping, true or false", path, hint=hint)
            return True
        read: dict[str, Any] = {}
        for name, held in value.items():
            if name in _IGNORED:
                self._check_dialect(name, held, path)
            elif name in BY_NAME:
                read[name] = self._keyword(BY_NAME[name], held, (*path, name), (*at, name))
            else:
                self._unknown(name, path)
        if "$ref" in read:
            self.references.append((read["$ref"], (*path, "$ref")))
        return read

    def add(
        self, message: str, path: Path, *, hint: str = "", code: str = "shape", key: bool = False
    ) -> None:
        """Note a mistake."""
        self.problems.append(ShapeProblem(code, message, path, hint=hint, key=key))

    def check_references(self, known: Collection[str]) -> tuple[str, ...]:
        """Note the references that lead nowhere, and return the names of the shapes referred to."""
        shapes: list[str] = []
        for reference, path in self.references:
            pointer = read_pointer(reference)
            if pointer is None:
                self.add(f'unsupported reference "{reference}"', path, hint="refer by #/$defs/Name")
            elif pointer in self.places:
                continue
            elif len(pointer) == 2 and pointer[0] == "$defs" and pointer[1] in known:
                shapes.append(str(pointer[1]))
            else:
                name = str(pointer[-1])
                local = [str(place[-1]) for place in self.places if place[:1] == ("$defs",)]
                self.add(
                    f'unknown shape "{name}"',
                    path,
                    hint=did_you_mean(name, [*known, *local]),
                    code="unknown-shape",
                )
        return tuple(dict.fromkeys(shapes))

    def _check_dialect(self, name: str, value: Any, path: Path) -> None:
        if name == "$schema" and str(value).rstrip("#") != DIALECT:
            self.add("only draft 2020-12 is supported", (*path, name), hint=DIALECT)

    def _unknown(self, name: Any, path: Path) -> None:
        near = did_you_mean(name, BY_NAME) if isinstance(name, str) else ""
        hint = near or _ELSEWHERE.get(str(name), "")
        if not hint and "type" not in path:
            hint = 'a key named "type" in the short form is written type: (string)'
        self.add(
            f'unsupported JSON Schema keyword "{name}"',
            (*path, name),
            hint=_ELSEWHERE.get(str(name), hint),
            code="unknown-keyword",
            key=True,
        )

    def _keyword(self, keyword: Keyword, value: Any, path: Path, at: Pointer) -> Any:
        match keyword.holds:
            case Holds.SCHEMA:
                if keyword.name == "items" and isinstance(value, list):
                    self.add("items is one schema", path, hint="a list is called prefixItems")
                    return True
                return self.read(value, path, at)
            case Holds.LIST:
                return self._list(value, path, at)
            case Holds.MAPPING:
                return self._mapping(keyword, value, path, at)
        return keyword.read(value, _Reporter(self, path)) if keyword.read else value

    def _list(self, value: Any, path: Path, at: Pointer) -> Any:
        if not isinstance(value, list | tuple) or not value:
            self.add("a list of schemas is expected", path)
            return [True]
        return [
            self.read(item, (*path, position), (*at, str(position)))
            for position, item in enumerate(value)
        ]

    def _mapping(self, keyword: Keyword, value: Any, path: Path, at: Pointer) -> Any:
        if not isinstance(value, Mapping) or not all(isinstance(key, str) for key in value):
            self.add("a mapping of name to schema is expected", path)
            return {}
        if keyword.read:
            keyword.read(value, _Reporter(self, path))
        return {key: self.read(item, (*path, key), (*at, key)) for key, item in value.items()}


class _Reporter:
    """Notes the mistakes of one keyword's value."""

    def __init__(self, reader: SchemaReader, path: Path) -> None:
        self.reader = reader
        self.path = path

    def problem(self, message: str, *at: str | int, hint: str = "") -> None:
        """Note a mistake at a path below the value."""
        self.reader.add(message, (*self.path, *at), hint=hint)
