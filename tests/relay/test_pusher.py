"""Events of the trust project to a server that speaks the Pusher protocol, and to who may hear."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from uuid import UUID, uuid4

import psycopg
import pytest

from generated.trust import events
from schemagen.relay import Event, Outbox, RefusedError, SinkDownError
from schemagen.relay.sinks.pusher import PusherSink
from tests.projects.acting import apply_project, run
from tests.relay.pusher_server import KEY, SECRET, installed, serving, subscriber
from tests.relay.relaying import relaying
from tests.relay.shop import receiving

NOWHERE = {"PUSHER_APP_ID": "1", "PUSHER_KEY": KEY, "PUSHER_SECRET": SECRET, "PUSHER_TLS": "false"}
AGENT = UUID(int=11)


def event(payload: str) -> Event:
    return Event(1, uuid4(), "c", "e", payload, dt.datetime.now(dt.UTC))


def test_only_what_is_about_the_event_counts_as_its_refusal() -> None:
    with receiving() as receiver:
        port = receiver.url.partition(":")[2].rpartition(":")[2].partition("/")[0]
        sink = PusherSink({**NOWHERE, "PUSHER_HOST": "127.0.0.1", "PUSHER_PORT": port})
        receiver.answers = [400, 413, 401, 503]
        for raised in (RefusedError, RefusedError, SinkDownError, SinkDownError):
            with pytest.raises(raised):
                sink.publish([event("1")])
    nobody = PusherSink({**NOWHERE, "PUSHER_HOST": "127.0.0.1", "PUSHER_PORT": "1"})
    with pytest.raises(SinkDownError, match="Connection refused") as refused:
        nobody.publish([event("1")])
    assert "signature" not in str(refused.value)


@pytest.mark.majors(18)
def test_subscribers_get_what_they_may_hear(database: str, tmp_path: Path) -> None:
    folder = installed()
    if folder is None:
        pytest.skip("no server of the Pusher protocol: `make pusher-server` installs it, with npm")
    with psycopg.connect(database, autocommit=True) as connection:
        apply_project(connection, "trust")
        run(connection, "INSERT INTO profiles (id) VALUES ('00000000-0000-0000-0000-000000000001')")
        connection.execute(
            "INSERT INTO agents (id, owner_id, name) SELECT %s, id, 'a' FROM profiles", [AGENT]
        )
        outbox, private = Outbox(events.OUTBOX, events.DEAD_LETTERS), events.private_agent(AGENT)
        with serving(folder, tmp_path) as found, subscriber(folder, found) as listener:
            for channel, member in (
                (private, None),
                (events.OBSERVER_FEED, None),
                (events.PRESENCE_COUNCIL, "7"),
            ):
                answer = events.sign_subscription(
                    channel, listener.socket_id, key=KEY, secret=SECRET, member=member
                )
                came = listener.subscribe(channel, answer)
                assert came == "pusher_internal:subscription_succeeded"
            forged = events.sign_subscription(private, "1.2", key=KEY, secret=SECRET)
            other = events.private_agent(UUID(int=12))
            assert listener.subscribe(other, forged) == "pusher:subscription_error"
            with relaying(database, PusherSink(found), outbox):
                connection.execute(
                    "INSERT INTO observer_events (agent_id, event_type) VALUES (%s, 'x')", [AGENT]
                )
                told = [listener.next() for _ in range(2)]
    assert {each["channel"] for each in told} == {events.OBSERVER_FEED, private}
    parsed = [events.parse_event(each["data"]) for each in told]
    assert [type(each) for each in parsed] == [events.NewEvent, events.NewEvent]
    assert parsed[0].event_id == parsed[1].event_id
