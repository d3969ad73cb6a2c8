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
from schemagen.render.viewmodels.pycode import Argument, Call, keyword, listing, sql_text
from schemagen.render.viewmodels.pytext import string
from schemagen.sqltext.quoting import quote_name

TRUE = "True"


def members(table: ObjectId, catalog: Catalog, late: Set[ObjectId]) -> list[Call]:
    """Return keys, constraints and indexes, each sorted by name.

    Keys that are `late` come when all tables are there.
    """
    references = catalog.belonging_to(table, ForeignKey)
    return [
        *(_primary_key(item) for item in catalog.belonging_to(table, PrimaryKey)),
        *(
            Call("sa.UniqueConstraint(", tuple(_unique(item)))
            for item in catalog.belonging_to(table, Unique)
        ),
        *(_foreign_key(item, late=item.id in late) for item in references),
        *(Call("sa.Index(", tuple(_index(item))) for item in catalog.belonging_to(table, Index)),
    ]


def _primary_key(key: PrimaryKey) -> Call:
    return Call("sa.PrimaryKeyConstraint(", (*map(string, key.columns), _named(key)))


def _foreign_key(key: ForeignKey, *, late: bool) -> Call:
    arguments = (*_reference(key), *((keyword("use_alter", TRUE),) if late else ()))
    return Call("sa.ForeignKeyConstraint(", arguments)


def _reference(key: ForeignKey) -> Iterable[Argument]:
    target = key.references
    there = "" if target.schema == DEFAULT_SCHEMA else f"{target.schema}."
    yield listing(key.columns)
    yield listing([f"{there}{target.name}.{name}" for name in key.referenced_columns])
    yield _named(key)
    narrowed = ", ".join(map(quote_name, key.on_delete_columns))
    action = key.on_delete.upper() + (f" ({narrowed})" if narrowed else "")
    for name, said in (("ondelete", action), ("onupdate", key.on_update.upper())):
        if said != "NO ACTION":
            yield keyword(name, string(said))
    yield from _deferred(deferrable=key.deferrable, initially=key.initially_deferred)
    if key.match == "full":
        yield keyword("match", '"FULL"')


def _named(item: PrimaryKey | Unique | ForeignKey) -> Argument:
    return keyword("name", string(item.id.name))


def _unique(item: Unique) -> Iterable[Argument]:
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


def _index(item: Index) -> Iterable[Argument]:
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
        yield keyword("postgresql_ops", Call("{", tuple(operators), "}"))
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
