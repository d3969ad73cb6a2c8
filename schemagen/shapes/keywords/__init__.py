"""The keywords of JSON Schema 2020-12 that shapes know, one module for each group."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from schemagen.shapes.keywords import (
    arrays,
    logic,
    numbers,
    objects,
    references,
    strings,
    titles,
    types,
)
from schemagen.shapes.keywords.keyword import Keyword, KeywordGroup

ALL: tuple[KeywordGroup, ...] = (
    types.GROUP,
    references.GROUP,
    numbers.GROUP,
    strings.GROUP,
    objects.GROUP,
    arrays.GROUP,
    logic.GROUP,
    titles.GROUP,
)
"""Every group, in the order in which a value is checked."""

BY_NAME: Mapping[str, Keyword] = MappingProxyType(
    {keyword.name: keyword for group in ALL for keyword in group.keywords}
)
"""Every keyword by its name."""
