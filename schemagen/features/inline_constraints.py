"""Constraints written on a column become constraints of the table, as in PostgreSQL itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

from schemagen.declare.draft import TableDraft
from schemagen.declare.expressions import columns_of_expression
from schemagen.declare.tree import TableTree
from schemagen.features.feature import Feature
from schemagen.kinds import check, column, foreign_key, primary_key, unique
from schemagen.kinds.check import CheckSpec
from schemagen.kinds.column import ColumnSpec, UniqueOptions
from schemagen.kinds.foreign_key import ForeignKeySpec
from schemagen.kinds.primary_key import PrimaryKeySpec
from schemagen.kinds.unique import UniqueSpec
from schemagen.sqltext.quoting import quote_names

_UNIQUE_DEFERRED = "a unique constraint that is deferrable stands under `unique` of the table"


_WORDS = frozenset({"primary_key", "primary_key_name", "unique", "references", "check"}) | {
    *("on_delete", "on_update", "match", "deferrable", "initially_deferred")
}
"""What a column says of constraints."""


def _expand(_: None, table: TableDraft) -> None:
    columns = column.SECTION.of(table)
    for name, spec in columns.items():
        if spec.model_fields_set.isdisjoint(_WORDS):
            continue
        _check_company(name, spec, table)
        _primary_key(name, spec, table)
        _unique(name, spec, table)
        _foreign_key(name, spec, table)
        _checks(name, spec, table)
    key = primary_key.SECTION.of(table)
    for name in key.columns if key else ():
        if name in columns and not columns[name].not_null:
            columns[name] = columns[name].model_copy(update={"not_null": True})


def _check_company(name: str, spec: ColumnSpec, table: TableDraft) -> None:
    """Record a problem for each word about a constraint that the column does not have."""
    reference = spec.references is not None
    deferred = reference or spec.primary_key
    for key, wanted, there in (
        ("primary_key_name", "primary_key", spec.primary_key),
        ("on_delete", "references", reference),
        ("on_update", "references", reference),
        ("match", "references", reference),
        ("deferrable", "references", deferred),
        ("initially_deferred", "references", deferred),
    ):
        if getattr(spec, key) and not there:
            table.problem(
                "stray-attribute",
                f'`{key}` needs `{wanted}`, which column "{name}" does not have',
                "columns",
                name,
                key,
                hint=_UNIQUE_DEFERRED if spec.unique and "defer" in key else "",
                key=True,
            )


def _primary_key(name: str, spec: ColumnSpec, table: TableDraft) -> None:
    if not spec.primary_key:
        return
    if table.sections["primary_key"] is not None:
        table.problem(
            "two-primary-keys",
            f'table "{table.name}" has more than one primary key',
            "columns",
            name,
            hint="a key of several columns is written as `primary_key: [a, b]`",
        )
        return
    # On a column that also refers to a table, `deferrable` is the reference's.
    own = spec.references is None
    table.sections["primary_key"] = _primary_key_of(
        name,
        spec.primary_key_name,
        deferrable=own and spec.deferrable,
        initially_deferred=own and spec.initially_deferred,
    )
    table.project.problems.origins[table.path("primary_key")] = table.path("columns", name)


@lru_cache(maxsize=4096)
def _primary_key_of(
    column: str, name: str | None, *, deferrable: bool, initially_deferred: bool
) -> PrimaryKeySpec:
    """Make a primary key once for all tables that have the same."""
    return PrimaryKeySpec(
        columns=[column],
        name=name,
        deferrable=deferrable,
        initially_deferred=initially_deferred,
    )


def _unique(name: str, spec: ColumnSpec, table: TableDraft) -> None:
    if not spec.unique:
        return
    options = spec.unique if isinstance(spec.unique, UniqueOptions) else UniqueOptions()
    declared = unique.SECTION.of(table)
    table.made_by("unique", len(declared), "columns", name)
    declared.append(
        UniqueSpec(
            columns=[name],
            name=options.name,
            nulls_not_distinct=options.nulls_not_distinct,
        )
    )


def _foreign_key(name: str, spec: ColumnSpec, table: TableDraft) -> None:
    target = spec.references
    if target is None:
        return
    listed = f" ({quote_names(target.columns)})" if target.columns else ""
    declared = foreign_key.SECTION.of(table)
    table.made_by("foreign_keys", len(declared), "columns", name)
    declared.append(
        _foreign_key_of(
            name,
            f"{target.table}{listed}",
            target.name,
            on_delete=spec.on_delete or "no action",
            on_update=spec.on_update or "no action",
            match="full" if spec.match == "full" else "simple",
            deferrable=spec.deferrable,
            initially_deferred=spec.initially_deferred,
            relationship=target.relationship,
            inverse=target.inverse,
        )
    )


@lru_cache(maxsize=4096)
def _foreign_key_of(
    column: str, references: str, name: str | None, **options: Any
) -> ForeignKeySpec:
    return ForeignKeySpec(columns=[column], references=references, name=name, **options)


def _checks(name: str, spec: ColumnSpec, table: TableDraft) -> None:
    declared = check.SECTION.of(table)
    for index, item in enumerate(spec.check):
        place = ("columns", name, "check", index)
        table.made_by("checks", item.name or len(declared), *place)
        declared.append(_check_of(item.expression, item.name, item.no_inherit, item.not_valid))


@lru_cache(maxsize=4096)
def _check_of(expression: str, name: str | None, no_inherit: bool, not_valid: bool) -> CheckSpec:
    return CheckSpec(expression=expression, name=name, no_inherit=no_inherit, not_valid=not_valid)


_LONG = 60
"""Characters of a check from which on it stands better under the table."""


def _fold(table: TableTree) -> None:
    _fold_primary_key(table)
    _fold_each(table, "unique", _fold_unique)
    _fold_each(table, "foreign_keys", _fold_foreign_key)
    _fold_each(table, "checks", _fold_check)


def _fold_primary_key(table: TableTree) -> None:
    key = table.entry.get("primary_key")
    columns = key["columns"] if isinstance(key, Mapping) else key or []
    for name in columns:
        if "not_null_name" not in table.columns.get(name, {}):
            table.columns.get(name, {}).pop("not_null", None)
    if isinstance(key, list) and len(key) == 1 and key[0] in table.columns:
        table.columns[key[0]]["primary_key"] = True
        del table.entry["primary_key"]


def _fold_each(table: TableTree, section: str, fold: Callable[[Any, TableTree], bool]) -> None:
    declared = table.entry.get(section, [])
    kept = [item for item in declared if not fold(item, table)]
    if kept:
        table.entry[section] = kept
    else:
        table.entry.pop(section, None)


def _fold_unique(item: Any, table: TableTree) -> bool:
    if not isinstance(item, list) or len(item) != 1 or item[0] not in table.columns:
        return False
    table.columns[item[0]]["unique"] = True
    return True


_OF_REFERENCE = frozenset({"on_delete", "on_update", "match", "deferrable", "initially_deferred"})


def _fold_foreign_key(item: Any, table: TableTree) -> bool:
    options = {key: value for key, value in item.items() if key not in ("columns", "references")}
    column = table.columns.get(item["columns"][0])
    if len(item["columns"]) > 1 or column is None or options.keys() - _OF_REFERENCE:
        return False
    if "references" in column:
        return False
    column["references"] = {"table": item["references"]}
    column |= options
    return True


def _fold_check(item: Any, table: TableTree) -> bool:
    if not isinstance(item, str) or len(item) > _LONG or "\n" in item:
        return False
    used = columns_of_expression(item)
    name = next(iter(used), "")
    if len(used) != 1 or name not in table.columns:
        return False
    table.columns[name].setdefault("check", []).append(item)
    return True


FEATURE = Feature(
    name="inline constraints",
    description="Constraints written on a column.",
    expand_table=_expand,
    fold_table=_fold,
)
