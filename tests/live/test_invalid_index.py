"""An index that a concurrent build left unfinished is seen, and finished."""

from __future__ import annotations

from typing import Any

import psycopg
import pytest

from schemagen.catalog.sizes import Sizes
from schemagen.plan.transition import plan_transition
from tests.catalogs import applied, differences, read
from tests.specs import project_of

SPEC = "tables: {t: {columns: {a: integer}, indexes: {t_a: {columns: a, unique: true}}}}"


@pytest.mark.parametrize(
    ("sizes", "statement"),
    [
        (None, "REINDEX INDEX public.t_a"),
        (Sizes(), "REINDEX INDEX CONCURRENTLY public.t_a"),
    ],
    ids=["small", "large"],
)
def test_an_unfinished_index_is_finished(
    new_database: Any, sizes: Sizes | None, statement: str
) -> None:
    url, other = new_database(), new_database()
    desired = applied(other, project_of(SPEC).catalog)
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("CREATE TABLE t (a integer)")
        connection.execute("INSERT INTO t VALUES (1), (1)")
        with pytest.raises(psycopg.errors.UniqueViolation):
            connection.execute("CREATE UNIQUE INDEX CONCURRENTLY t_a ON t (a)")
        plan = plan_transition(read(url), desired, sizes=sizes)
        assert [item.sql for item in plan.statements] == [statement]
        connection.execute("TRUNCATE t")
        connection.execute(plan.statements[0].sql.encode())
    assert differences(read(url), desired) == []


def test_what_a_failed_rebuild_leaves_is_removed(new_database: Any) -> None:
    url, other = new_database(), new_database()
    desired = applied(other, project_of(SPEC).catalog)
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("CREATE TABLE t (a integer)")
        connection.execute("INSERT INTO t VALUES (1), (1)")
        with pytest.raises(psycopg.errors.UniqueViolation):
            connection.execute("CREATE UNIQUE INDEX CONCURRENTLY t_a ON t (a)")
        (planned,) = plan_transition(read(url), desired, sizes=Sizes()).statements
        assert planned.effect is not None
        with pytest.raises(psycopg.errors.UniqueViolation):
            connection.execute(planned.sql.encode())
        connection.execute("TRUNCATE t")
        # Interrupted after the new index took the place of the old one, it would look done.
        connection.execute("REINDEX INDEX t_a")
        settled = connection.execute(planned.effect.settled.encode()).fetchone()
        for statement in planned.effect.cleanup:
            connection.execute(statement.encode())
        cleaned = connection.execute(planned.effect.settled.encode()).fetchone()
    assert (settled, cleaned) == ((False,), (True,))
    assert differences(read(url), desired) == []
