"""Access rules, live: each actor sees and changes exactly the rows that its rules say."""

from __future__ import annotations

from collections.abc import Callable
from typing import LiteralString
from uuid import UUID

import psycopg
import pytest
from psycopg import errors

from tests.projects.acting import Connection, acting, forbidden, refused, rows, run, value

Live = Callable[[str], Connection]

ANN, BOB = UUID(int=1), UUID(int=2)

NOTES = """
actors:
  member: {role: notes_member, claims: {user_id: uuid}}
  guest: {role: notes_guest}
  outsider: {role: notes_outsider}
  system: {role: notes_system}
tables:
  notes:
    columns:
      id: serial primary key
      owner_id: uuid not null
      body: text not null default ''
      status: text not null default 'draft'
    access:
      member:
        select: owner_id = claim.user_id or status = 'public'
        insert: {with_check: own, columns: [owner_id, body]}
        update: {using: own, columns: [body, status]}
        delete: own
      guest:
        select: {using: status = 'public', columns: [id, body]}
      system: all
"""

SEED = f"""
INSERT INTO notes (owner_id, body, status) VALUES
  ('{ANN}', 'a1', 'draft'), ('{ANN}', 'a2', 'public'), ('{BOB}', 'b3', 'draft'),
  ('{BOB}', 'b4', 'public')
"""

IDS: LiteralString = "SELECT id FROM notes ORDER BY id"


@pytest.fixture
def notes(live: Live) -> Connection:
    connection = live(NOTES)
    run(connection, SEED)
    return connection


def test_each_actor_sees_its_rows(notes: Connection) -> None:
    with acting(notes, "notes_member", user_id=ANN):
        assert rows(notes, IDS) == [1, 2, 4]
    with acting(notes, "notes_member", user_id=BOB):
        assert rows(notes, IDS) == [2, 3, 4]
    with acting(notes, "notes_guest"):
        assert rows(notes, IDS) == [2, 4]
    with acting(notes, "notes_system"):
        assert rows(notes, IDS) == [1, 2, 3, 4]


def test_an_actor_that_is_not_named_may_do_nothing(notes: Connection) -> None:
    statements: list[LiteralString] = [
        "SELECT FROM notes",
        "INSERT INTO notes DEFAULT VALUES",
        "UPDATE notes SET body = ''",
        "DELETE FROM notes",
        "TRUNCATE notes",
    ]
    for statement in statements:
        with acting(notes, "notes_outsider"), forbidden(notes):
            notes.execute(statement)


def test_a_session_without_a_claim_sees_nothing_of_anybody(notes: Connection) -> None:
    with acting(notes, "notes_member"):
        assert rows(notes, IDS) == [2, 4]
    with acting(notes, "notes_member", user_id=""):
        assert rows(notes, IDS) == [2, 4]


def test_a_claim_is_gone_with_its_transaction(notes: Connection) -> None:
    with acting(notes, "notes_member", user_id=ANN):
        assert rows(notes, "SELECT claim_user_id()") == [ANN]
    with notes.transaction():
        notes.execute("SELECT set_config('app.user_id', %s, true)", (str(ANN),))
    # PostgreSQL leaves an empty text behind, not NULL.
    assert rows(notes, "SELECT current_setting('app.user_id', true)") == [""]
    with acting(notes, "notes_member"):
        assert rows(notes, IDS) == [2, 4]


def test_a_claim_of_another_form_is_an_error_and_no_row(notes: Connection) -> None:
    wrong = errors.InvalidTextRepresentation
    with acting(notes, "notes_member", user_id="ann"), refused(notes, wrong):
        notes.execute(IDS)


def test_own_rows_are_changed_and_others_are_not(notes: Connection) -> None:
    with acting(notes, "notes_member", user_id=ANN):
        assert notes.execute("UPDATE notes SET body = 'x'").rowcount == 2
        assert notes.execute("UPDATE notes SET body = 'x' WHERE id IN (3, 4)").rowcount == 0
        assert notes.execute("DELETE FROM notes WHERE id IN (3, 4)").rowcount == 0
        assert notes.execute("DELETE FROM notes").rowcount == 2


def test_an_actor_that_inserts_may_use_the_sequence(notes: Connection) -> None:
    with acting(notes, "notes_member", user_id=ANN):
        insert: LiteralString = "INSERT INTO notes (owner_id, body) VALUES (%s, 'n') RETURNING id"
        assert notes.execute(insert, (ANN,)).fetchall() == [(5,)]
        with forbidden(notes):
            notes.execute("SELECT setval('notes_id_seq', 1)")
        with forbidden(notes):
            notes.execute(insert, (BOB,))


