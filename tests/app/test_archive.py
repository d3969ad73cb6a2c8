"""What a migration takes away is kept in an archive, and comes back with all that it had."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import psycopg
import pytest

from schemagen.app.migrating import Options, down, up
from schemagen.app.new_migration import NewMigration, new_migration
from schemagen.app.purging import Purged, purge_archives
from schemagen.errors import MigrationError
from schemagen.migrate.runner import Happening
from tests.app.repository import edit, write

NOW = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)
ARCHIVE = "schemagen_archive_20261121093001_app"
EVERYTHING = Options(allow=frozenset({"DELETES_DATA", "AUTHZ_UPDATE"}))
pytestmark = pytest.mark.majors(16)

BEFORE = """\
schemagen: 1
project: shop
schema: app
enums:
  status: [draft, sent, paid]
roles:
  clerk: {}
  keeper: {}
owners: {keeper: [table orders, sequence orders_id_seq]}
tables:
  customers:
    columns:
      id: bigint generated always as identity primary key
      name: text not null
      note: text
      level: text not null
      state: status not null default 'draft'
      number: bigint generated always as identity
      size: {type: numeric, statistics: 300}
    grants: {clerk: [select, update]}
    row_level_security: forced
    triggers:
      touch: before update for each row execute function app.touch()
  orders:
    columns:
      id: bigserial primary key
      customer: bigint not null references customers on delete cascade
      status: status not null default 'draft'
      total: {type: numeric, statistics: 500}
      doubled: numeric generated always as (total * 2) stored
    indexes: [customer, status]
    checks:
      positive: total > 0
    grants: {clerk: [select, insert]}
    comment: what was bought
functions:
  touch:
    returns: trigger
    language: plpgsql
    body: |
      BEGIN NEW.name := NEW.name || '!'; RETURN NEW; END
sequences:
  tickets: {}
"""
AFTER = """\
schemagen: 1
project: shop
schema: app
roles:
  clerk: {}
tables:
  customers:
    columns:
      id: bigint generated always as identity primary key
      name: text not null
      size: {type: integer, statistics: 300}
    grants: {clerk: [select, update]}
    row_level_security: forced
    triggers:
      touch: before update for each row execute function app.touch()
functions:
  touch:
    returns: trigger
    language: plpgsql
    body: |
      BEGIN NEW.name := NEW.name || '!'; RETURN NEW; END
"""
ROWS = """
INSERT INTO app.customers (name, note, level, state, size)
SELECT 'c' || n, nullif('note ' || n, 'note 3'), 'l' || n,
       CASE WHEN n % 2 = 0 THEN 'sent' ELSE 'paid' END::app.status, n + 0.4
