"""A catalog as JSON and back, for snapshots: one object a line, without fields at default."""

from __future__ import annotations

import dataclasses
import json
import types
import typing
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache, lru_cache
from itertools import groupby
from operator import attrgetter
from typing import Any, Final

from schemagen.catalog.catalog import Catalog
from schemagen.catalog.object import CatalogObject, ObjectId
from schemagen.frozen import frozen

FORMAT = 1
"""Raised when a snapshot of an older schemagen can no longer be read as it is."""

_ENCODE: Final = json.JSONEncoder(ensure_ascii=False).encode
_TEXT: Final = json.encoder.encode_basestring


class SnapshotError(ValueError):
    """A snapshot cannot be read: it is no JSON, or of another format."""


def dump_catalog(catalog: Catalog, source: str, lines: Iterable[str] | None = None) -> str:
    """Return the snapshot of a catalog as text; the same catalog gives the same bytes.

    `lines` are what `dump_lines` returns of it, if that is known.
    """
    header = {"note": f"Made by schemagen from {source}. Do not edit.", "format": FORMAT}
    head = json.dumps(header, ensure_ascii=False)[1:-1]
    body = ",\n".join(dump_lines(catalog) if lines is None else lines)
    return f'{{{head}, "objects": [\n{body}\n]}}\n'


def dump_lines(catalog: Iterable[CatalogObject]) -> list[str]:
    """Return a line for each object of a catalog; equal objects have the same one."""
    lines: list[str] = []
    ids = _IdTexts()
    for model, items in groupby(catalog, key=type):
        lines += _lines(items, _layout(model), ids)
    return lines


def load_catalog(text: str, model_of: Callable[[str], type[CatalogObject]]) -> Catalog:
    """Read a snapshot; `model_of` returns the model of a kind by its name.

    Raises:
        SnapshotError: the text is not a snapshot of this format.
    """
    try:
        content = json.loads(text)
        if content["format"] != FORMAT:
            raise SnapshotError(f"snapshot format {content['format']} is not {FORMAT}")
        return Catalog(_object(item, model_of) for item in content["objects"])
    except (KeyError, TypeError, ValueError) as error:
        raise SnapshotError(f"not a snapshot: {error}") from error


class _IdTexts(dict[ObjectId, str]):
    """Ids as JSON, each written once: that of a column stands in ten lines."""

    def __missing__(self, key: ObjectId) -> str:
        text = self[key] = _id_text(key)
        return text


def _lines(items: Iterable[CatalogObject], layout: _Layout, ids: _IdTexts) -> Iterator[str]:
    """Yield objects of one model as JSON."""
    values_of, texts_of, id_of = layout.values_of, layout.texts_of, ids.__getitem__
    for item in items:
        before, after = texts_of(*values_of(item))
        if item.depends_on:
            needs = ", ".join(map(id_of, item.depends_on))
            before = f'{before}, "depends_on": [{needs}]'
        yield f'{{"id": {ids[item.id]}{before}{after}}}'


def _id_text(key: ObjectId) -> str:
    kind, schema, name, table = map(_TEXT, key)
    return f"[{kind}, {schema}, {table}, {name}]" if key.table else f"[{kind}, {schema}, {name}]"


def _ids_text(keys: tuple[ObjectId, ...]) -> str:
    return f"[{', '.join(map(_id_text, keys))}]"


def _value_text(value: Any) -> str:
    return _ENCODE(_plain_value(value))


def _plain_value(value: Any) -> Any:
    if isinstance(value, str):
        return value
    if isinstance(value, ObjectId):
        kind, schema, name, table = value
        return [kind, schema, table, name] if table else [kind, schema, name]
    if isinstance(value, tuple):
        return [_plain_value(part) for part in value]
    if dataclasses.is_dataclass(value):
        return {
            item.name: _plain_value(part)
            for item in dataclasses.fields(value)
            if (part := getattr(value, item.name)) != item.default
        }
    return value


@frozen
class _Layout:
    """How a model is written: what reads its fields, and what writes all that they say.

    Its id and what it depends on are read apart: no two objects are alike in these, while many are
    in everything else, and are written once. What they depend on is between two parts of the rest.
    """

    values_of: Callable[[Any], tuple[Any, ...]]
    texts_of: Callable[..., tuple[str, str]]


