"""`schemagen copy`: an SQLite file's rows in the tables of the tenant project."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import psycopg
import pytest
from typer.testing import CliRunner, Result

from schemagen.cli import app
from schemagen.copying import filling
from schemagen.errors import CopyError, SettingsError

ROOT = Path(__file__).parents[2]
SCHEMA = (ROOT / "generated/tenant/schema.sql").read_text(encoding="utf-8")
OLD = """
CREATE TABLE communities (
    id BLOB PRIMARY KEY, name TEXT, subscription_tier TEXT, is_active INTEGER, settings TEXT,
    created_at TEXT
);
CREATE TABLE profiles (
    id TEXT PRIMARY KEY, community_id TEXT, discord_id INTEGER, current_rank REAL,
    joined_at INTEGER, last_seen_at REAL, metadata TEXT
) WITHOUT ROWID;
CREATE TABLE sessions (token TEXT);
INSERT INTO communities VALUES
    (x'00000000000040008000000000000001', 'Arrakis', 'pro', 1, '{"open": true}',
        '2026-03-01 08:30:00'),
    (x'00000000000040008000000000000002', 'Caladan', 'free', 0, NULL, '2026-03-02T08:30:00+02:00');
WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < 60)
INSERT INTO profiles
SELECT printf('00000000-0000-4000-9000-%012d', n), '00000000-0000-4000-8000-000000000001',
    1000 + n, n, 1767225600000, 2461041.5, '{}'
FROM numbers;
"""


STRICTER = """
CREATE TYPE tier AS ENUM ('free', 'pro');
ALTER TABLE communities ALTER subscription_tier DROP DEFAULT,
    ALTER subscription_tier TYPE tier USING subscription_tier::tier;
