"""An immutable set of catalog objects."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import chain
from operator import attrgetter
from typing import Any, TypeVar

from schemagen.catalog.object import CatalogObject, ObjectId

T = TypeVar("T", bound=CatalogObject)


class Catalog:
    """Objects by id. Iteration is always in id order.

    Raises:
        ValueError: two different objects have the same id.
    """

    def __init__(self, objects: Iterable[CatalogObject] = ()) -> None:
        given = list(objects)
        self._objects: Mapping[ObjectId, CatalogObject] = {item.id: item for item in given}
        if len(self._objects) < len(given):
            for item in given:
                if self._objects[item.id] != item:
                    raise ValueError(f"{item.id} is declared twice")
        self._ordered = sorted(self._objects.values(), key=attrgetter("id"))

    def __iter__(self) -> Iterator[CatalogObject]:
        return iter(self._ordered)

    def __len__(self) -> int:
        return len(self._objects)

    def __contains__(self, key: ObjectId) -> bool:
        return key in self._objects

    def __getitem__(self, key: ObjectId) -> CatalogObject:
        return self._objects[key]

    def get(self, key: ObjectId) -> CatalogObject | None:
        """Return the object, or None."""
        return self._objects.get(key)

    @property
    def by_id(self) -> Mapping[ObjectId, CatalogObject]:
        """All objects by their ids, in the order in which they were given."""
        return self._objects

    def ids(self) -> Iterable[ObjectId]:
        """Return all ids, sorted."""
        return [item.id for item in self]

    def of(self, model: type[T]) -> tuple[T, ...]:
        """Return the objects of one model, sorted by id."""
        return tuple(self._by_model.get(model, ()))

    def belonging_to(self, relation: ObjectId, model: type[T]) -> tuple[T, ...]:
        """Return the columns, constraints, … of a relation, sorted by id."""
        members = self._members.get((relation.schema, relation.name), {})
        if not model.__subclasses__():
            return tuple(members.get(model, ()))
        found = [items for each, items in members.items() if issubclass(each, model)]
        if len(found) > 1:
            return tuple(sorted(chain(*found), key=attrgetter("id")))
        return tuple(found[0]) if found else ()

    def members(self, relation: ObjectId) -> Mapping[type[CatalogObject], Sequence[CatalogObject]]:
        """Return what belongs to a relation by its model, each sorted by id."""
        return self._members.get((relation.schema, relation.name), {})

    def beside(self, member: ObjectId) -> tuple[CatalogObject, ...]:
        """Return the members of the relation that a member belongs to, sorted by id."""
        return self.belonging_to(member._replace(name=member.table, table=""), CatalogObject)

    def named(self, schema: str, name: str) -> Sequence[CatalogObject]:
        """Return what has a name in a schema and belongs to no relation, sorted by id."""
        return self._named.get((schema, name), ())

    @cached_property
    def following(self) -> tuple[CatalogObject, ...]:
        """The objects that follow another, sorted by id."""
        return tuple(item for item in self if item.follows is not None)

    @cached_property
    def dependants(self) -> Mapping[ObjectId, Sequence[ObjectId]]:
        """Which objects depend on each; what nothing depends on is not in it."""
        found: dict[ObjectId, list[ObjectId]] = defaultdict(list)
        for item in self:
            for other in item.depends_on:
                found[other].append(item.id)
        return dict(found)

    @cached_property
    def _by_model(self) -> dict[type[CatalogObject], list[Any]]:
        found: dict[type[CatalogObject], list[Any]] = defaultdict(list)
        for item in self:
            found[type(item)].append(item)
        return found

    @cached_property
    def _named(self) -> dict[tuple[str, str], list[CatalogObject]]:
        found: dict[tuple[str, str], list[CatalogObject]] = defaultdict(list)
        for item in self:
            if not item.id.table:
                found[item.id.schema, item.id.name].append(item)
        return dict(found)

    @cached_property
    def _members(self) -> dict[tuple[str, str], dict[type[CatalogObject], list[Any]]]:
        found: dict[tuple[str, str], dict[type[CatalogObject], list[Any]]] = {}
        for item in self:
            _, schema, _, table = item.id
            if table:
                by_model = found.get((schema, table))
                if by_model is None:
                    by_model = found[schema, table] = defaultdict(list)
                by_model[type(item)].append(item)
        return found
