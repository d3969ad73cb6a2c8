"""What migrations cost those who use the database meanwhile, and what a long history costs.

Stalls: readers and writers go on at random rows of one table while it is migrated, once by
`schemagen migrate up` and once by the plain statements that a person would write. The figure is the
longest that any of them had to wait, in milliseconds, beside the longest without any migration.

Status: the wall time of `schemagen migrate status` over a folder of migrations that are all
applied, and the processor time of it, beside those of a bare Python program that reads the same
files.

Initial: how long an empty database takes for the first migration of each project of this
repository, and for all of them: by the history, from the begin of each run to its end.

    python -m bench.migrations [--rows 1000000] [--clients 8] [--migrations 10000] [--only NAME]
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import random
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final, NamedTuple

import psycopg

from bench.live import output, timed
from bench.offline import warm_up
from schemagen import sandbox
from schemagen.sandbox import Server

_ROOT: Final = Path(__file__).parents[1]
_PROJECT: Final = "load"
_COLUMNS: Final = {
    "id": "bigint primary key",
    "account_id": "bigint",
    "code": "varchar(20)",
    "amount": "integer not null default 0",
    "note": "text",
    "seen_at": "timestamptz",
}
_FILL: Final = """\
INSERT INTO account SELECT n FROM generate_series(1, 1000) AS n;
INSERT INTO entry (id, account_id, code, amount, note)
SELECT n, n % 1000 + 1, 'c' || n % 100000, n % 500, md5(n::text)
FROM generate_series(1, {rows}) AS n;
"""


@dataclass(frozen=True)
class Change:
    """A change of the table: how its part of the spec looks after it, and what one would write.

    `before` are its columns before the change.
    """

    name: str
    columns: dict[str, str]
    sections: dict[str, Any]
    naive: str
    before: Mapping[str, str] = field(default_factory=lambda: _COLUMNS)


_CHANGES: Final = (
    Change("index", _COLUMNS, {"indexes": ["code"]}, "CREATE INDEX naive ON entry (code)"),
    Change(
        "not null",
        {**_COLUMNS, "account_id": "bigint not null"},
        {},
        "ALTER TABLE entry ALTER COLUMN account_id SET NOT NULL",
    ),
    Change(
        "foreign key",
        _COLUMNS,
        {"foreign_keys": [{"columns": ["account_id"], "references": "account"}]},
        "ALTER TABLE entry ADD FOREIGN KEY (account_id) REFERENCES account",
    ),
    Change(
        "check",
        _COLUMNS,
        {"checks": {"amount_positive": "amount >= 0"}},
        "ALTER TABLE entry ADD CONSTRAINT amount_positive CHECK (amount >= 0)",
    ),
    Change(
        "longer text",
        {**_COLUMNS, "code": "text"},
        {},
        "ALTER TABLE entry ALTER COLUMN code TYPE text",
    ),
    Change(
        "wider type",
        {**_COLUMNS, "amount": "bigint not null default 0"},
        {},
        "ALTER TABLE entry ALTER COLUMN amount TYPE bigint",
    ),
    Change(
        "wider key",
        _COLUMNS,
        {},
        "ALTER TABLE entry ALTER COLUMN id TYPE bigint",
        before={**_COLUMNS, "id": "integer primary key"},
    ),
    Change(
        "default",
        {**_COLUMNS, "state": "text not null default 'new'"},
        {},
        "ALTER TABLE entry ADD COLUMN state text;"
        " UPDATE entry SET state = 'new'; ALTER TABLE entry ALTER COLUMN state SET NOT NULL",
    ),
    Change(
        "value per row",
        {**_COLUMNS, "token": "uuid not null default gen_random_uuid()"},
        {},
        "ALTER TABLE entry ADD COLUMN token uuid NOT NULL DEFAULT gen_random_uuid()",
    ),
    Change(
        "dropped column",
        {name: text for name, text in _COLUMNS.items() if name != "note"},
        {},
        "CREATE TABLE kept AS SELECT id, note FROM entry; ALTER TABLE entry DROP COLUMN note",
    ),
)


class Load:
    """Readers and writers, each on a connection of its own, and the longest wait of any of them."""

    def __init__(self, url: str, rows: int, clients: int) -> None:
        self._url, self._rows = url, rows
        self._over = threading.Event()
        self.longest = 0.0
        self.done = 0
        self._threads = [threading.Thread(target=self._go, args=(n,)) for n in range(clients)]

    def __enter__(self) -> Load:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        for thread in self._threads:
            thread.join()

    def _go(self, number: int) -> None:
        choose = random.Random(number)
        text = "SELECT amount FROM entry WHERE id = %s"
        if number % 2:
            text = "UPDATE entry SET amount = amount + 1 WHERE id = %s"
        with psycopg.connect(self._url, autocommit=True, prepare_threshold=None) as connection:
            while not self._over.is_set():
                start = time.perf_counter()
                connection.execute(text.encode(), [choose.randint(1, self._rows)])
                self.longest = max(self.longest, time.perf_counter() - start)
                self.done += 1
                time.sleep(0.005)


def stall(url: str, rows: int, clients: int, work: Callable[[], object]) -> float:
    """Return the longest wait in milliseconds of anybody while something is done."""
    with Load(url, rows, clients) as load:
        time.sleep(1)
        load.longest = 0.0
        work()
        time.sleep(0.5)
    return load.longest * 1000


def write_spec(folder: Path, columns: Mapping[str, str], sections: dict[str, Any]) -> None:
    """Write the spec of the table as it shall be."""
    tables = {
        "account": {"columns": {"id": "bigint primary key"}},
        "entry": {"columns": columns, **sections},
    }
    (folder / "specs").mkdir(exist_ok=True)
    spec = {"schemagen": 1, "project": _PROJECT, "tables": tables}
    (folder / "specs" / f"{_PROJECT}.yaml").write_text(json.dumps(spec), encoding="utf-8")


def compare(server: Server, change: Change, rows: int, clients: int) -> tuple[float, float, float]:
    """Return the longest waits without a migration, with one, and with the plain statements."""
    command = [sys.executable, "-m", "schemagen", "migrate"]
    with TemporaryDirectory() as name:
        folder = Path(name)
        write_spec(folder, change.before, {})
        output([*command, "new", _PROJECT, "first"], folder)
        urls = [server.create_database(), server.create_database()]
        for url in urls:
            output([*command, "up", _PROJECT, "--url", url], folder)
            with psycopg.connect(url, autocommit=True) as connection:
                connection.execute(_FILL.format(rows=rows).encode())
                connection.execute("VACUUM ANALYZE")
        time.sleep(1)
        write_spec(folder, change.columns, change.sections)
        output([*command, "new", _PROJECT, "second"], folder)
        idle = stall(urls[0], rows, clients, lambda: time.sleep(3))
        words = [*command, "up", _PROJECT, "--url", urls[0], "--allow", "DELETES_DATA"]
        ours = stall(urls[0], rows, clients, lambda: output(words, folder))

        def plain() -> None:
            with psycopg.connect(urls[1]) as connection:
                connection.execute(change.naive.encode())

        return idle, ours, stall(urls[1], rows, clients, plain)


def write_history(folder: Path, number: int) -> list[tuple[str, str]]:
    """Write so many migrations that do next to nothing; returns their ids and checksums."""
    found, before = [], ""
    for n in range(number):
        key = f"{20200101000000 + n}_step"
        text = f"-- {key} of {_PROJECT}, up.\n\nCOMMENT ON SCHEMA public IS '{n}';\n"
        digest = hashlib.sha256(text.encode()).hexdigest()
        lock = {"schema": "public", "relation": "entry", "mode": "ACCESS EXCLUSIVE"}
        fact = {"sql": f"COMMENT ON SCHEMA public IS '{n}'", "target": "schema public"}
        known = {**fact, "lock": lock["mode"], "locks": [lock]}
        way = {"checksum": digest, "statements": [known]}
        undo = {"grade": "exact", "reasons": []}
        plan = {"format": 1, "project": _PROJECT, "follows": before, "state": "", "undo": undo}
        place = folder / "migrations" / _PROJECT / key
        place.mkdir(parents=True)
        (place / "up.sql").write_text(text)
        (place / "down.sql").write_text(text)
        (place / "plan.json").write_text(json.dumps({**plan, "up": way, "down": way}, indent=2))
        found.append((key, digest))
        before = key
    return found


_BARE = """
import hashlib, json, pathlib, sys
for folder in sorted(pathlib.Path(sys.argv[1]).iterdir()):
    json.loads((folder / "plan.json").read_text())
    hashlib.sha256((folder / "up.sql").read_bytes()).hexdigest()
