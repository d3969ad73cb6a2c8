"""What statements are said to lock and rewrite, compared with what servers see them do.

Each statement of each case runs in a transaction of its own over tables with rows, there and back.
"""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import psycopg
import pytest
import yaml

from schemagen.catalog.statement import Statement
from schemagen.plan.transition import Transition, plan_transition
from schemagen.sandbox import Server
from tests.cases.conftest import Opened
from tests.cases.test_cases import CASES
from tests.catalogs import Connection, built, remembering
from tests.observing import Watch
from tests.rows import empty, seed
from tests.specs import project_of

SPARED = {
    "collation/builtin": "an index is not built anew where its order stays the same",
    "collation/change_locale": "a domain without a check is no other type to whoever looks at rows",
    "column/not_null_names": "there are no children whose rows would be read",
    "distribution/joins": "the stand-in for a cluster moves no row",
    "distribution/beside": "the stand-in for a cluster moves no row",
    "distribution/changes": "the stand-in for a cluster moves no row",
    "distribution/column": "the stand-in for a cluster moves no row",
    "table/foreign_partitions": "a check does not know that a partition is foreign",
    "table/foreign": "a check does not know that its table is foreign",
}
"""Cases in which PostgreSQL finds that it need not do what a statement declares, and why."""


def observe(connection: Connection, plan: Transition, *, spared: bool) -> list[str]:
    found = []
    for statements in (plan.statements, plan.undo):
        seed(connection)
        watch = Watch(connection)
        for statement in statements:
            attempt(watch, connection, statement)
        found += watch.understated()
        found += [] if spared else watch.overstated()
    return found


def attempt(watch: Watch, connection: Connection, statement: Statement) -> None:
    """Run a statement; where rows are in its way, as it says they might be, without them."""
    try:
        watch.run_statement(statement)
    except psycopg.DatabaseError:
        assert statement.effect is not None
        assert statement.effect.fails_if
        empty(connection)
        # What a sequence has counted is not undone by taking the rows away.
        with suppress(psycopg.errors.InvalidParameterValue):
            watch.run_statement(statement)


@pytest.mark.majors(18)
@pytest.mark.parametrize("path", CASES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_locks_and_work_are_what_is_declared(path: Path, server: Server, opened: Opened) -> None:
    case = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    if "pg" in case and str(server.major) not in case["pg"]:
        pytest.skip(f"only on {', '.join(case['pg'])}: {case['why']}")
    before, after = project_of(case["current"]).catalog, project_of(case["desired"]).catalog
    connection, other = opened(), opened()
    current, desired = built(connection, before), remembering(built(other, after), after)
    spared = f"{path.parent.name}/{path.stem}" in SPARED
    assert observe(connection, plan_transition(current, desired), spared=spared) == []
