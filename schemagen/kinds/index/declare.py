"""What a spec says of an index that is there."""

from __future__ import annotations

from schemagen.catalog.catalog import Catalog
from schemagen.declare.declaration import Declaration, is_plain, stated
from schemagen.declare.element_text import read_index_element, write_expression
from schemagen.kinds.index.lower import IndexSpec
from schemagen.kinds.index.model import Index, IndexElement
from schemagen.kinds.options import option_mapping
from schemagen.sqltext.brackets import bare
from schemagen.sqltext.quoting import fit_name, join_sql, quote_name
from schemagen.sqltext.tokens import SqlTextError


def declare(item: Index, _: Catalog) -> Declaration | None:
    """Return what a spec says of an index; None where its parent says it."""
    if item.follows is not None:
        return None
    named = "_".join(element.column or "expr" for element in item.elements)
    elements = [_declared_element(element) for element in item.elements]
    values = {
        "columns": elements,
        "using": item.method,
        "unique": item.unique,
        "nulls_not_distinct": item.nulls_not_distinct,
        "include": list(item.include),
        "where": bare(item.predicate) if item.predicate else None,
        "with_": option_mapping(item.options),
        "statistics": {elements[number - 1]: target for number, target in item.statistics},
        "tablespace": item.tablespace,
        "name": item.id.name
        if item.id.name != fit_name(item.id.table, named, suffix="idx")
        else None,
    }
    mapping = stated(IndexSpec, values)
    if len(elements) == 1:
        mapping["columns"] = elements[0]
    short = is_plain(item) and list(mapping) == ["columns"]
    return Declaration("indexes", mapping["columns"] if short else mapping)


def _declared_element(element: IndexElement) -> str:
    name = quote_name(element.column) if element.column else ""
    parameters = ", ".join(f"{key} = {value}" for key, value in element.opclass_parameters)
    return join_sql(
        [
            name or write_expression(_without_brackets(element.expression or "")),
            f"collate {element.collation}" if element.collation else "",
            element.opclass or "",
            f"({parameters})" if parameters else "",
            "desc" if element.descending else "",
            f"nulls {element.nulls}" if element.nulls else "",
        ]
    )


def _without_brackets(expression: str) -> str:
    """Return an expression without the parentheses that stand around all of it."""
    try:
        read = read_index_element(expression)
    except SqlTextError:
        return expression
    return str(read["expression"]) if list(read) == ["expression"] else expression
