"""How a spec says who owns what: `{app: [table orders, "function total(integer)"], keeper: all}`.

What nobody is named for belongs to whoever makes it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from schemagen.catalog.object import ObjectId
from schemagen.declare.tree import ProjectTree

REST = "all"


def owned_name(key: ObjectId, home: str) -> str:
    """Return how an object is called there: `materialized view sales.totals`."""
    kind = key.kind.replace("_", " ")
    return f"{kind} {ProjectTree(home).key(key.schema, key.name)}"


def write_owners(owners: Mapping[ObjectId, str | None], home: str) -> dict[str, list[str] | str]:
    """Return what a spec says of owners by object; None for an object that has none to name."""
    names = {owner for owner in owners.values() if owner}
    if len(names) == 1 and all(owners.values()):
        return dict.fromkeys(names, REST)
    found: dict[str, list[str] | str] = {}
    for name in sorted(names):
        found[name] = [owned_name(key, home) for key in sorted(owners) if owners[key] == name]
    return found


def read_owners(
    declared: Mapping[str, Iterable[str]], keys: Iterable[ObjectId], home: str
) -> tuple[dict[ObjectId, str], list[tuple[str, int, str]]]:
    """Return the owner of each object, and the texts that name none: role, position, text."""
    by_name = {owned_name(key, home): key for key in keys}
    found: dict[ObjectId, str] = {}
    unknown: list[tuple[str, int, str]] = []
    rest = ""
    for role, listed in declared.items():
        for position, text in enumerate(listed):
            if text == REST:
                rest = role
            elif text in by_name:
                found[by_name[text]] = role
            else:
                unknown.append((role, position, text))
    if rest:
        found = {key: found.get(key, rest) for key in by_name.values()}
    return found, unknown
