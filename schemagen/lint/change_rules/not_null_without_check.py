"""A column that must not be null from now on, found out under the strongest lock."""

from __future__ import annotations

from collections.abc import Iterator

from schemagen.catalog.lock import LockMode, Work
from schemagen.lint.rule import ChangeRule, Found
from schemagen.lint.steps import Steps

_WHY = """\
SET NOT NULL reads the whole table, to be sure, and nobody can even read it meanwhile.

PostgreSQL does not look where a valid check says the same already. So add `name is not null` as a
check that is NOT VALID, validate it, set NOT NULL, and drop the check: a plan for a live database
does so for large tables.
"""


def _check(steps: Steps) -> Iterator[Found]:
    made = steps.altered("column", "not_null")
    for item in steps.blocking(Work.SCAN, LockMode.ACCESS_EXCLUSIVE):
        if item.target in made:
            yield Found(
                item.target,
                f'looking for nulls in "{item.target.name}" keeps everybody from'
                f' "{item.target.table}"',
                "let a validated check say first that there are none",
            )


RULE = ChangeRule(
    code="not-null-without-check",
    title="NOT NULL on a column that is there",
    why=_WHY,
    check=_check,
    before="""\
tables:
  people:
    columns: {id: bigint primary key, name: text}
""",
    good="""\
tables:
  people:
    columns: {id: bigint primary key, name: text}
    checks: {named: {expression: name is not null, not_valid: true}}
""",
    bad="""\
tables:
  people:
    columns: {id: bigint primary key, name: text not null}
""",
)
