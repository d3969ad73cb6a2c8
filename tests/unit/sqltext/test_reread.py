"""Two texts of one expression are told from two expressions."""

from __future__ import annotations

import pytest

from schemagen.sqltext.reread import reread, same_when_read

SHOWN = "((state)::text = ANY ((ARRAY['new'::character varying, 'a, ]b'::bpchar])::text[]))"
READ = "((state)::text = ANY (ARRAY[('new'::character varying)::text, ('a, ]b'::bpchar)::text]))"


def test_the_cast_of_an_array_goes_to_its_elements() -> None:
    assert reread(SHOWN) == READ
    assert reread(READ) == READ
    assert same_when_read(SHOWN, READ)


def test_another_element_is_another_expression() -> None:
    assert not same_when_read(SHOWN, READ.replace("'new'", "'old'"))
    assert not same_when_read(SHOWN.replace("::text[]", "::name[]"), READ)


def test_types_keep_their_words_and_modifiers() -> None:
    text = "(ARRAY['a', 'b'])::timestamp(3) without time zone[]"
    each = "timestamp(3) without time zone"
    assert reread(text) == f"ARRAY[('a')::{each}, ('b')::{each}]"


def test_arrays_in_arrays_are_reached() -> None:
    text = "f((ARRAY[(ARRAY['a'])::text[], x])::text[])"
    assert reread(text) == "f(ARRAY[(ARRAY[('a')::text])::text, (x)::text])"


@pytest.mark.parametrize(
    "text",
    [
        "(ARRAY[1, 2])::bigint AND x[1]",
        "(ARRAY[1, 2] || y)::bigint[]",
        "(ARRAY[]::text[])",
        "'(ARRAY[1])::text[]'::text",
        "(ARRAY['never closed",
        "(ARRAY[1",
    ],
)
def test_other_texts_stay_as_they_are(text: str) -> None:
    assert reread(text) == text
