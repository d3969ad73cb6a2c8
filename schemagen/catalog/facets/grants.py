"""Privileges, as statements: one for each grantee with the privileges in PostgreSQL's order."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence

from schemagen.catalog.object import Grant, ObjectId
from schemagen.catalog.statement import Statement, Topic
from schemagen.sqltext.quoting import Name, Raw, sql

_HEADING = "grants"
_ORDER = ("SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE", "REFERENCES", "TRIGGER", "MAINTAIN")


def grant(
    grants: Iterable[Grant], what: Callable[[Sequence[str]], str], target: ObjectId
) -> Iterable[Statement]:
    """Build GRANT statements; `what` writes privileges with the object that they are on."""
    for grantee, grantable, privileges in _grouped(grants):
        option = Raw(" WITH GRANT OPTION" if grantable else "")
        text = sql("GRANT {} TO {}{}", Raw(what(privileges)), _role(grantee), option)
        yield Statement(text, target, Topic.ACCESS, _HEADING)


def revoke(
    grants: Iterable[Grant], what: Callable[[Sequence[str]], str], target: ObjectId
) -> Iterable[Statement]:
    """Build the REVOKE statements that undo `grant`."""
    for grantee, _, privileges in _grouped(grants):
        text = sql("REVOKE {} FROM {}", Raw(what(privileges)), _role(grantee))
        yield Statement(text, target, Topic.ACCESS, _HEADING)


def _role(grantee: str) -> Raw | Name:
    return Raw(grantee) if grantee == "PUBLIC" else Name(grantee)


def _grouped(grants: Iterable[Grant]) -> Iterable[tuple[str, bool, list[str]]]:
    found: dict[tuple[str, bool], set[str]] = defaultdict(set)
    for item in grants:
        found[item.grantee, item.grantable].add(item.privilege)
    for (grantee, grantable), privileges in sorted(found.items()):
        yield grantee, grantable, sorted(privileges, key=_rank)


def _rank(privilege: str) -> tuple[int, str]:
    return (_ORDER.index(privilege) if privilege in _ORDER else len(_ORDER), privilege)
