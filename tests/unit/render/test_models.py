"""Generated models: what they hold, what they refuse, and that the module is clean Python."""

from __future__ import annotations

import datetime as dt
import re
import subprocess
import sys
from collections.abc import Callable
from decimal import Decimal
from ipaddress import ip_interface, ip_network
from pathlib import Path
from types import ModuleType
from typing import Any
from uuid import UUID

import pytest
from psycopg.types.range import Range
from pydantic import BaseModel, ValidationError

from tests.unit.render.module import imported, models_text

REPOSITORY = Path(__file__).parents[3]

EVERYTHING = (Path(__file__).parent / "everything.yaml").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def text() -> str:
    return models_text(EVERYTHING)


@pytest.fixture(scope="module")
def models(text: str, tmp_path_factory: pytest.TempPathFactory) -> ModuleType:
    return imported(text, tmp_path_factory.mktemp("models"))


@pytest.fixture
def agent(models: ModuleType) -> Callable[..., Any]:
    def make(**values: object) -> Any:
        return models.NewAgent(**{"name": "a", "score": 1} | values)

    return make


def _run(*command: object) -> None:
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


LONG = f"""\
enums:
  {"x" * 63}: ["{"y" * 63}", "{"z z" * 21}"]
domains:
  {"d" * 63}: text check (value in ('{"a" * 40}', '{"b" * 40}', '{"c" * 40}'))
  {"e" * 63}: {"d" * 63}
  code: text check (value ~ '^{"[a-z]{3}" * 12}$' and length(value) < 100)
tables:
  {"t" * 63}:
    comment: {"w" * 150}
    columns:
      id: integer primary key
      {"c" * 63}: text not null check ({"c" * 63} in ('a', 'b'))
      {"n" * 63}: text check ({"n" * 63} in ('a', 'b'))
      {"b" * 63}: {"x" * 63}[]
      {"p" * 63}: {{type: "text check ({"p" * 63} ~ '^{"[a-z]{3}" * 30}$')", comment: {"w" * 150}}}
      {"r" * 63}: tstzrange
      code: code
"""


@pytest.mark.parametrize("spec", [EVERYTHING, LONG], ids=["everything", "long names"])
def test_the_module_satisfies_mypy_and_ruff(spec: str, tmp_path: Path) -> None:
    path = tmp_path / "generated" / "models.py"
    path.parent.mkdir()
    path.write_text(models_text(spec), encoding="utf-8")
    config = ("--config", REPOSITORY / "pyproject.toml")
    _run(sys.executable, "-m", "ruff", "format", "--check", "--diff", *config, path)
    _run(sys.executable, "-m", "ruff", "check", "--ignore", "A,D1,N,RUF001,RUF002", *config, path)
    _run(sys.executable, "-m", "mypy", "--strict", "--cache-dir", tmp_path / "cache", path)


def test_type_checkers_know_what_an_insert_needs(text: str, tmp_path: Path) -> None:
    (tmp_path / "models.py").write_text(text, encoding="utf-8")
    use = tmp_path / "use.py"
    use.write_text(
        "from models import AgentUpdate, NewAgent, NewOdd\n"
        'NewAgent(name="a", score=1)\n'
        "NewAgent(score=1)  # E: name is missing\n"
        'NewAgent(name="a", score=1, status=None)  # E: not null\n'
        'NewAgent(name="a", score=1, doubled=2)  # E: generated\n'
        "AgentUpdate()\n"
        'NewOdd(class_="a", two_words="b")\n',
        encoding="utf-8",
    )
    cache = str(tmp_path / "cache")
    command = [sys.executable, "-m", "mypy", "--strict", "--cache-dir", cache, use.name]
    done = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path)
    lines = {int(found) for found in re.findall(r"use\.py:(\d+): error", done.stdout)}
    assert lines == {3, 4, 5}, done.stdout


def test_the_first_line_says_what_it_was_made_from(text: str) -> None:
    assert text.startswith("# Made by schemagen from specs/sample.yaml. Do not edit.\n")


def test_a_small_module_defines_and_imports_only_what_it_uses() -> None:
    text = models_text("tables: {points: {columns: {id: integer primary key}}}\n")
    assert "import Any" not in text
    assert "_Text" not in text
    assert 'class Point(_Row):\n    """A row of public.points."""' in text


def test_what_is_not_set_is_not_inserted(agent: Callable[..., Any]) -> None:
    made = agent(email=None)
    assert made.model_dump(exclude_unset=True) == {"name": "a", "score": 1, "email": None}
    made.plan = "pro"
    assert made.model_dump(exclude_unset=True)["plan"] == "pro"


