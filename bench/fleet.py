"""How long a fleet takes, and that it holds: canaries, failures, a kill, and going on after each.

So many databases are copied from a template on a server of its own, and one project's migrations
are run in all of them by the command line, as a person would. What does not come out as it should
ends the run.

    python -m bench.fleet [--databases 200] [--tables 5] [--parallel 8] [--postgres 18]
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

import psycopg
from psycopg import sql

from bench.offline import environment, warm_up
from bench.synthetic import write_spec
from schemagen import sandbox

_PROJECT: Final = "synthetic"
_FILE: Final = """\
url: {url}
query: SELECT datname::text FROM pg_database WHERE datname LIKE '{prefix}%' ORDER BY datname
canary: 2
parallel: {parallel}
"""
_UP: Final = ("up", _PROJECT, "--fleet", "fleet.yaml", "--allow", "AUTHZ_UPDATE")
_READ_ONLY: Final = "ALTER DATABASE {} SET default_transaction_read_only = on"
_WRITABLE: Final = "ALTER DATABASE {} RESET default_transaction_read_only"


@dataclass(frozen=True)
class Bench:
    """A repository with two migrations, and a server for databases that lack them."""

    server: sandbox.Server
    folder: Path
    databases: int
    parallel: int

    def prepare(self, tables: int) -> None:
        """Write the repository with its migrations."""
        spec = self.folder / "specs" / f"{_PROJECT}.yaml"
        spec.parent.mkdir()
        for slug, changed in (("initial", False), ("change", True)):
            spec.write_text(write_spec(tables, _PROJECT, changed=changed), encoding="utf-8")
            done = self._finish(self._begin("new", _PROJECT, slug))
            _expect(done.returncode == 0, done.stderr)

    @contextmanager
    def fleet(self, prefix: str) -> Iterator[list[str]]:
        """Make databases and the file that finds them; they go with the block."""
        names = [f"{prefix}_{number:05}" for number in range(self.databases)]
        text = _FILE.format(url=self.server.url(), prefix=prefix, parallel=self.parallel)
        (self.folder / "fleet.yaml").write_text(text, encoding="utf-8")
        started = time.perf_counter()
        for name in names:
            self.server.create_database(name)
        _line(f"making {len(names)} databases", time.perf_counter() - started, len(names))
        yield names
        for name in names:
            self.server.drop_database(name)

    def alter(self, template: str, names: Iterable[str]) -> None:
        """Run a statement about each of some databases."""
        with psycopg.connect(self.server.url(), autocommit=True) as connection:
            for name in names:
                connection.execute(sql.SQL(template).format(sql.Identifier(name)))

    def up(self, *words: str) -> Mapping[str, Any]:
        """Migrate the fleet and return the report."""
        done = self._finish(self._begin(*_UP, "--json", *words))
        _expect(done.returncode in (0, 3), done.stderr)
        report: Mapping[str, Any] = json.loads(done.stdout)
        return report

    def status(self) -> Mapping[str, Any]:
        """Look at the fleet and return the report."""
        done = self._finish(self._begin("status", _PROJECT, "--fleet", "fleet.yaml", "--json"))
        report: Mapping[str, Any] = json.loads(done.stdout)
        return report

    def kill_after(self, count: int) -> None:
        """Migrate the fleet and kill the run when so many databases are done."""
        process = self._begin(*_UP)
        assert process.stderr is not None
        for _ in range(count):
            process.stderr.readline()
        process.kill()
        process.communicate()

    def _begin(self, *words: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-m", "schemagen", "migrate", *words],
            cwd=self.folder,
            env=environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def _finish(self, process: subprocess.Popen[str]) -> subprocess.CompletedProcess[str]:
        out, err = process.communicate()
        return subprocess.CompletedProcess(process.args, process.returncode, out, err)


def measure(bench: Bench) -> None:
    """Migrate a whole fleet, then once more, and look at it."""
    count = bench.databases
    with bench.fleet("plain"):
        report = bench.up()
        _expect(report["counts"]["applied"] == count, report)
        _line("up, two migrations each", report["seconds"], count)
        report = bench.up()
        _expect(report["counts"]["skipped"] == count, report)
        _line("up again, nothing to do", report["seconds"], count)
        started = time.perf_counter()
        looks = bench.status()["databases"]
        _expect([look["standing"] for look in looks] == ["up to date"] * count, looks)
        _line("status, the program's start included", time.perf_counter() - started, count)


def disturb(bench: Bench) -> None:
    """Have a canary fail, then databases in the middle, then a kill; end with all up to date."""
    count = bench.databases
    with bench.fleet("rough") as names:
        bench.alter(_READ_ONLY, names[1:2])
        counts = bench.up()["counts"]
        found = (counts["applied"], counts["failed"], counts["not begun"])
        _expect(found == (1, 1, count - 2), counts)
        bench.alter(_WRITABLE, names[1:2])
        bad = names[count // 5 :: count // 10]
        bench.alter(_READ_ONLY, bad)
        counts = bench.up("--max-failures", "3")["counts"]
        _expect(3 <= counts["failed"] < 3 + bench.parallel and counts["not begun"] > 0, counts)
        print(f"stopped after {counts['failed']} failures: {_said(counts)}")
        bench.alter(_WRITABLE, bad)
        bench.kill_after(count // 5)
        print(f"killed when {count // 5} more were done")
        counts = bench.up()["counts"]
        _expect(counts["applied"] + counts["skipped"] == count and counts["applied"] > 0, counts)
        print(f"gone on with: {_said(counts)}")
        looks = bench.status()["databases"]
        _expect([look["standing"] for look in looks] == ["up to date"] * count, looks)


def _said(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{number} {outcome}" for outcome, number in counts.items() if number)


def _line(name: str, seconds: float, count: int) -> None:
    print(f"{name:40} {seconds:7.2f} s  {count / seconds:7.1f} databases a second", flush=True)


def _expect(fact: bool, report: object) -> None:
    if not fact:
        raise SystemExit(f"this did not come out as it should:\n{report}")


def main() -> None:
    """Measure on a server that is gone afterwards."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--databases", type=int, default=200)
    parser.add_argument("--tables", type=int, default=5)
    parser.add_argument("--parallel", type=int, default=8)
    parser.add_argument("--postgres", type=int, default=None)
    options = parser.parse_args()
    with sandbox.start(options.postgres) as server, TemporaryDirectory() as folder:
        warm_up()
        bench = Bench(server, Path(folder), options.databases, options.parallel)
        bench.prepare(options.tables)
        measure(bench)
        disturb(bench)


if __name__ == "__main__":
    main()
