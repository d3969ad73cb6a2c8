"""The options of a sequence, in parentheses behind `generated … as identity`."""

from __future__ import annotations

from typing import Any

from schemagen.declare.suggest import did_you_mean
from schemagen.sqltext.cursor import Cursor
from schemagen.sqltext.tokens import SqlTextError

# Each option that takes a number: the word that may follow it, and its key in the mapping form.
_NUMBERS = {
    "start": ("with", "start"),
    "increment": ("by", "increment"),
    "minvalue": ("", "min"),
    "maxvalue": ("", "max"),
    "cache": ("", "cache"),
}
_ABSENT = {"minvalue": "min", "maxvalue": "max", "cycle": "cycle"}


def read_sequence_options(cursor: Cursor) -> dict[str, Any]:
    """Read `(start with 10 increment by 2 no cycle)`; keys are `start`, `increment`, `min`, …

    Raises:
        SqlTextError: an option is unknown, given twice, or has no number.
    """
    cursor.expect("(", after="'identity'")
    found: dict[str, Any] = {}
    while not cursor.accept(")"):
        word, offset = cursor.word, cursor.offset
        key, value = _option(cursor)
        if key in found:
            raise SqlTextError(f"'{word}' is given twice", offset)
        found[key] = value
        cursor.accept(",")
    return {key: value for key, value in found.items() if value is not None}


def _option(cursor: Cursor) -> tuple[str, Any]:
    word = cursor.word
    if cursor.accept("cycle"):
        return "cycle", True
    if cursor.accept("no"):
        if cursor.word not in _ABSENT:
            raise cursor.error("expected 'minvalue', 'maxvalue' or 'cycle' after 'no'")
        absent = cursor.take().name
        return _ABSENT[absent], False if absent == "cycle" else None
    if word not in _NUMBERS:
        hint = did_you_mean(word, [*_NUMBERS, "cycle", "no"])
        raise cursor.error("expected an option of a sequence" + (f" ({hint})" if hint else ""))
    cursor.take()
    filler, key = _NUMBERS[word]
    if filler:
        cursor.accept(filler)
    return key, _whole_number(cursor)


def _whole_number(cursor: Cursor) -> int:
    sign = -1 if cursor.accept("-") else 1
    token = cursor.token
    if token is None or not token.text.replace("_", "").isdecimal():
        raise cursor.error("expected a whole number")
    return sign * int(cursor.take().text)
