"""The gym project, live: what its document asks for is there, and each role sees its own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager
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
    keys,
    outcome,
    plan,
    refused,
    rows,
    run,
    value,
)
from tests.projects.indexes import Indexes, definitions, unused

TIMESTAMP = "timestamp without time zone"
CREATED: Column = ("created_at", TIMESTAMP, True, "now()")


def serial(table: str) -> Column:
    return ("id", "integer", True, f"nextval('{table}_id_seq'::regclass)")


def plain(type_: str, *names: str) -> list[Column]:
    return [(name, type_, False, None) for name in names]


TABLES: dict[str, list[Column]] = {
    "app_stores": [
        serial("app_stores"),
        *plain("text", "store", "url"),
        CREATED,
        *plain(TIMESTAMP, "disabled_at"),
    ],
    "assets": [
        serial("assets"),
        *plain("integer", "class_id"),
        *plain("text", "title", "content", "type"),
        *plain(TIMESTAMP, "valid_until"),
        CREATED,
    ],
    "attachments": [
        serial("attachments"),
        *plain("integer", "class_id"),
        *plain("text", "file_name", "file_url", "file_type"),
        *plain("integer", "file_size"),
        CREATED,
    ],
    "checkins": [
        serial("checkins"),
        *plain("integer", "user_id", "class_id"),
        *plain("text", "date"),
        CREATED,
    ],
    "class": [
        serial("class"),
        *plain("integer", "gym_id", "instructor_id", "created_by"),
        *plain("text", "day", "start", "end", "modality", "description"),
        CREATED,
        *plain(TIMESTAMP, "deleted_at"),
    ],
    "graduations": [
        serial("graduations"),
        ("user_id", "integer", True, None),
        *plain("text", "belt"),
        *plain("integer", "degree"),
        *plain("text", "modality"),
        CREATED,
    ],
    "gyms": [
        serial("gyms"),
        ("name", "text", True, None),
        ("address", "text", True, None),
        *plain("text", "logo"),
        *plain("integer", "manager_id"),
        ("since", "text", True, None),
        CREATED,
    ],
    "notifications": [
        serial("notifications"),
        *plain("integer", "sent_by"),
        *plain("text", "title", "content", "channel", "status"),
        *plain("text[]", "recipients", "viewed_by"),
        *plain(TIMESTAMP, "sent_at"),
        CREATED,
    ],
    "roles": [("id", "text", True, None), CREATED],
    "users": [
        serial("users"),
        ("clerk_user_id", "text", True, None),
        *plain("text", "email", "first_name", "last_name", "profile_picture"),
        *plain("text", "birth", "birth_day", "gender", "phone", "instagram", "role"),
        *plain("integer", "gym_id"),
        *plain("text", "expo_push_token", "customer_id", "subscription_id", "plan"),
        *plain(TIMESTAMP, "approved_at", "denied_at", "migrated_at", "deleted_at"),
        CREATED,
    ],
    "versions": [
        serial("versions"),
        *plain("text", "app_version"),
        CREATED,
        *plain(TIMESTAMP, "disabled_at"),
    ],
}

KEYS = {
    "app_stores_pkey": "PRIMARY KEY (id)",
    "assets_class_id_fkey": "FOREIGN KEY (class_id) REFERENCES class(id)",
    "assets_pkey": "PRIMARY KEY (id)",
    "attachments_class_id_fkey": "FOREIGN KEY (class_id) REFERENCES class(id)",
    "attachments_pkey": "PRIMARY KEY (id)",
    "checkins_class_id_fkey": "FOREIGN KEY (class_id) REFERENCES class(id)",
    "checkins_pkey": "PRIMARY KEY (id)",
    "checkins_user_id_fkey": "FOREIGN KEY (user_id) REFERENCES users(id)",
    "class_created_by_fkey": "FOREIGN KEY (created_by) REFERENCES users(id)",
    "class_gym_id_fkey": "FOREIGN KEY (gym_id) REFERENCES gyms(id)",
    "class_instructor_id_fkey": "FOREIGN KEY (instructor_id) REFERENCES users(id)",
    "class_pkey": "PRIMARY KEY (id)",
    "graduations_pkey": "PRIMARY KEY (id)",
    "graduations_user_id_fkey": "FOREIGN KEY (user_id) REFERENCES users(id)",
    "gyms_manager_id_fkey": "FOREIGN KEY (manager_id) REFERENCES users(id)",
    "gyms_pkey": "PRIMARY KEY (id)",
    "notifications_pkey": "PRIMARY KEY (id)",
    "notifications_sent_by_fkey": "FOREIGN KEY (sent_by) REFERENCES users(id)",
    "roles_pkey": "PRIMARY KEY (id)",
    "users_clerk_user_id_key": "UNIQUE (clerk_user_id)",
    "users_gym_id_fkey": "FOREIGN KEY (gym_id) REFERENCES gyms(id)",
    "users_pkey": "PRIMARY KEY (id)",
    "users_role_fkey": "FOREIGN KEY (role) REFERENCES roles(id)",
    "versions_pkey": "PRIMARY KEY (id)",
}

# Alpha (1): manager 1, instructor 2, students 3 and 4, the deleted student 8; classes 1, 2 and the
# deleted 3. Beta (2): manager 5, instructor 6, student 7; class 4.
PEOPLE = """
INSERT INTO roles (id) VALUES ('STUDENT'), ('INSTRUCTOR'), ('MANAGER');
INSERT INTO gyms (name, address, since) VALUES ('Alpha', 'A street', '2001'), ('Beta', 'B', '2002');
INSERT INTO users (clerk_user_id, role, gym_id, deleted_at) VALUES
  ('c1', 'MANAGER', 1, NULL), ('c2', 'INSTRUCTOR', 1, NULL), ('c3', 'STUDENT', 1, NULL),
  ('c4', 'STUDENT', 1, NULL), ('c5', 'MANAGER', 2, NULL), ('c6', 'INSTRUCTOR', 2, NULL),
  ('c7', 'STUDENT', 2, NULL), ('c8', 'STUDENT', 1, now());
