"""The statements that pages read and change rows with. Values go out and come in as text.

The server casts to text and from it, so that every type works. Pages follow the key (keyset): how
far one has got says nothing about how long the next page takes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from schemagen.frozen import frozen
from schemagen.sqltext.quoting import Literal, Name, Raw, join_sql, sql
from schemagen.studio.filters import literal
from schemagen.studio.relations import Column, Policy, Relation
from schemagen.studio.sorting import Sorting

CLIPPED: Final = 160
"""Characters of a value that a table of rows shows."""
_CTID: Final = "ctid"

Key = tuple[str, ...]


@frozen
class Spot:
    """Where a page begins: after the row of a key, or before it."""

    key: Key
    backwards: bool = False


@frozen(slots=False)
class PageOfRows:
    """What is asked of a relation for one page.

    Attributes:
        relation: of what.
        conditions: SQL that rows have to fulfil.
        spot: where it begins; None for the first page.
        limit: rows at most.
        policies: policies to tell of, for each row, whether they let it through.
        by: a column to sort by, before the key.
    """

    relation: Relation
    conditions: Sequence[str]
    spot: Spot | None
    limit: int
    policies: Sequence[Policy] = ()
    by: Sorting | None = None

    @property
    def order(self) -> tuple[tuple[str, str], ...]:
        """The columns in whose order rows come, with their types; empty where there is no order."""
        return order_of(self.relation)

    @property
    def statement(self) -> str:
        """The query: the key, the columns that may be read, and a boolean for each policy."""
        conditions = list(self.conditions)
        if self.spot and self.order:
            conditions.append(self._beyond(self.spot))
        backwards = bool(self.spot and self.spot.backwards)
        return join_sql(
            (
                sql("SELECT {} FROM {}", Raw(self._shown()), self.relation.name),
                where(conditions),
                self._ordered(backwards),
                sql("LIMIT {}", Literal(self.limit)),
            )
        )

    def _beyond(self, spot: Spot) -> str:
        behind = _beyond(self.order, spot)
        if self.by is None:
            return behind
        return self.by.beyond(self.relation, _is(self.relation, spot.key), behind, spot.backwards)

    def _ordered(self, backwards: bool) -> str:
        # A name alone would be that of the text which is shown, and no index has its order.
        table = Name(self.relation.name.name)
        template = "{}.{} DESC" if backwards else "{}.{}"
        names = [self.by.order(table, backwards)] if self.by else []
        names += [sql(template, table, Name(name)) for name, _ in self.order]
        return sql("ORDER BY {}", Raw(join_sql(names, ", "))) if names else ""

    def _shown(self) -> str:
        whole = {name for each in self.relation.outward for name in each.columns}
        parts = [sql("{}::text", Name(name)) for name, _ in self.order]
        parts += [_value(column, column.name in whole) for column in self.relation.readable]
        parts += [sql("({}) IS TRUE", Raw(each.using or "true")) for each in self.policies]
        return join_sql(parts, ", ") or "NULL"


def order_of(relation: Relation) -> tuple[tuple[str, str], ...]:
    """Return the columns that say the order of a relation's rows, and their types.

    A table without a key goes by the places of its rows; a view has no order of its own.
    """
    if relation.has_key:
        types = {column.name: column.type for column in relation.columns}
        return tuple((name, types[name]) for name in relation.key)
    if relation.row.kind in "rm" and relation.row.selects:
        return ((_CTID, "tid"),)
    return ()


def one_row(relation: Relation, key: Key, policies: Sequence[Policy] = ()) -> str:
    """Return the query for all of one row, its digest first, then its values, then policies."""
    parts = [digest(relation)]
    parts += [sql("{}::text", Name(column.name)) for column in relation.readable]
    parts += [sql("({}) IS TRUE", Raw(each.using or "true")) for each in policies]
    shown = Raw(join_sql(parts, ", "))
    return join_sql((sql("SELECT {} FROM {}", shown, relation.name), where([_is(relation, key)])))


def keys_seen(relation: Relation, keys: Iterable[Key]) -> str:
    """Return the query for those of some keys whose rows are seen."""
    order = order_of(relation)
    names = Raw(join_sql((sql("{}::text", Name(name)) for name, _ in order), ", "))
    seen = join_sql((sql("({})", Raw(_is(relation, key))) for key in keys), " OR ")
    return join_sql((sql("SELECT {} FROM {}", names, relation.name), where([seen or "false"])))


def insert(relation: Relation, values: Mapping[str, str | None]) -> str:
    """Return the INSERT of a row; columns that are left out get their defaults."""
    if not values:
        return sql("INSERT INTO {} DEFAULT VALUES", relation.name)
    names = join_sql((sql("{}", Name(name)) for name in values), ", ")
    given = join_sql((_given(relation, *pair) for pair in values.items()), ", ")
    return sql("INSERT INTO {} ({}) VALUES ({})", relation.name, Raw(names), Raw(given))


def update(relation: Relation, key: Key, seen: str, values: Mapping[str, str | None]) -> str:
    """Return the UPDATE of a row, if it is still as it was when its digest was `seen`."""
    given = join_sql(
        (
            sql("{} = {}", Name(name), Raw(_given(relation, name, value)))
            for name, value in values.items()
        ),
        ", ",
    )
    statement = sql("UPDATE {} SET {}", relation.name, Raw(given))
    return join_sql((statement, where([_is(relation, key), _same(relation, seen)])))


def delete(relation: Relation, key: Key, seen: str) -> str:
    """Return the DELETE of a row, if it is still as it was when its digest was `seen`."""
    conditions = [_is(relation, key), _same(relation, seen)]
    return join_sql((sql("DELETE FROM {}", relation.name), where(conditions)))


def digest(relation: Relation) -> str:
    """Return the expression that tells whether a row is still the same, from all that is seen."""
    columns = join_sql((sql("{}::text", Name(each.name)) for each in relation.readable), ", ")
    return sql("md5(ROW({})::text)", Raw(columns))


def where(conditions: Iterable[str]) -> str:
    """Return the clause for conditions; empty without any."""
    joined = join_sql((sql("({})", Raw(each)) for each in conditions), " AND ")
    return sql("WHERE {}", Raw(joined)) if joined else ""


def _same(relation: Relation, seen: str) -> str:
    return sql("{} = {}", Raw(digest(relation)), literal(seen))


def _is(relation: Relation, key: Key) -> str:
    """Return the condition for one row."""
    pairs = zip(order_of(relation), key, strict=True)
    return join_sql(
        (
            sql("{} = {}::{}", Name(name), literal(value), Raw(written))
            for (name, written), value in pairs
        ),
        " AND ",
    )


def _beyond(order: Sequence[tuple[str, str]], spot: Spot) -> str:
    names = Raw(join_sql((sql("{}", Name(name)) for name, _ in order), ", "))
    values = (
        sql("{}::{}", literal(value), Raw(written))
        for (_, written), value in zip(order, spot.key, strict=True)
    )
    template = "({}) < ({})" if spot.backwards else "({}) > ({})"
    return sql(template, names, Raw(join_sql(values, ", ")))


def _value(column: Column, whole: bool) -> str:
    if whole:
        return sql("{}::text", Name(column.name))
    # One character more tells that there is more.
    return sql("left({}::text, {})", Name(column.name), Literal(CLIPPED + 1))


def _given(relation: Relation, name: str, value: str | None) -> str:
    if value is None:
        return "NULL"
    column = relation.column(name)
    # Assigned as an unknown constant, so that PostgreSQL checks the length of a varchar.
    return sql("{}", literal(value)) if column else "NULL"
