"""`schemagen maintain` at a live database, as the ordinary owner of tables with forced policies."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psycopg
import pytest
from psycopg.conninfo import make_conninfo

from schemagen.app.diff import diff_live
from schemagen.app.fleet.maintain import maintain_fleet
from schemagen.app.fleet.members import find_fleet
from schemagen.app.maintaining import MaintainReport, Maintenance, maintain
from schemagen.cli import maintain as maintaining_command
from schemagen.cli import size as size_command
from schemagen.errors import MigrationError, SettingsError
from schemagen.introspect.snapshot import read_catalog
from schemagen.kinds.table import Rotation, Table
from schemagen.migrate.patience import Patience
from schemagen.partitions.partman import maintaining, registering
from schemagen.partitions.planning import Make
from schemagen.plan.whole import create_statements
from schemagen.spec.compile import compile_spec
from schemagen.sqltext.quoting import QualifiedName
from tests.app.repository import write

NOW = datetime(2026, 11, 21, tzinfo=UTC)
SPEC = """\
schemagen: 1
project: log
actors: {reader: {role: log_reader, claims: {user_id: integer}}}
tables:
  people: {columns: {id: integer primary key}}
  event:
    columns:
      id: bigint generated always as identity
      at: timestamptz not null default now()
      owner_id: integer not null references people
      note: text
      loud: text generated always as (upper(note)) stored
    primary_key: [id, at]
    partition_by: {range: at, every: month, keep: 2 months, ahead: 1}
    indexes: [note]
    append_only: true
    access: {reader: {select: owner_id = claim.user_id}}
  line:
    columns: {id: bigint primary key}
    partition_by: {range: id, every: 1000, keep: 2000, ahead: 1, expired: drop, default: false}
