"""From the rows of a kind, as a server tells them, to its objects.

A row becomes an object by a function that is compiled for the columns that were told: what stands
for itself is passed, what does not is read. To decide that for each value anew takes twice as long,
and a database has tens of thousands of objects.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from operator import itemgetter
from typing import Any, TypeAlias

from schemagen import kinds
from schemagen.catalog.object import CatalogObject, ObjectId
from schemagen.catalog.serialize import as_it_is, field_readers

Address: TypeAlias = tuple[int, int, int]
"""Where the catalog keeps an object: class, oid and sub-id, as in pg_depend."""
Row: TypeAlias = tuple[Any, ...]

_ADDRESS = ("class_oid", "oid", "sub_id")
_ID = ("id_schema", "id_name", "id_table")
_HIDDEN = frozenset({*_ADDRESS, *_ID, "acl", "acl_default"})


def objects(
    kind: str, columns: tuple[str, ...], rows: Iterable[Row], reader: str
) -> Iterator[tuple[Address, CatalogObject]]:
    """Yield the objects of a kind, and where they are, from rows with these columns.

    An owner who is the reader is none. A value that is NULL is left to the field's default.
    """
    address = itemgetter(*map(columns.index, _ADDRESS))
    make = _maker(kind, columns)
    for row in rows:
        yield address(row), make(row, reader)


@cache
def _maker(kind: str, columns: tuple[str, ...]) -> Callable[[Row, str], CatalogObject]:
    """Compile what makes an object out of a row with these columns and the name of the reader."""
    model: Any = kinds.BY_NAME[kind].model
    known: dict[str, Any] = {"_model": model, "_ObjectId": ObjectId}
    readers = field_readers(model)
    defaults = {item.name: item.default for item in dataclasses.fields(model)}
    identity = ", ".join(f"row[{columns.index(name)}]" for name in _ID)
    arguments = [f"id=_ObjectId({kind!r}, {identity})"]
    for position, name in enumerate(columns):
        if name in _HIDDEN:
            continue
        value = told = f"row[{position}]"
        if name == "owner":
            arguments.append(f"owner=None if {told} == reader else {told}")
            continue
        if (read := readers[name]) is not as_it_is:
            known[f"_read_{name}"] = read
            value = f"_read_{name}({told})"
        default = defaults[name]
        if default is not None and default is not dataclasses.MISSING:
            known[f"_default_{name}"] = default
            value = f"_default_{name} if {told} is None else {value}"
        elif value is not told:
            value = f"None if {told} is None else {value}"
        arguments.append(f"{name}={value}")
    exec(f"def make(row, reader):\n return _model({', '.join(arguments)})", known)
    made: Callable[[Row, str], CatalogObject] = known["make"]
    return made
