"""How rows and values outlive that a migration takes away what they were in.

A relation is moved into an archive as a whole, and brought back with all that it has. Of what goes
by itself, a column or a sequence, the values are copied there. An archive needs nothing outside of
it, so that nothing that changes later stands in its way, and it in nobody's.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Generic, NamedTuple, TypeAlias, TypeVar

from schemagen.catalog.catalog import Catalog
from schemagen.catalog.object import CatalogObject
from schemagen.catalog.statement import Statement
from schemagen.frozen import frozen
from schemagen.kinds.effects import NO_LOCK
from schemagen.kinds.support import statement
from schemagen.sqltext.quoting import Literal, Name, Names, QualifiedName, Raw, join_sql, sql

T = TypeVar("T", bound=CatalogObject)


class KeyPart(NamedTuple):
    """A column of the key by which values are kept; `as_text` if its type may go away."""

    column: str
    as_text: bool = False


@frozen
class Shelf:
    """Where the values of an object are kept.

    Attributes:
        values: the table for values by key: its columns are `key_1`, …, and `value`.
        since: the table for values that rows get while the others are copied; the later ones have
            the larger `number`. What fills it, a trigger and its function, have its name.
        reached: the table for what a sequence has reached, in `last_value`.
        key: the columns that tell the rows of the relation from each other, none where values are
            kept without a key.
        watched: whether rows are copied while others write to them, and `since` is used.
    """

    values: QualifiedName
    since: QualifiedName
    reached: QualifiedName
    key: tuple[KeyPart, ...] = ()
    watched: bool = False

    def key_columns(self) -> str:
        """Return the key in a list of SELECT, under the names that it has on the shelf."""
        return join_sql(
            [
                sql("{} AS {}", Raw(_read(part, "present")), Name(_kept(number)))
                for number, part in enumerate(self.key, 1)
            ],
            ", ",
        )

    def kept_key(self) -> str:
        """Return the names that the key has on the shelf, as a list."""
        return sql("{}", Names(tuple(_kept(number) for number in range(1, len(self.key) + 1))))

    def same_row(self) -> str:
        """Return the condition that `present`, a row of the relation, is the row of `kept`."""
        return join_sql(
            [
                sql("{} = kept.{}", Raw(_read(part, "present")), Name(_kept(number)))
                for number, part in enumerate(self.key, 1)
            ],
            " AND ",
        )


def _kept(number: int) -> str:
    return f"key_{number}"


def _read(part: KeyPart, row: str) -> str:
    cast = Raw("::text" if part.as_text else "")
    return sql("{}.{}{}", Name(row), Name(part.column), cast)


@frozen(kw_only=True, slots=False)
class Keep(Generic[T]):
    """How a kind keeps the values of an object that goes, or that becomes one that holds less.

    An object is given as it is and as it will be, None if it goes for good.

    Attributes:
        loses: whether anything is lost, given also all that there will be.
        copy: copies the values of an object that goes for good, in transactions of its own, and
            has what is written meanwhile kept too: for large relations.
        save: copies the values, before anything else is done; what `copy` has begun is ended.
        note: notes what they became, when the object has changed in place.
        sift: forgets what was written anew since, before the way back does anything else.
        blank: the object as it is made before its values come back.
        bring: puts the values back, given the object as it is again.
        finish: does what can only be done when everything stands: a sequence goes on.
        by_key: whether the values are those of rows, so that a key is needed.
    """

    loses: Callable[[T, T | None, Catalog], bool]
    save: Callable[[T, T | None, Shelf], Iterable[Statement]]
    copy: Callable[[T, Shelf], Iterable[Statement]] | None = None
    note: Callable[[T, Shelf], Iterable[Statement]] = lambda _, __: ()
    sift: Callable[[T, Shelf], Iterable[Statement]] = lambda _, __: ()
    blank: Callable[[T], T] = lambda item: item
    bring: Callable[[T, Shelf], Iterable[Statement]] = lambda _, __: ()
    finish: Callable[[T, Shelf], Iterable[Statement]] = lambda _, __: ()
    by_key: bool = True


AnyKeep: TypeAlias = Keep[Any]


def keep_reached(item: CatalogObject, sequence: str, place: QualifiedName) -> Statement:
    """Keep what a sequence has reached; `sequence` is an expression that gives its name."""
    reached = "SELECT pg_catalog.pg_sequence_last_value({}::regclass) AS last_value"
    text = Raw(sql(reached, Raw(sequence)))
    return statement(item, "CREATE TABLE {} AS {}", place, text, effect=NO_LOCK)


def bring_reached(item: CatalogObject, sequence: str, place: QualifiedName) -> Iterable[Statement]:
    """Let a sequence go on where it was, if it was used at all."""
    text = "SELECT pg_catalog.setval({}::regclass, last_value) FROM {} WHERE last_value IS NOT NULL"
    yield statement(item, text, Raw(sequence), place, effect=NO_LOCK)
    yield forget(item, place)


def forget(item: CatalogObject, place: QualifiedName) -> Statement:
    """Remove a table of an archive."""
    return statement(item, "DROP TABLE {}", place, effect=NO_LOCK)


def named(item: CatalogObject) -> str:
    """Return the expression for the name of a sequence that is an object of its own."""
    name = QualifiedName(item.id.schema, item.id.name)
    return sql("{}", Literal(sql("{}", name)))
