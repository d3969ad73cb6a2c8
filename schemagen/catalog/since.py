"""With which major version of PostgreSQL something came, where that is not the oldest one known."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache, lru_cache
from operator import attrgetter
from typing import Any, Final, TypeAlias

from schemagen.frozen import frozen

OLDEST: Final = 14
"""The oldest major version of PostgreSQL that is known."""
SINCE: Final = "since"
"""Where the metadata of a field of an object says it."""
_NUMERIC: Final = re.compile(r"(?:numeric|decimal)\((\d+), ?(-?\d+)\)")


@frozen
class Need:
    """What an object has that came with a major version of PostgreSQL: 15, `security_invoker`."""

    major: int
    what: str


Since: TypeAlias = int | Callable[[Any], Iterable[Need]]
"""The version that a field came with, whatever its value is if not the default; or what tells, for
a value, what of it came with which version."""


def of_values(majors: Mapping[str, int]) -> Since:
    """Return what tells it of a field that has one of several words, most of them old."""

    def told(value: str) -> Iterator[Need]:
        if value in majors:
            yield Need(majors[value], value)

    return told


def of_options(majors: Mapping[str, int]) -> Since:
    """Return what tells it of options by name, or by name and value: `streaming=parallel`."""

    def told(options: Iterable[tuple[str, str]]) -> Iterator[Need]:
        for name, value in options:
            for text in (name, f"{name}={value}"):
                if text in majors:
                    yield Need(majors[text], text)

    return told


def of_grants(grants: Iterable[tuple[str, str, bool]]) -> Iterator[Need]:
    """Yield it of privileges."""
    if any(privilege == "MAINTAIN" for _, privilege, _ in grants):
        yield Need(17, "the privilege maintain")


def of_type(text: str) -> Iterator[Need]:
    """Yield it of a type, as SQL text: a number's scale below zero, or above its precision."""
    found = _NUMERIC.match(text)
    if found and not 0 <= int(found[2]) <= int(found[1]):
        yield Need(15, f"{text}, whose scale is not between 0 and {found[1]},")


def needs(item: Any) -> tuple[Need, ...]:
    """Return what an object of the catalog has that came later than the oldest version known."""
    model: Any = type(item)
    return _needs_of(model, _later_values(model)(item))


# Most objects have in these fields what many others have.
@lru_cache(4096)
def _needs_of(model: Any, values: tuple[Any, ...]) -> tuple[Need, ...]:
    found: list[Need] = []
    for (name, default, since), value in zip(_later_fields(model), values, strict=True):
        if value != default:
            found += (Need(since, name),) if isinstance(since, int) else since(value)
    return tuple(found)


@cache
def _later_values(model: Any) -> Callable[[Any], tuple[Any, ...]]:
    """Return what reads the fields that say since when there are such, all at once."""
    names = [name for name, _, _ in _later_fields(model)]
    get = attrgetter(*names)
    return get if len(names) > 1 else lambda item: (get(item),)


@cache
def _later_fields(model: Any) -> tuple[tuple[str, Any, Since], ...]:
    """Return these fields with their defaults."""
    found = ((each.name, each.default, each.metadata[SINCE]) for each in dataclasses.fields(model))
    return tuple(each for each in found if each[2] is not None)
