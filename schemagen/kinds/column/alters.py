"""The statements that change a column in place, and how it lets go of what is being replaced."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Final

from schemagen.catalog.lock import Work
from schemagen.catalog.object import ObjectId
from schemagen.catalog.statement import Effect, Statement
from schemagen.kinds.bounds import Bounds, bounds_of, move_into
from schemagen.kinds.column.conversion import has_cast, is_text
from schemagen.kinds.column.ddl import identity_text, sequence_of, usual_name
from schemagen.kinds.column.effects import converting
from schemagen.kinds.column.model import Column, Identity
from schemagen.kinds.column.not_null import inherit_not_null, looking_for_nulls, rename_not_null
from schemagen.kinds.column.numbering import (
    continue_default,
    continue_identity,
    freed_for_default,
    freed_for_identity,
    sequence_is_renamed,
)
from schemagen.kinds.effects import ACCESS_EXCLUSIVE, SHARE_UPDATE_EXCLUSIVE, locking
from schemagen.kinds.kind import Alteration, Release
from schemagen.kinds.options import alter_options
from schemagen.kinds.support import relation_of, statement
from schemagen.sqltext.generic_options import options_change
from schemagen.sqltext.quoting import Literal, Name, Raw, join_sql, quote_qualified, sql

_TYPE_KINDS = frozenset({"composite_type", "domain", "enum", "range_type"})
# Nobody has made casts for these, but PostgreSQL reads and writes them as text.
_ONLY_TEXT = frozenset({"composite_type", "enum", "range_type"})


def _alter_column(item: Column, action: str, effect: Effect | None = None) -> Statement:
    return statement(
        item,
        "ALTER TABLE {} ALTER COLUMN {} {}",
        relation_of(item.id),
        Name(item.id.name),
        Raw(action),
        effect=effect or locking(item, ACCESS_EXCLUSIVE),
    )


def _set_type(current: Column, desired: Column) -> Iterable[Statement]:
    """Change type and collation. A default is put off meanwhile: it may not convert by itself.

    Values of a generated column are generated again, and those of a foreign one are elsewhere.
    """
    yield from _drop_expression(current, desired)
    collation = sql(" COLLATE {}", Raw(desired.collation)) if desired.collation else ""
    using = desired.using if desired.using and current.type != desired.type else None
    put_off = current.default is not None and current.type != desired.type
    if put_off:
        yield _alter_column(desired, "DROP DEFAULT")
    text = sql("TYPE {}{}", Raw(desired.type), Raw(collation))
    if not desired.is_foreign and desired.generated is None:
        text += sql(" USING {}", Raw(using or cast_text(current, desired)))
    yield _alter_column(desired, text, converting(current, desired))
    if put_off and desired.default is not None:
        yield _alter_column(desired, sql("SET DEFAULT {}", Raw(desired.default)))


def cast_text(current: Column, desired: Column) -> str:
    """Return the cast to the new type, over text where PostgreSQL knows of no direct one."""
    name, over = Name(desired.id.name), "" if _casts_directly(current, desired) else "::text"
    return sql("{}{}::{}", name, Raw(over), Raw(desired.type))


def _casts_directly(current: Column, desired: Column) -> bool:
    own = [
        {key for key in each.depends_on if key.kind in _ONLY_TEXT} for each in (current, desired)
    ]
    if own[0] == own[1]:
        return has_cast(current.type, desired.type)
    plain = [each.type for each, types in zip((current, desired), own, strict=True) if not types]
    return bool(plain) and is_text(plain[0])


def _set_generated(current: Column, desired: Column) -> Iterable[Statement] | None:
    """Keep the values of a stored column that is generated no longer; else it is made anew."""
    if desired.generated is None and current.generated_storage == "stored":
        return _drop_expression(current, desired)
    return None


def _drop_expression(current: Column, desired: Column) -> Iterable[Statement]:
    """Let a column be an ordinary one before it gets what only such a one can have."""
    if current.generated is not None and desired.generated is None:
        yield _alter_column(desired, "DROP EXPRESSION")


def _set_default(current: Column, desired: Column) -> Iterable[Statement]:
    yield from _drop_expression(current, desired)
    yield from _drop_identity(current, desired)
    if desired.default is not None:
        yield _alter_column(desired, sql("SET DEFAULT {}", Raw(desired.default)))
        if freed_for_default(current, desired):
            yield from continue_default(desired)
    elif not freed_for_identity(current, desired):
        yield _alter_column(desired, "DROP DEFAULT")


def _drop_identity(current: Column, desired: Column) -> Iterable[Statement]:
    """Take an identity away before what it stands in the way of: no default, no null."""
    if current.identity is None or desired.identity is not None:
        return
    if not freed_for_default(current, desired):
        yield _alter_column(desired, "DROP IDENTITY")


def _set_not_null(current: Column, desired: Column) -> Iterable[Statement]:
    yield from _drop_identity(current, desired)
    usual = desired.not_null_name in (None, usual_name(desired))
    if desired.not_null and not (usual and not desired.not_null_no_inherit):
        yield statement(
            desired,
            "ALTER TABLE {} ADD CONSTRAINT {} NOT NULL {}{}",
            relation_of(desired.id),
            Name(desired.not_null_name or usual_name(desired)),
            Name(desired.id.name),
            Raw(" NO INHERIT" if desired.not_null_no_inherit else ""),
            effect=looking_for_nulls(desired),
        )
        return
    if desired.not_null:
        yield _alter_column(desired, "SET NOT NULL", looking_for_nulls(desired))
    else:
        yield _alter_column(desired, "DROP NOT NULL")


def _set_identity(current: Column, desired: Column) -> Iterable[Statement]:
    yield from _drop_expression(current, desired)
    yield from _drop_identity(current, desired)
    if desired.identity is None:
        return
    if current.identity is not None:
        before, after = bounds_of(current.identity), bounds_of(desired.identity)
        yield from move_into(desired, sequence_of(desired), _reached(desired), before, after)
        settings = _identity_settings(current.identity, desired.identity)
        yield _alter_column(desired, settings, _leaving_out(desired, before, after))
        return
    if not current.not_null:
        yield _alter_column(desired, "SET NOT NULL", looking_for_nulls(desired))
    yield _alter_column(desired, sql("ADD {}", Raw(identity_text(desired, desired.identity))))
    if freed_for_identity(current, desired):
        yield from continue_identity(current, desired)


def _leaving_out(item: Column, before: Bounds, after: Bounds) -> Effect:
    """Return the effect of new bounds, which may leave out the number that was reached."""
    lower = after.high is not None and (before.high is None or after.high < before.high)
    fails_if = f"{item.id.schema}.{item.id.table}.{item.id.name} has gone beyond its new maximum"
    return locking(item, ACCESS_EXCLUSIVE, fails_if=fails_if if lower else "")


def _reached(item: Column) -> str:
    """Return a FROM item with what the sequence of an identity has reached."""
    return sql(
        "(SELECT v AS last_value, v IS NOT NULL AS is_called"
        " FROM pg_catalog.pg_sequence_last_value({}::regclass) AS v) AS reached",
        Raw(sequence_of(item)),
    )


def _identity_settings(before: Identity, after: Identity) -> str:
    """Return what changes the options of an identity without touching its next value."""
    low, high, start = after.minimum, after.maximum, after.start
    settings = {
        "generation": sql("SET GENERATED {}", Raw(after.generation.upper())),
        "increment": sql("SET INCREMENT BY {}", Literal(after.increment)),
        "minimum": "SET NO MINVALUE" if low is None else sql("SET MINVALUE {}", Literal(low)),
        "maximum": "SET NO MAXVALUE" if high is None else sql("SET MAXVALUE {}", Literal(high)),
        "start": "" if start is None else sql("SET START WITH {}", Literal(start)),
        "cache": sql("SET CACHE {}", Literal(after.cache)),
        "cycle": "SET CYCLE" if after.cycle else "SET NO CYCLE",
    }
    changed = [
        text for key, text in settings.items() if getattr(before, key) != getattr(after, key)
    ]
    return join_sql([*changed, "RESTART" if bounds_of(after).restarts(bounds_of(before)) else ""])


def _set_compression(_: Column, desired: Column) -> Iterable[Statement]:
    yield _alter_column(desired, sql("SET COMPRESSION {}", Raw(desired.compression or "default")))


def _set_storage(_: Column, desired: Column) -> Iterable[Statement]:
    # The word DEFAULT is known from 16 on.
    storage = desired.storage or desired.type_storage or "default"
    yield _alter_column(desired, sql("SET STORAGE {}", Raw(storage.upper())))


def _set_statistics(_: Column, desired: Column) -> Iterable[Statement]:
    target = -1 if desired.statistics is None else desired.statistics
    effect = locking(desired, SHARE_UPDATE_EXCLUSIVE)
    yield _alter_column(desired, sql("SET STATISTICS {}", Literal(target)), effect)


def _set_attribute_options(current: Column, desired: Column) -> Iterable[Statement]:
    head = sql("ALTER TABLE {} ALTER COLUMN {}", relation_of(desired.id), Name(desired.id.name))
    return alter_options(desired, head, current.attribute_options, desired.attribute_options)


def _set_options(current: Column, desired: Column) -> Iterable[Statement]:
    yield _alter_column(desired, options_change(current.options, desired.options))


def rename(current: Column, desired: Column) -> Iterable[Statement]:
    """Give a column another name."""
    yield statement(
        desired,
        "ALTER TABLE {} RENAME COLUMN {} TO {}",
        relation_of(current.id),
        Name(current.id.name),
        Name(desired.id.name),
        effect=locking(desired, ACCESS_EXCLUSIVE),
    )


def bequest(parent: Column, item: Column) -> Column:
    """Return a child's column as it is made: an identity only partitions share."""
    name = item.not_null_name if parent.not_null else None
    return replace(
        parent,
        identity=item.identity,
        sequence_name=item.sequence_name,
        statistics=None,
        attribute_options=(),
        options=(),
        is_foreign=item.is_foreign,
        not_null=parent.not_null and not parent.not_null_no_inherit,
        not_null_name=name,
        not_null_no_inherit=False,
    )


