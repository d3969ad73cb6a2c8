"""Classes and aliases as text, and the order in which they can stand in a module.

An annotation that mentions what is defined further down is quoted, so that a module needs no
`from __future__ import annotations`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Final, TypeAlias

from schemagen.frozen import frozen
from schemagen.shapes.python.text import docstring, laid_out, string


@frozen
class ModelField:
    """A field; `default` is an expression, None for a required one."""

    name: str
    key: str
    annotation: str
    default: str | None

    @property
    def code(self) -> str:
        """The field's lines."""
        default = "" if self.default is None else f" = {self.default}"
        return laid_out(f"{self.name}: {self.annotation}{default}", 4)


@frozen
class ModelClass:
    """A class. `extra` is the annotation of unknown keys, None where there may be none; `check`
    names the predicate that says what fields cannot."""

    name: str
    doc: str
    fields: tuple[ModelField, ...]
    extra: str | None
    check: str | None
    base: str = "JsonObject"

    @property
    def code(self) -> str:
        """The class's lines."""
        parts = ["\n".join(docstring(self.doc, 4))]
        if self.extra is not None:
            parts.append('    model_config = ConfigDict(extra="allow")')
            extra = f"__pydantic_extra__: dict[Text, {self.extra}] = Field(init=False)"
            parts.append(laid_out(extra, 4))
        if self.fields:
            parts.append("\n".join(field.code for field in self.fields))
        if self.check is not None:
            parts.append(_CHECK.format(self.check))
        return f"class {self.name}({self.base}):\n" + "\n\n".join(parts) + "\n"


_CHECK = """\
    @model_validator(mode="after")
    def _check(self) -> Self:
        if not {}(self.model_dump()):
            raise ValueError("the keys do not go together as the JSON Schema says")
        return self"""


@frozen
class ModelAlias:
    """A name for an annotation."""

    name: str
    doc: str
    annotation: str

    @property
    def code(self) -> str:
        """The alias's lines."""
        assigned = laid_out(f"{self.name}: TypeAlias = {self.annotation}")
        return "\n".join([assigned, *docstring(self.doc)]) + "\n"


Definition: TypeAlias = ModelClass | ModelAlias


def in_order(definitions: Mapping[str, Definition]) -> list[Definition]:
    """Return definitions so that an alias stands after all that it mentions.

    Classes stand after what they mention where that is possible; the rest is quoted.
    """
    order = _Order(definitions)
    while len(order.done) < len(definitions):
        for name in definitions:
            order.add(name)
    seen: set[str] = set()
    found = []
    for name in order.done:
        found.append(_quoted(definitions[name], definitions.keys() - seen))
        seen.add(name)
    return found


class _Order:
    def __init__(self, definitions: Mapping[str, Definition]) -> None:
        self.definitions = definitions
        self.done: list[str] = []
        self.opened: set[str] = set()

    def add(self, name: str) -> None:
        """Add a definition after those that it mentions, an alias only if they are all there."""
        if name in self.done or name in self.opened:
            return
        self.opened.add(name)
        others = [
            other
            for other in self.definitions
            if other != name and other in _mentioned(self.definitions[name])
        ]
        for other in others:
            self.add(other)
        self.opened.discard(name)
        if isinstance(self.definitions[name], ModelClass) or set(others) <= set(self.done):
            self.done.append(name)


def _mentioned(definition: Definition) -> set[str]:
    """Return the words in the annotations of a definition."""
    if isinstance(definition, ModelAlias):
        return _words(definition.annotation)
    texts = [field.annotation for field in definition.fields]
    return _words(" ".join([*texts, definition.extra or ""]))


def _words(code: str) -> set[str]:
    return set(re.findall(r"\w+", re.sub(r'"(?:[^"\\]|\\.)*"', "", code)))


def _quoted(definition: Definition, later: set[str]) -> Definition:
    """Quote the annotations of a class that mention what is not defined before it."""
    if isinstance(definition, ModelAlias):
        return definition
    fields = tuple(
        replace(field, annotation=_quote(field.annotation, later)) for field in definition.fields
    )
    extra = definition.extra and _quote(definition.extra, later)
    return replace(definition, fields=fields, extra=extra)


def _quote(annotation: str, later: set[str]) -> str:
    return string(annotation) if _words(annotation) & later else annotation


@frozen
class ShapeModels:
    """All that the models of shapes need in a module, in the order in which it must stand.

    Attributes:
        imports: pairs of module and name; a name of "" means the module itself.
        support: blocks of helper code.
        predicates: blocks of functions.
        definitions: the classes and aliases.
        names: the annotation of each shape, by the shape's name.
    """

    imports: tuple[tuple[str, str], ...]
    support: tuple[str, ...]
    predicates: tuple[str, ...]
    definitions: tuple[Definition, ...]
    names: Mapping[str, str]


NO_SHAPES: Final = ShapeModels((), (), (), (), {})
"""What a project without shapes has."""
