"""Measure schemagen and its peers side by side, and how their costs grow: `make bench`.

Works are done in turn, round by round, so that other load of the machine falls on all alike; each
in a fresh process. A tool that takes longer than the limit once is not asked for more.

    python -m bench.suite [--sizes 5 100 1000] [--real trust] [--runs 3] [--limit 120]
                          [--peers alembic …] [--postgres 18] [--out bench/results.json]
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.offline import warm_up
from bench.suite.cost import Cost, TooLongError, median, run
from bench.suite.own import Schemagen
from bench.suite.page import write_page
from bench.suite.peers import PEERS
from bench.suite.results import Result, Run, machine, write
from bench.suite.subject import Subject, reference, synthetic
from bench.suite.work import Tool, Work
from schemagen import sandbox

_ROOT = Path(__file__).parents[2]
_LONG = 5.0
"""Seconds of a work that is done once: what is long differs little from run to run."""
_HOME = _ROOT / ".venv" / "bench"


def installed(tools: Sequence[Tool]) -> tuple[list[Tool], dict[str, str]]:
    """Return those of the tools that can be had, and why the others cannot."""
    there, lacking = [], {}
    for tool in tools:
        try:
            tool.install(_HOME)
            there.append(tool)
        except RuntimeError as error:
            lacking[tool.name] = str(error)
            print(f"{tool.name} is left out: {error}", file=sys.stderr)
    return there, lacking


def measured(tool: Tool, subject: Subject, runs: int, limit: float) -> Iterator[Result]:
    """Measure what a tool does with a subject, each work several times before the next."""
    for work in tool.works(subject, _HOME):
        result = partial(Result, work.name, tool.name, subject.name, subject.tables)
        try:
            cost = median(_several(work, runs, limit))
        except TooLongError:
            yield result(None, f"over {limit:.0f} s")
        except RuntimeError as error:
            yield result(None, str(error).splitlines()[-1][:100])
        else:
            yield result(cost)


def _several(work: Work, runs: int, limit: float) -> list[Cost]:
    costs = [_once(work, limit)]
    while len(costs) < runs and costs[0].wall < _LONG:
        costs.append(_once(work, limit))
    return costs


def _once(work: Work, limit: float) -> Cost:
    work.before()
    return run(work.command, work.folder, limit=limit, accept=work.accept, extra=work.extra)


def subjects(
    options: argparse.Namespace, server: sandbox.Server
) -> Iterator[Callable[[Path], Subject]]:
    """Give what makes each subject in a folder."""
    for tables in options.sizes:
        yield partial(synthetic, tables, server)
    for name in options.real:
        yield partial(reference, name, server)


def line(result: Result) -> None:
    """Print one result."""
    said = result.note
    if cost := result.cost:
        said = f"{cost.cpu:8.2f} s CPU {cost.wall:8.2f} s {cost.peak:6.0f} MB"
    name = f"{result.subject}, {result.tables} tables"
    print(f"{name:24} {result.work:28} {result.tool:24} {said}", flush=True)


def main() -> None:
    """Measure everything, and write the results and the page of them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="*", default=[5, 100, 1000])
    parser.add_argument("--real", nargs="*", default=["trust"])
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--limit", type=float, default=120)
    parser.add_argument("--peers", nargs="*", default=[each.name for each in PEERS])
    parser.add_argument("--postgres", type=int, default=None)
    parser.add_argument("--out", type=Path, default=_ROOT / "bench" / "results.json")
    options = parser.parse_args()
    peers, lacking = installed([each for each in PEERS if each.name in options.peers])
    results: list[Result] = []
    warm_up()
    with sandbox.start(options.postgres) as server:
        for make in subjects(options, server):
            with TemporaryDirectory() as folder:
                subject = make(Path(folder))
                for tool in (Schemagen(), *peers):
                    for result in measured(tool, subject, options.runs, options.limit):
                        line(result)
                        results.append(result)
                for url in filter(None, (subject.plain, subject.changed)):
                    server.drop_database(url.partition("@/")[2].partition("?")[0])
        version = server.installation.version
    cores = len(os.sched_getaffinity(0))
    run_ = Run(machine(cores), version, options.runs, lacking, sorted(results, key=_place))
    write(run_, options.out)
    write_page(run_)


def _place(result: Result) -> tuple[str, str, int, str]:
    return result.work, result.subject, result.tables, result.tool


if __name__ == "__main__":
    main()
