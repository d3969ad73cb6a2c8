"""How many lines of a file come and go."""

from __future__ import annotations

from pathlib import Path

import pytest

from schemagen.app.files import FileChange


@pytest.mark.parametrize(
    ("before", "after", "lines"),
    [
        (b"", b"a\nb\n", (2, 0)),
        (b"a\nb\n", b"a\nb\n", (0, 0)),
        (b"a\nb\nc\n", b"a\nx\nc\n", (1, 1)),
        (b"a\nb\n", b"a\nb\nb\n", (1, 0)),
        (b"a\nb\n", b"b\na\n", (0, 0)),
        (b"one\nx one\n", b"two\nx one\n", (1, 1)),
        (b"a\nno end", b"a\nno end\n", (0, 0)),
        (b"a\r\nb\r\n", b"a\nb\nc\n", (1, 0)),
        (b"ab", b"abab", (1, 1)),
    ],
)
def test_lines_are_counted_that_only_one_of_two_texts_has(
    before: bytes, after: bytes, lines: tuple[int, int]
) -> None:
    assert FileChange(Path("file"), before, after).lines == lines
    assert FileChange(Path("file"), after, before).lines == lines[::-1]
