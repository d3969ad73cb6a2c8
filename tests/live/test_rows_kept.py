"""What is in a table and in its sequences outlives that the table is made anew, there and back."""

from __future__ import annotations

from typing import Any

import psycopg
import pytest

from schemagen.catalog.hazard import HazardType
from schemagen.plan.transition import plan_transition
from tests.catalogs import applied, differences, make, read
from tests.specs import project_of

PLAIN = """
enums: {mood: [sad, ok]}
tables:
  t:
    columns:
      id: bigint not null generated always as identity
      no: serial
      at: date not null
      mood: mood
      size: varchar(20)
      twice: {type: numeric, generated: id * 2}
    primary_key: [id, at]
    indexes: [at]
  notes:
    columns: {id: bigint, at: date}
    foreign_keys: [{columns: [id, at], references: t}]
"""
PARTITIONED = PLAIN.replace(
    "    primary_key: [id, at]",
    "    partition_by: range (at)\n    primary_key: [id, at]",
).replace(
    "  notes:",
    """\
  t_old: {partition_of: t, for_values: "from (minvalue) to ('2025-01-01')"}
  t_new: {partition_of: t, for_values: default, partition_by: list (id)}
  t_new_rest: {partition_of: t_new, for_values: default}
  notes:""",
)
BY_ID = PARTITIONED.replace("range (at)", "hash (id)").replace(
    """  t_old: {partition_of: t, for_values: "from (minvalue) to ('2025-01-01')"}
  t_new: {partition_of: t, for_values: default, partition_by: list (id)}
  t_new_rest: {partition_of: t_new, for_values: default}
""",
    """  t_0: {partition_of: t, for_values: "with (modulus 1, remainder 0)"}
""",
)
OTHER_TYPES = PARTITIONED.replace("varchar(20)", "text").replace("[sad, ok]", "[ok, sad]")
SECURED = PLAIN.replace("    primary", "    row_level_security: forced\n    primary")
FORCED = PARTITIONED.replace("    primary", "    row_level_security: forced\n    primary")
ROWS = """
INSERT INTO t (at, mood, size) VALUES
    ('2024-05-01', 'sad', 'small'), ('2025-05-01', 'ok', NULL), ('2026-05-01', NULL, 'x');
DELETE FROM t WHERE at = '2026-05-01';
INSERT INTO notes SELECT id, at FROM t;
"""
CONTENTS = b"SELECT id, no, at, mood::text, size::text, twice FROM t ORDER BY id"


def contents(url: str) -> list[Any]:
    """Return the rows, and what the next row will be numbered."""
    with psycopg.connect(url) as connection:
        rows = connection.execute(CONTENTS).fetchall()
        text = "INSERT INTO t (at) VALUES ('2025-07-01') RETURNING id, no"
        rows += connection.execute(text.encode()).fetchall()
        connection.rollback()
    return rows


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (PLAIN, PARTITIONED),
        (PARTITIONED, PLAIN),
        (PARTITIONED, BY_ID),
        (PLAIN, OTHER_TYPES),
        (SECURED, FORCED),
    ],
    ids=["partitioned", "plain again", "by another column", "with other types", "forced"],
)
def test_rows_and_numbers_stay(new_database: Any, before: str, after: str) -> None:
    url, other = new_database(), new_database()
    current = applied(url, project_of(before).catalog)
    desired = applied(other, project_of(after).catalog)
    plan = plan_transition(current, desired)
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(ROWS.encode())
    first = contents(url)
    for statements, goal in ((plan.statements, desired), (plan.undo, current)):
        with psycopg.connect(url, autocommit=True) as connection:
            make(connection, statements)
        assert differences(read(url), goal) == []
        rows = contents(url)
        assert rows[:-1] == first[:-1]
        assert rows[-1] > first[-1]
    assert not any(item.has(HazardType.DELETES_DATA) for item in plan.statements)
