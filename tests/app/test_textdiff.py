"""Differences of files as `build --check` shows them."""

from __future__ import annotations

from pathlib import Path

import pytest

from schemagen.app.files import FileChange
from schemagen.app.textdiff import unified


def shown(current: str | None, desired: str | None) -> list[str]:
    before, after = (None if text is None else text.encode() for text in (current, desired))
    return list(unified(FileChange(Path("x"), before, after), "x"))


def numbered(count: int, **other: str) -> str:
    lines = [other.get(f"line{number}", f"{number}") for number in range(1, count + 1)]
    return "".join(f"{line}\n" for line in lines)


def test_a_change_is_shown_with_three_lines_around_it() -> None:
    assert shown(numbered(20), numbered(20, line10="ten")) == [
        "--- x",
        "+++ x",
        "@@ line 7 @@",
        " 7",
        " 8",
        " 9",
        "-10",
        "+ten",
        " 11",
        " 12",
        " 13",
    ]


def test_changes_far_apart_are_hunks_of_their_own() -> None:
    lines = shown(numbered(50), numbered(50, line5="five", line45="x"))
    assert [line for line in lines if line.startswith("@@")] == ["@@ line 2 @@", "@@ line 42 @@"]


@pytest.mark.parametrize(
    ("current", "desired", "expected"),
    [
        (None, "a\n", ["--- /dev/null", "+++ x", "@@ line 1 @@", "+a"]),
        ("a\n", None, ["--- x", "+++ /dev/null", "@@ line 1 @@", "-a"]),
        ("a\nb\n", "a\n", ["--- x", "+++ x", "@@ line 1 @@", " a", "-b"]),
        ("a\na\n", "a\na\na\n", ["--- x", "+++ x", "@@ line 1 @@", " a", " a", "+a"]),
    ],
)
def test_the_ends_of_a_file_are_shown(
    current: str | None, desired: str | None, expected: list[str]
) -> None:
    assert shown(current, desired) == expected


def test_a_long_difference_is_cut_and_counted() -> None:
    lines = shown(None, numbered(1000))
    assert lines[-2:] == ["+399", "… and 601 more lines"]


def test_a_difference_that_would_take_long_to_find_is_only_located() -> None:
    assert shown(numbered(9000), numbered(9000, line2="two", line8000="x")) == [
        "--- x",
        "+++ x",
        "@@ lines 2 to 8000: too many differences to show @@",
    ]
