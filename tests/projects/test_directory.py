"""The directory project, live: what its document asks for is there, and members see members."""

from __future__ import annotations

from collections.abc import Iterator
from typing import LiteralString

import psycopg
import pytest
from psycopg import errors

from tests.projects.acting import (
    Column,
    Connection,
    acting,
    apply_project,
    columns,
    forbidden,
    outcome,
    refused,
    rows,
    run,
    value,
)
from tests.projects.indexes import Indexes, definitions, unused

TIME = "timestamp without time zone"
ID: Column = ("id", "uuid", True, "gen_random_uuid()")
CREATED: Column = ("created_at", TIME, True, "now()")
UPDATED: Column = ("updated_at", TIME, True, "now()")


def varchar(length: int) -> str:
    return f"character varying({length})"


def plain(type_: str, *names: str) -> list[Column]:
    return [(name, type_, False, None) for name in names]


def needed(type_: str, *names: str) -> list[Column]:
    return [(name, type_, True, None) for name in names]


TABLES: dict[str, list[Column]] = {
    "community_invitations": [
        ("invitation_id", "uuid", True, "gen_random_uuid()"),
        *needed(varchar(16), "invitation_code"),
        *needed(varchar(20), "created_by"),
        *plain(varchar(255), "invited_telegram_username"),
        ("status", varchar(20), True, "'pending'::character varying"),
        *needed(TIME, "expires_at"),
        *plain(varchar(20), "accepted_by"),
        *plain(TIME, "accepted_at"),
        CREATED,
        UPDATED,
    ],
    "community_members": [
        ID,
        *needed(varchar(20), "member_id"),
        *needed(varchar(255), "telegram_id"),
        *plain(varchar(255), "telegram_username"),
        *needed(varchar(255), "name"),
        *needed(varchar(50), "primary_role"),
        *plain(varchar(255), "organization"),
        *plain(varchar(100), "country"),
        *plain(varchar(255), "github_username"),
        ("github_verified", "boolean", True, "false"),
        *plain(TIME, "github_verified_at"),
        *plain("jsonb", "github_profile_data"),
        ("status", varchar(20), True, "'not_member'::character varying"),
        ("reputation_score", "integer", True, "0"),
        ("reputation_tier", varchar(50), False, "'Novice'::character varying"),
        *plain(varchar(20), "invited_by"),
        ("registration_fee_paid", "boolean", False, "false"),
        *plain(varchar(255), "registration_fee_tx_hash"),
        *plain("jsonb", "profile_data"),
        CREATED,
        UPDATED,
        *plain(TIME, "last_active_at", "deleted_at"),
    ],
    "member_daily_highlights": [
        ID,
        *needed(varchar(20), "member_id"),
        *needed("date", "highlight_date"),
        ("message_count", "integer", False, "0"),
        ("reaction_count", "integer", False, "0"),
        ("voice_minutes", "integer", False, "0"),
        ("reputation_earned", "integer", False, "0"),
        CREATED,
    ],
    "member_participation": [
        ID,
        *needed(varchar(20), "member_id"),
        *needed(varchar(50), "event_type", "platform"),
        *needed(varchar(255), "room_id"),
        *plain("jsonb", "event_metadata"),
        ("occurred_at", TIME, True, "now()"),
    ],
    "member_relationships": [
        ID,
        *needed(varchar(255), "entity_id_a", "entity_id_b"),
        *needed(varchar(50), "relationship_type"),
        *needed("jsonb", "content"),
        CREATED,
    ],
}

CONSTRAINTS = {
    "community_invitations_accepted_by_fkey": "FOREIGN KEY (accepted_by)"
    " REFERENCES community_members(member_id)",
    "community_invitations_created_by_fkey": "FOREIGN KEY (created_by)"
    " REFERENCES community_members(member_id)",
    "community_invitations_invitation_code_key": "UNIQUE (invitation_code)",
    "community_invitations_pkey": "PRIMARY KEY (invitation_id)",
    "community_members_invited_by_fkey": "FOREIGN KEY (invited_by)"
    " REFERENCES community_members(member_id)",
    "community_members_member_id_key": "UNIQUE (member_id)",
    "community_members_pkey": "PRIMARY KEY (id)",
    "community_members_telegram_id_key": "UNIQUE (telegram_id)",
    "member_daily_highlights_member_id_fkey": "FOREIGN KEY (member_id)"
    " REFERENCES community_members(member_id)",
    "member_daily_highlights_member_id_highlight_date_key": "UNIQUE (member_id, highlight_date)",
    "member_daily_highlights_pkey": "PRIMARY KEY (id)",
    "member_participation_member_id_fkey": "FOREIGN KEY (member_id)"
    " REFERENCES community_members(member_id)",
    "member_participation_pkey": "PRIMARY KEY (id)",
    "member_relationships_pkey": "PRIMARY KEY (id)",
}

