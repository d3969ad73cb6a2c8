"""How a spec declares a column: the inverse of `lower`."""

from __future__ import annotations

from typing import Any

from schemagen.catalog.catalog import Catalog
from schemagen.declare.column_writing import short_default, short_type, write_column
from schemagen.declare.declaration import Declaration, stated
from schemagen.declare.generic_options import write_options
from schemagen.declare.sequence_text import unusual_options
from schemagen.kinds.column.ddl import usual_name, usual_sequence
from schemagen.kinds.column.model import Column, Identity
from schemagen.kinds.column.spec import ColumnSpec
from schemagen.kinds.options import option_mapping
from schemagen.sqltext.brackets import bare
from schemagen.sqltext.tokens import SqlTextError

_INHERITED = ("type", "not_null", "default", "generated", "generated_storage", "identity")
_KEPT_APART = ("collation", "compression", "storage", "statistics", "attribute_options", "options")


def declare(item: Column, catalog: Catalog) -> Declaration | None:
    """Return the mapping form; None for a column that is as the parent has it."""
    if item.follows is not None and not item.local and _is_as_inherited(item, catalog):
        return None
    generated = {"expression": bare(item.generated or ""), "storage": item.generated_storage}
    values = {
        "type": short_type(item.type),
        "not_null": item.not_null and item.identity is None,
        "not_null_name": _not_null_name(item),
        "not_null_no_inherit": item.not_null_no_inherit,
        "default": _default(item, catalog),
        "generated": generated if item.generated else None,
        "identity": _identity(item, item.identity) if item.identity else None,
        "collation": item.collation,
        "compression": item.compression,
        "storage": item.storage,
        "statistics": item.statistics,
        "attribute_options": option_mapping(item.attribute_options),
        "options": write_options(item.options),
    }
    return Declaration("columns", stated(ColumnSpec, values), item.id.name)


def shorten(mapping: dict[str, Any]) -> Any:
    """Return the text for a column, or a mapping with what no text can say."""
    try:
        text, said = write_column(mapping)
    except SqlTextError:
        return mapping
    rest = {key: value for key, value in mapping.items() if key not in said}
    return {"type": text, **rest} if rest else text


def _is_as_inherited(item: Column, catalog: Catalog) -> bool:
    parent = catalog.get(item.follows) if item.follows else None
    if parent is None or item.comment is not None or item.grants:
        return False
    return all(getattr(item, name) == getattr(parent, name) for name in (*_INHERITED, *_KEPT_APART))


def _not_null_name(item: Column) -> str | None:
    return item.not_null_name if item.not_null_name != usual_name(item) else None


def _default(item: Column, catalog: Catalog) -> str | None:
    if item.default is None or _is_of_domain(item, catalog):
        return item.default
    return short_default(item.default, item.type)


def _is_of_domain(item: Column, catalog: Catalog) -> bool:
    return any(key.kind == "domain" and key in catalog for key in item.depends_on)


def _identity(item: Column, identity: Identity) -> dict[str, Any]:
    options = unusual_options(
        item.type,
        start=identity.start,
        increment=identity.increment,
        minimum=identity.minimum,
        maximum=identity.maximum,
        cache=identity.cache,
        cycle=identity.cycle,
    )
    usual = usual_sequence(item.id.table, item.id.name)
    named = {"sequence_name": item.sequence_name} if item.sequence_name not in (None, usual) else {}
    return {"generation": identity.generation, **named, **options}
