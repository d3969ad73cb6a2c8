"""What all kinds share, as a spec says it: comments and privileges."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from schemagen.catalog.facets.grants import RELATION_PRIVILEGES
from schemagen.catalog.object import CatalogObject, Grant
from schemagen.sqltext.quoting import quote_names

_OPTION: Final = " with grant option"
_ORDER: Final = {name.lower(): rank for rank, name in enumerate(RELATION_PRIVILEGES)}


def with_comment(item: CatalogObject, value: Any) -> Any:
    """Add the comment of an object to its declaration."""
    if item.comment is None:
        return value
    return {"comment": item.comment, **(value or {})}


def with_grants(value: Any, grants: dict[str, Any]) -> Any:
    """Add privileges to a declaration."""
    return {**(value or {}), "grants": grants} if grants else value


def grants_of(item: CatalogObject) -> dict[str, Any]:
    """Return the privileges on an object by grantee; `none` for a default one taken away."""
    found: dict[str, Any] = {}
    for grantee, privileges in _by_grantee(item.grants).items():
        found[grantee] = privileges if len(privileges) > 1 else privileges[0]
    if any(grant.grantee == "PUBLIC" for grant in item.revoked):
        found.setdefault("public", "none")
    rank = {_written(name): number for number, name in enumerate(item.grant_order)}
    return dict(sorted(found.items(), key=lambda each: (rank.get(each[0], len(rank)), each[0])))


def column_grants(columns: Iterable[CatalogObject]) -> dict[str, list[str]]:
    """Return the privileges on columns of one relation by grantee: `update (name, config)`."""
    listed: dict[tuple[str, str], list[str]] = {}
    for item in columns:
        for grantee, privileges in _by_grantee(item.grants).items():
            for privilege in privileges:
                listed.setdefault((grantee, privilege), []).append(item.id.name)
    found: dict[str, list[str]] = {}
    for (grantee, privilege), names in sorted(listed.items()):
        word = privilege.removesuffix(_OPTION)
        ending = privilege.removeprefix(word)
        found.setdefault(grantee, []).append(f"{word} ({quote_names(names)}){ending}")
    return found


def _by_grantee(grants: Iterable[Grant]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for grant in grants:
        name = _written(grant.grantee)
        ending = _OPTION if grant.grantable else ""
        found.setdefault(name, []).append(grant.privilege.lower() + ending)
    return {name: sorted(privileges, key=_rank) for name, privileges in sorted(found.items())}


def _written(grantee: str) -> str:
    return "public" if grantee == "PUBLIC" else grantee


def _rank(privilege: str) -> tuple[int, str]:
    return _ORDER.get(privilege.removesuffix(_OPTION), len(_ORDER)), privilege
