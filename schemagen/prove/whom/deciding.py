"""Whether a change may be one of access, told by the catalogs alone, in no time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from schemagen.catalog.catalog import Catalog
from schemagen.catalog.change import Alter, Change, subject
from schemagen.kinds.column import Column
from schemagen.kinds.function import Function
from schemagen.kinds.materialized_view import MaterializedView
from schemagen.kinds.policy import Policy
from schemagen.kinds.role import Role
from schemagen.kinds.table import Table
from schemagen.kinds.view import View
from schemagen.sqltext.tokens import tokenize

_FIELDS: Final = frozenset(
    ["owner", "grants", "revoked", "row_security", "force_row_security", "partition_of"]
)
_ALWAYS: Final = (Policy, Role, View)
_WHOLE: Final = (Table, MaterializedView)
_SAID: Final = frozenset(["comment"])


def decides_access(changes: Iterable[Change], current: Catalog, desired: Catalog) -> bool:
    """Tell whether anything that access may depend on is among the changes of a schema.

    A schema without a table had no rows that somebody could get at.
    """
    if not any(not item.external for item in current.of(Table)):
        return False
    called: frozenset[str] | None = None
    for change in changes:
        item = subject(change)
        fields = {each.field for each in change.fields} if isinstance(change, Alter) else None
        if fields is None and isinstance(item, _ALWAYS + _WHOLE):
            return True
        if fields is not None and (
            fields & _FIELDS or (isinstance(item, _ALWAYS) and fields - _SAID)
        ):
            return True
        if isinstance(item, Function) and (fields is None or fields - _SAID):
            called = called if called is not None else called_by_rules(current, desired)
            if item.name in called:
                return True
    return False


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
    words = {token.name for text in texts for token in tokenize(text) if token.is_name}
    return bool(gone & words)


def called_by_rules(*catalogs: Catalog) -> frozenset[str]:
    """Return the names of functions that policies and views call, be it by other functions."""
    bodies: dict[str, list[str]] = {}
    for catalog in catalogs:
        for item in catalog.of(Function):
            bodies.setdefault(item.name, []).append(item.body)
    found: set[str] = set()
    waiting = [text for catalog in catalogs for text in _texts(catalog)]
    while waiting:
        words = {token.name for token in tokenize(waiting.pop()) if token.is_name}
        new = (words & bodies.keys()) - found
        found |= new
        waiting += [body for name in sorted(new) for body in bodies[name]]
    return frozenset(found)


def _texts(catalog: Catalog) -> Iterator[str]:
    for policy in catalog.of(Policy):
        yield from (text for text in (policy.using, policy.with_check) if text)
    yield from (view.query for view in catalog.of(View))
