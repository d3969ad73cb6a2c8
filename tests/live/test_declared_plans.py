"""What a plan from one spec to another does, without a database to ask what needs what."""

from __future__ import annotations

from typing import Any

import psycopg
import pytest

from schemagen.plan.transition import plan_transition
from tests.catalogs import applied, differences, make, read
from tests.specs import project_of

BUILT_ON = """
enums: {state: %(labels)s}
tables:
  t:
    columns:
      id: %(type)s primary key
      n: %(type)s
      twice: %(type)s generated always as (n * 2) stored
      state: state not null default 'new'
%(more)s
    indexes: [n, {columns: id, where: state = 'new'}]
    checks: {positive: n > 0}
    policies: {new: {using: "state = 'new'"}, kept: {using: %(kept)s}}
    statistics: [[id, n]]
    triggers:
      note: before update of n for each row execute function note()
      told: before insert for each row when (new.state = 'new') execute function note()
  u: {columns: {id: integer primary key, t_id: %(type)s references t}}
functions:
  note: {returns: trigger, language: plpgsql, body: begin return new; end}
views:
  one: {query: "select id, n + 1 as m from t where state = 'new'"}
  two: {query: select sum(m) as s from one}
  joined: {query: select n from t join (select t_id as id from u) as x using (id)}
materialized_views:
  three: {query: "select * from u", indexes: [id]}
"""
LABELS, FEWER = "[new, old, odd]", "[new, old]"
PLAIN = BUILT_ON % {"labels": LABELS, "type": "integer", "more": "", "kept": "n = 1"}
OTHER_TYPE = BUILT_ON % {"labels": LABELS, "type": "bigint", "more": "", "kept": "n = 1"}
FEWER_LABELS = BUILT_ON % {"labels": FEWER, "type": "integer", "more": "", "kept": "n = 1"}
WITH_COLUMN = BUILT_ON % {
    "labels": LABELS,
    "type": "integer",
    "more": "      k: text",
    "kept": "k = 'a'",
}


@pytest.mark.majors(18)
@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param(PLAIN, OTHER_TYPE, id="type"),
        pytest.param(PLAIN, FEWER_LABELS, id="labels"),
        pytest.param(PLAIN, WITH_COLUMN, id="column"),
        pytest.param(WITH_COLUMN, PLAIN, id="no column"),
    ],
)
def test_what_stands_on_a_column_does_not_stand_in_its_way(
    before: str, after: str, new_database: Any
) -> None:
    url, other = new_database(), new_database()
    current = applied(url, project_of(before).catalog)
    desired = applied(other, project_of(after).catalog)
    plan = plan_transition(project_of(before).catalog, project_of(after).catalog)
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("SET search_path = public")
        make(connection, plan.statements)
        assert differences(read(url), desired) == []
        make(connection, plan.undo)
    assert differences(read(url), current) == []
