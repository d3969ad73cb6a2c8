"""What is known of a statement only by the plan that it stands in, and by the size of its tables.

Nobody waits for a relation that the plan makes, and nobody's rows are shown by it. The locks that
follow from what else there is are looked up in the catalog.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import TypeAlias

from schemagen import kinds
from schemagen.catalog.catalog import Catalog
from schemagen.catalog.hazard import HazardType
from schemagen.catalog.lock import Lock, Work, merged
from schemagen.catalog.object import CatalogObject, ObjectId
from schemagen.catalog.sizes import Sizes
from schemagen.catalog.statement import Statement, Transaction
from schemagen.frozen import frozen
from schemagen.plan.impact import is_relation, whole_of
from schemagen.plan.whole import dropped_with, goes_along

Relation: TypeAlias = tuple[str, str]


@frozen(slots=False)
class Setting:
    """What the statements of a plan run on.

    Attributes:
        catalog: everything that is there, under its new name.
        made: the relations that the plan makes before, be it anew.
        new: what was not there before the plan.
        sizes: how large relations are, if that is known.
    """

    catalog: Catalog
    made: Collection[Relation] = frozenset()
    new: Collection[ObjectId] = frozenset()
    sizes: Sizes | None = None

    def settle(self, statement: Statement) -> Statement:
        """Return the statement with the locks and hazards that it has in this plan."""
        effect = statement.effect
        if effect is None:
            return statement
        reached = effect.reach(self.catalog) if effect.reach else ()
        there = [
            self._sized(lock)
            for lock in (*effect.locks, *reached)
            if (lock.schema, lock.relation) not in self.made
        ]
        # Nothing in the rows can stop what works on relations that have none yet, nor what looks
        # up such rows elsewhere.
        asked = [lock for lock in there if not (lock.through and self._has_no_rows(lock.through))]
        fails_if = effect.fails_if if asked or not effect.locks else ""
        locks = merged(there)
        effect = replace(effect, locks=locks, reach=None, fails_if=fails_if)
        settled = replace(statement, effect=effect)
        return settled.without(HazardType.AUTHZ_UPDATE) if self._is_new(statement) else settled

    def _sized(self, lock: Lock) -> Lock:
        if lock.through and self._has_no_rows(lock.through):
            lock = replace(lock, work=Work.NONE)
        relations = [(lock.schema, lock.relation), *([lock.through] if lock.through else [])]
        small = self.sizes is not None and not all(self.sizes.is_large(*each) for each in relations)
        return replace(lock, brief=True) if small else lock

    def _is_new(self, statement: Statement) -> bool:
        """Tell whether a statement is about what came with the plan and shows nothing older."""
        key = statement.target
        if kinds.BY_NAME[key.kind].gives_access:
            return False
        if not key.table:
            return key in self.new
        return self._came((key.schema, key.table))

    def _has_no_rows(self, relation: Relation) -> bool:
        """Tell whether a relation has neither rows of its parts nor such as it had before."""
        return relation in self.made and self._came(relation)

    def _came(self, relation: Relation) -> bool:
        """Tell whether a relation came with the plan."""
        names = (kind.name for kind in kinds.ALL if kind.relation)
        return any(ObjectId(name, *relation) in self.new for name in names)


def made_way(statements: Iterable[Statement], keys: Collection[ObjectId]) -> Iterator[Statement]:
    """Take risks from what only makes way for something else, and is the same again after it.

    In one transaction nobody sees it gone.
    """
    listed = list(statements)
    unseen = all(each.transaction is Transaction.SHARED for each in listed)
    for each in listed:
        if unseen and each.target in keys:
            each = each.without(HazardType.AUTHZ_UPDATE).without(HazardType.INDEX_DROPPED)
        yield each


def locks_of_what_goes_along(
    objects: Iterable[CatalogObject], position: Mapping[ObjectId, int]
) -> Mapping[ObjectId, tuple[Lock, ...]]:
    """Return what dropping an object locks besides, by the object that has the statement.

    Dropping a table drops its foreign keys, and so locks the tables that they refer to.
    """
    found: dict[ObjectId, list[Lock]] = defaultdict(list)
    for item in objects:
        if item.id not in position or not goes_along(item, position):
            continue
        carrier = dropped_with(item.id, position)
        for statement in kinds.BY_NAME[item.id.kind].drop(item):
            own = (carrier.schema, carrier.name)
            found[carrier] += [
                lock for lock in statement.locks if (lock.schema, lock.relation) != own
            ]
    return {key: tuple(locks) for key, locks in found.items()}


def relation_made(key: ObjectId) -> Relation | None:
    """Return the relation, as pg_class has it, that an object is; None for others."""
    kind = kinds.BY_NAME[key.kind]
    own = "relation" in kind.name_spaces and not key.table
    return (key.schema, key.name) if own or kind.relation else None


def with_older_parts(catalog: Catalog, made: Collection[Relation]) -> set[Relation]:
    """Return the relations whose parts were there before them: those have rows."""
    if not made:
        return set()
    older = [
        item for item in catalog if is_relation(item.id) and relation_made(item.id) not in made
    ]
    return {home for item in older for key in whole_of(item) if (home := relation_made(key))}