INDEXES: Indexes = {
    "highlight_member_date_idx": (
        "member_daily_highlights (member_id, highlight_date)",
        "SELECT * FROM member_daily_highlights"
        " WHERE member_id = '#1' AND highlight_date = '2025-01-06'",
    ),
    "invitation_code_idx": (
        "community_invitations (invitation_code)",
        "SELECT * FROM community_invitations WHERE invitation_code = 'C0DE'",
    ),
    "invitation_created_by_idx": (
        "community_invitations (created_by)",
        "SELECT * FROM community_invitations WHERE created_by = '#1'",
    ),
    "invitation_status_idx": (
        "community_invitations (status)",
        "SELECT * FROM community_invitations WHERE status = 'pending'",
    ),
    "member_github_username_idx": (
        "community_members (github_username)",
        "SELECT * FROM community_members WHERE github_username = 'octocat'",
    ),
    "member_reputation_score_idx": (
        "community_members (reputation_score)",
        "SELECT * FROM community_members ORDER BY reputation_score DESC LIMIT 10",
    ),
    "member_status_idx": (
        "community_members (status)",
        "SELECT * FROM community_members WHERE status = 'active'",
    ),
    "member_telegram_id_idx": (
        "community_members (telegram_id)",
        "SELECT * FROM community_members WHERE telegram_id = '42'",
    ),
    "participation_event_type_idx": (
        "member_participation (event_type)",
        "SELECT * FROM member_participation WHERE event_type = 'VOICE'",
    ),
    "participation_member_id_idx": (
        "member_participation (member_id)",
        "SELECT * FROM member_participation WHERE member_id = '#1'",
    ),
    "participation_occurred_at_idx": (
        "member_participation (occurred_at)",
        "SELECT * FROM member_participation WHERE occurred_at > now() - interval '1 day'",
    ),
    "relationship_entity_a_idx": (
        "member_relationships (entity_id_a)",
        "SELECT * FROM member_relationships WHERE entity_id_a = 'e'",
    ),
    "relationship_entity_b_idx": (
        "member_relationships (entity_id_b)",
        "SELECT * FROM member_relationships WHERE entity_id_b = 'e'",
    ),
    "relationship_type_idx": (
        "member_relationships (relationship_type)",
        "SELECT * FROM member_relationships WHERE relationship_type = 'MENTORED'",
    ),
}

# #1 founded the community and invited #2 and #3; #3 has been deleted.
PEOPLE = """
INSERT INTO community_members (member_id, telegram_id, name, primary_role, invited_by, deleted_at)
VALUES ('#1', 't1', 'Ada', 'founder', NULL, NULL), ('#2', 't2', 'Bob', 'builder', '#1', NULL),
       ('#3', 't3', 'Cyd', 'builder', '#1', now());
INSERT INTO community_invitations (invitation_code, created_by, expires_at, status, accepted_by)
VALUES ('A', '#1', now(), 'accepted', '#2'), ('B', '#1', now(), 'pending', NULL),
       ('C', '#2', now(), 'pending', NULL);
INSERT INTO member_relationships (entity_id_a, entity_id_b, relationship_type, content)
VALUES ('e1', 'e2', 'INVITED', '{}');
INSERT INTO member_participation (member_id, event_type, platform, room_id)
VALUES ('#1', 'MESSAGE', 'telegram', 'r'), ('#2', 'VOICE', 'discord', 'r');
INSERT INTO member_daily_highlights (member_id, highlight_date)
VALUES ('#1', '2025-01-06'), ('#2', '2025-01-06');
"""


@pytest.fixture
def directory(database: str) -> Iterator[Connection]:
    with psycopg.connect(database, autocommit=True) as connection:
        apply_project(connection, "directory")
        run(connection, PEOPLE)
        yield connection


