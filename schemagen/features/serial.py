"""`serial` columns: an integer with a sequence that it owns ("Serial Types")."""

from __future__ import annotations

from schemagen.declare.draft import TableDraft
from schemagen.features.feature import Feature
from schemagen.kinds import column, sequence
from schemagen.kinds.sequence import SequenceSpec
from schemagen.sqltext.quoting import Literal, quote_qualified, sql
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


FEATURE = Feature(
    name="serial",
    description="Integer columns with a sequence that they own.",
    expand_table=_expand,
)
