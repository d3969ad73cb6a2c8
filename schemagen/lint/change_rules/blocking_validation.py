"""A constraint that reads all rows while nobody can write."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from schemagen.catalog.lock import LockMode, Work
from schemagen.lint.rule import ChangeRule, Found
from schemagen.lint.steps import Steps

_KINDS: Final = frozenset({"check", "foreign_key"})
_MODES: Final = (LockMode.SHARE_ROW_EXCLUSIVE, LockMode.ACCESS_EXCLUSIVE)
_WHY = """\
ADD CONSTRAINT checks every row that is there, under a lock: a foreign key keeps writers of both
tables waiting, a check even readers.

Add it NOT VALID first, which takes an instant, and validate it in a transaction of its own, which
reads the rows while everybody goes on. A plan for a live database does so for large tables. In a
spec, the two steps are `not_valid: true` in one change, and without it in the next.
"""


def _check(steps: Steps) -> Iterator[Found]:
    for item in steps.blocking(Work.SCAN, *_MODES):
        if item.target.kind in _KINDS:
            yield Found(
                item.target,
                f'checking all rows for "{item.target.name}" blocks "{item.target.table}"',
                "add it with `not_valid: true`, and take that away in the next change",
            )


RULE = ChangeRule(
    code="blocking-validation",
    title="a constraint that reads all rows under a lock",
    why=_WHY,
    check=_check,
    before="""\
tables:
  items:
    columns: {id: bigint primary key, price: numeric not null}
""",
    good="""\
tables:
  items:
    columns: {id: bigint primary key, price: numeric not null}
    checks: {has_price: {expression: price > 0, not_valid: true}}
""",
    bad="""\
tables:
  items:
    columns: {id: bigint primary key, price: numeric not null}
    checks: {has_price: price > 0}
""",
)
