"""Every key of a spec says what it means, in the reference and in editors."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import schemagen
from schemagen.spec.jsonschema import json_schema
from schemagen.spec.key_docs import COMMON

PACKAGE = Path(schemagen.__file__).parent
MODELS = sorted(path for layer in ("kinds", "features") for path in (PACKAGE / layer).rglob("*.py"))


def _keys() -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Yield the keys of all models: that of the model, its own name, and its schema."""
    schema = json_schema()
    for name, model in {"the top": schema, **schema["$defs"]}.items():
        for form in model.get("anyOf", [model]):
            for key, value in form.get("properties", {}).items():
                yield name, key, value


KEYS = tuple(_keys())


def test_every_key_is_described() -> None:
    missing = [f"{model}.{key}" for model, key, value in KEYS if not value.get("description")]
    assert len(KEYS) > 500
    assert missing == []


@pytest.mark.parametrize("text", sorted({value["description"] for _, _, value in KEYS}))
def test_a_description_is_short_and_a_sentence(text: str) -> None:
    assert text.endswith(".")
    assert not text.endswith("..")
    assert not text[0].islower()
    assert len(text) <= 160


def test_what_is_said_of_many_keys_is_said_of_several() -> None:
    said = Counter(key for _, key, value in KEYS if value["description"] == COMMON.get(key))
    assert {key for key in COMMON if said[key] < 2} == set()


def test_no_description_costs_an_import() -> None:
    """A text below the field costs nothing; one that pydantic is given does."""
    given = [
        f"{path.relative_to(PACKAGE)}:{node.lineno}"
        for path in MODELS
        for model in ast.parse(path.read_text(encoding="utf-8")).body
        if isinstance(model, ast.ClassDef)
        for field in model.body
        if isinstance(field, ast.AnnAssign)
        for node in ast.walk(field)
        if isinstance(node, ast.keyword) and node.arg == "description"
    ]
    assert given == []
