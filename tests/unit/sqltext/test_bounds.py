from __future__ import annotations

from decimal import Decimal

import pytest

from schemagen.sqltext.bounds import simple_checks
from schemagen.sqltext.column_bound import ColumnBound, merge_bounds


@pytest.mark.parametrize(
    ("check", "bounds"),
    [
        ("score between 0 and 1000", [ColumnBound("score", ge=0, le=1000)]),
        ("a > 0 and b <= 10.5", [ColumnBound("a", gt=0), ColumnBound("b", le=Decimal("10.5"))]),
        ("0 <= a", [ColumnBound("a", ge=0)]),
        ("((a >= -1)) and (b < 2)", [ColumnBound("a", ge=-1), ColumnBound("b", lt=2)]),
        ("a in ('x', 'it''s')", [ColumnBound("a", choices=("x", "it's"))]),
        ("a = any (array['x', 'y'])", [ColumnBound("a", choices=("x", "y"))]),
        (
            "(a)::text = ANY ((ARRAY['x'::character varying, 'y'::text])::text[])",
            [ColumnBound("a", choices=("x", "y"))],
        ),
        ("char_length(name) <= 20", [ColumnBound("name", max_length=20)]),
        (
            "length(name) between 1 and 50 and name ~ '^[a-z]+$'",
            [
                ColumnBound("name", min_length=1, max_length=50),
                ColumnBound("name", pattern="^[a-z]+$"),
            ],
        ),
        ("a is null or a > 3", [ColumnBound("a", gt=3)]),
        ("a > 0 and something_else(a, b)", [ColumnBound("a", gt=0)]),
        ("case when a and b then c end = 1 and d = 4", [ColumnBound("d", choices=(4,))]),
    ],
)
def test_simple_terms_become_bounds(check: str, bounds: list[ColumnBound]) -> None:
    assert list(simple_checks(check)) == bounds


@pytest.mark.parametrize(
    "check",
    [
        "a > 0 or b > 0",
        "b is null or a > 3",
        "a > 1 and b or c > 2",
        "a > b",
        "not a > 3",
        "a between symmetric 1 and 2",
        "a not between 1 and 2",
        "a between 1 and 2 + b",
        "a in (1, b)",
        "a ~* 'x'",
        "a::int > 3",
        "a > '2020-01-01'",
        "a = '2020-01-01'::date",
        "length(btrim(a)) > 0",
        "x[1] > 2",
        "t.a > 2",
        "a in (1) is true",
        "a in ()",
        "a between",
        "a and",
        "(",
        "",
    ],
)
def test_what_is_not_certain_says_nothing(check: str) -> None:
    assert simple_checks(check) == ()


def test_the_strictest_bounds_hold_together() -> None:
    merged = merge_bounds(
        [
            ColumnBound("a", ge=0, max_length=5, choices=("x", "y")),
            ColumnBound("a", ge=3, le=9, max_length=8, pattern="p", choices=("y", "z")),
        ]
    )
    assert merged == ColumnBound("a", ge=3, le=9, choices=("y",), max_length=5, pattern="p")


def test_a_text_that_is_not_empty_has_a_character() -> None:
    assert simple_checks("name <> ''") == (ColumnBound("name", min_length=1),)
    assert simple_checks("name <> 'x'") == ()