"""


class Cost(NamedTuple):
    """Seconds that a command takes: on the wall, and of processors."""

    wall: float
    processor: float

    def __str__(self) -> str:
        return f"{self.wall:.2f} s ({self.processor:.2f} s of a processor)"


def least(command: Sequence[object], folder: Path, runs: int) -> Cost:
    """Return the shortest times of several runs of a command."""
    costs = []
    for _ in range(runs):
        before = os.times()
        wall = timed(command, folder)
        after = os.times()
        spent = after.children_user + after.children_system
        costs.append(Cost(wall, spent - before.children_user - before.children_system))
    return Cost(min(each.wall for each in costs), min(each.processor for each in costs))


def status_of(server: Server, number: int, runs: int = 5) -> tuple[Cost, Cost]:
    """Return what `status` costs, and bare reading."""
    with TemporaryDirectory() as name:
        folder, url = Path(name), server.create_database()
        write_spec(folder, _COLUMNS, {})
        found = write_history(folder, number)
        words = [sys.executable, "-m", "schemagen", "migrate", "status", _PROJECT, "--url", url]
        first = [*words[:4], "up", *words[5:], "--to", found[0][0]]
        output(first, folder)
        with psycopg.connect(url) as connection, connection.cursor() as cursor:
            copy = "COPY schemagen.migration (project, id, checksum, direction, finished, at, by,"
            with cursor.copy(f"{copy} seconds) FROM STDIN".encode()) as rows:
                for key, digest in found[1:]:
                    rows.write_row((_PROJECT, key, digest, "up", True, "now", "bench", 0.0))
        bare = [sys.executable, "-c", _BARE, folder / "migrations" / _PROJECT]
        return least(words, folder, runs), least(bare, folder, runs)


class Applied(NamedTuple):
    """What migrations of a project took in an empty database.

    `statements` counts those of all migrations.
    """

    migrations: int
    statements: int
    first: float
    all: float


def applied_of(server: Server, project: str, root: Path) -> Applied:
    """Run the migrations of a project in an empty database; seconds by its history."""
    url = server.create_database()
    words = [sys.executable, "-m", "schemagen", "migrate", "up", project, "--url", url]
    # They take nothing away that is there already, and give access to roles of their own.
    allowed = ["--allow", "AUTHZ_UPDATE", "--allow", "DELETES_DATA", "--json"]
    ran = json.loads(output([*words, *allowed], root))["migrations"]
    with psycopg.connect(url, autocommit=True) as connection:
        query = "SELECT seconds FROM schemagen.migration ORDER BY id"
        seconds = [float(each) for (each,) in connection.execute(query.encode())]
    count = sum(len(each["statements"]) for each in ran)
    return Applied(len(ran), count, seconds[0], sum(seconds))


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure, and print a line for each."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--clients", type=int, default=8)
    parser.add_argument("--migrations", type=int, default=10_000)
    parser.add_argument(
        "--only", help="only the change of this name, or only `status` or `initial`"
    )
    parser.add_argument("--postgres", type=int, default=None)
    given = parser.parse_args(arguments)
    warm_up()
    with Server(sandbox.find(given.postgres)) as server:
        for change in _CHANGES:
            if given.only in (None, change.name):
                idle, ours, plain = compare(server, change, given.rows, given.clients)
                print(
                    f"{change.name:16} longest wait {ours:7.0f} ms, plain {plain:7.0f} ms,"
                    f" without any {idle:5.0f} ms",
                    flush=True,
                )
        if given.only in (None, "status"):
            status, reading = status_of(server, given.migrations)
            print(f"status of {given.migrations} migrations {status}, bare reading {reading}")
        if given.only in (None, "initial"):
            for folder in sorted(each for each in (_ROOT / "migrations").iterdir()):
                made = applied_of(server, folder.name, _ROOT)
                print(
                    f"{folder.name:16} first migration {made.first:5.2f} s, all {made.migrations}"
                    f" ({made.statements} statements) {made.all:5.2f} s",
                    flush=True,
                )


if __name__ == "__main__":
    main()
