"""Check constraints of a table (pg_constraint.contype = 'c')."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated

from schemagen.catalog.catalog import Catalog
from schemagen.catalog.lock import Work
from schemagen.catalog.object import ALTER, RECREATE, CatalogObject, Refers, on_change
from schemagen.catalog.statement import Statement
from schemagen.declare.base import Shorthand, list_by_name
from schemagen.declare.declaration import Declaration, is_plain, stated
from schemagen.declare.draft import TableDraft
from schemagen.declare.expressions import check_expression, columns_of_expression
from schemagen.declare.section import Declared, Level, Section
from schemagen.frozen import frozen
from schemagen.kinds.constraints import (
    add_constraint,
    breaks,
    constraint_text,
    drop_constraint,
    rename_constraint,
    validate_constraint,
)
from schemagen.kinds.effects import ACCESS_EXCLUSIVE, locking
from schemagen.kinds.kind import CreateContext, Facet, Kind
from schemagen.kinds.online import Online
from schemagen.kinds.recipes import validated_later, validating
from schemagen.kinds.support import member_text
from schemagen.sqltext.brackets import bare
from schemagen.sqltext.quoting import Raw, fit_name, join_sql, sql


@frozen(kw_only=True)
class Check(CatalogObject):
    """A check constraint."""

    expression: str = on_change(RECREATE, refers=Refers.SQL)  # trust_score BETWEEN 0 AND 1000
    no_inherit: bool = on_change(RECREATE, False)
    not_enforced: bool = on_change(RECREATE, False, since=18)
    not_valid: bool = on_change(ALTER, False)


class CheckSpec(Shorthand):
    """A check constraint: an expression, or a mapping."""

    short_key = "expression"

    expression: str
    """What must be true of each row, or null."""
    no_inherit: bool = False
    not_enforced: bool = False
    not_valid: bool = False
    name: str | None = None
    comment: str | None = None
    was: str | None = None


def _lower(declared: list[CheckSpec], table: TableDraft) -> Declared:
    columns = table.project.names.columns.get(table.id)
    for index, spec in enumerate(declared):
        path = table.path("checks", spec.name if spec.name else index)
        used = sorted(columns_of_expression(spec.expression))
        name = table.constraint_name(
            spec.name, used[0] if len(used) == 1 else "", suffix="check", relation=False
        )
        needs = check_expression(spec.expression, table.project, path, columns, home=table.id)
        item = Check(
            id=table.member("check", name),
            expression=spec.expression.strip(),
            no_inherit=spec.no_inherit,
            not_enforced=spec.not_enforced,
            not_valid=spec.not_valid,
            comment=spec.comment,
            was=spec.was,
            depends_on=tuple(sorted(needs)),
        )
        yield item, path


def _definition(item: Check) -> str:
    return join_sql(
        [
            sql("CHECK ({})", Raw(item.expression)),
            "NO INHERIT" if item.no_inherit else "",
            "NOT ENFORCED" if item.not_enforced else "",
            "NOT VALID" if item.not_valid else "",
        ]
    )


def _inline(item: Check) -> str | None:
    return None if item.not_valid else constraint_text(item, _definition(item))


def _create(item: Check, _: CreateContext) -> Iterable[Statement]:
    unread = item.not_valid or item.not_enforced
    effect = locking(item, ACCESS_EXCLUSIVE)
    if not unread:
        effect = locking(item, ACCESS_EXCLUSIVE, Work.SCAN, fails_if=breaks(item))
    yield add_constraint(item, _definition(item), effect)


def _drop(item: Check) -> Iterable[Statement]:
    yield drop_constraint(item)


def _validate(_: Check, desired: Check) -> Iterable[Statement] | None:
    return None if desired.not_valid else [validate_constraint(desired)]


def _usual_name(item: Check) -> str:
    used = sorted(columns_of_expression(item.expression))
    return fit_name(item.id.table, used[0] if len(used) == 1 else "", suffix="check")


def _declare(item: Check, _: Catalog) -> Declaration | None:
    if item.brought:
        return None
    values = {
        "expression": bare(item.expression),
        "no_inherit": item.no_inherit,
        "not_enforced": item.not_enforced,
        "not_valid": item.not_valid,
        "name": item.id.name if item.id.name != _usual_name(item) else None,
    }
    mapping = stated(CheckSpec, values)
    short = is_plain(item) and list(mapping) == ["expression"]
    return Declaration("checks", mapping["expression"] if short else mapping)


SECTION: Section[list[CheckSpec]] = Section(
    key="checks",
    level=Level.TABLE,
    annotation=Annotated[list[CheckSpec], list_by_name(CheckSpec)],
    default=list,
    description="Check constraints: a mapping of name to expression, or a list.",
    lower_table=_lower,
    by_name=True,
)

KIND = Kind(
    name="check",
    plural="check constraints",
    keyword="CONSTRAINT",
    model=Check,
    phase=74,
    name_spaces=("constraint",),
    create=_create,
    drop=_drop,
    alters={"not_valid": _validate},
    rename=rename_constraint,
    rebuilt_with_column=False,
    identity=member_text,
    inline=_inline,
    definition=_definition,
    renamed_when_equal=lambda _: True,
    restricts=lambda _: True,
    archived=lambda item, _: item,
    sections=(SECTION,),
    declare=_declare,
    online=Online(
        create=validated_later(_create, _validate),
        alters={"not_valid": validating(_validate)},
    ),
    facets=frozenset({Facet.COMMENT}),
)
