"""Killing runs until they converge, and judging what they leave."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tests.kill.arena import Arena, Way
from tests.kill.proxy import Moment, Strike
from tests.kill.state import Verdict, compare, left_behind, state_of

RESTARTS = 0.15
"""The share of blows that fall on the server."""
AGAIN = 0.35
"""The share of runs after a blow that are struck as well."""
MOST = 12
"""Runs after which a database counts as one that does not converge."""


@dataclass(frozen=True, slots=True)
class Blow:
    """A strike at a runner, or at its server."""

    strike: Strike
    restart: bool

    def __str__(self) -> str:
        target = "server" if self.restart else "runner"
        return f"{target} {self.strike.moment} request {self.strike.request}"


@dataclass(frozen=True, slots=True)
class Trial:
    """One database that was migrated in spite of blows.

    Attributes:
        way: what was run.
        blows: those that fell.
        runs: how many it took in all.
        verdict: what is wrong with the database.
    """

    way: Way
    blows: tuple[Blow, ...]
    runs: int
    verdict: Verdict


def every_boundary(way: Way) -> Iterator[Blow]:
    """Give the blows before and after each request of a way."""
    for request in range(1, way.requests + 1):
        for moment in (Moment.BEFORE, Moment.AFTER):
            yield Blow(Strike(request, moment), restart=False)


def by_chance(way: Way, chance: random.Random) -> Blow:
    """Return a blow at any request of a way."""
    moment = chance.choice(list(Moment))
    strike = Strike(chance.randint(1, way.requests), moment, chance.expovariate(1 / 0.004))
    return Blow(strike, restart=chance.random() < RESTARTS)


def attempt(arena: Arena, way: Way, first: Blow, chance: random.Random) -> Trial:
    """Run a way on a new database until it is done, struck once or more."""
    database = arena.clone(way.template)
    blows: list[Blow] = []
    blow: Blow | None = first
    problems: list[str] = []
    runs = 0
    while runs < MOST:
        runs += 1
        strike = blow.strike if blow else None
        ended = arena.run(way, database, strike, restart=bool(blow and blow.restart))
        if blow and ended.struck:
            blows.append(blow)
        elif ended.status:
            problems.append(f"failed undisturbed: {ended.said.strip()}")
            break
        if not ended.status:
            break
        blow = by_chance(way, chance) if chance.random() < AGAIN else None
    else:
        problems.append(f"does not converge in {MOST} runs")
    verdict = _judge(arena, way, database, problems)
    if not verdict.problems:
        arena.server.drop_database(database)
    return Trial(way, tuple(blows), runs, verdict)


def _judge(arena: Arena, way: Way, database: str, problems: Sequence[str]) -> Verdict:
    url = arena.server.url(database)
    found = compare(state_of(arena.server, url), way.wanted)
    every = (*problems, *left_behind(url), *found.problems)
    return Verdict(every, found.lost, found.doubled)
