"""AUTHZ_UPDATE where access was tried: it stands where somebody gains, and says who gains what.

What was not tried keeps the hazard that its statement has by itself: a role, an owner, a privilege
that no row shows.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cached_property
from typing import Final

from schemagen import kinds
from schemagen.catalog.access_change import AccessChange, AccessLine
from schemagen.catalog.catalog import Catalog
from schemagen.catalog.hazard import HazardType, authz
from schemagen.catalog.object import CatalogObject, Grant, ObjectId
from schemagen.catalog.statement import Effect, Statement
from schemagen.frozen import frozen
from schemagen.plan.transition import Transition

_TRIED: Final = frozenset(["SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE"])


def with_access(
    way: Transition, change: AccessChange, current: Catalog, desired: Catalog
) -> Transition:
    """Return a way from `current` to `desired` and back, with the hazards that trying showed."""
    if change.untried:
        return way
    back = replace(change, gains=change.regained)
    return replace(
        way,
        statements=tuple(_Settling(way.statements, change, current, desired).settled()),
        undo=tuple(_Settling(way.undo, back, desired, current).settled()),
    )


@frozen(slots=False)
class _Settling:
    statements: Sequence[Statement]
    change: AccessChange
    current: Catalog
    desired: Catalog

    def settled(self) -> Iterable[Statement]:
        """Give each statement what somebody gains by it in the place of what it may bring."""
        gains: dict[int, list[str]] = defaultdict(list)
        for line in self.change.gains:
            for place in self._causes(line):
                gains[place].append(line.text)
        for place, each in enumerate(self.statements):
            if self._is_tried(each):
                each = each.without(HazardType.AUTHZ_UPDATE)
            yield _risking(each, gains[place]) if place in gains else each

    def _causes(self, line: AccessLine) -> list[int]:
        """Return the statements that somebody gains something by: of its relation, or any."""
        marked = [n for n, each in enumerate(self.statements) if each.has(HazardType.AUTHZ_UPDATE)]
        own = [n for n in marked if self._relation(self.statements[n].target) == line.about]
        if own:
            return [n for n in own if self._is_for(line, self.statements[n].target)] or own
        untied = [
            n
            for n, each in enumerate(self.statements)
            if self._relation(each.target) is None and kinds.BY_NAME[each.target.kind].gives_access
        ]
        return untied or marked or [len(self.statements) - 1]

    def _is_for(self, line: AccessLine, key: ObjectId) -> bool:
        """Tell whether an object may be what lets somebody use the command of a line."""
        item, admits = (
            self.desired.get(key) or self.current.get(key),
            kinds.BY_NAME[key.kind].admits,
        )
        return item is None or admits is None or admits(item)[0] in ("all", line.command)

    @cached_property
    def _by_name(self) -> dict[tuple[str, str], ObjectId]:
        items = (*self.current, *self.desired)
        relations = (item.id for item in items if kinds.BY_NAME[item.id.kind].relation)
        return {(key.schema, key.name): key for key in relations}

    def _relation(self, key: ObjectId) -> ObjectId | None:
        """Return the relation that an object is, or belongs to."""
        kind = kinds.BY_NAME[key.kind]
        if kind.relation:
            return self._by_name.get((key.schema, key.name))
        return self._by_name.get((key.schema, key.table)) if key.table else None

    def _is_tried(self, statement: Statement) -> bool:
        relation = self._relation(statement.target)
        return relation in self.change.tried and relation not in self._untold

    @cached_property
    def _untold(self) -> frozenset[ObjectId]:
        """The relations of which more changes than trying shows."""
        return frozenset(key for key in self.change.tried if self._has_more(key))

    def _has_more(self, relation: ObjectId) -> bool:
        if kinds.BY_NAME[relation.kind].gives_access and not self._asks_as_reader(relation):
            # What such a view shows also depends on who owns it where it is used.
            return True
        items = [item for item in self.desired if item.id == relation or _belongs(item, relation)]
        for item in items:
            former = self.current.get(item.id)
            if former is not None and former.owner != item.owner:
                return True
            new = {*item.grants} - {*(former.grants if former else ())}
            if any(self._is_untold(grant) for grant in new):
                return True
            admits = kinds.BY_NAME[item.id.kind].admits
            if admits and {*admits(item)[1]} - self.change.grantees:
                return True
        return False

    def _asks_as_reader(self, relation: ObjectId) -> bool:
        """Tell whether a view shows what its reader may see, and did so before."""
        both = self.current.get(relation), self.desired.get(relation)
        return all(getattr(item, "security_invoker", False) for item in both)

    def _is_untold(self, grant: Grant) -> bool:
        known = grant.grantee in self.change.grantees
        return grant.grantable or grant.privilege not in _TRIED or not known


def _belongs(item: CatalogObject, relation: ObjectId) -> bool:
    return (item.id.schema, item.id.table) == (relation.schema, relation.name)


def _risking(statement: Statement, words: Sequence[str]) -> Statement:
    """Say in one hazard what a statement may bring by itself and what somebody gains by it."""
    own = [each.message for each in statement.hazards if each.type is HazardType.AUTHZ_UPDATE]
    effect = statement.without(HazardType.AUTHZ_UPDATE).effect or Effect()
    risk = authz("; ".join(dict.fromkeys([*own, *words])))
    return replace(statement, effect=replace(effect, risks=(*effect.risks, risk)))
