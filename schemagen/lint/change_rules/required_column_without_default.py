"""A new column that rows which are there have nothing for."""

from __future__ import annotations

from collections.abc import Iterator

from schemagen.catalog.statement import Transaction
from schemagen.lint.rule import ChangeRule, Found
from schemagen.lint.steps import Steps

_WHY = """\
A column that is NOT NULL and has no default cannot be added to a table with rows: the change fails,
and it does so in production first, because the tables of a test are empty.

Give it a default, or say with `backfill` what the rows get that are there.
"""


def _check(steps: Steps) -> Iterator[Found]:
    made = steps.created("column")
    for item in steps.statements:
        works = item.transaction is not Transaction.SHARED
        if item.target in made and not works and item.effect and item.effect.fails_if:
            yield Found(
                item.target,
                f'"{item.target.name}" cannot be added where "{item.target.table}" has rows',
                "give it a default, or say with `backfill` what its rows get",
            )


RULE = ChangeRule(
    code="required-column-without-default",
    title="a new NOT NULL column without a default",
    why=_WHY,
    check=_check,
    before="""\
tables:
  orders:
    columns: {id: bigint primary key}
""",
    good="""\
tables:
  orders:
    columns:
      id: bigint primary key
      state: text not null default 'open'
      code: {type: text not null, backfill: "'order-' || id"}
""",
    bad="""\
tables:
  orders:
    columns: {id: bigint primary key, state: text not null}
""",
)
