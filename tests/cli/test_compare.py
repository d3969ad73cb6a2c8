"""`schemagen compare`: the rows of two databases beside each other."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psycopg
import pytest
from typer.testing import CliRunner, Result

from schemagen.cli import app
from schemagen.errors import IntrospectError

TABLES = """
CREATE TABLE orders (
    id bigint PRIMARY KEY, status text NOT NULL, price numeric, body jsonb, placed timestamptz
);
INSERT INTO orders
SELECT n, 'open', n / 4.0, jsonb_build_object('n', n),
    '2026-01-01Z'::timestamptz + n * '1 s'::interval
FROM generate_series(1, 12000) AS n;
CREATE TABLE tags (slug text, language text, PRIMARY KEY (slug, language));
INSERT INTO tags SELECT 'tag ' || n, 'en' FROM generate_series(1, 6000) AS n;
CREATE TABLE log (line text);
INSERT INTO log SELECT 'line ' || n % 3 FROM generate_series(1, 9) AS n;
CREATE TABLE "per%cent" (" id%" uuid PRIMARY KEY, "a""b" text);
INSERT INTO "per%cent" SELECT md5(n::text)::uuid, 'x' FROM generate_series(1, 3) AS n;
"""
CHANGES = """
UPDATE orders SET status = 'paid', price = NULL WHERE id IN (17, 11999);
DELETE FROM orders WHERE id = 300;
INSERT INTO tags VALUES ('a new one', 'de');
INSERT INTO log VALUES ('line 1'), ('line 1');
UPDATE "per%cent" SET "a""b" = E'two\\nlines' WHERE " id%" = md5('2')::uuid;
ALTER TABLE tags ADD COLUMN rank integer;
CREATE TABLE extra (id integer PRIMARY KEY);
CREATE SCHEMA schemagen_archive_20260101000000_public;
CREATE TABLE schemagen_archive_20260101000000_public.orders (id bigint PRIMARY KEY);
"""
DIFFERENCES = """\
public.extra  only in B
public.log       9 rows in A, 11 in B; 2 different
  line line 1: only in B, 2 times
public.orders    12,000 rows in A, 11,999 in B; 3 different
  id 17: price 4.2500000000000000 in A, NULL in B, status open in A, paid in B
  id 300: only in A
  id 11999: price 2999.7500000000000000 in A, NULL in B, status open in A, paid in B
public.per%cent  3 rows; 1 different
   id% c81e728d-9d4c-2f63-6f06-7f89cc14862c: a"b x in A, two\\nlines in B
public.tags      6,000 rows in A, 6,001 in B; only in B: column rank; 1 different
  slug a new one, language de: only in B
"""


@pytest.fixture
def urls(new_database: Callable[[], str]) -> tuple[str, str]:
    """Two databases with the same rows."""
    pair = new_database(), new_database()
    for url in pair:
        execute(url, TABLES)
    return pair


def execute(url: str, script: str) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(script.encode())


def compare(*words: str) -> Result:
    return CliRunner().invoke(app(), ["compare", *words])


@pytest.mark.majors(18)
def test_equal_rows_are_the_same_in_any_order_of_columns_and_rows(urls: tuple[str, str]) -> None:
    execute(
        urls[1],
        "DROP TABLE log; CREATE TABLE log (line text);"
        "INSERT INTO log SELECT 'line ' || n % 3 FROM generate_series(1, 9) AS n ORDER BY n DESC;"
        "ALTER TABLE orders DROP COLUMN status, ADD COLUMN status text DEFAULT 'open';",
    )
    result = compare(*urls)
    assert result.exit_code == 0
    assert result.stdout.splitlines()[1] == "public.orders    12,000 rows; the same"


def test_differences_are_shown_row_by_row(urls: tuple[str, str]) -> None:
    execute(urls[1], CHANGES)
    result = compare(*urls, "--jobs", "2")
    assert result.exit_code == 3
    assert result.stdout == DIFFERENCES


@pytest.mark.majors(18)
def test_counts_alone_do_not_find_what_was_changed(urls: tuple[str, str]) -> None:
    execute(urls[1], CHANGES)
    result = compare(*urls, "--counts", "--exclude", "public.[elot]*")
    assert (result.exit_code, result.stdout) == (0, "public.per%cent  3 rows\n")


@pytest.mark.majors(18)
def test_a_program_reads_every_value(urls: tuple[str, str]) -> None:
    execute(urls[1], CHANGES)
    report = json.loads(compare(*urls, "--json", "--rows", "1").stdout)
    orders = next(table for table in report["tables"] if table["table"] == "public.orders")
    assert (orders["different"], len(orders["rows"])) == (3, 1)
    assert orders["rows"][0]["values"]["status"] == {"a": "open", "b": "paid"}


@pytest.mark.majors(18)
def test_the_tables_of_a_project_alone(urls: tuple[str, str], tmp_path: Path) -> None:
    (tmp_path / "specs").mkdir()
    spec: dict[str, Any] = {
        "schemagen": 1,
        "project": "shop",
        "tables": {"log": {"columns": {"line": "text"}}},
    }
    (tmp_path / "specs" / "shop.yaml").write_text(json.dumps(spec), encoding="utf-8")
    result = compare(*urls, "shop", "--root", str(tmp_path))
    assert (result.exit_code, result.stdout) == (0, "public.log  9 rows; the same\n")


@pytest.mark.majors(18)
def test_rows_that_policies_hide_are_an_error(urls: tuple[str, str]) -> None:
    execute(
        urls[0],
        "CREATE ROLE reader LOGIN; GRANT SELECT ON ALL TABLES IN SCHEMA public TO reader;"
        "ALTER TABLE orders ENABLE ROW LEVEL SECURITY;",
    )
    url = psycopg.conninfo.make_conninfo(urls[0], user="reader")
    error = compare(url, urls[1]).exception
    assert isinstance(error, IntrospectError)
    assert 'row-level security policy for table "orders"' in error.message
    assert "BYPASSRLS" in error.hint
