"""What an object of the catalog is: an id, and fields that say how each of them changes.

Objects are frozen values that refer to each other by `ObjectId`, never by pointer.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from enum import StrEnum
from functools import cache
from operator import attrgetter
from typing import Any, Final, NamedTuple, TypeAlias

from schemagen.catalog.since import SINCE, Since, of_grants
from schemagen.frozen import frozen


class ObjectId(NamedTuple):
    """The identity of an object. Sorting ids is the order of every output.

    `schema` is empty for what lives in no schema (a role). `table` names the relation, in the same
    schema, that a column, constraint, index, trigger or policy belongs to. A function's name
    includes its input types: `get_trust_tier(integer)`.
    """

    kind: str
    schema: str
    name: str
    table: str = ""

    def __str__(self) -> str:
        place = ".".join(part for part in (self.schema, self.table, self.name) if part)
        return f"{self.kind} {place}"


@frozen
class Alter:
    """The field is changed in place by a statement of its own.

    What is not `ordered` means the same in every order, although PostgreSQL keeps the one that it
    was given: it is kept, too, and not compared. What is `settled` stays as it is where nothing is
    desired: a name that PostgreSQL chose. So does what is `secret`, which is shown to nobody: no
    spec holds it. What is only `told` by declarations is compared between these: a database may
    say None of it.
    """

    ordered: bool = True
    secret: bool = False
    settled: bool = False
    told: bool = False


@frozen
class Detach:
    """Changed in place, but what depends on the object is dropped before and rebuilt after."""


@frozen
class Recreate:
    """PostgreSQL has no statement for it: the object is dropped and created again."""


@frozen
class Ignore:
    """Not compared, for the reason given."""

    reason: str


@frozen
class Hint(Ignore):
    """Not in a database at all: a spec says it, and it tells how to get there.

    What is `lasting` is true of the object on every way to it and back.
    """

    lasting: bool = False


OnChange: TypeAlias = Alter | Detach | Recreate | Ignore

ALTER: Final = Alter()
UNORDERED: Final = Alter(ordered=False)
SECRET: Final = Alter(ordered=False, secret=True)
SETTLED: Final = Alter(settled=True)
DETACH: Final = Detach()
RECREATE: Final = Recreate()
TOLD: Final = Alter(told=True)

_KEY: Final = "on_change"
_REFERS: Final = "refers"


class Refers(StrEnum):
    """What the text of a field names, so that a rename can be followed through it."""

    OWN_COLUMNS = "own columns"
    REFERENCED_COLUMNS = "columns of the object in `references`"
    SQL = "SQL over the columns of the relation"
    NOTHING = "text that PostgreSQL keeps as it is, whatever it names"


def on_change(
    rule: OnChange,
    default: Any = dataclasses.MISSING,
    *,
    refers: Refers | None = None,
    since: Since | None = None,
) -> Any:
    """Declare a field of a catalog object with the rule for its change."""
    metadata = {_KEY: rule, _REFERS: refers, SINCE: since}
    return dataclasses.field(default=default, metadata=metadata)


def naming_columns(default: Any = dataclasses.MISSING, *, sql: bool = False) -> Any:
    """Declare a field of a value inside an object whose text names columns of the relation."""
    refers = Refers.SQL if sql else Refers.OWN_COLUMNS
    return dataclasses.field(default=default, metadata={_REFERS: refers})


def refers_to(item: dataclasses.Field[Any]) -> Refers | None:
    """Return what the text of a field names; options and settings name nothing."""
    rule = item.metadata.get(_KEY)
    if isinstance(rule, Alter) and not rule.ordered:
        return Refers.NOTHING
    return item.metadata.get(_REFERS)


class Grant(NamedTuple):
    """One privilege on an object. `grantee` is a role, or `PUBLIC`."""

    grantee: str
    privilege: str
    grantable: bool = False


@frozen(kw_only=True)
class CatalogObject:
    """Base of all object models; holds what is common to every kind."""

    id: ObjectId = on_change(Ignore("the identity itself"))
    comment: str | None = on_change(ALTER, None, refers=Refers.NOTHING)
    owner: str | None = on_change(ALTER, None)
    grants: tuple[Grant, ...] = on_change(ALTER, (), since=of_grants)
    # Privileges that everybody, or the owner, has by default and that were taken away.
    revoked: tuple[Grant, ...] = on_change(ALTER, ())
    # Grantees, where they are listed in another order than that of their names.
    grant_order: tuple[str, ...] = on_change(Ignore("it changes nothing but dumps"), ())
    was: str | None = on_change(Hint("tells the diff of a rename"), None, refers=Refers.NOTHING)
    # Besides its schema and the relation that it belongs to, which every object needs.
    depends_on: tuple[ObjectId, ...] = on_change(Ignore("follows from the other fields"), ())
    external: bool = on_change(
        Hint("exists before and after: never created, never dropped", lasting=True), False
    )
    # The object of a parent table that PostgreSQL made this one for, and keeps it like.
    follows: ObjectId | None = on_change(Ignore("follows from what the relation belongs to"), None)
    local: bool = on_change(Ignore("PostgreSQL has no statement for it"), False)

    @property
    def brought(self) -> bool:
        """Whether the object comes and goes with what it follows, not by statements of its own.

        A column that a child table declares too is `local`: it is inherited, and its own.
        """
        return self.follows is not None and not self.local


def model_of(item: CatalogObject) -> Any:
    """Return the model of an object, as a key for caches.

    Loosely typed: mypy takes no class whose instances have their own hash for hashable itself.
    """
    return type(item)


@cache
def change_rules(model: Any) -> dict[str, OnChange]:
    """Return the rule of every field of a model, in field order.

    Raises:
        TypeError: a field has no rule; the contract test over the kinds keeps this from happening.
    """
    rules: dict[str, OnChange] = {}
    for item in dataclasses.fields(model):
        if _KEY not in item.metadata:
            raise TypeError(f"{model.__name__}.{item.name} does not say how it changes")
        rules[item.name] = item.metadata[_KEY]
    return rules


def with_hints(item: CatalogObject, declared: CatalogObject | None) -> CatalogObject:
    """Return an object as it was read from a database with what its declaration alone says."""
    if declared is None:
        return item
    rules = change_rules(model_of(item))
    hints = {
        name: hint
        for name, rule in rules.items()
        if _is_told(rule) and (hint := getattr(declared, name)) != getattr(item, name)
    }
    return dataclasses.replace(item, **hints) if hints else item


def _is_told(rule: OnChange) -> bool:
    """Tell whether a declaration decides, and not what a database makes of it."""
    return isinstance(rule, Hint) or (isinstance(rule, Alter) and (rule.settled or rule.told))


def without_hints(item: CatalogObject) -> CatalogObject:
    """Return an object as a database has it, without what was told of the way to it."""
    hints: dict[str, Any] = {
        name: default for name, default in _told(model_of(item)) if getattr(item, name) != default
    }
    return dataclasses.replace(item, **hints) if hints else item


@cache
def _told(model: Any) -> tuple[tuple[str, Any], ...]:
    """Return the fields of hints that do not last, with their defaults."""
    rules = change_rules(model)
    return tuple(
        (each.name, each.default)
        for each in dataclasses.fields(model)
        if isinstance(rule := rules[each.name], Hint) and not rule.lasting
    )


@cache
def literal_fields(model: Any) -> frozenset[str]:
    """Return the names of the fields whose text PostgreSQL keeps as it was given."""
    return frozenset(
        item.name for item in dataclasses.fields(model) if refers_to(item) is Refers.NOTHING
    )


@cache
def unordered_fields(model: Any) -> frozenset[str]:
    """Return the names of the fields whose values mean the same in every order."""
    rules = change_rules(model)
    return frozenset(n for n, rule in rules.items() if isinstance(rule, Alter) and not rule.ordered)


@cache
def secret_fields(model: Any) -> frozenset[str]:
    """Return the names of the fields whose values are for nobody's eyes."""
    rules = change_rules(model)
    return frozenset(n for n, rule in rules.items() if isinstance(rule, Alter) and rule.secret)


