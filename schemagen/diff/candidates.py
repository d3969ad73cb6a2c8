"""What may be a rename that nobody declared: an object that goes, and one that comes and is equal
but for the name. Whether it is the same one, with its rows, only a person knows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping

from schemagen import kinds
from schemagen.catalog.change import Change, Create, Drop, RenameCandidate
from schemagen.catalog.object import CatalogObject, compared_fields, model_of
from schemagen.kinds.kind import Facet

# What may have changed together with the name: who sees an object, and what is said of it.
_BESIDES = frozenset({"comment", "owner", "grants", "revoked"})


def rename_candidates(changes: Iterable[Change]) -> tuple[RenameCandidate, ...]:
    """Return the pairs that can be told without doubt, sorted: where several objects that go are
    alike, or several that come, there are none."""
    going = [item.current for item in changes if isinstance(item, Drop)]
    coming = [item.desired for item in changes if isinstance(item, Create)]
    gone, made = _by_looks(going), _by_looks(coming)
    pairs = [
        RenameCandidate(gone[looks][0].id, made[looks][0].id)
        for looks in gone.keys() & made.keys()
        if len(gone[looks]) == len(made[looks]) == 1
    ]
    return tuple(sorted(pairs, key=lambda pair: pair.desired))


def _by_looks(items: list[CatalogObject]) -> Mapping[Hashable, list[CatalogObject]]:
    members: dict[tuple[str, str], list[CatalogObject]] = defaultdict(list)
    for item in items:
        members[item.id.schema, item.id.table].append(item)
    relations = {
        (item.id.schema, item.id.name) for item in items if kinds.BY_NAME[item.id.kind].relation
    }
    found: dict[Hashable, list[CatalogObject]] = defaultdict(list)
    for item in items:
        inside = (item.id.schema, item.id.table) in relations
        if not inside and not item.brought and kinds.BY_NAME[item.id.kind].rename:
            found[_looks(item, members[item.id.schema, item.id.name])].append(item)
    return found


def _looks(item: CatalogObject, members: Iterable[CatalogObject]) -> Hashable:
    """Return what two objects have in common if one can be the other under a new name."""
    key = item.id
    fields = [(name, getattr(item, name)) for name in compared_fields(model_of(item))]
    own = tuple((name, value) for name, value in fields if name not in _BESIDES)
    home = (key.kind, key.schema, key.table, key.name.partition("(")[2])
    if not kinds.BY_NAME[key.kind].relation:
        return home, own
    return home, own, tuple(_part(member) for member in members if _is_column(member))


def _is_column(member: CatalogObject) -> bool:
    """Tell whether a member is a column: the only ones that privileges can be had on."""
    return Facet.GRANTS in kinds.BY_NAME[member.id.kind].facets


def _part(member: CatalogObject) -> Hashable:
    return member.id.name, getattr(member, "type", None)


def advice(candidate: RenameCandidate) -> str:
    """Say what to do if a candidate is a rename indeed."""
    key = candidate.desired
    table = f" of {key.table}" if key.table else ""
    kind, name = key.kind.replace("_", " "), key.name.partition("(")[0]
    return (
        f"if {kind} {name}{table} is {candidate.was} under a new name, write `was: {candidate.was}`"
    )
