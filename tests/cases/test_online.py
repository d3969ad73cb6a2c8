"""Every case once more, as if its tables were large: made by recipes, statement by statement."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import psycopg
import pytest
import yaml

from schemagen.catalog.sizes import Sizes
from schemagen.catalog.statement import Statement, Transaction
from schemagen.plan.transition import plan_transition
from schemagen.sandbox import Server
from tests.cases.test_cases import CASES, applied, differences, read, remembering
from tests.observing import Watch
from tests.specs import project_of


def perform(url: str, statements: Iterable[Statement]) -> list[str]:
    """Run statements in the transactions that they ask for; return what they did not tell."""
    with psycopg.connect(url, autocommit=True) as connection:
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
def test_recipes_arrive_at_the_same_catalog(path: Path, server: Server, new_database: Any) -> None:
    case = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    if "pg" in case and str(server.major) not in case["pg"]:
        pytest.skip(f"only on {', '.join(case['pg'])}: {case['why']}")
    before, after = project_of(case["current"]).catalog, project_of(case["desired"]).catalog
    url, other = new_database(), new_database()
    current, desired = applied(url, before), remembering(applied(other, after), after)

    online = plan_transition(current, desired, sizes=Sizes())
    plain = plan_transition(current, desired)
    if online == plain:
        pytest.skip("no statement of this case has a recipe")
    assert perform(url, online.statements) == []
    assert differences(read(url), desired) == []
    assert perform(url, online.undo) == []
    assert differences(read(url), current) == []
