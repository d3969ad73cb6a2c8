"""A short storm; the long one is `make relay-kill`."""

from __future__ import annotations

from schemagen import sandbox
from tests.relay.storm import Plan, storm


def test_nothing_is_lost_or_disordered_when_relays_and_their_server_are_killed() -> None:
    plan = Plan(events=1200, writers=4, kills=3, restarts=1)
    with sandbox.start(18) as server:
        verdict = storm(server, plan)
    assert verdict.is_well, str(verdict)
    assert (verdict.written, verdict.blows) == (1200, 4)
