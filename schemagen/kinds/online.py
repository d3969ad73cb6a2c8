"""Changes of large tables that keep nobody waiting, as recipes of several statements.

A kind that has no recipe, or none for this very change, is changed in the plain way.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import field, replace
from functools import cached_property
from typing import Any, Generic, TypeAlias, TypeVar

from schemagen.catalog.catalog import Catalog
from schemagen.catalog.object import CatalogObject, ObjectId
from schemagen.catalog.statement import Effect, Statement, Transaction
from schemagen.frozen import frozen

T = TypeVar("T", bound=CatalogObject)


@frozen(slots=False)
class Recipe:
    """The statements of a change.

    Attributes:
        now: what takes an instant, and is done where the plain statement would be.
        later: what works, when everything else of the plan stands.
        reads: what stays until then, if it goes.
        fills: whether rows have their values only then, so that what else is made of these waits.
    """

    now: tuple[Statement, ...] = ()
    later: tuple[Statement, ...] = ()
    reads: tuple[ObjectId, ...] = ()
    fills: bool = False


@frozen
class Rows:
    """How an UPDATE may go over the rows of a relation.

    Attributes:
        key: the columns of a key that has an index, and stays as it is; none if there is none.
        fires: whether it has triggers or rules that notice.
        hides: whether a policy may hide rows from the owner.
    """

    key: tuple[str, ...] = ()
    fires: bool = False
    hides: bool = False

    @property
    def quiet_key(self) -> tuple[str, ...]:
        """The key, if nothing but the rows notices; else nothing."""
        return () if self.fires or self.hides else self.key


@frozen(slots=False)
class OnlineContext:
    """What a recipe may look at.

    Attributes:
        catalog: everything as it will be.
        wholes: what is a partition of what.
        rows: how an UPDATE may go over the rows of a relation, by its schema and name.
        unlisted: the schemas and names of relations with parts that no catalog lists.
    """

    catalog: Catalog
    wholes: Mapping[ObjectId, ObjectId] = field(default_factory=dict)
    rows: Callable[[str, str], Rows] = lambda _, __: Rows()
    unlisted: frozenset[tuple[str, str]] = frozenset()

    @cached_property
    def _parents(self) -> frozenset[tuple[str, str]]:
        return frozenset((key.schema, key.name) for key in self.wholes.values())

    def has_partitions(self, schema: str, relation: str) -> bool:
        """Tell whether a relation has partitions."""
        return (schema, relation) in self._parents | self.unlisted

    def partitions_of(self, schema: str, relation: str) -> tuple[ObjectId, ...]:
        """Return the partitions right below a relation, sorted."""
        here = (schema, relation)
        return tuple(
            sorted(k for k, over in self.wholes.items() if (over.schema, over.name) == here)
        )

    def followers_of(self, key: ObjectId) -> tuple[CatalogObject, ...]:
        """Return what the partitions have for an object of their parent, sorted."""
        return tuple(item for item in self.catalog if item.follows == key)


@frozen(kw_only=True, slots=False)
class Beside:
    """How a member becomes another that is made beside it; what stands on it is not of this.

    Attributes:
        item: the other, as it is made first.
        fill: makes it, and fills it while others go on to write.
        prove: looks at what was filled, when everything else stands on the other as well.
        let_go: the beginning of the transaction in which the other takes the place of the member.
        take_place: what of that comes when nothing stands on the member any more.
    """

    item: CatalogObject
    fill: tuple[Statement, ...]
    prove: tuple[Statement, ...]
    let_go: tuple[Statement, ...]
    take_place: tuple[Statement, ...]


Making: TypeAlias = Callable[[T, OnlineContext], Recipe | None]
Changing: TypeAlias = Callable[[T, T, OnlineContext], Recipe | None]

Replacing: TypeAlias = Callable[[T, T, tuple[str, ...]], Beside | None]


@frozen(kw_only=True, slots=False)
class Elsewhere(Generic[T]):
    """How a relation becomes another that is made beside it, in a schema of its own.

    What belongs to relations is made by its own kind. `current` is the relation as it is, `other`
    the one that is made, `desired` that one in its place.

    Attributes:
        fields: the only fields that may change so.
        refuses: why it cannot be, given the relation as it is and as it shall be; empty if it can.
        begin: makes the schema, given `current` and `other`.
        aside: a relation as it stands until it has its rows.
        follow: has what is written meanwhile written there, too, given `current`, `other`, the
            columns that hold values and a key of `other`.
        copy: copies all rows, and sees that none is missing, given a key of `current`.
        abandon: removes all that of `other`, as text, when rows refuse it.
        let_go: begins the transaction in which the two change places.
        take_place: puts `other` where `desired` is to be, when `current` is gone.
        guard: gives `desired` what `aside` took away and rows need not wait for.
    """

    fields: frozenset[str]
    refuses: Callable[[T, T], str]
    begin: Callable[[T, T], Iterable[Statement]]
    aside: Callable[[T], T]
    follow: Callable[[T, T, Sequence[str], Sequence[str]], Iterable[Statement]]
    copy: Callable[[T, T, Sequence[str], Sequence[str]], Iterable[Statement]]
    abandon: Callable[[T, T], Iterable[str]]
    let_go: Callable[[T], Iterable[Statement]]
    take_place: Callable[[T, T], Iterable[Statement]]
    guard: Callable[[T, T], Iterable[Statement]]


@frozen(kw_only=True, slots=False)
class Online(Generic[T]):
    """The recipes of a kind; each may return None, for what it has no recipe for.

    Attributes:
        create: for an object on a large relation.
        drop: for one whose relation stays.
        replace: for one (first) that is made anew as another (second), so that one of the two is
            there at any time. For a constraint that tells rows apart: its index is built, the
            present one goes, and the new one takes the index over.
        alters: for fields that change in place.
        beside: for an object (first) that changes to what another one is (second), which is made
            beside it; given besides is the key by which rows are gone over.
        beside_fields: the only fields that change then.
        elsewhere: for a relation that is made anew.
        always: whether `create` and `alters` are for an object even where its relation is small.
    """

    create: Making[T] | None = None
    drop: Making[T] | None = None
    replace: Changing[T] | None = None
    alters: Mapping[str, Changing[T]] = field(default_factory=dict)
    beside: Replacing[T] | None = None
    beside_fields: frozenset[str] = frozenset()
    always: Callable[[T], bool] = lambda _: False
    elsewhere: Elsewhere[T] | None = None


def in_own_transaction(statement: Statement) -> Statement:
    """Let a statement that works for long hold no locks but its own."""
    effect = statement.effect or Effect()
    return replace(statement, effect=replace(effect, transaction=Transaction.OWN))


def split(quick: Iterable[Statement], working: Iterable[Statement]) -> Recipe:
    """Return a recipe whose working statements have transactions of their own."""
    return Recipe(tuple(quick), tuple(map(in_own_transaction, working)))


AnyOnline: TypeAlias = Online[Any]
