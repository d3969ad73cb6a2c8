"""`serial` columns: an integer with a sequence that it owns ("Serial Types")."""

from __future__ import annotations

from schemagen.declare.declaration import Reference
from schemagen.declare.draft import TableDraft
from schemagen.declare.tree import TableTree
from schemagen.features.feature import Feature
from schemagen.kinds import column, sequence
from schemagen.kinds.sequence import SequenceSpec
from schemagen.sqltext.quoting import Literal, fit_name, quote_name, quote_qualified, sql
from schemagen.sqltext.types import SERIAL_TYPES


def _expand(_: None, table: TableDraft) -> None:
    columns = column.SECTION.of(table)
    for name, spec in columns.items():
        integer = SERIAL_TYPES.get(spec.type.lower())
        if integer is None:
            continue
        if spec.default is not None or spec.identity or spec.generated:
            table.problem(
                "serial-default",
                f'serial column "{name}" already has its sequence as default',
                "columns",
                name,
                hint=f"write `{integer}` to give it another default",
            )
            continue
        chosen = table.project.fresh_name(table.schema, table.name, name, suffix="seq")
        full = quote_qualified(table.schema, chosen)
        sequence.SECTION.of(table.project)[f"{table.schema}.{chosen}"] = SequenceSpec(
            type=integer, owned_by=f"{table.schema}.{table.name}.{name}"
        )
        columns[name] = spec.model_copy(
            update={
                "type": integer,
                "not_null": True,
                "default": sql("nextval({}::regclass)", Literal(full)),
            }
        )


_SERIAL = {"integer": "serial", "bigint": "bigserial", "smallint": "smallserial"}


def _fold(table: TableTree) -> None:
    """Say `serial` where the sequence is as a serial column would have made it."""
    declared = table.project.sections.get("sequences", {})
    for name, given in table.columns.items():
        chosen = fit_name(table.name, name, suffix="seq")
        key = table.project.key(table.schema, chosen)
        owner = Reference(table.schema, table.name, f".{quote_name(name)}")
        serial = _SERIAL.get(given["type"])
        if serial is None or key not in declared or not given.get("not_null"):
            continue
        options = {"type": "bigint"} | (declared[key] or {})
        named = {quote_qualified(table.schema, chosen)}
        if table.schema == table.project.home:
            named.add(quote_name(chosen))
        drawn = {sql("nextval({}::regclass)", Literal(text)) for text in named}
        if options != {"type": given["type"], "owned_by": owner} or "not_null_name" in given:
            continue
        if given.get("default") in drawn:
            del declared[key], given["default"], given["not_null"]
            given["type"] = serial


FEATURE = Feature(
    name="serial",
    description="Integer columns with a sequence that they own.",
    expand_table=_expand,
    fold_table=_fold,
)