def test_the_tables_are_those_of_the_document(directory: Connection) -> None:
    assert columns(directory) == TABLES


def test_the_constraints_are_those_of_the_document(directory: Connection) -> None:
    found = rows(
        directory,
        "SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint"
        " WHERE connamespace = 'public'::regnamespace AND contype IN ('f', 'p', 'u')",
    )
    assert dict(found) == CONSTRAINTS


def test_the_indexes_are_those_of_the_document_and_used(directory: Connection) -> None:
    assert definitions(directory) == {name: on for name, (on, _) in INDEXES.items()}
    assert unused(directory, INDEXES) == []


def test_a_new_member_is_a_novice_and_no_member_yet(directory: Connection) -> None:
    found = rows(
        directory,
        "SELECT status, reputation_score, reputation_tier, github_verified, registration_fee_paid"
        " FROM community_members WHERE member_id = '#1'",
    )
    assert found == [("not_member", 0, "Novice", False, False)]


def test_a_member_id_of_nobody_is_refused(directory: Connection) -> None:
    expected: list[tuple[LiteralString, str]] = [
        ("UPDATE community_members SET invited_by = '#9'", "community_members_invited_by_fkey"),
        (
            "UPDATE community_invitations SET created_by = '#9'",
            "community_invitations_created_by_fkey",
        ),
        (
            "UPDATE community_invitations SET accepted_by = '#9'",
            "community_invitations_accepted_by_fkey",
        ),
        ("UPDATE member_participation SET member_id = '#9'", "member_participation_member_id_fkey"),
        (
            "UPDATE member_daily_highlights SET member_id = '#9' WHERE member_id = '#1'",
            "member_daily_highlights_member_id_fkey",
        ),
    ]
    for statement, constraint in expected:
        assert outcome(directory, statement) == f"23503 {constraint}"


def test_a_member_is_not_deleted_with_what_refers_to_it(directory: Connection) -> None:
    with pytest.raises(errors.ForeignKeyViolation):
        directory.execute("DELETE FROM community_members WHERE member_id = '#1'")


STATUSES: dict[str, dict[str, bool]] = {
    "community_invitations": {
        **dict.fromkeys(["pending", "accepted", "expired", "revoked"], True),
        **dict.fromkeys(["", "Pending", "done"], False),
    },
    "community_members": {
        **dict.fromkeys(["not_member", "pending", "active", "suspended", "left"], True),
        **dict.fromkeys(["", "member", "ACTIVE"], False),
    },
}


def test_a_status_is_one_of_its_set(directory: Connection) -> None:
    for table, statuses in STATUSES.items():
        change = f"UPDATE {table} SET status = %s".encode()
        for status, known in statuses.items():
            if known:
                assert directory.execute(change, (status,)).rowcount == 3
                continue
            with refused(directory, errors.CheckViolation, f"{table}_status_check"):
                directory.execute(change, (status,))


def test_a_second_of_the_same_is_refused_even_of_a_deleted_member(directory: Connection) -> None:
    expected: list[tuple[LiteralString, str]] = [
        (
            "UPDATE community_invitations SET invitation_code = 'A'",
            "community_invitations_invitation_code_key",
        ),
        (
            "INSERT INTO community_members (member_id, telegram_id, name, primary_role)"
            " VALUES ('#1', 't9', 'Eve', 'builder')",
            "community_members_member_id_key",
        ),
        (
            "INSERT INTO community_members (member_id, telegram_id, name, primary_role)"
            " VALUES ('#9', 't3', 'Cyd again', 'builder')",
            "community_members_telegram_id_key",
        ),
        (
            "INSERT INTO member_daily_highlights (member_id, highlight_date)"
            " VALUES ('#1', '2025-01-06')",
            "member_daily_highlights_member_id_highlight_date_key",
        ),
    ]
    for statement, constraint in expected:
        assert outcome(directory, statement) == f"23505 {constraint}"


def test_updated_at_follows_the_last_change(directory: Connection) -> None:
    for table in ("community_members", "community_invitations"):
        directory.execute(f"UPDATE {table} SET updated_at = '2000-01-01'".encode())
        found = directory.execute(f"SELECT min(updated_at) > '2020-01-01' FROM {table}".encode())
        assert found.fetchall() == [(True,)]


