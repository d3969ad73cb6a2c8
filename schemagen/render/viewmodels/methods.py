"""The methods of a repository: what they take and give, and how they ask what does the work."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from schemagen.frozen import frozen
from schemagen.render.viewmodels.modes import Mode
from schemagen.render.viewmodels.pytext import call
from schemagen.render.viewmodels.stored import StoredColumn, StoredTable


@frozen
class Method:
    """A method in finished lines: the head, a docstring of a line, and the body."""

    head: tuple[str, ...]
    doc: str
    body: tuple[str, ...]


@frozen
class _Writer:
    """Writes methods of a table's repository; `prefix` is where its names of filters stand."""

    table: StoredTable
    mode: Mode
    prefix: str

    def method(
        self, name: str, parameters: Sequence[str], result: str, doc: str, *body: str
    ) -> Method:
        """Return a method; `?` in its body stands before what may wait."""
        ending = f") -> {result}:"
        head = call(f"{self.mode.define} {name}(", ["self", *parameters], indent=4, ending=ending)
        return Method(tuple(head), doc, tuple(line.replace("?", self.mode.await_) for line in body))

    @property
    def row(self) -> str:
        return f"models.{self.table.row}"

    @property
    def where(self) -> str:
        return f"**where: Unpack[{self.prefix}{self.table.row}Where]"

    @property
    def key(self) -> list[str]:
        return [f"{each.parameter}: {each.annotation}" for each in self.table.key]

    @property
    def key_tuple(self) -> str:
        names = [each.parameter for each in self.table.key]
        return f"({', '.join(names)}{',' if len(names) == 1 else ''})"


def key_type(key: Sequence[StoredColumn]) -> str:
    """Return the type of a key: that of its column, or a tuple of several."""
    types = [column.annotation for column in key]
    return types[0] if len(types) == 1 else f"tuple[{', '.join(types)}]"


def methods(table: StoredTable, mode: Mode, prefix: str = "") -> tuple[Method, ...]:
    """Return the methods of a table's repository."""
    writer = _Writer(table, mode, prefix)
    return (*_reading(writer), *_inserting(writer), *_changing(writer))


def _reading(writer: _Writer) -> Iterator[Method]:
    row = writer.row
    if writer.table.key:
        yield writer.method(
            "get",
            [*writer.key, "/"],
            f"{row} | None",
            "Return the row with a key, or None.",
            f"return ?self._table.get({writer.key_tuple})",
        )
    yield writer.method(
        "find",
        ["/", writer.where],
        f"list[{row}]",
        "Return the rows that have these values; None finds NULL.",
        "return ?self._table.find(where)",
    )
    if writer.table.key:
        yield _page(writer)


def _page(writer: _Writer) -> Method:
    key = writer.table.key
    alone = len(key) == 1
    last = ", ".join(f"rows[-1].{each.field.attribute}" for each in key)
    kind = key_type(key)
    paging = [f"after: {kind} | None = None", "limit: int = 100", "descending: bool = False"]
    return writer.method(
        "page",
        ["/", "*", *paging, writer.where],
        f"{writer.prefix}Page[{writer.row}, {kind}]",
        "Return rows in the order of their keys, from behind the last key of another page.",
        f"start = {'None if after is None else (after,)' if alone else 'after'}",
        "rows, more = ?self._table.page(where, start, limit, descending)",
        f"return {writer.prefix}Page(rows, {last if alone else f'({last})'} if more else None)",
    )


def _inserting(writer: _Writer) -> Iterator[Method]:
    new = f"models.{writer.table.new}"
    yield writer.method(
        "insert",
        [f"new: {new}", "/"],
        writer.row,
        "Insert a row and return it, with what the database chose.",
        "return ?self._table.insert(new)",
    )
    yield writer.method(
        "insert_many",
        [f"new: Iterable[{new}]", "/"],
        "int",
        "Insert many rows, fast, and return how many.",
        "return ?self._table.insert_many(new)",
    )


def _changing(writer: _Writer) -> Iterator[Method]:
    table = writer.table
    if not table.key or table.is_kept:
        return
    lock, given, said = list[str](), "None", ""
    if table.lock is not None:
        given = table.lock.parameter
        said = f"; with `{given}`, only if nobody has since"
        lock = ["*", f"{given}: {table.lock.annotation} | None = None"]
    if table.update is not None:
        yield writer.method(
            "update",
            [*writer.key, f"changes: models.{table.update}", "/", *lock],
            writer.row,
            f"Change a row and return it{said}.",
            f"return ?self._table.update({writer.key_tuple}, changes, {given})",
        )
    verb = "Mark a row as deleted" if table.mark else "Delete a row"
    yield writer.method(
        "delete",
        [*writer.key, "/", *lock],
        writer.row,
        f"{verb} and return it{said}.",
        f"return ?self._table.delete({writer.key_tuple}, {given})",
    )
