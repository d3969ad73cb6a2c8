"""Text search objects that are nothing but functions in C: parsers and templates."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Generic, TypeVar

from schemagen.catalog.catalog import Catalog
from schemagen.catalog.object import CatalogObject, ObjectId
from schemagen.catalog.statement import Statement
from schemagen.declare.base import SpecModel
from schemagen.declare.declaration import Declaration, stated
from schemagen.declare.draft import ProjectDraft
from schemagen.declare.section import Declared
from schemagen.frozen import frozen
from schemagen.kinds.effects import NO_LOCK
from schemagen.kinds.kind import CreateContext
from schemagen.kinds.support import (
    qualified,
    rename_object,
    routine_ids,
    split_name,
    statement,
)
from schemagen.sqltext.quoting import Raw, sql

T = TypeVar("T", bound=CatalogObject)
S = TypeVar("S", bound=SpecModel)


@frozen(slots=False)
class MadeOfFunctions(Generic[T, S]):
    """What a kind does whose definition is a list of functions.

    Attributes:
        kind: its name.
        section: its key in a spec.
        keyword: what statements call it: `TEXT SEARCH PARSER`.
        model: its catalog object.
        spec: what a spec says of it.
        fields: those of both that name functions, in the order of CREATE.
    """

    kind: str
    section: str
    keyword: str
    model: type[T]
    spec: type[S]
    fields: tuple[str, ...]

    def lower(self, declared: Mapping[str, S], project: ProjectDraft) -> Declared:
        """Yield the objects that a spec declares."""
        for name, spec in declared.items():
            named = {field: getattr(spec, field) for field in self.fields}
            needs = {key for text in named.values() if text for key in routine_ids(text, project)}
            told = {field: getattr(spec, field) for field in ("comment", "was")}
            key = ObjectId(self.kind, *split_name(name, project.schema))
            item = self.model(id=key, depends_on=tuple(sorted(needs)), **told, **named)
            yield item, (self.section, name)

    def create(self, item: T, _: CreateContext) -> Iterable[Statement]:
        """Make the object."""
        written = [
            sql("{} = {}", Raw(field.upper()), Raw(function))
            for field in self.fields
            if (function := getattr(item, field))
        ]
        listed = Raw(", ".join(written))
        text = "CREATE {} {} ({})"
        yield statement(item, text, Raw(self.keyword), qualified(item.id), listed, effect=NO_LOCK)

    def drop(self, item: T) -> Iterable[Statement]:
        """Remove the object."""
        yield statement(item, "DROP {} {}", Raw(self.keyword), qualified(item.id), effect=NO_LOCK)

    def rename(self, current: T, desired: T) -> Iterable[Statement]:
        """Give the object another name."""
        yield rename_object(self.keyword, current, desired, NO_LOCK)

    def declare(self, item: T, _: Catalog) -> Declaration:
        """Return what a spec says of the object."""
        values = {field: getattr(item, field) for field in self.fields}
        return Declaration(self.section, stated(self.spec, values), item.id.name)
