"""What it costs to look at a live database, beside `pg_dump --schema-only` of it, in one run.

A synthetic spec is built and loaded into a server of its own. Each figure is the median wall time
of several fresh processes, taken in turn so that other load of the machine falls on all alike. The
verdict of a difference is remembered; "read anew" is without that.

    python -m bench.live [--tables 1000] [--runs 5] [--postgres 18]
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.offline import environment, warm_up
from bench.synthetic import write_spec
from schemagen import sandbox

# As a command does that has been running for a while: Python's own start is not reading.
_READ = """
import gc, sys, time, psycopg
from schemagen.introspect.snapshot import read_catalog
gc.disable()
sys.setswitchinterval(0.0005)
start = time.perf_counter()
with psycopg.connect(sys.argv[1], autocommit=True) as connection:
    read_catalog(connection)
print(time.perf_counter() - start)
"""
_PROJECT = "synthetic"


def timed(command: Sequence[object], folder: Path, *, accept: Sequence[int] = (0,)) -> float:
    """Run a command to its end and return its wall time in seconds.

    Raises:
        RuntimeError: it ended with another exit status.
    """
    start = time.perf_counter()
    output(command, folder, accept=accept)
    return time.perf_counter() - start


def output(command: Sequence[object], folder: Path, *, accept: Sequence[int] = (0,)) -> str:
    """Run a command to its end and return what it prints.

    Raises:
        RuntimeError: it ended with another exit status.
    """
    done = subprocess.run(
        [str(part) for part in command],
        cwd=folder,
        env=environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode not in accept:
        raise RuntimeError(f"{command[0]} ended with {done.returncode}:\n{done.stderr[-2000:]}")
    return done.stdout


def write(folder: Path, tables: int, *, changed: bool = False) -> None:
    """Write the synthetic spec."""
    spec = folder / "specs" / f"{_PROJECT}.yaml"
    spec.parent.mkdir(exist_ok=True)
    spec.write_text(write_spec(tables, _PROJECT, changed=changed), encoding="utf-8")


def measure(server: sandbox.Server, folder: Path, tables: int, runs: int) -> None:
    """Measure everything and print a line each."""
    own = [sys.executable, "-m", "schemagen"]
    write(folder, tables)
    timed([*own, "build"], folder)
    url = server.create_database("bench")
    script = folder / "generated" / _PROJECT / "schema.sql"
    load = timed([server.psql, "-X", "-q", "-d", url, "-f", script], folder)
    live = [*own, "diff", "--url", url]
    first = timed(live, folder)
    rounds: dict[str, Callable[[], float]] = {
        "pg_dump --schema-only": lambda: timed(
            [server.pg_dump, "--schema-only", "-d", url], folder
        ),
        "reading the catalog": lambda: float(output([sys.executable, "-c", _READ, url], folder)),
        "diff --url, nothing different": lambda: timed(live, folder),
        "diff --url, the same, read anew": lambda: timed(_forgetting(folder, live), folder),
    }
    taken: dict[str, list[float]] = {name: [] for name in rounds}
    for _ in range(runs):
        for name, run in rounds.items():
            taken[name].append(run())
    floor = statistics.median(taken["pg_dump --schema-only"])
    for name, listed in taken.items():
        _line(f"{name}, {tables} tables", statistics.median(listed), floor, "pg_dump")
    _line(f"diff --url, nothing cached, {tables} tables", first, load, "loading with psql")
    write(folder, tables, changed=True)
    spent = timed(live, folder, accept=(3,))
    _line(f"diff --url, 1 % changed, {tables} tables", spent, load, "loading with psql")


def _forgetting(folder: Path, command: list[str]) -> list[str]:
    """Forget the verdict of the last comparison."""
    (folder / ".schemagen" / "cache" / f"{_PROJECT}-agreement.json").unlink(missing_ok=True)
    return command


def _line(name: str, spent: float, floor: float, against: str) -> None:
    print(f"{name:48} {spent:7.2f} s   {spent / floor:5.2f} x {against} ({floor:.2f} s)")


def main() -> None:
    """Measure on a server that is gone afterwards."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tables", type=int, default=1000)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--postgres", type=int, default=None)
    options = parser.parse_args()
    with sandbox.start(options.postgres) as server, TemporaryDirectory() as folder:
        warm_up()
        measure(server, Path(folder), options.tables, options.runs)


if __name__ == "__main__":
    main()
