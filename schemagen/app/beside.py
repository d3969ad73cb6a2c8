"""What is compared of a live database, and what a catalog wants of it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import fields, replace
from functools import cache
from operator import attrgetter
from typing import Any, TypeAlias

from schemagen.app.agreement import Aside
from schemagen.app.canonical import Canonical
from schemagen.app.looking import LiveCatalogs
from schemagen.app.scope import Scope, left_alone
from schemagen.app.selection import Selection
from schemagen.catalog.catalog import Catalog
from schemagen.catalog.object import CatalogObject, Grant, ObjectId, model_of, settled_fields
from schemagen.frozen import frozen
from schemagen.introspect.reading import Reading
from schemagen.kinds import BY_NAME
from schemagen.kinds.trigger import Trigger


@frozen
class Live:
    """What was read of a database: its objects, who read them, and who may do anything.

    `major` is the major version of its server.
    """

    reading: Reading
    reader: str
    superusers: frozenset[str]
    major: int

    @property
    def catalog(self) -> Catalog:
        """The objects."""
        return self.reading.catalog


def beside(
    live: Live,
    canonical: Canonical,
    selection: Selection,
    reread: Callable[[Collection[ObjectId]], Catalog],
    keys: tuple[str, ...] = (),
) -> LiveCatalogs:
    """Put what is wanted beside what is there; `reread` is as in `forms.py`."""
    # Imported here because a database that is as it was is not compared.
    from schemagen.app.forms import in_the_forms_of
    from schemagen.app.rotating import rotating

    rotated = rotating(live.catalog, canonical.catalog)
    live = replace(live, reading=replace(live.reading, catalog=rotated.current))
    scope = Scope(
        selection, canonical.schemas, frozenset(canonical.catalog.ids()), canonical.external
    )
    wanted = Catalog([*_desired(canonical, live, scope), *rotated.desired])
    desired = in_the_forms_of(wanted, live.catalog, reread)
    reading = live.reading
    aside = Aside(left_alone(live.catalog, scope), reading.unmodelled, reading.hidden)
    return LiveCatalogs(live.catalog, desired, aside, live.major, keys)


def _desired(canonical: Canonical, live: Live, scope: Scope) -> Iterator[CatalogObject]:
    """Give what the spec declares within the scope, and what is there outside of it."""
    wanted = set()
    for item in canonical.catalog:
        if item.id in scope and not _is_beyond_reach(item, canonical, live):
            wanted.add(item.id)
            there = live.catalog.get(item.id)
            placed = _in_place(item, there, live)
            # What is the same is one object then, as comparisons see at once.
            yield there if there is not None and _is_alike(placed, there) else placed
    for item in live.catalog:
        if item.id in wanted:
            continue
        kept = item.external or item.id not in scope or item.id in canonical.catalog
        if kept and not _is_left_over(item, canonical, scope, wanted):
            yield item


def _is_alike(wanted: CatalogObject, there: CatalogObject) -> bool:
    """Tell whether an object is as it is wanted, but for what nobody desires: a settled name."""
    settled, rest = _settled_and_rest(model_of(wanted))
    if not settled:
        return wanted == there
    desired = settled(wanted)
    return rest(wanted) == rest(there) and (not any(desired) or desired == settled(there))


_Values: TypeAlias = Callable[[CatalogObject], tuple[object, ...]]


@cache
def _settled_and_rest(model: Any) -> tuple[_Values | None, _Values]:
    """Return what gives the values of the settled fields, if there are any, and of the others."""
    settled = settled_fields(model)
    rest = [item.name for item in fields(model) if item.name not in settled]
    return (_values(sorted(settled)) if settled else None), _values(rest)


def _values(names: Sequence[str]) -> _Values:
    get = attrgetter(*names)
    return get if len(names) > 1 else lambda item: (get(item),)


def _is_left_over(
    item: CatalogObject, canonical: Canonical, scope: Scope, wanted: Collection[ObjectId]
) -> bool:
    """Tell whether a trigger on somebody else's relation is one that the spec declared once.

    It calls a function of the project, and the spec still refers to the relation; or the function
    goes, which the trigger would be in the way of.
    """
    if not isinstance(item, Trigger) or item.id in scope or scope.is_left_out(item.id):
        return False
    called = [key for key in item.depends_on if key.kind == "function" and key in scope]
    known = (item.id.schema, item.id.table) in canonical.external
    return any(known or key not in wanted for key in called)


def _is_beyond_reach(item: CatalogObject, canonical: Canonical, live: Live) -> bool:
    """Tell whether an object cannot be compared here, or is not asked for."""
    key = item.id
    if BY_NAME[key.kind].shared:
        return key.name in live.superusers or item.external
    home = (key.schema, key.table)
    if canonical.external.get(home, False):
        # What stands on a relation that may be missing is only wanted where that is there.
        return not any(
            kind.relation and type(key)(kind.name, *home) in live.catalog
            for kind in BY_NAME.values()
        )
    return item.external and key not in live.catalog


def _in_place(item: CatalogObject, there: CatalogObject | None, live: Live) -> CatalogObject:
    """Take over from the live object what the spec leaves open, such as who owns it.

    `there` is the one of that name, but one that is to be renamed has another.
    """
    if there is None and item.was:
        there = live.catalog.get(item.id._replace(name=item.was))
    if there is None:
        return item
    if item.external:
        grants = _together(item.grants, there.grants)
        return replace(there, grants=grants, was=None)
    owner = item.owner or there.owner
    holder = there.owner or live.reader
    grants = item.grants
    if grants and any(grant.grantee == holder for grant in grants):
        # Whoever owns an object has all privileges, and the catalog does not list them.
        listed = set(there.grants)
        grants = tuple(each for each in grants if each.grantee != holder or each in listed)
    comment = there.comment if BY_NAME[item.id.kind].shared else item.comment
    if owner is item.owner and grants is item.grants and comment is item.comment:
        return item
    return replace(item, owner=owner, grants=grants, comment=comment)


def _together(wanted: tuple[Grant, ...], there: tuple[Grant, ...]) -> tuple[Grant, ...]:
    return tuple(sorted({*wanted, *there}))
