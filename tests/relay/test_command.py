"""`schemagen relay`: the trust project's events from its tables to a subscriber, and mistakes."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import LiteralString
from uuid import UUID

import psycopg
import pytest
from typer.testing import CliRunner

from generated.trust import events
from schemagen.cli import app
from schemagen.errors import SchemagenError
from tests.projects.acting import apply_project, run

ROOT = Path(__file__).parents[2]
OWNER, AGENT = UUID(int=1), UUID(int=11)
HAPPENS: tuple[LiteralString, ...] = (
    "INSERT INTO profiles (id) VALUES ('{owner}')",
    "INSERT INTO agents (id, owner_id, name) VALUES ('{agent}', '{owner}', 'a')",
    "INSERT INTO observer_events (agent_id, event_type) VALUES ('{agent}', 'start')",
    "UPDATE agents SET trust_score = 200 WHERE id = '{agent}'",
    "INSERT INTO trust_history (agent_id, previous_score, new_score, source_type)"
    " VALUES ('{agent}', 0, 200, 'observer')",
    "INSERT INTO council_decisions (agent_id, decision_type, risk_level, subject, record)"
    """ VALUES ('{agent}', 'approval', 1, 's', '{{"votes": []}}')""",
    "INSERT INTO marketplace_listings (id, agent_id, owner_id, title, status)"
    " VALUES ('{agent}', '{agent}', '{owner}', 't', 'published')",
    "INSERT INTO acquisitions (consumer_id, agent_id, listing_id, acquisition_type, price)"
    " VALUES ('{owner}', '{agent}', '{agent}', 'purchase', 0.10)",
)


@pytest.mark.majors(18)
def test_every_event_of_a_project_comes_out_as_its_own_class(database: str) -> None:
    with psycopg.connect(database, autocommit=True) as connection:
        apply_project(connection, "trust")
        for statement in HAPPENS:
            run(connection, statement.format(owner=OWNER, agent=AGENT))
        # As in production: a login role that is a member of the relay's, and of nothing else.
        run(connection, "CREATE ROLE relay_login LOGIN IN ROLE trust_relay")
    command = [sys.executable, "-m", "schemagen", "relay", "trust", "--sink", "lines", "--json"]
    url = database.replace("postgres@", "relay_login@")
    assert url != database
    environment = {**os.environ, "SCHEMAGEN_DATABASE_URL": url}
    with subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as relay:
        assert relay.stdout is not None
        told = [events.parse_event(relay.stdout.readline()) for _ in range(10)]
        relay.send_signal(signal.SIGTERM)
        assert relay.wait(10) == 0
        assert relay.stderr is not None
        logged = [json.loads(line)["message"] for line in relay.stderr]
    assert logged[0].startswith("published ")
    user, agent = events.private_user(OWNER), events.private_agent(AGENT)
    assert sorted((type(each).__name__, each.channel) for each in told) == sorted(
        [
            ("NewEvent", events.OBSERVER_FEED),
            ("NewEvent", agent),
            ("AgentChanged", user),
            ("AgentChanged", agent),
            ("TrustChanged", agent),
            ("CouncilDecision", events.PRESENCE_COUNCIL),
            ("CouncilDecision", events.COUNCIL_FEED),
            ("CouncilDecision", agent),
            ("AgentAcquired", user),
            ("AgentAcquired", agent),
        ]
    )
    assert len({each.event_id for each in told}) == 5


@pytest.mark.majors(18)
def test_a_role_that_may_not_take_events_is_told_what_it_needs(database: str) -> None:
    with psycopg.connect(database, autocommit=True) as connection:
        apply_project(connection, "trust")
        run(connection, "CREATE ROLE relay_stranger LOGIN")
    url = database.replace("postgres@", "relay_stranger@")
    command = [sys.executable, "-m", "schemagen", "relay", "trust", "--sink", "lines", "--url", url]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert done.returncode == 1
    assert "the server refused: permission denied for " in done.stderr
    assert "a member of the relay's" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["gym", "--sink", "lines"], "the project gym has no events"),
        (["trust", "--sink", "carrier-pigeon"], 'there is no sink "carrier-pigeon"'),
        (["trust", "--sink", "sse://127.0.0.1:0"], "SCHEMAGEN_RELAY_SECRET is not set"),
        (["trust", "--sink", "pusher"], "Pusher needs PUSHER_APP_ID, PUSHER_KEY, PUSHER_SECRET"),
    ],
)
def test_what_cannot_be_relayed_is_said_before_anything_is_connected(
    words: list[str], said: str
) -> None:
    done = CliRunner().invoke(app(), ["relay", *words, "--root", str(ROOT)])
    assert isinstance(done.exception, SchemagenError)
    assert (str(done.exception), done.exception.exit_code) == (said, 2)
