"""The one list of generated pages."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from book import commands, errors, hazards, keys, lint

PAGES: Final[Mapping[str, Callable[[], str]]] = MappingProxyType(
    {
        "commands": commands.page,
        "keys": keys.page,
        "lint": lint.page,
        "hazards": hazards.page,
        "errors": errors.page,
    }
)
"""The text of each page, by the name of its file in `docs/reference`."""
