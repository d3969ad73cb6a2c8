"""Keys of tenant tables: the tenant's key leads them, and references stay within the tenant."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from schemagen.declare.column_text import read_references
from schemagen.declare.draft import TableDraft
from schemagen.declare.element_text import read_index_element
from schemagen.features.support import find_table
from schemagen.kinds import column, foreign_key, index, primary_key, unique
from schemagen.kinds.foreign_key import ForeignKeySpec
from schemagen.kinds.unique import UniqueSpec
from schemagen.sqltext.quoting import quote_name, quote_names, quote_qualified
from schemagen.sqltext.tokens import SqlTextError

_NARROWED = re.compile(r"(set null|set default)\s*(?:\(.*\))?\s*\Z", re.IGNORECASE)


def lead_with_tenant(table: TableDraft, tenant: str) -> None:
    """Record a problem for each key of several columns that does not start with the tenant's."""
    key = primary_key.SECTION.of(table)
    if key:
        _check_lead(table, tenant, key.columns, "primary_key")
    for position, constraint in enumerate(unique.SECTION.of(table)):
        _check_lead(table, tenant, constraint.columns, "unique", position)
    for position, spec in enumerate(index.SECTION.of(table)):
        if spec.using.lower() == "btree":
            _check_lead(table, tenant, spec.columns, "indexes", position)


def _check_lead(table: TableDraft, tenant: str, columns: Sequence[str], *path: str | int) -> None:
    if len(columns) < 2 or _plain(columns[0]) == tenant:
        return
    rest = [text for text in columns if _plain(text) != tenant]
    table.problem(
        "tenant-key-first",
        f'the key of a tenant table starts with the tenant\'s, "{tenant}"',
        *path,
        hint=f"write [{', '.join([tenant, *rest])}]",
    )


def _plain(element: str) -> str | None:
    """Return the column of an index element that is nothing but a column."""
    try:
        found: str | None = read_index_element(element).get("column")
    except SqlTextError:
        return None
    return found


def tie_references(table: TableDraft, tenant: str, root: TableDraft) -> None:
    """Add a composite foreign key besides each one that refers to another tenant table."""
    declared = foreign_key.SECTION.of(table)
    for position, spec in enumerate(list(declared)):
        target, columns = _target(spec, table)
        if target is None or target is root or not target.declared.get("tenant"):
            continue
        if tenant not in column.SECTION.of(target):
            continue
        pairs = list(zip(spec.columns, columns, strict=False))
        if (tenant, tenant) in pairs or _is_tied(pairs, tenant, target, table):
            continue
        tied = _tied(spec, position, tenant, target, columns, table)
        if tied:
            origin = table.project.problems.origins.get(table.path("foreign_keys", position))
            path = table.path("foreign_keys", len(declared))
            table.project.problems.origins[path] = origin or table.path("foreign_keys", position)
            declared.append(tied)
            _make_unique(target, [tenant, *columns])


def _target(spec: ForeignKeySpec, table: TableDraft) -> tuple[TableDraft | None, list[str]]:
    """Return the table that a foreign key refers to, if the spec declares it, and the columns."""
    try:
        read = read_references(spec.references)
    except SqlTextError:
        return None, []
    target = find_table(read["table"], table.project)
    if target is None:
        return None, []
    key = primary_key.SECTION.of(target)
    return target, list(read.get("columns") or (key.columns if key else ()))


def _is_tied(
    pairs: Iterable[tuple[str, str]], tenant: str, target: TableDraft, table: TableDraft
) -> bool:
    """Tell whether there is a foreign key with the tenant's key over the same columns already."""
    wanted = {(tenant, tenant), *pairs}
    for other in foreign_key.SECTION.of(table):
        found, columns = _target(other, table)
        if found is target and set(zip(other.columns, columns, strict=False)) == wanted:
            return True
    return False


def _tied(
    spec: ForeignKeySpec,
    position: int,
    tenant: str,
    target: TableDraft,
    columns: list[str],
    table: TableDraft,
) -> ForeignKeySpec | None:
    on_delete = spec.on_delete
    narrowed = _NARROWED.match(on_delete)
    if narrowed:
        on_delete = f"{narrowed[1].lower()} ({quote_names(spec.columns)})"
    if _NARROWED.match(spec.on_update):
        table.problem(
            "tenant-reference",
            f"on update {spec.on_update} would take the row away from its tenant",
            "foreign_keys",
            position,
            hint="a key that other rows refer to is changed with `on update cascade`",
        )
        return None
    listed = ", ".join(map(quote_name, [tenant, *columns]))
    return ForeignKeySpec(
        columns=[tenant, *spec.columns],
        references=f"{quote_qualified(target.schema, target.name)} ({listed})",
        on_delete=on_delete,
        on_update=spec.on_update,
        deferrable=spec.deferrable,
        initially_deferred=spec.initially_deferred,
        not_valid=spec.not_valid,
    )


def _make_unique(target: TableDraft, columns: list[str]) -> None:
    """Make the columns of a table something that a foreign key can refer to."""
    wanted = set(columns)
    key = primary_key.SECTION.of(target)
    if key and set(key.columns) == wanted and not key.deferrable:
        return
    declared = unique.SECTION.of(target)
    if any(set(one.columns) == wanted and not one.deferrable for one in declared):
        return
    for spec in index.SECTION.of(target):
        if spec.unique and not spec.where and {_plain(text) for text in spec.columns} == wanted:
            return
    target.made_by("unique", len(declared), "tenant")
    declared.append(UniqueSpec(columns=columns))
