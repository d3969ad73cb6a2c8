"""Names and values as SQL reads them back."""

from __future__ import annotations

import pytest

from schemagen.sqltext.quoting import (
    Literal,
    Name,
    Names,
    QualifiedName,
    Raw,
    dollar_quote,
    fit_name,
    name_parts,
    sql,
)


@pytest.mark.parametrize(
    ("name", "quoted"),
    [
        ("users", "users"),
        ("end", '"end"'),
        ("class", "class"),
        ("Users", '"Users"'),
        ('a"b', '"a""b"'),
        ("straße", '"straße"'),
        ("1st", '"1st"'),
        ("", '""'),
        ("users\n", '"users\n"'),
    ],
)
def test_a_name_is_quoted_only_where_it_must_be(name: str, quoted: str) -> None:
    assert sql("{}", Name(name)) == quoted
    assert sql("{}", QualifiedName("s", name)) == f"s.{quoted}"
    assert sql("{}", QualifiedName("", name)) == quoted


@pytest.mark.parametrize(
    ("value", "constant"),
    [
        ("it's", "'it''s'"),
        (r"a\b'c", r"E'a\\b''c'"),
        ("'; DROP TABLE users; --", "'''; DROP TABLE users; --'"),
        (None, "NULL"),
        (True, "true"),
        (7, "7"),
        (0.5, "0.5"),
        (float("-inf"), "'-inf'::float8"),
    ],
)
def test_a_value_becomes_a_constant(value: str | float | None, constant: str) -> None:
    assert sql("{}", Literal(value)) == constant


def test_parts_are_filled_in_by_place_and_by_name() -> None:
    listed = Names(("id", "end"))
    assert sql("{} ({})", Name("t"), listed) == 't (id, "end")'
    assert sql("{t}.{c} = {c}", t=Name("end"), c=Raw("now()")) == '"end".now() = now()'


def test_braces_in_a_part_are_no_places() -> None:
    assert sql("{} = {}", Name("a{}b"), Literal("{0}")) == "\"a{}b\" = '{0}'"


def test_a_plain_string_is_refused() -> None:
    with pytest.raises(TypeError, match="no quoting rule for str"):
        sql("DROP TABLE {}", "users")  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="no quoting rule for str"):
        sql("DROP TABLE {name}", name="users")  # type: ignore[arg-type]


def test_the_tag_of_a_dollar_quote_is_not_in_its_body() -> None:
    assert dollar_quote("SELECT 1") == "$$SELECT 1$$"
    assert dollar_quote("SELECT $$a$$") == "$body1$SELECT $$a$$$body1$"
    assert dollar_quote("$f$", "f") == "$f1$$f$$f1$"


def test_a_generated_name_is_cut_as_postgresql_cuts_it() -> None:
    assert fit_name("users", "mail", suffix="key") == "users_mail_key"
    cut = fit_name("a" * 60, "b" * 10, suffix="idx")
    assert cut == f"{'a' * 48}_{'b' * 10}_idx"
    # No half of a character is left.
    assert fit_name("ä" * 40) == "ä" * 31


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("users", ["users"]),
        ("Users", ["Users"]),
        ('audit."Events"', ["audit", "Events"]),
        ('"a.b"', ["a.b"]),
        ('"my.schema"."a""b"', ["my.schema", 'a"b']),
        ("a.b.c", ["a", "b", "c"]),
    ],
)
def test_a_name_of_a_spec_is_split_at_dots_outside_of_quotes(text: str, parts: list[str]) -> None:
    assert name_parts(text) == parts
