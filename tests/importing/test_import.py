"""Databases and scripts become specs that make the same, on every version."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest

from schemagen.app.build import build
from schemagen.app.importing import ImportReport, Request, import_database
from schemagen.app.selection import Selection
from schemagen.errors import ApplyError, SettingsError
from schemagen.sandbox import Server

SHOP = """\
CREATE TYPE state AS ENUM ('open', 'paid');
CREATE SCHEMA audit;
CREATE TABLE customers (
    id serial PRIMARY KEY,
    name varchar(80) NOT NULL UNIQUE,
    "Key" text DEFAULT 'a"b' CHECK ("Key" <> ''),
    made timestamp with time zone DEFAULT now()
);
COMMENT ON TABLE customers IS 'Who buys: everybody.';
CREATE TABLE orders (
    id bigint GENERATED ALWAYS AS IDENTITY (SEQUENCE NAME public.order_numbers START WITH 10),
    customer_id integer NOT NULL REFERENCES customers ON DELETE CASCADE DEFERRABLE,
    state state DEFAULT 'open' NOT NULL,
    total numeric(10,2),
    CONSTRAINT orders_key PRIMARY KEY (id),
    CONSTRAINT sane CHECK (total >= 0 AND total < 1000000)
);
COMMENT ON COLUMN orders.total IS 'In euros.';
CREATE INDEX ON orders (customer_id);
CREATE UNIQUE INDEX by_name ON customers (lower(name) COLLATE "C", "Key" DESC) WHERE id > 1;
CREATE TABLE audit.events (at date NOT NULL, what text) PARTITION BY RANGE (at);
CREATE TABLE audit.events_1 PARTITION OF audit.events FOR VALUES FROM ('2026-01-01') TO (MAXVALUE);
CREATE FUNCTION audit.note() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO audit.events VALUES (now(), 'a; b');
    RETURN new;
