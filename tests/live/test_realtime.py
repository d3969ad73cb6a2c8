"""Realtime, live: what gets into the outbox, and who may read it, write to it and subscribe."""

from __future__ import annotations

from collections.abc import Callable
from typing import LiteralString

import psycopg
import pytest

from tests.projects.acting import Connection, acting, rows, run, value

Live = Callable[[str], Connection]

SHOP = """
actors:
  member: {role: shop_member, claims: {user_id: integer}}
  clerk: {role: shop_clerk}
realtime:
  channels:
    news: {}
    private-user-{user_id}: {subscribe: {member: channel.user_id = claim.user_id}}
    private-order-{order_id}:
      parameters: {order_id: bigint}
      subscribe: {member: exists (select from orders where id = channel.order_id)}
tables:
  orders:
    columns:
      id: bigint primary key
      owner_id: integer
      total: numeric not null default 0.10
      at: timestamptz not null default '2026-01-01 12:00+01'
    access: {member: {select: own, insert: own}, clerk: all}
    realtime:
      ordered: {on: insert, channels: [news, "private-user-{owner_id}"], payload: [id, total, at]}
      changed:
        on: update of total
        when: old.total <> new.total
        channels: private-order-{id}
      gone: {on: delete, channels: news, payload: [id]}
"""

ADD: LiteralString = "INSERT INTO orders (id, owner_id) VALUES (%s, %s)"
TOLD: LiteralString = "SELECT channel, event, payload FROM realtime_outbox ORDER BY id"


@pytest.fixture
def shop(live: Live) -> Connection:
    connection = live(SHOP)
    # As in production, the tables' owner is no superuser, whom nothing binds.
    run(
        connection,
        "CREATE ROLE shop_owner; GRANT CREATE ON SCHEMA public TO shop_owner;"
        "ALTER TABLE orders OWNER TO shop_owner; ALTER TABLE realtime_outbox OWNER TO shop_owner;"
        "ALTER FUNCTION publish_ordered() OWNER TO shop_owner;"
        "ALTER FUNCTION publish_changed() OWNER TO shop_owner;"
        "ALTER FUNCTION publish_gone() OWNER TO shop_owner",
    )
    return connection


def test_what_is_committed_is_told_and_nothing_else(shop: Connection) -> None:
    shop.execute("SET timezone = 'Asia/Tokyo'")
    # What an actor does is told, although it may not touch the outbox; this is rolled back.
    with acting(shop, "shop_member", user_id=7):
        shop.execute(ADD, (2, 7))
    shop.execute(ADD, (1, 7))
    shop.execute(ADD, (3, None))
    shop.execute("UPDATE orders SET total = 2 WHERE id = 1")
    shop.execute("UPDATE orders SET total = 2 WHERE id = 1")
    shop.execute("DELETE FROM orders WHERE id = 3")
    order = {"id": 1, "total": "0.10", "at": "2026-01-01T11:00:00+00:00"}
    assert rows(shop, TOLD) == [
        ("news", "ordered", order),
        ("private-user-7", "ordered", order),
        ("news", "ordered", {**order, "id": 3}),
        ("private-order-1", "changed", {**order, "total": "2", "owner_id": 7}),
        ("news", "gone", {"id": 3}),
    ]
    # One event has one id, on however many channels it is told.
    assert value(shop, "SELECT count(DISTINCT event_id) FROM realtime_outbox") == 4


@pytest.mark.parametrize("role", ["shop_member", "shop_clerk", "shop_owner", "sample_relay"])
def test_nobody_but_the_relay_sees_events_and_nobody_makes_them_up(
    shop: Connection, role: LiteralString
) -> None:
    shop.execute(ADD, (1, 7))
    with acting(shop, role, user_id=7):
        try:
            seen = rows(shop, "SELECT channel FROM realtime_outbox ORDER BY id")
        except psycopg.errors.InsufficientPrivilege:
            seen = None
    owner_sees: list[str] = []
    assert seen == {
        "shop_owner": owner_sees,
        "sample_relay": ["news", "private-user-7"],
    }.get(role)
    if role not in ("shop_owner", "sample_relay"):
        with pytest.raises(psycopg.errors.InsufficientPrivilege), acting(shop, role, user_id=7):
            shop.execute(
                "INSERT INTO realtime_outbox (event_id, channel, event, payload)"
                " VALUES (gen_random_uuid(), 'news', 'made-up', '{}')"
            )


def test_whether_an_actor_may_subscribe_depends_on_what_it_may_select(shop: Connection) -> None:
    shop.execute(ADD, (1, 7))
    may: LiteralString = "SELECT member_may_subscribe_private_order(1)"
    answers = {}
    for user in (7, 8):
        with acting(shop, "shop_member", user_id=user):
            answers[user] = value(shop, may)
    assert answers == {7: True, 8: False}
    with pytest.raises(psycopg.errors.InsufficientPrivilege), acting(shop, "shop_clerk"):
        shop.execute(may)
