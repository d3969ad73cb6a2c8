"""Real schemas there and back: `python -m tests.realworld FOLDER`, one line a file and a count.

Each .sql file is loaded into an empty database of a server with contrib, whose superuser URL is in
SCHEMAGEN_REALWORLD_URL (by default a PostgreSQL of this machine). The database becomes a
spec, the spec is built and applied to another one, and `pg_dump --schema-only` says whether they
are equal. Where PostgreSQL reads an expression back in another form than it wrote, the dump of the
restored dump is what counts. SCHEMAGEN_REALWORLD_PROGRAMS names the folder of pg_dump, and
SCHEMAGEN_REALWORLD_KEEP one to keep the specs in.
"""

from __future__ import annotations

import difflib
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg import sql
from psycopg.conninfo import make_conninfo

from schemagen import sandbox
from schemagen.app.build import build
from schemagen.app.importing import Request, import_database
from schemagen.app.loading import load, read_scripts
from schemagen.errors import SchemagenError, SpecError

VARIABLE = "SCHEMAGEN_REALWORLD_URL"
NOISE = re.compile(r"^(--.*|\\(un)?restrict .*)$")


@dataclass(frozen=True)
class Server:
    """A server and the folder of its programs."""

    url: str
    programs: Path | None

    @contextmanager
    def database(self, name: str) -> Iterator[str]:
        """Make an empty database, give its URL, and drop it."""
        chosen = f"schemagen_realworld_{name}"
        with closing(psycopg.connect(self.url, autocommit=True)) as connection:
            identifier = sql.Identifier(chosen)
            connection.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(identifier))
            statement = sql.SQL("CREATE DATABASE {} TEMPLATE template0")
            connection.execute(statement.format(identifier))
        try:
            yield make_conninfo(self.url, dbname=chosen)
        finally:
            with closing(psycopg.connect(self.url, autocommit=True)) as connection:
                drop = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)")
                connection.execute(drop.format(identifier))

    def dump(self, url: str) -> str:
        """Return `pg_dump --schema-only`."""
        program = str(self.programs / "pg_dump") if self.programs else "pg_dump"
        command = [program, "--schema-only", url]
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def statements(dump: str) -> list[str]:
    """Return a dump without comments and what is different each time."""
    return [line for line in dump.splitlines() if not NOISE.match(line)]


def run(url: str, path: Path) -> None:
    """Load a file of SQL."""
    with closing(psycopg.connect(url, autocommit=True)) as connection:
        load(connection, read_scripts(path), make_roles=False)


def measure(server: Server, path: Path, folder: Path) -> str:
    """Return the verdict on a file: `equal`, `equal to a restored dump`, or what is wrong."""
    name = re.sub(r"[^a-z0-9_]", "_", path.stem.lower())
    (folder / "specs").mkdir(parents=True)
    with server.database("original") as original, server.database("rebuilt") as rebuilt:
        run(original, path)
        report = import_database(folder, Request(name, original))
        build(folder, [name])
        run(rebuilt, folder / "generated" / name / "schema.sql")
        wanted, found = server.dump(original), server.dump(rebuilt)
        proof = "" if report.equal else "  [import: not proven equal]"
        if statements(wanted) == statements(found):
            return f"equal{proof}"
        with server.database("restored") as restored:
            script = folder / "dump.sql"
            script.write_text(wanted, encoding="utf-8")
            run(restored, script)
            again = server.dump(restored)
        if statements(again) == statements(found):
            return f"equal to a restored dump{proof}"
    lines = difflib.unified_diff(statements(again), statements(found), lineterm="", n=0)
    different = [line for line in lines if line[:3] not in ("---", "+++") and line[0] != "@"]
    (folder / "different.txt").write_text("\n".join(different), encoding="utf-8")
    return f"DIFFERENT in {len(different)} lines: {' | '.join(different[:4])}{proof}"


def verdict(server: Server, path: Path, folder: Path) -> str:
    """Return the verdict on a file, whatever happens."""
    try:
        return measure(server, path, folder)
    except SpecError as error:
        said = "; ".join(f"{item.place}: {item.message}" for item in error.problems[:5])
        return f"REFUSED ({len(error.problems)}): {said}"
    except (SchemagenError, psycopg.Error, subprocess.CalledProcessError) as error:
        where = getattr(error, "where", "")
        return f"FAILED: {where}: {error}"


@contextmanager
def server_at_hand() -> Iterator[Server]:
    """Give the server of the environment, or one of our own."""
    url = os.environ.get(VARIABLE)
    if url:
        programs = os.environ.get("SCHEMAGEN_REALWORLD_PROGRAMS")
        yield Server(url, Path(programs) if programs else None)
        return
    with ExitStack() as stack:
        found = [stack.enter_context(sandbox.Server(item)) for item in sandbox.available()]
        own = next(filter(_has_contrib, found), found[0])
        yield Server(own.url(), Path(own.pg_dump).parent)


def _has_contrib(server: sandbox.Server) -> bool:
    query = "SELECT FROM pg_available_extensions WHERE name = 'hstore'"
    with closing(psycopg.connect(server.url())) as connection:
        return connection.execute(query).fetchone() is not None


def main() -> int:
    """Measure every .sql file of a folder, or one file."""
    given = Path(sys.argv[1])
    paths = sorted(given.glob("*.sql")) if given.is_dir() else [given]
    good = 0
    with server_at_hand() as server, tempfile.TemporaryDirectory() as made:
        base = Path(os.environ.get("SCHEMAGEN_REALWORLD_KEEP", made))
        for path in paths:
            said = verdict(server, path, base / path.stem)
            good += said.startswith("equal")
            print(f"{path.stem:24} {said}", flush=True)
    print(f"{good} of {len(paths)} equal")
    return 0 if good == len(paths) else 1


if __name__ == "__main__":
    sys.exit(main())
