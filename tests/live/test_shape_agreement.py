"""The database, the models and a reference library judge documents alike."""

from __future__ import annotations

import json
from collections.abc import Iterator
from random import Random
from typing import Any

import psycopg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from pydantic import TypeAdapter, ValidationError

from schemagen.shapes.keywords.types import same
from schemagen.shapes.library import ShapeLibrary
from schemagen.shapes.parse import read_schema
from tests.shapes import Checker, Database, Inventor, import_models


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
