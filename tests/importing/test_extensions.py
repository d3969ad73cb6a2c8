"""Databases that use extensions become specs, on a server of this machine that has them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from schemagen import sandbox
from schemagen.app.importing import Request, import_database

Made = Callable[[str, str], str]

_AVAILABLE = "SELECT name FROM pg_available_extensions"


@pytest.fixture(scope="module")
def contrib() -> Iterator[sandbox.Server]:
    """The newest server that comes from elsewhere than a Python package, which has no contrib."""
    for item in sandbox.available():
        if item.origin != "wheel":
            with sandbox.Server(item) as server:
                yield server
            return
    pytest.skip("no PostgreSQL of this machine has the contrib extensions")


@pytest.fixture
def made(contrib: sandbox.Server) -> Made:
    """Make a database with extensions, and return its URL; skip where the server lacks one."""

    def make(extensions: str, script: str) -> str:
        url = contrib.create_database()
        with psycopg.connect(url, autocommit=True) as connection:
            there = {name for (name,) in connection.execute(_AVAILABLE)}
            lacking = set(extensions.split()) - there
            if lacking:
                pytest.skip(f"this PostgreSQL has no {', '.join(sorted(lacking))}")
            connection.execute(script.encode())
        return url

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
