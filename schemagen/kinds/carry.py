"""How rows, and the values that sequences have reached, outlive an object that is made anew.

They are put aside in a table of their own before the object is dropped, and put back when it
stands again. All of that is one transaction, in which nobody else writes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Generic, NamedTuple, TypeAlias, TypeVar

from schemagen.catalog.object import CatalogObject
from schemagen.catalog.statement import Statement
from schemagen.frozen import frozen
from schemagen.kinds.effects import NO_LOCK, ROW_EXCLUSIVE, locking
from schemagen.kinds.support import statement
from schemagen.sqltext.quoting import QualifiedName, Raw, fit_name, sql

T = TypeVar("T", bound=CatalogObject)


class CarriedValue(NamedTuple):
    """What a column of a table has of its rows.

    Attributes:
        column: its name as it will be, as SQL.
        saved: the expression that is put aside, over the present columns.
        brought: the expression that is put back, over what was put aside under `column`.
    """

    column: str
    saved: str
    brought: str


Saving: TypeAlias = Callable[[T, Sequence[CarriedValue]], Iterable[Statement]]
Bringing: TypeAlias = Callable[[T, T, Sequence[CarriedValue]], Iterable[Statement]]


@frozen(kw_only=True, slots=False)
class Carry(Generic[T]):
    """How a kind carries over what is in an object.

    Attributes:
        save: puts aside, given the object as it is.
        bring: puts back, given the object as it was and as it is now, and removes what was put
            aside.
    """

    save: Saving[T]
    bring: Bringing[T]


def kept_name(item: CatalogObject) -> QualifiedName:
    """Return the table in which something of an object is put aside."""
    parts = [part for part in (item.id.table, item.id.name) if part]
    return QualifiedName(item.id.schema, fit_name(*parts, suffix="kept"))


def save_reached(item: CatalogObject, sequence: str) -> Statement:
    """Put aside what a sequence has reached; `sequence` is an expression that gives its name."""
    reached = "SELECT pg_catalog.pg_sequence_last_value({}::regclass) AS last_value"
    text = Raw(sql(reached, Raw(sequence)))
    effect = locking(item, ROW_EXCLUSIVE)
    return statement(item, "CREATE TABLE {} AS {}", kept_name(item), text, effect=effect)


def bring_reached(item: CatalogObject, sequence: str) -> Iterable[Statement]:
    """Let a sequence go on where it was, if it was used at all."""
    yield statement(
        item,
        "SELECT pg_catalog.setval({}::regclass, last_value) FROM {} WHERE last_value IS NOT NULL",
        Raw(sequence),
        kept_name(item),
        effect=NO_LOCK,
    )
    yield forget(item)


def forget(item: CatalogObject) -> Statement:
    """Remove what was put aside."""
    return statement(item, "DROP TABLE {}", kept_name(item), effect=NO_LOCK)
