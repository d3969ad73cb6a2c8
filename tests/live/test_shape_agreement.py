"""The database, the models and a reference library judge documents alike."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

import psycopg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from psycopg import errors
from pydantic import TypeAdapter, ValidationError

from schemagen.shapes.keywords.types import same
from schemagen.shapes.library import ShapeLibrary
from schemagen.shapes.parse import read_schema
from schemagen.shapes.problem import ShapeError
from tests.shapes import Checker, Database, Inventor, import_models

SUITE = os.environ.get("SCHEMAGEN_JSON_SCHEMA_SUITE", "")
"""A folder of files of the JSON Schema Test Suite, to judge by it too."""


@pytest.fixture
def connection(database: str) -> Iterator[Database]:
    """A superuser's connection to an empty database."""
    with psycopg.connect(database, autocommit=True) as opened:
        yield opened


def accepts(adapter: TypeAdapter[Any], document: Any) -> bool:
    try:
        adapter.validate_python(document)
    except ValidationError:
        return False
    return True


@pytest.mark.filterwarnings("ignore:Pydantic serializer warnings")
@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.randoms(use_true_random=False))
def test_random_schemas_and_documents(connection: Database, random: Random) -> None:
    inventor = Inventor(random)
    schema = inventor.whole()
    shapes = {"Example": read_schema("Example", schema)}
    if ShapeLibrary(shapes).endless():
        return
    documents = [inventor.document(schema, schema) for _ in range(20)]
    reference = Draft202012Validator(schema)
    adapter = TypeAdapter(import_models(shapes).Example)
    checker = Checker(connection, shapes, "Example")
    for document, (good, why) in zip(documents, checker.check(*documents), strict=True):
        expected = reference.is_valid(document)
        assert (good, why is None) == (expected, expected), (document, why)
        assert accepts(adapter, document) is expected, document
        if expected:
            dumped = json.loads(adapter.dump_json(adapter.validate_python(document)))
            assert same(dumped, document), document
    checker.drop()


def groups() -> list[Any]:
    return [
        pytest.param(group, id=f"{path.stem}: {group['description']}")
        for path in sorted(Path(SUITE).glob("*.json"))
        for group in json.loads(path.read_text())
    ]


@pytest.mark.skipif(not SUITE, reason="SCHEMAGEN_JSON_SCHEMA_SUITE names no folder")
@pytest.mark.majors(18)
@pytest.mark.parametrize("group", groups() if SUITE else [])
def test_json_schema_test_suite(connection: Database, group: dict[str, Any]) -> None:
    try:
        shapes = {"Example": read_schema("Example", group["schema"])}
    except ShapeError as error:
        pytest.skip(f"refused: {error}")
    checker = Checker(connection, shapes, "Example")
    adapter = TypeAdapter(import_models(shapes).Example)
    for test in group["tests"]:
        assert accepts(adapter, test["data"]) is test["valid"], test["description"]
        try:
            [(good, why)] = checker.check(test["data"])
        except errors.UntranslatableCharacter:
            continue
        valid = (test["valid"], test["valid"])
        assert (good, why is None) == valid, test["description"]
