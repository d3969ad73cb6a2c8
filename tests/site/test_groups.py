"""How many tables become groups that a person can take in."""

from __future__ import annotations

from itertools import pairwise

from schemagen.catalog.object import ObjectId
from schemagen.site.groups import LARGEST, groups_of


def tables(*names: str, schema: str = "app") -> list[ObjectId]:
    return [ObjectId("table", schema, name) for name in names]


def titles(found: list[ObjectId]) -> dict[str, int]:
    return {group.title: len(group.tables) for group in groups_of(found, {})}


def test_a_small_schema_is_a_group() -> None:
    found = [*tables("orders", "order_lines"), *tables("log", schema="audit")]
    assert titles(found) == {"app": 2, "audit": 1}


def test_a_large_schema_is_divided_by_first_words() -> None:
    billing = tables(*(f"billing_{number}" for number in range(30)))
    stock = tables(*(f"stock_{number}" for number in range(20)))
    found = [*billing, *stock, *tables("users", "stockings")]
    assert titles(found) == {"billing": 30, "stock": 20, "other tables": 2}
    found += tables("log", schema="audit")
    assert list(titles(found)) == ["app: billing", "app: stock", "app: other tables", "audit"]


def test_what_is_too_large_is_cut_where_few_foreign_keys_are() -> None:
    chain = tables(*(f"t{number * 37 % 100:02}" for number in range(100)))
    pairs = list(pairwise(chain))
    neighbours = {key: {b if a == key else a for a, b in pairs if key in (a, b)} for key in chain}
    groups = groups_of(chain, neighbours)
    assert [group.title for group in groups] == [f"app ({n} of 3)" for n in (1, 2, 3)]
    assert max(len(group.tables) for group in groups) <= LARGEST
    assert {key for group in groups for key in group.tables} == set(chain)
    home = {key: group for group in groups for key in group.tables}
    assert sum(home[a] is not home[b] for a, b in pairs) <= 6
