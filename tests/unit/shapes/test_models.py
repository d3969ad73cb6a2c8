"""The pydantic models of shapes, imported and used."""

from __future__ import annotations

import subprocess
import sys
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from schemagen.shapes.python.models import shape_models
from tests.shapes import import_models, module_text, shapes_of

AGENT = {
    "model": "string(1..)",
    "temperature?": "number(0..2)",
    "tools": ["string"],
    "mode": "draft | live",
    "limits": {"per_day": "integer(0..)", "note?": "string(..5)"},
    "owner?": "Person",
    "labels?": "map<string>",
    "note?": "string | null",
    "id?": "uuid",
    "class?": "1 | 2",
    "first name?": "any",
    "even?": {"type": "integer", "multipleOf": 2},
    "odd?": {"not": {"type": "string"}},
}
GOOD = {"model": "m", "tools": [], "mode": "live", "limits": {"per_day": 1}}
SHAPES = {"Agent": AGENT, "Person": {"name": "string", "friends?": ["Person"], "...": "integer"}}


@pytest.fixture(scope="module")
def models() -> Any:
    return import_models(shapes_of(**SHAPES))


def errors(model: Any, document: Any) -> list[str]:
    with pytest.raises(ValidationError) as caught:
        model.model_validate(document)
    return [".".join(map(str, error["loc"])) for error in caught.value.errors()]


def test_keys_keep_their_names_wherever_they_can(models: Any) -> None:
    fields = models.Agent.model_fields
    assert fields["class_"].alias == "class"
    assert fields["first_name"].alias == "first name"
    assert fields["model"].alias is None


def test_classes_inside_are_named_after_the_path(models: Any) -> None:
    assert models.AgentLimits(per_day=1).per_day == 1


def test_title_names_a_class() -> None:
    inner = {"type": "object", "title": "daily limits", "properties": {"a": {}}}
    found = shape_models(shapes_of(A={"type": "object", "properties": {"limits": inner}}))
    assert [definition.name for definition in found.definitions] == ["DailyLimits", "A"]


def test_shape_that_is_called_like_a_helper() -> None:
    found = shape_models(shapes_of(Text="string", Json={"text": "Text"}))
    assert found.names == {"Text": "TextShape", "Json": "JsonShape"}


def test_class_names_avoid_those_that_are_taken() -> None:
    found = shape_models(shapes_of(A={"b": {"c": "string"}}, AB="string"), taken=("AB2",))
    assert {definition.name for definition in found.definitions} == {"A", "AB", "AB3"}


def test_missing_key_is_none_and_is_not_dumped(models: Any) -> None:
    agent = models.Agent.model_validate(GOOD)
    assert agent.temperature is None
    assert agent.model_dump() == GOOD
    assert agent.limits.model_dump_json() == '{"per_day":1}'


def test_null_is_not_a_missing_key(models: Any) -> None:
    assert errors(models.Agent, {**GOOD, "temperature": None}) == ["temperature"]
    noted = models.Agent.model_validate({**GOOD, "note": None})
    assert noted.model_dump() == {**GOOD, "note": None}


def test_dump_has_the_keys_of_json(models: Any) -> None:
    agent = models.Agent(**GOOD, class_=1, first_name="x")
    assert agent.model_dump() == {**GOOD, "class": 1, "first name": "x"}


def test_assignment_is_checked(models: Any) -> None:
    agent = models.Agent.model_validate(GOOD)
    with pytest.raises(ValidationError):
        agent.temperature = 3
    agent.temperature = 1.5
    assert agent.model_dump()["temperature"] == 1.5


