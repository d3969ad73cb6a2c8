"""Elements of indexes and exclusion constraints in PostgreSQL's syntax."""

from __future__ import annotations

from typing import Any

import pytest

from schemagen.declare.element_text import read_exclusion_element, read_index_element
from schemagen.sqltext.tokens import SqlTextError


@pytest.mark.parametrize(
    ("text", "element"),
    [
        ("owner_id", {"column": "owner_id"}),
        ('"End"', {"column": "End"}),
        ("end", {"column": "end"}),
        ("created_at desc", {"column": "created_at", "order": "desc"}),
        ("a asc nulls first", {"column": "a", "order": "asc", "nulls": "first"}),
        ("a nulls last", {"column": "a", "nulls": "last"}),
        ("lower(email)", {"expression": "lower(email)"}),
        (
            "lower(email) text_pattern_ops",
            {"expression": "lower(email)", "opclass": "text_pattern_ops"},
        ),
        ("(a || b) desc", {"expression": "a || b", "order": "desc"}),
        ("(data ->> 'x')", {"expression": "data ->> 'x'"}),
        ('name collate "C" desc', {"column": "name", "collation": '"C"', "order": "desc"}),
        ("data jsonb_path_ops", {"column": "data", "opclass": "jsonb_path_ops"}),
        (
            "a public.gist_trgm_ops (siglen = 32) asc",
            {
                "column": "a",
                "opclass": "public.gist_trgm_ops",
                "opclass_parameters": [("siglen", "32")],
                "order": "asc",
            },
        ),
    ],
)
def test_an_element_of_an_index_is_read(text: str, element: dict[str, Any]) -> None:
    assert read_index_element(text) == element


@pytest.mark.parametrize(
    ("text", "message", "offset"),
    [
        ("", "an element of an index is a column or an expression", 0),
        ("a || b", "an expression in an index stands in parentheses", 0),
        ("data ->> 'x'", "an expression in an index stands in parentheses", 0),
        ("a::text", "an expression in an index stands in parentheses", 0),
        ("t.a", "a column stands in an index without its table", 0),
        ("a nulls", "expected 'first' or 'last' after 'nulls', but the text ends", 7),
        ("a, b", "expected 'asc', 'desc', 'nulls first' or 'nulls last', found ','", 1),
        ("()", "nothing stands between the parentheses", 0),
        (
            "'a'",
            "expected a column, a function call or an expression in parentheses, found ''a''",
            0,
        ),
    ],
)
def test_what_is_no_element_of_an_index_is_refused(text: str, message: str, offset: int) -> None:
    with pytest.raises(SqlTextError) as caught:
        read_index_element(text)
    assert (str(caught.value), caught.value.offset) == (message, offset)


@pytest.mark.parametrize(
    ("text", "element", "expression", "operator"),
    [
        ("room with =", "room", "room", "="),
        ('"Room" with &&', '"Room"', '"Room"', "&&"),
        ("end range_ops with &&", '"end" range_ops', '"end"', "&&"),
        ("tstzrange(a, b) with &&", "tstzrange(a, b)", "tstzrange(a, b)", "&&"),
        ("(a + b) my_ops with operator(s.@)", "(a + b) my_ops", "a + b", "operator(s.@)"),
    ],
)
def test_an_element_of_an_exclusion_constraint_is_read(
    text: str, element: str, expression: str, operator: str
) -> None:
    read = read_exclusion_element(text)
    assert (read["element"], read["expression"], read["operator"]) == (
        element,
        expression,
        operator,
    )


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("room", "expected 'with', but the text ends"),
        ("room with", "expected an operator after 'with', but the text ends"),
        ("room with = b", "expected nothing after the operator, found 'b'"),
    ],
)
def test_what_is_no_element_of_an_exclusion_constraint_is_refused(text: str, message: str) -> None:
    with pytest.raises(SqlTextError) as caught:
        read_exclusion_element(text)
    assert str(caught.value) == message