def test_columns_that_the_database_computes_are_not_in_an_insert(models: ModuleType) -> None:
    fields = models.NewAgent.model_fields
    assert {"seq", "doubled"}.isdisjoint(fields)
    assert {"seq", "doubled"} <= models.Agent.model_fields.keys()
    required = {name for name, field in fields.items() if field.is_required()}
    assert required == {"name", "score"}


def test_rows_that_nobody_may_change_have_no_update() -> None:
    text = models_text(
        "tables: {events: {columns: {id: integer primary key}, append_only: true}}\n"
    )
    assert "class NewEvent(_New):" in text
    assert "EventUpdate" not in text


def test_an_update_has_every_column_but_keys_and_computed_ones(models: ModuleType) -> None:
    fields = models.AgentUpdate.model_fields
    assert not any(field.is_required() for field in fields.values())
    assert set(models.Agent.model_fields) - set(fields) == {"id", "seq", "doubled"}
    assert models.MixedCaseUpdate.model_fields == {}


@pytest.mark.parametrize(
    ("column", "value", "held"),
    [
        ("name", "x" * 20, "x" * 20),
        ("code", "ab  ", "ab"),
        ("price", "12345678.90", Decimal("12345678.90")),
        ("amount", "NaN", None),
        ("thousands", "NaN", None),
        ("tiny", Decimal("NaN"), None),
        ("thousands", 9999, Decimal(9999)),
        ("tiny", "0.0099", Decimal("0.0099")),
        ("score", 100, 100),
        ("half", 7, 7),
        ("small", -32768, -32768),
        ("ratio", 0.75, 0.75),
        ("single", 0.1, 0.1),
        ("level", 3, 3),
        ("country", "NL", "NL"),
        ("any_word", "-", "-"),
        ("email", "a@b", "a@b"),
        ("rating", 10, 10),
        ("grade", "b", "b"),
        ("tags", ["a", None], ["a", None]),
        ("matrix", [1, None], [1, None]),
        ("config", {"model": "m", "class": "c"}, {"model": "m", "class": "c"}),
        ("labels", ["a"], ["a"]),
        ("extra", {"a": [1, None, {"b": 0.5}]}, {"a": [1, None, {"b": 0.5}]}),
        ("raw", b"\x00", b"\x00"),
        ("clock", dt.time(1), dt.time(1)),
        ("clock_zone", dt.time(1, tzinfo=dt.UTC), dt.time(1, tzinfo=dt.UTC)),
        ("created_at", "2024-01-01T00:00:00Z", dt.datetime(2024, 1, 1, tzinfo=dt.UTC)),
        ("local", "2024-01-01T00:00:00", dt.datetime(2024, 1, 1)),
        ("pause", dt.timedelta(days=1), dt.timedelta(days=1)),
        ("address", "10.0.0.1/8", ip_interface("10.0.0.1/8")),
        ("network", "10.0.0.0/8", ip_network("10.0.0.0/8")),
        ("span", "[2024-01-01 00:00:00+00,)", Range(dt.datetime(2024, 1, 1, tzinfo=dt.UTC), None)),
        ("spans", [Range(1, 5, "[]"), None], [Range(1, 6), None]),
    ],
)
def test_good_values_are_held(
    agent: Callable[..., Any], column: str, value: object, held: object
) -> None:
    made = agent(**{column: value}).model_dump(exclude_unset=True)[column]
    assert made == held or (held is None and made.is_nan())


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("name", ""),
        ("name", "x" * 21),
        ("name", "a\x00b"),
        ("name", "\ud800"),
        ("name", None),
        ("code", "abcde"),
        ("price", "0.009"),
        ("price", "0"),
        ("price", "123456789"),
        ("price", "NaN"),
        ("thousands", 10_000_000),
        ("thousands", "Infinity"),
        ("tiny", "0.01"),
        ("score", 101),
        ("half", 1),
        ("half", 8),
        ("small", 32768),
        ("ratio", 0.76),
        ("single", 1e300),
        ("single", 1e-300),
        ("status", "unknown"),
        ("status", None),
        ("plan", "PRO"),
        ("level", 4),
        ("country", "NL\n"),
        ("country", "nl"),
        ("email", "nobody"),
        ("email", "@" * 51),
        ("rating", 11),
        ("rating", None),
        ("fine", 2),
        ("fine", 11),
        ("grade", "c"),
        ("tags", "a"),
        ("tags", ["\x00"]),
        ("matrix", ["one"]),
        ("config", {}),
        ("config", {"model": "m", "temperature": 3}),
        ("labels", [1]),
        ("extra", {"a\x00": 1}),
        ("extra", [float("inf")]),
        ("plain", "\x00"),
        ("active", "yes"),
        ("active", 1),
        ("clock", dt.time(1, tzinfo=dt.UTC)),
        ("clock_zone", dt.time(1)),
        ("created_at", dt.datetime(2024, 1, 1)),
        ("local", dt.datetime(2024, 1, 1, tzinfo=dt.UTC)),
        ("network", "10.0.0.1/8"),
        ("span", "anything"),
        ("spans", [Range(5, 1)]),
        ("doubled", 2),
        ("seq", 1),
        ("nonsense", 1),
    ],
)
def test_values_that_the_database_refuses_are_refused(
    agent: Callable[..., Any], column: str, value: object
) -> None:
    with pytest.raises(ValidationError) as caught:
        agent(**{column: value})
    assert caught.value.errors()[0]["loc"][0] == column


