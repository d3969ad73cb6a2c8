"""The methods of a repository: what they take and give, and how they ask what does the work."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from schemagen.frozen import frozen
from schemagen.render.viewmodels.modes import Mode
from schemagen.render.viewmodels.pytext import INDENT, WIDTH, call
from schemagen.render.viewmodels.stored import StoredColumn, StoredTable

_MARGIN = len(INDENT)


@frozen
class Method:
    """A method in finished text: the head, a docstring of a line, and the body."""

    head: str
    doc: str
    body: str


@frozen
class Draft:
    """A method in no mode yet; `?` in its body stands before what may wait."""

    name: str
    parameters: Sequence[str]
    result: str
    doc: str
    body: str

    def finished(self, mode: Mode) -> Method:
        """Return the method of a mode."""
        opening, ending = f"{mode.define} {self.name}(", f") -> {self.result}:"
        head = f"{opening}self, {', '.join(self.parameters)}{ending}"
        if _MARGIN + len(head) > WIDTH:
            lines = call(opening, ["self", *self.parameters], indent=_MARGIN, ending=ending)
            head = "\n    ".join(lines)
        return Method(head, self.doc, self.body.replace("?", mode.await_))


def key_type(key: Sequence[StoredColumn]) -> str:
    """Return the type of a key: that of its column, or a tuple of several."""
    types = [column.annotation for column in key]
    return types[0] if len(types) == 1 else f"tuple[{', '.join(types)}]"


def drafts(table: StoredTable, prefix: str = "") -> tuple[Draft, ...]:
    """Return the methods of a table's repository; its names of filters stand behind `prefix`."""
    key = [f"{each.parameter}: {each.annotation}" for each in table.key]
    given = ", ".join([each.parameter for each in table.key])
    values = f"({given},)" if len(key) == 1 else f"({given})"
    return (
        *_reading(table, prefix, key, values),
        *_inserting(table),
        *_changing(table, key, values),
    )


def _reading(table: StoredTable, prefix: str, key: Sequence[str], values: str) -> Iterator[Draft]:
    row = f"models.{table.row}"
    where = f"**where: Unpack[{prefix}{table.row}Where]"
    if key:
        yield Draft(
            "get",
            (*key, "/"),
            f"{row} | None",
            "Return the row with a key, or None.",
            f"return ?self._table.get({values})",
        )
    yield Draft(
        "find",
        ("/", where),
        f"list[{row}]",
        "Return the rows that have these values; None finds NULL.",
        "return ?self._table.find(where)",
    )
    if key:
        yield _page(table, prefix, where)


def _page(table: StoredTable, prefix: str, where: str) -> Draft:
    alone, kind = len(table.key) == 1, key_type(table.key)
    last = ", ".join([f"rows[-1].{each.field.attribute}" for each in table.key])
    start = "None if after is None else (after,)" if alone else "after"
    paging = (f"after: {kind} | None = None", "limit: int = 100", "descending: bool = False")
    return Draft(
        "page",
        ("/", "*", *paging, where),
        f"{prefix}Page[models.{table.row}, {kind}]",
        "Return rows in the order of their keys, from behind the last key of another page.",
        f"start = {start}\n        "
        "rows, more = ?self._table.page(where, start, limit, descending)\n        "
        f"return {prefix}Page(rows, {last if alone else f'({last})'} if more else None)",
    )


def _inserting(table: StoredTable) -> Iterator[Draft]:
    yield Draft(
        "insert",
        (f"new: models.{table.new}", "/"),
        f"models.{table.row}",
        "Insert a row and return it, with what the database chose.",
        "return ?self._table.insert(new)",
    )
    yield Draft(
        "insert_many",
        (f"new: Iterable[models.{table.new}]", "/"),
        "int",
        "Insert many rows, fast, and return how many.",
        "return ?self._table.insert_many(new)",
    )


def _changing(table: StoredTable, key: Sequence[str], values: str) -> Iterator[Draft]:
    if not key or table.is_kept:
        return
    row, lock, given, said = f"models.{table.row}", list[str](), "None", ""
    if table.lock is not None:
        given = table.lock.parameter
        said = f"; with `{given}`, only if nobody has since"
        lock = ["*", f"{given}: {table.lock.annotation} | None = None"]
    if table.update is not None:
        yield Draft(
            "update",
            (*key, f"changes: models.{table.update}", "/", *lock),
            row,
            f"Change a row and return it{said}.",
            f"return ?self._table.update({values}, changes, {given})",
        )
    verb = "Mark a row as deleted" if table.mark else "Delete a row"
    yield Draft(
        "delete",
        (*key, "/", *lock),
        row,
        f"{verb} and return it{said}.",
        f"return ?self._table.delete({values}, {given})",
    )
