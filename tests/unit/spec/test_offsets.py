"""A position inside a text of the spec is found in the file, however the text is written."""

from __future__ import annotations

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from schemagen.spec.nodes import Mapping, Scalar
from schemagen.spec.offsets import offset_in_file
from schemagen.spec.parse import parse


def scalar(text: str) -> Scalar:
    node, problems = parse("spec.yaml", text.encode())
    assert problems == []
    assert type(node) is Mapping
    value = node.items["a"][1]
    assert type(value) is Scalar
    return value


@pytest.mark.parametrize(
    "text",
    [
        "a: one two X three",
        "a: one\n  two\n\n   X three",
        "a: 'it''s ''X'''",
        'a: "\\u0041\\x41\\t\\U00000041 X"',
        'a: "one \\\n   two\n\n  X"',
        "a: |\n  one\n    two\n\n  X",
        "a: |2-\n   one\n  X",
        "a: >\n  one\n  two\n\n  three\n    four\n  X",
        "a: &name !!str 'X'",
        "a: |  # a comment\n\n\n  X\n",
        "a: |\r\n  one\r\n  X\r\n",
        "a: é日 X",
    ],
)
def test_a_character_is_found_in_every_style(text: str) -> None:
    found = scalar(text)
    assert offset_in_file(found, found.text.index("X")) == text.index("X")


def test_an_offset_behind_the_text_is_its_end() -> None:
    assert offset_in_file(scalar("a: 'one'"), 99) == len("a: 'one")
    assert offset_in_file(scalar("a: |\n  one\n"), 99) == len("a: |\n  one\n")
    assert offset_in_file(scalar("a: ''"), 0) == len("a: '")
    assert offset_in_file(scalar("a: |\nb: x"), 0) == len("a: ")


@given(
    st.text(st.sampled_from("ab :#-'\"\\\n\té日"), min_size=1),
    st.sampled_from(["'", '"', "|", ">", None]),
    st.sampled_from([10, 80]),
)
def test_every_visible_character_is_found(value: str, style: str | None, width: int) -> None:
    text = yaml.dump({"a": value}, default_style=style, width=width, allow_unicode=True)
    node, _ = parse("spec.yaml", text.encode())
    assert type(node) is Mapping
    found = node.items["a"][1]
    assert type(found) is Scalar
    for index, char in enumerate(found.text):
        if not char.isspace():
            assert text[offset_in_file(found, index)] in (char, "'", "\\")
