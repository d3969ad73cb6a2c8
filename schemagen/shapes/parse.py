"""A shape as a spec holds it, in the short form or as JSON Schema, read into a `Shape`."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from schemagen.shapes.keywords.types import TYPE_NAMES
from schemagen.shapes.model import Shape
from schemagen.shapes.problem import ShapeError, ShapeProblem
from schemagen.shapes.reader import Path, SchemaReader
from schemagen.shapes.shorttext import ShortTextError, read_short_text

_MARKERS = ("$ref", "allOf", "anyOf", "oneOf", "enum", "const")
OTHERS = "..."
"""The key of the short form that holds the type of unknown keys."""


def read_shape(
    name: str, value: Any, known_names: Collection[str], *, comment: str | None = None
) -> Shape:
    """Read a shape.

    Args:
        name: the shape's name.
        value: plain data: a mapping, a list of one type, a text in the short form, a constant.
        known_names: the names of all shapes of the spec; this one may be among them.
        comment: what the spec says about it; `description` of the schema where it is None.

    Raises:
        ShapeError: it is not understood; all mistakes are in it.
    """
    short = _ShortForm(known_names)
    schema = short.read(value, ())
    if short.problems:
        raise ShapeError(short.problems)
    return _finish(name, schema, known_names, comment, short.paths)


def read_schema(
    name: str, schema: Any, known_names: Collection[str] = (), *, comment: str | None = None
) -> Shape:
    """Read a shape that is JSON Schema for certain, whatever keywords it has.

    Raises:
        ShapeError: it is not understood; all mistakes are in it.
    """
    return _finish(name, schema, known_names, comment, {})


def is_json_schema(value: Mapping[str, Any]) -> bool:
    """Say whether a mapping is JSON Schema rather than the short form of an object."""
    if any(marker in value for marker in _MARKERS):
        return True
    kind = value.get("type")
    kinds = kind if isinstance(kind, list) else [kind]
    return bool(kinds) and all(item in TYPE_NAMES for item in kinds if not isinstance(item, dict))


def _finish(
    name: str, value: Any, known: Collection[str], comment: str | None, paths: dict[Path, Path]
) -> Shape:
    reader = SchemaReader()
    schema = reader.read(value)
    references = reader.check_references(known)
    if reader.problems:
        raise ShapeError(_written(problem, paths) for problem in reader.problems)
    normal = schema if isinstance(schema, Mapping) else ({} if schema else {"not": {}})
    description = normal.get("description")
    return Shape(name, normal, comment or description, references)


def _written(problem: ShapeProblem, paths: dict[Path, Path]) -> ShapeProblem:
    """Move a problem from the schema to where the short form has it."""
    for length in range(len(problem.path), -1, -1):
        if problem.path[:length] in paths:
            written = (*paths[problem.path[:length]], *problem.path[length:])
            return ShapeProblem(
                problem.code, problem.message, written, problem.offset, problem.hint, problem.key
            )
    return problem


class _ShortForm:
    """Turns the short form into JSON Schema. `paths` says where each schema was written."""

    def __init__(self, known: Collection[str]) -> None:
        self.known = known
        self.problems: list[ShapeProblem] = []
        self.paths: dict[Path, Path] = {}

    def read(self, value: Any, path: Path, at: Path = ()) -> Any:
        self.paths[at] = path
        match value:
            case Mapping() if is_json_schema(value):
                return value
            case Mapping():
                return self.object(value, path, at)
            case list() | tuple():
                return self.array(value, path, at)
            case str():
                return self.text(value, path)
            case None:
                return {"type": "null"}
        return {"const": value}

    def text(self, value: str, path: Path) -> Any:
        try:
            return read_short_text(value, self.known)
        except ShortTextError as error:
            self.problems.append(
                ShapeProblem(error.code, error.message, path, error.offset, error.hint)
            )
            return True

    def array(self, value: Any, path: Path, at: Path) -> Any:
        if len(value) != 1:
            problem = ShapeProblem(
                "syntax",
                "a list has the one type of its elements",
                path,
                hint="write [any], [a | b], or JSON Schema with prefixItems",
            )
            self.problems.append(problem)
            return True
        return {"type": "array", "items": self.read(value[0], (*path, 0), (*at, "items"))}

    def object(self, value: Mapping[Any, Any], path: Path, at: Path) -> Any:
        properties: dict[str, Any] = {}
        required: list[str] = []
        others: Any = False
        for written, held in value.items():
            key = self.key(written, properties, path)
            if key is None:
                continue
            if written == OTHERS:
                others = self.read(held, (*path, written), (*at, "additionalProperties"))
                continue
            place = (*at, "properties", key)
            properties[key] = self.read(held, (*path, written), place)
            if key == written or written.endswith("\\?"):
                required.append(key)
        schema: dict[str, Any] = {"type": "object", "properties": properties}
        if required:
            schema["required"] = required
        return {**schema, "additionalProperties": others}

    def key(self, written: Any, seen: Mapping[str, Any], path: Path) -> str | None:
        """Return the key that is meant: `name?` is optional, `name\\?` has a question mark."""
        if not isinstance(written, str):
            problem = ShapeProblem(
                "syntax",
                f"the key {written} is not text",
                (*path, written),
                hint="put it in quotes",
                key=True,
            )
            self.problems.append(problem)
            return None
        key = written[:-2] + "?" if written.endswith("\\?") else written.removesuffix("?")
        if key in seen:
            problem = ShapeProblem(
                "duplicate-key", f'the key "{key}" stands twice', (*path, written), key=True
            )
            self.problems.append(problem)
            return None
        return key
