"""Whether a change may be one of access, told by the catalogs alone, in no time."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Final

from schemagen.catalog.catalog import Catalog
from schemagen.catalog.change import Alter, Change, subject
from schemagen.catalog.object import ObjectId
from schemagen.declare.facts import Project
from schemagen.kinds.column import Column
from schemagen.kinds.function import Function
from schemagen.kinds.materialized_view import MaterializedView
from schemagen.kinds.policy import Policy
from schemagen.kinds.role import Role
from schemagen.kinds.table import Table
from schemagen.kinds.view import View

_ASKING: Final = frozenset(
    ["current_role", "current_setting", "current_user", "pg_has_role", "session_user", "user"]
)
_CALL: Final = re.compile(r'"?(\w+)"?\s*\.\s*"?(\w+)"?\s*\(')
_WORD: Final = re.compile(r"\w+")
_FIELDS: Final = frozenset(
    ["owner", "grants", "revoked", "row_security", "force_row_security", "partition_of"]
)
_ALWAYS: Final = (Policy, Role, View)
_WHOLE: Final = (Table, MaterializedView)
_SAID: Final = frozenset(["comment"])


def may_decide_access(changes: Iterable[Change]) -> bool:
    """Tell whether changes may be ones of access, before anybody looks at the whole catalogs."""
    return any(
        _decides(change) or (isinstance(subject(change), Function) and _says_more(change))
        for change in changes
    )


def decides_access(changes: Iterable[Change], current: Catalog, desired: Catalog) -> bool:
    """Tell whether anything that access may depend on is among the changes of a schema.

    A schema without a table had no rows that somebody could get at, and where nobody is given
    anything, nothing changes for anybody.
    """
    if not _has_tables(current):
        return False
    if not any(item.grants or isinstance(item, Policy) for item in (*current, *desired)):
        return False
    functions = set()
    for change in changes:
        if _decides(change):
            return True
        item = subject(change)
        if isinstance(item, Function) and _says_more(change):
            functions.add(item.name)
    return bool(functions and functions & called_by_rules(current, desired))


def comes_with_access(current: Catalog, desired: Catalog) -> bool:
    """Tell whether a schema gets its first tables, and somebody something: nobody's access grows or
    shrinks by that, but who reviews a new project wants to know whose its rows will be."""
    comes = _has_tables(desired) and not _has_tables(current)
    return comes and any(item.grants for item in desired)


def _has_tables(catalog: Catalog) -> bool:
    return any(not item.external for item in catalog.of(Table))


def _decides(change: Change) -> bool:
    item = subject(change)
    if isinstance(item, _ALWAYS) and _says_more(change):
        return True
    if isinstance(change, Alter):
        return any(each.field in _FIELDS for each in change.fields)
    return isinstance(item, _WHOLE) or (isinstance(item, Column) and bool(item.grants))


def _says_more(change: Change) -> bool:
    """Tell whether more changes than a comment."""
    return not isinstance(change, Alter) or any(e.field not in _SAID for e in change.fields)


def opaque_tables(project: Project, *catalogs: Catalog) -> frozenset[ObjectId]:
    """Return the tables whose policies ask for what no claim says, or compare nobody knows what.

    They read settings or the role by themselves, or call functions in other languages than SQL or
    of somebody else. What was seen of them is true and may be not all.
    """
    actors = project.facts.actors.values()
    readers = {name.rpartition(".")[2] for actor in actors for name in actor.readers.values()}
    found = set()
    for catalog in catalogs:
        functions = [item for item in catalog.of(Function) if item.name not in readers]
        bodies = {item.name: item.body for item in functions}
        opaque = {item.name for item in functions if item.language != "sql"}
        known = readers | bodies.keys()
        for policy in catalog.of(Policy):
            texts = [text for text in (policy.using, policy.with_check) if text]
            called = _called(texts, bodies)
            texts += [bodies[name] for name in called]
            if opaque & called or any(_is_opaque(text, known) for text in texts):
                found.add(ObjectId("table", policy.id.schema, policy.id.table))
    return frozenset(found)


def _is_opaque(text: str, known: Collection[str]) -> bool:
    foreign = {name for schema, name in _CALL.findall(text) if schema != "pg_catalog"}
    return bool(_ASKING & {*_WORD.findall(text.lower())} or foreign - {*known})


def loses_ground(current: Catalog, desired: Catalog) -> bool:
    """Tell whether a table or a column goes that rules speak of, so that only it has the rows."""
    gone = {
        item.id.name
        for item in current
        if isinstance(item, Table | Column) and item.id not in desired and not item.external
    }
    called = called_by_rules(current)
    texts = [
        *_texts(current),
        *(item.body for item in current.of(Function) if item.name in called),
    ]
    words = {word for text in texts for word in _WORD.findall(text)}
    return bool(gone & words)


def called_by_rules(*catalogs: Catalog) -> frozenset[str]:
    """Return the names of functions that policies and views call, be it by other functions."""
    bodies: dict[str, str] = {}
    for catalog in catalogs:
        for item in catalog.of(Function):
            bodies[item.name] = f"{bodies.get(item.name, '')} {item.body}"
    return _called([text for catalog in catalogs for text in _texts(catalog)], bodies)


def _called(texts: Iterable[str], bodies: Mapping[str, str]) -> frozenset[str]:
    found: set[str] = set()
    waiting = list(texts)
    while waiting:
        words = {*_WORD.findall(waiting.pop())}
        new = (words & bodies.keys()) - found
        found |= new
        waiting += [bodies[name] for name in sorted(new)]
    return frozenset(found)


def _texts(catalog: Catalog) -> Iterator[str]:
    for policy in catalog.of(Policy):
        yield from (text for text in (policy.using, policy.with_check) if text)
    yield from (view.query for view in catalog.of(View))
