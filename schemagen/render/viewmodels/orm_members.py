"""Constraints and indexes of a table, and what columns are besides their types, for SQLAlchemy."""

from __future__ import annotations

from collections.abc import Iterable, Set

from schemagen.catalog.catalog import Catalog
from schemagen.catalog.object import CatalogObject, ObjectId
from schemagen.kinds.foreign_key import ForeignKey
from schemagen.kinds.index import Index, IndexElement
from schemagen.kinds.primary_key import PrimaryKey
from schemagen.kinds.unique import Unique
from schemagen.render.viewmodels.names import DEFAULT_SCHEMA
from schemagen.render.viewmodels.pycode import Argument, Call, Keyword, listing, sql_text
from schemagen.render.viewmodels.pytext import string
from schemagen.sqltext.quoting import quote_name

TRUE = "True"


def members(table: ObjectId, catalog: Catalog, late: Set[ObjectId]) -> list[Call]:
    """Return keys, constraints and indexes, each sorted by name.

    Keys that are `late` come when all tables are there.
    """
    keys, uniques, references, indexes = list[Call](), list[Call](), list[Call](), list[Call]()
    for item in catalog.belonging_to(table, CatalogObject):
        match item:
            case PrimaryKey():
                names = map(string, item.columns)
                keys.append(Call("sa.PrimaryKeyConstraint(", (*names, _named(item))))
            case Unique():
                uniques.append(Call("sa.UniqueConstraint(", tuple(_unique(item))))
            case ForeignKey():
                is_late = (Keyword("use_alter", TRUE),) if item.id in late else ()
                arguments = (*_foreign_key(item), *is_late)
                references.append(Call("sa.ForeignKeyConstraint(", arguments))
            case Index():
                indexes.append(Call("sa.Index(", tuple(_index(item))))
    return keys + uniques + references + indexes


def _foreign_key(key: ForeignKey) -> Iterable[Argument]:
    target = key.references
    home = [] if target.schema == DEFAULT_SCHEMA else [target.schema]
    yield listing(key.columns)
    yield listing(tuple(".".join([*home, target.name, c]) for c in key.referenced_columns))
    yield _named(key)
    narrowed = ", ".join(map(quote_name, key.on_delete_columns))
    action = key.on_delete.upper() + (f" ({narrowed})" if narrowed else "")
    for name, said in (("ondelete", action), ("onupdate", key.on_update.upper())):
        if said != "NO ACTION":
            yield Keyword(name, string(said))
    yield from _deferred(deferrable=key.deferrable, initially=key.initially_deferred)
    if key.match == "full":
        yield Keyword("match", '"FULL"')


def _named(item: PrimaryKey | Unique | ForeignKey) -> Keyword:
    return Keyword("name", string(item.id.name))


def _unique(item: Unique) -> Iterable[Argument]:
    yield from map(string, item.columns)
    yield _named(item)
    yield from _deferred(deferrable=item.deferrable, initially=item.initially_deferred)
    if item.include:
        yield Keyword("postgresql_include", listing(item.include))
    if item.nulls_not_distinct:
        yield Keyword("postgresql_nulls_not_distinct", TRUE)


def _deferred(*, deferrable: bool, initially: bool) -> Iterable[Argument]:
    if deferrable:
        yield Keyword("deferrable", TRUE)
    if initially:
        yield Keyword("initially", '"DEFERRED"')


def _index(item: Index) -> Iterable[Argument]:
    yield string(item.id.name)
    operators: list[Argument] = []
    for number, element in enumerate(item.elements, start=1):
        label = element.column or f"key_{number}"
        yield _element(element, label)
        if element.opclass:
            operators.append(Keyword(string(label), string(element.opclass), mark=": "))
    if item.unique:
        yield Keyword("unique", TRUE)
    if item.method != "btree":
        yield Keyword("postgresql_using", string(item.method))
    if operators:
        yield Keyword("postgresql_ops", Call("{", tuple(operators), "}"))
    if item.include:
        yield Keyword("postgresql_include", listing(item.include))
    if item.predicate:
        yield Keyword("postgresql_where", sql_text(item.predicate))
    if item.nulls_not_distinct:
        yield Keyword("postgresql_nulls_not_distinct", TRUE)


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
