"""What an index, a primary key or a unique constraint makes findable, in one form."""

from __future__ import annotations

from collections.abc import Iterator

from schemagen.catalog.catalog import Catalog
from schemagen.catalog.object import ObjectId
from schemagen.frozen import frozen
from schemagen.kinds.index import Index, IndexElement
from schemagen.kinds.primary_key import PrimaryKey
from schemagen.kinds.unique import Unique


@frozen
class Key:
    """An index, whatever declares it. `removable` says that nothing is lost with it but speed: it
    guards no rule."""

    id: ObjectId
    elements: tuple[IndexElement, ...]
    method: str = "btree"
    predicate: str | None = None
    include: frozenset[str] = frozenset()
    unique: bool = True
    nulls_not_distinct: bool = False
    removable: bool = False

    @property
    def columns(self) -> tuple[str | None, ...]:
        """The columns in order, None for an expression."""
        return tuple(element.column for element in self.elements)

    @property
    def readable(self) -> frozenset[str]:
        """The columns that can be read from the index alone."""
        return self.include | {column for column in self.columns if column}


def keys_of(catalog: Catalog, relation: ObjectId) -> tuple[Key, ...]:
    """Return the keys of a relation: constraints first, then indexes, by name."""
    return (*_constraints(catalog, relation), *_indexes(catalog, relation))


def _constraints(catalog: Catalog, relation: ObjectId) -> Iterator[Key]:
    for primary in catalog.belonging_to(relation, PrimaryKey):
        if not primary.without_overlaps:
            yield Key(primary.id, _plain(primary.columns), include=frozenset(primary.include))
    for unique in catalog.belonging_to(relation, Unique):
        if not unique.without_overlaps:
            yield Key(
                unique.id,
                _plain(unique.columns),
                include=frozenset(unique.include),
                nulls_not_distinct=unique.nulls_not_distinct,
            )


def _indexes(catalog: Catalog, relation: ObjectId) -> Iterator[Key]:
    for index in catalog.belonging_to(relation, Index):
        yield Key(
            index.id,
            index.elements,
            index.method,
            index.predicate,
            frozenset(index.include),
            index.unique,
            index.nulls_not_distinct,
            removable=not index.unique,
        )


def _plain(columns: tuple[str, ...]) -> tuple[IndexElement, ...]:
    return tuple(IndexElement(column=column) for column in columns)


def same_search(one: Key, other: Key) -> bool:
    """Tell whether two keys find rows in the same way among the same rows, whatever they guard."""
    return (
        one.method == other.method
        and one.predicate == other.predicate
        and one.elements == other.elements
    )
