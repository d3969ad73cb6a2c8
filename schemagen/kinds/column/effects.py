"""What the statements about a column do to its table."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from typing import Any, Final

from schemagen.catalog.catalog import Catalog
from schemagen.catalog.hazard import Hazard, HazardType, deletes
from schemagen.catalog.lock import Lock, Work
from schemagen.catalog.object import Refers, refers_to
from schemagen.catalog.statement import Effect
from schemagen.kinds.column.conversion import convert
from schemagen.kinds.column.model import Column
from schemagen.kinds.effects import ACCESS_EXCLUSIVE, lock_on, locking
from schemagen.kinds.tied import compared_with
from schemagen.sqltext.tokens import SqlTextError, TokenKind, tokenize
from schemagen.sqltext.types import read_type

# Functions that give every row the same value in one statement, so that no row is touched.
_STEADY: Final = frozenset(
    """array bit bpchar char character coalesce concat current_database current_schema
    current_setting current_time current_timestamp date_trunc decimal extract float format interval
    jsonb_build_array jsonb_build_object json_build_array json_build_object localtime
    localtimestamp lower make_date make_interval make_time make_timestamp make_timestamptz md5 now
    numeric row statement_timestamp time timestamp timezone to_char to_date to_json to_jsonb
    to_timestamp transaction_timestamp upper varchar varying""".split()
)


GIVE_VALUES: Final = "give it a `backfill:`"
"""What a spec says of a column so that its rows have values."""


def adding(item: Column) -> Effect:
    """Return the effect of a new column in a table that may have rows.

    Rows are not touched where all get the same value, which the catalog keeps for them. A function
    of a person's own is taken for volatile.
    """
    if item.is_foreign:
        return locking(item, ACCESS_EXCLUSIVE)
    work = Work.REWRITE if _fills_rows(item) else Work.NONE
    needs_value = item.not_null and item.default is None and item.generated is None
    empty = needs_value and item.identity is None
    name = f"{item.id.schema}.{item.id.table}"
    fails_if = f"{name} has rows, which have no value for {item.id.name}" if empty else ""
    effect = locking(item, ACCESS_EXCLUSIVE, work, fails_if=fails_if)
    return replace(effect, remedy=f"{GIVE_VALUES} or a default")


def _fills_rows(item: Column) -> bool:
    if item.identity is not None or item.generated_storage == "stored":
        return True
    if item.generated is not None:
        return item.generated_storage != "virtual"
    # A domain may have constraints, for which PostgreSQL looks at each row.
    of_domain = any(key.kind == "domain" for key in item.depends_on)
    return of_domain or (item.default is not None and not is_steady(item.default))


def is_steady(expression: str) -> bool:
    """Tell whether an expression has surely one value for all rows of a statement."""
    try:
        tokens = tokenize(expression)
    except SqlTextError:
        return False
    for index, token in enumerate(tokens):
        if token.text == "(" and index and tokens[index - 1].is_name:
            qualified = index > 1 and tokens[index - 2].text == "."
            if qualified or tokens[index - 1].word not in _STEADY:
                return False
    return True


def is_constant(expression: str) -> bool:
    """Tell whether an expression is a constant other than NULL, perhaps with a type behind it."""
    try:
        tokens = tokenize(expression)
        signs = 1 if tokens and tokens[0].text in ("-", "+") else 0
        value, *cast = tokens[signs:]
        if cast and cast[0].text == "::":
            read_type(expression[cast[0].end :])
            cast = []
    except (SqlTextError, ValueError):
        return False
    told = value.kind in (TokenKind.STRING, TokenKind.NUMBER) or value.word in ("true", "false")
    return told and not cast


def dropping(item: Column) -> Effect:
    """Return the effect of a column that goes; what is generated can be generated again."""
    name = f"{item.id.schema}.{item.id.table}.{item.id.name}"
    kept = item.is_foreign or item.generated is not None
    risks = () if kept else (deletes(f"all values of {name} are lost"),)
    return locking(item, ACCESS_EXCLUSIVE, risks=risks)


def converting(current: Column, desired: Column) -> Effect:
    """Return the effect of another type or collation."""
    if desired.is_foreign:
        return locking(desired, ACCESS_EXCLUSIVE)
    name = f"{desired.id.schema}.{desired.id.table}.{desired.id.name}"
    if desired.using and current.type != desired.type:
        risk = Hazard(HazardType.IS_USER_GENERATED, f"{name} becomes {desired.using}")
        fails_if = f"{desired.using} is no {desired.type} for a row"
        return locking(desired, ACCESS_EXCLUSIVE, Work.REWRITE, risks=(risk,), fails_if=fails_if)
    found = convert(current.type, desired.type)
    narrower = f"values of {name} that {desired.type} cannot hold are cut off or rounded"
    risks = (deletes(narrower),) if found.truncates else ()
    fails_if = f"a value of {name} is no {desired.type}" if found.may_fail else ""
    work = Work.NONE if found.in_place else Work.REWRITE
    effect = locking(desired, ACCESS_EXCLUSIVE, work, risks=risks, fails_if=fails_if)
    if not found.in_place:
        return replace(effect, reach=partial(_checked_across, desired))
    resorted = current.collation != desired.collation
    return replace(effect, reach=partial(_checked_anew, desired, resorted))


def _checked_anew(item: Column, resorted: bool, catalog: Catalog) -> Iterator[Lock]:
    """Yield a lock for what is built or checked anew although the values stay as they are.

    PostgreSQL does so for whatever holds an expression over the column, and with another collation
    for every index.
    """
    for other in catalog.beside(item.id):
        if item.id not in other.depends_on:
            continue
        if resorted or _holds_expression(other):
            yield lock_on(item.id, ACCESS_EXCLUSIVE, Work.BUILD if resorted else Work.SCAN)
            return


def _checked_across(item: Column, catalog: Catalog) -> Iterator[Lock]:
    """Yield locks on what refers to a column, or what the column refers to: rows are looked up."""
    for other in compared_with(item.id, catalog):
        yield lock_on(other, ACCESS_EXCLUSIVE, Work.SCAN)


def _holds_expression(value: Any) -> bool:
    """Tell whether an object, or a value within it, has SQL over the columns of its relation."""
    for each in dataclasses.fields(value):
        held = getattr(value, each.name)
        if refers_to(each) is Refers.SQL and held:
            return True
        parts = held if isinstance(held, tuple) else ()
        if any(dataclasses.is_dataclass(part) and _holds_expression(part) for part in parts):
            return True
    return False
