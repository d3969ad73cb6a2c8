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
import statistics
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

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
_BARE_YAML = "import sys, yaml; yaml.load(open(sys.argv[1], encoding='utf-8'), yaml.CSafeLoader)"


@dataclass(frozen=True, slots=True)
class Cost:
    """CPU seconds and peak megabytes of one process."""

    cpu: float
    peak: float


def environment() -> dict[str, str]:
    """Return what to measure in: this checkout's code, with its bytecode kept as for a user."""
    kept = {key: text for key, text in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    return {**kept, "PYTHONPATH": str(Path(__file__).parents[1])}


def warm_up() -> None:
    """Compile all modules once, as the first run of an installed program does."""
    package = Path(__file__).parents[1] / "schemagen"
    command = [sys.executable, "-m", "compileall", "-q", str(package)]
    subprocess.run(command, env=environment(), check=True)


def run(command: Sequence[str], folder: Path, *, accept: Sequence[int] = (0,)) -> Cost:
    """Run a command to its end and return what it cost.

    Raises:
        RuntimeError: it ended with another exit status.
    """
    pid = os.posix_spawnp(
        command[0],
        list(command),
        {**environment(), "PWD": str(folder)},
        file_actions=[(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)],
    )
    _, status, usage = os.wait4(pid, 0)
    if os.waitstatus_to_exitcode(status) not in accept:
        raise RuntimeError(f"{' '.join(command)} ended with {os.waitstatus_to_exitcode(status)}")
    return Cost(usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def median(costs: Sequence[Cost]) -> Cost:
    """Return the median time and the largest size."""
    return Cost(statistics.median(cost.cpu for cost in costs), max(cost.peak for cost in costs))


def line(name: str, cost: Cost, floor: Cost, against: str) -> None:
    """Print one measurement beside its floor."""
    ratio = cost.cpu / floor.cpu
    print(f"{name:34} {cost.cpu:7.2f} s {cost.peak:6.0f} MB   {ratio:5.1f} x {against}")


def measure_help(folder: Path, runs: int) -> None:
    """Measure `--help` against a bare Typer program."""
    script = folder / "bare.py"
    script.write_text(_BARE_TYPER.format(commands=len(COMMANDS)), encoding="utf-8")
    bare = median([run([sys.executable, str(script), "--help"], folder) for _ in range(runs)])
    own = median([run([sys.executable, "-m", "schemagen", "--help"], folder) for _ in range(runs)])
    line("--help", own, bare, f"bare Typer ({own.cpu - bare.cpu:+.3f} s)")


def measure_size(folder: Path, tables: int, runs: int) -> None:
    """Measure builds from nothing, of no change and of one table, and the diff of a spec."""
    spec = folder / "specs" / "synthetic.yaml"
    spec.parent.mkdir(exist_ok=True)
    command = [sys.executable, "-m", "schemagen"]
    root = ["--root", str(folder)]
    spec.write_text(write_spec(tables), encoding="utf-8")
    floor = median(
        [run([sys.executable, "-c", _BARE_YAML, str(spec)], folder) for _ in range(runs)]
    )
    cold = []
    for _ in range(runs):
        for made in ("generated", ".schemagen"):
            shutil.rmtree(folder / made, ignore_errors=True)
        cold.append(run([*command, "build", *root], folder))
    line(f"build, {tables} tables", median(cold), floor, "reading the YAML alone")
    again = [run([*command, "build", *root], folder) for _ in range(runs)]
    line(f"build, {tables} tables, no change", median(again), floor, "reading the YAML alone")
    one = []
    for number in range(runs):
        text = write_spec(tables).replace("varchar(80)", f"varchar({81 + number})", 1)
        spec.write_text(text, encoding="utf-8")
        one.append(run([*command, "build", *root], folder))
    line(f"build, {tables} tables, 1 changed", median(one), floor, "reading the YAML alone")
    spec.write_text(write_spec(tables), encoding="utf-8")
    run([*command, "build", *root], folder)
    spec.write_text(write_spec(tables, changed=True), encoding="utf-8")
    changed = [run([*command, "diff", *root], folder, accept=(3,)) for _ in range(runs)]
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
