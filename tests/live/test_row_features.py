"""Timestamps, versions, soft delete, append-only tables, bounds and statuses, live."""

from __future__ import annotations

from collections.abc import Callable
from typing import LiteralString

import pytest
from psycopg import errors

from tests.projects.acting import Connection, acting, forbidden, refused, rows, run, value

Live = Callable[[str], Connection]


def test_updated_at_moves_with_each_update(live: Live) -> None:
    connection = live(
        """
tables:
  t: {columns: {id: integer primary key}, timestamps: true}
  u:
    columns: {id: integer primary key}
    timestamps: {created: null, updated: changed, type: timestamp, function: touch}
"""
    )
    run(connection, "INSERT INTO t VALUES (1); INSERT INTO u VALUES (1)")
    first = value(connection, "SELECT updated_at FROM t")
    assert first == value(connection, "SELECT created_at FROM t")
    connection.execute("UPDATE t SET id = 2, updated_at = '2000-01-01'")
    assert value(connection, "SELECT updated_at FROM t") > first
    assert value(connection, "SELECT created_at FROM t") == first
    connection.execute("UPDATE u SET changed = '2000-01-01'")
    assert value(connection, "SELECT changed > '2020-01-01' FROM u") is True
    assert value(
        connection, "SELECT prorettype::regtype::text FROM pg_proc WHERE proname = 'touch'"
    )


def test_a_version_rises_by_one_whatever_the_update_says(live: Live) -> None:
    connection = live(
        "tables:\n"
        "  t: {columns: {id: integer}, version: true}\n"
        "  u: {columns: {id: integer}, version: {column: lock_version}}\n"
    )
    run(connection, "INSERT INTO t (id) VALUES (1); INSERT INTO u (id) VALUES (1)")
    connection.execute("UPDATE t SET id = 2, version = 40")
    connection.execute("UPDATE t SET id = 3 WHERE version = 1")
    assert rows(connection, "SELECT id, version FROM t") == [(2, 2)]
    connection.execute("UPDATE u SET id = 2")
    assert value(connection, "SELECT lock_version FROM u") == 2


PEOPLE = """
actors:
  member: {role: people_member, claims: {user_id: integer}}
  guest: {role: people_guest}
  system: {role: people_system}
tables:
  people:
    columns: {id: integer primary key, name: text}
    owner: id
    soft_delete: {visible_to: id = claim.user_id}
    access:
      member: {select: all, update: own, delete: own}
      guest: [select]
      system: all
"""


def test_deleted_rows_are_hidden_from_ordinary_actors(live: Live) -> None:
    connection = live(PEOPLE)
    run(connection, "INSERT INTO people VALUES (1, 'a', NULL), (2, 'b', now()), (3, 'c', NULL)")
    seen: LiteralString = "SELECT id FROM people ORDER BY id"
    with acting(connection, "people_guest"):
        assert rows(connection, seen) == [1, 3]
    with acting(connection, "people_member", user_id=2):
        assert rows(connection, seen) == [1, 2, 3]
    with acting(connection, "people_member", user_id=1):
        assert rows(connection, seen) == [1, 3]
        # With a WHERE clause PostgreSQL demands that the new row is still visible.
        deleted = connection.execute("UPDATE people SET deleted_at = now() WHERE id = 1")
        assert deleted.rowcount == 1
        assert connection.execute("UPDATE people SET deleted_at = NULL WHERE id = 1").rowcount == 1
    with acting(connection, "people_system"):
        assert rows(connection, seen) == [1, 2, 3]


def test_deleted_rows_cannot_be_changed_by_who_does_not_see_them(live: Live) -> None:
    connection = live(PEOPLE.replace("{visible_to: id = claim.user_id}", "true"))
    run(connection, "INSERT INTO people VALUES (1, 'a', NULL), (2, 'b', now())")
    with acting(connection, "people_member", user_id=2):
        assert connection.execute("UPDATE people SET name = 'x'").rowcount == 0
        assert connection.execute("DELETE FROM people").rowcount == 0
    with acting(connection, "people_member", user_id=1), forbidden(connection):
        connection.execute("UPDATE people SET deleted_at = now() WHERE id = 1")


