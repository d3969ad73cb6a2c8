"""Privileges, as statements: one for each grantee and object, in PostgreSQL's order."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache
from typing import Final, NamedTuple

from schemagen.catalog.hazard import authz
from schemagen.catalog.object import Grant, ObjectId
from schemagen.catalog.statement import Effect, Statement, Topic
from schemagen.sqltext.quoting import Name, Raw, quote_names, sql

_HEADING = "grants"

RELATION_PRIVILEGES: Final = tuple(
    "SELECT INSERT UPDATE DELETE TRUNCATE REFERENCES TRIGGER MAINTAIN".split()
)
"""What can be granted on a table or a view, in the order in which PostgreSQL lists it ("GRANT")."""


class Privilege(NamedTuple):
    """A grant on `target`, `TABLE public.agents`; on one column of it where one is named."""

    target: str
    grant: Grant
    column: str | None
    id: ObjectId


def grant(privileges: Iterable[Privilege]) -> Iterable[Statement]:
    """Build GRANT statements; columns of one relation go together."""
    for (target, grantee, grantable), listed in _grouped(privileges):
        option, what = Raw(" WITH GRANT OPTION" if grantable else ""), _what(listed)
        text = sql("GRANT {} ON {} TO {}{}", what, Raw(target), _role(grantee), option)
        effect = Effect(risks=(authz(f"{grantee} gets {what.text} on {target}"),))
        yield Statement(text, listed[0].id, Topic.ACCESS, _HEADING, effect)


def revoke(privileges: Iterable[Privilege]) -> Iterable[Statement]:
    """Build the REVOKE statements that undo `grant`."""
    for (target, grantee, _), listed in _grouped(privileges):
        text = sql("REVOKE {} ON {} FROM {}", _what(listed), Raw(target), _role(grantee))
        yield Statement(text, listed[0].id, Topic.ACCESS, _HEADING, Effect())


def _role(grantee: str) -> Raw | Name:
    return Raw(grantee) if grantee == "PUBLIC" else Name(grantee)


def _grouped(
    privileges: Iterable[Privilege],
) -> Iterable[tuple[tuple[str, str, bool], list[Privilege]]]:
    found: dict[tuple[str, str, bool], list[Privilege]] = defaultdict(list)
    for item in privileges:
        found[item.target, item.grant.grantee, item.grant.grantable].append(item)
    return found.items()


def _what(privileges: list[Privilege]) -> Raw:
    return _listed(tuple([(item.grant.privilege, item.column) for item in privileges]))


# Most tables grant the same.
@lru_cache(maxsize=65536)
def _listed(privileges: tuple[tuple[str, str | None], ...]) -> Raw:
    """Return `SELECT, UPDATE (name, config)`: columns in the order in which they are given."""
    columns: dict[str, list[str]] = defaultdict(list)
    for name, column in privileges:
        listed = columns[name]
        if column is not None:
            listed.append(column)
    texts = [
        sql("{} ({})", Raw(name), Raw(quote_names(columns[name]))) if columns[name] else name
        for name in sorted(columns, key=_rank)
    ]
    return Raw(", ".join(texts))


def _rank(privilege: str) -> tuple[int, str]:
    known = privilege in RELATION_PRIVILEGES
    return (RELATION_PRIVILEGES.index(privilege) if known else len(RELATION_PRIVILEGES), privilege)