def test_no_row_is_given_away(notes: Connection) -> None:
    # Without a WHERE clause the policies for SELECT do not help to refuse.
    run(notes, "GRANT UPDATE (owner_id) ON notes TO notes_member")
    with acting(notes, "notes_member", user_id=ANN), forbidden(notes):
        notes.execute("UPDATE notes SET owner_id = %s", (BOB,))


@pytest.mark.parametrize(
    "statement",
    [
        f"INSERT INTO notes (owner_id, status) VALUES ('{ANN}', 'public')",
        "UPDATE notes SET owner_id = owner_id",
        "UPDATE notes SET id = 9",
        "TRUNCATE notes",
        "ALTER TABLE notes DISABLE ROW LEVEL SECURITY",
        "CREATE TRIGGER t BEFORE INSERT ON notes EXECUTE FUNCTION claim_user_id()",
    ],
)
def test_what_is_not_granted_is_refused(notes: Connection, statement: LiteralString) -> None:
    with acting(notes, "notes_member", user_id=ANN), forbidden(notes):
        notes.execute(statement)


def test_column_grants_hold(notes: Connection) -> None:
    with acting(notes, "notes_guest"):
        assert rows(notes, "SELECT body FROM notes ORDER BY id") == ["a2", "b4"]
        for column in (b"owner_id", b"status", b"*"):
            with forbidden(notes):
                notes.execute(b"SELECT " + column + b" FROM notes")


def test_the_owner_of_the_table_is_bound_too(notes: Connection) -> None:
    run(notes, "CREATE ROLE notes_owner; ALTER TABLE notes OWNER TO notes_owner")
    with acting(notes, "notes_owner"):
        assert rows(notes, IDS) == []


def test_a_claim_is_read_once_a_query(notes: Connection) -> None:
    run(notes, "CREATE INDEX ON notes (owner_id); SET enable_seqscan = off")
    with acting(notes, "notes_member", user_id=ANN):
        plan = "\n".join(rows(notes, "EXPLAIN DELETE FROM notes"))
    assert "InitPlan" in plan
    assert "Index Cond: (owner_id = (InitPlan" in plan or "Index Cond: (owner_id = $0)" in plan


def test_claims_come_from_a_setting_or_a_function(live: Live) -> None:
    connection = live(
        """
actors:
  member:
    role: notes_member
    claims:
      sub: {type: uuid, setting: request.jwt.claim.sub}
      org: {type: text, function: my_org}
functions:
  my_org: {returns: text, language: sql, volatility: stable, body: "SELECT 'acme'"}
tables:
  notes:
    columns: {id: integer primary key, owner_id: uuid, org: text}
    access:
      member: {select: owner_id = claim.sub and org = claim.org}
"""
    )
    run(connection, f"INSERT INTO notes VALUES (1, '{ANN}', 'acme'), (2, '{ANN}', 'other')")
    with acting(connection, "notes_member"):
        assert rows(connection, "SELECT id FROM notes") == []
        connection.execute("SELECT set_config('request.jwt.claim.sub', %s, true)", (str(ANN),))
        assert rows(connection, "SELECT id FROM notes") == [1]


def test_a_table_whose_access_names_nobody_is_closed_to_all(live: Live) -> None:
    connection = live(
        "actors: {member: {role: notes_member}}\n"
        "tables: {t: {columns: {id: integer}, access: {}, grants: {member: [select]}}}\n"
    )
    run(connection, "INSERT INTO t VALUES (1)")
    with acting(connection, "notes_member"):
        assert rows(connection, "SELECT FROM t") == []
    flags = "SELECT relrowsecurity AND relforcerowsecurity FROM pg_class WHERE relname = 't'"
    assert value(connection, flags) is True


def test_actors_reach_tables_in_other_schemas(live: Live) -> None:
    connection = live(
        """
actors: {member: {role: notes_member}, other: {role: notes_other}}
schemas: {audit: {}}
tables:
  audit.events: {columns: {id: serial primary key}, access: {member: [select, insert]}}
"""
    )
    with acting(connection, "notes_member"):
        connection.execute("INSERT INTO audit.events DEFAULT VALUES")
        assert rows(connection, "SELECT id FROM audit.events") == [1]
    with acting(connection, "notes_other"), pytest.raises(psycopg.errors.InsufficientPrivilege):
        connection.execute("SELECT FROM audit.events")
