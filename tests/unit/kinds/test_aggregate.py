"""The arguments of aggregates, those behind ORDER BY included."""

from __future__ import annotations

import pytest

from schemagen.kinds.aggregate import Aggregate
from tests.specs import project_of


@pytest.mark.parametrize(
    ("arguments", "types"),
    [
        ("border bytea", "bytea"),
        ('"order by" text', "text"),
        ("share float8 ORDER   BY value text", "double precision, text"),
        ("", ""),
    ],
)
def test_order_by_is_two_words_and_not_a_part_of_others(arguments: str, types: str) -> None:
    text = arguments.replace('"', '\\"')
    spec = f'aggregates: {{gathered: {{arguments: "{text}", sfunc: grow, stype: bytea}}}}\n'
    [found] = project_of(spec).catalog.of(Aggregate)
    assert found.input_types == types
