"""The plugin as the tests of an application use it."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import psycopg
import pytest

from schemagen.spec.compile import compile_spec
from tests.app.repository import write
from tests.client.packages import write_package
from tests.conftest import Servers

pytest_plugins = ["pytester"]

REPOSITORY = Path(__file__).parents[2]

DIARY = """\
schemagen: 1
project: diary
actors:
  writer: {role: diary_writer, claims: {user_id: integer, tags: 'text[]'}}
functions:
  short:
    arguments: note text
    returns: text
    body: SELECT substr(note, 1, 3)
    examples: [short('abcd') = 'abc', short('ab') = 'abc']
tables:
  people:
    columns: {id: integer primary key, favourite_id: integer}
    foreign_keys: [{columns: [favourite_id], references: notes (id), deferrable: true}]
    access: {writer: all}
  notes:
    columns: {id: integer primary key, author_id: integer not null references people}
    owner: author_id
    access: {writer: {select: "author_id = claim.user_id or claim.tags @> '{all}'", insert: own}}
  log:
    columns: {id: serial primary key, note_id: integer references notes}
    append_only: true
    access: {writer: [select, insert]}
"""
TESTS = '''
import psycopg
import pytest
from diary.actors import Writer
from diary.client import Session
from diary.testing import Make, as_actor as as_writer, clear, database

ROWS = """
BEGIN; SET CONSTRAINTS ALL DEFERRED;
INSERT INTO people VALUES (1, 10), (2, NULL); INSERT INTO notes VALUES (10, 1), (20, 2);
INSERT INTO log (note_id) VALUES (10); COMMIT
"""

@pytest.mark.parametrize("number", [1, 2])
def test_a_database_is_a_test_s_own(schemagen_database, number):
    with psycopg.connect(schemagen_database, autocommit=True) as connection:
        assert connection.execute("SELECT count(*) FROM people").fetchone() == (0,)
        connection.execute(ROWS)

def test_all_tables_are_cleared(schemagen_database, clear_tables):
    with psycopg.connect(schemagen_database, autocommit=True) as connection:
        connection.execute(ROWS)
        clear_tables(connection, but=["notes"])
        counts = "SELECT (SELECT count(*) FROM people), (SELECT count(*) FROM log)"
        assert connection.execute(counts).fetchone() == (2, 0)
        clear_tables(connection)
        assert connection.execute(counts).fetchone() == (0, 0)
        assert connection.execute("SHOW session_replication_role").fetchone() == ("origin",)

@pytest.mark.parametrize("number", [1, 2])
def test_a_transaction_is_rolled_back(schemagen_connection, number):
    assert schemagen_connection.execute("SELECT count(*) FROM people").fetchone() == (0,)
    schemagen_connection.execute("INSERT INTO people VALUES (1)")
    with pytest.raises(psycopg.ProgrammingError):
        schemagen_connection.commit()
    schemagen_connection.row_factory = psycopg.rows.dict_row

def test_an_actor_sees_what_is_its_own(schemagen_connection, as_actor):
    connection = schemagen_connection
    def seen():
        return [id for (id,) in connection.execute("SELECT id FROM notes ORDER BY id")]
    connection.execute("INSERT INTO people VALUES (1), (2)")
    with as_actor(connection, "writer", {"user_id": 1}):
        connection.execute("INSERT INTO notes VALUES (10, 1)")
        with pytest.raises(psycopg.errors.InsufficientPrivilege), connection.transaction():
            connection.execute("INSERT INTO notes VALUES (11, 2)")
        assert seen() == [10]
        with as_actor(connection, "writer", {"user_id": 2}):
            assert seen() == []
        with as_actor(connection, "writer", {"tags": ["a b", "all"]}):
            assert seen() == [10]
        assert seen() == [10]
    assert connection.execute("SELECT current_user = session_user").fetchone() == (True,)
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        with as_actor(connection, "writer"):
            connection.execute("INSERT INTO notes VALUES (11, 1)")
    assert connection.execute("SELECT current_user = session_user").fetchone() == (True,)

def test_factories_make_what_a_test_does_not_say(diary_session: Session, diary_make: Make):
    note = diary_make.note(diary_session)
    assert diary_make.person(diary_session, favourite_id=note.id).favourite_id == note.id
    with as_writer(diary_session, Writer(user_id=note.author_id, tags=None)):
        assert diary_session.execute("SELECT id FROM notes").fetchall() == [(note.id,)]

def fill_and_clear(url: str, make: Make) -> None:
    with psycopg.connect(url) as session:
        assert make.note(session).author_id == 1
        clear(session)
        assert session.execute("SELECT FROM people").rowcount == 0

def test_factories_fill_databases_as_well(diary_database: str, diary_make: Make):
    fill_and_clear(diary_database, diary_make)

def test_a_database_needs_no_fixture():
    with database() as url:
        fill_and_clear(url, Make())

def test_there_is_no_such_actor(schemagen_connection, as_actor):
    with as_actor(schemagen_connection, "writr"):
        pass
'''


@pytest.fixture
def diary(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> pytest.Pytester:
    monkeypatch.setenv("PYTHONPATH", str(REPOSITORY))
    monkeypatch.delenv("TEST_DATABASE_URL", raising=False)
    conftest = 'pytest_plugins = ["diary.testing"]'
    specs = {"specs/diary.yaml": DIARY}
    write(pytester.path, {**specs, "conftest.py": conftest, "test_diary.py": TESTS})
    spec = pytester.path / "specs/diary.yaml"
    write_package(compile_spec(spec, pytester.path).project, pytester.path, "diary")
    return pytester


def run(diary: pytest.Pytester, *words: str) -> pytest.RunResult:
    return diary.runpytest_subprocess("-p", "schemagen.testing.plugin", "-rA", *words)


def test_proofs_and_tests_run_together(diary: pytest.Pytester) -> None:
    result = run(diary, "--schemagen", "-k", "not mutants and not needs_no_fixture")
    result.assert_outcomes(passed=10, failed=2, skipped=2)
    result.stdout.fnmatch_lines(
        [
            '*SettingsError: there is no actor "writr"',
            '*did you mean "writer"?',
            "public.short(text): 1 of 2 examples not true",
            "  finding: short('ab') = 'abc' is false; short('ab') gives 'ab'",
            "PASSED specs/diary.yaml::access",
            "SKIPPED * there are no migrations",
            "FAILED *there_is_no_such_actor*",
            "FAILED specs/diary.yaml::functions*",
        ]
    )


def test_a_server_of_somebody_else_is_left_as_it_was(
    diary: pytest.Pytester, servers: Servers, monkeypatch: pytest.MonkeyPatch
) -> None:
    server = servers.of(18)
    monkeypatch.setenv("TEST_DATABASE_URL", server.url().replace("postgresql:", "postgresql+x:"))
    query = "SELECT datname FROM pg_database ORDER BY 1"
    with closing(psycopg.connect(server.url(), autocommit=True)) as connection:
        before = connection.execute(query).fetchall()
        run(diary, "-k", "not no_such").assert_outcomes(passed=9)
        assert connection.execute(query).fetchall() == before
        connection.execute("DROP ROLE diary_writer")


def test_a_mistake_is_said_in_a_few_words(diary: pytest.Pytester) -> None:
    result = run(diary, "--schemagen", "test_diary.py")
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines(['*there is no project "test_diary.py"', "*--schemagen=PROJECT*"])
    write(diary.path, {"specs/other.yaml": DIARY.replace("project: diary", "project: other")})
    result = run(diary, "-k", "there_is_no_such_actor")
    result.stdout.fnmatch_lines(["there are several projects: diary, other"])
    result.stdout.no_fnmatch_line("*Traceback*")
