"""A shape: a named JSON Schema (draft 2020-12, the documented subset) in normal form."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from schemagen.frozen import frozen


@frozen
class Shape:
    """`schema` is plain JSON Schema; another shape is `{"$ref": "#/$defs/Person"}`.

    `references` names the other shapes that it uses, directly.
    """

    name: str
    schema: Mapping[str, Any]
    comment: str | None = None
    references: tuple[str, ...] = ()
