"""Which database is meant, and how to reach it; every failure is explained to a person.

Settings are taken from `--url`, then SCHEMAGEN_DATABASE_URL, then DATABASE_URL, then libpq's own
(PGHOST, PGSERVICE, ~/.pgpass, …). No password ever gets into a message, a report or a `repr`.
"""

from __future__ import annotations

import logging
import os
import re
from collections.abc import Callable, Mapping
from dataclasses import field, replace
from typing import Any, Final, TypeAlias

import psycopg
from psycopg import pq
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from schemagen.errors import ConnectError, SettingsError
from schemagen.frozen import frozen

Connection: TypeAlias = psycopg.Connection[tuple[Any, ...]]

VARIABLES: Final = ("SCHEMAGEN_DATABASE_URL", "DATABASE_URL")
_FORM: Final = "postgresql://user@host:5432/database"
_TIMEOUT: Final = 10
"""Seconds to wait for a server that does not answer, where nothing else is said."""
_IF_ASKED: Final = 2**31
"""How often a statement runs before psycopg prepares it unasked: what migrations are made of may
not be prepared at all."""
# SQLAlchemy's URLs name a driver, which is nothing to libpq.
_DRIVER: Final = re.compile(r"\A(postgres(?:ql)?)\+\w+://", re.IGNORECASE)
_SCHEME: Final = re.compile(r"\A(\w[\w+.-]*)://")
# psycopg and libpq say first where it happened, which we say ourselves.
_QUESTION: Final = re.compile(r"\s*\n\s*Is the server running[^?]*\?")
"""What libpq asks back, which the hint says in our words."""
_NOWHERE: Final = "the PG* variables"
_PREAMBLE: Final = re.compile(
    r"\A(?:connection failed: |connection is bad: )?"
    r"(?:connection to server (?:at|on socket) \".*?\"(?: \(.*?\))?(?:, port \d+)? failed: )?"
)


@frozen
class Target:
    """A database to connect to.

    Attributes:
        conninfo: libpq's settings; may hold a password.
        source: where they were found: `--url`, `DATABASE_URL`, `the PG* variables`.
        server: host and port for people, `db.example.com:5432`.
        database: its name.
        user: the role that connects; empty where libpq decides.
        named: where the name of the database was found, if that is another place.
    """

    conninfo: str = field(repr=False)
    source: str
    server: str
    database: str
    user: str
    named: str = ""

    @property
    def where(self) -> str:
        """The database for people: `db.example.com:5432/shop`."""
        return f"{self.server}/{self.database}"


def find_target(
    url: str | None,
    *,
    option: str = "--url",
    variables: tuple[str, ...] = VARIABLES,
    environment: Mapping[str, str] = os.environ,
) -> Target:
    """Return the database that is meant: the URL if there is one, else what the environment says.

    Raises:
        SettingsError: the settings cannot be read.
    """
    if url is not None:
        return parse_target(url, option)
    for name in variables:
        if environment.get(name):
            return parse_target(environment[name], name)
    return parse_target("", _NOWHERE)


def parse_target(url: str, source: str) -> Target:
    """Read a URI or a connection string of libpq; `source` names where it stands.

    Raises:
        SettingsError: it cannot be read. The message does not repeat it, for the password's sake.
    """
    text = _DRIVER.sub(r"\1://", url.strip())
    scheme = _SCHEME.match(text)
    if scheme and scheme[1].lower() not in ("postgres", "postgresql"):
        raise SettingsError(
            f"this is no URL of PostgreSQL: it begins with {scheme[1]}://",
            where=source,
            hint=f"it looks like {_FORM}",
        )
    try:
        settings = conninfo_to_dict(text).items()
        # What is empty is said, too: no variable of libpq counts then.
        given = {key: str(value) for key, value in settings if value is not None}
    except psycopg.Error as error:
        # Not `from error`: what libpq says may quote a part of the password.
        raise SettingsError(
            f"this cannot be read as connection settings{_safe_reason(error)}",
            where=source,
            hint=f"it looks like {_FORM}; of special characters in a password"
            " write the code: %40 for @, %2F for /, %25 for %",
        ) from None
    _check_slash(text, source)
    _check(given, source)
    known = {**_defaults(), **given}
    return Target(
        conninfo=make_conninfo(**_completed(given)),
        source=source,
        server=_server(known),
        database=known.get("dbname") or known.get("user") or "postgres",
        user=known.get("user", ""),
    )


def connect(target: Target, *, pooled: bool = True) -> Connection:
    """Connect to a database, in autocommit mode; `pooled` tells whether a pooler may be between.

    Raises:
        ConnectError: the server cannot be reached, or does not let us in; says why.
    """
    # What psycopg has to say of an error that is on its way to a person is no use to them.
    logging.getLogger("psycopg").setLevel(logging.ERROR)
    try:
        # Behind a pooler, a prepared statement would be there for others, and not for us.
        threshold = None if pooled else _IF_ASKED
        return psycopg.connect(target.conninfo, autocommit=True, prepare_threshold=threshold)
    except psycopg.Error as error:
        raise _explained(error, target) from None


def redacted(text: str, target: Target) -> str:
    """Return a text without the password of a target, for what servers and libraries say."""
    password = conninfo_to_dict(target.conninfo).get("password")
    return text.replace(str(password), "***") if password else text


def with_database(target: Target, name: str, *, named: str = "") -> Target:
    """Return another database of the same server; `named` is where somebody says its name."""
    conninfo = make_conninfo(target.conninfo, dbname=name)
    return replace(target, conninfo=conninfo, database=name, named=named)


