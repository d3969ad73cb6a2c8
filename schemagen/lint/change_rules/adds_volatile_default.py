"""A new column with a value of its own for each row."""

from __future__ import annotations

from collections.abc import Iterator

from schemagen.catalog.lock import LockMode, Work
from schemagen.lint.rule import ChangeRule, Found
from schemagen.lint.steps import Steps

_WHY = """\
A constant default, or `now()`, is kept once for all rows that are there: the column comes in an
instant. A default that differs from row to row (`gen_random_uuid()`, `nextval`), an identity and a
stored generated column are computed for every row, and the table is written anew while nobody can
read it.

Add the column without the default, set the default (it holds for new rows), and fill the old rows
in batches, as `schemagen migrate new` does where nothing is in the way. From PostgreSQL 18 on, a
virtual generated column costs nothing.
"""


def _check(steps: Steps) -> Iterator[Found]:
    made = steps.created("column")
    for item in steps.blocking(Work.REWRITE, LockMode.ACCESS_EXCLUSIVE):
        if item.target in made:
            yield Found(
                item.target,
                f'adding "{item.target.name}" computes a value for every row of'
                f' "{item.target.table}" while nobody can read it',
                "add it empty, set the default, and fill it in batches",
            )


RULE = ChangeRule(
    code="adds-volatile-default",
    title="a new column that rewrites the table",
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
    columns: {id: bigint primary key, made_at: timestamptz not null default now()}
""",
    bad="""\
tables:
  orders:
    columns: {id: bigint primary key, token: uuid not null default gen_random_uuid()}
""",
)
