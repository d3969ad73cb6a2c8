"""Shapes for tests: read, put into a database, imported as models, and made up at random."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from random import Random
from types import ModuleType
from typing import Any

import psycopg

from schemagen.shapes.model import Shape
from schemagen.shapes.parse import read_shape
from schemagen.shapes.python.definitions import ShapeModels
from schemagen.shapes.python.models import shape_models
from schemagen.shapes.validator import Validators, shape_validators
from schemagen.sqltext.quoting import Name, QualifiedName, Raw, dollar_quote, sql

Database = psycopg.Connection[tuple[Any, ...]]


def shapes_of(**values: Any) -> dict[str, Shape]:
    """Read shapes from the short form or JSON Schema."""
    return {name: read_shape(name, value, values) for name, value in values.items()}


class Checker:
    """The validators of one shape in a database."""

    def __init__(self, connection: Database, shapes: Mapping[str, Shape], name: str) -> None:
        self.connection = connection
        self.validators = shape_validators(name, shapes, "public")
        create_functions(connection, self.validators)

    def check(self, *documents: Any) -> list[tuple[bool, str | None]]:
        """Return for each document whether it is good, and the reasons if it is not."""
        texts = [json.dumps(document) for document in documents]
        query = sql(
            "SELECT {}(document), {}(document) "
            "FROM unnest(%s::jsonb[]) WITH ORDINALITY AS given (document, place) ORDER BY place",
            QualifiedName("public", self.validators.ok),
            QualifiedName("public", self.validators.why),
        )
        return self.connection.execute(query.encode(), (texts,)).fetchall()

    def reasons(self, document: Any) -> list[str]:
        """Return the reasons against a document, none if it is good."""
        [(good, why)] = self.check(document)
        assert good is (why is None)
        return [] if why is None else why.split("\n")

    def drop(self) -> None:
        """Drop the functions."""
        for function in self.validators.functions:
            name = QualifiedName("public", function.name)
            self.connection.execute(sql("DROP FUNCTION IF EXISTS {}", name).encode())


def create_functions(connection: Database, validators: Validators) -> None:
    """Create all functions of a shape."""
    for function in validators.functions:
        settings = " ".join(
            sql("SET {} = {}", Name(name), Raw(value)) for name, value in function.settings.items()
        )
        statement = sql(
            "CREATE OR REPLACE FUNCTION {}({}) RETURNS {} LANGUAGE {} "
            "IMMUTABLE PARALLEL SAFE {} {} AS {}",
            QualifiedName("public", function.name),
            Raw(function.arguments),
            Raw(function.returns),
            Raw(function.language),
            Raw("STRICT" if function.strict else ""),
            Raw(settings),
            Raw(dollar_quote(function.body)),
        )
        connection.execute(statement.encode())


def module_text(models: ShapeModels) -> str:
    """Return the models of shapes as a module of their own."""
    lines = []
    for module in sorted({module for module, _ in models.imports}):
        names = sorted(name for each, name in models.imports if each == module and name)
        imported = "".join(f"    {name},\n" for name in names)
        lines.append(f"from {module} import (\n{imported})" if names else f"import {module}")
    definitions = (definition.code for definition in models.definitions)
    return "\n\n\n".join(["\n".join(lines), *models.support, *models.predicates, *definitions])


def import_models(shapes: Mapping[str, Shape], name: str = "generated_shapes") -> ModuleType:
    """Import the models of shapes."""
    module = ModuleType(name)
    sys.modules[name] = module
    exec(compile(module_text(shape_models(shapes)), name, "exec"), module.__dict__)
    return module


_KEYS = ("a", "b", "class", "x y", "c-d", "")
_PATTERNS = ("^a", "b$", "^[a-c]{1,3}$", "^.b", "^[^a]*$", "^[a-c]b{1,2}$")
_TEXTS = ("", "a", "ab", "abc", "b", "draft", "1", "true", "null", "ä", "a\nb", "😀", "[1]")
_NUMBERS = (0, 1, -1, 2, 3, 1.0, 1.5, 2.5, 10, -0.5, 100, 2**40)
_TYPES = ("string", "number", "integer", "boolean", "null", "array", "object")
_DEEPEST = 3


class Inventor:
    """Makes up schemas of all supported keywords, and documents that nearly match them."""

    def __init__(self, random: Random) -> None:
        self.random = random

    def often(self, likelihood: float) -> bool:
        """Say yes with some likelihood."""
        return self.random.random() < likelihood

    def whole(self) -> dict[str, Any]:
        """Return a schema with definitions that it may refer to."""
        schema = self.schema(0)
        held = schema if isinstance(schema, dict) else {}
        return {**held, "$defs": {"D": self.schema(1), "E": self.schema(2)}}

    def schema(self, depth: int) -> Any:
        """Return a schema."""
        choice = self.random.random()
        if choice < 0.06:
            return self.random.choice([True, False, {}])
        schema: dict[str, Any] = {}
        if choice < 0.75:
            schema["type"] = self.random.choice((*_TYPES, "object", "object", "array"))
            self.bind(schema, schema["type"], depth)
        elif choice < 0.83:
            schema["type"] = self.random.sample(_TYPES, 2)
            for name in schema["type"]:
                self.bind(schema, name, depth)
        elif choice < 0.88:
            schema["enum"] = [self.value(2) for _ in range(self.random.randint(0, 4))]
        elif choice < 0.92:
            schema["const"] = self.value(1)
        elif choice < 0.96:
            schema["$ref"] = self.random.choice(["#/$defs/D", "#/$defs/E"])
        if depth < _DEEPEST:
            self.combine(schema, depth)
        return schema

    def combine(self, schema: dict[str, Any], depth: int) -> None:
        """Add keywords that combine schemas."""
        if self.often(0.15):
            keyword = self.random.choice(["allOf", "anyOf", "oneOf"])
            schema[keyword] = [self.schema(depth + 1) for _ in range(self.random.randint(1, 3))]
        if self.often(0.05):
            schema["not"] = self.schema(depth + 1)
        if self.often(0.06):
            for keyword in ("if", "then", "else"):
                if keyword == "if" or self.often(0.7):
                    schema[keyword] = self.schema(depth + 1)

    def bind(self, schema: dict[str, Any], name: str, depth: int) -> None:
        """Add keywords that bind values of a type."""
        match name:
            case "string":
                self.some(schema, 0.4, minLength=(0, 1, 2), maxLength=(0, 1, 2, 3))
                self.some(schema, 0.3, pattern=_PATTERNS)
            case "number" | "integer":
                self.some(schema, 0.4, minimum=(0, 1, -1, 0.5), maximum=(0, 2, 3, 2.5))
                self.some(schema, 0.2, exclusiveMinimum=(0, 1), exclusiveMaximum=(2, 3))
                self.some(schema, 0.2, multipleOf=(1, 2, 0.5))
            case "array":
                self.some(schema, 0.3, minItems=(0, 1, 2), maxItems=(0, 1, 3))
                self.some(schema, 0.2, uniqueItems=(True, True, False))
                if depth < _DEEPEST:
                    self.bind_elements(schema, depth + 1)
            case "object":
                self.some(schema, 0.1, minProperties=(0, 1, 2), maxProperties=(0, 1, 3))
                if depth < _DEEPEST:
                    self.bind_members(schema, depth + 1)

    def some(self, schema: dict[str, Any], likelihood: float, **choices: Any) -> None:
        """Add some of the keywords, each with one of its values."""
        for keyword, values in choices.items():
            if self.often(likelihood):
                schema[keyword] = self.random.choice(values)

    def bind_elements(self, schema: dict[str, Any], depth: int) -> None:
        """Add keywords that hold schemas of elements."""
        if self.often(0.7):
            schema["items"] = self.schema(depth)
        if self.often(0.2):
            schema["prefixItems"] = [self.schema(depth) for _ in range(self.random.randint(1, 2))]
        if self.often(0.2):
            schema["contains"] = self.schema(depth)
            self.some(schema, 0.5, minContains=(0, 1, 2), maxContains=(0, 1, 2))

    def bind_members(self, schema: dict[str, Any], depth: int) -> None:
        """Add keywords that hold schemas of members."""
        names = self.random.sample(_KEYS, self.random.randint(0, 4))
        if self.often(0.8):
            schema["properties"] = {name: self.schema(depth) for name in names}
        if self.often(0.6):
            schema["required"] = [name for name in names if self.often(0.5)]
        if self.often(0.5):
            schema["additionalProperties"] = False if self.often(0.6) else self.schema(depth)
        if self.often(0.12):
            patterns = self.random.sample(_PATTERNS, 2)
            schema["patternProperties"] = {each: self.schema(depth) for each in patterns}
        if self.often(0.1):
            schema["propertyNames"] = self.schema(depth)
        if self.often(0.1):
            schema["dependentRequired"] = {self.key(): self.random.sample(_KEYS, 2)}
        if self.often(0.1):
            schema["dependentSchemas"] = {self.key(): self.schema(depth)}

    def key(self) -> str:
        """Return a key."""
        return self.random.choice(_KEYS)

    def value(self, depth: int = 0) -> Any:
        """Return any JSON value."""
        if depth > _DEEPEST or self.often(0.6):
            return self.random.choice([None, True, False, *_TEXTS, *_NUMBERS])
        size = range(self.random.randint(0, 3))
        if self.often(0.5):
            return [self.value(depth + 1) for _ in size]
        return {self.key(): self.value(depth + 1) for _ in size}

    def document(self, schema: Any, whole: dict[str, Any], depth: int = 0) -> Any:
        """Return a value that is near to what a schema allows."""
        if isinstance(schema, bool) or depth > 2 * _DEEPEST or self.often(0.06):
            return self.value(2)
        if "$ref" in schema:
            name = schema["$ref"].split("/")[-1]
            return self.document(whole["$defs"][name], whole, depth + 1)
        if "const" in schema or schema.get("enum"):
            return schema.get("const", self.random.choice(schema.get("enum") or [None]))
        named = schema.get("type")
        if named is None:
            parts = [part for word in ("anyOf", "oneOf", "allOf") for part in schema.get(word, ())]
            return self.document(self.random.choice(parts or [True]), whole, depth + 1)
        return self.typed(named if isinstance(named, str) else named[0], schema, whole, depth + 1)

    def typed(self, name: str, schema: Any, whole: dict[str, Any], depth: int) -> Any:
        """Return a value of a type, near to what a schema allows."""
        match name:
            case "object":
                return self.object(schema, whole, depth)
            case "array":
                prefix = schema.get("prefixItems", [])
                rest = schema.get("items", schema.get("contains", True))
                items = [*prefix, *[rest] * self.random.randint(0, 3)]
                return [self.document(item, whole, depth) for item in items]
            case "string":
                return self.random.choice(_TEXTS)
            case "number":
                return self.random.choice(_NUMBERS)
            case "integer":
                return self.random.choice((0, 1, 2, 3, 1.0, 10))
            case "boolean":
                return self.often(0.5)
        return None

    def object(self, schema: Any, whole: dict[str, Any], depth: int) -> dict[str, Any]:
        """Return an object, sometimes with a key missing or too many."""
        made = {}
        for key, child in schema.get("properties", {}).items():
            if key in schema.get("required", ()) or self.often(0.6):
                made[key] = self.document(child, whole, depth)
        if made and self.often(0.15):
            made.pop(self.random.choice(list(made)))
        if self.often(0.2):
            others = schema.get("additionalProperties", True)
            made[self.random.choice((*_KEYS, "zz"))] = self.document(others, whole, depth)
        return made
