"""Constraints and indexes of a table, and what columns are besides their types, for SQLAlchemy."""

from __future__ import annotations

from collections.abc import Iterable, Set

from schemagen.catalog.catalog import Catalog
from schemagen.catalog.object import ObjectId
from schemagen.kinds.foreign_key import ForeignKey
from schemagen.kinds.index import Index, IndexElement
from schemagen.kinds.primary_key import PrimaryKey
from schemagen.kinds.unique import Unique
from schemagen.render.viewmodels.names import DEFAULT_SCHEMA
from schemagen.render.viewmodels.pycode import Argument, Call, bracketed, keyword, listing, sql_text
from schemagen.render.viewmodels.pytext import string
from schemagen.sqltext.quoting import quote_name

TRUE = "True"


def members(table: ObjectId, catalog: Catalog, late: Set[ObjectId]) -> list[Call]:
    """Return keys, constraints and indexes, each sorted by name.

    Keys that are `late` come when all tables are there.
    """
    return [
        *map(_primary_key, catalog.belonging_to(table, PrimaryKey)),
        *map(_unique, catalog.belonging_to(table, Unique)),
        *(
            _foreign_key(item, late=item.id in late)
            for item in catalog.belonging_to(table, ForeignKey)
        ),
        *map(_index, catalog.belonging_to(table, Index)),
    ]


def _primary_key(key: PrimaryKey) -> Call:
    return bracketed("sa.PrimaryKeyConstraint(", (*map(string, key.columns), _named(key)))


def _foreign_key(key: ForeignKey, *, late: bool) -> Call:
    arguments = (*_of_foreign_key(key), *((keyword("use_alter", TRUE),) if late else ()))
    return bracketed("sa.ForeignKeyConstraint(", arguments)


def _of_foreign_key(key: ForeignKey) -> Iterable[Argument]:
    target = key.references
    there = "" if target.schema == DEFAULT_SCHEMA else f"{target.schema}."
    yield listing(key.columns)
    yield listing([f"{there}{target.name}.{name}" for name in key.referenced_columns])
    yield _named(key)
    if key.on_delete != "no action":
        narrowed = ", ".join(map(quote_name, key.on_delete_columns))
        action = key.on_delete.upper() + (f" ({narrowed})" if narrowed else "")
        yield keyword("ondelete", string(action))
    if key.on_update != "no action":
        yield keyword("onupdate", string(key.on_update.upper()))
    yield from _deferred(deferrable=key.deferrable, initially=key.initially_deferred)
    if key.match == "full":
        yield keyword("match", '"FULL"')


def _named(item: PrimaryKey | Unique | ForeignKey) -> Argument:
    return keyword("name", string(item.id.name))


def _unique(item: Unique) -> Call:
    return bracketed("sa.UniqueConstraint(", tuple(_of_unique(item)))


def _of_unique(item: Unique) -> Iterable[Argument]:
    yield from map(string, item.columns)
    yield _named(item)
    yield from _deferred(deferrable=item.deferrable, initially=item.initially_deferred)
    if item.include:
        yield keyword("postgresql_include", listing(item.include))
    if item.nulls_not_distinct:
        yield keyword("postgresql_nulls_not_distinct", TRUE)


def _deferred(*, deferrable: bool, initially: bool) -> Iterable[Argument]:
    if deferrable:
        yield keyword("deferrable", TRUE)
    if initially:
        yield keyword("initially", '"DEFERRED"')


def _index(item: Index) -> Call:
    return bracketed("sa.Index(", tuple(_of_index(item)))


def _of_index(item: Index) -> Iterable[Argument]:
    yield string(item.id.name)
    operators: list[Argument] = []
    for number, element in enumerate(item.elements, start=1):
        label = element.column or f"key_{number}"
        yield _element(element, label)
        if element.opclass:
            operators.append(keyword(string(label), string(element.opclass), mark=": "))
    if item.unique:
        yield keyword("unique", TRUE)
    if item.method != "btree":
        yield keyword("postgresql_using", string(item.method))
    if operators:
        yield keyword("postgresql_ops", bracketed("{", tuple(operators), "}"))
    if item.include:
        yield keyword("postgresql_include", listing(item.include))
    if item.predicate:
        yield keyword("postgresql_where", sql_text(item.predicate))
    if item.nulls_not_distinct:
        yield keyword("postgresql_nulls_not_distinct", TRUE)


def _element(element: IndexElement, label: str) -> Argument:
    """Return a column by its name, and whatever is more as SQL."""
    order = " DESC" if element.descending else ""
    order += f" NULLS {element.nulls.upper()}" if element.nulls else ""
    if element.column and not order:
        return string(element.column)
    text = quote_name(element.column) if element.column else f"({element.expression})"
    if element.opclass:
        return f"sa.literal_column({string(text)}).label({string(label)})"
    return sql_text(text + order)
