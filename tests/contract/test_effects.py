"""Every statement says what it does to relations and which hazards it has."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from schemagen.plan.transition import plan_transition
from tests.specs import project_of

CASES = sorted((Path(__file__).parents[1] / "cases").glob("*/*.yaml"))


@pytest.mark.parametrize("path", CASES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_every_statement_of_a_plan_says_what_it_does(path: Path) -> None:
    """A statement without an effect would pass for harmless: give it one where it is made."""
    case = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    current, desired = project_of(case["current"]).catalog, project_of(case["desired"]).catalog
    plan = plan_transition(current, desired)
    silent = [item.sql for item in (*plan.statements, *plan.undo) if item.effect is None]
    assert silent == []
