from __future__ import annotations

import pytest

from schemagen.sqltext.tokens import (
    SqlTextError,
    TokenKind,
    check_balanced,
    string_value,
    tokenize,
)


def texts(sql: str) -> list[str]:
    return [token.text for token in tokenize(sql)]


@pytest.mark.parametrize(
    ("sql", "expected"),
    [
        ("a>-1", ["a", ">", "-", "1"]),
        ("a*-1", ["a", "*", "-", "1"]),
        ("a @-b", ["a", "@-", "b"]),
        ("a--b", ["a"]),
        ("a -> 'x'->>'y'", ["a", "->", "'x'", "->>", "'y'"]),
        ("a/* x /* y */ z */+b", ["a", "+", "b"]),
        ("x::int[]", ["x", "::", "int", "[", "]"]),
        ("1_000.5e3+.5", ["1_000.5e3", "+", ".5"]),
        ("1..2", ["1", "..", "2"]),
        ("0x1F 0b01", ["0x1F", "0b01"]),
        ("$1 $$a$$ $t$ $$ $t$", ["$1", "$$a$$", "$t$ $$ $t$"]),
        ("'a'\n  'b'", ["'a'\n  'b'"]),
        ("a := b", ["a", ":=", "b"]),
        ("", []),
    ],
)
def test_text_is_split_as_postgresql_splits_it(sql: str, expected: list[str]) -> None:
    assert texts(sql) == expected


@pytest.mark.parametrize(
    ("sql", "kind", "name"),
    [
        ("Agents", TokenKind.NAME, "agents"),
        ("ÄRGER", TokenKind.NAME, "Ärger"),
        ('"Agents"', TokenKind.QUOTED_NAME, "Agents"),
        ('"a""b"', TokenKind.QUOTED_NAME, 'a"b'),
        ('U&"d\\0061t"', TokenKind.QUOTED_NAME, "dat"),
    ],
)
def test_names_are_folded_as_the_catalog_has_them(sql: str, kind: TokenKind, name: str) -> None:
    (token,) = tokenize(sql)
    assert (token.kind, token.name) == (kind, name)


@pytest.mark.parametrize(
    ("sql", "value"),
    [
        ("'it''s'", "it's"),
        ("'a\\n'", "a\\n"),
        (r"E'a\'b\n\x41\u00e4\101'", "a'b\nAäA"),
        ("U&'d\\0061t\\+00006F'", "dato"),
        ("U&'\\D83D\\DE00'", "\N{GRINNING FACE}"),
        ("$x$it's$x$", "it's"),
        ("'a'\n'b'", "ab"),
    ],
)
def test_strings_have_the_value_that_postgresql_reads(sql: str, value: str) -> None:
    (token,) = tokenize(sql)
    assert string_value(token) == value


@pytest.mark.parametrize(
    ("sql", "message", "offset"),
    [
        ("a = 'x", "the string that starts here is never closed with '", 4),
        ('a = "x', 'the name that starts here is never closed with "', 4),
        ('a = ""', "a quoted name must not be empty", 4),
        ("a /* b /* c */", "the comment that starts here is never closed with */", 2),
        ("a = $x$ b $$", "the dollar-quoted string that starts here is never closed", 4),
        ("a { b", "'{' has no meaning in SQL", 2),
    ],
)
def test_what_cannot_be_split_is_refused_at_its_place(sql: str, message: str, offset: int) -> None:
    with pytest.raises(SqlTextError) as caught:
        tokenize(sql)
    assert (str(caught.value), caught.value.offset) == (message, offset)


@pytest.mark.parametrize(
    ("sql", "message", "offset"),
    [
        ("f(a", "'(' is never closed", 1),
        ("f(a))", "')' closes nothing", 4),
        ("a[(1])", "']' closes nothing", 4),
    ],
)
def test_brackets_need_partners(sql: str, message: str, offset: int) -> None:
    with pytest.raises(SqlTextError) as caught:
        check_balanced(tokenize(sql))
    assert (str(caught.value), caught.value.offset) == (message, offset)


def test_brackets_in_strings_and_comments_do_not_count() -> None:
    check_balanced(tokenize("f(')', $$(]$$, \"(\") -- )"))
