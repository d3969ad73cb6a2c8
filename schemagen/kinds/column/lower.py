"""From declared columns to those of the catalog, with what a table has from its parents.

Constraints that stand on a column are moved to the table before columns are lowered
(`features/inline_constraints.py`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from schemagen.catalog.object import Grant, ObjectId
from schemagen.declare.draft import TableDraft
from schemagen.declare.expressions import check_expression, check_type
from schemagen.declare.generic_options import read_options
from schemagen.declare.grants import column_grants
from schemagen.declare.problems import Path
from schemagen.declare.section import Declared, Level, Section
from schemagen.kinds.column.ddl import usual_sequence
from schemagen.kinds.column.declare import shorten
from schemagen.kinds.column.model import Backfill, Column, Identity
from schemagen.kinds.column.spec import BackfillSpec, ColumnSpec, IdentitySpec
from schemagen.kinds.options import option_pairs


def _lower(declared: dict[str, ColumnSpec], table: TableDraft) -> Declared:
    grants = column_grants(table)
    inherited = _inherited(table)
    known = table.project.names.columns.get(table.id)
    above = table.path("columns")
    for position, name in enumerate(dict.fromkeys([*inherited, *declared]), start=1):
        origin, given = inherited.get(name, (None, None))
        spec = declared.get(name) or given
        if spec is None:
            continue
        path = (*above, name)
        column = _column(position, name, spec, grants.get(name, ()), table, path, known)
        if origin is not None:
            column = replace(column, follows=origin)
            if name not in declared:
                column = replace(column, comment=None, sequence_name=None, backfill=None)
        yield column, path


def _inherited(
    table: TableDraft, below: frozenset[ObjectId] = frozenset()
) -> dict[str, tuple[ObjectId, ColumnSpec]]:
    """Return the columns that a table has from its parents, each with the parent's own."""
    found: dict[str, tuple[ObjectId, ColumnSpec]] = {}
    for key in table.parents:
        parent = table.project.table(key)
        if parent is None or key in below:
            continue
        theirs = _inherited(parent, below | {table.id})
        own: dict[str, ColumnSpec] = SECTION.of(parent)
        for name in dict.fromkeys([*theirs, *own]):
            spec = own[name] if name in own else theirs[name][1]
            found.setdefault(name, (parent.column(name), spec))
    return found


def _column(
    position: int,
    name: str,
    spec: ColumnSpec,
    grants: tuple[Grant, ...],
    table: TableDraft,
    path: Path,
    columns: Mapping[str, str] | None,
) -> Column:
    project = table.project
    type_text, needs = check_type(spec.type, project, (*path, "type"))
    if spec.default is not None:
        needs |= check_expression(spec.default, project, (*path, "default"), columns)
    if spec.generated:
        where = (*path, "generated", "expression")
        needs |= check_expression(spec.generated.expression, project, where, columns, home=table.id)
    if spec.using is not None:
        check_expression(spec.using, project, (*path, "using"), columns)
    if spec.backfill is not None:
        _check_backfill(spec.backfill, table, (*path, "backfill"))
    keys = spec.model_fields_set
    said = {key: getattr(spec, key) for key in keys & _AS_SAID}
    if not keys.isdisjoint(_IN_OTHER_WORDS):
        said |= _in_other_words(spec, table, name)
    return Column(
        id=table.column(name),
        position=position,
        type=type_text,
        is_foreign=table.is_foreign,
        grants=grants,
        depends_on=tuple(sorted(needs)),
        **said,
    )


_AS_SAID = frozenset(
    {
        *("not_null", "not_null_name", "not_null_no_inherit", "default", "using", "comment", "was"),
        *("collation", "compression", "storage", "statistics"),
    }
)
"""What is in the catalog as a spec says it; most columns say little of it."""

_IN_OTHER_WORDS = frozenset({"generated", "identity", "attribute_options", "options", "backfill"})


def _in_other_words(spec: ColumnSpec, table: TableDraft, name: str) -> dict[str, Any]:
    found: dict[str, Any] = {
        "attribute_options": option_pairs(spec.attribute_options),
        "options": read_options(spec.options),
    }
    if spec.generated:
        found["generated"] = spec.generated.expression
        found["generated_storage"] = spec.generated.storage
    if spec.identity:
        found["identity"] = _identity_of(spec.identity)
        usual = usual_sequence(table.id.name, name)
        found |= {"sequence_name": spec.identity.sequence_name or usual, "not_null": True}
    if spec.backfill:
        found["backfill"] = Backfill(spec.backfill.set, spec.backfill.where, spec.backfill.batch)
    return found


def _check_backfill(spec: BackfillSpec, table: TableDraft, path: Path) -> None:
    # It may name columns that go in the same change, so that its proof tells whether they exist.
    for key, text in (("set", spec.set), ("where", spec.where)):
        if text is not None:
            check_expression(text, table.project, (*path, key), None)


def _identity_of(spec: IdentitySpec) -> Identity:
    return Identity(
        generation=spec.generation,
        start=spec.start,
        increment=spec.increment,
        minimum=spec.min,
        maximum=spec.max,
        cache=spec.cache,
        cycle=spec.cycle,
    )


def _names(declared: dict[str, ColumnSpec], table: TableDraft) -> None:
    inherited = {name: spec.type for name, (_, spec) in _inherited(table).items()}
    own = {name: spec.type for name, spec in declared.items()}
    table.project.names.columns[table.id] = {**inherited, **own}


SECTION: Section[dict[str, ColumnSpec]] = Section(
    key="columns",
    level=Level.TABLE,
    annotation=dict[str, ColumnSpec],
    default=dict,
    description="Columns in order, in PostgreSQL's syntax or as mappings.",
    lower_table=_lower,
    names_table=_names,
    shorten=shorten,
)
