"""Schemas as type annotations; a predicate beside one checks what it cannot say."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from schemagen.frozen import frozen
from schemagen.shapes.keywords import objects
from schemagen.shapes.keywords.types import constants
from schemagen.shapes.library import ShapeLibrary, Target
from schemagen.shapes.python.formatcode import format_type
from schemagen.shapes.python.names import singular
from schemagen.shapes.python.predicates import PredicateWriter
from schemagen.shapes.python.text import constant, is_one_group, listed, string
from schemagen.shapes.regex import parse_regex
from schemagen.shapes.regextext import pydantic_regex
from schemagen.shapes.schema import Schema, is_integer

_PEOPLE = frozenset(("title", "description", "$defs"))
_GATE = frozenset(("type", "enum", "const"))
_MAX_NAMED = 3
_BOUNDS = {
    "minimum": "ge",
    "exclusiveMinimum": "gt",
    "maximum": "le",
    "exclusiveMaximum": "lt",
}


@frozen
class Told:
    """An annotation, and the keywords that it says all about."""

    text: str
    keywords: frozenset[str]


@dataclass
class Annotator:
    """Writes annotations.

    Attributes:
        make_class: makes a class of an object with known keys and returns its name; the second
            argument is the name to give it.
        refer: returns the annotation of a reference's target, or None where it has none of its
            own because it recurses without an object.
        names: the imported or generated names that were used.
        in_class: whether the annotation stands in a class, whose configuration is strict.
    """

    library: ShapeLibrary
    predicates: PredicateWriter
    make_class: Callable[[Schema, str], str]
    refer: Callable[[Target], str | None]
    names: set[str] = field(default_factory=set)
    in_class: bool = False

    def use(self, name: str) -> str:
        """Return a name, and note that it is needed."""
        self.names.add(name)
        return name

    def strict(self, plain: str, strict: str) -> str:
        """Return the plain name of a type in a class, and the strict one elsewhere."""
        return plain if self.in_class else self.use(strict)

    def annotate(self, schema: Schema, name: str) -> str:
        """Return the annotation of a schema; classes in it are named after `name`."""
        if schema.definition is True:
            return self.use("Json")
        if isinstance(schema.definition, bool):
            return self.checked(self.use("Json"), schema, name, "nothing is allowed here")
        told = self.told(schema, name)
        left = {key: schema[key] for key in schema.definition if key not in told.keywords | _PEOPLE}
        left = {key: value for key, value in left.items() if not self.idle(key, schema)}
        if not left:
            return told.text
        named = [*left][:_MAX_NAMED] + (["…"] if len(left) > _MAX_NAMED else [])
        message = f"is not as its JSON Schema says: {', '.join(named)}"
        typed = {"type": schema["type"]} if "type" in schema else {}
        return self.checked(told.text, Schema({**typed, **left}, schema.home), name, message)

    def idle(self, keyword: str, schema: Schema) -> bool:
        """Say whether a keyword says nothing, because it needs another one that is not there."""
        needs = {"then": "if", "else": "if", "minContains": "contains", "maxContains": "contains"}
        return keyword in needs and needs[keyword] not in schema

    def checked(self, text: str, schema: Schema, name: str, message: str) -> str:
        """Return an annotation with a predicate beside it."""
        predicate = self.predicates.write(schema, name)
        check = f"{self.use('_matching')}({predicate}, {string(message)})"
        return self.annotated(text, f"{self.use('AfterValidator')}({check})")

    def annotated(self, text: str, *metadata: str) -> str:
        """Return an annotation with metadata."""
        if not metadata:
            return text
        if text.startswith("Annotated[") and is_one_group(text):
            text = text.removeprefix("Annotated[").removesuffix("]")
        return f"{self.use('Annotated')}[{', '.join([text, *metadata])}]"

    def told(self, schema: Schema, name: str) -> Told:
        """Return the closest annotation that allows all that the schema does."""
        values = constants(schema)
        if values is not None:
            return self.literal(values)
        if schema.named_types:
            parts = [self.typed(schema, kind, name) for kind in self.distinct(schema)]
            return self.union(parts, frozenset({"type"}))
        for keyword in ("$ref", "anyOf", "oneOf"):
            if keyword in schema:
                told = self.combined(keyword, schema, name)
                if told is not None:
                    return told
        return Told(self.use("Json"), frozenset())

    def distinct(self, schema: Schema) -> list[str]:
        """Return the types in order, without `integer` where there is `number`."""
        names = [n for n in schema.named_types if n != "integer" or "number" not in schema["type"]]
        return sorted(names, key=_place)

    def union(self, parts: list[Told], more: frozenset[str]) -> Told:
        """Return the union of annotations."""
        texts = dict.fromkeys(part.text for part in parts)
        told = more.union(*(part.keywords for part in parts))
        return Told(" | ".join(texts), told)

    def combined(self, keyword: str, schema: Schema, name: str) -> Told | None:
        """Return the annotation of a reference or of alternatives, if it has one."""
        if keyword == "$ref":
            text = self.refer(self.library.target(schema))
            return None if text is None else Told(text, frozenset({keyword}))
        parts = schema.items(keyword)
        texts = [self.annotate(part, f"{name}{number}") for number, part in enumerate(parts, 1)]
        ordered = sorted(dict.fromkeys(texts), key=_place)
        types = [self.library.types(part) for part in parts]
        apart = sum(map(len, types)) == len(frozenset[str]().union(*types))
        told = frozenset({keyword}) if keyword == "anyOf" or apart else frozenset[str]()
        return Told(" | ".join(ordered), told)

    def literal(self, values: list[Any]) -> Told:
        """Return the annotation of listed constants."""
        if all(value is None for value in values) and values:
            return Told("None", _GATE)
        plain = [value for value in values if value is not None]
        if not plain or not all(isinstance(value, str) or is_integer(value) for value in plain):
            return Told(self.use("Json"), frozenset())
        choices = [value if isinstance(value, str) else int(value) for value in plain]
        text = f"{self.use('Literal')}[{listed(choices)}]"
        if not all(isinstance(value, str) for value in choices):
            before = f"{self.use('BeforeValidator')}({self.use('_not_boolean')})"
            text = self.annotated(text, before)
        return Told(text + (" | None" if len(plain) < len(values) else ""), _GATE)

    def typed(self, schema: Schema, kind: str, name: str) -> Told:
        """Return the annotation of one type, with what the keywords of that type say."""
        match kind:
            case "string":
                return self.text(schema)
            case "integer" | "number":
                return self.number(schema, kind)
            case "array":
                return self.array(schema, name)
            case "object":
                return self.object(schema, name)
            case "boolean":
                return Told(self.strict("bool", "StrictBool"), frozenset())
        return Told("None", frozenset())

    def text(self, schema: Schema) -> Told:
        """Return the annotation of text."""
        told = {"minLength", "maxLength", "format"}
        arguments = _arguments(schema, {"minLength": "min_length", "maxLength": "max_length"})
        if "pattern" in schema and (pattern := pydantic_regex(parse_regex(schema["pattern"]))):
            arguments.append(f"pattern={string(pattern)}")
            told.add("pattern")
        name = self.use("Text")
        if "format" in schema:
            name = self.use(format_type(schema["format"]))
        return Told(self.limited(name, arguments), frozenset(told))

    def number(self, schema: Schema, kind: str) -> Told:
        """Return the annotation of a number."""
        told = set(_BOUNDS)
        arguments = _arguments(schema, _BOUNDS)
        step = schema.get("multipleOf")
        if kind == "integer" and isinstance(step, int):
            arguments.append(f"multiple_of={step}")
            told.add("multipleOf")
        name = self.strict("int | float", "Number")
        if kind == "integer":
            name = self.use("Integer")
        return Told(self.limited(name, arguments), frozenset(told))

    def limited(self, name: str, arguments: list[str]) -> str:
        """Return an annotation with the arguments of `Field`."""
        if not arguments:
            return name
        return self.annotated(name, f"{self.use('Field')}({', '.join(arguments)})")

    def array(self, schema: Schema, name: str) -> Told:
        """Return the annotation of an array."""
        told = {"minItems", "maxItems"}
        items = self.use("Json")
        if "prefixItems" not in schema:
            told.add("items")
            if "items" in schema:
                items = self.annotate(schema.sub("items"), singular(name))
        if schema.get("uniqueItems") is False:
            told.add("uniqueItems")
        arguments = _arguments(schema, {"minItems": "min_length", "maxItems": "max_length"})
        return Told(self.limited(f"list[{items}]", arguments), frozenset(told))

    def object(self, schema: Schema, name: str) -> Told:
        """Return the annotation of an object: a class where keys are known, else a dict."""
        if is_class(schema):
            if schema.named_types == ("object",):
                return Told(self.make_class(schema, name), frozenset(schema.keywords))
            known = {key: schema[key] for key in schema.keywords if key in object_keywords()}
            made = self.make_class(Schema({"type": "object", **known}, schema.home), name)
            return Told(made, object_keywords())
        told = {"minProperties", "maxProperties", "additionalProperties"}
        values = self.use("Json")
        if "patternProperties" in schema:
            told.discard("additionalProperties")
        elif "additionalProperties" in schema:
            values = self.annotate(schema.sub("additionalProperties"), singular(name))
        lengths = {"minProperties": "min_length", "maxProperties": "max_length"}
        arguments = _arguments(schema, lengths)
        return Told(self.limited(f"dict[{self.use('Text')}, {values}]", arguments), frozenset(told))


def is_class(schema: Schema) -> bool:
    """Say whether objects of a schema have known keys, and become instances of a class."""
    if "object" not in schema.named_types or constants(schema) is not None:
        return False
    return "properties" in schema or schema.get("additionalProperties") is False


def object_keywords() -> frozenset[str]:
    """Return the keywords that bind objects."""
    return frozenset(keyword.name for keyword in objects.GROUP.keywords)


def _place(name: str) -> int:
    """Return where an alternative stands: pydantic dumps `true` as 1 if `int` comes first."""
    return {"boolean": 0, "bool": 0, "StrictBool": 0, "null": 2, "None": 2}.get(name, 1)


def _arguments(schema: Schema, names: dict[str, str]) -> list[str]:
    return [
        f"{argument}={constant(schema[keyword])}"
        for keyword, argument in names.items()
        if keyword in schema
    ]
