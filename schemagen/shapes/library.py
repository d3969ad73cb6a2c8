"""All shapes of a spec together: what references stand for, allowed types, fingerprints."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, TypeAlias

from schemagen.shapes.keywords import BY_NAME
from schemagen.shapes.keywords.keyword import Holds
from schemagen.shapes.keywords.types import allowed_types
from schemagen.shapes.model import Shape
from schemagen.shapes.pointer import Pointer, children, find, read_pointer, walk
from schemagen.shapes.schema import ALL_TYPES, Schema

Target: TypeAlias = tuple[str, Pointer]
"""What a reference leads to: a shape, and a place in it (`()` for the whole)."""

_ANNOTATIONS = ("title", "description")
_IN_PLACE = ("$ref", "allOf", "anyOf", "oneOf", "not", "if", "then", "else", "dependentSchemas")
_INLINE_WEIGHT = 40


class ShapeLibrary:
    """Resolves references between shapes."""

    def __init__(self, shapes: Mapping[str, Shape]) -> None:
        self.shapes = shapes
        self._reached: dict[Target, list[Target]] = {}
        self._fingerprints: dict[str, str] = {}

    def whole(self, name: str) -> Schema:
        """Return the schema of a shape."""
        return Schema(self.shapes[name].schema, name)

    def target(self, schema: Schema) -> Target:
        """Return what the `$ref` of a schema leads to: its own shape first, then the others."""
        pointer = read_pointer(schema["$ref"]) or ()
        if find(self.whole(schema.home), pointer) is not None:
            return schema.home, pointer
        return pointer[-1], ()

    def resolve(self, target: Target) -> Schema:
        """Return the schema of a target."""
        name, pointer = target
        found = find(self.whole(name), pointer)
        if found is None:
            raise KeyError(pointer)
        return found

    def types(self, schema: Schema, seen: frozenset[Target] = frozenset()) -> frozenset[str]:
        """Return the JSON types that a schema can allow, as far as it says so outright."""
        if isinstance(schema.definition, bool):
            return ALL_TYPES if schema.definition else frozenset()
        types = allowed_types(schema)
        for part in schema.items("allOf"):
            types &= self.types(part, seen)
        for keyword in ("anyOf", "oneOf"):
            if keyword in schema:
                parts = (self.types(part, seen) for part in schema.items(keyword))
                types &= frozenset[str]().union(*parts)
        if "$ref" in schema and (target := self.target(schema)) not in seen:
            types &= self.types(self.resolve(target), seen | {target})
        return types

    def reached(self, target: Target) -> list[Target]:
        """Return the targets that a target refers to at any depth, itself only if it does so."""
        if target not in self._reached:
            found: dict[Target, None] = {}
            waiting = [target]
            while waiting:
                for schema in walk(self.resolve(waiting.pop())):
                    if "$ref" in schema and (other := self.target(schema)) not in found:
                        found[other] = None
                        waiting.append(other)
            self._reached[target] = list(found)
        return self._reached[target]

    def is_called(self, target: Target) -> bool:
        """Say whether a reference becomes a call: where it recurses, or is too big to write out."""
        if target in self.reached(target):
            return True
        return sum(1 for _ in walk(self.resolve(target))) > _INLINE_WEIGHT

    def endless(self) -> list[str]:
        """Return the shapes that refer to themselves without going down into the value.

        No document could ever be judged by such a shape.
        """
        return [name for name in self.shapes if self._circles(name)]

    def _circles(self, name: str) -> bool:
        root: Target = (name, ())
        own = [target for target in self.reached(root) if target[0] == name]
        return any(target in self._in_place_of(target) for target in (root, *own))

    def _in_place_of(self, start: Target) -> set[Target]:
        """Return the targets that judge the same value as a target does."""
        found: set[Target] = set()
        waiting = [start]
        while waiting:
            for target in self._in_place(self.resolve(waiting.pop())):
                if target not in found:
                    found.add(target)
                    waiting.append(target)
        return found

    def _in_place(self, schema: Schema) -> Iterator[Target]:
        if "$ref" in schema:
            yield self.target(schema)
        for place, child in children(schema):
            if place[0] in _IN_PLACE:
                yield from self._in_place(child)

    def fingerprint(self, name: str) -> str:
        """Return 8 hex digits of the SHA-256 of a shape and of all that it refers to.

        It is the same for schemas that differ in what `canonical` removes.
        """
        if name not in self._fingerprints:
            names = {name, *(target[0] for target in self.reached((name, ())))}
            plain = {each: canonical(self.shapes[each].schema) for each in sorted(names)}
            text = json.dumps([name, plain], sort_keys=True, ensure_ascii=False)
            self._fingerprints[name] = hashlib.sha256(text.encode()).hexdigest()[:8]
        return self._fingerprints[name]

    def canonical_part(self, name: str) -> ShapeLibrary:
        """Return the library of a shape and all that it refers to, in canonical form."""
        names = dict.fromkeys([name, *(target[0] for target in self.reached((name, ())))])
        return ShapeLibrary(
            {
                each: replace(self.shapes[each], schema=canonical(self.shapes[each].schema))
                for each in names
            }
        )


def canonical(schema: Any) -> Any:
    """Return a schema without annotations and with its keys sorted, constants as they are.

    What is generated from it does not depend on the order or the words that a person chose.
    """
    if isinstance(schema, bool):
        return schema
    held: dict[str, Any] = {}
    for name in sorted(schema.keys() - set(_ANNOTATIONS)):
        value = schema[name]
        match BY_NAME[name].holds:
            case Holds.SCHEMA:
                held[name] = canonical(value)
            case Holds.LIST:
                held[name] = [canonical(item) for item in value]
            case Holds.MAPPING:
                held[name] = {key: canonical(value[key]) for key in sorted(value)}
            case Holds.NONE:
                held[name] = sorted(value) if name == "required" else value
    return held
