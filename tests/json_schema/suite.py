"""The files of a suite: groups of a schema and documents, each document good or bad."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Example:
    """A document, and whether its schema accepts it."""

    description: str
    document: Any
    valid: bool


@dataclass(frozen=True, slots=True)
class Group:
    """A schema with examples; `keyword` is the name of its file, which is what it is about."""

    keyword: str
    description: str
    schema: Any
    examples: tuple[Example, ...]


def read_groups(folder: Path) -> Iterator[Group]:
    """Yield the groups of all files `*.json` of a folder and those below it, in order.

    Raises:
        ValueError: a file is not JSON, or no list of groups.
    """
    for path in sorted(folder.rglob("*.json")):
        try:
            found = json.loads(path.read_text(encoding="utf-8"))
            yield from [_group(path.stem, item) for item in found]
        except (KeyError, TypeError, ValueError) as error:
            message = f"{path} is no file of the suite: {type(error).__name__}: {error}"
            raise ValueError(message) from error


def _group(keyword: str, item: Any) -> Group:
    examples = [Example(test["description"], test["data"], test["valid"]) for test in item["tests"]]
    return Group(keyword, item["description"], item["schema"], tuple(examples))
