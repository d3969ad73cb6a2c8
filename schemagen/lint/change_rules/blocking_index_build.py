"""An index that keeps everybody from writing while it is built."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from schemagen.catalog.lock import LockMode, Work
from schemagen.lint.rule import ChangeRule, Found
from schemagen.lint.steps import Steps

_KINDS: Final = frozenset({"exclusion", "index", "primary_key", "unique"})
_WHY = """\
CREATE INDEX holds a SHARE lock until the index is built: on a table of some size, every INSERT,
UPDATE and DELETE waits for minutes, and the application with them. A unique constraint or a primary
key builds its index under a lock that keeps even readers waiting.

A plan for a live database knows how large its tables are, and builds indexes of large ones
CONCURRENTLY, outside of a transaction; a constraint then takes over its index. Where a migration is
written by hand, write CREATE INDEX CONCURRENTLY. An index that comes with its table keeps nobody
waiting.
"""


def _check(steps: Steps) -> Iterator[Found]:
    for item in steps.blocking(Work.BUILD, LockMode.SHARE, LockMode.ACCESS_EXCLUSIVE):
        if item.target.kind in _KINDS:
            yield Found(
                item.target,
                f'building "{item.target.name}" keeps others from "{item.target.table}"',
                "plan it for the database, whose large tables get theirs concurrently",
            )


RULE = ChangeRule(
    code="blocking-index-build",
    title="an index build that blocks writes",
    why=_WHY,
    check=_check,
    before="""\
tables:
  orders:
    columns: {id: bigint primary key, customer_id: bigint}
""",
    good="""\
tables:
  orders:
    columns: {id: bigint primary key, customer_id: bigint}
  payments:
    columns: {id: bigint primary key, order_id: bigint}
    indexes: [order_id]
""",
    bad="""\
tables:
  orders:
    columns: {id: bigint primary key, customer_id: bigint}
    indexes: [customer_id]
""",
)