def test_a_member_sees_members_that_are_not_deleted(directory: Connection) -> None:
    everybody = "SELECT member_id FROM community_members ORDER BY member_id"
    with acting(directory, "directory_member", member_id="#2"):
        assert rows(directory, everybody) == ["#1", "#2"]
    for role in ("directory_admin", "directory_system"):
        with acting(directory, role, member_id="#2"):
            assert rows(directory, everybody) == ["#1", "#2", "#3"]


def test_a_deleted_member_cannot_edit_the_profile_any_more(directory: Connection) -> None:
    change = "UPDATE community_members SET name = 'Cyd'"
    with acting(directory, "directory_member", member_id="#3"):
        assert directory.execute(change).rowcount == 0


def test_a_member_edits_the_own_profile_and_nothing_that_is_earned(directory: Connection) -> None:
    with acting(directory, "directory_member", member_id="#2"):
        changed = directory.execute(
            "UPDATE community_members SET country = 'NL' RETURNING member_id"
        )
        assert changed.fetchall() == [("#2",)]
        for statement in (
            "UPDATE community_members SET reputation_score = 1000",
            "UPDATE community_members SET status = 'active'",
            "UPDATE community_members SET github_verified = true",
            "UPDATE community_members SET deleted_at = now()",
            "UPDATE community_members SET member_id = '#1'",
            "INSERT INTO community_members (member_id, telegram_id, name, primary_role)"
            " VALUES ('#9', 't9', 'Eve', 'builder')",
            "DELETE FROM community_members",
        ):
            with forbidden(directory):
                directory.execute(statement.encode())


def test_an_admin_deletes_a_member_softly(directory: Connection) -> None:
    with acting(directory, "directory_admin", member_id="#1"):
        change = "UPDATE community_members SET deleted_at = now() WHERE member_id = '#2'"
        assert directory.execute(change).rowcount == 1
        assert (
            value(directory, "SELECT count(*) FROM community_members WHERE deleted_at IS NOT NULL")
            == 2
        )


def test_a_member_sees_invitations_given_and_taken(directory: Connection) -> None:
    codes = "SELECT invitation_code FROM community_invitations ORDER BY invitation_code"
    with acting(directory, "directory_member", member_id="#2"):
        assert rows(directory, codes) == ["A", "C"]
    with acting(directory, "directory_member", member_id="#3"):
        assert rows(directory, codes) == []
    with acting(directory, "directory_admin", member_id="#3"):
        assert rows(directory, codes) == ["A", "B", "C"]


def test_a_member_invites_and_takes_back_in_the_own_name(directory: Connection) -> None:
    invite = (
        "INSERT INTO community_invitations (invitation_code, created_by, expires_at, status)"
        " VALUES (%s, %s, now(), %s)"
    )
    with acting(directory, "directory_member", member_id="#1"):
        directory.execute(invite, ("D", "#1", "pending"))
        with forbidden(directory):
            directory.execute(invite, ("E", "#2", "pending"))
        with forbidden(directory):
            directory.execute(invite, ("E", "#1", "accepted"))
        with forbidden(directory):
            directory.execute("UPDATE community_invitations SET status = 'accepted'")
        with forbidden(directory):
            directory.execute("UPDATE community_invitations SET accepted_by = '#1'")
        changed = directory.execute(
            "UPDATE community_invitations SET status = 'revoked' RETURNING invitation_code"
        )
        assert sorted(changed.fetchall()) == [("B",), ("D",)]


def test_a_member_sees_the_own_activity_alone(directory: Connection) -> None:
    with acting(directory, "directory_member", member_id="#2"):
        assert rows(directory, "SELECT member_id FROM member_participation") == ["#2"]
        assert rows(directory, "SELECT member_id FROM member_daily_highlights") == ["#2"]
        with forbidden(directory):
            directory.execute("SELECT FROM member_relationships")
        with forbidden(directory):
            directory.execute("UPDATE member_daily_highlights SET reputation_earned = 1000")
        with forbidden(directory):
            directory.execute("INSERT INTO member_participation SELECT * FROM member_participation")


def test_who_says_nothing_sees_no_more_than_members(directory: Connection) -> None:
    with acting(directory, "directory_member"):
        assert rows(directory, "SELECT count(*) FROM community_members") == [2]
        for table in ("community_invitations", "member_participation", "member_daily_highlights"):
            assert directory.execute(f"SELECT FROM {table}".encode()).rowcount == 0
