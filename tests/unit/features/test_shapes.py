"""Columns with a shape: the constraint that holds them, and what the outputs are told."""

from __future__ import annotations

from schemagen.kinds.check import Check
from schemagen.kinds.function import Function
from tests.specs import project_of

SPEC = """
shapes:
  Person: {name: string}
  Team: {lead: Person, members: [Person]}
  Unused: {...: any}
tables:
  teams: {columns: {team: jsonb<Team>, other: jsonb<Team> not null, lead: jsonb<Person>}}
  plain: {columns: {id: integer, data: jsonb}}
"""


def test_each_column_is_held_to_its_shape_by_name() -> None:
    project = project_of(SPEC)
    checks = [item.id for item in project.catalog if isinstance(item, Check)]
    assert [(key.table, key.name) for key in checks] == [
        ("teams", "teams_lead_shape"),
        ("teams", "teams_other_shape"),
        ("teams", "teams_team_shape"),
    ]
    shapes = {key.name: shape for key, shape in project.facts.column_shapes.items()}
    assert shapes == {"team": "Team", "other": "Team", "lead": "Person"}
    assert list(project.facts.shapes) == ["Person", "Team", "Unused"]


def test_a_shape_that_no_column_has_needs_no_function() -> None:
    names = [item.name for item in project_of(SPEC).catalog if isinstance(item, Function)]
    assert {name.rpartition("_")[0] for name in names} == {
        *("person_ok", "person_why", "person_assert"),
        *("team_ok", "team_why", "team_assert"),
    }
