r"""Regular expressions of ECMA-262, written for PostgreSQL and Python."""

from __future__ import annotations

import re

import pytest

from schemagen.shapes.regex import RegexError, parse_regex
from schemagen.shapes.regextext import (
    class_run,
    postgres_regex,
    pydantic_regex,
    python_regex,
    sized_pattern,
)


@pytest.mark.parametrize(
    ("pattern", "written"),
    [
        ("^a+b*?$", "^a+b*$"),
        (r"\d{2,3}", "[0-9]{2,3}"),
        (r"[\w.-]", r"[\-\.0-9A-Z_a-z]"),
        (r"[^\d]", "[^0-9]"),
        (".", r"[^\u000a\u000d\u2028\u2029]"),
        ("(?<year>a)|(b)", "a|b"),
        ("(?:ab|cd)+", "(?:ab|cd)+"),
        ("x(?:a|b)y", "x(?:a|b)y"),
        (r"\u{1F600}", r"\U0001f600"),
        (r"\uD83D\uDE00", r"\U0001f600"),
        (r"\x41\t", r"A\u0009"),
        ("(?=a)(?<!b)", "(?=a)(?<!b)"),
        (r"a\-b\/", r"a\-b/"),
    ],
)
def test_written_for_postgres(pattern: str, written: str) -> None:
    assert postgres_regex(parse_regex(pattern)) == written


@pytest.mark.parametrize(
    ("pattern", "good", "bad"),
    [
        ("^a$", ["a"], ["a\n", "b"]),
        (r"^\d$", ["5"], ["\u09ea"]),
        (r"^\w+\b", ["ab c"], ["-"]),
        (r"\Bb", ["ab"], ["b"]),
        (r"^\s$", ["\u00a0", "\ufeff"], ["x"]),
        (r"^[\s\S]$", ["\n", "é"], [""]),
        ("^[^]$", ["\n"], [""]),
        ("a|", ["", "b"], []),
    ],
)
def test_python_reads_it_as_ecmascript_does(pattern: str, good: list[str], bad: list[str]) -> None:
    compiled = re.compile(python_regex(parse_regex(pattern)))
    assert [text for text in good if not compiled.search(text)] == []
    assert [text for text in bad if compiled.search(text)] == []


def test_run_of_a_class() -> None:
    run = class_run(parse_regex("^[a-z0-9_-]{1,64}$"))
    assert run is not None
    assert (run.outside, run.low, run.high) == (r"[^\-0-9_a-z]", 1, 64)
    assert class_run(parse_regex("^[a-z]+x$")) is None
    assert class_run(parse_regex("[a-z]+$")) is None


def test_count_that_is_a_length() -> None:
    sized = sized_pattern(parse_regex("^0x[0-9a-f]{40}$"))
    assert sized is not None
    assert (sized.unsized, sized.low, sized.high) == ("^0x[0-9a-f]*$", 42, 42)
    assert sized_pattern(parse_regex("^[a-z]{1,2}[0-9]{1,2}$")) is None


def test_lookarounds_are_not_for_pydantic() -> None:
    assert pydantic_regex(parse_regex("^(?!a)")) is None
    assert pydantic_regex(parse_regex("^a{2}$")) == "^a{2}$"


@pytest.mark.parametrize(
    ("pattern", "message"),
    [
        (r"(a)\1", "back references are not supported at character 6"),
        (r"\p{Greek}", "the property Greek is not supported"),
        (r"[\pL]", "the name of a property is expected in braces"),
        ("(?i)a", "this sort of group is not in ECMA-262"),
        ("a**", "a quantifier cannot follow another"),
        ("*", 'nothing stands before "*"'),
        ("^*", "an assertion cannot be repeated"),
        ("a{2,1}", "the repeat counts are the wrong way round"),
        ("a{x}", "a repeat count is expected"),
        ("[a", '"]" is missing'),
        ("[z-a]", "the range is the wrong way round"),
        ("[]", "an empty class matches nothing"),
        ("a)", '")" without "("'),
        ("a]", '"]" without its opening'),
        (r"\q", r"\q is not an escape of ECMA-262"),
        (r"\0", "U+0000 cannot occur"),
        (r"\uD83D", "half a surrogate pair is no character"),
        (r"\u{110000}", "there is no such character"),
        (r"\x4", "the code of a character is expected"),
        ("a" + "\\", "an escape is missing"),
        ("(?:ab){300}", "PostgreSQL repeats at most 255 times"),
    ],
)
def test_refused(pattern: str, message: str) -> None:
    with pytest.raises(RegexError, match=re.escape(message)):
        postgres_regex(parse_regex(pattern))
