"""How many arguments calls have."""

from __future__ import annotations

import pytest

from schemagen.sqltext.calls import call_sizes


@pytest.mark.parametrize(
    ("text", "sizes"),
    [
        ("SELECT f()", {0}),
        ("SELECT f(1), public.f(g(2, 3), ARRAY[4, 5])", {1, 2}),
        ("SELECT g(1, 2), f", set()),
        ("SELECT f((1, 2), 'a, b')", {2}),
        ("SELECT 'it is open", set()),
    ],
)
def test_arguments_are_counted_by_call(text: str, sizes: set[int]) -> None:
    assert call_sizes(text, "f") == sizes
