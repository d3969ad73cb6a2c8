"""What a database holds is read, or said by name: nothing is passed over."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
import pytest
from psycopg import sql
from psycopg.conninfo import make_conninfo

from schemagen.errors import IntrospectError
from schemagen.introspect.reading import Reading, read_database
from schemagen.introspect.snapshot import read_catalog
from schemagen.kinds.table import Table
from schemagen.kinds.trigger import Trigger

OF_EVERY_KIND = """
CREATE TYPE mood AS ENUM ('a', 'b');
CREATE TYPE pair AS (a int, b text);
CREATE TYPE floats AS RANGE (subtype = float8);
CREATE DOMAIN positive AS int NOT NULL DEFAULT 1 CHECK (value > 0);
CREATE COLLATION c (provider = libc, locale = 'C');
CREATE SEQUENCE free;
CREATE TABLE p (
    id int GENERATED ALWAYS AS IDENTITY, at date NOT NULL, t text DEFAULT 'x',
    g int GENERATED ALWAYS AS (1) STORED, PRIMARY KEY (id, at), UNIQUE (t, at), CHECK (id > 0)
) PARTITION BY RANGE (at);
CREATE TABLE p1 PARTITION OF p FOR VALUES FROM ('2020-01-01') TO ('2021-01-01');
CREATE TABLE p2 PARTITION OF p DEFAULT PARTITION BY LIST (at);
CREATE TABLE p21 PARTITION OF p2 DEFAULT;
CREATE INDEX ON p (t);
CREATE TABLE r (
    id serial PRIMARY KEY, pid int, pat date, FOREIGN KEY (pid, pat) REFERENCES p, b box,
    EXCLUDE USING gist (b WITH &&), d positive
);
CREATE TABLE q (id int, at date, FOREIGN KEY (id, at) REFERENCES p) PARTITION BY HASH (id);
CREATE TABLE q1 PARTITION OF q FOR VALUES WITH (modulus 1, remainder 0);
CREATE TABLE child (x int) INHERITS (r);
CREATE VIEW v AS SELECT * FROM r;
CREATE MATERIALIZED VIEW m AS SELECT * FROM r;
CREATE UNIQUE INDEX ON m (id);
CREATE RULE quiet AS ON INSERT TO v DO INSTEAD NOTHING;
CREATE FUNCTION tf() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE FUNCTION et() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END';
CREATE PROCEDURE pc() LANGUAGE sql AS 'SELECT 1';
CREATE AGGREGATE total (int) (sfunc = int4pl, stype = int);
CREATE TRIGGER t1 BEFORE INSERT ON p FOR EACH ROW EXECUTE FUNCTION tf();
CREATE CONSTRAINT TRIGGER t2 AFTER INSERT ON r FOR EACH ROW EXECUTE FUNCTION tf();
CREATE TRIGGER t3 INSTEAD OF INSERT ON v FOR EACH ROW EXECUTE FUNCTION tf();
CREATE POLICY all_rows ON r USING (true);
CREATE STATISTICS s ON id, pid FROM r;
CREATE PUBLICATION pub FOR TABLE r;
CREATE FOREIGN DATA WRAPPER w;
CREATE SERVER far FOREIGN DATA WRAPPER w;
CREATE USER MAPPING FOR public SERVER far OPTIONS (password 'xyzzy');
CREATE FOREIGN TABLE ft (id int NOT NULL CHECK (id > 0)) SERVER far;
CREATE CAST (mood AS pair) WITH INOUT;
CREATE CAST (integer AS point) WITH INOUT;
CREATE FUNCTION less(mood, mood) RETURNS boolean LANGUAGE sql IMMUTABLE
    AS 'SELECT $1::text < $2::text';
CREATE OPERATOR <<< (FUNCTION = less, LEFTARG = mood, RIGHTARG = mood, COMMUTATOR = >>>);
CREATE OPERATOR CLASS moods FOR TYPE mood USING btree
    AS OPERATOR 1 <<<, FUNCTION 1 enum_cmp(anyenum, anyenum);
CREATE OPERATOR FAMILY loose USING btree;
ALTER OPERATOR FAMILY loose USING btree ADD OPERATOR 1 < (integer, bigint);
CREATE TEXT SEARCH PARSER tp (
    START = prsd_start, GETTOKEN = prsd_nexttoken, END = prsd_end, LEXTYPES = prsd_lextype
);
CREATE TEXT SEARCH TEMPLATE tt (LEXIZE = dsimple_lexize);
CREATE TEXT SEARCH DICTIONARY td (TEMPLATE = tt);
CREATE TEXT SEARCH CONFIGURATION tc (PARSER = tp);
ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO public;
CREATE SCHEMA more CREATE TABLE t (id int);
CREATE EVENT TRIGGER ev ON ddl_command_end EXECUTE FUNCTION et();
CREATE CONVERSION latin FOR 'LATIN1' TO 'UTF8' FROM iso8859_1_to_utf8;
CREATE LANGUAGE other HANDLER plpgsql_call_handler;
CREATE ACCESS METHOD pile TYPE TABLE HANDLER heap_tableam_handler;
CREATE SUBSCRIPTION sub CONNECTION 'host=db1 password=xyzzy' PUBLICATION pub
    WITH (connect = false, slot_name = NONE);
