"""The options of a sequence, in parentheses behind `generated … as identity`."""

from __future__ import annotations

from collections.abc import Mapping
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


_TYPE_BITS = {"smallint": 15, "integer": 31, "bigint": 63}


def unusual_options(
    type_name: str,
    *,
    start: int | None,
    increment: int,
    minimum: int | None,
    maximum: int | None,
    cache: int,
    cycle: bool,
) -> dict[str, Any]:
    """Return the options of a sequence that PostgreSQL would not choose itself.

    Keys are those of the mapping form. See "CREATE SEQUENCE" for what a type allows.
    """
    largest = 2 ** _TYPE_BITS.get(type_name, 63) - 1
    low, high = (1, largest) if increment > 0 else (-largest - 1, -1)
    least, most = low if minimum is None else minimum, high if maximum is None else maximum
    options = {
        "start": (start, None if start is None else least if increment > 0 else most),
        "increment": (increment, 1),
        "min": (minimum, None if minimum is None else low),
        "max": (maximum, None if maximum is None else high),
        "cache": (cache, 1),
        "cycle": (cycle, False),
    }
    return {key: value for key, (value, usual) in options.items() if value != usual}


def write_sequence_options(options: Mapping[str, Any]) -> str:
    """Write the text for a mapping that `read_sequence_options` gives, without parentheses."""
    words = {"start": "start with", "increment": "increment by", "min": "minvalue"}
    words |= {"max": "maxvalue", "cache": "cache"}
    parts = [f"{word} {options[key]}" for key, word in words.items() if key in options]
    return " ".join([*parts, *(["cycle"] if options.get("cycle") else [])])


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
