"""A type whose values look otherwise on disk."""

from __future__ import annotations

from collections.abc import Iterator

from schemagen.catalog.lock import LockMode, Work
from schemagen.lint.rule import ChangeRule, Found
from schemagen.lint.steps import Steps

_WHY = """\
Most changes of a type write the table and its indexes anew, under a lock that keeps even readers
waiting, and need that much disk and write-ahead log once more. Longer `varchar`, `varchar` to
`text`, and `numeric` with more digits before the point are free.

`schemagen migrate new` makes a wider column beside the present one, fills it in batches (a trigger
keeps it up to date meanwhile) and lets it take its place, where nothing is in the way of that.
Elsewhere do the same by hand: add the column, let the application use it, and drop the old one.
"""


def _check(steps: Steps) -> Iterator[Found]:
    made = steps.altered("column", "type", "collation")
    for item in steps.blocking(Work.REWRITE, LockMode.ACCESS_EXCLUSIVE):
        if item.target in made:
            yield Found(
                item.target,
                f'the new type of "{item.target.name}" rewrites "{item.target.table}"',
                "add another column, fill it in batches, and drop this one later",
            )


RULE = ChangeRule(
    code="rewriting-type-change",
    title="a change of type that rewrites the table",
    why=_WHY,
    check=_check,
    before="""\
tables:
  orders:
    columns: {id: bigint primary key, number: integer, code: varchar(20)}
""",
    good="""\
tables:
  orders:
    columns: {id: bigint primary key, number: integer, code: varchar(40)}
""",
    bad="""\
tables:
  orders:
    columns: {id: bigint primary key, number: bigint, code: varchar(20)}
""",
)
