"""Shapes as a person writes them, and what is said about mistakes."""

from __future__ import annotations

from typing import Any

import pytest

from schemagen.shapes.parse import read_schema, read_shape
from schemagen.shapes.problem import ShapeError, ShapeProblem

KNOWN = ("AgentConfig", "Person", "Node")
TEXT = {"type": "string"}


def read(value: Any) -> Any:
    return read_shape("Example", value, KNOWN).schema


def problems(value: Any) -> tuple[ShapeProblem, ...]:
    with pytest.raises(ShapeError) as caught:
        read_shape("Example", value, KNOWN)
    return caught.value.problems


@pytest.mark.parametrize(
    ("written", "schema"),
    [
        ("string", TEXT),
        ("string(..200)", {"type": "string", "maxLength": 200}),
        ("string(1..)", {"type": "string", "minLength": 1}),
        ("string( 1 .. 5 )", {"type": "string", "minLength": 1, "maxLength": 5}),
        ("string(/^[a-z0-9-]{1,64}$/)", {"type": "string", "pattern": "^[a-z0-9-]{1,64}$"}),
        (r"string(/^a\/b[/)]$/)", {"type": "string", "pattern": "^a/b[/)]$"}),
        ("string(..5, /^a|b$/)", {"type": "string", "maxLength": 5, "pattern": "^a|b$"}),
        ("number(0..2)", {"type": "number", "minimum": 0, "maximum": 2}),
        ("number(-1.5..2e3)", {"type": "number", "minimum": -1.5, "maximum": 2000}),
        ("integer(0..)", {"type": "integer", "minimum": 0}),
        ("boolean", {"type": "boolean"}),
        ("null", {"type": "null"}),
        (None, {"type": "null"}),
        ("any", {}),
        ("uuid", {"type": "string", "format": "uuid"}),
        ("date-time", {"type": "string", "format": "date-time"}),
        ("Person", {"$ref": "#/$defs/Person"}),
        ("[string]", {"type": "array", "items": TEXT}),
        (["string"], {"type": "array", "items": TEXT}),
        ("[string](1..5)", {"type": "array", "items": TEXT, "minItems": 1, "maxItems": 5}),
        ("map<[Person]>", {
            "type": "object",
            "additionalProperties": {"type": "array", "items": {"$ref": "#/$defs/Person"}},
        }),
        ("draft | live", {"enum": ["draft", "live"]}),
        ("draft | live | null", {"enum": ["draft", "live", None]}),
        ("\"text\" | 'it''s' | 3 | true", {"enum": ["text", "it's", 3, True]}),
        ('"text"', {"const": "text"}),
        (5, {"const": 5}),
        ("string | null", {"type": ["string", "null"]}),
        ("string(..5) | integer(0..)", {
            "type": ["string", "integer"], "maxLength": 5, "minimum": 0,
        }),
        ("Person | null", {"anyOf": [{"$ref": "#/$defs/Person"}, {"type": "null"}]}),
        ("integer | number", {"anyOf": [{"type": "integer"}, {"type": "number"}]}),
        ("any | string", {}),
        ("(string)", TEXT),
    ],
)  # fmt: skip
def test_text(written: Any, schema: Any) -> None:
    assert read(written) == schema


def test_object_is_closed_and_its_keys_are_required() -> None:
    assert read({"model": "string", "note?": "string", r"odd\?": "any"}) == {
        "type": "object",
        "properties": {"model": TEXT, "note": TEXT, "odd?": True},
        "required": ["model", "odd?"],
        "additionalProperties": False,
    }


def test_object_with_dots_is_open() -> None:
    assert read({"...": "any"})["additionalProperties"] is True
    assert read({"...": "string"})["additionalProperties"] == TEXT


def test_nested_objects_and_lists_of_them() -> None:
    limits = read({"limits": [{"per_day": "integer"}]})["properties"]["limits"]
    assert limits["items"]["required"] == ["per_day"]


def test_json_schema_is_kept_without_what_says_nothing() -> None:
    written = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$comment": "for people",
        "type": "object",
        "properties": {"a": {"$ref": "Person"}, "b": {"$ref": "#/$defs/Part"}},
        "$defs": {"Part": {"type": ["integer"], "minimum": 2.5}},
        "minProperties": 2.0,
    }
    shape = read_shape("Example", written, KNOWN)
    assert shape.schema == {
        "type": "object",
        "properties": {"a": {"$ref": "#/$defs/Person"}, "b": {"$ref": "#/$defs/Part"}},
        "$defs": {"Part": {"type": "integer", "minimum": 2.5}},
        "minProperties": 2,
    }
    assert shape.references == ("Person",)


def test_key_called_type_can_be_told_from_json_schema() -> None:
    assert read({"type": "(string)", "label": "string"})["required"] == ["type", "label"]


def test_description_becomes_the_comment() -> None:
    assert read_shape("Example", {"type": "string", "description": "A name."}, ()).comment == (
        "A name."
    )


