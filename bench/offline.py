"""What the offline commands cost, beside their floors, in one run.

Each figure is the median CPU time (user and system) of several fresh processes, the peak is the
largest resident size. Floors: a bare Typer program with as many commands for `--help`, and PyYAML's
C loader reading the same spec without positions for the rest.

    python -m bench.offline [--sizes 100 1000 5000] [--runs 3]
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.suite.cost import Cost, median, run
from bench.synthetic import write_spec
from schemagen.cli import COMMANDS

_BARE_TYPER = """
import typer
app = typer.Typer()
def command():
    "A command."
for number in range({commands}):
    app.command(f"command{{number}}")(command)
app()
"""
_LIMIT = 600.0
"""Seconds that a process may take."""
_BARE_YAML = "import sys, yaml; yaml.load(open(sys.argv[1], encoding='utf-8'), yaml.CSafeLoader)"


def environment() -> dict[str, str]:
    """Return what to measure in: this checkout's code, with its bytecode kept as for a user."""
    # An empty text keeps bytecode, and holds where it is added to what there is.
    kept = {**os.environ, "PYTHONDONTWRITEBYTECODE": ""}
    return {**kept, "PYTHONPATH": str(Path(__file__).parents[1])}


def warm_up() -> None:
    """Compile all modules once, as the first run of an installed program does."""
    package = Path(__file__).parents[1] / "schemagen"
    command = [sys.executable, "-m", "compileall", "-q", str(package)]
    subprocess.run(command, env=environment(), check=True)


def cost(command: Sequence[str], folder: Path, *, accept: Sequence[int] = (0,)) -> Cost:
    """Return what a command costs in a fresh process.

    Raises:
        RuntimeError: it ended with another exit status.
    """
    return run(command, folder, limit=_LIMIT, accept=accept, extra=environment())


def line(name: str, spent: Cost, floor: Cost, against: str) -> None:
    """Print one measurement beside its floor."""
    ratio = spent.cpu / floor.cpu
    print(f"{name:34} {spent.cpu:7.2f} s {spent.peak:6.0f} MB   {ratio:5.1f} x {against}")


def measure_help(folder: Path, runs: int) -> None:
    """Measure `--help` against a bare Typer program."""
    script = folder / "bare.py"
    script.write_text(_BARE_TYPER.format(commands=len(COMMANDS)), encoding="utf-8")
    bare = median([cost([sys.executable, str(script), "--help"], folder) for _ in range(runs)])
    own = median([cost([sys.executable, "-m", "schemagen", "--help"], folder) for _ in range(runs)])
    line("--help", own, bare, f"bare Typer ({own.cpu - bare.cpu:+.3f} s)")


def measure_size(folder: Path, tables: int, runs: int) -> None:
    """Measure builds from nothing, of no change and of one table, and the diff of a spec."""
    spec = folder / "specs" / "synthetic.yaml"
    spec.parent.mkdir(exist_ok=True)
    command = [sys.executable, "-m", "schemagen"]
    root = ["--root", str(folder)]
    spec.write_text(write_spec(tables), encoding="utf-8")
    floor = median(
        [cost([sys.executable, "-c", _BARE_YAML, str(spec)], folder) for _ in range(runs)]
    )
    cold = []
    for _ in range(runs):
        for made in ("generated", ".schemagen"):
            shutil.rmtree(folder / made, ignore_errors=True)
        cold.append(cost([*command, "build", *root], folder))
    line(f"build, {tables} tables", median(cold), floor, "reading the YAML alone")
    again = [cost([*command, "build", *root], folder) for _ in range(runs)]
    line(f"build, {tables} tables, no change", median(again), floor, "reading the YAML alone")
    one = []
    for number in range(runs):
        text = write_spec(tables).replace("varchar(80)", f"varchar({81 + number})", 1)
        spec.write_text(text, encoding="utf-8")
        one.append(cost([*command, "build", *root], folder))
    line(f"build, {tables} tables, 1 changed", median(one), floor, "reading the YAML alone")
    spec.write_text(write_spec(tables), encoding="utf-8")
    cost([*command, "build", *root], folder)
    spec.write_text(write_spec(tables, changed=True), encoding="utf-8")
    changed = [cost([*command, "diff", *root], folder, accept=(3,)) for _ in range(runs)]
    line(f"diff, {tables} tables, 1 % changed", median(changed), floor, "reading the YAML alone")


def main() -> None:
    """Measure everything and print a line each."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[100, 1000, 5000])
    parser.add_argument("--runs", type=int, default=3)
    options = parser.parse_args()
    with TemporaryDirectory() as folder:
        warm_up()
        measure_help(Path(folder), options.runs)
        for tables in options.sizes:
            measure_size(Path(folder), tables, options.runs)


if __name__ == "__main__":
    main()
