"""How a column of a large table gets a type that looks otherwise on disk, and keeps nobody waiting.

A column of the new type is filled beside it, and takes its place in a moment. A trigger, which
fires after all others, gives it what is written meanwhile.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final

from schemagen.catalog.catalog import Catalog
from schemagen.catalog.hazard import Hazard, correctness
from schemagen.catalog.statement import Statement, Transaction
from schemagen.kinds.carry import bring_reached, save_reached
from schemagen.kinds.column import ddl
from schemagen.kinds.column.alters import ALTERS, cast_text, rename
from schemagen.kinds.column.conversion import convert, is_same_for_all
from schemagen.kinds.column.filling import fill, prove_not_null, set_not_null
from schemagen.kinds.column.model import Column
from schemagen.kinds.effects import (
    ACCESS_EXCLUSIVE,
    NO_LOCK,
    SHARE_ROW_EXCLUSIVE,
    SHARE_UPDATE_EXCLUSIVE,
    locking,
)
from schemagen.kinds.kind import CreateContext
from schemagen.kinds.online import Beside
from schemagen.kinds.support import relation_of, statement
from schemagen.sqltext.quoting import Name, QualifiedName, Raw, dollar_quote, fit_name, sql

_NOTHING: Final = CreateContext(Catalog())


def other_type(current: Column, desired: Column, key: tuple[str, ...]) -> Beside | None:
    """Return how a column gets a type that holds more, where each value stays what it is."""
    found = convert(current.type, desired.type)
    plain = desired.generated is None and not desired.is_foreign and not desired.not_null_no_inherit
    holds_more = not (found.in_place or found.truncates or found.may_fail)
    alike = is_same_for_all(current.type, desired.type) and not desired.using
    if not (plain and holds_more and alike and _counts_on(current, desired)):
        return None
    other = _other(desired)
    return Beside(
        item=other,
        fill=(
            *ddl.create(other, _NOTHING),
            *ddl.finish(other),
            *_follow(current, other),
            _copy(current, other, key),
        ),
        prove=(*(prove_not_null(other) if desired.not_null else ()), _analyze(other)),
        let_go=tuple(_let_go(current)),
        take_place=tuple(_take_place(current, other, desired)),
    )


def _counts_on(current: Column, desired: Column) -> bool:
    """Tell whether an identity goes on as it was, with room for more numbers."""
    before, after = current.identity, desired.identity
    if before is None or after is None:
        return before is after
    fewer = after.maximum is not None and after.maximum < (before.maximum or after.maximum + 1)
    return replace(before, maximum=after.maximum) == after and not fewer


def _other(desired: Column) -> Column:
    name = fit_name(desired.id.name, suffix="new")
    return replace(
        desired,
        id=desired.id._replace(name=name),
        not_null=False,
        not_null_name=None,
        default=None,
        identity=None,
        sequence_name=None,
        comment=None,
        grants=(),
        revoked=(),
    )


def _value(current: Column, other: Column, row: str = "") -> str:
    cast = cast_text(current, replace(other, id=current.id))
    return sql("{}.{}", Raw(row), Raw(cast)) if row else cast


def _follower(item: Column) -> QualifiedName:
    name = fit_name(item.id.table, item.id.name, suffix="follow")
    return QualifiedName(item.id.schema, name)


def _trigger(item: Column) -> Name:
    # Triggers fire in the order of their names, and a tilde comes behind all letters.
    return Name(fit_name("~", item.id.table, item.id.name, suffix="follow"))


def _follow(current: Column, other: Column) -> Iterator[Statement]:
    """Let the other column have what is written from now on, by replication as well."""
    table, name, function = relation_of(current.id), _trigger(current), _follower(current)
    body = sql(_BODY, Name(other.id.name), Raw(_value(current, other, "NEW")))
    made = sql("CREATE FUNCTION {}() RETURNS trigger LANGUAGE plpgsql AS", function)
    yield statement(current, "{} {}", Raw(made), Raw(dollar_quote(body)), effect=NO_LOCK)
    effect = locking(current, SHARE_ROW_EXCLUSIVE)
    text = "CREATE TRIGGER {} BEFORE INSERT OR UPDATE ON {} FOR EACH ROW EXECUTE FUNCTION {}()"
    yield statement(current, text, name, table, function, effect=effect)
    always = "ALTER TABLE {} ENABLE ALWAYS TRIGGER {}"
    yield statement(current, always, table, name, effect=effect)


_BODY: Final = """
BEGIN
    NEW.{} := {};
    RETURN NEW;
END
"""


def _copy(current: Column, other: Column, key: tuple[str, ...]) -> Statement:
    value = _value(current, other)
    lacking = sql("({} IS DISTINCT FROM {})", Name(other.id.name), Raw(value))
    return fill(other, value, lacking, key)


def _analyze(other: Column) -> Statement:
    """Let the planner know the values before anybody asks for them."""
    effect = locking(other, SHARE_UPDATE_EXCLUSIVE, transaction=Transaction.OWN)
    name = Name(other.id.name)
    return statement(other, "ANALYZE {} ({})", relation_of(other.id), name, effect=effect)


def _let_go(current: Column) -> Iterable[Statement]:
    text, effect = "DROP TRIGGER {} ON {}", locking(current, ACCESS_EXCLUSIVE)
    yield statement(current, text, _trigger(current), relation_of(current.id), effect=effect)
    yield statement(current, "DROP FUNCTION {}()", _follower(current), effect=NO_LOCK)
    if current.identity is not None:
        yield save_reached(current, ddl.sequence_of(current))


def _take_place(current: Column, other: Column, desired: Column) -> Iterator[Statement]:
    yield from ddl.drop(current)
    for each in rename(other, desired):
        effect = each.effect or NO_LOCK
        yield replace(each, effect=replace(effect, risks=(_behind_others(desired),)))
    bare = replace(other, id=desired.id)
    if desired.not_null:
        yield from set_not_null(bare, desired, check_of=other)
    if desired.default is not None:
        yield from ALTERS["default"](bare, desired) or ()
    if desired.identity is not None:
        bare = replace(bare, not_null=desired.not_null)
        yield from ALTERS["identity"](bare, desired) or ()
        yield from bring_reached(desired, ddl.sequence_of(desired))


def _behind_others(item: Column) -> Hazard:
    message = (
        f"{item.id.name} moves behind the other columns of {item.id.schema}.{item.id.table}:"
        " INSERT and COPY without a list of columns mean others then"
    )
    return correctness(message)
