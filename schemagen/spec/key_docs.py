"""What the keys of a spec mean, as the models say it below each of them.

A text below a field costs nothing when its model is imported, which every command does that reads
a spec. Only who makes the JSON Schema reads the models' source.
"""

from __future__ import annotations

import ast
import inspect
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import pairwise
from types import MappingProxyType
from typing import Any, Final

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core.core_schema import ModelSchema

COMMON: Final[Mapping[str, str]] = MappingProxyType(
    {
        "collation": 'The collation of its values, if not that of the type: `"C"`.',
        "comment": "What COMMENT ON says of it.",
        "deferrable": "Whether it may be checked at the end of a transaction.",
        "enabled": "When it fires: not while replicating (`origin`), only then, always, or never.",
        "grants": "Roles or actors with the privileges that they have on it, as in GRANT.",
        "include": "Further columns in the index, which are no part of its key.",
        "index_comment": "What COMMENT ON says of its index.",
        "initially_deferred": "Whether it is checked at the end if no transaction says otherwise.",
        "name": "Its name; by default what PostgreSQL would choose.",
        "no_inherit": "Whether it leaves the table's children alone.",
        "not_enforced": "Declared, and never checked (18).",
        "not_valid": "Whether rows from before it were never checked.",
        "nulls_not_distinct": "Whether two nulls are the same value (15).",
        "parallel": "Whether parallel workers may run it, or (`restricted`) the leader alone.",
        "tablespace": "Where it is stored.",
        "was": "Its former name, where it was renamed or moved.",
        "with": "Storage parameters: `{fillfactor: 70}`.",
        "without_overlaps": "Whether the last column is a range that must not overlap (18).",
    }
)
"""What keys mean that many models have, where one says nothing more exact."""


class DescribedSchema(GenerateJsonSchema):
    """Makes a JSON Schema whose keys say what they mean."""

    def model_schema(self, schema: ModelSchema) -> JsonSchemaValue:
        """Return the schema of a model, with what is said of its keys."""
        found = super().model_schema(schema)
        told = _told(schema["cls"])
        for key, value in found.get("properties", {}).items():
            if "description" not in value and (text := told.get(key) or COMMON.get(key)):
                value["description"] = text
        return found


def _told(model: type[BaseModel]) -> Mapping[str, str]:
    """Return what a model, or one that it is made from, says of its keys."""
    texts: dict[str, str] = {}
    for each in reversed(model.__mro__):
        texts |= _texts(inspect.getmodule(each)).get(each.__name__, {})
    fields = model.model_fields
    return {fields[name].alias or name: text for name, text in texts.items() if name in fields}


@cache
def _texts(module: Any) -> Mapping[str, Mapping[str, str]]:
    """Return the texts below the fields of a module's classes."""
    if module is None or not module.__name__.startswith("schemagen."):
        return {}
    classes = (
        each for each in ast.parse(inspect.getsource(module)).body if isinstance(each, ast.ClassDef)
    )
    return {each.name: dict(_below(each)) for each in classes}


def _below(node: ast.ClassDef) -> Iterator[tuple[str, str]]:
    for field, text in pairwise(node.body):
        match field, text:
            case (
                ast.AnnAssign(target=ast.Name(id=name)),
                ast.Expr(value=ast.Constant(value=str(words))),
            ):
                yield name, " ".join(words.split())