def release(current: Column, item: Column, other: ObjectId) -> Release | None:
    """Let go of a type by going over another, of a collation by having the default one meanwhile,
    and of anything else by dropping the default. What is generated is generated anew."""
    if item.generated is not None:
        return Release((), (), impossible=True)
    off = [_alter_column(item, "DROP DEFAULT")] if current.default is not None else []
    on = list(_set_default(current, item)) if off and item.default == current.default else []
    if other.kind == "collation":
        resorting = locking(item, ACCESS_EXCLUSIVE, Work.BUILD)
        plain = sql('TYPE {} COLLATE "default"', Raw(item.type))
        without = _alter_column(item, plain, resorting)
        if item.collation is None:  # it was that of a domain, which comes anew
            return Release((without,), (), heavy=True)
        collated = sql("TYPE {} COLLATE {}", Raw(item.type), Raw(item.collation))
        return Release((without,), (_alter_column(item, collated, resorting),), heavy=True)
    if other.kind not in _TYPE_KINDS:
        return Release(tuple(off), tuple(on)) if off else None
    there, back = _there_and_back(item, other)
    return Release((*off, there), (back, *on), heavy=True)


def _there_and_back(item: Column, other: ObjectId) -> tuple[Statement, Statement]:
    """Return the statements that take values out of a type and into the one that replaces it.

    Text holds them all. Rows go over JSON, which knows attributes by their names.
    """
    name, type_name = Name(item.id.name), Raw(item.type)
    rewriting = locking(item, ACCESS_EXCLUSIVE, Work.REWRITE)
    gone = f"a value of {item.id.schema}.{item.id.table}.{item.id.name} is no {item.type} any more"
    there = sql("TYPE text USING {}::text", name)
    back = sql("TYPE {} USING {}::{}", type_name, name, type_name)
    if item.is_foreign:
        return _alter_column(item, "TYPE text"), _alter_column(item, sql("TYPE {}", type_name))
    if other.kind == "composite_type" and item.type == quote_qualified(other.schema, other.name):
        there = sql("TYPE jsonb USING to_jsonb({})", name)
        values = sql("jsonb_populate_record(NULL::{}, {})", type_name, name)
        back = sql("TYPE {} USING {}", type_name, Raw(values))
    return (
        _alter_column(item, there, rewriting),
        _alter_column(item, back, replace(rewriting, fails_if=gone)),
    )


ALTERS: Final[Mapping[str, Alteration[Column]]] = {
    "type": _set_type,
    "collation": _set_type,
    "default": _set_default,
    "not_null": _set_not_null,
    "not_null_name": rename_not_null,
    "not_null_no_inherit": inherit_not_null,
    "generated": _set_generated,
    "generated_storage": _set_generated,
    "identity": _set_identity,
    "sequence_name": sequence_is_renamed,
    "compression": _set_compression,
    "storage": _set_storage,
    "statistics": _set_statistics,
    "attribute_options": _set_attribute_options,
    "options": _set_options,
}