ALTER TABLE profiles ADD CONSTRAINT ranked CHECK (current_rank > 0);
"""


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """The file of the service as it was before PostgreSQL."""
    path = tmp_path / "old.sqlite3"
    change(path, OLD)
    return path


@pytest.fixture
def url(database: str) -> str:
    """A database with the schema of tenant."""
    with psycopg.connect(database, autocommit=True) as connection:
        connection.execute(SCHEMA.encode())
    return database


def change(path: Path, script: str) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(script)


def copy(path: Path, url: str, *words: str) -> Result:
    given = ["copy", "tenant", str(path), "--url", url, "--root", str(ROOT)]
    return CliRunner().invoke(app(), [*given, *words])


def ask(url: str, query: str) -> list[tuple[object, ...]]:
    with psycopg.connect(url) as connection:
        connection.execute("SET TimeZone = 'UTC'")
        return connection.execute(query.encode()).fetchall()


@pytest.mark.majors(18)
def test_values_become_what_the_spec_says(old: Path, url: str) -> None:
    result = copy(old, url, "--skip", "sessions")
    assert result.exit_code == 0, result.exception
    assert result.stdout == (
        "communities → public.communities: 2 rows\n"
        "profiles → public.profiles: 60 rows\n"
        "verified: the database has the same rows\n"
    )
    assert ask(
        url, "SELECT id::text, is_active, settings, created_at::text FROM communities ORDER BY id"
    ) == [
        ("00000000-0000-4000-8000-000000000001", True, {"open": True}, "2026-03-01 08:30:00+00"),
        ("00000000-0000-4000-8000-000000000002", False, None, "2026-03-02 06:30:00+00"),
    ]
    assert ask(
        url,
        "SELECT discord_id, current_rank, joined_at::text, last_seen_at::text, metadata"
        " FROM profiles ORDER BY id LIMIT 1",
    ) == [("1001", 1, "2026-01-01 00:00:00+00", "2026-01-01 00:00:00+00", {})]


@pytest.mark.majors(18)
def test_what_has_no_place_to_go_to_is_named(old: Path, url: str) -> None:
    change(old, "ALTER TABLE profiles ADD COLUMN avatar TEXT")
    error = copy(old, url).exception
    assert isinstance(error, SettingsError)
    assert error.message == ("the database has no place for table sessions, column profiles.avatar")


@pytest.mark.majors(18)
def test_values_that_fit_nowhere_are_told_at_once_and_nothing_is_written(
    old: Path, url: str
) -> None:
    change(
        old,
        "UPDATE communities SET is_active = 'perhaps', created_at = 'yesterday' WHERE rowid = 2;"
        "UPDATE profiles SET metadata = '{' WHERE discord_id = 1007",
    )
    error = copy(old, url, "--skip", "sessions").exception
    assert isinstance(error, CopyError)
    assert error.message.splitlines()[1:] == [
        "  communities.is_active, row 2: 'perhaps' is no boolean",
        "  communities.created_at, row 2: 'yesterday' is no time of a day,"
        " like 2026-11-21 09:30:00",
        "  profiles.metadata, row 7: '{' is no JSON",
    ]
    assert ask(url, "SELECT count(*) FROM communities") == [(0,)]


@pytest.mark.majors(18)
def test_what_the_server_would_refuse_is_told_before_anything_is_written(
    old: Path, url: str
) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(STRICTER)
    assert copy(old, url, "--skip", "sessions", "--dry-run").exit_code == 0
    change(
        old,
        "UPDATE communities SET subscription_tier = 'bogus' WHERE rowid = 1;"
        "UPDATE communities SET name = NULL WHERE rowid = 2;"
        "UPDATE profiles SET current_rank = -1 WHERE discord_id = 1007",
    )
    for words in (["--dry-run"], []):
        error = copy(old, url, "--skip", "sessions", *words).exception
        assert isinstance(error, CopyError)
        assert error.message.splitlines()[1:] == [
            '  communities.subscription_tier, row 1: invalid input value for enum tier: "bogus"',
            '  communities.name, row 2: null value in column "name" of relation "communities"'
            " violates not-null constraint",
            '  profiles, row 7: new row for relation "profiles" violates check constraint "ranked"',
        ]
        assert ask(url, "SELECT count(*) FROM communities") == [(0,)]


@pytest.mark.majors(18)
def test_an_interrupted_copy_goes_on_where_it_was(
    old: Path, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(filling, "BATCH", 25)
    twice = "INSERT INTO communities (id, name) VALUES (gen_random_uuid(), 'a guest')"
    with psycopg.connect(url, autocommit=True) as connection:
        # What stops it in the third batch is mended before the second run.
        connection.execute("CREATE UNIQUE INDEX full_house ON profiles (least(current_rank, 51))")
        error = copy(old, url, "--skip", "sessions").exception
        assert isinstance(error, CopyError)
        assert "full_house" in error.message
        assert ask(url, "SELECT count(*) FROM profiles") == [(50,)]
        connection.execute("DROP INDEX full_house")
        assert copy(old, url, "--skip", "sessions").exit_code == 0
        assert ask(url, "SELECT count(*) FROM profiles") == [(60,)]
        connection.execute(twice.encode())
    result = copy(old, url, "--skip", "sessions")
    assert result.exit_code == 3
    assert "public.communities  2 rows in A, 3 in B; 1 different" in result.stdout


@pytest.mark.majors(18)
def test_a_file_that_changed_is_copied_anew_as_the_hint_says(old: Path, url: str) -> None:
    assert copy(old, url, "--skip", "sessions").exit_code == 0
    change(old, "UPDATE communities SET name = 'Salusa Secundus' WHERE rowid = 2")
    error = copy(old, url, "--skip", "sessions").exception
    assert isinstance(error, CopyError)
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(error.hint.partition(": ")[2].encode())
    assert copy(old, url, "--skip", "sessions").exit_code == 0


@pytest.mark.majors(18)
def test_rows_of_others_are_left_alone(old: Path, url: str) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("INSERT INTO communities (name) VALUES ('a guest')")
    error = copy(old, url, "--skip", "sessions").exception
    assert isinstance(error, CopyError)
    assert error.message == "public.communities has rows already, which no copy put there"
