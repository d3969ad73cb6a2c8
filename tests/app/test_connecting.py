"""Finding the database that is meant, and why it cannot be reached."""

from __future__ import annotations

import socket
import threading
import traceback
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from urllib.parse import quote

import psycopg
import pytest

from schemagen.app.connecting import connect, find_target, parse_target, with_database
from schemagen.errors import ConnectError, SettingsError
from schemagen.sandbox import Server, start

SECRET = "s3cret%word"


def test_the_option_comes_before_the_environment_and_that_before_libpq() -> None:
    environment = {
        "SCHEMAGEN_DATABASE_URL": "postgresql://one/a",
        "DATABASE_URL": "postgresql://two/b",
    }
    assert find_target("postgresql://zero/z", environment=environment).where == "zero:5432/z"
    assert find_target(None, environment=environment).where == "one:5432/a"
    del environment["SCHEMAGEN_DATABASE_URL"]
    assert find_target(None, environment=environment).source == "DATABASE_URL"


def test_libpq_has_the_last_word(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PGHOST", "db.example.com")
    monkeypatch.setenv("PGPORT", "6543")
    monkeypatch.setenv("PGDATABASE", "shop")
    target = find_target(None, environment={})
    assert (target.where, target.source) == ("db.example.com:6543/shop", "the PG* variables")


def test_an_empty_variable_says_nothing() -> None:
    environment = {"SCHEMAGEN_DATABASE_URL": "", "DATABASE_URL": "host=two"}
    assert find_target(None, environment=environment).source == "DATABASE_URL"


def test_the_driver_in_a_url_of_sqlalchemy_is_passed_over() -> None:
    assert parse_target("postgresql+psycopg://db/shop", "--url").where == "db:5432/shop"


@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("mysql://root@db/shop", "begins with mysql://"),
        (f"postgresql://u:{SECRET}@db/shop", "cannot be read as connection settings"),
        ("postgresql://u:s3cret@word@db/shop", "there are several @ before the host"),
        ("postgresql://u:s3cret@db:fivefour/shop", "the port is no number"),
        ("postgresql://u:s3cret@db/shop?sslmod=require", 'libpq has no parameter "sslmod"'),
        ("host=db password='s3cret", "cannot be read as connection settings"),
        ("s3cret", "cannot be read as connection settings"),
        ("postgresql://u:s3cret/word@db/shop", "there is a / in the user name or the password"),
        ("postgresql://u:1/s3cret@db:5432/shop", "there is a / in the user name or the password"),
        ("host=db password=s3cret prt=5518", 'libpq has no parameter "prt"'),
    ],
)
def test_what_cannot_be_read_is_said_without_repeating_it(url: str, message: str) -> None:
    with pytest.raises(SettingsError) as caught:
        parse_target(url, "DATABASE_URL")
    assert message in caught.value.message
    assert caught.value.where == "DATABASE_URL"
    assert "s3cret" not in "".join(traceback.format_exception(caught.value))


def test_a_password_is_in_no_representation() -> None:
    target = parse_target(f"postgresql://u:{quote(SECRET)}@db/shop", "--url")
    assert SECRET not in repr(target) + target.where
    assert quote(SECRET) not in repr(target)


@pytest.fixture(scope="module")
def guarded() -> Iterator[Server]:
    """A server that asks the role app for its password, and does not let the role stranger in."""
    with start(18) as server, psycopg.connect(server.url(), autocommit=True) as connection:
        row = connection.execute("SELECT current_setting('data_directory')").fetchone()
        assert row is not None
        Path(row[0], "pg_hba.conf").write_text(
            "local all postgres trust\nlocal all app scram-sha-256\n"
        )
        connection.execute("CREATE ROLE app LOGIN PASSWORD 's3cret%word'")
        connection.execute("CREATE ROLE stranger LOGIN")
        connection.execute("CREATE DATABASE shop")
        connection.execute("SELECT pg_reload_conf()")
        yield server


def url_of(server: Server, user: str, database: str, password: str | None = None) -> str:
    login = user if password is None else f"{user}:{quote(password, safe='')}"
    return server.url(database).replace("postgres@", f"{login}@")


def refused(url: str) -> ConnectError:
    with pytest.raises(ConnectError) as caught:
        connect(parse_target(url, "--url"))
    shown = "".join(traceback.format_exception(caught.value)) + caught.value.hint
    for word in ("s3cret", "wr0ng", quote(SECRET)):
        assert word not in shown
    return caught.value


def test_the_right_password_lets_in(guarded: Server) -> None:
    with closing(connect(parse_target(url_of(guarded, "app", "shop", SECRET), ""))) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)
        assert connection.autocommit


def test_a_wrong_password(guarded: Server) -> None:
    error = refused(url_of(guarded, "app", "shop", "wr0ng"))
    assert error.message.startswith("the server does not accept the password: ")
    assert error.where.endswith(":5432/shop")
    assert "is it the password of app? It comes from --url" in error.hint


def test_no_password(guarded: Server, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PGPASSFILE", str(tmp_path / "none"))
    error = refused(url_of(guarded, "app", "shop"))
    assert error.message.startswith("the server asks for a password and there is none")


def test_nobody_is_let_in_without_an_entry(guarded: Server) -> None:
    error = refused(url_of(guarded, "stranger", "shop", SECRET))
    assert error.message.startswith("the server lets nobody in from here")
    assert "pg_hba.conf" in error.hint


def test_an_unknown_database(guarded: Server) -> None:
    assert refused(guarded.url("shup")).message.startswith("there is no such database")


def test_a_server_that_is_down() -> None:
    error = refused("postgresql://postgres@127.0.0.1:1/shop")
    assert error.message.startswith("no server answers there: ")
    assert error.where == "127.0.0.1:1/shop"


def test_a_server_that_does_not_exist() -> None:
    error = refused("postgresql://u:s3cret@nowhere.invalid/shop")
    assert error.message.startswith("there is no server of this name")


def test_a_server_that_does_not_answer() -> None:
    with socket.socket() as deaf:
        deaf.bind(("127.0.0.1", 0))
        deaf.listen(0)
        port = deaf.getsockname()[1]
        error = refused(f"postgresql://u:s3cret@127.0.0.1:{port}/shop?connect_timeout=2")
    assert error.message.startswith("the server does not answer")


def test_something_that_is_no_postgres() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen(1)
        port = other.getsockname()[1]
        answering = threading.Thread(target=_answer_once, args=(other,))
        answering.start()
        error = refused(f"postgresql://u:s3cret@127.0.0.1:{port}/shop?sslmode=require")
        answering.join()
    assert error.message.startswith("no encrypted connection could be made")


def _answer_once(listening: socket.socket) -> None:
    accepted, _ = listening.accept()
    with accepted:
        accepted.recv(100)
        accepted.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")


def test_another_database_of_the_same_server(guarded: Server) -> None:
    target = with_database(parse_target(guarded.url("shop"), "--url"), "postgres")
    assert target.where.endswith("/postgres")
    with closing(connect(target)) as connection:
        assert connection.info.dbname == "postgres"
