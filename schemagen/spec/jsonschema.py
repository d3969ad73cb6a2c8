"""The JSON Schema of a spec (draft 2020-12), for completion and checks in editors.

It is made from the models that read the specs, so that the two cannot differ. The committed copy
is written by `python -m schemagen.spec.jsonschema > schemagen/schemagen.schema.json`.
"""

from __future__ import annotations

import json
import sys
from typing import Any

from schemagen.spec.key_docs import DescribedSchema
from schemagen.spec.project import project_model

DRAFT = "https://json-schema.org/draft/2020-12/schema"
IDENTITY = "urn:schemagen:spec:1"
"""A name and no address: editors find the schema by its path."""


def json_schema() -> dict[str, Any]:
    """Return the schema of a whole spec."""
    composed = project_model().model_json_schema(
        by_alias=True, schema_generator=DescribedSchema, mode="validation"
    )
    head = {"$schema": DRAFT, "$id": IDENTITY, "title": "A spec of schemagen"}
    return {**head, **_without_titles(composed)}


def schema_text() -> str:
    """Return the schema as it is committed."""
    return json.dumps(json_schema(), indent=2, ensure_ascii=False) + "\n"


def _without_titles(part: Any) -> Any:
    """Leave out titles that only repeat a key; a property that is called `title` stays."""
    if isinstance(part, dict):
        return {
            key: _without_titles(value)
            for key, value in part.items()
            if not (key == "title" and isinstance(value, str))
        }
    return [_without_titles(item) for item in part] if isinstance(part, list) else part


if __name__ == "__main__":
    sys.stdout.write(schema_text())
