"""Databases that use extensions become specs, on a server of this machine that has them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import psycopg
import pytest
import yaml

from schemagen import sandbox
from schemagen.app.diff import diff_live
from schemagen.app.importing import Request, import_database

Made = Callable[[str, str], str]

_AVAILABLE = "SELECT name FROM pg_available_extensions"


@pytest.fixture(scope="module")
def contrib() -> Iterator[list[sandbox.Server]]:
    """The servers that come from elsewhere than a Python package, which has no contrib."""
    with ExitStack() as stack:
        found = [item for item in sandbox.available() if item.origin != "wheel"]
        yield [stack.enter_context(sandbox.Server(item)) for item in found]


@pytest.fixture
def made(contrib: list[sandbox.Server]) -> Made:
    """Make a database with extensions where a server has them, and return its URL; else skip."""

    def make(extensions: str, script: str) -> str:
        for server in contrib:
            url = server.create_database()
            with psycopg.connect(url, autocommit=True) as connection:
                there = {name for (name,) in connection.execute(_AVAILABLE)}
                if there >= {*extensions.split()}:
                    connection.execute(script.encode())
                    return url
        pytest.skip(f"no PostgreSQL of this machine, besides Python's, has {extensions}")

    return make


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "specs").mkdir()
    (tmp_path / "schemagen.toml").write_text("", encoding="utf-8")
    return tmp_path


def imported(folder: Path, url: str) -> str:
    """Import a database, which has to be proven equal, and return its spec."""
    report = import_database(folder, Request("shop", url))
    assert (report.undeclared, report.changes, report.unproven) == ((), (), "")
    return (folder / "specs/shop.yaml").read_text(encoding="utf-8")


def test_a_number_without_quotes_is_an_option_of_a_dictionary(folder: Path, made: Made) -> None:
    script = """
        CREATE EXTENSION dict_int;
        CREATE TEXT SEARCH DICTIONARY short (TEMPLATE = intdict_template, MAXLEN = 4)"""
    assert "options: {maxlen: '4'}" in imported(folder, made("dict_int", script))


def test_a_trigger_calls_what_an_extension_brings(folder: Path, made: Made) -> None:
    script = """
        CREATE EXTENSION moddatetime;
        CREATE TABLE t (id int PRIMARY KEY, changed timestamptz NOT NULL DEFAULT now());
        CREATE TRIGGER changes BEFORE UPDATE ON t
            FOR EACH ROW EXECUTE FUNCTION moddatetime(changed)"""
    text = imported(folder, made("moddatetime", script))
    assert "before update for each row execute function moddatetime('changed')" in text


def test_an_exclusion_keeps_its_operator_class_and_where_its_operator_is(
    folder: Path, made: Made
) -> None:
    script = """
        CREATE SCHEMA extensions;
        CREATE EXTENSION citext SCHEMA extensions;
        CREATE EXTENSION ltree;
        CREATE TABLE t (who extensions.citext, path ltree,
            CONSTRAINT one EXCLUDE (who WITH OPERATOR(extensions.=)),
            CONSTRAINT apart EXCLUDE USING gist (path gist_ltree_ops(siglen = 100) WITH =))"""
    text = imported(folder, made("citext ltree", script))
    assert "who with OPERATOR(extensions.=)" in text
    assert "path gist_ltree_ops (siglen = '100') with =" in text


def test_a_table_may_refer_to_one_that_an_extension_brings(folder: Path, made: Made) -> None:
    script = """
        CREATE EXTENSION postgis;
        CREATE TABLE layers (id int PRIMARY KEY, srid int NOT NULL REFERENCES spatial_ref_sys)"""
    url = made("postgis", script)
    said = yaml.safe_load(imported(folder, url))["external"]["spatial_ref_sys"]
    assert said["extension"] == "postgis"
    assert said["columns"]["srid"] == "integer"
    assert not diff_live(folder, ["shop"], url).different


def test_what_is_read_once_more_finds_the_types_of_extensions(folder: Path, made: Made) -> None:
    """The default of a domain is a text, as whoever made it wrote it: pg_dump says its schema."""
    script = """
        CREATE EXTENSION hstore;
        SET search_path = '';
        CREATE DOMAIN public.tags AS public.hstore DEFAULT ''::public.hstore"""
    assert "tags: hstore default ''::" in imported(folder, made("hstore", script))


def test_partitions_that_pg_partman_makes_are_not_listed(folder: Path, made: Made) -> None:
    script = """
        CREATE SCHEMA partman;
        CREATE EXTENSION pg_partman SCHEMA partman;
        CREATE TABLE event (id bigint, at timestamptz NOT NULL, PRIMARY KEY (id, at))
            PARTITION BY RANGE (at);
        CREATE TABLE odd (id bigint PRIMARY KEY) PARTITION BY RANGE (id);
        DO $$
        BEGIN
            IF (SELECT extversion >= '5' FROM pg_extension WHERE extname = 'pg_partman') THEN
                PERFORM partman.create_parent('public.event', 'at', '1 day');
                PERFORM partman.create_parent('public.odd', 'id', '1000');
            ELSE
                PERFORM partman.create_parent('public.event', 'at', 'native', 'daily');
                PERFORM partman.create_parent('public.odd', 'id', 'native', '1000');
            END IF;
        END
        $$;
        UPDATE partman.part_config SET retention = '30 days', retention_keep_table = false
            WHERE parent_table = 'public.event';
        CREATE TABLE odd_mine PARTITION OF odd FOR VALUES FROM (1000000) TO (2000000)"""
    url = made("pg_partman", script)
    text = imported(folder, url)
    said = {
        "range": "at",
        "every": "day",
        "ahead": 4,
        "keep": "30 days",
        "expired": "drop",
        "manager": "pg_partman",
    }
    assert yaml.safe_load(text)["tables"]["event"]["partition_by"] == said
    assert "partition_of: event" not in text
    assert "odd_mine: {partition_of: odd" in text
    assert "odd_p0: {partition_of: odd" in text
    with psycopg.connect(url) as connection:
        connection.execute("UPDATE partman.part_config SET premake = 9")
        connection.execute("SELECT partman.run_maintenance('public.event')")
    assert not diff_live(folder, ["shop"], url).different
