"""Constraints that rows may break that were there before."""

from __future__ import annotations

from collections.abc import Iterator

from schemagen.catalog.catalog import Catalog
from schemagen.kinds.check import Check
from schemagen.kinds.foreign_key import ForeignKey
from schemagen.lint.rule import Found, Rule

_WHY = """\
A constraint that is NOT VALID is checked for new rows alone. The planner cannot rely on it, a
reader of the table may not either, and an update of an old row that breaks it fails long after, in
a statement about something else. It is a good step on the way (adding it takes no long lock), and
nothing to stay with.

Once the old rows are right, take `not_valid` away: the change becomes VALIDATE CONSTRAINT, which
reads the table without keeping anybody from writing.
"""


def _check(catalog: Catalog) -> Iterator[Found]:
    constraints: tuple[Check | ForeignKey, ...] = (*catalog.of(Check), *catalog.of(ForeignKey))
    for item in constraints:
        if item.not_valid:
            yield Found(
                item.id,
                f'constraint "{item.id.name}" of "{item.id.table}" was never checked for the'
                " rows that were there before it",
                "take `not_valid` away once they are right",
            )


RULE = Rule(
    code="unvalidated-constraint",
    title="a constraint that was never validated",
    why=_WHY,
    check=_check,
    good="""\
tables:
  items:
    columns: {id: bigint primary key, price: numeric not null}
    checks: {has_price: price > 0}
""",
    bad="""\
tables:
  items:
    columns: {id: bigint primary key, price: numeric not null}
    checks: {has_price: {expression: price > 0, not_valid: true}}
""",
)