@pytest.mark.parametrize(
    ("written", "offset", "message", "hint"),
    [
        ("strng", 0, 'unknown type "strng"', 'did you mean "string"?'),
        ("strng | null", 0, 'unknown type "strng"', 'did you mean "string"?'),
        ("string | Persn", 9, 'unknown shape "Persn"', 'did you mean "Person"?'),
        ("Other", 0, 'unknown shape "Other"', "a constant goes in quotes"),
        ("null | U|B | V", 7, 'unknown shapes "U", "B", "V"', "a constant goes in quotes"),
        ("U | Persn", 0, 'unknown shapes "U", "Persn"', 'did you mean "Person"?'),
        ("quick", 0, 'unknown type "quick"', "a constant goes in quotes: '\"quick\"'"),
        ("", 0, "a type is missing here", "write `any` where everything is allowed"),
        ("string |", 8, "a type is missing here", ""),
        ("[string", 7, '"]" is missing', 'for "[" before it'),
        ("map<string", 10, '">" is missing', 'for "<" before it'),
        ("string(5)", 7, "limits are written 1..5, 1.. or ..5",
         "a pattern stands between slashes: (/^[a-z]+$/)"),
        ("string(9..5)", 7, "the limits are the wrong way round: 9 is above 5", ""),
        ("string(-1..5)", 7, "-1 is not a count", ""),
        ("uuid(1..2)", 4, "uuid takes no limits", "string, number, integer and lists do"),
        ("string(/^a", 7, '"/" is missing at the end of the pattern', ""),
        ("string(/(a/)", 8, 'pattern: ")" is missing at character 3 of (a', ""),
        ("string ?", 7, '"?" is not understood here', ""),
        ("text(..5)", 0, 'unknown type "text"', ""),
    ],
)  # fmt: skip
def test_mistakes_in_text(written: str, offset: int, message: str, hint: str) -> None:
    [problem] = problems({"key": [{"inner?": written}]})
    assert problem.path == ("key", 0, "inner?")
    assert (problem.offset, problem.message, problem.hint) == (offset, message, hint)


def test_all_mistakes_are_found() -> None:
    found = problems({"a": "strng", "b": {"c": "Persn"}, "d": ["string", "null"], 5: "any"})
    assert [problem.path for problem in found] == [("a",), ("b", "c"), ("d",), (5,)]


def test_key_that_stands_twice() -> None:
    [problem] = problems({"a": "string", "a?": "string"})
    assert problem.message == 'the key "a" stands twice'
    assert problem.path == ("a?",)
    assert problem.key


@pytest.mark.parametrize(
    ("schema", "path", "message", "hint"),
    [
        ({"type": "text"}, ("type",), 'unknown type "text"', None),
        ({"type": ["string", "string"]}, ("type", 1), 'type "string" stands twice', None),
        ({"enum": "a"}, ("enum",), "a list of values is expected", None),
        ({"const": "\0"}, ("const",), "PostgreSQL's jsonb cannot hold this character", None),
        ({"minLength": -1}, ("minLength",), "an integer of 0 or more is expected", None),
        ({"minimum": "1"}, ("minimum",), "a number is expected", None),
        ({"multipleOf": 0}, ("multipleOf",), "a number above 0 is expected", None),
        ({"required": ["a", "a"]}, ("required", 1), 'key "a" stands twice', None),
        ({"properties": ["a"]}, ("properties",), "a mapping of name to schema is expected", None),
        ({"properties": {"a": "string"}}, ("properties", "a"),
         "a JSON Schema is expected: a mapping, true or false", "write {type: string}"),
        ({"anyOf": []}, ("anyOf",), "a list of schemas is expected", None),
        ({"items": [{}]}, ("items",), "items is one schema", "a list is called prefixItems"),
        ({"uniqueItems": "yes"}, ("uniqueItems",), "true or false is expected", None),
        ({"format": "emial"}, ("format",), 'unsupported format "emial"', 'did you mean "email"?'),
        ({"minLenght": 1}, ("minLenght",), 'unsupported JSON Schema keyword "minLenght"',
         'did you mean "minLength"?'),
        ({"definitions": {}}, ("definitions",), 'unsupported JSON Schema keyword "definitions"',
         "draft 2020-12 calls it $defs"),
        ({"$ref": "#/$defs/Persn"}, ("$ref",), 'unknown shape "Persn"', 'did you mean "Person"?'),
        ({"$ref": "#/properties/a"}, ("$ref",), 'unknown shape "a"', None),
        ({"$schema": "http://json-schema.org/draft-07/schema#"}, ("$schema",),
         "only draft 2020-12 is supported", None),
        ({"patternProperties": {"(": {}}}, ("patternProperties", "("),
         'pattern: ")" is missing at character 2 of (', None),
    ],
)  # fmt: skip
def test_mistakes_in_json_schema(
    schema: dict[str, Any], path: tuple[str | int, ...], message: str, hint: str | None
) -> None:
    with pytest.raises(ShapeError) as caught:
        read_schema("Example", schema, KNOWN)
    [problem] = caught.value.problems
    assert (problem.path, problem.message) == (path, message)
    if hint is not None:
        assert problem.hint == hint