FROM generate_series(1, 20) AS n;
INSERT INTO app.orders (customer, status, total)
SELECT n, CASE WHEN n % 3 = 0 THEN 'paid' ELSE 'draft' END::app.status, n + 0.25
FROM generate_series(1, 20) AS n;
SELECT nextval('app.tickets') FROM generate_series(1, 7);
"""


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, NewMigration]:
    """A repository whose second migration takes away whatever can be."""
    root = tmp_path_factory.mktemp("shop")
    write(root, {"specs/shop.yaml": BEFORE})
    new_migration(root, "shop", major=16, now=NOW)
    (root / "specs/shop.yaml").write_text(AFTER)
    made = new_migration(root, "shop", "less", major=16, now=NOW)
    assert made is not None
    return root, made


@pytest.fixture
def filled(shop: tuple[Path, NewMigration], database: str) -> str:
    """A database with rows, before the second migration."""
    up(shop[0], "shop", database, Options(to="20261121093000"))
    ask(database, ROWS)
    return database


def ask(database: str, query: str) -> list[tuple[Any, ...]]:
    with psycopg.connect(database, autocommit=True) as connection:
        cursor = connection.execute(query.encode())
        while cursor.nextset():
            pass
        return cursor.fetchall() if cursor.description else []


def picture(database: str) -> dict[str, Any]:
    """Rows, what sequences have reached, owners, privileges and what ANALYZE keeps."""
    rows = {
        name: sorted(
            json.dumps(row, sort_keys=True)
            for (row,) in ask(database, _ROWS_OF.replace("name", name))
        )
        for (name,) in ask(database, _TABLES)
    }
    return {"rows": rows, "facts": [sorted(map(str, ask(database, query))) for query in _FACTS]}


_ROWS_OF = "SELECT to_jsonb(t) FROM app.name AS t"
_TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'app'"
_FACTS = (
    """SELECT c.relname, c.relkind, pg_get_userbyid(c.relowner), c.relrowsecurity,
        c.relforcerowsecurity, obj_description(c.oid),
        (SELECT array_agg(a::text ORDER BY a::text) FROM unnest(c.relacl) AS a)
    FROM pg_class AS c WHERE c.relnamespace = 'app'::regnamespace""",
    """SELECT a.attrelid::regclass::text, a.attname, format_type(a.atttypid, a.atttypmod),
        a.attnotnull, pg_get_expr(d.adbin, d.adrelid), a.attidentity, a.attstattarget
    FROM pg_attribute AS a JOIN pg_class AS c ON c.oid = a.attrelid
    LEFT JOIN pg_attrdef AS d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
    WHERE c.relnamespace = 'app'::regnamespace AND c.relkind = 'r' AND a.attnum > 0
      AND NOT a.attisdropped""",
    "SELECT sequencename, last_value FROM pg_sequences WHERE schemaname = 'app'",
    """SELECT conname, pg_get_constraintdef(oid), convalidated FROM pg_constraint
    WHERE connamespace = 'app'::regnamespace""",
    "SELECT tgname, tgenabled FROM pg_trigger WHERE NOT tgisinternal",
)


def test_the_way_back_restores_everything(shop: tuple[Path, NewMigration], filled: str) -> None:
    before = picture(filled)
    for _ in range(2):
        ran = up(shop[0], "shop", filled, Options())
        assert [item.id for item in ran] == [shop[1].id]
        assert ask(filled, _TABLES) == [("customers",)]
        down(shop[0], "shop", filled, Options())
        assert picture(filled) == before
    assert ask(filled, "SELECT nspname FROM pg_namespace WHERE nspname ~ 'archive'") == []


def test_the_archive_has_what_was_taken_away(shop: tuple[Path, NewMigration], filled: str) -> None:
    up(shop[0], "shop", filled, Options())
    assert shop[1].grade == "exact"
    assert shop[1].transition.archives == {
        ARCHIVE: (
            "table app.orders",
            "column app.customers.level",
            "column app.customers.note",
            "column app.customers.number",
            "column app.customers.size",
            "column app.customers.state",
            "sequence app.tickets",
        )
    }
    kept = ask(filled, f"SELECT count(*), min(status), sum(total) FROM {ARCHIVE}.orders")
    assert kept == [(20, "draft", 215)]
    notes = ask(filled, f"SELECT count(*), max(value) FROM {ARCHIVE}.customers_note_values")
    assert notes == [(19, "note 9")]


@pytest.mark.parametrize("role", ["clerk", "watcher"])
def test_nobody_sees_more_than_before(
    shop: tuple[Path, NewMigration], filled: str, role: str
) -> None:
    """`watcher` gets everything that is new by default, and never saw what was archived."""
    ask(filled, "CREATE ROLE watcher; ALTER DEFAULT PRIVILEGES GRANT ALL ON TABLES TO watcher")
    ask(filled, "ALTER DEFAULT PRIVILEGES GRANT ALL ON SCHEMAS TO watcher, clerk, PUBLIC")
    up(shop[0], "shop", filled, Options())
    for table in ("orders", "customers_note_values"):
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            ask(filled, f"SET ROLE {role}; SELECT * FROM {ARCHIVE}.{table}")


def test_what_was_written_since_stays(shop: tuple[Path, NewMigration], filled: str) -> None:
    up(shop[0], "shop", filled, Options())
    ask(filled, "UPDATE app.customers SET size = 100 WHERE id = 1")
    down(shop[0], "shop", filled, Options())
    sizes = ask(filled, "SELECT size, name, level FROM app.customers WHERE id < 3 ORDER BY id")
    assert sizes == [(100, "c1!", "l1"), (Decimal("2.4"), "c2", "l2")]


def test_an_archive_is_purged_when_it_is_old_enough(
    shop: tuple[Path, NewMigration], filled: str
) -> None:
    up(shop[0], "shop", filled, Options())
    month, kept = timedelta(days=30), [(20,)]
    count = f"SELECT count(*) FROM {ARCHIVE}.orders"
    assert [each.schema for each in purge_archives(filled, month).younger] == [ARCHIVE]
    later = datetime.now(UTC) + timedelta(days=31)
    assert purge_archives(filled, month, dry_run=True, now=later).archives
    assert ask(filled, count) == kept
    assert purge_archives(filled, month, now=later).archives
    assert ask(filled, count) == [(0,)]
    assert purge_archives(filled, None) == Purged(())


def test_the_way_back_names_what_was_purged(shop: tuple[Path, NewMigration], filled: str) -> None:
    up(shop[0], "shop", filled, Options())
    ask(filled, "TRUNCATE app.customers")
    purge_archives(filled, None)
    with pytest.raises(MigrationError, match=r"20261121093001_less: table app.orders, column"):
        down(shop[0], "shop", filled, Options())
    down(shop[0], "shop", filled, Options(allow=frozenset({"DELETES_DATA"})))
    assert ask(filled, "SELECT count(*), max(status) FROM app.orders") == [(0, None)]


def test_a_way_back_without_its_archive_is_refused_before_anything_is_done(
    shop: tuple[Path, NewMigration], filled: str
) -> None:
    up(shop[0], "shop", filled, Options())
    ask(filled, f"DROP SCHEMA {ARCHIVE} CASCADE")
    with pytest.raises(MigrationError, match="is not in this database") as caught:
        down(shop[0], "shop", filled, EVERYTHING)
    assert "table app.orders, column app.customers.level" in caught.value.message
    assert ask(filled, _TABLES) == [("customers",)]


RENAMED_BEFORE = """\
schemagen: 1
project: depot
schema: app
enums:
  region: [north, south]
