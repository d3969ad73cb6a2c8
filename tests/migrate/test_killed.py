"""Migrations whose runner or server dies in their middle (`tests/kill` has the long form)."""

from __future__ import annotations

import random
from collections.abc import Iterator

import pytest

from schemagen import sandbox
from tests.kill.arena import Arena, Way, durable
from tests.kill.loop import Blow, attempt
from tests.kill.proxy import Moment, Strike
from tests.kill.scenarios import small

_BLOWS = 2


@pytest.fixture(scope="module")
def arena() -> Iterator[Arena]:
    """A server of its own: it is restarted in the middle of things."""
    with sandbox.start(18) as server:
        durable(server)
        yield Arena(server)


@pytest.fixture(scope="module")
def ways(arena: Arena, tmp_path_factory: pytest.TempPathFactory) -> tuple[Way, Way]:
    """A migration with all sorts of steps and the way back, over 1200 rows."""
    return arena.prepare(small(tmp_path_factory.mktemp("killed")))


@pytest.mark.parametrize("restart", [False, True], ids=["runner", "server"])
@pytest.mark.parametrize("place", [0, 1], ids=["up", "down"])
def test_what_is_killed_is_completed_by_the_next_run(
    arena: Arena, ways: tuple[Way, Way], place: int, restart: bool
) -> None:
    way = ways[place]
    chance = random.Random(f"{place} {restart}")
    for number in range(_BLOWS):
        # Any request, a different half of the run each time.
        request = int(way.requests * (number + chance.random()) / _BLOWS) + 1
        strike = Strike(request, chance.choice(list(Moment)), 0.002)
        trial = attempt(arena, way, Blow(strike, restart), chance)
        assert trial.blows
        assert trial.verdict.problems == (), trial.blows
