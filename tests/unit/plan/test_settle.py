"""What may stop a statement, where the same plan makes what it is about."""

from __future__ import annotations

from schemagen.plan.transition import plan_transition
from tests.specs import project_of

BEFORE = """
tables:
  parent:
    columns: {id: integer primary key}
  child:
    columns: {id: integer primary key, parent: integer}
"""
KEY = "ADD CONSTRAINT {}_parent_fkey FOREIGN KEY"


def fails_if(current: str, desired: str, part: str) -> str:
    plan = plan_transition(project_of(current).catalog, project_of(desired).catalog)
    [found] = [each for each in plan.statements if part in each.sql]
    assert found.effect is not None
    return found.effect.fails_if


def test_rows_that_are_there_may_stop_a_foreign_key() -> None:
    after = BEFORE.replace("parent: integer", "parent: integer references parent")
    assert fails_if(BEFORE, after, KEY.format("child"))


def test_nothing_stops_a_foreign_key_of_a_table_that_has_no_rows_yet() -> None:
    after = BEFORE + "  other:\n    columns: {parent: integer references parent}\n"
    assert not fails_if(BEFORE, after, KEY.format("other"))
