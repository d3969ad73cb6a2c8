"""The classes of events: what comes in JSON, as fields."""

from __future__ import annotations

import re

from schemagen.declare.facts import Project, RealtimeEvent
from schemagen.kinds.column import Column
from schemagen.render.viewmodels.class_names import class_names
from schemagen.render.viewmodels.columns import Types
from schemagen.render.viewmodels.names import attributes
from schemagen.render.viewmodels.plain_types import plain_annotation
from schemagen.render.viewmodels.pytext import class_text, docstring, string

# Moments keep what pydantic asks of them: whether they say where.
_MOMENTS = frozenset({"AwareDatetime", "NaiveDatetime"})
# What JSON has no form of its own for comes as PostgreSQL's text.
_RANGE = re.compile(r"\b(?:Range|Multirange)\[[^\[\]]*\]")
_AS_TEXT = frozenset({"bytes", "dt.timedelta"})


class Payloads:
    """Fields for the columns of a project; `known` has the names that its models define."""

    def __init__(self, project: Project) -> None:
        named = class_names(project)
        self._project = project
        self._types = Types(project.catalog, project.schema, named.types)
        self._shapes = named.shapes
        self.known = {*named.types.values(), *named.shapes.values()}

    def classes(self, event: RealtimeEvent, name: str) -> tuple[str, str]:
        """Return the class of an event's payload, and that of the event."""
        payload = class_text(
            f"class {name}Payload(_Payload):",
            docstring(f"What the event {event.name} tells.", indent=4),
            self._fields(event),
        )
        whole = class_text(
            f"class {name}(Event):",
            docstring(event.comment or f"The event {event.name}.", indent=4),
            [f"event: Literal[{string(event.name)}]", f"payload: {name}Payload"],
        )
        return payload, whole

    def _fields(self, event: RealtimeEvent) -> list[str]:
        catalog, held = self._project.catalog, self._project.facts.column_shapes
        columns = {each.id.name: each for each in catalog.belonging_to(event.table, Column)}
        lines = []
        for column, name in zip(event.columns, attributes(event.columns, self.known), strict=True):
            shape = held.get(columns[column].id)
            annotation = self._shapes[shape] if shape else self._annotation(columns[column].type)
            null = "" if columns[column].not_null else " | None"
            alias = "" if name == column else f" = Field(alias={string(column)})"
            lines.append(f"{name}: {annotation}{null}{alias}")
        return lines

    def _annotation(self, text: str) -> str:
        held = self._types.of(text)
        if held.kind.is_json or "Any" in held.annotation:
            return "JsonValue"
        if held.annotation in _MOMENTS:
            return held.annotation
        plain = _RANGE.sub("str", plain_annotation(held.annotation))
        return "str" if plain in _AS_TEXT else plain
