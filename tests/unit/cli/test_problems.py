"""Problems on a terminal: the caret stands under the right character, whatever the line holds."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemagen.cli.problems import render_problem, render_problems
from schemagen.errors import Place, Problem


def problem(excerpt: str, column: int, *, hint: str = "", warning: bool = False) -> Problem:
    place = Place("specs/shop.yaml", 14, column, excerpt)
    return Problem("unknown-key", "unknown key", place, hint, warning)


def test_a_problem_shows_its_line_a_caret_and_a_hint() -> None:
    text = render_problem(problem("  colums: {}", 3, hint='did you mean "columns"?'))
    assert text == (
        "specs/shop.yaml:14:3: error: unknown key\n"
        "   14 |   colums: {}\n"
        "      |   ^\n"
        '      = did you mean "columns"?\n'
    )


def test_a_warning_is_called_one() -> None:
    assert render_problem(problem("", 1, warning=True)) == (
        "specs/shop.yaml:14:1: warning: unknown key\n"
    )


def test_problems_have_an_empty_line_between_them() -> None:
    text = render_problems([problem("a", 1), problem("b", 1)])
    assert text.count("\n\n") == 1


@pytest.mark.parametrize(
    ("excerpt", "column", "cells"),
    [
        ("abc", 2, 1),
        ("\tabc", 2, 4),
        ("a\tbc", 3, 5),
        ("日本 x", 4, 5),
        ("e\u0301x", 3, 1),
        ("a\u200bx", 3, 1),
        ("abc", 9, 3),
        ("\x1b[31mx", 6, 8),
    ],
)
def test_the_caret_stands_under_its_character(excerpt: str, column: int, cells: int) -> None:
    caret = render_problem(problem(excerpt, column)).splitlines()[2]
    assert caret == "      | " + " " * cells + "^"


def test_a_long_line_is_cut_around_the_caret() -> None:
    line = "x" * 300 + "HERE" + "y" * 300
    shown, caret = render_problem(problem(line, 301), width=60).splitlines()[1:3]
    assert shown.startswith("   14 | …xxx")
    assert shown.endswith("yyy…")
    assert len(shown) == 60 + len("   14 | ")
    assert shown[caret.index("^") :].startswith("HERE")


def test_a_spec_cannot_take_over_the_terminal() -> None:
    place = Place("shop.yaml", 1, 1, "a\x1b[2J\u202eb")
    text = render_problem(Problem("c", "no \x1b[2J", place, "try \x07"))
    assert all(unicodedata.category(char) not in ("Cc", "Cf") for char in text.replace("\n", ""))


def test_color_is_there_only_when_asked_for() -> None:
    item = problem("colums: {}", 1, hint="try")
    assert "\x1b[31merror:\x1b[0m" in render_problem(item, color=True)
    assert "\x1b" not in render_problem(item)


@given(st.text(), st.integers(1, 300), st.integers(20, 120))
def test_no_line_breaks_the_layout(excerpt: str, column: int, width: int) -> None:
    excerpt = excerpt.replace("\r", "").replace("\n", "")
    lines = render_problem(problem(excerpt, column), width=width).split("\n")
    assert len(lines) == (4 if excerpt.strip() else 2)
    if excerpt.strip():
        assert lines[2].startswith("      | ")
        assert lines[2].endswith("^")
        assert len(lines[2]) <= width + len("   14 | ") + 1