@cache
def _layout(model: type[Any]) -> _Layout:
    hints = typing.get_type_hints(model)
    names = [item.name for item in dataclasses.fields(model)]
    middle = names.index("depends_on") - 1
    items = [item for item in dataclasses.fields(model) if item.name not in ("id", "depends_on")]
    writers = [_field_writer(item, hints[item.name]) for item in items]

    def texts_of(*values: Any) -> tuple[str, str]:
        told = [write(value) for write, value in zip(writers, values, strict=True)]
        return "".join(told[:middle]), "".join(told[middle:])

    values_of = attrgetter(*(item.name for item in items))
    return _Layout(values_of, lru_cache(65536, typed=True)(texts_of))


def _field_writer(item: dataclasses.Field[Any], hint: Any) -> Callable[[Any], str]:
    """Return what writes a value with the name of its field, nothing where it is the default."""
    write, name = _writer(hint), _TEXT(item.name)

    def field_text(value: Any) -> str:
        if value is item.default or value == item.default:
            return ""
        return f", {name}: {write(value)}"

    return field_text


def _writer(hint: Any) -> Callable[[Any], str]:
    """Return what writes a value of this type as JSON."""
    if hint == tuple[ObjectId, ...]:
        return _ids_text
    if hint is ObjectId:
        return _id_text
    return _ENCODE if _is_plain(hint) else _value_text


def _is_plain(hint: Any) -> bool:
    """Tell whether JSON holds values of a type as they are."""
    if hint in (str, int, float, bool, None, type(None)):
        return True
    if hint is ObjectId:
        return False
    arguments = [part for part in typing.get_args(hint) if part is not Ellipsis]
    if isinstance(hint, type) and issubclass(hint, tuple):
        arguments = list(typing.get_type_hints(hint).values())
    return bool(arguments) and all(map(_is_plain, arguments))


def _object(plain: dict[str, Any], model_of: Callable[[str], type[CatalogObject]]) -> CatalogObject:
    key = _read_id(plain.pop("id"))
    return read_object(model_of(key.kind), key, plain)


def read_object(model: Any, key: ObjectId, plain: Mapping[str, Any]) -> CatalogObject:
    """Make an object out of plain values: lists for tuples, mappings for values inside it.

    Raises:
        KeyError: the model has no such field.
    """
    readers = field_readers(model)
    made: CatalogObject = model(
        id=key,
        **{
            name: value if (read := readers[name]) is as_it_is else read(value)
            for name, value in plain.items()
        },
    )
    return made


def _read_id(parts: list[str]) -> ObjectId:
    if len(parts) == 4:
        return ObjectId(parts[0], parts[1], parts[3], parts[2])
    return ObjectId(*parts)


def as_it_is(value: Any) -> Any:
    """Read a plain value that stands for itself; told by identity, so that no call is needed."""
    return value


@cache
def field_readers(model: type[Any]) -> dict[str, Callable[[Any], Any]]:
    """Return what turns a plain value into that of a field, for each field of a model."""
    hints = typing.get_type_hints(model)
    return {item.name: _reader(hints[item.name]) for item in dataclasses.fields(model)}


def _reader(hint: Any) -> Callable[[Any], Any]:
    """Return what turns the JSON of a value of this type back into the value."""
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if origin in (types.UnionType, typing.Union):
        inner = _reader(next(part for part in arguments if part is not type(None)))
        if inner is as_it_is:
            return as_it_is
        return lambda value: None if value is None else inner(value)
    if hint is ObjectId:
        return _read_id
    if origin is tuple:
        if len(arguments) == 2 and arguments[1] is Ellipsis:
            part = _reader(arguments[0])
            if part is as_it_is:
                return tuple
            return lambda value: tuple(map(part, value))
        parts = tuple(map(_reader, arguments))
        return lambda value: tuple(read(item) for read, item in zip(parts, value, strict=True))
    if isinstance(hint, type) and issubclass(hint, tuple):
        return lambda value: hint(*value)
    if dataclasses.is_dataclass(hint):
        return lambda value: _value(hint, value)
    return as_it_is


def _value(model: Any, plain: Mapping[str, Any]) -> Any:
    readers = field_readers(model)
    return model(**{name: readers[name](value) for name, value in plain.items()})
