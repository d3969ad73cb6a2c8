"""The calls in a text, and how many arguments they have."""

from __future__ import annotations

import pytest

from schemagen.sqltext.calls import call_sizes, calls_in


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


@pytest.mark.parametrize(
    ("text", "calls"),
    [
        ("f(1) = f ( g(2, ')') ) AND f(1) > 0", ("f(1)", "f ( g(2, ')') )")),
        ("\"a b\".f() <> 'f(1)'", ('"a b".f()',)),
        ("f = g(f[1])", ()),
        ("f('", ()),
    ],
)
def test_calls_are_found_as_they_are_written(text: str, calls: tuple[str, ...]) -> None:
    assert calls_in(text, "f") == calls
