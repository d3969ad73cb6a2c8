"""Which class stands for what in a models module, so that no two have one name."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeVar

from schemagen.catalog.object import CatalogObject, ObjectId
from schemagen.declare.facts import Project
from schemagen.features.model_names import class_name
from schemagen.frozen import frozen
from schemagen.kinds.domain import Domain
from schemagen.kinds.enum import Enum
from schemagen.kinds.table import Table
from schemagen.render.viewmodels.names import MODULE_NAMES, camel
from schemagen.shapes.python.names import shape_names
from schemagen.shapes.python.support import blocks

T = TypeVar("T", bound=CatalogObject)


@dataclass
class Claims:
    """Names given so far: whoever asks first has the plain one."""

    home: str
    taken: set[str]

    def table(self, key: ObjectId, given: str | None) -> str:
        """Choose the class of a table's rows; those for inserting and updating follow from it."""
        plain = camel(given) if given else class_name(key.name)
        return self._claim(self._candidates(plain, key, "Row"), table_forms)

    def type(self, key: ObjectId, suffix: str) -> str:
        """Choose the name for an enum or a domain."""
        return self._claim(self._candidates(camel(key.name), key, suffix), _alone)

    def choices(self, name: str) -> str:
        """Choose a name for the values that a column may have."""
        return self._claim(_numbered(name, f"{name}Choice"), _alone)

    def _candidates(self, plain: str, key: ObjectId, suffix: str) -> Iterator[str]:
        """Give names in order: what is at home is told apart by what it is, the rest by schema."""
        prefixed = camel(key.schema) + plain
        second = f"{plain}{suffix}" if key.schema == self.home else prefixed
        return _numbered(plain, second, f"{prefixed}{suffix}")

    def _claim(self, candidates: Iterable[str], forms: Callable[[str], tuple[str, ...]]) -> str:
        free = (name for name in candidates if self.taken.isdisjoint(forms(name)))
        name = next(iter(free))
        self.taken.update(forms(name))
        return name


@frozen
class ClassNames:
    """The names of a project's classes.

    Attributes:
        tables: the class of each table's rows.
        types: the name of each enum and each domain.
        shapes: the name of each shape's model, by the name of the shape.
        claims: all names that are taken.
    """

    tables: Mapping[ObjectId, str]
    types: Mapping[ObjectId, str]
    shapes: Mapping[str, str]
    claims: Claims


def class_names(project: Project) -> ClassNames:
    """Give every class its name.

    Shapes come first, then tables, enums and domains, those at home before those elsewhere.
    Of two with one name the second is told apart by what it is, elsewhere by its schema.
    """
    catalog, facts = project.catalog, project.facts
    shapes = shape_names(facts.shapes)
    imported = {name for block in blocks().values() for _, name in block.imports}
    claims = Claims(project.schema, {*MODULE_NAMES, *blocks(), *imported, *shapes.values()})
    tables = sorted(own(catalog.of(Table)), key=lambda table: _home_first(table.id, project))
    named = {table.id: claims.table(table.id, facts.model_names.get(table.id)) for table in tables}
    types: dict[ObjectId, str] = {}
    for model, suffix in ((Enum, "Enum"), (Domain, "Domain")):
        found = sorted(own(catalog.of(model)), key=lambda item: _home_first(item.id, project))
        types.update((item.id, claims.type(item.id, suffix)) for item in found)
    return ClassNames(named, types, shapes, claims)


def own(items: Iterable[T]) -> list[T]:
    """Leave out what belongs to somebody else."""
    return [item for item in items if not item.external]


def table_forms(name: str) -> tuple[str, str, str]:
    """Return the classes of a table: a row, a new row, a change."""
    return (name, f"New{name}", f"{name}Update")


def _alone(name: str) -> tuple[str, ...]:
    return (name,)


def _home_first(key: ObjectId, project: Project) -> tuple[bool, ObjectId]:
    return key.schema != project.schema, key


def _numbered(*names: str) -> Iterator[str]:
    yield from names
    number = 2
    while True:
        yield f"{names[-1]}{number}"
        number += 1
