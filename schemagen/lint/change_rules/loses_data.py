"""Rows and values that are gone afterwards."""

from __future__ import annotations

from collections.abc import Iterator

from schemagen.catalog.hazard import HazardType
from schemagen.lint.rule import ChangeRule, Found
from schemagen.lint.steps import Steps

_WHY = """\
A table or column that is dropped takes its rows or values with it, and a narrower type cuts them
off. The undo brings the table back, empty. What looks like one that goes and one that comes may be
a rename that was not declared.

Say `was:` where it is a rename. Otherwise, stop using it in one release, drop it in a later one,
and keep a copy as long as somebody may want it back.
"""


def _check(steps: Steps) -> Iterator[Found]:
    for item in steps.statements:
        for hazard in item.hazards:
            if hazard.type is HazardType.DELETES_DATA:
                yield Found(
                    item.target,
                    hazard.message,
                    "declare a rename with `was`, or keep a copy of what goes",
                )


RULE = ChangeRule(
    code="loses-data",
    title="a change that rows or values do not survive",
    why=_WHY,
    check=_check,
    before="""\
tables:
  orders:
    columns: {id: bigint primary key, remark: text}
""",
    good="""\
tables:
  orders:
    columns: {id: bigint primary key, note: {type: text, was: remark}}
""",
    bad="""\
tables:
  orders:
    columns: {id: bigint primary key}
""",
)
