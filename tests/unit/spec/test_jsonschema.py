"""The editors' schema: up to date, valid, and of one mind with the loader."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from schemagen.spec.jsonschema import json_schema, schema_text
from schemagen.spec.nodes import plain_data
from schemagen.spec.parse import parse

ROOT = Path(__file__).parents[3]
COMMITTED = ROOT / "schemagen" / "schemagen.schema.json"
# An overlay is a part of a spec, which may take something away with `null`.
SPECS = sorted(
    path
    for path in (ROOT / "specs").glob("*.yaml")
    if "\noverlay:" not in path.read_text(encoding="utf-8")
)

MINIMAL: dict[str, Any] = {"schemagen": 1, "project": "shop"}


@pytest.fixture(scope="module")
def validator() -> Draft202012Validator:
    return Draft202012Validator(json_schema())


def test_the_committed_schema_is_up_to_date() -> None:
    assert COMMITTED.read_text() == schema_text(), (
        "python -m schemagen.spec.jsonschema > schemagen/schemagen.schema.json"
    )


def test_the_schema_is_valid() -> None:
    Draft202012Validator.check_schema(json_schema())


def test_every_key_at_the_top_and_in_tables_is_explained() -> None:
    schema = json_schema()
    for part in (schema, schema["$defs"]["TableSpec"]):
        silent = [key for key, value in part["properties"].items() if "description" not in value]
        assert silent == []


@pytest.mark.parametrize("path", SPECS, ids=lambda path: path.stem)
def test_real_specs_fit(path: Path, validator: Draft202012Validator) -> None:
    node, problems = parse(path.name, path.read_bytes())
    assert problems == []
    assert node is not None
    assert [error.message for error in validator.iter_errors(plain_data(node))] == []


@pytest.mark.parametrize(
    "part",
    [
        {"extensions": ["pg_trgm"]},
        {"extensions": {"pg_trgm": {"schema": "public"}, "citext": None}},
        {"include": "_common.yaml"},
        {"enums": {"status": ["open"], "mood": {"labels": ["ok"], "comment": "How it goes."}}},
        {"domains": {"email": "text check (value ~ '@')"}},
        {"tables": {"t": {"columns": {"id": "uuid", "n": {"type": "integer", "default": 0}}}}},
        {"tables": {"t": {"columns": {"n": {"type": "integer", "check": "n > 0"}}}}},
        {"tables": {"t": {"primary_key": ["a", "b"], "unique": [["a"], {"columns": ["b"]}]}}},
        {"tables": {"t": {"checks": ["a > 0"]}}},
        {"tables": {"t": {"checks": {"positive": "a > 0"}}}},
        {"tables": {"t": {"indexes": ["a", ["a", "b desc"], {"columns": ["lower(a)"]}]}}},
        {"tables": {"t": {"indexes": {"by_a": {"columns": ["a"]}, "by_b": ["b"]}}}},
        {"tables": {"t": {"triggers": {"x": "before update for each row execute function f()"}}}},
        {"tables": {"t": {"grants": {"member": ["select", "update (a)"]}}}},
        {
            "tables": {"t": {"mixins": "audited"}},
            "mixins": {"audited": {"columns": {"by": "uuid"}}},
        },
        {"functions": {"f": {"returns": "integer", "body": "SELECT 1"}}},
        {"functions": {"f": [{"returns": "integer", "body": "SELECT 1"}]}},
        {"views": {"v": {"query": "SELECT 1 AS a", "columns": ["a"]}}},
    ],
)
def test_each_way_to_write_a_thing_fits(
    part: dict[str, Any], validator: Draft202012Validator
) -> None:
    assert [error.message for error in validator.iter_errors(MINIMAL | part)] == []


@pytest.mark.parametrize(
    "part",
    [
        {"schemagen": 2},
        {"project": "Shop"},
        {"postgres": 12},
        {"enum": {"status": ["open"]}},
        {"enums": {"status": "open"}},
        {"tables": ["orders"]},
        {"tables": {"t": {"colums": {}}}},
        {"tables": {"t": {"columns": {"id": ["uuid"]}}}},
        {"tables": {"t": {"columns": {"id": {"type": "uuid", "notnull": True}}}}},
        {"tables": {"t": {"unlogged": "yes"}}},
        {"tables": {"t": {"row_level_security": "force"}}},
        {"functions": {"f": {"volatility": "imutable"}}},
    ],
)
def test_a_typical_mistake_does_not_fit(
    part: dict[str, Any], validator: Draft202012Validator
) -> None:
    spec = copy.deepcopy(MINIMAL) | part
    assert list(validator.iter_errors(spec)) != []
