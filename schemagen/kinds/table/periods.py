"""Partitions for the rows that a table has already: made where it is known which there are."""

from __future__ import annotations

from typing import Final

from schemagen.kinds.table.model import Table
from schemagen.kinds.table.rotation import Rotation
from schemagen.sqltext.quoting import Literal, Name, Raw, dollar_quote, quote_qualified, sql

_FORMATS: Final = {
    "day": '"p"YYYY_MM_DD',
    "week": '"p"IYYY"w"IW',
    "month": '"p"YYYY_MM',
    "year": '"p"YYYY',
}
_BOUNDS: Final = {
    "date": "YYYY-MM-DD",
    "timestamp with time zone": 'YYYY-MM-DD HH24:MI:SS"+00"',
    "timestamp without time zone": "YYYY-MM-DD HH24:MI:SS",
}


def make_periods(current: Table, other: Table) -> str:
    """Return the statement that makes the partitions of a table for the rows of the present one.

    They have the names and bounds that `Rotation` gives them. Rows that are further ahead than
    partitions are made are left to the default one.
    """
    rotation = other.rotation or Rotation("", "")
    rows = quote_qualified(current.id.schema, current.id.name)
    by = _by_number(rotation, rows) if rotation.by_number else _by_time(rotation)
    body = sql(
        _BODY,
        **by,
        rows=Raw(rows),
        schema=Literal(other.id.schema),
        table=Literal(other.id.name),
    )
    return sql("DO {}", Raw(dollar_quote(body)))


_BODY: Final = """
DECLARE
    latest CONSTANT {type} := {latest};
    first {type};
BEGIN
    FOR first IN
        SELECT DISTINCT {period} FROM {rows} WHERE {known} AND {period} < latest
        UNION SELECT pg_catalog.generate_series(latest, latest + {ahead}, {step})
        ORDER BY 1
    LOOP
        EXECUTE pg_catalog.format(
            'CREATE TABLE %I.%I PARTITION OF %I.%I FOR VALUES FROM (%L) TO (%L)',
            {schema}, {table} || '_' || {ending}, {schema}, {table}, {low}, {high}
        );
    END LOOP;
END
"""


def _by_time(rotation: Rotation) -> dict[str, Raw]:
    column, every = Name(rotation.column), Literal(rotation.every)
    step = sql("interval {}", Literal(f"1 {rotation.every}"))
    moment = sql("{}::timestamp", column)
    if rotation.type == "timestamp with time zone":
        moment = sql("({} AT TIME ZONE 'UTC')", column)
    shown = Literal(_BOUNDS[rotation.type])
    return {
        "type": Raw("timestamp"),
        "latest": Raw(sql("pg_catalog.date_trunc({}, now() AT TIME ZONE 'UTC')", every)),
        "period": Raw(sql("pg_catalog.date_trunc({}, {})", every, Raw(moment))),
        "known": Raw(sql("{} >= {}", column, Literal("0001-01-01"))),
        "ahead": Raw(sql("{} * {}", Literal(rotation.ahead), Raw(step))),
        "step": Raw(step),
        "ending": Raw(sql("pg_catalog.to_char(first, {})", Literal(_FORMATS[rotation.every]))),
        "low": Raw(sql("pg_catalog.to_char(first, {})", shown)),
        "high": Raw(sql("pg_catalog.to_char(first + {}, {})", Raw(step), shown)),
    }


def _by_number(rotation: Rotation, rows: str) -> dict[str, Raw]:
    column, size = Name(rotation.column), Literal(int(rotation.every))
    period = sql("(pg_catalog.floor({}::numeric / {}) * {})::bigint", column, size, size)
    return {
        "type": Raw("bigint"),
        "latest": Raw(sql("coalesce((SELECT max({}) FROM {}), 0)", Raw(period), Raw(rows))),
        "period": Raw(period),
        "known": Raw(sql("{} IS NOT NULL", column)),
        "ahead": Raw(sql("{}::bigint * {}", Literal(rotation.ahead), size)),
        "step": Raw(sql("{}::bigint", size)),
        "ending": Raw("CASE WHEN first < 0 THEN 'pm' || -first ELSE 'p' || first END"),
        "low": Raw("first"),
        "high": Raw(sql("first + {}", size)),
    }
