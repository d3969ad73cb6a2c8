"""What the pages of one project are made from, worked out once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence, Set
from functools import cached_property
from typing import Final

from schemagen.catalog.object import ObjectId
from schemagen.declare.facts import Project
from schemagen.frozen import frozen
from schemagen.growth.report import SizeReport
from schemagen.kinds.column import Column
from schemagen.kinds.foreign_key import ForeignKey
from schemagen.kinds.table import Table
from schemagen.migrate.files import Migration
from schemagen.migrate.step import Direction
from schemagen.render.build import Build
from schemagen.render.templates import PACKAGED, Templates
from schemagen.render.viewmodels.access_rows import AccessRow, access_rows
from schemagen.render.viewmodels.class_names import own
from schemagen.render.viewmodels.document import called
from schemagen.render.viewmodels.keys import home_of
from schemagen.site.filenames import file_names
from schemagen.site.groups import Group, groups_of
from schemagen.sqltext.types import read_type

_TYPES: Final = ("enum", "domain", "composite_type", "range_type")
"""The kinds that a column may be of."""


@frozen(slots=False)
class Subject:
    """A project and its migrations, oldest first.

    Attributes:
        sizes: what its tables have come to in a database, where one was asked.
        templates: what its pages are filled with.

    Raises (when the statements are asked for):
        CycleError: objects need each other.
    """

    project: Project
    migrations: tuple[Migration, ...]
    sizes: SizeReport | None = None
    templates: Templates = PACKAGED

    @cached_property
    def tables(self) -> tuple[Table, ...]:
        """The project's own tables, sorted. Partitions are told of with their table."""
        parts = {part.id for each in self.partitions.values() for part in each}
        return tuple(table for table in self._all if table.id not in parts)

    @cached_property
    def partitions(self) -> Mapping[ObjectId, Sequence[Table]]:
        """The partitions of each table that has some, with those of its partitions."""
        tables = {table.id: table for table in self._all}
        found: dict[ObjectId, list[Table]] = defaultdict(list)
        for table in self._all:
            whole = table
            while whole.partition_of in tables:
                whole = tables[whole.partition_of]
            if whole is not table:
                found[whole.id].append(table)
        return found

    @cached_property
    def _all(self) -> tuple[Table, ...]:
        return tuple(own(self.project.catalog.of(Table)))

    @cached_property
    def names(self) -> Mapping[ObjectId, str]:
        """What each table is called: with its schema unless it is at home."""
        return {table.id: called(table.id, self.project) for table in self.tables}

    @cached_property
    def _files(self) -> Mapping[ObjectId, str]:
        return file_names(self.names)

    def path(self, table: ObjectId) -> str:
        """Return the page of a table, below the project's folder."""
        return f"tables/{self._files[table]}.html"

    @cached_property
    def _anchors(self) -> Mapping[ObjectId, str]:
        return file_names(key for key in self.project.catalog.ids() if not key.table)

    def anchor(self, key: ObjectId) -> str:
        """Return what marks an object's place in its page."""
        return f"{key.kind}-{self._anchors[key]}"

    def place(self, key: ObjectId) -> str:
        """Return where an object without a page of its own is described."""
        page = "functions.html" if key.kind == "function" else "objects.html"
        return f"{page}#{self.anchor(key)}"

    def type_of(self, column: Column) -> ObjectId | None:
        """Return the type of a column, or of the elements of its array, if it is of the project."""
        name = read_type(column.type)
        for kind in _TYPES:
            key = ObjectId(kind, name.schema or self.project.schema, name.name)
            found = self.project.catalog.get(key)
            if found is not None and not found.external:
                return key
        return None

    @cached_property
    def outgoing(self) -> Mapping[ObjectId, Sequence[ForeignKey]]:
        """The foreign keys of each table."""
        catalog = self.project.catalog
        return {table.id: catalog.belonging_to(table.id, ForeignKey) for table in self.tables}

    @cached_property
    def incoming(self) -> Mapping[ObjectId, Sequence[ForeignKey]]:
        """The foreign keys that refer to each table."""
        found: dict[ObjectId, list[ForeignKey]] = defaultdict(list)
        for keys in self.outgoing.values():
            for key in keys:
                found[key.references].append(key)
        return found

    @cached_property
    def neighbours(self) -> Mapping[ObjectId, Set[ObjectId]]:
        """The project's tables at the other ends of foreign keys, in both directions."""
        found: dict[ObjectId, set[ObjectId]] = defaultdict(set)
        for keys in self.outgoing.values():
            for key in keys:
                if key.references in self.names and key.references != home_of(key):
                    found[home_of(key)].add(key.references)
                    found[key.references].add(home_of(key))
        return found

    @cached_property
    def groups(self) -> tuple[Group, ...]:
        """The tables in groups that can be taken in."""
        return groups_of(self.names, self.neighbours)

    @cached_property
    def access(self) -> Mapping[ObjectId, Sequence[AccessRow]]:
        """Who may do what to each table; tables that no actor may use are not there."""
        found: dict[ObjectId, list[AccessRow]] = defaultdict(list)
        for row in access_rows(self.project.facts, self.names):
            found[row.table].append(row)
        return found

    @cached_property
    def _statements(self) -> Mapping[ObjectId, Sequence[str]]:
        found: dict[ObjectId, list[str]] = defaultdict(list)
        for statement in Build(self.project).created:
            key = statement.target
            found[ObjectId("", key.schema, key.table) if key.table else key].append(statement.sql)
        return found

    def sql(self, key: ObjectId) -> str:
        """Return the statements that make an object, with what belongs to it."""
        members = ObjectId("", key.schema, key.name)
        texts = [*self._statements.get(key, ()), *self._statements.get(members, ())]
        return "\n\n".join(f"{text};" for text in texts)

    @cached_property
    def _touched(self) -> Mapping[str, Sequence[str]]:
        """The migrations that are about each table or its members, by `schema.table`."""
        found: dict[str, dict[str, None]] = defaultdict(dict)
        for migration in self.migrations:
            for fact in migration.plan.ways[Direction.UP].facts.values():
                schema, _, rest = fact.target.partition(" ")[2].partition(".")
                found[f"{schema}.{rest.partition('.')[0]}"][migration.id] = None
        return {name: tuple(ids) for name, ids in found.items()}

    def history(self, table: ObjectId) -> Sequence[str]:
        """Return the ids of the migrations that are about a table, oldest first."""
        return self._touched.get(f"{table.schema}.{table.name}", ())