@cache
def settled_fields(model: Any) -> frozenset[str]:
    """Return the names of the fields that stay as they are where nothing is desired."""
    rules = change_rules(model).items()
    return frozenset(n for n, rule in rules if isinstance(rule, Alter) and rule.settled)


@cache
def told_fields(model: Any) -> frozenset[str]:
    """Return the names of the fields that only declarations tell."""
    rules = change_rules(model).items()
    return frozenset(n for n, rule in rules if isinstance(rule, Alter) and rule.told)


def blotted(item: CatalogObject) -> CatalogObject:
    """Return an object that may be shown: it says that it has secrets, and none of them.

    Of pairs the names stay, so that who has to make the object anew sees what is missing.
    """
    shown: dict[str, Any] = {}
    for name in secret_fields(model_of(item)):
        value = getattr(item, name)
        shown[name] = tuple((key, BLOT) for key, _ in value) if isinstance(value, tuple) else None
    return dataclasses.replace(item, **shown) if shown else item


BLOT: Final = "********"
"""What stands where a secret is not shown."""


@cache
def compared_fields(model: Any) -> tuple[str, ...]:
    """Return the names of the fields in which two objects of a model can differ."""
    return tuple(n for n, rule in change_rules(model).items() if not isinstance(rule, Ignore))


@cache
def compared_values(model: Any) -> Callable[[Any], tuple[Any, ...]]:
    """Return what reads the values of those fields, all at once."""
    return attrgetter(*compared_fields(model))
