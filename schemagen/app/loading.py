"""Scripts of SQL, dumps among them, loaded into a database without psql.

What psql adds to SQL is understood as far as dumps have it: the rows of `COPY … FROM stdin`, and
commands that only say how psql behaves.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import psycopg
from psycopg import sql

from schemagen.app.connecting import Connection
from schemagen.errors import ApplyError, SettingsError, reason
from schemagen.frozen import frozen
from schemagen.sqltext.statements import Statement, split_statements
from schemagen.sqltext.tokens import SqlTextError

_HARMLESS: Final = re.compile(
    r"^\\(?:restrict|unrestrict|echo|qecho|set|unset|pset|timing|encoding|x)\b[^\n]*", re.MULTILINE
)
_ROWS: Final = re.compile(
    r"^(COPY\s[^;]*?\bFROM\s+stdin\b[^;\n]*;[^\n]*\n)(.*?)^\\\.[^\n]*$",
    re.IGNORECASE | re.MULTILINE | re.DOTALL,
)
_MISSING_ROLE: Final = re.compile(r'role "(.+)" does not exist')


@frozen
class Script:
    """A file of SQL: its name for messages, its text, and the rows of COPY by where it begins."""

    name: str
    text: str
    rows: dict[int, str]

    def place(self, offset: int) -> str:
        """Return `dump.sql:12`."""
        return f"{self.name}:{self.text.count(chr(10), 0, offset) + 1}"


def read_scripts(path: Path) -> tuple[Script, ...]:
    """Read a file, or the .sql files of a folder in the order of their names.

    Raises:
        SettingsError: there is none, or it is no text.
    """
    files = sorted(path.rglob("*.sql")) if path.is_dir() else [path]
    if not files:
        raise SettingsError(
            "there is no .sql file in this folder",
            where=str(path),
            hint="name a folder that has some, below it too, or a file",
        )
    return tuple(_read(file) for file in files)


def _read(path: Path) -> Script:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(
            f"this file cannot be read: {reason(error)}",
            where=str(path),
            hint="a dump has to be plain: pg_dump --format plain",
        ) from None
    rows: dict[int, str] = {}

    def keep(found: re.Match[str]) -> str:
        rows[found.start()] = found[2]
        return found[1] + _blank(found[0].removeprefix(found[1]))

    return Script(str(path), _HARMLESS.sub(lambda m: _blank(m[0]), _ROWS.sub(keep, text)), rows)


def _blank(text: str) -> str:
    """Return as many spaces and line breaks, so that every place stays what it was."""
    return re.sub(r"[^\n]", " ", text)


def load(connection: Connection, scripts: Sequence[Script], *, make_roles: bool) -> None:
    """Run scripts, and leave the session as it was before.

    Raises:
        ApplyError: the server refuses a statement; says which one, and where it stands.
    """
    done = 0
    for script in scripts:
        try:
            statements = split_statements(script.text)
        except SqlTextError as error:
            rest = script.text[error.offset :]
            if rest.startswith("\\"):
                raise _no_sql(script, Statement(rest, error.offset), done) from None
            place = script.place(error.offset)
            raise ApplyError(str(error), statement="", applied=done, where=place) from None
        for item in statements:
            _run(connection, script, item, done, make_roles=make_roles)
            done += 1
    connection.execute("ROLLBACK" if connection.info.transaction_status else "SELECT 1")
    connection.execute("RESET ALL")


def _no_sql(script: Script, item: Statement, done: int) -> ApplyError:
    command = item.text.split(maxsplit=1)[0]
    return ApplyError(
        f"{command} is a command of psql, not SQL",
        statement=item.text.partition("\n")[0],
        applied=done,
        where=script.place(item.start),
        hint="make a dump of one database, in plain format, or load it with psql and name the"
        " database with --url",
    )


def _run(
    connection: Connection, script: Script, item: Statement, done: int, *, make_roles: bool
) -> None:
    try:
        _execute(connection, script, item)
    except psycopg.Error as error:
        missing = _MISSING_ROLE.search(str(error))
        idle = not connection.info.transaction_status
        if missing and make_roles and idle:
            name = sql.Identifier(missing[1])
            connection.execute(sql.SQL("CREATE ROLE {}").format(name))
            _run(connection, script, item, done, make_roles=True)
            return
        raise _refused(error, script, item, done, missing[1] if missing else "") from None


def _execute(connection: Connection, script: Script, item: Statement) -> None:
    rows = script.rows.get(item.start)
    if rows is None:
        connection.execute(item.text.encode(), prepare=False)
        return
    with connection.cursor().copy(item.text.encode()) as copy:
        copy.write(rows)


def _refused(
    error: psycopg.Error, script: Script, item: Statement, done: int, role: str
) -> ApplyError:
    found = error.diag
    position = int(found.statement_position or 1) - 1
    parts = (found.message_primary or str(error).strip(), found.message_detail)
    hint = found.message_hint or ""
    if role:
        hint = f"make the role {role} on the scratch server, or leave --scratch-url out"
    return ApplyError(
        "; ".join(filter(None, parts)),
        statement=item.text,
        applied=done,
        where=script.place(item.start + position),
        hint=hint,
    )