tables:
  old_items:
    row_level_security: forced
    columns:
      place: region not null
      no: integer not null
      note: text default 'none'
      price: text
      made: timestamptz
      document: jsonb
    primary_key: [place, no]
  tree:
    columns:
      id: integer primary key
      parent: integer references tree
      places: region[] not null
  leaves:
    row_level_security: forced
    columns:
      id: integer primary key
      tree: integer not null references tree
  loose:
    columns:
      a: integer
      b: integer
  parts:
    columns: {id: integer not null}
    partition_by: range (id)
  parts_1: {partition_of: parts, for_values: from (0) to (10)}
  years:
    columns: {year: integer not null, what: text}
    primary_key: [year]
    partition_by: list (year)
  years_25: {partition_of: years, for_values: in (2025)}
  years_26: {partition_of: years, for_values: in (2026)}
  tags:
    columns: {code: varchar(8) not null, id: smallint not null, what: text not null}
    primary_key: [id, code]
"""
RENAMED_AFTER = """\
schemagen: 1
project: depot
schema: shop
schemas: {app: {}}
enums:
  app.region: [north, south]
tables:
  items:
    was: app.old_items
    row_level_security: forced
    columns:
      place: app.region not null
      number: {type: bigint, not_null: true, was: "no"}
      price: {type: "numeric(6,1)", using: price::numeric}
      made: timestamptz(0)
      document: json
    primary_key: [number, place]
  loose:
    was: app.loose
    columns:
      a: integer
  app.years:
    columns: {year: integer not null, what: text}
    primary_key: [year]
    partition_by: list (year)
  app.years_26: {partition_of: app.years, for_values: in (2026)}
  app.tags:
    columns: {code: text not null, id: bigint not null}
    primary_key: [id, code]
