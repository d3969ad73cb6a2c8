"""YAML as specs are written in it: values by YAML 1.2, and every mistake at its place."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import pytest
import yaml

from schemagen.spec.nodes import Mapping, Node, Sequence, children_of, plain_data
from schemagen.spec.parse import MAX_DEPTH, parse

SPECS = Path(__file__).parents[3] / "specs"


def starts(node: Node) -> list[int]:
    """Return where every node of a tree starts."""
    if type(node) is Mapping or type(node) is Sequence:
        below = [start for child in children_of(node) for start in starts(child)]
        return [node.start, *below]
    return [node.start]


def read(text: str) -> Any:
    node, problems = parse("spec.yaml", text.encode())
    assert problems == []
    assert node is not None
    return plain_data(node)


def refused(content: str | bytes) -> tuple[str, int, int]:
    """Return code, line and column of the one problem."""
    data = content if isinstance(content, bytes) else content.encode()
    _, problems = parse("spec.yaml", data)
    (problem,) = problems
    return problem.code, problem.place.line, problem.place.column


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("on", "on"),
        ("no", "no"),
        ("Yes", "Yes"),
        ("true", True),
        ("FALSE", False),
        ("null", None),
        ("~", None),
        ("", None),
        ("12", 12),
        ("-3", -3),
        ("012", 12),
        ("0o17", 15),
        ("0x1F", 31),
        ("1_000", "1_000"),
        ("12:30", "12:30"),
        ("2024-01-02", "2024-01-02"),
        ("1.5", 1.5),
        ("1e3", 1000.0),
        (".5", 0.5),
        ("-.inf", -math.inf),
        (".", "."),
        ("+", "+"),
        ("'12'", "12"),
        ("!!str 12", "12"),
        ("!!float 12", 12.0),
    ],
)
def test_plain_scalars_follow_the_core_schema_of_yaml_1_2(text: str, value: object) -> None:
    found = read(f"key: {text}")["key"]
    assert (found, type(found)) == (value, type(value))


def test_not_a_number_is_a_float() -> None:
    assert math.isnan(read("key: .nan")["key"])


def test_an_alias_stands_for_its_anchor() -> None:
    assert read("a: &a [1, {x: 2}]\nb: *a") == {"a": [1, {"x": 2}], "b": [1, {"x": 2}]}


def test_merge_keys_fill_in_what_is_not_there() -> None:
    text = "a: &a {x: 1, y: 1}\nb: &b {y: 2, z: 2}\nc: {<<: [*a, *b], z: 3}"
    assert read(text)["c"] == {"x": 1, "y": 1, "z": 3}


def test_a_quoted_merge_key_is_an_ordinary_key() -> None:
    assert read("a: {'<<': 1}") == {"a": {"<<": 1}}


def test_a_byte_order_mark_is_not_part_of_the_text() -> None:
    node, problems = parse("spec.yaml", b"\xef\xbb\xbfa: 1")
    assert problems == []
    assert type(node) is Mapping
    assert node.document.place(node.items["a"][0].start).column == 1


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_lines_are_counted_whatever_ends_them(line_end: str) -> None:
    node, _ = parse("spec.yaml", line_end.join(["# é日", "a: 1", "b: [1,", "  x]"]).encode())
    assert type(node) is Mapping
    key, value = node.items["b"]
    assert str(node.document.place(key.start)) == "spec.yaml:3:1"
    assert str(node.document.place(value.items[1].start)) == "spec.yaml:4:3"  # type: ignore[union-attr,index]
    assert node.document.place(key.start).excerpt == "b: [1,"


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("a: 1\nb: 2\na: 3", ("duplicate-key", 3, 1)),
        ("a: 1\n2: x", ("key-not-text", 2, 1)),
        ("a: 1\n? \n: x", ("key-not-text", 2, 2)),
        ("a: 1\n[x]: y", ("key-not-text", 2, 1)),
        ("a: 1\n? {b: c}\n: y", ("key-not-text", 2, 3)),
        ("a: *b", ("unknown-alias", 1, 4)),
        ("a: &a [*a]", ("alias-loop", 1, 8)),
        ("a: !foo 1", ("unknown-tag", 1, 4)),
        ("a: !!int x", ("unknown-tag", 1, 4)),
        ("a: !!set {b: c}", ("unknown-tag", 1, 4)),
        ("a: {<<: 1}", ("merge-key", 1, 5)),
        (f"a: {'9' * 5000}", ("long-number", 1, 4)),
        ('a: "\\0"', ("control-character", 1, 4)),
        ("a: \x00", ("control-character", 1, 4)),
        ("a: 1\nb: \x1b[31m", ("control-character", 2, 4)),
        (b"a: 1\nb: \xff", ("not-utf8", 2, 4)),
        ("é: 1\n".encode() + b"\xc3", ("not-utf8", 2, 1)),
        ("a: 1".encode("utf-16"), ("not-utf8", 1, 1)),
        ("a: 1\n---\nb: 1", ("several-documents", 2, 1)),
        ("a: 1\n...\nb: 1", ("yaml-syntax", 3, 1)),
        ("a:\n\tb: 1", ("yaml-syntax", 2, 1)),
        ("a: |\n  x\n\ty", ("yaml-syntax", 3, 1)),
        ("a: 'x", ("yaml-syntax", 1, 4)),
        ("a: [1, 2", ("yaml-syntax", 1, 4)),
        ("a: b: c", ("yaml-syntax", 1, 5)),
        ("%YAML 3.0\n---\na: 1", ("yaml-syntax", 1, 1)),
    ],
)
def test_a_mistake_is_one_problem_at_its_place(
    content: str | bytes, expected: tuple[str, int, int]
) -> None:
    assert refused(content) == expected


def test_a_file_of_comments_holds_nothing() -> None:
    assert parse("spec.yaml", b"# nothing\n") == (None, [])


@pytest.mark.parametrize("opening", ["[", "{a: ", "- ", "? ", "[{a: "])
def test_no_nesting_is_too_deep_to_be_refused(opening: str) -> None:
    _, problems = parse("spec.yaml", (opening * 20_000).encode())
    assert problems[0].code in ("too-deep", "key-not-text")


def test_the_deepest_nesting_that_is_allowed_can_be_read() -> None:
    depth = MAX_DEPTH
    assert read("[" * depth + "]" * depth)
    assert refused("[" * (depth + 1) + "]" * (depth + 1))[0] == "too-deep"


def test_aliases_of_aliases_are_refused_before_they_fill_the_memory() -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    for number in range(1, 20):
        lines.append(f"a{number}: &a{number} [{', '.join([f'*a{number - 1}'] * 10)}]")
    assert refused("\n".join(lines))[0] == "alias-bomb"


def test_aliases_cannot_nest_deeper_than_brackets() -> None:
    lines = ["a0: &a0 [x]"]
    lines += [f"a{number}: &a{number} [*a{number - 1}]" for number in range(1, 200)]
    assert refused("\n".join(lines))[0] == "too-deep"


def test_every_problem_is_found_while_reading_can_go_on() -> None:
    _, problems = parse("spec.yaml", b"a: 1\na: 2\n1: x\nb: !foo y\n")
    assert [problem.code for problem in problems] == [
        "duplicate-key",
        "key-not-text",
        "unknown-tag",
    ]


@pytest.mark.parametrize("path", sorted(SPECS.glob("*.yaml")), ids=lambda path: path.stem)
def test_the_parser_in_python_reads_the_same_as_the_one_in_c(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = path.read_bytes()
    fast, _ = parse(path.name, content)
    monkeypatch.delattr(yaml, "CSafeLoader")
    slow, problems = parse(path.name, content)
    assert problems == []
    assert fast is not None
    assert slow is not None
    assert plain_data(slow) == plain_data(fast)
    assert starts(slow) == starts(fast)


@pytest.mark.parametrize(
    "text", ["a: [1, 2", "a: 'x", "a: b: c", "a:\n\tb: 1", 'a: "\\q"', "a: @x", "- a\nb: 1", "a: *"]
)
def test_the_parser_in_python_refuses_in_the_same_words(
    text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, fast = parse("spec.yaml", text.encode())
    monkeypatch.delattr(yaml, "CSafeLoader")
    _, slow = parse("spec.yaml", text.encode())
    assert [problem.message for problem in slow] == [problem.message for problem in fast]


def test_the_parser_in_python_refuses_half_a_character(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(yaml, "CSafeLoader")
    assert refused('a: "\\ud800"') == ("control-character", 1, 4)