def test_a_row_is_read_from_what_a_driver_gives(models: ModuleType) -> None:
    row = models.MixedCase(id=1, other=2, added_later="x")
    assert (row.id, row.other) == (1, 2)
    with pytest.raises(ValidationError, match="frozen"):
        row.id = 3
    assert models.MixedCase.TABLE == 'public."Mixed Case"'
    assert models.MixedCase.PRIMARY_KEY == ("id", "other")


def test_an_insert_names_its_json_columns(models: ModuleType) -> None:
    assert models.NewAgent.JSON_COLUMNS == ("config", "labels", "extra", "plain")
    assert models.NewOdd.JSON_COLUMNS == ()


def test_enums_have_a_member_for_every_label(models: ModuleType) -> None:
    members = {member.name: member.value for member in models.AgentStatusEnum}
    assert members == {
        "DRAFT": "draft",
        "IN_PROGRESS": "in progress",
        "VALUE_1ST": "1st",
        "IT_S": "it's",
        "IN_PROGRESS_2": "inProgress",
        "EMPTY": "",
        "A_B": "a-b",
        "A_B_2": "a b",
        "GRÖSSE": "größe",
        "É": "é\"'",
    }


def test_two_things_of_one_name_have_different_classes(models: ModuleType) -> None:
    assert issubclass(models.AgentStatus, BaseModel)
    assert issubclass(models.AgentStatusEnum, str)
    assert [item.value for item in models.AuditAgentStatus] == ["on", "off"]
    assert models.AuditedAgent.TABLE == "audit.agents"
    assert models.FieldRow.TABLE == "public.fields"


def test_names_that_python_cannot_have_are_aliases(models: ModuleType) -> None:
    columns = {
        "class": "class_",
        "from": "from_",
        "json": "json_",
        "copy": "copy_",
        "model_config": "model_config_",
        "model_name": "model_name",
        "int": "int_",
        "_hidden": "hidden_",
        "two words": "two_words",
        "two-words": "two_words_",
        "1st": "column_1st",
        "AgentStatus": "AgentStatus_",
        "date": "date",
        "started": "started",
    }
    assert list(models.Odd.model_fields) == list(columns.values())
    values: dict[str, object] = dict.fromkeys(columns) | {"class": "c", "two words": "t"}
    row = models.Odd.model_validate(values)
    assert row.class_ == "c"
    assert row.model_dump() == values
    new = models.NewOdd(class_="c", two_words="t", from_="f")
    assert new.model_dump(exclude_unset=True) == {"class": "c", "two words": "t", "from": "f"}


def test_comments_are_docstrings_and_descriptions(models: ModuleType) -> None:
    assert models.Agent.__doc__.strip() == 'An AI agent. "Quoted at the end"'
    described = models.Agent.model_fields["long_comment"].description
    assert described.endswith('with a tab\there and a "quoted" word.')
    assert models.NewAgent.model_fields["name"].description == 'A "name" with | and \\ in it.'


def test_a_check_that_was_never_validated_binds_new_rows_only(tmp_path: Path) -> None:
    text = models_text(
        """\
tables:
  marks:
    columns: {id: integer primary key, points: integer not null}
    checks: {few: {expression: points <= 10, not_valid: true}}
"""
    )
    models = imported(text, tmp_path, "not_valid_models")
    assert models.Mark(id=1, points=11).points == 11
    with pytest.raises(ValidationError):
        models.NewMark(id=1, points=11)


def test_columns_that_a_trigger_fills_may_be_left_out(tmp_path: Path) -> None:
    text = models_text(
        """\
tables:
  entries:
    columns: {id: uuid primary key default gen_random_uuid(), payload: jsonb not null}
    hash_chain: {payload: payload}
"""
    )
    models = imported(text, tmp_path, "chain_models")
    new = models.NewEntry(payload={"a": 1})
    assert new.model_dump(exclude_unset=True) == {"payload": {"a": 1}}


def test_values_have_the_types_that_a_row_says(models: ModuleType) -> None:
    key = UUID(int=1)
    update = models.AgentUpdate.model_validate({"status": "draft", "tags": ["a"]})
    assert update.status is models.AgentStatusEnum.DRAFT
    assert models.NewAgent(id=str(key), name="a", score=1).id == key
