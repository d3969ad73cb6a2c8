"""The trust project's events module: who may subscribe to what, and what lets them in."""

from __future__ import annotations

import json
from collections.abc import Iterator
from uuid import UUID

import psycopg
import pytest

from generated.trust import events
from generated.trust.actors import Actor, Anonymous, Member, Relay, System
from tests.projects.acting import Connection, apply_project

OWNER, OTHER = UUID(int=1), UUID(int=2)
AGENT = UUID(int=11)
OWNERS = events.private_user(OWNER)
AGENTS = events.private_agent(AGENT)


@pytest.fixture
def trust(database: str) -> Iterator[Connection]:
    with psycopg.connect(database, autocommit=True) as connection:
        apply_project(connection, "trust")
        connection.execute("INSERT INTO profiles (id) VALUES (%s), (%s)", (OWNER, OTHER))
        connection.execute(
            "INSERT INTO agents (id, owner_id, name) VALUES (%s, %s, 'a')", (AGENT, OWNER)
        )
        yield connection


def allowed(connection: Connection, actor: Actor) -> set[str]:
    """Return the channels that an actor may subscribe to."""
    channels = {events.OBSERVER_FEED, events.COUNCIL_FEED, events.PRESENCE_COUNCIL, OWNERS, AGENTS}
    channels |= {"private-user-x", "private-nothing", events.private_agent(OTHER)}
    with connection.transaction(force_rollback=True):
        for setting, text in actor.settings().items():
            connection.execute("SELECT set_config(%s, %s, true)", (setting, text))
        return {each for each in channels if events.may_subscribe(actor, each, connection)}


@pytest.mark.majors(18)
def test_who_may_subscribe_follows_from_the_rules_and_the_rows(trust: Connection) -> None:
    everybody = {events.OBSERVER_FEED, events.COUNCIL_FEED}
    people = everybody | {events.PRESENCE_COUNCIL}
    assert allowed(trust, Anonymous()) == allowed(trust, Relay()) == everybody
    assert allowed(trust, Member(user_id=None)) == allowed(trust, Member(user_id=OTHER)) == people
    assert allowed(trust, Member(user_id=OWNER)) == people | {OWNERS, AGENTS}
    assert allowed(trust, System()) == people | {OWNERS, AGENTS, events.private_agent(OTHER)}


def test_what_a_claim_decides_needs_no_connection() -> None:
    assert events.may_subscribe(Member(user_id=OWNER), OWNERS)
    with pytest.raises(ValueError, match="a connection of the actor is needed"):
        events.may_subscribe(Member(user_id=OWNER), AGENTS)


def test_subscriptions_are_signed_as_pusher_wants_them() -> None:
    # The example of the protocol's documentation.
    key, secret = "278d425bdf160c739803", "7ad3773142a6692b25b8"
    signature = "58df8b0c36d6982b82c3ecf6b4662e34fe8c25bba48f5369f135bf843651c3a4"
    answer = events.sign_subscription("private-foobar", "1234.1234", key=key, secret=secret)
    assert answer == {"auth": f"{key}:{signature}"}
    present = events.sign_subscription(
        events.PRESENCE_COUNCIL, "1.2", key=key, secret=secret, member="7"
    )
    assert json.loads(present["channel_data"]) == {"user_id": "7", "user_info": {}}
    with pytest.raises(ValueError, match="who its members are"):
        events.sign_subscription(events.PRESENCE_COUNCIL, "1.2", key=key, secret=secret)
    with pytest.raises(ValueError, match="id of a socket"):
        events.sign_subscription(OWNERS, "1.2:private-other", key=key, secret=secret)
