"""New names of what PostgreSQL makes with objects: the sequence of an identity.

A name may be another's until that gets its own, or goes; then what wants it is put aside meanwhile.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import TypeAlias

from schemagen import kinds
from schemagen.catalog.catalog import Catalog
from schemagen.catalog.change import Alter
from schemagen.catalog.object import CatalogObject, ObjectId
from schemagen.catalog.statement import Statement
from schemagen.diff.engine import Comparison
from schemagen.frozen import frozen
from schemagen.sqltext.quoting import fit_name

_Names: TypeAlias = Mapping[tuple[str, str], ObjectId]
"""What relations there are, by schema and name: each, or what it is made with."""


@frozen
class Naming:
    """The statements that give new names.

    Attributes:
        aside: put aside what wants a name that is taken, before anything else.
        first: give names that are free, before anything is dropped.
        last: give the others, when what goes is gone and nothing is made yet.
    """

    aside: tuple[Statement, ...] = ()
    first: tuple[Statement, ...] = ()
    last: tuple[Statement, ...] = ()


def find_naming(comparison: Comparison, desired: Catalog, altered: Collection[ObjectId]) -> Naming:
    """Return how what is made with altered objects gets its names."""
    current = comparison.renamed
    pairs = [
        (desired[key], old, new)
        for key in sorted(altered, key=lambda key: (kinds.BY_NAME[key.kind].phase, key))
        for old, new in _pairs(current[key], desired[key])
    ]
    if not pairs:
        return Naming()
    held, wanted = _names(current), _names(desired)
    moving = set(_moving(comparison))
    aside, first, last = [], [], []
    for item, old, new in pairs:
        other = wanted.get(_slot(old))
        is_wanted = other is not None and other != item.id and other in current
        holder = held.get(_slot(new), item.id)
        # What moves to another schema with its relation leaves its name behind.
        if item.id in moving or (holder == item.id and not is_wanted):
            first.append(_rename(item, old, new.name))
            continue
        if holder not in desired and not is_wanted:
            last.append(_rename(item, old, new.name))
            continue
        meanwhile = old._replace(name=_fresh(new, held, wanted))
        aside.append(_rename(item, old, meanwhile.name))
        last.append(_rename(item, meanwhile, new.name))
    return Naming(tuple(aside), tuple(first), tuple(last))


def _moving(comparison: Comparison) -> Iterator[ObjectId]:
    for change in comparison.changes:
        if isinstance(change, Alter) and change.current.id.schema != change.desired.id.schema:
            yield change.desired.id


def _pairs(current: CatalogObject, desired: CatalogObject) -> Iterator[tuple[ObjectId, ObjectId]]:
    besides = kinds.BY_NAME[desired.id.kind].besides
    if besides is not None:
        for old, new in zip(besides(current), besides(desired), strict=False):
            if old.id != new.id:
                yield old.id, new.id


def _names(catalog: Catalog) -> _Names:
    found: dict[tuple[str, str], ObjectId] = {}
    for item in catalog:
        kind = kinds.BY_NAME[item.id.kind]
        if "relation" in kind.name_spaces:
            found[_slot(item.id)] = item.id
        for made in kind.besides(item) if kind.besides else ():
            found[_slot(made.id)] = item.id
    return found


def _slot(key: ObjectId) -> tuple[str, str]:
    return key.schema, key.name


def _rename(item: CatalogObject, made: ObjectId, name: str) -> Statement:
    rename = kinds.BY_NAME[item.id.kind].rename_beside
    if rename is None:
        raise TypeError(f"nothing gives {made} another name")
    return rename(item, made, name)


def _fresh(key: ObjectId, *taken: _Names) -> str:
    """Return a name for the meantime, which nothing has."""
    number, name = 1, fit_name(key.name, suffix="renamed")
    while any((key.schema, name) in names for names in taken):
        number += 1
        name = fit_name(key.name, suffix=f"renamed{number}")
    return name
