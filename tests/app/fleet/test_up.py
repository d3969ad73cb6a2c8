"""Many databases that get the same migrations, on a real server."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from schemagen.app.fleet.members import Fleet, Member, find_fleet
from schemagen.app.fleet.pool import Stop
from schemagen.app.fleet.status import status_fleet
from schemagen.app.fleet.up import FleetReport, Outcome, Result, run_fleet
from schemagen.app.migrating import Options, up
from schemagen.errors import MigrationError, SettingsError
from schemagen.migrate.runner import Happening
from schemagen.sandbox import Server
from tests.app.migrations import FIRST, SECOND, run

pytestmark = [pytest.mark.majors(16), pytest.mark.usefixtures("made")]
Make = Callable[..., Fleet]
OBSTACLE = "CREATE TABLE products ()"
APPLIED, SKIPPED, FAILED = Outcome.APPLIED, Outcome.SKIPPED, Outcome.FAILED
STOPPED, WAITING = Outcome.STOPPED, Outcome.WAITING


class Watching:
    """Remembers in which order databases were done; calls `at` when something happens in one."""

    def __init__(self, at: Callable[[Member, Happening], None] = lambda *_: None) -> None:
        self.order: list[str] = []
        self.doing = at

    def done(self, result: Result) -> None:
        self.order.append(result.member.name)


def migrate(repository: Path, fleet: Fleet, options: Options | None = None) -> FleetReport:
    return run_fleet(repository, "shop", fleet, options or Options(), Stop(), Watching())


def outcomes(report: FleetReport) -> list[Outcome]:
    return [result.outcome for result in report.results]


def tables(fleet: Fleet) -> list[object]:
    query = "SELECT to_regclass('products')::text"
    return [run(member.target.conninfo, query)[0][0] for member in fleet.members]


def spoil(fleet: Fleet, *places: int) -> None:
    """Have the first migration refused in some databases."""
    for place in places:
        run(fleet.members[place].target.conninfo, OBSTACLE)


def mend(fleet: Fleet, *places: int) -> None:
    for place in places:
        run(fleet.members[place].target.conninfo, "DROP TABLE products")


def test_all_databases_get_all_migrations_and_the_next_run_skips_them(
    repository: Path, fleet: Make
) -> None:
    found = fleet(6, "parallel: 3")
    report = migrate(repository, found)
    assert outcomes(report) == [APPLIED] * 6
    assert [[each.id for each in result.ran] for result in report.results] == [[FIRST, SECOND]] * 6
    assert tables(found) == ["products"] * 6
    assert (report.ended, outcomes(migrate(repository, found))) == ("", [SKIPPED] * 6)


def test_a_canary_comes_first_wherever_it_stands(repository: Path, fleet: Make) -> None:
    found = fleet(5, "canary: [test_3, test_1]", "parallel: 1")
    watching = Watching()
    run_fleet(repository, "shop", found, Options(), Stop(), watching)
    assert watching.order == ["test_3", "test_1", "test_0", "test_2", "test_4"]


def test_nothing_else_is_begun_when_a_canary_fails(repository: Path, fleet: Make) -> None:
    found = fleet(6, "canary: 2", "max_failures: 6", "parallel: 1")
    spoil(found, 1)
    report = migrate(repository, found)
    assert outcomes(report) == [APPLIED, FAILED, *[WAITING] * 4]
    assert report.ended == "a canary failed"
    failure = report.results[1].failure
    assert failure is not None
    assert failure.message.startswith('relation "products" already exists')
    assert "CREATE TABLE public.products" in failure.statement
    assert tables(found)[2:] == [None] * 4
    mend(found, 1)
    assert outcomes(migrate(repository, found)) == [SKIPPED, *[APPLIED] * 5]


def test_after_so_many_failures_no_other_is_begun(repository: Path, fleet: Make) -> None:
    found = fleet(8, "max_failures: 2", "parallel: 1")
    spoil(found, 2, 4)
    report = migrate(repository, found)
    assert outcomes(report) == [APPLIED, APPLIED, FAILED, APPLIED, FAILED, *[WAITING] * 3]
    assert report.ended == "2 databases failed"
    mend(found, 2)
    again = migrate(repository, replace(found, max_failures=9))
    expected = [SKIPPED, SKIPPED, APPLIED, SKIPPED, FAILED, APPLIED, APPLIED, APPLIED]
    assert (outcomes(again), again.ended) == (expected, "")


def test_a_database_that_cannot_be_reached_is_a_failure_like_any_other(
    repository: Path, fleet: Make, server: Server
) -> None:
    found = fleet(2, f"  - {server.url('nowhere')}", "canary: [test_0]")
    report = migrate(repository, found)
    assert outcomes(report) == [APPLIED, APPLIED, FAILED]
    failure = report.results[2].failure
    assert failure is not None
    assert "there is no such database" in failure.message


def test_a_dry_run_looks_at_all_and_changes_nothing(repository: Path, fleet: Make) -> None:
    found = fleet(3)
    up(repository, "shop", found.members[1].target.conninfo, Options(to=FIRST))
    report = migrate(repository, found, Options(dry_run=True))
    assert outcomes(report) == [Outcome.PENDING] * 3
    ids = [[each.id for each in result.ran] for result in report.results]
    assert ids == [[FIRST, SECOND], [SECOND], [FIRST, SECOND]]
    assert tables(found) == [None, "products", None]


def test_who_is_stopped_says_what_stands_and_goes_on(repository: Path, fleet: Make) -> None:
    found = fleet(4, "parallel: 1")
    stop = Stop()

    def at(member: Member, happening: Happening) -> None:
        if (member.name, happening.migration) == ("test_1", FIRST):
            stop.ask()

    report = run_fleet(repository, "shop", found, Options(), stop, Watching(at))
    assert outcomes(report) == [APPLIED, STOPPED, WAITING, WAITING]
    assert report.ended == "somebody stopped it"
    assert outcomes(migrate(repository, found)) == [SKIPPED, APPLIED, APPLIED, APPLIED]


def test_a_query_finds_the_databases(
    repository: Path, fleet: Make, server: Server, new_database: Callable[[], str]
) -> None:
    asked = new_database()
    other = new_database()
    run(asked, "CREATE TABLE tenants (database text)")
    run(asked, f"INSERT INTO tenants VALUES ('test_1'), ('{server.url('test_0')}')")
    path = repository / "fleet.yaml"
    path.write_text(f"url: {asked}\nquery: SELECT database FROM tenants ORDER BY database DESC\n")
    found = find_fleet(path)
    assert [member.name for member in found.members] == ["test_1", "test_0"]
    assert outcomes(migrate(repository, found)) == [APPLIED, APPLIED]
    assert run(other, "SELECT to_regclass('products')::text") == [("products",)]
    run(asked, "INSERT INTO tenants VALUES ('gone')")
    failure = migrate(repository, find_fleet(path)).results[-1].failure
    assert failure
    assert f"correct the name in what the query at {path}:2:8 returns" in failure.hint


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("SELECT nspname::text FROM pg_namespace", "is a schema of"),
        ("SELECT 'a', 'b'", "the query has to return one column of texts"),
        ("SELECT 5", "the query has to return one column of texts"),
        ("SELECT null::text", "the query has to return one column of texts"),
        ("SELECT 'a' WHERE false", "the query returns no database"),
        ("SELECT FROM nothing", 'the query of the fleet is refused: relation "nothing" does not'),
        ("CREATE TABLE a (b text)", "refused: cannot execute CREATE TABLE in a read-only"),
    ],
)
def test_a_query_that_finds_no_databases_is_refused(
    repository: Path, database: str, query: str, said: str
) -> None:
    path = repository / "fleet.yaml"
    path.write_text(f"url: {database}\nquery: {query}\n")
    with pytest.raises((SettingsError, MigrationError), match=said) as caught:
        find_fleet(path)
    assert caught.value.where == f"{path}:2:8"


def test_the_status_of_a_fleet_is_that_of_each_database(repository: Path, fleet: Make) -> None:
    found = fleet(3)
    up(repository, "shop", found.members[0].target.conninfo, Options())
    up(repository, "shop", found.members[1].target.conninfo, Options(to=FIRST))
    looks = status_fleet(repository, "shop", found, Stop(), lambda _: None).looks
    assert [look.settled for look in looks] == [True, False, False]
    missing = [[each.id for each in look.report.unsettled] for look in looks if look.report]
    assert missing == [[], [SECOND], [FIRST, SECOND]]
