"""Migrations in spite of kills: `python -m tests.kill [--kills 500] [--seed 1]`.

A runner, a process of its own, is killed with SIGKILL before, during and after each of the requests
that it sends, or its server breaks off and starts again; it is run again, and perhaps struck again,
until it is done. Then the database is compared with one that nobody disturbed. First comes each
boundary between two requests, in an order of chance, and then any moment. The same seed chooses
the same blows. Fails if a database is not what it is to be.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from schemagen import sandbox
from tests.kill.arena import Arena, Way, durable
from tests.kill.loop import Blow, Trial, attempt, by_chance, every_boundary
from tests.kill.scenarios import PROJECTS, Scenario, of_project, synthetic
from tests.specs import project_named


def main() -> int:
    """Do what the command line says; the exit status tells whether all went well."""
    parser = argparse.ArgumentParser(prog="python -m tests.kill")
    parser.add_argument("--kills", type=int, default=500, help="how many blows (500)")
    parser.add_argument("--seed", type=int, default=1, help="what chance begins with (1)")
    parser.add_argument("--postgres", type=int, default=18, help="the major version (18)")
    parser.add_argument("--only", default="", help="a project, or synthetic")
    chosen = parser.parse_args()
    chance = random.Random(chosen.seed)
    with tempfile.TemporaryDirectory() as folder, sandbox.start(chosen.postgres) as server:
        durable(server)
        arena = Arena(server)
        ways = list(_ways(arena, Path(folder), chosen.only))
        return _report(_trials(arena, ways, chosen.kills, chance))


def _ways(arena: Arena, folder: Path, only: str) -> Iterator[Way]:
    for scenario in _scenarios(folder, arena.server.major, only):
        for way in arena.prepare(scenario):
            print(f"{way.name}: {way.requests} requests", flush=True)
            yield way


def _scenarios(folder: Path, major: int, only: str) -> Iterator[Scenario]:
    if only in ("", "synthetic"):
        yield synthetic(folder / "synthetic", major)
    for project in PROJECTS:
        if only in ("", project) and project_named(project).postgres <= major:
            yield from of_project(folder / project, project)


def _trials(
    arena: Arena, ways: Sequence[Way], kills: int, chance: random.Random
) -> Iterator[Trial]:
    boundaries = [(way, blow) for way in ways for blow in every_boundary(way)]
    chance.shuffle(boundaries)
    fallen = 0
    for way, blow in _forever(boundaries, ways, chance):
        if fallen >= kills:
            return
        trial = attempt(arena, way, blow, chance)
        fallen += len(trial.blows)
        yield trial


def _forever(
    boundaries: Sequence[tuple[Way, Blow]], ways: Sequence[Way], chance: random.Random
) -> Iterator[tuple[Way, Blow]]:
    """Give boundaries and blows by chance in turn, and only those when the boundaries end."""
    for boundary in boundaries:
        yield boundary
        way = chance.choice(ways)
        yield way, by_chance(way, chance)
    while True:
        way = chance.choice(ways)
        yield way, by_chance(way, chance)


def _report(trials: Iterator[Trial]) -> int:
    start = time.monotonic()
    done: list[Trial] = []
    for trial in trials:
        done.append(trial)
        for problem in trial.verdict.problems:
            print(f"{trial.way.name}: {', '.join(map(str, trial.blows))}: {problem}", flush=True)
        if len(done) % 20 == 0:
            print(_summary(done), flush=True)
    print(f"{_summary(done)}, in {time.monotonic() - start:.0f} s")
    return 1 if any(trial.verdict.problems for trial in done) else 0


def _summary(done: Sequence[Trial]) -> str:
    blows = [blow for trial in done for blow in trial.blows]
    restarts = sum(blow.restart for blow in blows)
    wrong = sum(bool(trial.verdict.problems) for trial in done)
    runs = [trial.runs for trial in done]
    return (
        f"{len(blows)} kills ({restarts} of them of the server), {len(done)} databases,"
        f" {wrong} inconsistent, {sum(trial.verdict.lost for trial in done)} rows lost,"
        f" {sum(trial.verdict.doubled for trial in done)} doubled,"
        f" runs to converge: {sum(runs) / max(len(runs), 1):.1f} on average, {max(runs, default=0)}"
        " at most"
    )


sys.exit(main())