UPDATE gyms SET manager_id = 1 WHERE id = 1;
UPDATE gyms SET manager_id = 5 WHERE id = 2;
INSERT INTO class (gym_id, instructor_id, created_by, day, start, "end", deleted_at) VALUES
  (1, 2, 1, 'MONDAY', '18:00', '19:30', NULL), (1, 1, 1, 'FRIDAY', '18:00', '19:30', NULL),
  (1, 2, 1, 'SUNDAY', '18:00', '19:30', now()), (2, 6, 5, 'MONDAY', '07:00', '08:00', NULL);
INSERT INTO assets (class_id, title) VALUES (1, 'a'), (2, 'b'), (3, 'c'), (4, 'd');
INSERT INTO attachments (class_id, file_name) VALUES (1, 'a'), (2, 'b'), (3, 'c'), (4, 'd');
INSERT INTO graduations (user_id, belt) VALUES (3, 'blue'), (4, 'white'), (7, 'black');
INSERT INTO checkins (user_id, class_id, date) VALUES
  (3, 1, '2025-01-06'), (4, 1, '2025-01-06'), (4, 2, '2025-01-10'), (7, 4, '2025-01-06');
INSERT INTO notifications (sent_by, status, recipients) VALUES
  (1, 'sent', '{3,4}'), (2, 'sent', '{4}'), (5, 'sent', '{7}'), (NULL, 'pending', '{1,2,3}');
