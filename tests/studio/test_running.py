"""A query that a person writes cannot write, whoever connects: not even as a superuser."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import psycopg
import pytest

from schemagen.app.connecting import parse_target
from schemagen.declare.facts import Actor
from schemagen.studio.database import Database, StudioError
from schemagen.studio.persona import Persona, decode, encode, made
from schemagen.studio.running import ROWS, explain, run
from tests.conftest import MAJORS, Servers

READER = Actor("reader", "cage_reader", {"who": "text"}, settings={"who": "app.who"})
OBJECTS = """
CREATE ROLE cage_reader;
CREATE ROLE cage_login LOGIN;
GRANT cage_reader TO cage_login;
CREATE TABLE notes (id integer PRIMARY KEY, owner text);
INSERT INTO notes VALUES (1, 'anne'), (2, 'bert');
GRANT SELECT, DELETE ON notes TO cage_reader, cage_login;
ALTER TABLE notes ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON notes TO cage_reader USING (owner = current_setting('app.who', true));
CREATE SEQUENCE numbers;
GRANT USAGE ON SEQUENCE numbers TO cage_reader, cage_login;
CREATE FUNCTION erase() RETURNS integer LANGUAGE plpgsql AS $$
BEGIN DELETE FROM public.notes; RETURN 1; END $$;
CREATE FUNCTION act(statement text) RETURNS integer LANGUAGE plpgsql AS $$
BEGIN EXECUTE statement; RETURN 1; END $$;
CREATE FUNCTION act_in_plan(statement text) RETURNS integer IMMUTABLE LANGUAGE plpgsql AS $$
BEGIN EXECUTE statement; RETURN 1; END $$;
"""
WRITES = [
    "DELETE FROM notes",
    "COMMIT; DELETE FROM notes",
    "SELECT 1; DELETE FROM notes",
    "COMMIT",
    "SET TRANSACTION READ WRITE",
    "SELECT 1) AS q (c0); DELETE FROM notes; --",
    "SELECT 1) AS q (c0) WHERE public.erase() = 1 --",
    "WITH gone AS (DELETE FROM notes RETURNING *) SELECT * FROM gone",
    "SELECT * INTO copied FROM notes",
    "SELECT * FROM notes FOR UPDATE",
    "SELECT erase()",
    "SELECT nextval('numbers')",
    "SELECT set_config('transaction_read_only', 'off', true)",
    "SELECT act('SET TRANSACTION READ WRITE'), erase()",
    "SELECT act('COMMIT')",
    "SELECT query_to_xml('DELETE FROM notes RETURNING id', true, true, '')",
    "DO $$ BEGIN DELETE FROM public.notes; END $$",
    "COPY notes TO STDOUT",
    "EXPLAIN ANALYZE DELETE FROM notes",
]
REACHES = [
    "SELECT act('COPY (SELECT 1) TO PROGRAM ''touch {mark}''')",
    "SELECT act('RESET ROLE; COPY (SELECT 1) TO PROGRAM ''touch {mark}''')",
    "SELECT act('SET SESSION AUTHORIZATION DEFAULT'), act('COPY (SELECT 1) TO ''{mark}''')",
    "SELECT set_config('role', 'none', true), act('COPY (SELECT 1) TO ''{mark}''')",
    "SELECT lo_export(lo_creat(-1), '{mark}')",
    "SELECT act_in_plan('COPY (SELECT 1) TO PROGRAM ''touch {mark}''')",
    "SELECT pg_create_physical_replication_slot('kept', true)",
]


@pytest.fixture(scope="module")
def url(servers: Servers) -> Iterator[str]:
    """A database with notes, and functions that do whatever they are told."""
    # The oldest: one of a distribution, with its extensions, where there is any.
    server = servers.of(MAJORS[0])
    url = server.create_database("cage")
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(OBJECTS.encode())
        yield url
    server.drop_database("cage")
    with psycopg.connect(server.url(), autocommit=True) as connection:
        connection.execute("DROP ROLE cage_login, cage_reader")


WHO = {"nobody": Persona(), "reader": Persona(READER, {"who": "anne"})}


@pytest.fixture(params=["postgres", "cage_login"])
def database(url: str, request: pytest.FixtureRequest) -> Database:
    """The database by a superuser, and by a login role without rights of its own."""
    target = parse_target(f"{url}&user={request.param}", "--url")
    return Database(target, {"reader": READER})


def left(url: str) -> tuple[list[int], list[str]]:
    """Return the notes that there are, and what was made of roles and slots."""
    with psycopg.connect(url) as connection:
        notes = [number for (number,) in connection.execute("SELECT id FROM notes ORDER BY id")]
        made = connection.execute(
            "SELECT rolname FROM pg_roles WHERE rolname LIKE 'schemagen%'"
            " UNION ALL SELECT slot_name FROM pg_replication_slots"
            " UNION ALL SELECT relname FROM pg_class WHERE relname = 'copied'"
        )
        return notes, [name for (name,) in made]


@pytest.mark.parametrize("who", WHO)
def test_nothing_is_written(database: Database, url: str, who: str) -> None:
    for text in WRITES:
        with pytest.raises(StudioError):
            run(database, WHO[who], text)
    assert left(url) == ([1, 2], [])


@pytest.fixture
def mark() -> Iterator[Path]:
    """A file that the server could make, whoever it runs as."""
    with TemporaryDirectory() as folder:
        Path(folder).chmod(0o777)
        yield Path(folder) / "mark"


@pytest.mark.parametrize("who", WHO)
def test_nothing_is_reached_outside_of_the_database(
    database: Database, url: str, who: str, mark: Path
) -> None:
    for text in REACHES:
        for look in (run, lambda *given: explain(*given, analyze=False)):
            try:
                look(database, WHO[who], text.format(mark=mark))
            except StudioError:
                continue
    assert not mark.exists()
    assert left(url) == ([1, 2], [])


def test_a_superuser_would_reach_it_in_a_read_only_transaction(url: str, mark: Path) -> None:
    for text in ("{}", "RESET ROLE; {}"):
        with psycopg.connect(url) as connection:
            connection.read_only = True
            connection.execute("SET LOCAL ROLE cage_reader" if "RESET" in text else "SELECT 1")
            copy = text.format(f"COPY (SELECT 1) TO PROGRAM 'touch {mark}'")
            connection.execute("SELECT act(%s)", [copy])
            connection.rollback()
        assert mark.exists()
        mark.unlink()


@pytest.mark.parametrize("who", WHO)
def test_no_other_connection_is_made(url: str, who: str) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        there = "SELECT FROM pg_available_extensions WHERE name = 'dblink'"
        if connection.execute(there).fetchone() is None:
            pytest.skip("no dblink: Debian has it in postgresql-contrib")
        connection.execute("CREATE EXTENSION IF NOT EXISTS dblink")
    database = Database(parse_target(url, "--url"), {"reader": READER})
    remote = f"dblink('{url}', 'DELETE FROM notes RETURNING id') AS gone (id integer)"
    with pytest.raises(StudioError, match="password is required"):
        run(database, WHO[who], f"SELECT id FROM {remote}")
    assert left(url) == ([1, 2], [])


def test_an_actor_reads_its_rows_and_no_role_can_be_gone_back_to(url: str) -> None:
    database = Database(parse_target(url, "--url"), {"reader": READER})
    result = run(database, WHO["reader"], "TABLE notes -- mine ;\n;")
    assert (result.columns, result.rows) == (("id", "owner"), (("1", "anne"),))
    assert run(database, WHO["reader"], "TABLE notes -- mine").rows == result.rows
    found = run(database, WHO["reader"], "SELECT current_user, current_setting('role')")
    assert found.rows == (("cage_reader", "cage_reader"),)
    assert "app.who" not in explain(database, Persona(), "TABLE notes", analyze=False)
    assert "app.who" in explain(database, WHO["reader"], "TABLE notes", analyze=True)


def test_whoever_connects_reads_everything(database: Database) -> None:
    result = run(database, Persona(), "SELECT id, id, NULL, '' AS none FROM notes ORDER BY 1 DESC")
    assert result.columns == ("id", "id", "?column?", "none")
    if database.target.user == "postgres":
        assert result.rows == (("2", "2", None, ""), ("1", "1", None, ""))


def test_a_superuser_learns_that_queries_read_and_do_no_more(url: str) -> None:
    database = Database(parse_target(url, "--url"), {"reader": READER})
    refusals = {}
    for who, persona in WHO.items():
        with pytest.raises(StudioError, match="permission denied") as caught:
            run(database, persona, "SELECT pg_read_file('PG_VERSION')")
        refusals[who] = caught.value.hint
    assert "psql" in refusals["nobody"]
    assert "look as another actor" in refusals["reader"]


def test_what_a_function_of_the_spec_reads_claims_from_is_set_as_a_person_says(url: str) -> None:
    foreign = Actor("foreign", "cage_reader", {"who": "text"}, readers={"who": "auth.uid"})
    said = {"request.jwt.claims": '{"sub": "1"}', "statement_timeout": "0", "x; y.z": "1"}
    actors = {"reader": READER, "foreign": foreign}
    persona = decode(encode(made("foreign", {}, actors, said)), actors)
    database = Database(parse_target(url, "--url"), actors)
    settings = "current_setting('request.jwt.claims'), current_setting('statement_timeout')"
    assert run(database, persona, f"SELECT {settings}").rows == (('{"sub": "1"}', "10s"),)
    assert made("reader", {}, actors, said).settings == {}


def test_many_rows_are_not_all_read(database: Database) -> None:
    result = run(database, Persona(), "SELECT generate_series(1, 1000000000)")
    assert (len(result.rows), result.more) == (ROWS, True)


def test_a_mistake_is_told_with_what_to_do(database: Database) -> None:
    with pytest.raises(StudioError, match='relation "nots" does not exist'):
        run(database, Persona(), "SELECT * FROM nots")
    with pytest.raises(StudioError, match="several statements"):
        run(database, Persona(), "SELECT 1; SELECT 2")
    with pytest.raises(StudioError, match="DELETE is no query") as caught:
        run(database, Persona(), "delete from notes")
    assert "SELECT" in caught.value.hint
