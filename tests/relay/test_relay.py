"""What a relay does with events that are taken, refused, or wanted by nobody at the moment."""

from __future__ import annotations

import http.client
import json
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager

import psycopg
import pytest

from generated.trust.events import ticket
from schemagen.relay import stream
from schemagen.relay.serving import serve_metrics
from schemagen.relay.sinks.sse import SseSink
from schemagen.relay.sinks.webhook import WebhookSink
from tests.relay.outbox import OUTBOX, SECRET
from tests.relay.relaying import relaying
from tests.relay.shop import FAST, make_shop, note, receiving

pytestmark = pytest.mark.majors(18)
PATIENCE = 10.0


@pytest.fixture
def shop(database: str) -> str:
    make_shop(database)
    return database


def wait_for(condition: Callable[[], object]) -> None:
    until = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < until, "it did not come about"
        time.sleep(0.01)


def count(url: str, table: str) -> int:
    with psycopg.connect(url) as connection:
        row = connection.execute(f"SELECT count(*) FROM {table}".encode()).fetchone()
    assert row is not None
    return int(row[0])


def test_a_sink_that_is_down_is_waited_for_and_a_refused_event_holds_up_its_channel(
    shop: str,
) -> None:
    with receiving() as receiver, relaying(shop, WebhookSink(receiver.url, SECRET)) as relay:
        receiver.answers = [503, 429, 500]
        receiver.refuses = 2
        note(shop, *((topic, topic, number) for number in (1, 2, 3) for topic in (7, 8)))
        note(shop, (9, 9, 1))
        wait_for(lambda: len(receiver.told) == 5)
        # 3 is told after 2 was given up, and never before.
        assert receiver.numbers("private-topic-7") == receiver.numbers("private-topic-8") == [1, 3]
        assert receiver.forged == 0
        wait_for(lambda: count(shop, "realtime_outbox") == 0)
        with serve_metrics("127.0.0.1:0", relay.metrics) as served:
            said = fetch(served.address, "/metrics")[1]
        assert "relay_sink_failures_total 3\n" in said
        assert "relay_published_total 5\n" in said
        assert "relay_refused_total 10\n" in said
    with psycopg.connect(shop) as connection:
        dead = connection.execute(
            "SELECT channel, payload ->> 'number', reason FROM realtime_dead_letters ORDER BY 1"
        ).fetchall()
    assert dead == [("private-topic-7", "2", "422"), ("private-topic-8", "2", "422")]


def test_dead_letters_can_be_put_back(shop: str) -> None:
    note(shop, (7, 7, 1))
    with psycopg.connect(shop, autocommit=True) as connection, connection.transaction():
        [event] = OUTBOX.take(connection, ["private-topic-7"], 9)
        OUTBOX.give_up(connection, event, "why not")
        assert OUTBOX.waiting(connection)[0] == 0
        assert OUTBOX.bring_back(connection) == 1
        [back] = OUTBOX.take(connection, ["private-topic-7"], 9)
    assert (back.event_id, back.message) == (event.event_id, event.message)


def test_what_an_iterator_was_given_is_deleted_when_it_is_asked_for_the_next(shop: str) -> None:
    note(shop, *((7, 7, number) for number in (1, 2, 3)))
    with closing(stream(shop, OUTBOX, pace=FAST)) as events:
        first, second = next(events), next(events)
        assert [json.loads(each.payload)["number"] for each in (first, second)] == [1, 2]
    with closing(stream(shop, OUTBOX, pace=FAST)) as events:
        assert next(events).event_id == second.event_id


def fetch(address: str, path: str) -> tuple[int, str]:
    host, _, port = address.rpartition(":")
    connection = http.client.HTTPConnection(host, int(port), timeout=PATIENCE)
    connection.request("GET", path)
    answer = connection.getresponse()
    said = answer.read().decode()
    connection.close()
    return answer.status, said


@contextmanager
def listening(address: str, query: str, last: str = "") -> Iterator[http.client.HTTPResponse]:
    host, _, port = address.rpartition(":")
    connection = http.client.HTTPConnection(host, int(port), timeout=PATIENCE)
    connection.request("GET", f"/?{query}", headers={"Last-Event-ID": last} if last else {})
    answer = connection.getresponse()
    assert answer.status == 200
    assert answer.readline() == b": welcome\n"
    answer.readline()
    yield answer
    connection.close()


def read_frame(answer: http.client.HTTPResponse) -> dict[str, str]:
    frame = {}
    while line := answer.readline().decode().strip():
        name, _, value = line.partition(": ")
        frame[name] = value
    return frame


def test_the_relay_serves_events_itself_to_who_has_a_ticket(shop: str) -> None:
    sink = SseSink("127.0.0.1:0", SECRET)
    channel = "private-topic-7"
    asking = f"channel={channel}&ticket={ticket(channel, secret=SECRET)}"
    expired = f"channel={channel}&ticket={ticket(channel, secret=SECRET, seconds=-1)}"
    with relaying(shop, sink):
        for refused in (f"channel={channel}", expired, asking.replace("topic-7&", "topic-8&")):
            assert fetch(sink.address, f"/?{refused}")[0] == 403
        with listening(sink.address, asking) as answer:
            note(shop, (8, 8, 1), (7, 7, 1), (7, 7, 2))
            frames = [read_frame(answer) for _ in range(2)]
        assert [frame["event"] for frame in frames] == ["noted", "noted"]
        told = [json.loads(frame["data"])["payload"]["number"] for frame in frames]
        assert told == [1, 2]
        with listening(sink.address, asking, last=frames[0]["id"]) as answer:
            assert read_frame(answer) == frames[1]