INSERT INTO versions (app_version) VALUES ('1.0');
INSERT INTO app_stores (store, url) VALUES ('ios', 'https://example.org/ios');
"""

Who = tuple[str, int, int]
"""Role, user and gym."""

Attempt = tuple[Who, LiteralString]

STUDENT: Who = ("gym_student", 3, 1)
INSTRUCTOR: Who = ("gym_instructor", 2, 1)
MANAGER: Who = ("gym_manager", 1, 1)
OTHERS: tuple[Who, ...] = (("gym_student", 7, 2), ("gym_instructor", 6, 2), ("gym_manager", 5, 2))

EVERYWHERE: dict[str, list[object]] = {
    "roles": ["INSTRUCTOR", "MANAGER", "STUDENT"],
    "versions": [1],
    "app_stores": [1],
}

VISIBLE: dict[Who, dict[str, list[object]]] = {
    STUDENT: {
        "gyms": [1],
        "users": [1, 2, 3],
        "graduations": [1],
        "class": [1, 2],
        "assets": [1, 2],
        "attachments": [1, 2],
        "checkins": [1],
        "notifications": [1, 4],
    },
    INSTRUCTOR: {
        "gyms": [1],
        "users": [1, 2, 3, 4],
        "graduations": [1, 2],
        "class": [1, 2, 3],
        "assets": [1, 2, 3],
        "attachments": [1, 2, 3],
        "checkins": [1, 2, 3],
        "notifications": [2, 4],
    },
    MANAGER: {
        "gyms": [1],
        "users": [1, 2, 3, 4, 8],
        "graduations": [1, 2],
        "class": [1, 2, 3],
        "assets": [1, 2, 3],
        "attachments": [1, 2, 3],
        "checkins": [1, 2, 3],
        "notifications": [1, 2, 4],
    },
    ("gym_manager", 5, 2): {
        "gyms": [2],
        "users": [5, 6, 7],
        "graduations": [3],
        "class": [4],
        "assets": [4],
        "attachments": [4],
        "checkins": [4],
        "notifications": [3],
    },
}

INDEXES: Indexes = {
    "assets_class_id_idx": ("assets (class_id)", "SELECT * FROM assets WHERE class_id = 1"),
    "attachments_class_id_idx": (
        "attachments (class_id)",
        "SELECT * FROM attachments WHERE class_id = 1",
    ),
    "checkins_class_id_idx": ("checkins (class_id)", "SELECT * FROM checkins WHERE class_id = 1"),
    "checkins_date_idx": ("checkins (date)", "SELECT * FROM checkins WHERE date = '2025-01-06'"),
    "checkins_user_id_idx": ("checkins (user_id)", "SELECT * FROM checkins WHERE user_id = 1"),
    "class_created_by_idx": ("class (created_by)", "SELECT * FROM class WHERE created_by = 1"),
    "class_gym_id_idx": ("class (gym_id)", "SELECT * FROM class WHERE gym_id = 1"),
    "class_instructor_id_idx": (
        "class (instructor_id)",
        "SELECT * FROM class WHERE instructor_id = 1",
    ),
    "graduations_user_id_idx": (
        "graduations (user_id)",
        "SELECT * FROM graduations WHERE user_id = 1",
    ),
    "gyms_manager_id_idx": ("gyms (manager_id)", "SELECT * FROM gyms WHERE manager_id = 1"),
    "notifications_recipients_idx": (
        "notifications USING gin (recipients)",
        "SELECT * FROM notifications WHERE recipients @> '{3}'",
    ),
    "notifications_sent_by_idx": (
        "notifications (sent_by)",
        "SELECT * FROM notifications WHERE sent_by = 1",
    ),
    "users_birth_day_idx": ("users (birth_day)", "SELECT * FROM users WHERE birth_day = '02-29'"),
    "users_email_idx": ("users (email)", "SELECT * FROM users WHERE email = 'a@example.org'"),
    "users_gym_id_idx": ("users (gym_id)", "SELECT * FROM users WHERE gym_id = 1"),
    "users_role_idx": ("users (role)", "SELECT * FROM users WHERE role = 'STUDENT'"),
}

BAD: dict[LiteralString, str] = {
    "UPDATE gyms SET manager_id = 99": "23503 gyms_manager_id_fkey",
    "UPDATE users SET gym_id = 99": "23503 users_gym_id_fkey",
    "UPDATE users SET role = 'GUEST'": "23503 users_role_fkey",
    "INSERT INTO graduations (user_id) VALUES (99)": "23503 graduations_user_id_fkey",
    "INSERT INTO class (gym_id) VALUES (99)": "23503 class_gym_id_fkey",
    "INSERT INTO class (instructor_id) VALUES (99)": "23503 class_instructor_id_fkey",
    "INSERT INTO class (created_by) VALUES (99)": "23503 class_created_by_fkey",
    "INSERT INTO assets (class_id) VALUES (99)": "23503 assets_class_id_fkey",
    "INSERT INTO attachments (class_id) VALUES (99)": "23503 attachments_class_id_fkey",
    "INSERT INTO checkins (user_id) VALUES (99)": "23503 checkins_user_id_fkey",
    "INSERT INTO checkins (class_id) VALUES (99)": "23503 checkins_class_id_fkey",
    "INSERT INTO notifications (sent_by) VALUES (99)": "23503 notifications_sent_by_fkey",
    "INSERT INTO users (clerk_user_id) VALUES ('c1')": "23505 users_clerk_user_id_key",
    "INSERT INTO notifications (status) VALUES ('lost')": "23514 notifications_status_check",
    "INSERT INTO app_stores (store) VALUES ('windows')": "23514 app_stores_store_check",
    "INSERT INTO gyms (name, address) VALUES ('n', 'a')": "23502",
    "INSERT INTO graduations (belt) VALUES ('blue')": "23502",
    "DELETE FROM class WHERE id = 1": "23503 assets_class_id_fkey",
}

ALLOWED: list[Attempt] = [
    (STUDENT, "INSERT INTO checkins (user_id, class_id, date) VALUES (3, 2, '2025-02-01')"),
    (STUDENT, "DELETE FROM checkins WHERE id = 1"),
    (STUDENT, "UPDATE users SET phone = '1' WHERE id = 3"),
    (STUDENT, "UPDATE notifications SET viewed_by = '{3}' WHERE id = 1"),
    (INSTRUCTOR, "INSERT INTO graduations (user_id, belt) VALUES (4, 'blue')"),
    (INSTRUCTOR, "INSERT INTO class (gym_id, instructor_id, created_by) VALUES (1, 2, 2)"),
    (INSTRUCTOR, "UPDATE class SET deleted_at = now() WHERE id = 1"),
    (INSTRUCTOR, "INSERT INTO assets (class_id, title) VALUES (1, 'x')"),
    (INSTRUCTOR, "DELETE FROM attachments WHERE id = 1"),
    (INSTRUCTOR, "INSERT INTO checkins (user_id, class_id) VALUES (4, 2)"),
    (INSTRUCTOR, "DELETE FROM checkins WHERE id = 2"),
    (INSTRUCTOR, "INSERT INTO notifications (sent_by, recipients) VALUES (2, '{3,4}')"),
    (MANAGER, "UPDATE gyms SET name = 'Alpha 2' WHERE id = 1"),
    (MANAGER, "INSERT INTO users (clerk_user_id, gym_id) VALUES ('new', 1)"),
    (MANAGER, "UPDATE users SET role = 'INSTRUCTOR', deleted_at = now() WHERE id = 3"),
    (MANAGER, "DELETE FROM graduations WHERE id = 1"),
    (MANAGER, "UPDATE class SET instructor_id = 2 WHERE id = 2"),
    (MANAGER, "INSERT INTO class (gym_id, instructor_id, created_by) VALUES (1, 2, 1)"),
    (MANAGER, "UPDATE assets SET title = 'x' WHERE id = 2"),
    (MANAGER, "DELETE FROM checkins WHERE id = 3"),
    (MANAGER, "INSERT INTO notifications (sent_by, recipients) VALUES (1, '{3,4}')"),
]

FORBIDDEN: list[Attempt] = [
    (STUDENT, "UPDATE users SET role = 'MANAGER' WHERE id = 3"),
    (STUDENT, "UPDATE users SET gym_id = 2 WHERE id = 3"),
    (STUDENT, "UPDATE users SET plan = 'gold', approved_at = now()"),
    (STUDENT, "INSERT INTO users (clerk_user_id, gym_id) VALUES ('x', 1)"),
    (STUDENT, "DELETE FROM users WHERE id = 3"),
    (STUDENT, "INSERT INTO checkins (user_id, class_id) VALUES (4, 1)"),
    (STUDENT, "INSERT INTO checkins (user_id, class_id) VALUES (3, 4)"),
    (STUDENT, "INSERT INTO checkins (user_id, class_id) VALUES (3, 3)"),
    (STUDENT, "UPDATE checkins SET date = '2020-01-01'"),
    (STUDENT, "INSERT INTO graduations (user_id, belt) VALUES (3, 'black')"),
    (STUDENT, "INSERT INTO class (gym_id) VALUES (1)"),
    (STUDENT, "UPDATE class SET start = '03:00'"),
    (STUDENT, "INSERT INTO assets (class_id) VALUES (1)"),
    (STUDENT, "UPDATE notifications SET content = 'x'"),
    (STUDENT, "INSERT INTO notifications (sent_by, recipients) VALUES (3, '{4}')"),
    (STUDENT, "UPDATE gyms SET name = 'mine'"),
    (STUDENT, "INSERT INTO roles (id) VALUES ('KING')"),
    (INSTRUCTOR, "UPDATE users SET role = 'MANAGER' WHERE id = 2"),
    (INSTRUCTOR, "INSERT INTO graduations (user_id, belt) VALUES (7, 'blue')"),
    (INSTRUCTOR, "UPDATE graduations SET belt = 'black'"),
    (INSTRUCTOR, "INSERT INTO class (gym_id, instructor_id, created_by) VALUES (2, 2, 2)"),
    (INSTRUCTOR, "INSERT INTO class (gym_id, instructor_id, created_by) VALUES (1, 1, 2)"),
    (INSTRUCTOR, "UPDATE class SET gym_id = 2 WHERE id = 1"),
    (INSTRUCTOR, "INSERT INTO assets (class_id) VALUES (2)"),
    (INSTRUCTOR, "UPDATE assets SET class_id = 4 WHERE id = 1"),
    (INSTRUCTOR, "INSERT INTO checkins (user_id, class_id) VALUES (7, 1)"),
    (INSTRUCTOR, "INSERT INTO notifications (sent_by, recipients) VALUES (2, '{3,7}')"),
    (INSTRUCTOR, "INSERT INTO notifications (sent_by, recipients) VALUES (1, '{3}')"),
    (MANAGER, "UPDATE gyms SET manager_id = 5 WHERE id = 1"),
    (MANAGER, "INSERT INTO users (clerk_user_id, gym_id) VALUES ('x', 2)"),
    (MANAGER, "UPDATE users SET gym_id = 1 WHERE id = 7"),
    (MANAGER, "UPDATE users SET customer_id = 'cus_1' WHERE id = 3"),
    (MANAGER, "DELETE FROM users WHERE id = 3"),
    (MANAGER, "UPDATE class SET instructor_id = 6 WHERE id = 1"),
    (MANAGER, "UPDATE class SET instructor_id = 6"),
    (MANAGER, "INSERT INTO graduations (user_id) VALUES (7)"),
    (MANAGER, "UPDATE graduations SET user_id = 7"),
    (MANAGER, "INSERT INTO attachments (class_id) VALUES (4)"),
    (MANAGER, "TRUNCATE checkins"),
]

ELSEWHERE: list[LiteralString] = [
    "UPDATE users SET phone = '1' WHERE id <= 4",
    "UPDATE class SET description = 'x' WHERE gym_id = 1",
    "UPDATE assets SET title = 'x' WHERE class_id <= 3",
    "DELETE FROM attachments WHERE class_id <= 3",
    "DELETE FROM checkins WHERE class_id <= 3",
    "UPDATE notifications SET viewed_by = '{}' WHERE id <> 3",
]


@pytest.fixture
def gym(database: str) -> Iterator[Connection]:
    with psycopg.connect(database, autocommit=True) as connection:
        apply_project(connection, "gym")
        run(connection, PEOPLE)
        yield connection


def being(connection: Connection, who: Who) -> AbstractContextManager[Connection]:
    role, user, gym_id = who
    return acting(connection, role, user_id=user, gym_id=gym_id)


def test_the_tables_are_those_of_the_document(gym: Connection) -> None:
    assert columns(gym) == TABLES


def test_the_keys_are_those_of_the_document(gym: Connection) -> None:
    assert keys(gym) == KEYS


def test_every_index_is_used(gym: Connection) -> None:
    assert definitions(gym) == {name: definition for name, (definition, _) in INDEXES.items()}
    assert unused(gym, INDEXES) == []


def test_the_comments_of_the_document_are_kept(gym: Connection) -> None:
    assert value(gym, "SELECT obj_description('roles'::regclass)").startswith("What a user can be")
    assert value(
        gym,
        "SELECT col_description(attrelid, attnum) FROM pg_attribute"
        " WHERE attrelid = 'users'::regclass AND attname = 'birth_day'",
    ).startswith("MM-DD")


def test_ids_count_up_from_one(gym: Connection) -> None:
    assert rows(gym, "SELECT id FROM users ORDER BY id") == [1, 2, 3, 4, 5, 6, 7, 8]
    assert value(gym, "INSERT INTO versions DEFAULT VALUES RETURNING id") == 2


def test_a_gym_can_be_emptied_although_gyms_and_users_refer_to_each_other(gym: Connection) -> None:
    run(gym, "TRUNCATE checkins, assets, attachments, notifications, graduations, class")
    with refused(gym, errors.ForeignKeyViolation, "gyms_manager_id_fkey"):
        gym.execute("DELETE FROM users")
    run(gym, "UPDATE gyms SET manager_id = NULL; DELETE FROM users; DELETE FROM gyms")
    assert value(gym, "SELECT count(*) FROM gyms") == 0


def test_bad_rows_are_refused(gym: Connection) -> None:
    assert {statement: outcome(gym, statement) for statement in BAD} == BAD


def test_arrays_come_back_as_they_were_put_in(gym: Connection) -> None:
    hard = ["3", "with, comma", 'with "quotes"', ""]
    gym.execute("UPDATE notifications SET viewed_by = %s WHERE id = 1", (hard,))
    assert value(gym, "SELECT viewed_by FROM notifications WHERE id = 1") == hard
    assert value(gym, "SELECT count(*) FROM notifications WHERE '4' = ANY (recipients)") == 2


def test_an_actor_sees_the_rows_of_its_gym_and_role(gym: Connection) -> None:
    seen = {who: visible(gym, who) for who in VISIBLE}
    assert seen == {who: {**EVERYWHERE, **expected} for who, expected in VISIBLE.items()}


def visible(connection: Connection, who: Who) -> dict[str, list[object]]:
    with being(connection, who):
        return {table: ids(connection, table) for table in TABLES}


def ids(connection: Connection, table: str) -> list[object]:
    query = psycopg.sql.SQL("SELECT id FROM {} ORDER BY id").format(psycopg.sql.Identifier(table))
    return [row[0] for row in connection.execute(query)]


def test_without_claims_nobody_sees_anything_of_a_gym(gym: Connection) -> None:
    nothing: dict[str, list[object]] = {**{table: [] for table in TABLES}, **EVERYWHERE}
    for role in ("gym_student", "gym_instructor", "gym_manager"):
        with acting(gym, role):
            assert {table: ids(gym, table) for table in TABLES} == nothing
        # A setting that was local to a transaction is an empty text afterwards, not null.
        with acting(gym, role, user_id="", gym_id=""):
            assert {table: ids(gym, table) for table in TABLES} == nothing


def test_the_system_sees_everything(gym: Connection) -> None:
    with acting(gym, "gym_system"):
        assert len(ids(gym, "users")) == 8
        assert len(ids(gym, "class")) == 4
        gym.execute("INSERT INTO users (clerk_user_id, gym_id) VALUES ('c9', 2)")


def test_every_table_forces_row_level_security(gym: Connection) -> None:
    forced = rows(
        gym,
        "SELECT relname FROM pg_class WHERE relrowsecurity AND relforcerowsecurity"
        " AND relnamespace = 'public'::regnamespace ORDER BY 1",
    )
    assert forced == sorted(TABLES)


def test_an_actor_may_change_one_row_of_its_own(gym: Connection) -> None:
    assert tried(gym, ALLOWED) == dict.fromkeys(ALLOWED, 1)


def test_an_actor_is_refused_what_is_not_its_own(gym: Connection) -> None:
    assert tried(gym, FORBIDDEN) == dict.fromkeys(FORBIDDEN, "42501")


def tried(connection: Connection, attempts: Iterable[Attempt]) -> dict[Attempt, int | str]:
    found: dict[Attempt, int | str] = {}
    for who, statement in attempts:
        with being(connection, who):
            found[who, statement] = outcome(connection, statement)
    return found


def test_nobody_of_another_gym_reaches_a_row(gym: Connection) -> None:
    staff = [(who, statement) for who in OTHERS[1:] for statement in ELSEWHERE]
    assert tried(gym, staff) == dict.fromkeys(staff, 0)
    students = [(OTHERS[0], statement) for statement in ELSEWHERE]
    assert set(tried(gym, students).values()) <= {0, "42501"}


def test_an_instructor_changes_own_classes_only(gym: Connection) -> None:
    with being(gym, INSTRUCTOR):
        assert gym.execute("UPDATE class SET description = 'x'").rowcount == 2
        assert gym.execute("UPDATE assets SET title = 'x'").rowcount == 2
        assert gym.execute("DELETE FROM checkins").rowcount == 2


def test_a_policy_is_evaluated_once_a_query(gym: Connection) -> None:
    with being(gym, STUDENT):
        text = plan(gym, "SELECT * FROM assets")
    assert "InitPlan" in text
    assert "SubPlan" not in text
    assert "assets_class_id_idx" in text
