"""What the validators of a shape are called, and which ones there are."""

from __future__ import annotations

import pytest

from schemagen.shapes.library import ShapeLibrary
from schemagen.shapes.validator import check_expression, shape_validators
from tests.shapes import shapes_of


def names(name: str, **values: object) -> list[str]:
    validators = shape_validators(name, shapes_of(**values), "app")
    return [function.name for function in validators.functions]


def digest(**values: object) -> str:
    return names("Person", Person=values)[0].rsplit("_", 1)[1]


def test_three_functions_named_after_the_shape() -> None:
    found = names("AgentConfig", AgentConfig={"a": "string"})
    assert [name.rsplit("_", 1)[0] for name in found] == [
        "agent_config_ok",
        "agent_config_why",
        "agent_config_assert",
    ]


def test_name_changes_with_what_is_accepted() -> None:
    assert digest(a="string") != digest(a="string(..5)")
    assert digest(a="string") != digest(**{"a?": "string"})


def test_name_does_not_change_with_order_or_words() -> None:
    assert digest(a="string", b="any") == digest(b="any", a="string")
    plain = digest(type="object", properties={"a": {"type": "string"}})
    said = {"type": "string", "title": "A", "description": "An a."}
    assert digest(type="object", description="People.", properties={"a": said}) == plain


def test_body_does_not_change_with_order_or_words() -> None:
    one = shape_validators("A", shapes_of(A={"x": "string", "y": "any"}), "app")
    other = shape_validators("A", shapes_of(A={"y": "any", "x": "string"}), "app")
    assert one == other


def test_name_changes_with_a_shape_that_is_referred_to() -> None:
    one = names("Team", Team={"lead": "Person"}, Person={"name": "string"})
    other = names("Team", Team={"lead": "Person"}, Person={"name": "string(1..)"})
    assert one != other


def test_small_shape_is_written_out_and_a_recursive_one_called() -> None:
    flat = names("Team", Team={"lead": "Person"}, Person={"name": "string"})
    assert len(flat) == 3
    tree = names("Team", Team={"lead": "Person"}, Person={"boss?": "Person"})
    assert [name.rsplit("_", 1)[0] for name in tree] == [
        "person_ok",
        "person_why",
        "team_ok",
        "team_why",
        "team_assert",
    ]


def test_big_shape_is_called() -> None:
    big = {f"key_{number}": "string" for number in range(50)}
    assert len(names("Team", Team={"a": "Person", "b": "Person"}, Person=big)) == 5


def test_names_fit_in_63_bytes() -> None:
    name = "Very" * 30
    found = names(name, **{name: "string"})
    assert {len(each) for each in found} == {63}
    assert len(set(found)) == 3


def test_only_the_function_of_the_constraint_sets_a_search_path() -> None:
    validators = shape_validators("A", shapes_of(A="string"), "app")
    assert [dict(function.settings) for function in validators.functions] == [
        {},
        {},
        {"search_path": "pg_catalog, pg_temp"},
    ]


def test_check_expression_quotes_names() -> None:
    validators = shape_validators("A", shapes_of(A="string"), "My App")
    expression = check_expression(validators, "My App", "end", "t_end_shape", "t")
    assert expression == f"\"My App\".{validators.assertion}(\"end\", 't_end_shape', 't', 'end')"


@pytest.mark.parametrize(
    ("shapes", "endless"),
    [
        ({"A": "A"}, ["A"]),
        ({"A": "B | null", "B": "A | string"}, ["A", "B"]),
        ({"A": {"x": "B"}, "B": "B"}, ["B"]),
        ({"A": ["A"]}, []),
        ({"A": "[A] | string"}, []),
        ({"A": "B | C", "B": "C", "C": "string"}, []),
        ({"A": {"type": "object", "not": {"$ref": "A"}}}, ["A"]),
    ],
)
def test_shape_that_never_gets_to_the_value(shapes: dict[str, object], endless: list[str]) -> None:
    assert ShapeLibrary(shapes_of(**shapes)).endless() == endless