@pytest.mark.parametrize(
    ("key", "bad"),
    [
        ("model", ""),
        ("model", 5),
        ("temperature", "1"),
        ("temperature", 2.5),
        ("temperature", True),
        ("temperature", float("nan")),
        ("tools", ["a", 1]),
        ("mode", "dead"),
        ("id", "2eb8aa08aa9811eab4aa73b441d16380"),
        ("class", True),
        ("class", "1"),
        ("even", 3),
        ("odd", "text"),
        ("unknown", 1),
        ("model", "a\0"),
        ("model", "\ud800"),
        ("labels", {"a\0": "b"}),
        ("first name", [{"a": "\0"}]),
    ],
)
def test_refuses(models: Any, key: str, bad: Any) -> None:
    assert errors(models.Agent, {**GOOD, key: bad})[0].split(".")[0] == key


def test_one_point_zero_is_an_integer(models: Any) -> None:
    limits = models.AgentLimits.model_validate({"per_day": 1.0})
    assert repr(limits.per_day) == "1"


def test_open_object_types_its_other_keys(models: Any) -> None:
    person = models.Person.model_validate({"name": "x", "age": 5})
    assert person.model_extra == {"age": 5}
    assert errors(models.Person, {"name": "x", "age": "5"}) == ["age"]


def test_recursive_class(models: Any) -> None:
    person = {"name": "x", "friends": [{"name": "y", "friends": []}]}
    assert models.Person.model_validate(person).model_dump() == person
    assert errors(models.Person, {"name": "x", "friends": [{"friends": []}]}) == ["friends.0.name"]


def test_shape_that_is_no_object_is_an_alias() -> None:
    module = import_models(shapes_of(Tags="[string](1..2)", Tree="[Tree] | string"))
    tags, tree = TypeAdapter(module.Tags), TypeAdapter(module.Tree)
    assert tags.validate_python(["a"]) == ["a"]
    assert tree.validate_python(["a", ["b", []]]) == ["a", ["b", []]]
    for adapter, bad in ((tags, []), (tags, [b"a"]), (tree, ["a", [5]]), (tree, {})):
        with pytest.raises(ValidationError):
            adapter.validate_python(bad)


def test_shapes_that_refer_to_each_other_in_any_order() -> None:
    shapes = {
        "Team": {"members": "Members", "lead?": "Person | null"},
        "Members": "[Person] | null",
        "Person": {"teams": "Teams", "all?": "Members"},
        "Teams": "map<Team>",
    }
    ada: dict[str, Any] = {"teams": {"a": {"members": [{"teams": {}, "all": None}], "lead": None}}}
    for names in permutations(shapes):
        module = import_models(shapes_of(**{name: shapes[name] for name in names}))
        assert module.Person.model_validate(ada).model_dump() == ada
        assert errors(module.Team, {"members": [{"teams": {"b": {}}}]})


def test_what_fields_cannot_say_is_checked() -> None:
    rules = {
        "type": "object",
        "properties": {"a": {"type": "integer"}, "b": {"type": "integer"}},
        "if": {"properties": {"a": {"minimum": 5}}, "required": ["a"]},
        "then": {"required": ["b"]},
    }
    module = import_models(shapes_of(Rules=rules))
    assert module.Rules.model_validate({"a": 4}).a == 4
    assert errors(module.Rules, {"a": 5}) == [""]
    assert module.Rules(a=5, b=1).b == 1


def test_module_passes_a_strict_type_check(tmp_path: Path) -> None:
    path = tmp_path / "models.py"
    extras = {
        "Tags": "[string](1..2)",
        "Tree": "[Tree] | string",
        "Formats": {"a": "uuid", "b": "date", "c": "date-time", "d": "email", "e": "uri"},
        "Rules": {
            "type": "object",
            "patternProperties": {"^x": {"type": "number", "multipleOf": 0.5}},
            "properties": {"list": {"type": "array", "uniqueItems": True, "contains": True}},
            "propertyNames": {"minLength": 1},
            "oneOf": [{"required": ["list"]}, {"minProperties": 3}],
        },
    }
    path.write_text(module_text(shape_models(shapes_of(**SHAPES, **extras))))
    command = [sys.executable, "-m", "mypy", "--strict", "--config-file=", str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=tmp_path)
    assert done.stdout.splitlines()[-1] == "Success: no issues found in 1 source file"
