"""From a domain back to its spec."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from schemagen.catalog.catalog import Catalog
from schemagen.declare.column_text import read_domain_text
from schemagen.declare.declaration import Declaration, is_plain, stated
from schemagen.kinds.domain.lower import DomainCheckSpec, DomainSpec
from schemagen.kinds.domain.model import Domain, DomainCheck
from schemagen.sqltext.brackets import bare
from schemagen.sqltext.quoting import Name, Raw, join_sql, sql
from schemagen.sqltext.tokens import SqlTextError


def declare(item: Domain, _: Catalog) -> Declaration:
    """Return what a spec says of a domain."""
    values = {
        "type": item.type,
        "not_null": item.not_null,
        "default": item.default,
        "collation": item.collation,
        "checks": _said_checks(item),
    }
    mapping = stated(DomainSpec, values)
    text = _short_text(item, mapping.get("checks", []))
    if is_plain(item) and _says(text, mapping):
        return Declaration("domains", text, item.id.name)
    listed = mapping.get("checks", [])
    if listed and all(isinstance(each, dict) and len(each) == 2 for each in listed):
        mapping["checks"] = {each["name"]: each["expression"] for each in listed}
    return Declaration("domains", mapping, item.id.name)


def _said_checks(item: Domain) -> list[Any]:
    """Return the checks in an order that gives them their names, which then need not be said."""
    given = {check.name: check for check in item.checks}
    generated = [f"{item.id.name}_check{number or ''}" for number in range(len(given))]
    if set(generated) == set(given):
        return [_said(given[name], named=False) for name in generated]
    first = generated[0] if generated else ""
    unnamed = [_said(given.pop(first), named=False)] if first in given else []
    return [*unnamed, *(_said(check, named=True) for check in given.values())]


def _said(check: DomainCheck, *, named: bool) -> Any:
    expression, name = bare(check.expression), check.name if named else None
    said = stated(DomainCheckSpec, {**check._asdict(), "expression": expression, "name": name})
    return expression if len(said) == 1 else said


def _short_text(item: Domain, checks: Iterable[Any]) -> str:
    parts = [
        item.type,
        sql("collate {}", Raw(item.collation)) if item.collation else "",
        sql("default {}", Raw(item.default)) if item.default is not None else "",
        "not null" if item.not_null else "",
    ]
    for check in checks:
        named = isinstance(check, dict) and "name" in check
        head = sql("constraint {} ", Name(check["name"])) if named else ""
        parts.append(head + sql("check ({})", Raw(check["expression"] if named else check)))
    return join_sql(parts)


def _says(text: str, mapping: Mapping[str, Any]) -> bool:
    try:
        return read_domain_text(text) == mapping
    except SqlTextError:
        return False
