"""Each project as SQL, with psql, on every version: made, removed without a trace, made again."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest

from schemagen.app.snapshots import read_snapshot
from schemagen.catalog.catalog import Catalog
from schemagen.catalog.object import ObjectId
from schemagen.introspect.snapshot import read_catalog
from schemagen.sandbox import Server
from tests.specs import project_named, skip_on_older

GENERATED = Path(__file__).parents[2] / "generated"
PROJECTS = ("directory", "forms", "gym", "tenant", "trust")
EACH = pytest.mark.parametrize("project", PROJECTS)

Psql = Callable[[str, str], str]


@pytest.fixture(autouse=True)
def _is_new_enough(project: str, server: Server) -> None:
    skip_on_older(server.major, project_named(project))


def script(project: str, name: str) -> str:
    return (GENERATED / project / name).read_text(encoding="utf-8")


def read(url: str) -> Catalog:
    with psycopg.connect(url, autocommit=True) as connection:
        return read_catalog(connection)


def of_the_database(catalog: Catalog) -> set[ObjectId]:
    """Leave out roles, which belong to the server, and what is on relations of others."""
    relations = {(key.schema, key.name) for key in catalog.ids()}
    return {
        key
        for key in catalog.ids()
        if key.kind != "role" and (not key.table or (key.schema, key.table) in relations)
    }


@EACH
def test_a_project_is_made_and_removed_without_a_trace(
    project: str, database: str, psql: Psql, pg_dump: Callable[[str], str]
) -> None:
    before, empty = pg_dump(database), list(read(database))
    psql(database, script(project, "schema.sql"))
    made, catalog = pg_dump(database), list(read(database))
    assert made != before
    psql(database, script(project, "rollback.sql"))
    assert pg_dump(database) == before
    assert list(read(database)) == empty
    psql(database, script(project, "schema.sql"))
    assert pg_dump(database) == made
    assert list(read(database)) == catalog


@EACH
@pytest.mark.majors(14, 16, 18)
def test_the_database_holds_what_the_spec_declares_and_nothing_else(
    project: str, database: str, psql: Psql
) -> None:
    declared = read_snapshot(script(project, "snapshot.json"))
    psql(database, script(project, "schema.sql"))
    assert of_the_database(read(database)) == of_the_database(declared)


@EACH
@pytest.mark.majors(14, 16, 18)
def test_a_second_database_of_the_server_can_hold_the_project_too(
    project: str, new_database: Callable[[], str], psql: Psql, pg_dump: Callable[[str], str]
) -> None:
    first, second = new_database(), new_database()
    for url in (first, second):
        psql(url, script(project, "schema.sql"))
    assert pg_dump(first) == pg_dump(second)
    psql(first, script(project, "rollback.sql"))
    roles = {key for key in read(second).ids() if key.kind == "role"}
    assert roles, "roles that the second database uses are still there"
    psql(second, script(project, "rollback.sql"))
