"""What was measured, as data that is kept."""

from __future__ import annotations

import json
import platform
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from bench.suite.cost import Cost


@dataclass(frozen=True, slots=True, order=True)
class Result:
    """What a work costs a tool on a subject.

    Attributes:
        work: what was done.
        tool: by what.
        subject: on what.
        tables: how many tables that has.
        cost: seconds and megabytes; None where it was not to be had.
        note: why not: `over 120 s`.
    """

    work: str
    tool: str
    subject: str
    tables: int
    cost: Cost | None
    note: str = ""


@dataclass(frozen=True)
class Run:
    """One run of the suite.

    Attributes:
        machine: its processor, cores and system.
        postgres: the version of the server.
        runs: how often each work was done; costs are medians, peaks the largest.
        lacking: why tools could not be had, by name.
        results: everything, sorted.
    """

    machine: str
    postgres: str
    runs: int
    lacking: dict[str, str]
    results: Sequence[Result]


def write(run: Run, path: Path) -> None:
    """Write a run as JSON."""
    text = json.dumps(asdict(run), indent=1, sort_keys=True)
    path.write_text(f"{text}\n", encoding="utf-8")


def read(path: Path) -> Run:
    """Read what `write` wrote."""
    told = json.loads(path.read_text(encoding="utf-8"))
    results = [
        Result(**{**each, "cost": Cost(**each["cost"]) if each["cost"] else None})
        for each in told.pop("results")
    ]
    return Run(**told, results=results)


def machine(cores: int) -> str:
    """Return what this machine is, without its name."""
    version = platform.python_version()
    return f"{platform.machine()}, {cores} cores, {platform.system()}, Python {version}"
