"""How the values of a column are copied while others go on to read and write its table.

A trigger notes what rows get from then on; the copy, which locks nobody out, has everything else.
Neither waits for the other, because the trigger only ever adds rows to a table of its own.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from schemagen.catalog.lock import Work
from schemagen.catalog.statement import Statement, Transaction
from schemagen.kinds.archive import Shelf, keep_reached
from schemagen.kinds.column.ddl import sequence_of
from schemagen.kinds.column.model import Column
from schemagen.kinds.effects import (
    ACCESS_EXCLUSIVE,
    ACCESS_SHARE,
    NO_LOCK,
    ROW_EXCLUSIVE,
    SHARE_ROW_EXCLUSIVE,
    locking,
)
from schemagen.kinds.support import relation_of, statement
from schemagen.sqltext.quoting import Name, Raw, dollar_quote, sql


def copy(item: Column, shelf: Shelf, rows: str, which: str) -> Iterable[Statement]:
    """Note what is written from now on, and copy the rest: `rows` and `which` are the query."""
    yield from _watch(item, shelf, rows)
    effect = locking(item, ACCESS_SHARE, Work.SCAN, transaction=Transaction.OWN)
    text = "CREATE TABLE {} AS {}{}"
    yield statement(item, text, shelf.values, Raw(rows), Raw(which), effect=effect)


def _watch(item: Column, shelf: Shelf, rows: str) -> Iterable[Statement]:
    table, name = relation_of(item.id), Name(shelf.since.name)
    seen = locking(item, ACCESS_SHARE)
    yield statement(item, "CREATE TABLE {} AS {} WITH NO DATA", shelf.since, Raw(rows), effect=seen)
    number = "ALTER TABLE {} ADD COLUMN number bigint GENERATED ALWAYS AS IDENTITY"
    yield statement(item, number, shelf.since, effect=NO_LOCK)
    selected = rows.partition(sql(" FROM {}", table))[0]
    body = sql(_NOTE, since=shelf.since, key=Raw(shelf.kept_key()), selected=Raw(selected))
    made = "CREATE FUNCTION {}() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER"
    text = sql(made, shelf.since)
    yield statement(
        item, "{} SET search_path = '' AS {}", Raw(text), Raw(dollar_quote(body)), effect=NO_LOCK
    )
    fired = "CREATE TRIGGER {} AFTER INSERT OR UPDATE ON {} FOR EACH ROW EXECUTE FUNCTION {}()"
    effect = locking(item, SHARE_ROW_EXCLUSIVE)
    yield statement(item, fired, name, table, shelf.since, effect=effect)
    yield statement(item, "ALTER TABLE {} ENABLE ALWAYS TRIGGER {}", table, name, effect=effect)


_NOTE: Final = """
BEGIN
    INSERT INTO {since} ({key}, value)
    {selected} FROM (SELECT NEW.*) AS present;
    RETURN NULL;
END
"""


def unwatch(item: Column, shelf: Shelf) -> Iterable[Statement]:
    """Stop noting what is written: nobody writes any more until the column is gone."""
    name, table = Name(shelf.since.name), relation_of(item.id)
    effect = locking(item, ACCESS_EXCLUSIVE)
    yield statement(item, "DROP TRIGGER {} ON {}", name, table, effect=effect)
    yield statement(item, "DROP FUNCTION {}()", shelf.since, effect=NO_LOCK)
    if item.identity is not None:
        yield keep_reached(item, sequence_of(item), shelf.reached)


def bring_later(item: Column, shelf: Shelf, cast: str) -> Statement:
    """Put back what rows got while the others were copied: the last of it."""
    key = Raw(shelf.kept_key())
    last = sql("SELECT DISTINCT ON ({}) * FROM {} ORDER BY {}, number DESC", key, shelf.since, key)
    return statement(
        item,
        "UPDATE {} AS present SET {} = kept.value{} FROM ({}) AS kept WHERE {}",
        relation_of(item.id),
        Name(item.id.name),
        Raw(cast),
        Raw(last),
        Raw(shelf.same_row()),
        effect=locking(item, ROW_EXCLUSIVE, Work.SCAN),
    )
