"""Plans for pairs of live databases, a line of JSON each way, for a scorer to measure.

    python -m tests.corpus.adapter

reads `{"old_dsn": …, "new_dsn": …}` a line and answers `{"up": SQL, "down": SQL}`, or
`{"error": TEXT}`.
"""

from __future__ import annotations

import json
import sys

import psycopg

from schemagen.errors import SchemagenError
from schemagen.plan.transition import plan_transition
from tests.corpus.scorer import read_both, script_of


def answer(question: dict[str, str]) -> dict[str, str]:
    """Plan the way from the old database to the new one, and back."""
    try:
        current, desired = read_both(question["old_dsn"], question["new_dsn"])
        transition = plan_transition(current, desired)
    except (SchemagenError, psycopg.Error) as error:
        return {"error": f"{type(error).__name__}: {error}"}
    return {"up": script_of(transition.statements), "down": script_of(transition.undo)}


def main() -> None:
    """Answer until the input ends."""
    for line in sys.stdin:
        print(json.dumps(answer(json.loads(line))), flush=True)


if __name__ == "__main__":
    main()