def test_nobody_changes_an_append_only_table(live: Live) -> None:
    connection = live(
        "actors: {system: {role: log_system}}\n"
        "tables:\n"
        "  log: {columns: {id: serial primary key}, append_only: true,"
        " access: {system: [select, insert]}}\n"
        "  more: {columns: {id: integer}, append_only: true}\n"
    )
    with acting(connection, "log_system"):
        connection.execute("INSERT INTO log DEFAULT VALUES")
        for statement in (b"UPDATE log SET id = 2", b"DELETE FROM log", b"TRUNCATE log"):
            with forbidden(connection):
                connection.execute(statement)
    run(connection, "INSERT INTO log DEFAULT VALUES; INSERT INTO more VALUES (1)")
    for table in ("log", "more"):
        for command in ("UPDATE {} SET id = 2", "DELETE FROM {}", "TRUNCATE {}"):
            with pytest.raises(errors.RestrictViolation, match=f"public.{table} is append-only"):
                connection.execute(command.format(table).encode())
    assert rows(connection, "SELECT count(*) FROM log") == [1]


def test_values_out_of_bounds_are_refused_or_moved(live: Live) -> None:
    connection = live(
        """
tables:
  t:
    columns: {id: integer, score: integer, share: numeric, rest: integer}
    bounds:
      score: {min: 0, max: 1000, outside: clamp}
      share: {max: 1.5, outside: clamp}
      rest: {min: -3}
"""
    )
    run(connection, "INSERT INTO t VALUES (1, 1500, 7, -3), (2, -5, -7, NULL), (3, NULL, NULL, 9)")
    found = rows(connection, "SELECT score, share::text FROM t ORDER BY id")
    assert found == [(1000, "1.5"), (0, "-7"), (None, None)]
    connection.execute("UPDATE t SET score = score + 5000 WHERE id = 2")
    assert value(connection, "SELECT score FROM t WHERE id = 2") == 1000
    with refused(connection, errors.CheckViolation, "t_rest_check"):
        connection.execute("UPDATE t SET rest = -4")
    run(connection, "ALTER TABLE t DISABLE TRIGGER USER")
    with refused(connection, errors.CheckViolation, "t_score_check"):
        connection.execute("UPDATE t SET score = 1001")


STATUS = """
enums: {stage: [draft, live, gone]}
tables:
  t:
    columns: {id: integer, status: text not null, stage: stage}
    status:
      status:
        values: [pending, accepted, "it's off"]
        initial: pending
        transitions: {pending: [accepted, "it's off"], accepted: ["it's off"]}
        name: valid_status
      stage: {transitions: {draft: [live]}}
"""


def test_a_status_goes_only_where_it_may(live: Live) -> None:
    connection = live(STATUS)
    run(connection, "INSERT INTO t (id) VALUES (1)")
    run(connection, "UPDATE t SET status = 'accepted'; UPDATE t SET status = 'accepted', id = 2")
    with pytest.raises(errors.CheckViolation, match="cannot go from accepted to pending"):
        connection.execute("UPDATE t SET status = 'pending'")
    run(connection, "UPDATE t SET status = 'it''s off'")
    with pytest.raises(errors.CheckViolation, match="cannot go from it's off to accepted"):
        connection.execute("UPDATE t SET status = 'accepted'")
    with refused(connection, errors.CheckViolation, "valid_status"):
        connection.execute("INSERT INTO t (status) VALUES ('other')")


def test_a_status_that_is_an_enum_keeps_to_its_transitions(live: Live) -> None:
    connection = live(STATUS)
    run(connection, "INSERT INTO t (id, stage) VALUES (1, NULL)")
    run(connection, "UPDATE t SET stage = 'draft'; UPDATE t SET stage = 'live'")
    for stage in (b"'gone'", b"'draft'", b"NULL"):
        with pytest.raises(errors.CheckViolation):
            connection.execute(b"UPDATE t SET stage = " + stage)


def test_a_document_of_the_wrong_shape_is_refused_with_its_path(live: Live) -> None:
    connection = live(
        """
shapes:
  Config: {model: string, "limits?": {per_day: integer(0..)}, "tools?": [string]}
tables:
  t:
    columns:
      id: integer
      config: jsonb<Config>
      needed: jsonb<Config> not null default '{"model":"m"}'
"""
    )
    run(connection, 'INSERT INTO t (id, config) VALUES (1, NULL), (2, \'{"model": "x"}\')')
    bad = {
        '{"model": 1}': "$.model",
        '{"model": "x", "limits": {"per_day": -1}}': "$.limits.per_day",
        '{"model": "x", "tools": ["a", 2]}': "$.tools[1]",
        '{"model": "x", "more": 1}': "$: unknown key",
        "null": "$",
    }
    for document, path in bad.items():
        with pytest.raises(errors.CheckViolation) as caught:
            connection.execute("UPDATE t SET config = %s::jsonb", (document,))
        diag = caught.value.diag
        assert diag.constraint_name == "t_config_shape"
        assert (diag.message_detail or "").startswith(f"{path}: ")
