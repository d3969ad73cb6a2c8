"""What an in-memory table knows: keys, and what PostgreSQL puts where nothing is said."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Final

from schemagen.render.viewmodels.pytext import INDENT, call, string
from schemagen.render.viewmodels.statements import (
    key_argument,
    mapping,
    renamed,
    title,
    tuple_text,
)
from schemagen.render.viewmodels.stored import StoredColumn, StoredTable

_STEP = 3 * len(INDENT)
_CAST: Final = r"(?:::[\w .\"\[\]()]+)?"
_TEXT: Final = re.compile(rf"'((?:[^'\\]|'')*)'{_CAST}")
_NUMBER: Final = re.compile(rf"'?(-?\d+(?:\.\d+)?)'?{_CAST}")
_NOW: Final = re.compile(r"(?:pg_catalog\.)?now\(\)|current_timestamp", re.IGNORECASE)
_RANDOM: Final = re.compile(r"(?:pg_catalog\.)?(?:gen_random_uuid|uuidv[47])\(\)", re.IGNORECASE)


def memory_table(table: StoredTable, default: Callable[[StoredColumn], str]) -> Iterator[str]:
    """Return the arguments of an in-memory table, in lines; `default` is `default_of`."""
    yield from call("", [f"table={string(title(table))},"], indent=_STEP, ending="")
    yield from key_argument(table, _STEP)
    yield from _uniques(table)
    made = [(each.name, text) for each in table.columns if (text := default(each))]
    yield from mapping("defaults", made, _STEP)
    if table.lock is not None:
        counted = f"lambda row: row[{string(table.lock.name)}] + 1"
        renewed = counted if table.lock.annotation == "int" else _clock(table.lock)
        yield from mapping("renewed", [(table.lock.name, renewed)], _STEP)
    marks = [each for each in table.columns if each.name == table.mark]
    yield from mapping("marks", [(each.name, _clock(each)) for each in marks], _STEP)
    yield from mapping("renamed", renamed(table.columns), _STEP)


def _uniques(table: StoredTable) -> Iterator[str]:
    """Return the unique constraints by name; one that fits into no line has one for each column."""
    if not table.uniques:
        return
    yield "uniques={"
    for name, columns in table.uniques:
        head, quoted = f"{string(name)}: ", list(map(string, columns))
        whole = f"{head}{tuple_text(columns)},"
        for line in call(f"{head}(", quoted, indent=_STEP + 4, ending="),", whole=whole):
            yield INDENT + line
    yield "},"


def _clock(column: StoredColumn) -> str:
    return "_naive_now" if column.field.annotation == "NaiveDatetime" else "_now"


def default_of(column: StoredColumn) -> str:
    """Return an expression that makes a default, or nothing where Python knows none."""
    text, kind = column.said.default or "", column.annotation
    if column.said.identity is not None or "nextval(" in text:
        return "_counted()"
    if _RANDOM.fullmatch(text):
        return "_random"
    if _NOW.fullmatch(text) and kind == "dt.datetime":
        return _clock(column)
    return _constant(text, column)


def _constant(text: str, column: StoredColumn) -> str:
    if text.lower() in ("true", "false") and column.annotation == "bool":
        return f"_always({text.capitalize()})"
    if column.annotation in ("int", "float", "Decimal"):
        number = _NUMBER.fullmatch(text)
        return f"_always({string(number[1])})" if number else ""
    found = _TEXT.fullmatch(text)
    if found is None or column.is_array:
        return ""
    value = string(found[1].replace("''", "'"))
    return f"_always(json.loads({value}))" if column.field.is_json else f"_always({value})"