CREATE TEMPORARY TABLE mine (id serial PRIMARY KEY, t text);
"""
OF_NO_KIND = """
CREATE TYPE shell;
CREATE TYPE base;
CREATE FUNCTION base_in(cstring) RETURNS base LANGUAGE internal STRICT IMMUTABLE AS 'int4in';
CREATE FUNCTION base_out(base) RETURNS cstring LANGUAGE internal STRICT IMMUTABLE AS 'int4out';
CREATE TYPE base (INPUT = base_in, OUTPUT = base_out, LIKE = int4);
CREATE FUNCTION f(internal) RETURNS internal LANGUAGE internal IMMUTABLE AS 'btint4sortsupport';
CREATE TRANSFORM FOR integer LANGUAGE plpgsql (FROM SQL WITH FUNCTION f(internal));
SELECT lo_create(0);
SELECT lo_create(0);
"""
UNMODELLED = (
    "large objects: 2",
    "settings of the database",
    "transform for integer language plpgsql",
    "type public.base",
    "type public.shell",
)


def run(url: str, script: str) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(script.encode())


def read(url: str) -> Reading:
    with psycopg.connect(url, autocommit=True) as connection:
        return read_database(connection)


def test_an_object_of_any_kind_is_read(database: str) -> None:
    with psycopg.connect(database, autocommit=True) as connection:
        connection.execute(OF_EVERY_KIND.encode())
        assert read_database(connection).unmodelled == ()


def test_what_two_roles_granted_alike_is_granted(database: str) -> None:
    run(
        database,
        """
        CREATE TABLE t (id int);
        GRANT SELECT ON t TO pg_monitor WITH GRANT OPTION;
        GRANT SELECT ON t TO pg_read_all_stats;
        SET ROLE pg_monitor;
        GRANT SELECT ON t TO pg_read_all_stats;
        """,
    )
    (table,) = read(database).catalog.of(Table)
    assert ("pg_read_all_stats", "SELECT") in {
        (grant.grantee, grant.privilege) for grant in table.grants
    }


def test_a_trigger_needs_the_table_that_it_looks_at(database: str) -> None:
    run(
        database,
        """
        CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
        CREATE TABLE seen (id int);
        CREATE TABLE t (id int);
        CREATE CONSTRAINT TRIGGER looks AFTER INSERT ON t FROM seen
            FOR EACH ROW EXECUTE FUNCTION f();
        """,
    )
    (trigger,) = read(database).catalog.of(Trigger)
    assert [str(key) for key in trigger.depends_on] == ["function public.f()", "table public.seen"]


def test_a_secret_is_not_in_what_is_read(database: str) -> None:
    run(database, OF_EVERY_KIND)
    found = repr(list(read(database).catalog))
    assert "password" in found
    assert "host=db1" in found
    assert "xyzzy" not in found


def test_what_no_kind_reads_is_said_by_name(database: str) -> None:
    run(database, OF_NO_KIND)
    with psycopg.connect(database, autocommit=True) as connection:
        name = sql.Identifier(connection.info.dbname)
        connection.execute(sql.SQL("ALTER DATABASE {} SET work_mem = '5MB'").format(name))
    # What PostgreSQL calls a transform differs from version to version.
    found = (name.replace(" on language", " language") for name in read(database).unmodelled)
    assert tuple(found) == UNMODELLED


@contextmanager
def stranger(database: str) -> Iterator[str]:
    """A role that may connect and do nothing else; its connection string."""
    run(database, "CREATE ROLE stranger LOGIN; REVOKE ALL ON SCHEMA public FROM public")
    yield make_conninfo(database, user="stranger")


def test_a_role_without_rights_reads_everything_but_secrets(database: str) -> None:
    run(database, OF_EVERY_KIND)
    with psycopg.connect(database, autocommit=True) as connection:
        known = {item.id for item in read_catalog(connection)}
    with stranger(database) as url:
        found = read(url)
    assert found.hidden == (
        "connection of subscription sub",
        "options of user mapping for public on server far",
    )
    assert {item.id.name for item in found.catalog} >= {"p", "v", "m", "moods using btree", "far"}
    # Default privileges and the schema of roles are named by who reads.
    missing = known - set(found.catalog.ids())
    assert {key.kind for key in missing} <= {"default_privileges"}


def test_a_catalog_that_was_locked_away_is_said_by_name(database: str) -> None:
    run(database, "REVOKE SELECT ON pg_transform FROM public")
    with stranger(database) as url:
        assert read(url).hidden == ("catalog pg_transform",)


@contextmanager
def changing(url: str, script: str) -> Iterator[None]:
    """Run a script again and again for as long as the block takes."""
    over = threading.Event()

    def change() -> None:
        with psycopg.connect(url, autocommit=True) as connection:
            while not over.is_set():
                for statement in script.split(";"):
                    connection.execute(statement.encode())

    thread = threading.Thread(target=change)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def test_a_database_that_changes_all_the_time_is_said_to_do_so(database: str) -> None:
    script = "CREATE OR REPLACE VIEW busy AS SELECT 1 AS a"
    with changing(database, script), pytest.raises(IntrospectError, match="changed while"):
        read(database)


def test_a_database_that_changes_once_is_read_again(database: str) -> None:
    """A view is dropped after its row was read and before its query is."""
    run(database, "CREATE TABLE t (id int); CREATE VIEW v AS SELECT id FROM t")
    with (
        psycopg.connect(database, autocommit=True) as connection,
        psycopg.connect(database, autocommit=True) as other,
    ):
        other.execute("BEGIN; LOCK TABLE v IN ACCESS EXCLUSIVE MODE; DROP VIEW v")
        timer = threading.Timer(0.5, other.execute, ("COMMIT",))
        timer.start()
        found = read_database(connection)
        timer.join()
    assert [item.id.name for item in found.catalog if item.id.kind == "view"] == []


def test_temporary_tables_of_others_change_nothing(database: str) -> None:
    script = "CREATE TEMPORARY TABLE mine (id serial PRIMARY KEY, t text); DROP TABLE mine"
    run(database, "CREATE TABLE t (id int)")
    with changing(database, script):
        assert [item.id.name for item in read(database).catalog if item.id.kind == "table"] == ["t"]
