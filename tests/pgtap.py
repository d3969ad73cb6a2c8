"""Runs the test files for pgTAP of all projects: `python -m tests.pgtap`.

pgTAP is looked for on the servers of this machine (Debian has it in the package
postgresql-15-pgtap, for one), as it is written in SQL and PL/pgSQL alone.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg

from schemagen.app.replay import replayed
from schemagen.app.settings import find_settings
from schemagen.prove.pgtap.script import pgtap_file
from schemagen.prove.run import job_of
from schemagen.prove.verdict import Job
from tests.conftest import MAJORS, Servers

MISSING = "no server of this machine has the extension pgtap"
_ASKED = "SELECT FROM pg_available_extensions WHERE name = 'pgtap'"
_LOADED = """
SET SESSION AUTHORIZATION DEFAULT;
CREATE SCHEMA tap;
GRANT USAGE ON SCHEMA tap TO PUBLIC;
CREATE EXTENSION pgtap SCHEMA tap;
SET search_path = public, tap;
"""


def major_with_pgtap(servers: Servers) -> int | None:
    """Return a major version whose server here has pgTAP."""
    for major in MAJORS:
        with psycopg.connect(servers.of(major).url()) as connection:
            if connection.execute(_ASKED).rowcount:
                return major
    return None


def load(connection: psycopg.Connection[Any]) -> None:
    """Make pgTAP usable by everybody, as its user has to."""
    connection.execute(_LOADED)


def run(connection: psycopg.Connection[Any], text: str) -> list[str]:
    """Run a test file; return what it says, line by line, and the error that ended it."""
    found: list[str] = []
    try:
        cursor = connection.execute(text.encode())
        while True:
            found += [str(row[0]) for row in cursor.fetchall()] if cursor.description else []
            if not cursor.nextset():
                return found
    except psycopg.Error as error:
        connection.rollback()
        return [*found, f"not ok: {error.diag.message_primary}"]


def failures(job: Job, text: str, changes: tuple[str, ...] = ("",)) -> Iterator[list[str]]:
    """Yield the assertions that fail after each change to a database of the project."""
    with replayed(job.compiled.project, job.major) as replay:
        replay.build()
        load(replay.connection)
        for change in changes:
            replay.connection.execute(change.encode())
            said = run(replay.connection, text)
            yield [line for line in said if not line.startswith(("ok ", "1.."))]


def main() -> int:
    """Run the files of all projects; return how many of them fail."""
    settings, failed = find_settings(Path.cwd()), 0
    for project in settings.chosen(()):
        job = job_of(settings, project, major=15)
        text = pgtap_file(job)
        [wrong] = failures(job, text)
        count = text.count("\nSELECT ") - 2
        print(f"{project}: {count} assertions, {len(wrong)} fail")
        print("\n".join(wrong[:5]), end="\n" if wrong else "")
        failed += bool(wrong)
    return failed


if __name__ == "__main__":
    sys.exit(main())
