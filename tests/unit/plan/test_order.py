"""The order in which things are made and removed."""

from __future__ import annotations

import re

import pytest

from schemagen.plan.order import CycleError
from schemagen.plan.whole import create_statements, drop_statements
from tests.specs import project_of


def created(text: str) -> list[str]:
    return [item.sql for item in create_statements(project_of(text).catalog)]


def dropped(text: str) -> list[str]:
    return [item.sql for item in drop_statements(project_of(text).catalog)]


def position(statements: list[str], pattern: str) -> int:
    found = [n for n, text in enumerate(statements) if re.search(pattern, text)]
    assert found, pattern
    return found[0]


CYCLE = """
tables:
  gyms:
    columns: {id: integer primary key, manager_id: integer references users}
  users:
    columns: {id: integer primary key, gym_id: integer references gyms}
"""

FUNCTIONS = """
functions:
  tier:
    {arguments: score integer, returns: text, volatility: immutable, body: "SELECT 'x'::text"}
  count_users: {returns: bigint, volatility: stable, body: SELECT count(*) FROM users}
tables:
  users:
    columns:
      id: integer primary key
      score: integer not null default 0 check (tier(score) <> '')
      tier: text generated always as (tier(score)) stored
    policies:
      few: {command: insert, with_check: count_users() < 10}
views:
  best: {query: SELECT id FROM users WHERE tier = 'x'}
  very_best: {query: SELECT id FROM best}
"""


def test_foreign_keys_come_after_all_tables() -> None:
    statements = created(CYCLE)
    tables = [n for n, text in enumerate(statements) if text.startswith("CREATE TABLE")]
    keys = [n for n, text in enumerate(statements) if "FOREIGN KEY" in text]
    assert max(tables) < min(keys)


def test_only_the_foreign_key_in_the_way_of_a_drop_is_dropped_first() -> None:
    assert dropped(CYCLE) == [
        "ALTER TABLE public.gyms DROP CONSTRAINT gyms_manager_id_fkey",
        "DROP TABLE public.users",
        "DROP TABLE public.gyms",
    ]


def test_a_function_stands_before_the_table_that_uses_it_and_after_the_one_it_reads() -> None:
    statements = created(FUNCTIONS)
    table = position(statements, "CREATE TABLE public.users")
    assert position(statements, r"CREATE FUNCTION public.tier") < table
    assert position(statements, r"CREATE FUNCTION public.count_users") > table


def test_a_view_stands_after_what_it_reads() -> None:
    statements = created(FUNCTIONS)
    best = position(statements, "CREATE VIEW public.best")
    assert position(statements, "CREATE TABLE public.users") < best
    assert best < position(statements, "CREATE VIEW public.very_best")


def test_a_policy_that_needs_a_later_function_is_dropped_by_name() -> None:
    statements = dropped(FUNCTIONS)
    policy = position(statements, "DROP POLICY few")
    assert policy < position(statements, r"DROP FUNCTION public.count_users")
    assert position(statements, r"DROP FUNCTION public.count_users") < position(
        statements, "DROP TABLE"
    )


def test_a_check_that_needs_its_own_table_gets_a_statement_of_its_own() -> None:
    statements = created(
        """
functions:
  is_free: {arguments: wanted text, returns: boolean,
            body: SELECT NOT EXISTS (SELECT FROM rooms WHERE name = wanted)}
tables:
  rooms:
    columns: {name: text}
    checks: {free: is_free(name)}
"""
    )
    assert [text.split("(")[0].strip() for text in statements] == [
        "CREATE TABLE public.rooms",
        "CREATE FUNCTION public.is_free",
        "ALTER TABLE public.rooms ADD CONSTRAINT free CHECK",
    ]


def test_views_that_need_each_other_are_refused_by_name() -> None:
    with pytest.raises(CycleError, match=r"view public.a, view public.b"):
        created("views: {a: {query: SELECT 1 FROM b}, b: {query: SELECT 1 FROM a}}")
