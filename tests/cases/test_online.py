"""Every case once more, as if its tables were large: made by recipes, statement by statement."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest
import yaml

from schemagen.app.rotating import rotating
from schemagen.catalog.sizes import Sizes
from schemagen.catalog.statement import Statement, Transaction
from schemagen.introspect.snapshot import read_catalog
from schemagen.plan.transition import plan_transition
from schemagen.sandbox import Server
from tests.cases.conftest import Opened
from tests.cases.test_cases import CASES
from tests.catalogs import Connection, built, differences, remembering
from tests.observing import Watch
from tests.specs import project_of


def perform(connection: Connection, statements: Iterable[Statement]) -> list[str]:
    """Run statements in the transactions that they ask for; return what they did not tell."""
    watch = Watch(connection)
    for statement in statements:
        if statement.transaction is not Transaction.NONE:
            watch.run_statement(statement)
            continue
        connection.execute(statement.sql.encode())
        assert statement.effect is not None
        if statement.effect.settled:
            row = connection.execute(statement.effect.settled.encode()).fetchone()
            assert row == (True,)
    return watch.understated()


@pytest.mark.majors(18)
@pytest.mark.parametrize("path", CASES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_recipes_arrive_at_the_same_catalog(path: Path, server: Server, opened: Opened) -> None:
    case = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    if "pg" in case and str(server.major) not in case["pg"]:
        pytest.skip(f"only on {', '.join(case['pg'])}: {case['why']}")
    before, after = project_of(case["current"]).catalog, project_of(case["desired"]).catalog
    connection, other = opened(), opened()
    current, desired = built(connection, before), remembering(built(other, after), after)

    online = plan_transition(current, desired, sizes=Sizes())
    plain = plan_transition(current, desired)
    if online == plain:
        pytest.skip("no statement of this case has a recipe")
    assert perform(connection, online.statements) == []
    assert differences(rotating(read_catalog(connection), after).current, desired) == []
    assert perform(connection, online.undo) == []
    assert differences(read_catalog(connection), current) == []
