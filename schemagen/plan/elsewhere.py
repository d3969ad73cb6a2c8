"""Large relations that are made anew in a schema of their own, while everybody goes on with them.

What of that a kind knows is in its `Elsewhere`; here is what follows for all that belongs to the
relation: constraints and indexes are made with it, what acts on rows and lets people at them comes
when it has taken its place.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cached_property
from typing import Any

from schemagen import kinds
from schemagen.catalog.catalog import Catalog
from schemagen.catalog.change import subject
from schemagen.catalog.hazard import Hazard, HazardType
from schemagen.catalog.lock import Lock
from schemagen.catalog.object import CatalogObject, ObjectId
from schemagen.catalog.sizes import Sizes
from schemagen.catalog.statement import Effect, Statement, Transaction
from schemagen.diff.engine import compare, differences
from schemagen.diff.renames import Renames, renamed
from schemagen.frozen import frozen
from schemagen.kinds.online import Elsewhere
from schemagen.plan.facets import describe_new, is_facet, privileges_of_new, without_presets
from schemagen.plan.families import (
    comes_along,
    family_of,
    identified_by,
    is_stored,
    key_of,
    kind_of,
    members_of,
    restricts,
    waits,
)
from schemagen.plan.impact import is_relation
from schemagen.plan.order import creation_order
from schemagen.plan.settle import Setting, locks_of_what_goes_along, relation_made
from schemagen.plan.whole import create_object, fill_object, finish_object
from schemagen.sqltext.quoting import fit_name

SCHEMA = "schemagen_beside"
"""How the names of the schemas begin in which relations are made anew."""


@frozen(slots=False)
class Move:
    """One relation that is made anew elsewhere: as it is, and as it shall be.

    `current` and `desired` are all that there is, before and after.
    """

    key: ObjectId
    current: Catalog
    desired: Catalog
    sizes: Sizes | None = None

    @property
    def turned(self) -> Move:
        """The way back."""
        return replace(self, current=self.desired, desired=self.current)

    @cached_property
    def family(self) -> frozenset[ObjectId]:
        """What belongs to the relation, before or after."""
        return frozenset(
            item.id for side in (self.current, self.desired) for item in family_of(side, self.key)
        )

    @property
    def refused(self) -> str:
        """Why it cannot be; empty if it can."""
        now, then = self.current[self.key], self.desired[self.key]
        if reason := self._elsewhere.refuses(now, then):
            return reason
        for side in (self.current, self.desired):
            others = (item for item in side if item.id not in self.family)
            if other := next((item.id for item in others if self._is_tied(item)), None):
                return f"{other} depends on it"
            if not key_of(side, self.key):
                return "it has no key without nulls before or after"
            if any(kind_of(item).spread for item in members_of(side, self.key)):
                return "its rows are on several nodes, which take no trigger"
        if self._changes_columns():
            return "its columns change as well"
        if stricter := self._stricter():
            return f"{stricter} would refuse what is written meanwhile"
        return f"{key} changes as well" if (key := self._touched()) else ""

    def _stricter(self) -> ObjectId | None:
        """Return what keeps out rows that may be written now: no key that holds a present one."""
        present = [item for item in members_of(self.current, self.key) if restricts(item)]
        same = {item.id for item in present}
        keys = [set(identified_by(item)) for item in present if identified_by(item)]
        for item in members_of(self.desired, self.key):
            if not restricts(item) or (
                item.id in same and not differences(self.current[item.id], item)
            ):
                continue
            if not any(key <= set(identified_by(item)) for key in keys):
                return item.id
        return None

    def _is_tied(self, item: CatalogObject) -> bool:
        kind = kinds.BY_NAME[item.id.kind]
        whole = kind.goes_with(item) if kind.goes_with else None
        target = kind.refers(item) if kind.refers else None
        return bool({*item.depends_on, whole, target} & self.family)

    def _changes_columns(self) -> bool:
        present = {item.id: item for item in self._columns(self.current)}
        then = self._columns(self.desired)
        return present.keys() != {item.id for item in then} or any(
            differences(present[item.id], item) for item in then
        )

    def _columns(self, side: Catalog) -> list[CatalogObject]:
        return [item for item in members_of(side, self.key) if kind_of(item).carried]

    def _touched(self) -> ObjectId | None:
        """Return what the relation needs and the plan changes."""
        needs = {
            need
            for side in (self.current, self.desired)
            for item in family_of(side, self.key)
            for need in item.depends_on
        }
        changes = compare(self.without(self.current), self.without(self.desired))
        found = (subject(change).id for change in changes)
        return next((key for key in found if key in needs and key in self.current), None)

    def without(self, side: Catalog) -> Catalog:
        """Return a catalog without what belongs to the relation."""
        return Catalog(item for item in side if item.id not in self.family)

    def statements(self) -> Iterator[Statement]:
        """Yield all statements in order."""
        made = {found for key in self._aside if (found := relation_made(key))}
        before = Setting(Catalog([*self.current, *self._others]), made, self._aside, self.sizes)
        undone = tuple(self._elsewhere.abandon(self.current[self.key], self._other))
        for each in self._make(before):
            settled = before.settle(each)
            effect = settled.effect or Effect()
            yield replace(settled, effect=replace(effect, cleanup=undone))
        yield from map(before.settle, self._let_go())
        there = {found for key in self.family if (found := relation_made(key))}
        after = Setting(self.desired, made | there, self._aside, self.sizes)
        same = {item.id for item in self.desired if self.current.get(item.id) == item}
        for each in (*self._take_place(), *self._complete()):
            settled = after.settle(each)
            yield settled.without(HazardType.AUTHZ_UPDATE) if each.target in same else settled

    def _make(self, setting: Setting) -> Iterator[Statement]:
        """Yield what makes the other relation and fills it."""
        now, other = self.current[self.key], self._other
        values = [column.id.name for column in self._columns(self.desired) if is_stored(column)]
        yield from self._elsewhere.begin(now, other)
        order = creation_order(Catalog(self._others))
        locks: set[Lock] = set()
        for item in order.objects:
            members = order.inlined.get(item.id, ())
            for each in create_object(item, members, Catalog(self._others)):
                locks |= {*setting.settle(each).locks}
                yield each
        for each in self._elsewhere.follow(now, other, values, key_of(self.desired, self.key)):
            # What makes parts of the other relation locks what making that one has locked.
            parts = each.transaction is Transaction.OWN
            yield each.locking({*each.locks, *locks}) if parts else each
        key = key_of(self.current, self.key)
        for each in self._elsewhere.copy(now, other, values, key):
            yield each if self._stricter() is None else _may_fail(each, other)

    def _let_go(self) -> Iterator[Statement]:
        now = self.current[self.key]
        yield from self._elsewhere.let_go(now)
        for item in self._counted:
            yield from kind_of(item).carry.save(item, ())
        order = creation_order(Catalog(family_of(self.current, self.key)))
        along = locks_of_what_goes_along(order.objects, order.positions())
        for each in kind_of(now).drop(now):
            locked = each.locking((*each.locks, *along.get(self.key, ())))
            yield locked.without(HazardType.DELETES_DATA)

    @property
    def _counted(self) -> list[CatalogObject]:
        return [item for item in self._columns(self.current) if kind_of(item).carry]

    def _take_place(self) -> Iterator[Statement]:
        yield from self._elsewhere.take_place(self._other, self.desired[self.key])
        for item in self._counted:
            yield from kind_of(item).carry.bring(item, self.desired[item.id], ())

    def _complete(self) -> Iterator[Statement]:
        """Yield what acts on rows and lets people at them."""
        fresh = [item for item in family_of(self.desired, self.key) if not item.brought]
        late = [item for item in fresh if item.id.table and waits(item)]
        for item in fresh:
            if is_relation(item.id):
                found = kinds.BY_NAME[item.id.kind].online
                if found and found.elsewhere:
                    yield from found.elsewhere.guard(found.elsewhere.aside(item), item)
                yield from describe_new(item)
        for item in late:
            yield from create_object(item, (), self.desired)
        for item in fresh:
            yield from finish_object(item)
        yield from without_presets(fresh, [each for each in self.current if kind_of(each).preset])
        yield from privileges_of_new(fresh)
        for item in fresh:
            yield from fill_object(item)

    @property
    def _elsewhere(self) -> Elsewhere[Any]:
        found = kinds.BY_NAME[self.key.kind].online
        if found is None or found.elsewhere is None:
            raise TypeError(f"{self.key} is not made elsewhere")
        return found.elsewhere

    @property
    def _other(self) -> CatalogObject:
        home = self._home(self.key)
        return next(item for item in self._others if item.id == home)

    @cached_property
    def _aside(self) -> frozenset[ObjectId]:
        return frozenset(item.id for item in self._others)

    @cached_property
    def _others(self) -> tuple[CatalogObject, ...]:
        """What is made elsewhere: under its final name, and in a schema of its own."""
        family = family_of(self.desired, self.key)
        relations = [item.id for item in family if is_relation(item.id)]
        ids = {key: self._home(key) for key in relations}
        homes = {(old.schema, old.name): (new.schema, new.name) for old, new in ids.items()}
        renames = Renames(ids, {}, homes, {})
        made = [item for item in family if not waits(item) and not comes_along(item)]
        return tuple(
            self._elsewhere.aside(moved) if is_relation(moved.id) else moved
            for item in made
            for moved in [replace(renamed(item, renames), grants=(), revoked=())]
        )

    def _home(self, key: ObjectId) -> ObjectId:
        return key._replace(schema=fit_name(SCHEMA, self.key.schema, self.key.name))


def find_moves(current: Catalog, desired: Catalog, sizes: Sizes | None) -> tuple[Move, ...]:
    """Return the large relations that can only be made anew, and that are so elsewhere if that can
    be."""
    found = []
    candidates = (
        item
        for kind in kinds.ALL
        if sizes is not None and kind.online and kind.online.elsewhere
        for item in desired.of(kind.model)
    )
    for item in candidates:
        now, online = current.get(item.id), kinds.BY_NAME[item.id.kind].online
        if now is None or online is None or online.elsewhere is None or sizes is None:
            continue
        fields = {each.field for each in differences(now, item) if not is_facet(each.field)}
        due = fields and fields <= online.elsewhere.fields
        if due and sizes.is_large(item.id.schema, item.id.name):
            found.append(Move(item.id, current, desired, sizes))
    return tuple(found)


def told_why(statements: Iterable[Statement], moves: Iterable[Move]) -> Iterator[Statement]:
    """Yield statements, the first about each relation with why it keeps people waiting."""
    reasons = {move.key: move.refused for move in moves}
    for each in statements:
        reason = reasons.pop(each.target, "")
        if reason and each.effect is not None:
            words = f"everybody waits until all rows are copied, because {reason}"
            hazard = Hazard(HazardType.ACQUIRES_ACCESS_EXCLUSIVE_LOCK, words)
            each = replace(each, effect=replace(each.effect, risks=(*each.effect.risks, hazard)))
        yield each


def _may_fail(statement: Statement, other: CatalogObject) -> Statement:
    """Say of what looks at all rows that some of them may not fit any more."""
    effect = statement.effect
    if effect is None or not effect.locks or effect.batches:
        return statement
    words = f"rows of {other.id.name} have one key, or do not fit otherwise"
    return replace(statement, effect=replace(effect, fails_if=words))
