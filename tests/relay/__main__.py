"""Events in spite of kills: `python -m tests.relay [--events 20000] [--kills 20] [--seed 1]`.

Writers write events, two relays publish them to a webhook, and relays and their server are killed
with SIGKILL in between. Fails if an event is lost, told out of order, or told again without a kill.
"""

from __future__ import annotations

import argparse
import sys
import time

from schemagen import sandbox
from tests.kill.arena import durable
from tests.relay.storm import Plan, storm


def main() -> int:
    """Do what the command line says; the exit status tells whether all went well."""
    parser = argparse.ArgumentParser(prog="python -m tests.relay")
    parser.add_argument("--events", type=int, default=20_000, help="how many events (20000)")
    parser.add_argument("--writers", type=int, default=4, help="how many writers (4)")
    parser.add_argument("--kills", type=int, default=20, help="how often a relay is killed (20)")
    parser.add_argument("--restarts", type=int, default=2, help="how often the server is (2)")
    parser.add_argument("--seed", type=int, default=1, help="what chance begins with (1)")
    parser.add_argument("--postgres", type=int, default=18, help="the major version (18)")
    chosen = parser.parse_args()
    plan = Plan(chosen.events, chosen.writers, chosen.kills, chosen.restarts, chosen.seed)
    start = time.monotonic()
    with sandbox.start(chosen.postgres) as server:
        durable(server)
        verdict = storm(server, plan)
    print(f"{verdict}; in {time.monotonic() - start:.0f} s")
    return 0 if verdict.is_well else 1


sys.exit(main())
