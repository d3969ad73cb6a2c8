"""Profiles of the trust project follow the auth service, in this database or elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from typing import LiteralString
from uuid import UUID

import psycopg
import pytest

from tests.projects.acting import (
    Connection,
    acting,
    apply_project,
    forbidden,
    roll_back_project,
    rows,
    run,
    value,
)

ANN = UUID(int=1)

AUTH = """
CREATE SCHEMA auth;
CREATE TABLE auth.users (id uuid PRIMARY KEY, email text, raw_user_meta_data jsonb);
"""
SIGN_UP: LiteralString = (
    "INSERT INTO auth.users (id, email, raw_user_meta_data)"
    """ VALUES (%s, 'ann@example.org', '{"full_name": "Ann", "avatar_url": "a.png"}')"""
)
PROFILE: LiteralString = "SELECT email, display_name, avatar_url FROM profiles WHERE id = %s"
TRIGGERS: LiteralString = "SELECT tgname FROM pg_trigger WHERE tgrelid = 'auth.users'::regclass"


@pytest.fixture
def empty(database: str) -> Iterator[Connection]:
    with psycopg.connect(database, autocommit=True) as connection:
        yield connection


@pytest.fixture
def with_auth(empty: Connection) -> Connection:
    run(empty, AUTH)
    apply_project(empty, "trust")
    return empty


@pytest.fixture
def without_auth(empty: Connection) -> Connection:
    apply_project(empty, "trust")
    return empty


def test_who_signs_up_has_a_profile(with_auth: Connection) -> None:
    with_auth.execute(SIGN_UP, (ANN,))
    assert rows(with_auth, PROFILE, ANN) == [("ann@example.org", "Ann", "a.png")]


def test_a_new_address_is_taken_over_and_the_owners_name_kept(with_auth: Connection) -> None:
    with_auth.execute(SIGN_UP, (ANN,))
    with acting(with_auth, "trust_member", user_id=ANN):
        with_auth.execute("UPDATE profiles SET display_name = 'Annie' WHERE id = %s", (ANN,))
        run(with_auth, "RESET ROLE")
        with_auth.execute("UPDATE auth.users SET email = 'new@example.org'")
        assert rows(with_auth, PROFILE, ANN) == [("new@example.org", "Annie", "a.png")]


def test_the_auth_service_needs_no_rights_on_profiles(with_auth: Connection) -> None:
    with with_auth.transaction(force_rollback=True):
        run(with_auth, "CREATE ROLE schemagen_test_auth")
        run(with_auth, "GRANT USAGE ON SCHEMA auth TO schemagen_test_auth")
        run(with_auth, "GRANT INSERT ON auth.users TO schemagen_test_auth")
        run(with_auth, "SET LOCAL ROLE schemagen_test_auth")
        with_auth.execute(SIGN_UP, (ANN,))
        run(with_auth, "RESET ROLE")
        assert value(with_auth, "SELECT count(*) FROM profiles") == 1


def test_an_auth_schema_of_another_kind_will_do(empty: Connection) -> None:
    run(empty, "CREATE SCHEMA auth; CREATE TABLE auth.users (id uuid PRIMARY KEY, email text)")
    apply_project(empty, "trust")
    empty.execute("INSERT INTO auth.users VALUES (%s, NULL)", (ANN,))
    assert rows(empty, PROFILE, ANN) == [(None, None, None)]


def test_an_owner_whom_policies_bind_can_still_keep_profiles(empty: Connection) -> None:
    """The trigger's function runs as the owner, who is often neither superuser nor exempt."""
    run(empty, AUTH)
    apply_project(empty, "trust")
    with empty.transaction(force_rollback=True):
        run(empty, "CREATE ROLE schemagen_test_owner")
        run(empty, "GRANT CREATE, USAGE ON SCHEMA public TO schemagen_test_owner")
        run(empty, "ALTER TABLE profiles OWNER TO schemagen_test_owner")
        run(empty, "ALTER FUNCTION sync_profile() OWNER TO schemagen_test_owner")
        run(
            empty,
            "ALTER FUNCTION sync_profile_from_auth(uuid, text, text, text)"
            " OWNER TO schemagen_test_owner",
        )
        empty.execute(SIGN_UP, (ANN,))
        empty.execute("UPDATE auth.users SET email = 'new@example.org'")
        assert rows(empty, PROFILE, ANN) == [("new@example.org", "Ann", "a.png")]


def test_without_an_auth_schema_there_is_no_trigger_but_a_function(
    without_auth: Connection,
) -> None:
    assert value(without_auth, "SELECT to_regclass('auth.users')") is None
    with acting(without_auth, "trust_system"):
        call: LiteralString = "SELECT sync_profile_from_auth(%s, %s, %s)"
        without_auth.execute(call, (ANN, "ann@example.org", "Ann"))
        without_auth.execute(call, (ANN, "new@example.org", "Somebody"))
        assert rows(without_auth, PROFILE, ANN) == [("new@example.org", "Ann", None)]


@pytest.mark.parametrize("role", ["trust_member", "trust_anonymous"])
def test_only_the_system_keeps_profiles(without_auth: Connection, role: str) -> None:
    with acting(without_auth, role, user_id=ANN), forbidden(without_auth):
        without_auth.execute("SELECT sync_profile_from_auth(%s, 'x@example.org')", (ANN,))


def test_rolling_back_leaves_the_auth_schema_as_it_was(with_auth: Connection) -> None:
    assert "sync_profile" in rows(with_auth, TRIGGERS)
    with_auth.execute(SIGN_UP, (ANN,))
    roll_back_project(with_auth, "trust")
    assert rows(with_auth, TRIGGERS) == []
    assert value(with_auth, "SELECT count(*) FROM auth.users") == 1


def test_rolling_back_needs_no_auth_schema(without_auth: Connection) -> None:
    roll_back_project(without_auth, "trust")
    assert value(without_auth, "SELECT to_regclass('profiles')") is None
