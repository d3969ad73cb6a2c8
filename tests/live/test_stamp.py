"""Whatever is changed in a database gives another stamp; changed back, it has the first one."""

from __future__ import annotations

import psycopg
import pytest

from schemagen.introspect.stamp import read_stamp

COMMENTS = "COMMENT ON COLUMN t.a IS 'of a{0}'; COMMENT ON COLUMN t.b IS 'of b{0}'"
SWAPPED = "COMMENT ON COLUMN t.a IS 'of b{0}'; COMMENT ON COLUMN t.b IS 'of a{0}'"
NOBODYS = "REVOKE ALL ON t FROM pg_monitor, pg_signal_backend;"


def test_what_two_objects_swap_is_seen(database: str) -> None:
    with psycopg.connect(database, autocommit=True) as connection:
        connection.execute("CREATE TABLE t (a int, b int)")
        for number in range(8):
            connection.execute(COMMENTS.format(number).encode())
            stamp = read_stamp(connection)
            assert stamp
            connection.execute(SWAPPED.format(number).encode())
            assert read_stamp(connection) != stamp
            connection.execute(COMMENTS.format(number).encode())
            assert read_stamp(connection) == stamp


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param(
            "GRANT SELECT ON t TO pg_monitor",
            "GRANT SELECT ON t TO pg_monitor WITH GRANT OPTION",
            id="the right to pass it on",
        ),
        pytest.param(
            "GRANT INSERT ON t TO pg_monitor; GRANT REFERENCES ON t TO pg_signal_backend",
            "GRANT SELECT ON t TO pg_monitor; GRANT INSERT ON t TO pg_signal_backend",
            id="other privileges for the same roles",
        ),
    ],
)
def test_whatever_is_granted_is_seen(database: str, before: str, after: str) -> None:
    with psycopg.connect(database, autocommit=True) as connection:
        connection.execute("CREATE TABLE t (a int)")
        connection.execute(before.encode())
        stamp = read_stamp(connection)
        assert stamp
        connection.execute(f"{NOBODYS} {after}".encode())
        assert read_stamp(connection) != stamp
        connection.execute(f"{NOBODYS} {before}".encode())
        assert read_stamp(connection) == stamp
