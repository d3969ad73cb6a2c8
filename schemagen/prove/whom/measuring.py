"""Measuring what a change does to access: both schemas are made, tried and compared."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from typing import Final

from schemagen.catalog.access_change import AccessChange, AccessLine
from schemagen.catalog.catalog import Catalog
from schemagen.catalog.object import ObjectId
from schemagen.frozen import frozen
from schemagen.kinds.materialized_view import MaterializedView
from schemagen.kinds.view import View
from schemagen.prove.access.classes import Classes, closest
from schemagen.prove.access.collecting import Collected, constant_of
from schemagen.prove.access.dimensions import Dimension
from schemagen.prove.access.expecting import Allowed
from schemagen.prove.access.personas import Persona, State, personas
from schemagen.prove.verdict import Job
from schemagen.prove.whom.coming import news_of
from schemagen.prove.whom.comparing import (
    COMMANDS,
    STATES,
    More,
    Sight,
    more_columns,
    more_of_views,
    more_privileges,
    more_rows,
    more_values,
)
from schemagen.prove.whom.deciding import loses_ground, opaque_tables
from schemagen.prove.whom.looking import Looker, Place, Seen, place_of
from schemagen.prove.whom.privileges import held_in
from schemagen.prove.whom.versions import Both, Version, both_of, view_columns, with_catalog
from schemagen.prove.whom.wording import Wording

_STARTS: Final = 2
"""So many rows of each sort are given other values."""


def measure(job: Job, current: Catalog) -> AccessChange:
    """Say whose access grows or shrinks on the way from `current` to the schema of a project.

    Raises:
        ApplyError: the server refuses one of the schemas.
        SandboxError: there is no server, or a table takes no rows.
    """
    with both_of(job, current) as both:
        job.tell("trying who may do what, before and after")
        found = _Measure(job, current, both).change()
    desired = job.compiled.project.catalog
    if not loses_ground(current, desired):
        return found
    # What goes has rows in the schema as it was alone, so the same is seen from there, too.
    past = with_catalog(job.compiled.project, current)
    job = replace(job, compiled=replace(job.compiled, project=past))
    with both_of(job, desired) as both:
        seen = _Measure(job, desired, both, is_turned=True).change()
    return replace(
        found,
        gains=_and_also(found.gains, seen.gains),
        losses=_and_also(found.losses, seen.losses),
        regained=_and_also(found.regained, seen.regained),
    )


def _and_also(
    lines: tuple[AccessLine, ...], more: tuple[AccessLine, ...]
) -> tuple[AccessLine, ...]:
    """Add what is said of other things than are spoken of already."""
    known = {(line.about, line.command) for line in lines}
    return tuple(sorted({*lines, *(each for each in more if each[::2] not in known)}))


@frozen(slots=False)
class _Measure:
    """Tries both versions; if it is turned, what comes after is the one that was there before."""

    job: Job
    current: Catalog
    both: Both
    is_turned: bool = False

    @cached_property
    def personas(self) -> list[Persona]:
        """Everybody that there is after the change."""
        return self._personas(self.both.after)

    def _personas(self, version: Version) -> list[Persona]:
        ground = version.ground
        made = personas(ground.who, ground.rules, ground.arranged.claims)
        return [each for each in made if each.state in STATES]

    @cached_property
    def views(self) -> dict[ObjectId, tuple[ObjectId, list[str]]]:
        """The views that are in both versions: what they were called, and their common columns."""
        columns = [view_columns(each) for each in (self.both.before, self.both.after)]
        catalog = self.job.compiled.project.catalog
        found = {}
        for item in self.current:
            goal = self.both.renames.follow(item.id)
            if isinstance(item, View | MaterializedView) and goal in catalog:
                shared = columns[0].get(item.id, frozenset()) & columns[1].get(goal, frozenset())
                if shared and not item.external:
                    found[goal] = (item.id, sorted(shared))
        return found

    def change(self) -> AccessChange:
        """Try both versions, and compare them."""
        before, after = self._look(self.both.before), self._look(self.both.after)
        self._look_at_values(before.seen, after.seen)
        shared, people = self.both.shared, self.personas
        relations = [*shared, *self.views]
        project = self.job.compiled.project
        catalogs = (self.current, project.catalog)
        known = {key: frozenset(self.both.before.columns[key].values()) for key in shared}
        same = self._same_views()

        def more(one: Sight, other: Sight) -> list[More]:
            own = [each for each in people if each.state is State.OWN]
            return [
                *more_rows(one, other, people, shared),
                *more_values(one, other, own, shared),
                *more_columns(one.held, other.held, own, relations, known),
                *more_privileges(one.held, other.held, own, relations),
                *more_of_views(one, other, people, same),
            ]

        wording = self._wording(before, after)
        if self.is_turned:
            before, after = after, before
        lost = more(before, after)
        return AccessChange(
            gains=wording.gains(more(after, before)),
            losses=wording.losses(lost, lambda *key: self._still(after, *key)),
            regained=wording.gains(lost),
            news=news_of(self.both, catalogs, after, people, wording),
            tried=(self.both.tried | self.views.keys()) - opaque_tables(project, *catalogs),
            grantees=frozenset({each.who.role for each in people} | {"PUBLIC"}),
        )

    def _look(self, version: Version) -> Sight:
        is_after = version is self.both.after
        looker = Looker(version, self._personas(version))
        seen = looker.rows(self._constants(version), sorted(version.tables))
        views = {
            goal: (goal if is_after else former, columns)
            for goal, (former, columns) in self.views.items()
        }
        seen.views = looker.views(views)
        follow = (lambda key: key) if is_after else self.both.renames.follow
        return Sight(seen, held_in(version, follow))

    def _constants(self, version: Version) -> Mapping[ObjectId, tuple[str, str] | None]:
        """Return a column of each table that means nothing to the rules of both versions."""
        after = self.both.after
        arranged = after.ground.arranged
        found: dict[ObjectId, tuple[str, str] | None] = {}
        for key, rows in after.tables.items():
            dimensions = arranged.dimensions.get(key, ())
            constant = constant_of(self.both.reads[key], rows, dimensions, arranged)
            names = {new: old for old, new in version.columns.get(key, {}).items()}
            fits = key not in self.both.before.tables or (
                constant is not None and self._is_same(key, [constant[0]])
            )
            usable = constant is not None and constant[0] in names and fits
            found[key] = (names[constant[0]], constant[1]) if constant and usable else None
        return found

    def _look_at_values(self, before: Seen, after: Seen) -> None:
        """Try to give some rows other values: it may be that this alone lets them be updated."""
        for key in self.both.shared:
            starts: dict[Place, Sequence[str]] = {}
            for place in (place_of(each) for each in self.personas if each.state is State.OWN):
                usable = [
                    each.rows.get((place, key, "update"), frozenset()) for each in (before, after)
                ]
                found = [each.found.get((place, key), frozenset()) for each in (before, after)]
                sorts = (
                    usable[0] & usable[1],
                    (found[0] & found[1]) - usable[0] - usable[1],
                    (found[0] ^ found[1]) - usable[0] - usable[1],
                )
                starts[place] = [row for sort in sorts for row in sorted(sort)[:_STARTS]]
            for version, seen in ((self.both.before, before), (self.both.after, after)):
                own = [each for each in self._personas(version) if each.state is State.OWN]
                Looker(version, own).images(key, self._values(key), starts, seen)

    def _values(self, table: ObjectId) -> list[Dimension]:
        """Return what rows may be given: values that rules compare, or those of other rows."""
        arranged = self.both.after.ground.arranged
        rows = self.both.after.tables[table]
        found = [*arranged.dimensions.get(table, ())]
        known = {name for each in found for name in each.columns}
        for name in sorted(arranged.spoken_of.get(table, frozenset()) - known):
            values = dict.fromkeys(rows.value(row, name) for row in sorted(rows.values))
            found.append(Dimension((name,), tuple((each,) for each in list(values)[:_STARTS])))
        return [each for each in found if self._is_same(table, each.columns)]

    def _is_same(self, table: ObjectId, columns: Sequence[str]) -> bool:
        """Tell whether columns have the same types in both versions, so that values fit both."""
        names = {new: old for old, new in self.both.before.columns[table].items()}
        before, after = (each.tables[table].types for each in (self.both.before, self.both.after))
        return all(name in names and before[names[name]] == after[name] for name in columns)

    def _same_views(self) -> dict[ObjectId, bool]:
        """Tell of each view whether it is the same to who may see everything."""
        found = {}
        for goal, (former, columns) in self.views.items():
            shown = [
                Looker(version, ()).whole_view(name, columns)
                for version, name in ((self.both.before, former), (self.both.after, goal))
            ]
            found[goal] = shown[0] == shown[1]
        return found

    def _still(self, after: Sight, about: ObjectId, command: str) -> list[str]:
        if about not in self.both.after.tables or command not in COMMANDS:
            return []
        own = [each for each in self.personas if each.state is State.OWN and each.who.is_actor]
        return [each.who.name for each in own if after.rows(each, about, command)]

    def _wording(self, before: Sight, after: Sight) -> Wording:
        past, now = (self._classes(sight.seen) for sight in (before, after))
        tables = self.both.after.tables
        there = frozenset(self.both.before.keys.values())

        def words(key: ObjectId, actor: str) -> Mapping[str, frozenset[str]]:
            former, new = past.words_of(key, actor), now.words_of(key, actor)
            return {row: closest(former[row] | new[row]) for row in new}

        return Wording(
            tuple(self.job.compiled.project.facts.actors),
            words,
            tables,
            {key: there & tables[key].values.keys() for key in self.both.shared},
            now.telling_columns,
        )

    def _classes(self, seen: Seen) -> Classes:
        """Return what names the classes of rows by what was seen of one version."""
        tables = self.both.after.tables
        collected = Collected(personas=self.personas, rows=dict(tables))
        for place, persona in enumerate(self.personas):
            for key, rows in tables.items():
                reached = [
                    seen.rows.get((place_of(persona), key, command), frozenset())
                    for command in ("select", "insert", "update", "update", "delete")
                ]
                collected.allowed[place, key] = {
                    row: Allowed(*(row in each for each in reached)) for row in rows.values
                }
        ground = self.both.after.ground
        return Classes(ground.rules.project.facts, collected, ground.arranged)