def _completed(given: Mapping[str, str]) -> dict[str, str]:
    completed = {"fallback_application_name": "schemagen", **given, "client_encoding": "UTF8"}
    if "connect_timeout" not in given and "PGCONNECT_TIMEOUT" not in os.environ:
        completed["connect_timeout"] = str(_TIMEOUT)
    return completed


def _defaults() -> dict[str, str]:
    """Return what libpq takes from its variables and its service file."""
    return {
        option.keyword.decode(): option.val.decode()
        for option in pq.Conninfo.get_defaults()
        if option.val
    }


def _check_slash(text: str, source: str) -> None:
    """Refuse a URL in which a / ends what is before the host too early, so that it is no host."""
    scheme = _SCHEME.match(text)
    login, _, rest = text[scheme.end() :].partition("/") if scheme else ("", "", "")
    if ":" in login and "@" not in login and "@" in rest.partition("?")[0]:
        raise SettingsError(
            "there is a / in the user name or the password",
            where=source,
            hint="write %2F for a / there, and %40 for an @ in the name of a database",
        )


def _check(given: Mapping[str, str], source: str) -> None:
    if "@" in given.get("host", ""):
        raise SettingsError(
            "there are several @ before the host",
            where=source,
            hint="write %40 for an @ in a user name or a password",
        )
    for port in filter(None, given.get("port", "").split(",")):
        if not port.isdecimal():
            raise SettingsError("the port is no number", where=source, hint=f"like in {_FORM}")


def _server(known: Mapping[str, str]) -> str:
    host = known.get("host") or known.get("hostaddr") or "local socket"
    return f"{host}:{known.get('port') or '5432'}"


def _safe_reason(error: psycopg.Error) -> str:
    """Return what libpq says of settings that it cannot read, if that quotes none of their values.

    Only the names of parameters are safe to repeat.
    """
    found = re.search(r'invalid (?:URI query parameter:|connection option:?) "(\w+)"', str(error))
    return f': libpq has no parameter "{found[1]}"' if found else ""


@frozen
class _Refusal:
    """One way of being refused: how libpq or the server says it, and what to do about it."""

    pattern: str
    message: str
    hint: Callable[[Target], str]


def _naming(target: Target) -> str:
    """Return how to name a database, where nobody named one."""
    return f" Name one with --url or {VARIABLES[-1]}" if target.source == _NOWHERE else ""


def _always(text: str) -> Callable[[Target], str]:
    return lambda _: text


_REFUSALS: Final = (
    _Refusal(
        "password authentication failed|authentication failed for user|28P01",
        "the server does not accept the password",
        lambda t: (
            f"is it the password of {t.user or 'this user'}? It comes from {t.source}"
            " or from ~/.pgpass"
        ),
    ),
    _Refusal(
        "no password supplied",
        "the server asks for a password and there is none",
        _always("put it into the URL, into PGPASSWORD, or better into ~/.pgpass"),
    ),
    _Refusal(
        r"no pg_hba\.conf entry|pg_hba\.conf rejects",
        "the server lets nobody in from here under this user and database",
        _always(
            "its pg_hba.conf decides: ask its administrator; where it says “no encryption”,"
            " try sslmode=require"
        ),
    ),
    _Refusal(
        'database ".*" does not exist',
        "there is no such database",
        lambda t: f"create it (createdb), or correct the name in {t.named or t.source}",
    ),
    _Refusal(
        'role ".*" does not exist',
        "there is no such role",
        lambda t: f"create it (createuser), or correct the user in {t.source}",
    ),
    _Refusal(
        "does not support SSL",
        "the server does not speak SSL, and the settings insist on it",
        _always("in a network that you trust, sslmode=prefer or sslmode=disable will do"),
    ),
    _Refusal(
        "certificate|SSL error|SSL SYSCALL|SSL negotiation",
        "no encrypted connection could be made",
        _always(
            "see sslmode and sslrootcert in PostgreSQL's documentation of libpq, “SSL Support”"
        ),
    ),
    _Refusal(
        "resolve host|translate host name|Name or service not known",
        "there is no server of this name",
        lambda t: f"is the name in {t.source} right, and is this machine connected?",
    ),
    _Refusal(
        "Connection refused|No such file or directory",
        "no server answers there",
        lambda t: "is it running, and are host and port right?" + _naming(t),
    ),
    _Refusal(
        "timeout|timed out|No route to host|unreachable",
        "the server does not answer",
        _always("is it running, and does a firewall let us through?"),
    ),
    _Refusal(
        "too many clients|too many connections|remaining connection slots",
        "the server has no room for another connection",
        _always("try again later, or close what is connected and idle"),
    ),
    _Refusal(
        "starting up|shutting down|recovery mode",
        "the server is not ready",
        _always("try again in a moment"),
    ),
)


def _explained(error: psycopg.Error, target: Target) -> ConnectError:
    said = redacted(_PREAMBLE.sub("", _QUESTION.sub("", str(error).strip())), target)
    said = " ".join(said.split()).removeprefix("FATAL: ").strip()
    for refusal in _REFUSALS:
        if re.search(refusal.pattern, said, re.IGNORECASE):
            hint = refusal.hint(target)
            return ConnectError(f"{refusal.message}: {said}", where=target.where, hint=hint)
    return ConnectError(
        f"no connection: {said}",
        where=target.where,
        hint=f"the settings come from {target.source}",
    )
