"""Tenancy, live: no row of another tenant is seen, changed, taken over or referred to."""

from __future__ import annotations

from collections.abc import Callable
from typing import LiteralString

import pytest
from psycopg import errors

from tests.projects.acting import Connection, acting, forbidden, refused, rows, run

Live = Callable[[str], Connection]

SHOP = """
postgres: 15
actors:
  member: {role: shop_member, claims: {user_id: integer, shop_id: integer}}
  system: {role: shop_system}
tenancy: {table: shops, column: shop_id, claim: shop_id}
tables:
  shops:
    columns: {id: integer primary key, name: text}
    tenant: true
    access: {member: {select: all, update: all}, system: all}
  customers:
    columns: {id: integer primary key, name: text}
    tenant: true
    access: {member: all, system: all}
  orders:
    columns:
      id: integer primary key
      customer_id: integer references customers on delete cascade
      agent_id: integer references customers on delete set null
    tenant: true
    access: {member: all, system: all}
"""

SEED = """
INSERT INTO shops VALUES (1, 'a'), (2, 'b');
INSERT INTO customers (id, shop_id) VALUES (11, 1), (12, 1), (21, 2);
INSERT INTO orders (id, shop_id, customer_id, agent_id) VALUES (111, 1, 11, 12), (211, 2, 21, 21);
"""


@pytest.fixture
def shop(live: Live) -> Connection:
    connection = live(SHOP)
    run(connection, SEED)
    return connection


def test_the_tenants_key_stands_behind_the_primary_key(shop: Connection) -> None:
    query: LiteralString = (
        "SELECT attname::text, attnotnull FROM pg_attribute"
        " WHERE attrelid = 'orders'::regclass AND attnum > 0 ORDER BY attnum"
    )
    found = rows(shop, query)
    assert found[:2] == [("id", True), ("shop_id", True)]


@pytest.mark.parametrize("table", ["shops", "customers", "orders"])
def test_only_the_own_tenants_rows_are_there(shop: Connection, table: str) -> None:
    column = "id" if table == "shops" else "shop_id"
    for tenant in (1, 2):
        with acting(shop, "shop_member", shop_id=tenant):
            found = shop.execute(f"SELECT DISTINCT {column} FROM {table}".encode()).fetchall()
            assert found == [(tenant,)]
    with acting(shop, "shop_member"):
        assert shop.execute(f"SELECT FROM {table}".encode()).fetchall() == []
    with acting(shop, "shop_system"):
        both = shop.execute(f"SELECT DISTINCT {column} FROM {table} ORDER BY 1".encode())
        assert both.fetchall() == [(1,), (2,)]


def test_rows_of_others_are_out_of_reach(shop: Connection) -> None:
    with acting(shop, "shop_member", shop_id=1):
        assert shop.execute("UPDATE customers SET name = 'x'").rowcount == 2
        assert shop.execute("UPDATE customers SET name = 'x' WHERE id = 21").rowcount == 0
        assert shop.execute("DELETE FROM orders WHERE id = 211").rowcount == 0
        assert shop.execute("UPDATE shops SET name = 'x'").rowcount == 1
        with forbidden(shop):
            shop.execute("INSERT INTO customers (id, shop_id) VALUES (22, 2)")


def test_a_row_cannot_be_moved_to_another_tenant(shop: Connection) -> None:
    with acting(shop, "shop_member", shop_id=1):
        # Once with a WHERE clause, for which the policies for SELECT count too, and once without.
        for statement in (
            b"UPDATE customers SET shop_id = 2 WHERE id = 12",
            b"UPDATE customers SET shop_id = 2",
        ):
            with forbidden(shop):
                shop.execute(statement)


def test_a_reference_to_another_tenants_row_is_refused(shop: Connection) -> None:
    with acting(shop, "shop_member", shop_id=1):
        for customer in (21, 99):
            with refused(shop, errors.ForeignKeyViolation, _constraint(customer)):
                shop.execute(
                    "INSERT INTO orders (id, shop_id, customer_id) VALUES (112, 1, %s)", (customer,)
                )


def _constraint(customer: int) -> str:
    exists = customer == 21
    return "orders_shop_id_customer_id_fkey" if exists else "orders_customer_id_fkey"


def test_actions_on_delete_stay_as_they_are(shop: Connection) -> None:
    shop.execute("DELETE FROM customers WHERE id = 12")
    query: LiteralString = "SELECT id, shop_id, agent_id FROM orders ORDER BY id"
    assert rows(shop, query) == [(111, 1, None), (211, 2, 21)]
    shop.execute("DELETE FROM customers WHERE id = 11")
    assert rows(shop, query) == [(211, 2, 21)]


def test_only_actors_that_are_listed_are_bound(live: Live) -> None:
    connection = live(
        SHOP.replace("claim: shop_id}", "claim: shop_id, actors: [member]}").replace(
            "system: {role: shop_system}", "system: {role: shop_system, claims: {shop_id: integer}}"
        )
    )
    run(connection, SEED)
    with acting(connection, "shop_system", shop_id=1):
        assert rows(connection, "SELECT count(*) FROM customers") == [3]
