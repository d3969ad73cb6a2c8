"""Which keys the pydantic models know at a path of a spec."""

from __future__ import annotations

from collections.abc import Iterator
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel

from schemagen.declare.base import ShortForm
from schemagen.declare.problems import Path


def known_keys(model: type[BaseModel], path: Path) -> set[str]:
    """Return the keys that the mapping at a path may have."""
    return {
        field.alias or name
        for found in _models_at(model, path)
        for name, field in found.model_fields.items()
    }


def takes_text(model: type[BaseModel], path: Path) -> bool:
    """Tell whether the mapping at a path may also be written as text."""
    return any(issubclass(found, ShortForm) for found in _models_at(model, path))


def _models_at(model: type[BaseModel], path: Path) -> list[type[BaseModel]]:
    annotations: list[Any] = [model]
    for part in path:
        annotations = [below for one in annotations for below in _below(one, part)]
    return [one for annotation in annotations for one in _models(annotation)]


def _models(annotation: Any) -> Iterator[type[BaseModel]]:
    """Give the models that a value may be, a list's items included: one may stand alone."""
    for one in _members(annotation):
        if isinstance(one, type) and issubclass(one, BaseModel):
            yield one
        elif get_origin(one) is list:
            yield from _models(get_args(one)[0])


def _members(annotation: Any) -> Iterator[Any]:
    origin = get_origin(annotation)
    if origin is Annotated:
        yield from _members(get_args(annotation)[0])
    elif origin in (Union, UnionType):
        for member in get_args(annotation):
            yield from _members(member)
    else:
        yield annotation


def _below(annotation: Any, part: str | int) -> Iterator[Any]:
    """Give the annotations of what stands under a key or at a position."""
    for one in _members(annotation):
        origin, arguments = get_origin(one), get_args(one)
        if isinstance(one, type) and issubclass(one, BaseModel):
            for name, field in one.model_fields.items():
                if (field.alias or name) == part:
                    yield field.annotation
        elif origin is dict:
            yield arguments[1]
        elif origin is list and isinstance(part, int):
            yield arguments[0]
        elif origin is list:
            yield from _below(arguments[0], part)
