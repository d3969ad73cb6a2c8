"""A spec on its way to the catalog: features read and extend drafts, then kinds lower them."""

from __future__ import annotations

from collections.abc import Callable, KeysView, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from schemagen.catalog.object import ObjectId
from schemagen.declare.facts import Facts
from schemagen.declare.names import Names
from schemagen.declare.predicate import Predicate
from schemagen.declare.problems import Path, Problems
from schemagen.frozen import frozen
from schemagen.sqltext.quoting import fit_name


@dataclass
class ProjectDraft:
    """A whole spec. `sections` has the value of every section key that stands at the top, and
    `declared` those of the project-level features. `read_table` makes the draft of a table out of
    its name and its entry, as a person would have written it."""

    name: str
    schema: str
    sections: dict[str, Any]
    declared: Mapping[str, Any]
    problems: Problems
    read_table: Callable[[str, Mapping[str, Any], ProjectDraft], TableDraft]
    facts: Facts = field(default_factory=Facts)
    tables: dict[str, TableDraft] = field(default_factory=dict)
    names: Names = field(default_factory=Names)
    taken: set[tuple[str, str]] = field(default_factory=set)

    def table(self, key: ObjectId) -> TableDraft | None:
        """Return the draft of a table, if the spec has it."""
        for name in (key.name, f"{key.schema}.{key.name}"):
            found = self.tables.get(name)
            if found is not None and found.id == key:
                return found
        # A name may be written in quotes.
        return next((table for table in self.tables.values() if table.id == key), None)

    def add_table(self, name: str, entry: Mapping[str, Any], asked_at: Path) -> None:
        """Add a table as if it stood in the spec; one of its name there is a problem."""
        if name in self.tables:
            self.problem(
                "declared-twice",
                f'table "{name}" is declared, and would be made besides',
                asked_at,
                hint="rename the one that is written out, or give the made one another name",
            )
            return
        self.problems.origins["tables", name] = asked_at
        self.tables[name] = self.read_table(name, entry, self)

    @property
    def roles(self) -> KeysView[str]:
        """The names of the roles that the spec declares."""
        declared: Mapping[str, Any] = self.sections["roles"]
        return declared.keys()

    def fresh_name(self, space: str, *parts: str, suffix: str) -> str:
        """Choose a generated name as PostgreSQL would: with a number if it is taken in its space.

        `space` is the schema for relations and indexes, `schema.table` for constraints.
        """
        name, number = fit_name(*parts, suffix=suffix), 0
        while (space, name) in self.taken:
            number += 1
            name = fit_name(*parts, suffix=f"{suffix}{number}")
        self.taken.add((space, name))
        return name

    def problem(
        self, code: str, message: str, path: Path, *, hint: str = "", offset: int = 0
    ) -> None:
        """Record an error at a path from the top of the spec."""
        self.problems.add(code, message, path, hint=hint, offset=offset)


@frozen
class RowFilter:
    """A condition that a feature puts on top of whatever access rules say.

    The predicate may name the table's columns and claims; it is put in conjunction with the rule of
    each listed command, for every actor that has a rule other than `all` for the whole table.
    A rule that says just what `implied_by` says goes without it: PostgreSQL, for which the claims
    of a policy are not known when it plans, would test it for each row.
    """

    commands: frozenset[str]
    predicate: Predicate
    implied_by: str = ""

    def is_implied(self, rule: str) -> bool:
        """Tell whether it holds wherever a rule holds."""
        return bool(self.implied_by) and self.implied_by.split() == rule.split()


@dataclass
class TableDraft:
    """One table. `sections` has the value of every table-level section key, `declared` what the
    table says to features, `grants` privileges by actor or role, `key` the name as the spec has it
    (perhaps with a schema), `model` the class name where the spec gives one. `row_security` turns
    row-level security on even where there is no policy: then nobody sees a row. `parents` are the
    tables whose columns it has besides its own: it is their partition, or inherits from them. The
    rows of one that `is_foreign` are on a foreign server. `own` is the validated entry,
    for the keys that are neither a section's nor a feature's.

    A view that holds table sections has such a draft too, for them alone: `kind` is its kind and
    `place` the section that it stands in."""

    name: str
    schema: str
    project: ProjectDraft
    sections: dict[str, Any]
    declared: Mapping[str, Any]
    key: str = ""
    model: str | None = None
    grants: dict[str, list[str]] = field(default_factory=dict)
    row_filters: list[RowFilter] = field(default_factory=list)
    refused_commands: dict[str, str] = field(default_factory=dict)
    row_security: bool = False
    parents: tuple[ObjectId, ...] = ()
    is_foreign: bool = False
    kind: str = "table"
    place: str = "tables"
    own: Any = None
    column_ids: dict[str, ObjectId] = field(default_factory=dict)

    @cached_property
    def id(self) -> ObjectId:
        """The table's own id."""
        return ObjectId(self.kind, self.schema, self.name)

    def member(self, kind: str, name: str) -> ObjectId:
        """Return the id of a column, constraint, index, trigger or policy of this table."""
        return ObjectId(kind, self.schema, name, self.name)

    def column(self, name: str) -> ObjectId:
        """Return the id of a column: the same value whoever asks."""
        found = self.column_ids.get(name)
        if found is None:
            found = self.column_ids[name] = self.member("column", name)
        return found

    def constraint_name(self, given: str | None, *columns: str, suffix: str, relation: bool) -> str:
        """Return the given name of a constraint, or the one that PostgreSQL would choose.

        `relation` tells whether it brings an index, whose name is taken in the whole schema.
        """
        space = self.schema if relation else f"{self.schema}.{self.name}"
        if given:
            self.project.taken.add((space, given))
            return given
        listed = "_".join(filter(None, columns))
        return self.project.fresh_name(space, self.name, listed, suffix=suffix)

    def path(self, *more: str | int) -> Path:
        """Return the path of something in this table."""
        return (self.place, self.key or self.name, *more)

    def problem(
        self,
        code: str,
        message: str,
        *more: str | int,
        hint: str = "",
        offset: int = 0,
        key: bool = False,
    ) -> None:
        """Record an error at a path below this table."""
        path = self.path(*more)
        self.project.problems.add(code, message, path, hint=hint, offset=offset, key=key)

    def made_by(self, section: str, name: str | int, *asked_at: str | int) -> None:
        """Say that a declaration was made by a feature because of what stands at `asked_at`."""
        place, key = self.place, self.key or self.name
        self.project.problems.origins[place, key, section, name] = (place, key, *asked_at)
