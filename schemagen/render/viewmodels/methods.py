"""The methods of a repository: what they take and give, and how they ask what does the work.

Tables whose keys are alike have the same methods, but for the class of their rows: these are worded
once, with `@` for that class and `?` before what may wait.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from schemagen.frozen import frozen
from schemagen.render.viewmodels.modes import Mode
from schemagen.render.viewmodels.pytext import INDENT, WIDTH, call
from schemagen.render.viewmodels.stored import StoredColumn, StoredTable

_MARGIN = len(INDENT)
_ROW = "models.@"
_NEW = "models.New@"
_UPDATE = "models.@Update"


@frozen
class Method:
    """A method in finished text: the head, a docstring of a line, and the body."""

    head: str
    doc: str
    body: str


class Parameter(NamedTuple):
    """A column as a method takes it: its name there, what it takes, and the name of its field."""

    name: str
    annotation: str
    attribute: str


class Shape(NamedTuple):
    """What the methods of a table depend on, besides the class of its rows.

    Attributes:
        key: the columns of the primary key.
        lock: the column that changes with each update.
        is_marked: whether rows are marked as deleted, and stay.
        is_updated: whether anything of a row can change.
        is_kept: whether rows are there to stay.
    """

    key: tuple[Parameter, ...]
    lock: Parameter | None
    is_marked: bool
    is_updated: bool
    is_kept: bool


@frozen
class _Draft:
    name: str
    parameters: tuple[str, ...]
    result: str
    doc: str
    body: str


@frozen
class _Pattern:
    """A method of a mode: its head on one line, and the parts of it for where that is too long."""

    head: str
    opening: str
    parameters: tuple[str, ...]
    ending: str
    doc: str
    body: str


def shape_of(table: StoredTable) -> Shape:
    """Return what the methods of a table depend on."""
    return Shape(
        key=tuple([_parameter(each) for each in table.key]),
        lock=_parameter(table.lock) if table.lock is not None else None,
        is_marked=table.mark is not None,
        is_updated=table.update is not None,
        is_kept=table.is_kept,
    )


def _parameter(column: StoredColumn) -> Parameter:
    return Parameter(column.parameter, column.annotation, column.field.attribute)


def methods(shape: Shape, row: str, mode: Mode, prefix: str = "") -> tuple[Method, ...]:
    """Return the methods of a repository; its names of filters stand behind `prefix`."""
    found = []
    for pattern in _patterns(shape, mode.define, mode.await_, prefix):
        head = pattern.head.replace("@", row)
        if _MARGIN + len(head) > WIDTH:
            given = [each.replace("@", row) for each in pattern.parameters]
            ending = pattern.ending.replace("@", row)
            lines = call(pattern.opening, given, indent=_MARGIN, ending=ending)
            head = "\n    ".join(lines)
        found.append(Method(head, pattern.doc, pattern.body))
    return tuple(found)


@lru_cache(maxsize=1024)
def _patterns(shape: Shape, define: str, await_: str, prefix: str) -> tuple[_Pattern, ...]:
    drafts = (*_reading(shape.key, prefix), *_inserting(), *_changing(shape))
    return tuple(_pattern(draft, define, await_) for draft in drafts)


def _pattern(draft: _Draft, define: str, await_: str) -> _Pattern:
    opening, ending = f"{define} {draft.name}(", f") -> {draft.result}:"
    parameters = ("self", *draft.parameters)
    head = f"{opening}{', '.join(parameters)}{ending}"
    body = draft.body.replace("?", await_)
    return _Pattern(head, opening, parameters, ending, draft.doc, body)


def _reading(key: Sequence[Parameter], prefix: str) -> Iterator[_Draft]:
    where = f"**where: Unpack[{prefix}@Where]"
    if key:
        yield _Draft(
            "get",
            (*_typed(key), "/"),
            f"{_ROW} | None",
            "Return the row with a key, or None.",
            f"return ?self._table.get({_values(key)})",
        )
    yield _Draft(
        "find",
        ("/", where),
        f"list[{_ROW}]",
        "Return the rows that have these values; None finds NULL.",
        "return ?self._table.find(where)",
    )
    if key:
        yield _page(key, prefix, where)


def _page(key: Sequence[Parameter], prefix: str, where: str) -> _Draft:
    alone, types = len(key) == 1, ", ".join([each.annotation for each in key])
    kind = types if alone else f"tuple[{types}]"
    last = ", ".join([f"rows[-1].{each.attribute}" for each in key])
    start = "None if after is None else (after,)" if alone else "after"
    paging = (f"after: {kind} | None = None", "limit: int = 100", "descending: bool = False")
    return _Draft(
        "page",
        ("/", "*", *paging, where),
        f"{prefix}Page[{_ROW}, {kind}]",
        "Return rows in the order of their keys, from behind the last key of another page.",
        f"start = {start}\n        "
        "rows, more = ?self._table.page(where, start, limit, descending)\n        "
        f"return {prefix}Page(rows, {last if alone else f'({last})'} if more else None)",
    )


def _inserting() -> Iterator[_Draft]:
    yield _Draft(
        "insert",
        (f"new: {_NEW}", "/"),
        _ROW,
        "Insert a row and return it, with what the database chose.",
        "return ?self._table.insert(new)",
    )
    yield _Draft(
        "insert_many",
        (f"new: Iterable[{_NEW}]", "/"),
        "int",
        "Insert many rows, fast, and return how many.",
        "return ?self._table.insert_many(new)",
    )


def _changing(shape: Shape) -> Iterator[_Draft]:
    if not shape.key or shape.is_kept:
        return
    key, values = _typed(shape.key), _values(shape.key)
    lock, given, said = list[str](), "None", ""
    if shape.lock is not None:
        given = shape.lock.name
        said = f"; with `{given}`, only if nobody has since"
        lock = ["*", f"{given}: {shape.lock.annotation} | None = None"]
    if shape.is_updated:
        yield _Draft(
            "update",
            (*key, f"changes: {_UPDATE}", "/", *lock),
            _ROW,
            f"Change a row and return it{said}.",
            f"return ?self._table.update({values}, changes, {given})",
        )
    verb = "Mark a row as deleted" if shape.is_marked else "Delete a row"
    yield _Draft(
        "delete",
        (*key, "/", *lock),
        _ROW,
        f"{verb} and return it{said}.",
        f"return ?self._table.delete({values}, {given})",
    )


def _typed(key: Sequence[Parameter]) -> list[str]:
    return [f"{each.name}: {each.annotation}" for each in key]


def _values(key: Sequence[Parameter]) -> str:
    """Return the key as a tuple."""
    given = ", ".join([each.name for each in key])
    return f"({given},)" if len(key) == 1 else f"({given})"
