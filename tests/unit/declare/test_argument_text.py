"""Arguments and results of functions in PostgreSQL's syntax."""

from __future__ import annotations

import pytest

from schemagen.declare.argument_text import Argument, Returns, read_arguments, read_returns
from schemagen.sqltext.tokens import SqlTextError


@pytest.mark.parametrize(
    ("text", "arguments"),
    [
        ("", []),
        ("score int", [Argument("in", "score", "integer")]),
        ("int, text[]", [Argument("in", "", "integer"), Argument("in", "", "text[]")]),
        ("timestamp with time zone", [Argument("in", "", "timestamp with time zone")]),
        ("double precision", [Argument("in", "", "double precision")]),
        ("a numeric(10,2) default 1", [Argument("in", "a", "numeric", "1")]),
        (
            "a text = 'x, y', b int",
            [
                Argument("in", "a", "text", "'x, y'"),
                Argument("in", "b", "integer"),
            ],
        ),
        ("a int default f(1, 2)", [Argument("in", "a", "integer", "f(1, 2)")]),
        (
            "out a int, inout b text, in out c text",
            [
                Argument("out", "a", "integer"),
                Argument("inout", "b", "text"),
                Argument("inout", "c", "text"),
            ],
        ),
        ("a out int", [Argument("out", "a", "integer")]),
        ("variadic tags text[] default '{}'", [Argument("variadic", "tags", "text[]", "'{}'")]),
        ('"Name" audit.event', [Argument("in", "Name", "audit.event")]),
        ("int default 1", [Argument("in", "", "integer", "1")]),
    ],
)
def test_arguments_are_read(text: str, arguments: list[Argument]) -> None:
    assert list(read_arguments(text)) == arguments


@pytest.mark.parametrize(
    ("text", "message", "offset"),
    [
        ("a int b", "expected ',' or 'default' after the argument's type, found 'b'", 6),
        ("a int,", "expected the name of an argument, but the text ends", 6),
        ("a int default", "expected an expression for the default", 13),
        ("1 int", "expected the name of an argument, found '1'", 0),
    ],
)
def test_what_are_no_arguments_is_refused(text: str, message: str, offset: int) -> None:
    with pytest.raises(SqlTextError) as caught:
        read_arguments(text)
    assert (str(caught.value), caught.value.offset) == (message, offset)


@pytest.mark.parametrize(
    ("text", "returns"),
    [
        ("trigger", Returns("trigger")),
        ("varchar(3)", Returns("character varying")),
        ("setof agents", Returns("agents", True)),
        (
            "table (a int, b text)",
            Returns("record", True, (Argument("in", "a", "integer"), Argument("in", "b", "text"))),
        ),
    ],
)
def test_results_are_read(text: str, returns: Returns) -> None:
    assert read_returns(text) == returns


def test_what_is_no_result_is_refused() -> None:
    with pytest.raises(SqlTextError, match="expected nothing after the result, found 'text'"):
        read_returns("int text")
