"""A catalog as a cluster has it: which table is distributed, and by what."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import NamedTuple

from schemagen.catalog.catalog import Catalog
from schemagen.catalog.object import CatalogObject, ObjectId
from schemagen.declare.facts import Cluster
from schemagen.declare.problems import Path
from schemagen.frozen import frozen
from schemagen.kinds.column import Column
from schemagen.kinds.distribution import Distribution


class Breach(NamedTuple):
    """Something that the cluster cannot hold: in which object, and what would satisfy it.

    `below` is the path from the object's declaration to what is meant, `offset` one in the text
    there; `on_key` asks for the place of its key.
    """

    code: str
    message: str
    key: ObjectId
    hint: str
    below: Path = ()
    offset: int = 0
    on_key: bool = False


@frozen(slots=False)
class Layout:
    """What there is, and on what cluster."""

    catalog: Catalog
    cluster: Cluster

    @cached_property
    def places(self) -> Mapping[tuple[str, str], Distribution]:
        """The distributions of tables by schema and name; none for tables of one node."""
        return {(each.id.schema, each.id.table): each for each in self.catalog.of(Distribution)}

    def of(self, key: ObjectId) -> Distribution | None:
        """Return the distribution of a table, or of the table that a member belongs to."""
        return self.places.get((key.schema, key.table or key.name))

    def column_of(self, key: ObjectId) -> str | None:
        """Return what the rows of a table are spread by, None if they are not."""
        found = self.of(key)
        return found.columns[0] if found and found.columns else None

    def spread(self, *models: type[CatalogObject]) -> Iterator[tuple[CatalogObject, str]]:
        """Give the objects of some kinds on distributed tables, with the column of each.

        What PostgreSQL makes for partitions is left out: it is as their table has it.
        """
        for model in models:
            for item in self.catalog.of(model):
                column = self.column_of(item.id)
                if column is not None and item.follows is None:
                    yield item, column

    def group_of(self, place: Distribution) -> tuple[str, ...]:
        """Return what tells which tables have their shards beside each other.

        Those that nobody said anything of are together where their columns have one type and they
        have as many shards.
        """
        seen: set[ObjectId] = set()
        while place.beside is not None and place.beside not in seen:
            seen.add(place.beside)
            other = self.of(place.beside)
            if other is None:
                break
            place = other
        if place.colocate_with == "none":
            return (place.id.schema, place.id.table)
        key = place.id._replace(kind="column", name=place.columns[0])
        column = self.catalog.get(key)
        kind = column.type if isinstance(column, Column) else ""
        return ("", kind, str(place.shard_count or ""))
