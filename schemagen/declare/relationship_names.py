"""What the two directions of a foreign key are called in generated code."""

from __future__ import annotations

import keyword
import re
from typing import Annotated, Any

from pydantic import AfterValidator, Field

from schemagen.declare.base import spec_error

_ATTRIBUTE = re.compile(r"[a-z][a-z0-9_]*\Z")
_KEPT = frozenset({"metadata", "registry"})
"""Attributes that SQLAlchemy keeps for itself."""


def _check(name: str) -> str:
    if not _ATTRIBUTE.match(name) or keyword.iskeyword(name) or name in _KEPT:
        raise spec_error(
            "relationship-name",
            f'"{name}" is not the name of a relationship',
            hint="it becomes an attribute of a class: `relationship: creator`",
        )
    return name


RelationshipName = Annotated[str, AfterValidator(_check)]
"""The name of an attribute."""
RELATIONSHIP: Any = Field(None, description="What the row that is referred to is called.")
INVERSE: Any = Field(None, description="What the rows are called by the row that they refer to.")