"""
RENAMED_ROWS = """
INSERT INTO app.old_items
SELECT 'north', n, nullif('note ' || n, 'note 2'), n || '.25', '2026-11-21 10:00:00.75+01',
       jsonb_build_object('n', n)
FROM generate_series(1, 10) AS n;
INSERT INTO app.tree VALUES (1, NULL, '{north}'), (2, 1, '{north,south}');
INSERT INTO app.leaves VALUES (1, 2);
INSERT INTO app.loose VALUES (1, 2);
INSERT INTO app.parts VALUES (5);
INSERT INTO app.years VALUES (2025, 'then'), (2026, 'now');
INSERT INTO app.tags SELECT 't' || n % 7, n, 'tag ' || n FROM generate_series(1, 30) AS n;
"""


def test_rows_come_back_to_what_has_another_name_again(tmp_path: Path, database: str) -> None:
    """They are archived by a role that is no superuser, so that policies hold for it."""
    write(tmp_path, {"specs/depot.yaml": RENAMED_BEFORE})
    new_migration(tmp_path, "depot", major=16, now=NOW)
    write(tmp_path, {"specs/depot.yaml": RENAMED_AFTER})
    made = new_migration(tmp_path, "depot", "other names", major=16, now=NOW)
    assert made is not None
    assert made.grade == "data-lossy"
    hazards = [each for item in made.transition.statements for each in item.hazards]
    assert [each.message for each in hazards if "archive has" in each.message] == [
        "values of shop.items.made that timestamp(0) with time zone cannot hold are cut off or"
        " rounded; the archive has what they were"
    ]
    assert [reason for reason in made.reasons if "archived" in reason] == [
        "all values of shop.loose.b are lost, and cannot be archived:"
        " no key whose values stay tells the rows of its table apart"
    ]
    ask(database, "CREATE ROLE founder LOGIN; GRANT CREATE ON DATABASE test_0 TO founder")
    url = f"{database}&user=founder"
    up(tmp_path, "depot", url, Options(to="20261121093000"))
    ask(database, RENAMED_ROWS)
    wanted = picture(database)["rows"] | {"loose": ['{"a": 1, "b": null}']}
    for zone in ("UTC", "Asia/Tokyo"):
        ask(database, f"ALTER ROLE founder SET timezone = '{zone}'")
        up(tmp_path, "depot", url, EVERYTHING)
        ask(database, "ALTER ROLE founder SET timezone = 'America/New_York'")
        down(tmp_path, "depot", url, EVERYTHING)
        assert picture(database)["rows"] == wanted


def test_what_is_written_while_a_column_is_archived_comes_back_too(
    repository: Path, database: str
) -> None:
    spec = repository / "specs/shop.yaml"
    edit(spec, "name: text not null", "name: text not null\n      sku: text")
    new_migration(repository, "shop", major=16, now=NOW)
    edit(spec, "\n      sku: text", "")
    new_migration(repository, "shop", "drop sku", major=16, now=NOW)
    up(repository, "shop", database, Options(to="20261121093000"))
    ask(database, "INSERT INTO products (name, sku) SELECT n, n FROM generate_series(1, 9) AS n")
    steps: list[str] = []

    def write_meanwhile(happening: Happening) -> None:
        """Change a row, and add one, before each step of the migration."""
        steps.append(happening.what)
        ask(database, f"UPDATE products SET sku = 'after {len(steps)}' WHERE id <= {len(steps)}")
        ask(database, f"UPDATE products SET sku = NULL WHERE id = 10 - {len(steps)}")
        ask(database, "INSERT INTO products (name, sku) VALUES ('new', 'new')")

    up(repository, "shop", database, Options(report=write_meanwhile))
    assert len(steps) == 3
    down(repository, "shop", database, Options())
    found = dict(ask(database, "SELECT id, sku FROM products"))
    assert [found[number] for number in range(1, 13)] == [
        *(["after 3"] * 3),
        *("4", "5", "6"),
        *([None] * 3),
        *(["new"] * 3),
    ]
