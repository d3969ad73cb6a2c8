"""A section: one key of the spec language, its pydantic type, and how it is lowered."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from enum import StrEnum
from typing import Any, Generic, TypeAlias, TypeVar

from schemagen.catalog.object import CatalogObject
from schemagen.declare.draft import ProjectDraft, TableDraft
from schemagen.declare.problems import Path
from schemagen.frozen import frozen

V = TypeVar("V")

Declared: TypeAlias = Iterable[tuple[CatalogObject, Path]]
"""Objects, each with the path of what declared it."""


class Level(StrEnum):
    """Where a key may stand: at the top of a spec, inside a table (and perhaps inside a view), or
    inside views alone, which `Section.within` names."""

    PROJECT = "project"
    TABLE = "table"
    MEMBER = "member"


@frozen(kw_only=True, slots=False)
class Section(Generic[V]):
    """A key of the spec language that declares catalog objects.

    Attributes:
        key: the YAML key, `indexes`.
        level: where it stands.
        annotation: the type that pydantic validates its value with; a mutable container
            (`dict[str, IndexSpec]`), so that features can add to it.
        default: makes the value where the key is absent.
        lower_project: turns the value of a project section into objects.
        lower_table: turns the value of a table section into objects.
        names_project: enters the names that a project section declares, before anything is lowered.
        names_table: the same for a table section.
        shorten: writes an entry of a declaration in its short form, after features have folded
            theirs into it.
        by_name: whether the items of its list may stand in a mapping by their names instead.
        named: whether the keys of its mapping are names of objects, perhaps with a schema.
        within: keys of project sections that map names to other relations (`views`), inside which a
            table section may stand too.
        description: for the JSON Schema and the documentation.
    """

    key: str
    level: Level
    annotation: Any
    default: Callable[[], V]
    description: str
    lower_project: Callable[[V, ProjectDraft], Declared] | None = None
    lower_table: Callable[[V, TableDraft], Declared] | None = None
    names_project: Callable[[V, ProjectDraft], None] | None = None
    names_table: Callable[[V, TableDraft], None] | None = None
    shorten: Callable[[Any], Any] | None = None
    by_name: bool = False
    named: bool = True
    within: tuple[str, ...] = ()

    def of(self, draft: ProjectDraft | TableDraft) -> V:
        """Return the section's value in a draft, to read or to add to."""
        value: V = draft.sections[self.key]
        return value
