"""What transactions begin with because of what there is in the database."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

from schemagen import kinds
from schemagen.catalog.catalog import Catalog
from schemagen.catalog.statement import Statement, Transaction


def opened(statements: Iterable[Statement], *catalogs: Catalog) -> tuple[Statement, ...]:
    """Return the statements of a way with what each transaction of several begins with.

    `catalogs` are both ends of the way.
    """
    listed = tuple(statements)
    first = [
        kind.opening
        for kind in kinds.ALL
        if kind.opening and any(any(catalog.of(kind.model)) for catalog in catalogs)
    ]
    if not first:
        return listed
    found: list[Statement] = []
    for is_shared, group in groupby(listed, key=_is_shared):
        together = list(group)
        found += [*first, *together] if is_shared and len(together) > 1 else together
    return tuple(found)


def _is_shared(statement: Statement) -> bool:
    return statement.transaction is Transaction.SHARED