"""


@pytest.fixture
def log(tmp_path: Path, database: str) -> str:
    """The URI of a database that an ordinary role made by the spec, and owns, as that role."""
    write(tmp_path, {"specs/log.yaml": SPEC})
    statements = create_statements(
        compile_spec(tmp_path / "specs/log.yaml", tmp_path).project.catalog
    )
    with psycopg.connect(database, autocommit=True) as connection:
        connection.execute("CREATE ROLE log_owner LOGIN CREATEROLE")
        connection.execute("ALTER SCHEMA public OWNER TO log_owner")
        connection.execute("SET SESSION AUTHORIZATION log_owner")
        for each in statements:
            connection.execute(each.sql.encode())
        connection.execute("INSERT INTO people VALUES (1), (2)")
        # What is made later is open to all, unless somebody sees to it.
        connection.execute("ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO PUBLIC")
    return make_conninfo(database, user="log_owner")


def ask(url: str, text: str) -> list[tuple[Any, ...]]:
    with psycopg.connect(url, autocommit=True) as connection:
        done = connection.execute(text.encode())
        return done.fetchall() if done.description else []


def events(url: str, *days: str) -> None:
    listed = ", ".join(f"('{day}', 1, 'one')" for day in days)
    ask(url, f"INSERT INTO event (at, owner_id, note) VALUES {listed}")


def parts(url: str, table: str = "event") -> list[str]:
    found = ask(
        url, f"SELECT relid::text FROM pg_partition_tree('{table}') WHERE isleaf ORDER BY 1"
    )
    return [name for (name,) in found]


def told(found: MaintainReport, table: int = 0) -> list[str]:
    return [
        f"+{each.task.name.name} {each.task.rows}"
        if isinstance(each.task, Make)
        else f"-{each.task.name.name} {each.task.how}"
        for each in found.tables[table].done
    ]


def run(root: Path, url: str, *, wait: float = 20.0, dry_run: bool = False) -> MaintainReport:
    order = Maintenance(Patience(50, wait), wait, dry_run, NOW)
    return maintain(root, "log", url, order)


@pytest.mark.majors(14, 16, 18)
def test_partitions_come_and_go_and_nothing_else_changes(
    tmp_path: Path, log: str, database: str
) -> None:
    events(database, "2026-09-20", "2026-11-05", "2026-11-20", "2027-03-01", "2026-07-01")
    rows = ask(database, "SELECT * FROM event ORDER BY id")
    due = [
        "+event_p2026_07 1",
        "+event_p2026_09 1",
        "+event_p2026_11 2",
        "+event_p2026_12 0",
    ]
    assert told(run(tmp_path, log, dry_run=True)) == due
    assert parts(database) == ["event_default"]
    found = run(tmp_path, log)
    assert told(found) == [*due, "-event_p2026_07 detach"]
    assert found.tables[0].beyond == 1
    assert not found.refused
    assert (
        ask(database, "SELECT * FROM event UNION ALL SELECT * FROM event_p2026_07 ORDER BY 1")
        == rows
    )
    assert ask(database, "SELECT note FROM event_default") == [("one",)]
    assert told(run(tmp_path, log)) == []
    assert not diff_live(tmp_path, ["log"], database).different


@pytest.mark.majors(18)
def test_a_partition_is_reached_through_its_table_alone(
    tmp_path: Path, log: str, database: str
) -> None:
    events(database, "2026-11-05")
    run(tmp_path, log)
    ask(database, "INSERT INTO event (at, owner_id) VALUES ('2026-11-06', 2)")
    with psycopg.connect(database, autocommit=True) as connection:
        connection.execute("SET ROLE log_reader")
        connection.execute("SET app.user_id = 1")
        assert connection.execute("SELECT owner_id FROM event").fetchall() == [(1,)]
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("SELECT owner_id FROM event_p2026_11")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("SELECT id FROM line_p0")
    with pytest.raises(psycopg.errors.RestrictViolation):
        ask(database, "DELETE FROM event_p2026_11")
    ask(database, "ALTER TABLE event_p2026_11 DISABLE ROW LEVEL SECURITY")
    ask(database, "GRANT SELECT ON event_p2026_11 TO log_reader")
    (astray,) = diff_live(tmp_path, ["log"], database).projects
    assert [each.sql for each in astray.way.up] == [
        "REVOKE SELECT ON TABLE public.event_p2026_11 FROM log_reader",
        "ALTER TABLE public.event_p2026_11 ENABLE ROW LEVEL SECURITY",
    ]


@pytest.mark.majors(18)
def test_numbers_are_counted_and_what_is_kept_no_longer_is_dropped(
    tmp_path: Path, log: str, database: str
) -> None:
    for start in (0, 1000, 2000, 3000):
        run(tmp_path, log)
        ask(database, f"INSERT INTO line VALUES ({start + 10})")
    assert told(run(tmp_path, log), 1) == ["+line_p4000 0", "-line_p0 drop"]
    assert parts(database, "line") == ["line_p1000", "line_p2000", "line_p3000", "line_p4000"]
    assert ask(database, "SELECT min(id) FROM line") == [(1010,)]


@pytest.mark.majors(18)
def test_what_others_refer_to_stays_and_is_named(tmp_path: Path, log: str, database: str) -> None:
    events(database, "2026-07-01", "2026-06-01", "2026-05-01")
    run(tmp_path, log)
    ask(
        database,
        "ALTER TABLE event ATTACH PARTITION event_p2026_06"
        " FOR VALUES FROM ('2026-06-01 00:00+00') TO ('2026-07-01 00:00+00')",
    )
    ask(
        log,
        "CREATE TABLE mark (id bigint, at timestamptz, FOREIGN KEY (id, at) REFERENCES event)",
    )
    ask(database, "INSERT INTO mark SELECT id, at FROM event WHERE at = '2026-06-01'")
    found = run(tmp_path, log)
    (refused,) = (each.refused for each in found.tables[0].done)
    assert refused.startswith('removing partition "event_p2026_06" violates foreign key constraint')
    assert found.refused


@pytest.mark.majors(18)
def test_nobody_waits_behind_one_who_waits(tmp_path: Path, log: str, database: str) -> None:
    events(database, "2026-11-05")
    with psycopg.connect(database) as reader:
        reader.execute("SELECT FROM event")
        with pytest.raises(MigrationError, match="other sessions are in the way"):
            run(tmp_path, log, wait=0.4)
    assert parts(database) == ["event_default"]
    assert told(run(tmp_path, log)) == ["+event_p2026_11 1", "+event_p2026_12 0"]


@pytest.mark.majors(18)
@pytest.mark.usefixtures("log")
def test_a_database_of_a_fleet_that_fails_keeps_no_other_from_it(
    tmp_path: Path, database: str, new_database: Callable[[], str]
) -> None:
    other = new_database()
    write(tmp_path, {"fleet.yaml": f"databases: ['{other}', '{database}']\n"})
    fleet = find_fleet(tmp_path / "fleet.yaml")
    found = {
        each.member.target.database: each
        for each in maintain_fleet(tmp_path, "log", fleet, Maintenance(now=NOW))
    }
    assert [each.failed for _, each in sorted(found.items())] == [False, True]
    assert "is not there in this database" in str(found["test_1"].error)
    assert "event_p2026_12" in parts(database)


@pytest.mark.majors(18)
def test_the_commands_say_what_was_done_and_what_grows(
    tmp_path: Path, log: str, capsys: pytest.CaptureFixture[str]
) -> None:
    name = f"event_p{datetime.now(UTC):%Y_%m}"
    maintaining_command.maintain("log", log, dry_run=True, root=tmp_path)
    said = capsys.readouterr().out
    assert f"public.event\n  + {name}: would be made, from " in said
    maintaining_command.maintain("log", log, root=tmp_path, as_json=True)
    (event, _) = json.loads(capsys.readouterr().out)["tables"]
    assert event["table"] == "public.event"
    assert event["tasks"][0].items() >= {"task": "make", "partition": name, "rows": 0}.items()
    maintaining_command.maintain("log", log, root=tmp_path)
    assert capsys.readouterr().out.count("nothing is due") == 2
    size_command.size("log", log, root=tmp_path)
    lines = capsys.readouterr().out.splitlines()
    heads = "rows a day size indexes dead bloat by index table"
    assert " ".join(lines[1].split()) == heads
    assert any(line.endswith("public.event (3 partitions)") for line in lines)
    with psycopg.connect(log, autocommit=True) as connection:
        connection.execute("DROP SCHEMA public CASCADE")
    with pytest.raises(SettingsError, match="the database has no table of log"):
        size_command.size("log", log, root=tmp_path)


@pytest.mark.majors(18)
def test_partitions_of_an_archived_table_are_archived(database: str) -> None:
    with psycopg.connect(database, autocommit=True) as connection:
        connection.execute("CREATE TABLE event (at date PRIMARY KEY) PARTITION BY RANGE (at)")
        connection.execute("CREATE TABLE event_p2026 PARTITION OF event DEFAULT")
        assert [item.id.name for item in read_catalog(connection).of(Table)] == [
            "event",
            "event_p2026",
        ]
        connection.execute("CREATE SCHEMA schemagen_archive_20261121_public")
        connection.execute("ALTER TABLE event SET SCHEMA schemagen_archive_20261121_public")
        assert [
            item
            for item in read_catalog(connection)
            if item.id.table or item.id.name == "event_p2026"
        ] == []


def test_pg_partman_is_told_what_the_spec_says() -> None:
    rotation = Rotation(
        "at",
        "timestamp with time zone",
        keep="24 months",
        expired="archive",
        manager="pg_partman",
    )
    whole = QualifiedName("app", "event")
    calls = [*registering("partman", whole, rotation), *maintaining("partman", whole, rotation)]
    assert calls == [
        "SELECT partman.create_parent(p_parent_table := 'app.event', p_control := 'at',"
        " p_interval := '1 month', p_premake := 3, p_default_table := true)",
        "CREATE SCHEMA IF NOT EXISTS app_archive",
        "UPDATE partman.part_config SET premake = 3, retention = '24 months',"
        " retention_keep_table = true, retention_schema = 'app_archive',"
        " infinite_time_partitions = true WHERE parent_table = 'app.event'",
        "SELECT partman.run_maintenance(p_parent_table := 'app.event')",
    ]


@pytest.mark.majors(18)
def test_pg_partman_makes_the_partitions(tmp_path: Path, database: str) -> None:
    spec = SPEC.replace("ahead: 1}\n    indexes", "ahead: 1, manager: pg_partman}\n    indexes")
    with psycopg.connect(database, autocommit=True) as connection:
        available = "SELECT FROM pg_available_extensions WHERE name = 'pg_partman'"
        if connection.execute(available).fetchone() is None:
            pytest.skip("this server has no extension pg_partman")
        connection.execute("CREATE SCHEMA partman; CREATE EXTENSION pg_partman SCHEMA partman")
        write(tmp_path, {"specs/log.yaml": spec})
        project = compile_spec(tmp_path / "specs/log.yaml", tmp_path).project
        for each in create_statements(project.catalog):
            connection.execute(each.sql.encode())
    for _ in range(2):
        run(tmp_path, database)
    assert len(parts(database)) > 2
    assert not diff_live(tmp_path, ["log"], database).different


@pytest.mark.majors(18)
def test_without_pg_partman_it_is_said_what_is_missing(
    tmp_path: Path, log: str, database: str
) -> None:
    text = (tmp_path / "specs/log.yaml").read_text()
    write(
        tmp_path,
        {
            "specs/log.yaml": text.replace(
                "ahead: 1}\n    indexes", "manager: pg_partman}\n    indexes"
            )
        },
    )
    if ask(database, "SELECT FROM pg_available_extensions WHERE name = 'pg_partman'"):
        pytest.skip("this server has the extension pg_partman")
    with pytest.raises(SettingsError, match="pg_partman"):
        run(tmp_path, log)
