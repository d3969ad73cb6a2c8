"""Shapes as pydantic models: classes for objects with known keys, aliases for all else.

The models accept what the validators in the database accept. A JSON string is `str` whatever its
format, so that what is read is written back as it was; a missing key is None and is left out of
dumps.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from schemagen.shapes.library import ShapeLibrary, Target
from schemagen.shapes.model import Shape
from schemagen.shapes.python.annotations import Annotator, is_class
from schemagen.shapes.python.definitions import (
    Definition,
    ModelAlias,
    ModelClass,
    ModelField,
    ShapeModels,
    in_order,
)
from schemagen.shapes.python.names import IMPORTED, class_name, field_name, shape_names
from schemagen.shapes.python.predicates import PredicateWriter
from schemagen.shapes.python.support import blocks, chosen
from schemagen.shapes.python.text import string
from schemagen.shapes.schema import Schema


def shape_models(shapes: Mapping[str, Shape], taken: Collection[str] = ()) -> ShapeModels:
    """Return the models of shapes.

    Args:
        shapes: all shapes, in the order in which they are to stand.
        taken: names that the module uses already, which no class may have.
    """
    return _Models(ShapeLibrary(shapes), taken).build()


class _Models:
    def __init__(self, library: ShapeLibrary, taken: Collection[str]) -> None:
        self.library = library
        self.predicates = PredicateWriter(library)
        self.annotator = Annotator(library, self.predicates, self.make_class, self.refer)
        self.names = shape_names(library.shapes)
        self.taken = {*taken, *blocks(), *IMPORTED, *self.names.values()}
        self.definitions: dict[str, Definition] = {}
        self.started: dict[Target, str] = {}
        self.opening: list[Target] = []

    def build(self) -> ShapeModels:
        for name in self.library.shapes:
            self.define(name)
        used = {*self.annotator.names, *self.predicates.scope.helpers}
        support = chosen(used)
        imports = {(module, name) for block in support for module, name in block.imports}
        imports |= {(IMPORTED[name], name) for name in used if name in IMPORTED}
        if self.predicates.written:
            imports |= {("typing", "Any")}
        if any("re.search" in each.code for each in self.predicates.written):
            imports |= {("re", "")}
        return ShapeModels(
            imports=tuple(sorted(imports)),
            support=tuple(block.code for block in support),
            predicates=tuple(each.code for each in self.predicates.written),
            definitions=tuple(in_order(self.definitions)),
            names=self.names,
        )

    def define(self, name: str) -> None:
        """Define a shape's class or alias, if it is not defined yet."""
        target, schema, own = (name, ()), self.library.whole(name), self.names[name]
        if own not in self.definitions and target not in self.started:
            self.define_as(target, schema, own, self.library.shapes[name].comment)

    def define_as(self, target: Target, schema: Schema, own: str, doc: str | None) -> None:
        """Define the class or alias of a target under a name."""
        self.started[target] = own
        if is_class(schema) and schema.named_types == ("object",):
            self.write_class(schema, own, doc)
            return
        in_class, self.annotator.in_class = self.annotator.in_class, False
        self.opening.append(target)
        annotation = self.annotator.annotate(schema, own)
        self.opening.remove(target)
        self.annotator.in_class = in_class
        self.annotator.use("TypeAlias")
        text = doc or f"A JSON value of the shape {schema.home}."
        self.definitions[own] = ModelAlias(own, text, annotation)

    def refer(self, target: Target) -> str | None:
        """Return the annotation of a reference's target; None where it recurses without a class.

        An alias that is not finished may be named inside a class, which reads it later.
        """
        if target in self.opening:
            return None
        if target in self.started:
            return self.started[target]
        shape, pointer = target
        schema = self.library.resolve(target)
        if not pointer:
            self.define(shape)
            return self.names[shape]
        name = self.names[shape] + class_name(pointer[-1])
        is_object = is_class(schema) and schema.named_types == ("object",)
        if is_object or target in self.library.reached(target):
            own = self.fresh(schema, name)
            self.define_as(target, schema, own, schema.get("description"))
            return own
        return self.annotator.annotate(schema, name)

    def fresh(self, schema: Schema, name: str) -> str:
        """Return the name of a new class: the schema's title, or the one that is proposed."""
        wanted = found = class_name(schema.get("title", name))
        number = 1
        while found in self.taken:
            number += 1
            found = f"{wanted}{number}"
        self.taken.add(found)
        return found

    def make_class(self, schema: Schema, name: str) -> str:
        """Define a class for an object inside a shape and return its name."""
        own = self.fresh(schema, name)
        self.write_class(schema, own, schema.get("description"))
        return own

    def write_class(self, schema: Schema, own: str, doc: str | None) -> None:
        opening, self.opening = self.opening, []
        in_class, self.annotator.in_class = self.annotator.in_class, True
        fields = tuple(self.fields(schema, own))
        extra = self.extra(schema, own)
        check = self.check(schema, own)
        self.opening, self.annotator.in_class = opening, in_class
        self.annotator.use("JsonObject")
        inside = "inside" if own != self.names[schema.home] else "of"
        text = doc or f"A JSON object {inside} the shape {schema.home}."
        self.definitions[own] = ModelClass(own, text, fields, extra, check)

    def fields(self, schema: Schema, own: str) -> list[ModelField]:
        properties = schema.subs("properties")
        required = schema.get("required", [])
        others = Schema(schema.get("additionalProperties", True), schema.home)
        if "patternProperties" in schema:
            others = Schema(True, schema.home)
        members = {**dict.fromkeys(required, others), **properties}
        ordered = [*properties, *(key for key in required if key not in properties)]
        taken = set(members)
        fields = []
        for key in ordered:
            name = field_name(key, taken)
            taken.add(name)
            fields.append(self.field(key, name, members[key], key in required, own))
        return fields

    def field(self, key: str, name: str, schema: Schema, required: bool, own: str) -> ModelField:
        annotation = self.annotator.annotate(schema, own + class_name(key))
        if not required and "null" not in self.library.types(schema):
            annotation = f"{self.annotator.use('Missable')}[{annotation}]"
        arguments = [] if name == key else [f"alias={string(key)}"]
        if schema.get("description"):
            arguments.append(f"description={string(schema['description'])}")
        if arguments:
            field = f"{self.annotator.use('Field')}({', '.join(arguments)})"
            annotation = self.annotator.annotated(annotation, field)
        return ModelField(name, key, annotation, None if required else "None")

    def extra(self, schema: Schema, own: str) -> str | None:
        others = schema.get("additionalProperties", True)
        if others is False and "patternProperties" not in schema:
            return None
        self.annotator.use("ConfigDict")
        self.annotator.use("Text")
        self.annotator.use("Field")
        if "patternProperties" in schema or others is True:
            return self.annotator.use("Json")
        return self.annotator.annotate(schema.sub("additionalProperties"), f"{own}Value")

    def check(self, schema: Schema, own: str) -> str | None:
        """Return the name of the predicate of what fields cannot say, if there is any."""
        said = {"type", "properties", "required", "additionalProperties"}
        people = {"title", "description", "$defs"}
        left = {key: schema[key] for key in schema.keywords if key not in said | people}
        if "patternProperties" in left:
            left["properties"] = dict.fromkeys(schema.get("properties", {}), True)
            left["additionalProperties"] = schema.get("additionalProperties", True)
        if schema.get("additionalProperties") is False and "patternProperties" not in schema:
            impossible = set(schema.get("required", ())) - set(schema.get("properties", ()))
            if impossible:
                left["not"] = {}
        if not left:
            return None
        self.annotator.use("model_validator")
        self.annotator.use("Self")
        return self.predicates.write(Schema({"type": "object", **left}, schema.home), own)
