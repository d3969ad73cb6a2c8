"""Privileges on members of every sort are read, taken back and given again."""

from __future__ import annotations

import psycopg
import pytest

from schemagen.catalog.catalog import Catalog
from schemagen.catalog.statement import Statement
from schemagen.diff.engine import compare
from schemagen.introspect.snapshot import read_catalog
from schemagen.plan.transition import plan_transition

# What an extension holds when it takes an object in counts as given by it.
MEMBERS = """
CREATE TABLE t (id int, "a.b" int);
GRANT SELECT, UPDATE ON t TO pg_monitor;
GRANT SELECT (id) ON t TO pg_read_all_stats;
CREATE SEQUENCE s;
CREATE TYPE ty AS ENUM ('a');
CREATE FUNCTION f(int, text) RETURNS int LANGUAGE sql AS 'SELECT 1';
CREATE PROCEDURE p() LANGUAGE sql AS 'SELECT 1';
CREATE SCHEMA inside;
CREATE FOREIGN DATA WRAPPER w;
CREATE SERVER far FOREIGN DATA WRAPPER w;
ALTER EXTENSION plpgsql ADD TABLE t;
ALTER EXTENSION plpgsql ADD SEQUENCE s;
ALTER EXTENSION plpgsql ADD TYPE ty;
ALTER EXTENSION plpgsql ADD FUNCTION f(int, text);
ALTER EXTENSION plpgsql ADD PROCEDURE p();
ALTER EXTENSION plpgsql ADD SCHEMA inside;
ALTER EXTENSION plpgsql ADD FOREIGN DATA WRAPPER w;
ALTER EXTENSION plpgsql ADD SERVER far;
"""
CHANGES = """
REVOKE UPDATE ON t FROM pg_monitor;
GRANT INSERT ("a.b") ON t TO pg_monitor;
GRANT USAGE ON SEQUENCE s TO pg_monitor WITH GRANT OPTION;
REVOKE USAGE ON TYPE ty FROM PUBLIC;
REVOKE EXECUTE ON FUNCTION f(int, text) FROM PUBLIC;
GRANT EXECUTE ON PROCEDURE p() TO pg_monitor;
GRANT CREATE ON SCHEMA inside TO PUBLIC;
GRANT USAGE ON FOREIGN DATA WRAPPER w TO pg_monitor;
GRANT USAGE ON FOREIGN SERVER far TO pg_monitor;
GRANT USAGE ON LANGUAGE plpgsql TO pg_monitor;
"""


def run(url: str, statements: tuple[Statement, ...]) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        for statement in statements:
            connection.execute(statement.sql.encode())


def read(url: str) -> Catalog:
    with psycopg.connect(url, autocommit=True) as connection:
        return read_catalog(connection)


@pytest.mark.majors(14, 16, 18)
def test_privileges_on_members_of_every_sort_go_and_come_back(database: str) -> None:
    with psycopg.connect(database, autocommit=True) as connection:
        connection.execute(MEMBERS)
        as_made = read_catalog(connection)
        connection.execute(CHANGES)
    assert not [item for item in as_made if item.id.kind == "extension_member"]
    changed = read(database)
    assert {item.id.name for item in changed} >= {
        'column public.t."a.b"',
        "foreign data wrapper w",
        "foreign server far",
        "function public.f(integer, text)",
        "language plpgsql",
        "procedure public.p()",
        "schema inside",
        "sequence public.s",
        "table public.t",
        "type public.ty",
    }

    transition = plan_transition(changed, as_made)
    run(database, transition.statements)
    assert compare(read(database), as_made) == ()
    run(database, transition.undo)
    assert compare(read(database), changed) == ()