END
$$;
CREATE TRIGGER note AFTER INSERT ON orders FOR EACH ROW EXECUTE FUNCTION audit.note();
CREATE VIEW sums AS SELECT customer_id, sum(total) AS total FROM orders GROUP BY customer_id;
ALTER TABLE customers ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON customers USING (name = current_user);
GRANT SELECT (id, "Key"), UPDATE ("Key") ON customers TO PUBLIC;
ALTER TABLE audit.events ADD "a,""b) c" integer;
GRANT INSERT (at, "a,""b) c") ON audit.events TO PUBLIC;
REVOKE USAGE ON TYPE state FROM PUBLIC;
ALTER TABLE orders FORCE ROW LEVEL SECURITY;
REVOKE USAGE ON LANGUAGE plpgsql FROM PUBLIC;
GRANT USAGE ON LANGUAGE plpgsql TO pg_monitor WITH GRANT OPTION;
REVOKE EXECUTE ON FUNCTION plpgsql_validator(oid) FROM PUBLIC;
"""

Import = Callable[..., ImportReport]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "specs").mkdir()
    return tmp_path


def text_of(folder: Path) -> str:
    return (folder / "specs/shop.yaml").read_text(encoding="utf-8")


def test_a_database_becomes_a_spec_that_makes_the_same(
    folder: Path,
    new_database: Callable[[], str],
    psql: Callable[[str, str], str],
    pg_dump: Callable[[str], str],
) -> None:
    original, rebuilt = new_database(), new_database()
    psql(original, SHOP)
    report = import_database(folder, Request("shop", original))
    assert (report.undeclared, report.changes, report.unproven) == ((), (), "")
    build(folder, ["shop"])
    psql(rebuilt, (folder / "generated/shop/schema.sql").read_text(encoding="utf-8"))
    assert pg_dump(rebuilt) == pg_dump(original)


@pytest.mark.majors(18)
def test_a_spec_is_written_as_people_write_it(
    folder: Path, database: str, psql: Callable[[str, str], str]
) -> None:
    psql(database, SHOP)
    import_database(folder, Request("shop", database))
    lines = [line.strip() for line in text_of(folder).splitlines()]
    assert lines[0] == "schemagen: 1"
    assert "id:   serial primary key" in lines
    assert "name: varchar(80) not null unique" in lines
    assert "made: timestamptz default now()" in lines
    assert (
        "customer_id: integer not null references customers on delete cascade deferrable" in lines
    )
    assert "state:       state not null default 'open'" in lines
    assert any(line.startswith("audit.events_1: {partition_of: audit.events") for line in lines)


@pytest.mark.majors(18)
def test_roles_that_are_mentioned_and_owners_are_declared(
    folder: Path, database: str, psql: Callable[[str, str], str]
) -> None:
    psql(
        database,
        "CREATE ROLE import_keeper; CREATE ROLE import_reader NOLOGIN NOINHERIT;"
        "CREATE TABLE a (id integer); ALTER TABLE a OWNER TO import_keeper; CREATE TABLE b ();"
        "GRANT SELECT (id), INSERT ON a TO import_reader WITH GRANT OPTION",
    )
    report = import_database(folder, Request("shop", database))
    text = text_of(folder)
    assert report.equal
    assert "owners:\n  import_keeper: [table a]" in text
    assert "import_reader: {inherit: false}" in text
    assert "[insert with grant option, select (id) with grant option]" in text


@pytest.mark.majors(18)
def test_what_is_left_out_is_not_in_the_spec(
    folder: Path, database: str, psql: Callable[[str, str], str]
) -> None:
    psql(database, "CREATE TABLE a (); CREATE TABLE tmp_b (); CREATE SCHEMA x CREATE TABLE c ()")
    selection = Selection(("public",), ("public.tmp_*",))
    report = import_database(folder, Request("shop", database, selection=selection))
    assert report.equal
    assert "tmp_b" not in text_of(folder)
    assert "x." not in text_of(folder)


@pytest.mark.majors(18)
def test_a_spec_that_is_there_stays(folder: Path, database: str) -> None:
    (folder / "specs/shop.yaml").write_text("mine")
    with pytest.raises(SettingsError, match="there is such a spec"):
        import_database(folder, Request("shop", database))
    report = import_database(folder, Request("shop", database, dry_run=True))
    assert "project: shop" in report.files[0][1]
    assert text_of(folder) == "mine"
    import_database(folder, Request("shop", database, force=True))
    assert "project: shop" in text_of(folder)


@pytest.mark.majors(18)
def test_what_libpq_takes_from_its_variables_does_not_move_a_script(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "shop.sql").write_text("CREATE TABLE a ();")
    monkeypatch.setenv("PGPORT", "6543")
    assert import_database(folder, Request("shop", sql=folder / "shop.sql", major=18)).equal


@pytest.mark.majors(18)
def test_a_function_that_only_its_callers_can_resolve_is_kept(
    folder: Path, database: str, psql: Callable[[str, str], str]
) -> None:
    psql(
        database,
        "SET check_function_bodies = off; CREATE FUNCTION f() RETURNS integer LANGUAGE sql"
        " AS 'SELECT nothing_of_that_name()'",
    )
    report = import_database(folder, Request("shop", database))
    assert report.equal
    assert "check_function_bodies: false" in text_of(folder)


def test_a_dump_is_loaded_with_its_rows_and_roles(
    folder: Path, server: Server, new_database: Callable[[], str], pg_dump: Callable[[str], str]
) -> None:
    original = new_database()
    with psycopg.connect(original, autocommit=True) as connection:
        connection.execute(SHOP.encode())
    dump = "\\restrict k\n" + pg_dump(original) + "\n"
    dump += "COPY public.customers (id, name) FROM stdin;\n1\tO'Neil; $$\n\\.\n"
    dump += "ALTER TABLE public.customers OWNER TO nobody_here_yet;\n\\unrestrict k\n"
    (folder / "dump.sql").write_text(dump, encoding="utf-8")
    request = Request("shop", sql=folder / "dump.sql", major=server.installation.major)
    report = import_database(folder, request)
    assert (report.undeclared, report.changes, report.unproven) == ((), (), "")
    assert "owners:\n  nobody_here_yet: [sequence customers_id_seq, table customers]" in text_of(
        folder
    )


@pytest.mark.majors(18)
def test_migrations_run_in_the_order_of_their_names(folder: Path) -> None:
    (folder / "sql").mkdir()
    (folder / "sql/002.sql").write_text("ALTER TABLE a ADD b text;")
    (folder / "sql/001.sql").write_text("CREATE TABLE a (id integer);")
    report = import_database(folder, Request("shop", sql=folder / "sql", major=18))
    assert report.equal
    assert "b:  text" in text_of(folder)


@pytest.mark.majors(18)
@pytest.mark.parametrize(
    ("script", "place", "message"),
    [
        ("CREATE TABLE a ();\n\nCREATE TABLE b (\n  c no_such_type\n);", ":4", "no_such_type"),
        ("SELECT 1;\n\\connect other\nSELECT 2;", ":2", "command of psql"),
        ("SELECT 1;\nSELECT 'open", ":2", "."),
    ],
)
def test_sql_that_does_not_load_is_shown_at_its_place(
    folder: Path, script: str, place: str, message: str
) -> None:
    (folder / "dump.sql").write_text(script)
    with pytest.raises(ApplyError, match=message) as caught:
        import_database(folder, Request("shop", sql=folder / "dump.sql", major=18))
    assert caught.value.where.endswith(f"dump.sql{place}")
