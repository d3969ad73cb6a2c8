"""Trying again only what changed of a spec, and what that touches.

What PostgreSQL makes of an object follows from what is declared of it and from what it depends on,
which PostgreSQL itself told when all of the spec was tried. So where relations came, went or
changed, they are tried again together with what depends on them, in a database that holds besides
these only what they need; of the rest it is known already what PostgreSQL makes of it. Types,
functions and the like are always all there, and where one of them changed, everything is tried
again: a name may mean something else then.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import fields
from functools import cache
from operator import attrgetter
from string import digits
from typing import Any, Final, TypeAlias

from schemagen.app.cache import Tried
from schemagen.app.canonical import Canonical, canonical_from
from schemagen.app.fingerprint import digest
from schemagen.app.pointer import Placed
from schemagen.app.scratch import Choice
from schemagen.app.trial import make_canonical
from schemagen.catalog.catalog import Catalog
from schemagen.catalog.object import CatalogObject, ObjectId, model_of
from schemagen.catalog.serialize import dump_lines
from schemagen.errors import SpecError
from schemagen.plan.impact import is_relation, whole_of
from schemagen.plan.order import relations
from schemagen.plan.portion import portion
from schemagen.spec.compile import Compiled

Home: TypeAlias = tuple[str, str]
"""The schema and the name of a relation."""
_PART: Final = 0.5
"""Of more of the relations than this, all are tried again."""


def declarations(catalog: Catalog) -> dict[str, str]:
    """Return a hash of what is declared of each relation, by `schema.name`.

    That by `""` is of all that belongs to none.
    """
    lines: dict[str, list[str]] = defaultdict(list)
    for home, line in zip(_homes(catalog).values(), dump_lines(catalog), strict=True):
        lines[home].append(line)
    return {name: digest("\n".join(each).encode()) for name, each in lines.items()}


def try_again(
    compiled: Compiled,
    now: Mapping[str, str],
    before: Tried,
    choices: Sequence[Choice],
    placed: Placed,
    hint: str = "",
) -> Canonical | None:
    """Return the canonical catalog of a spec, None where all of it has to be tried for that.

    `now` is what `declarations` gives of it.

    Raises:
        SandboxError: there is no place to try it in.
    """
    declared, told = compiled.project.catalog, before.canonical.catalog
    changed = {
        name for name in now.keys() | before.declared if now.get(name) != before.declared.get(name)
    }
    if "" in changed:
        return None
    homes, known = _homes(declared), _homes(told)
    touched = _touched(told, known, changed)
    again = changed | {known[key] for key in touched} | {""}
    part = portion(declared, (key for key, home in homes.items() if home in again))
    if not _stands_alone(part, len(relations(declared))):
        return None
    try:
        fresh = make_canonical(compiled, choices, placed, hint, part).catalog
    except SpecError:
        # Where it is refused is told when all of it is tried.
        return None
    # What is of no relation is always there, and is what it was unless it is touched.
    if any(home == "" and key not in fresh for key, home in known.items()):
        return None
    kept = [item for item in told if known[item.id] not in again]
    return _joined(compiled, told, kept, fresh, again, touched)


def _joined(
    compiled: Compiled,
    told: Catalog,
    kept: Sequence[CatalogObject],
    fresh: Catalog,
    again: set[str],
    touched: Collection[ObjectId],
) -> Canonical | None:
    """Put what was tried again beside what is kept of before; None if they do not agree.

    What came along and is not touched has to be what it was: that is looked at, not believed.
    """
    homes = _homes(fresh)
    renewed = [item for item in fresh if homes[item.id] in again]
    came_along = (item for item in fresh if homes[item.id] not in again - {""})
    staying = {item.id for item in kept}
    if (
        _has_numbered(told, compiled.project.catalog)
        or any(item.id in staying for item in renewed)
        or any(item != told.get(item.id) for item in came_along if item.id not in touched)
    ):
        return None
    return canonical_from(compiled.project, Catalog([*kept, *renewed]))


def _homes(catalog: Catalog) -> dict[ObjectId, str]:
    """Return the relation that each object is, belongs to or goes with: `schema.name`, or empty."""
    names = {home: ".".join(home) for home in relations(catalog)}
    return {item.id: names.get(_home(item), "") for item in catalog}


def _home(item: CatalogObject) -> Home:
    key = item.id
    if not (key.table or is_relation(key)):
        key = next(iter(whole_of(item)), key)
    return key.schema, key.table or key.name


def _touched(
    told: Catalog, homes: Mapping[ObjectId, str], changed: Collection[str]
) -> set[ObjectId]:
    """Return what may be something else now: what depends on what changed, however far."""
    followers: dict[ObjectId | None, list[ObjectId]] = defaultdict(list)
    for item in told.following:
        followers[item.follows].append(item.id)
    found: set[ObjectId] = set()
    waiting = [key for key, home in homes.items() if home in changed]
    while waiting:
        key = waiting.pop()
        if key not in found:
            found.add(key)
            waiting += (*told.dependants.get(key, ()), *followers[key])
            if is_relation(key):
                waiting += (item.id for item in told.belonging_to(key, CatalogObject))
    return found


def _stands_alone(part: Catalog, count: int) -> bool:
    """Tell whether a part of so many relations is worth it, and none is a part of another."""
    if len(relations(part)) > _PART * count:
        return False
    return not any(item.follows or (is_relation(item.id) and whole_of(item)) for item in part)


def _has_numbered(told: Catalog, declared: Catalog) -> bool:
    """Tell whether PostgreSQL had to put a number to a name, as there was that name already.

    Which of the two has it depends on which came first.
    """
    return any(_is_numbered(item, declared.get(item.id), told) for item in told)


def _is_numbered(item: CatalogObject, declared: CatalogObject | None, told: Catalog) -> bool:
    if declared is None:
        bare = item.id.name.rstrip(digits)
        return bare != item.id.name and item.id._replace(name=bare) in told
    texts = _texts_of(model_of(item))
    return any(
        now != said and isinstance(now, str) and now.rstrip(digits) == said
        for now, said in zip(texts(item), texts(declared), strict=True)
    )


@cache
def _texts_of(model: Any) -> Callable[[CatalogObject], tuple[Any, ...]]:
    """Return what gives the values of all fields that may be text."""
    names = [item.name for item in fields(model) if "str" in str(item.type)]
    return attrgetter(*names)
