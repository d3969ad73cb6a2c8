"""A column that counts by itself, new on a distributed table that is there."""

from __future__ import annotations

from collections.abc import Iterator

from schemagen.kinds.column import Column
from schemagen.kinds.distribution import Distribution
from schemagen.lint.rule import ChangeRule, Found, Level
from schemagen.lint.steps import Steps

_WHY = """\
Citus gives each node numbers of its own for the sequences of a distributed table, and does so when
the table is distributed. It refuses `ADD COLUMN … GENERATED AS IDENTITY` there, and a default of
`nextval(…)` where the table has rows: the migration fails on the cluster, and only on the cluster.

Declare the column when the table comes, or take another default: `gen_random_uuid()` needs no
sequence.
"""


def _check(steps: Steps) -> Iterator[Found]:
    there = {
        (item.id.schema, item.id.table)
        for item in steps.current.of(Distribution)
        if item.id in steps.desired
    }
    for key in sorted(steps.created("column") | steps.altered("column", "default", "identity")):
        item = steps.desired.get(key)
        if isinstance(item, Column) and (key.schema, key.table) in there and _counts(item):
            yield Found(
                key,
                f'"{key.name}" counts by a sequence, and "{key.table}" is distributed already',
                "declare it when the table comes, or take gen_random_uuid() for a default",
            )


def _counts(item: Column) -> bool:
    return item.identity is not None or "nextval(" in (item.default or "")


RULE = ChangeRule(
    code="distributed-sequence",
    title="a sequence for a distributed table that is there already",
    why=_WHY,
    level=Level.ERROR,
    check=_check,
    before="""\
distribution: {engine: citus, column: tenant_id}
sequences: {numbers: {}}
tables:
  orders:
    columns: {tenant_id: uuid, id: bigint, number: bigint}
    primary_key: [tenant_id, id]
""",
    good="""\
distribution: {engine: citus, column: tenant_id}
sequences: {numbers: {}}
tables:
  orders:
    columns: {tenant_id: uuid, id: bigint, number: bigint}
    primary_key: [tenant_id, id]
  lines:
    columns: {tenant_id: uuid, id: bigint default nextval('numbers')}
    primary_key: [tenant_id, id]
""",
    bad="""\
distribution: {engine: citus, column: tenant_id}
sequences: {numbers: {}}
tables:
  orders:
    columns: {tenant_id: uuid, id: bigint, number: bigint default nextval('numbers')}
    primary_key: [tenant_id, id]
""",
)
