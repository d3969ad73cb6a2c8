"""The body of a function: what a block of YAML stands for, and how any body is written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemagen.declare.body_text import read_body, write_body


@pytest.mark.parametrize(
    ("text", "body"),
    [
        ("SELECT 1", "SELECT 1"),
        ("SELECT 1\n", "SELECT 1"),
        ("BEGIN\n  RETURN 1;\nEND\n", "\nBEGIN\n  RETURN 1;\nEND\n"),
        ("  SELECT a\n  FROM t\n", "\n  SELECT a\n  FROM t\n"),
        ("BEGIN\nEND", "BEGIN\nEND"),
        ("\nSELECT 1\n", "\nSELECT 1\n"),
        ("", ""),
    ],
)
def test_a_block_stands_between_lines_of_its_own(text: str, body: str) -> None:
    assert read_body(text) == body


def test_white_space_at_the_ends_of_lines_is_kept() -> None:
    assert read_body("SELECT a  \n\n  FROM t\n") == "\nSELECT a  \n\n  FROM t\n"


def test_the_usual_body_is_a_block() -> None:
    assert write_body("\nBEGIN\n  RETURN 1;\nEND;\n") == ("BEGIN\n  RETURN 1;\nEND;\n", False)


@given(st.text(alphabet="ab \n"))
def test_every_body_can_be_written(body: str) -> None:
    text, verbatim = write_body(body)
    assert read_body(text, verbatim=verbatim) == body
