"""Reading `grants:` of a spec: privileges on relations and their columns, by actor or role."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Annotated, Any

from pydantic import BaseModel

from schemagen.catalog.facets.grants import RELATION_PRIVILEGES
from schemagen.catalog.object import Grant
from schemagen.declare.base import ONE_TEXT_OR_MANY
from schemagen.declare.draft import ProjectDraft, TableDraft
from schemagen.declare.problems import Path
from schemagen.declare.suggest import did_you_mean
from schemagen.sqltext.tokens import unquote_name

_OPTION = r"(\s+with\s+grant\s+option)?\s*\Z"
_QUOTED = r'"(?:[^"]|"")*"'
_PRIVILEGE = re.compile(rf"\s*([a-z]+)\s*(?:\(((?:{_QUOTED}|[^)\"])*)\))?{_OPTION}", re.IGNORECASE)
_COLUMN = re.compile(rf"{_QUOTED}|[^\s,][^,]*")
_NONE = "none"


GrantsSpec = dict[str, Annotated[list[str], ONE_TEXT_OR_MANY]]
"""Actor or role to privileges: `{member: [select, "update (name)", insert with grant option]}`."""


def role_name(name: str, project: ProjectDraft) -> str:
    """Return the role of an actor, or the name itself for any other role."""
    actor = project.facts.actors.get(name)
    if actor:
        return actor.role
    return "PUBLIC" if name.lower() == "public" else name


def simple_grants(
    declared: GrantsSpec, privileges: tuple[str, ...], project: ProjectDraft, path: Path
) -> tuple[Grant, ...]:
    """Return the privileges on something without columns; unknown ones become problems."""
    found: set[Grant] = set()
    for name, listed in declared.items():
        for index, text in enumerate(listed):
            match = _PRIVILEGE.match(text)
            if match and match[2] is None and match[1].upper() in privileges:
                grantable = match[3] is not None
                found.add(Grant(role_name(name, project), match[1].upper(), grantable))
                continue
            if name.lower() == "public" and text == _NONE:
                continue
            project.problem(
                "unknown-privilege",
                f'"{text}" is not a privilege that can be had here',
                (*path, name, index),
                hint=did_you_mean(text, [word.lower() for word in privileges]),
            )
    return tuple(sorted(found))


def written_order(
    grants: Sequence[Grant], spec: BaseModel, path: Path, project: ProjectDraft
) -> tuple[str, ...]:
    """Return grantees as somebody wrote them, none where that is the order of their names.

    `path` is where the object stands in the spec, whose `grants` say it.
    """
    if len(grants) < 2:
        return ()
    written = getattr(_written_at(spec, path), "grants", None)
    if not isinstance(written, dict):
        return ()
    grantees = {grant.grantee for grant in grants}
    order = tuple(name for each in written if (name := role_name(each, project)) in grantees)
    return () if list(order) == sorted(order) else order


def _written_at(spec: BaseModel, path: Path) -> Any:
    place: Any = spec
    for part in path:
        if isinstance(place, BaseModel) and isinstance(part, str):
            place = getattr(place, part, None)
            continue
        try:
            place = place[part]
        except (KeyError, IndexError, TypeError):
            return None
    return place


def grants_by_role(grants: Iterable[Grant]) -> dict[str, list[str]]:
    """Return privileges as a spec lists them, by grantee: the inverse of `simple_grants`."""
    found: dict[str, list[str]] = {}
    for grant in grants:
        name = "public" if grant.grantee == "PUBLIC" else grant.grantee
        ending = " with grant option" if grant.grantable else ""
        found.setdefault(name, []).append(grant.privilege.lower() + ending)
    return found


def revoked_grants(declared: GrantsSpec, privilege: str) -> tuple[Grant, ...]:
    """Return what `public: none` takes away: the privilege that everybody has by default."""
    taken = any(name.lower() == "public" and _NONE in listed for name, listed in declared.items())
    return (Grant("PUBLIC", privilege),) if taken else ()


def table_grants(table: TableDraft) -> tuple[Grant, ...]:
    """Return the privileges on the table as a whole; problems are recorded."""
    return tuple(sorted({grant for columns, grant in _read(table) if not columns}))


def column_grants(table: TableDraft) -> dict[str, tuple[Grant, ...]]:
    """Return the privileges on single columns, by column."""
    found: dict[str, set[Grant]] = defaultdict(set)
    for columns, grant in _read(table):
        for column in columns:
            found[column].add(grant)
    return {column: tuple(sorted(grants)) for column, grants in found.items()}


def _read(table: TableDraft) -> Iterable[tuple[tuple[str, ...], Grant]]:
    for name, privileges in table.grants.items():
        role = role_name(name, table.project)
        for index, text in enumerate(privileges):
            columns, grant = _granted(role, text)
            if grant.privilege not in RELATION_PRIVILEGES:
                table.problem(
                    "unknown-privilege",
                    f'"{text}" is not a privilege on a table',
                    "grants",
                    name,
                    index,
                    hint=did_you_mean(text, [word.lower() for word in RELATION_PRIVILEGES]),
                )
                continue
            yield columns, grant


@lru_cache(maxsize=4096)
def _granted(role: str, text: str) -> tuple[tuple[str, ...], Grant]:
    """Read the columns of a privilege, and what is granted; of what is none, no privilege."""
    match = _PRIVILEGE.match(text)
    if match is None:
        return (), Grant(role, "")
    return _columns(match[2]), Grant(role, match[1].upper(), match[3] is not None)


def _columns(listed: str | None) -> tuple[str, ...]:
    """Return the columns behind a privilege: in quotes or not, a name is taken as it is written."""
    found = (match[0].strip() for match in _COLUMN.finditer(listed or ""))
    return tuple(unquote_name(name) if name.startswith('"') else name for name in found)


def check_granted_columns(written: GrantsSpec, table: TableDraft) -> None:
    """Record the unknown columns of the grants that a person wrote; rules check their own."""
    known = table.project.names.columns.get(table.id, {})
    for name, privileges in written.items():
        for index, text in enumerate(privileges):
            match = _PRIVILEGE.match(text)
            for column in _columns(match[2] if match else None):
                if known and column not in known:
                    table.problem(
                        "unknown-column",
                        f'column "{column}" not found in {table.schema}.{table.name}',
                        "grants",
                        name,
                        index,
                        hint=did_you_mean(column, known),
                        offset=max(text.find(column), 0),
                    )
