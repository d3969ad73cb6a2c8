from __future__ import annotations

import pytest

from schemagen.sqltext.tokens import SqlTextError
from schemagen.sqltext.types import read_type


@pytest.mark.parametrize(
    ("written", "canonical", "as_argument"),
    [
        ("int", "integer", "integer"),
        ("INT8", "bigint", "bigint"),
        ("bool", "boolean", "boolean"),
        ("float", "double precision", "double precision"),
        ("float(24)", "real", "real"),
        ("double precision", "double precision", "double precision"),
        ("decimal(10, 2)", "numeric(10,2)", "numeric"),
        ("numeric(5)", "numeric(5,0)", "numeric"),
        ("varchar(20)", "character varying(20)", "character varying"),
        ("national character varying(4)", "character varying(4)", "character varying"),
        ("char", "character(1)", "character"),
        ("char(3)[]", "character(3)[]", "character[]"),
        ("bpchar", "bpchar", "character"),
        ('"char"', '"char"', '"char"'),
        ("timestamptz(3)", "timestamp(3) with time zone", "timestamp with time zone"),
        ("timestamp", "timestamp without time zone", "timestamp without time zone"),
        ("time(2) with time zone", "time(2) with time zone", "time with time zone"),
        ("interval day to second(3)", "interval day to second(3)", "interval"),
        ("interval(3)", "interval(3)", "interval"),
        ("bit", "bit(1)", "bit"),
        ("bit varying(3)", "bit varying(3)", "bit varying"),
        ("text[][]", "text[]", "text[]"),
        ("int array[3]", "integer[]", "integer[]"),
        ("pg_catalog.int4", "integer", "integer"),
        ("agent_status", "agent_status", "agent_status"),
        ('audit."Event"', 'audit."Event"', 'audit."Event"'),
        ("geometry(Point, 4326)", "geometry(Point,4326)", "geometry"),
        ("vector(3)[]", "vector(3)[]", "vector[]"),
    ],
)
def test_types_are_spelled_as_format_type_spells_them(
    written: str, canonical: str, as_argument: str
) -> None:
    read = read_type(written)
    assert (read.canonical, read.without_modifiers) == (canonical, as_argument)
    assert read_type(canonical).canonical == canonical


def test_the_parts_of_a_type_are_told_apart() -> None:
    read = read_type("numeric(10,2)[]")
    assert (read.name, read.modifiers, read.dimensions) == ("numeric", ("10", "2"), 1)
    assert read.element.canonical == "numeric(10,2)"
    assert read.is_builtin
    assert not read_type("audit.numeric").is_builtin


@pytest.mark.parametrize(
    ("written", "message", "offset"),
    [
        ("", "expected the name of a type, but the text ends", 0),
        ("text not", "expected nothing after the type, found 'not'", 5),
        ("varchar(a)", "expected a whole number in the type's parentheses", 7),
        ("float(54)", "float takes a precision of 1 to 53 bits", 0),
        (
            "interval year to day",
            "expected a smaller unit after 'year to', found 'day'",
            17,
        ),
        ("a.b.c", "expected at most a schema before the name of a type, found '.'", 3),
        ("text[", "'[' is never closed", 4),
        (
            "order",
            'expected the name of a type (to use it as a name, write it in quotes: "order"), '
            "found 'order'",
            0,
        ),
    ],
)
def test_what_is_no_type_is_refused(written: str, message: str, offset: int) -> None:
    with pytest.raises(SqlTextError) as caught:
        read_type(written)
    assert (str(caught.value), caught.value.offset) == (message, offset)
