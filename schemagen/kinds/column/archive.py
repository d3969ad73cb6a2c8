"""How the values of a column outlive that it is dropped, or gets a type that holds less."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace
from typing import Final

from schemagen.catalog.catalog import Catalog
from schemagen.catalog.lock import Work
from schemagen.catalog.object import ObjectId
from schemagen.catalog.statement import Statement
from schemagen.kinds.archive import Keep, KeyPart, Shelf, bring_reached, forget, keep_reached
from schemagen.kinds.column.conversion import convert, is_equal
from schemagen.kinds.column.copying import bring_later, copy, unwatch
from schemagen.kinds.column.ddl import sequence_of
from schemagen.kinds.column.model import Column
from schemagen.kinds.effects import (
    ACCESS_SHARE,
    NO_LOCK,
    ROW_EXCLUSIVE,
    SHARE_ROW_EXCLUSIVE,
    locking,
)
from schemagen.kinds.support import relation_of, statement
from schemagen.sqltext.quoting import Name, Raw, join_sql, sql
from schemagen.sqltext.tokens import SqlTextError
from schemagen.sqltext.types import read_type

_WITHOUT_EQUALITY: Final = frozenset({"json", "xml", "point", "box", "polygon", "path", "line"})


def _is_builtin(item: Column) -> bool:
    try:
        return read_type(item.type).is_builtin
    except SqlTextError:
        return False


def _has_own_collation(item: Column) -> bool:
    return item.collation is not None and any(key.kind == "collation" for key in item.depends_on)


def archived(item: Column, own: Collection[ObjectId]) -> Column | str:
    """Return the column of a table in an archive, or why there can be none.

    Values of a type that may go away become text, which holds them all.
    """
    outside = set(item.depends_on) - set(own)
    if item.generated is not None and outside:
        name = f"{item.id.table}.{item.id.name}"
        return f"{name} is generated with what would have to stay as long as the archive"
    kept = item if _is_builtin(item) else replace(item, type="text", using=None, collation=None)
    if _has_own_collation(item):
        kept = replace(kept, collation=None)
    if item.default is not None and (outside or kept is not item):
        kept = replace(kept, default=None)
    return kept


def key_part(item: Column) -> KeyPart | None:
    """Return how a column serves in a key; None if it may have no value."""
    return KeyPart(item.id.name, not _is_builtin(item)) if item.not_null else None


def same_key(current: Column, desired: Column) -> bool:
    """Tell whether the values of a column stay equal to those that were kept of it."""
    if current.type == desired.type:
        return True
    alike = _is_builtin(current) and _is_builtin(desired) and not desired.using
    return alike and is_equal(current.type, desired.type)


def _loses(current: Column, desired: Column | None, _: Catalog) -> bool:
    if current.is_foreign or current.generated is not None:
        return False
    if desired is None or desired.generated is not None:
        return True
    if current.type == desired.type:
        return False
    return desired.using is not None or convert(current.type, desired.type).truncates


def _save(current: Column, desired: Column | None, shelf: Shelf) -> Iterable[Statement]:
    """Copy the values. Nobody may write meanwhile: readers wait only for what comes after it."""
    if shelf.watched:
        yield from unwatch(current, shelf)
        return
    table, effect = relation_of(current.id), locking(current, SHARE_ROW_EXCLUSIVE, Work.SCAN)
    text = "LOCK TABLE {} IN SHARE ROW EXCLUSIVE MODE"
    yield statement(current, text, table, effect=effect)
    changes = desired is not None and desired.generated is None
    yield statement(
        current,
        "CREATE TABLE {} AS {}{}",
        shelf.values,
        Raw(_rows(current, shelf)),
        Raw(_which(current, desired)),
        effect=locking(current, ACCESS_SHARE, Work.SCAN),
    )
    if current.identity is not None and not changes:
        yield keep_reached(current, sequence_of(current), shelf.reached)


def _rows(item: Column, shelf: Shelf) -> str:
    columns = Raw(join_sql([shelf.key_columns(), _value(item)], ", "))
    return sql("SELECT {} FROM {} AS present", columns, relation_of(item.id))


def _value(item: Column) -> str:
    cast = "" if _is_builtin(item) else "::text"
    plain = ' COLLATE "default"' if _has_own_collation(item) else ""
    return sql("present.{}{}{} AS value", Name(item.id.name), Raw(cast), Raw(plain))


def _which(current: Column, desired: Column | None) -> str:
    """Return which rows are kept: where a column comes back empty, nothing is kept of nulls."""
    comes_back_empty = desired is None and current.default is None and current.identity is None
    stays_null = desired is not None and desired.generated is None and desired.using is None
    if current.not_null or not (comes_back_empty or stays_null):
        return ""
    return sql(" WHERE present.{} IS NOT NULL", Name(current.id.name))


def _copy(item: Column, shelf: Shelf) -> Iterable[Statement]:
    return copy(item, shelf, _rows(item, shelf), _which(item, None))


def _note(item: Column, shelf: Shelf) -> Iterable[Statement]:
    kind = Raw("text" if _compared_as_text(item) else item.type)
    text = "ALTER TABLE {} ADD COLUMN became {}"
    yield statement(item, text, shelf.values, kind, effect=NO_LOCK)
    yield statement(
        item,
        "UPDATE {} AS kept SET became = {} FROM {} AS present WHERE {}",
        shelf.values,
        Raw(_present(item)),
        relation_of(item.id),
        Raw(shelf.same_row()),
        effect=locking(item, ACCESS_SHARE, Work.SCAN),
    )


def _compared_as_text(item: Column) -> bool:
    """Tell whether values are compared as text: what has no =, and what may go away.

    Text is not for all, because that of a time depends on the session.
    """
    return not _is_builtin(item) or read_type(item.type).name in _WITHOUT_EQUALITY


def _present(item: Column) -> str:
    cast = Raw("::text" if _compared_as_text(item) else "")
    return sql("present.{}{}", Name(item.id.name), cast)


def _sift(item: Column, shelf: Shelf) -> Iterable[Statement]:
    """Forget what was kept where a row has got another value since, which stays."""
    text = "LOCK TABLE {} IN SHARE ROW EXCLUSIVE MODE"
    effect = locking(item, SHARE_ROW_EXCLUSIVE, Work.SCAN)
    yield statement(item, text, relation_of(item.id), effect=effect)
    yield statement(
        item,
        "DELETE FROM {} AS kept USING {} AS present WHERE {} AND {} IS DISTINCT FROM kept.became",
        shelf.values,
        relation_of(item.id),
        Raw(shelf.same_row()),
        Raw(_present(item)),
        effect=locking(item, ACCESS_SHARE, Work.SCAN),
    )


def _blank(item: Column) -> Column:
    """Return the column as it can be made beside rows that have no value for it yet."""
    if item.identity is not None:
        return replace(item, identity=replace(item.identity, generation="by default"))
    return replace(item, not_null=False, not_null_name=None) if item.default is None else item


def _bring(item: Column, shelf: Shelf) -> Iterable[Statement]:
    cast = "" if _is_builtin(item) else sql("::{}", Raw(item.type))
    yield statement(
        item,
        "UPDATE {} AS present SET {} = kept.value{} FROM {} AS kept WHERE {}",
        relation_of(item.id),
        Name(item.id.name),
        Raw(cast),
        shelf.values,
        Raw(shelf.same_row()),
        effect=locking(item, ROW_EXCLUSIVE, Work.REWRITE),
    )
    yield forget(item, shelf.values)
    if shelf.watched:
        yield bring_later(item, shelf, cast)
        yield forget(item, shelf.since)


def _finish(item: Column, shelf: Shelf) -> Iterable[Statement]:
    if item.identity is not None:
        yield from bring_reached(item, sequence_of(item), shelf.reached)


KEEP: Final = Keep(
    loses=_loses,
    copy=_copy,
    save=_save,
    note=_note,
    sift=_sift,
    blank=_blank,
    bring=_bring,
    finish=_finish,
)
