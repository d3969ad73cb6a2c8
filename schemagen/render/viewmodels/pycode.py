"""Nested expressions of Python, laid out as a formatter with 100 columns leaves them."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import TypeAlias

from schemagen.frozen import frozen
from schemagen.render.viewmodels.pytext import INDENT, WIDTH, split_text, string

_SHORT = 50
"""Characters of an argument that is on one line wherever it stands, so that it is text at once."""
_BIND = re.compile(r"(?<![:\w\\]):(?=\w)")


@frozen
class Call:
    """A call, a list or a tuple: `head` ends in its opening bracket.

    `flat` is the whole on one line.
    """

    head: str
    items: Sequence[Argument]
    ending: str
    flat: str


@frozen
class Keyword:
    """An argument with its name, or an entry of a mapping with its key, that may be long.

    `flat` is the whole on one line.
    """

    name: str
    value: str | Call
    mark: str
    flat: str


Argument: TypeAlias = str | Call | Keyword


def bracketed(head: str, items: Sequence[Argument], ending: str = ")") -> Call:
    """Return a call, a list or a tuple, whose head ends in its opening bracket."""
    listed = ", ".join([item if isinstance(item, str) else item.flat for item in items])
    comma = "," if head == "(" and len(items) == 1 else ""
    return Call(head, items, ending, f"{head}{listed}{comma}{ending}")


def keyword(name: str, value: str | Call, mark: str = "=") -> str | Keyword:
    """Return an argument with its name, or an entry of a mapping with its key."""
    text = f"{name}{mark}{value if isinstance(value, str) else value.flat}"
    return text if len(text) <= _SHORT else Keyword(name, value, mark, text)


def listing(items: Iterable[str]) -> str | Call:
    """Return a list of string constants."""
    listed = tuple(map(string, items))
    text = f"[{', '.join(listed)}]"
    return text if len(text) <= _SHORT else Call("[", listed, "]", text)


@lru_cache(maxsize=4096)
def sql_text(text: str) -> Call:
    """Return a piece of SQL in which SQLAlchemy finds no parameters: `'{"a":true}'` has none."""
    return bracketed("sa.text(", (string(_BIND.sub(r"\\:", text)),))


def lay_out(item: Argument, *, indent: int, before: str = "", after: str = "") -> list[str]:
    """Return the lines of an expression, without their indentation of `indent` columns.

    What does not fit has each of its parts on a line of its own, with a comma behind it.
    """
    line = f"{before}{_flat(item)}{after}"
    if indent + len(line) <= WIDTH:
        return [line]
    match item:
        case Keyword(name, value, mark):
            return lay_out(value, indent=indent, before=f"{before}{name}{mark}", after=after)
        case Call(head, items, ending) if items:
            inner = list[str]()
            for each in items:
                flat = _flat(each)
                if indent + len(INDENT) + len(flat) < WIDTH:
                    inner.append(f"{INDENT}{flat},")
                else:
                    parts = lay_out(each, indent=indent + len(INDENT), after=",")
                    inner += [INDENT + part for part in parts]
            return [before + head, *inner, ending + after]
        case str() if item[:1] in "\"'" and before:
            parts = split_text(ast.literal_eval(item), string, WIDTH - indent - len(INDENT))
            return [f"{before}(", *(INDENT + part for part in parts), f"){after}"]
        case str() if item[:1] in "\"'":
            parts = split_text(ast.literal_eval(item), string, WIDTH - indent - len(after))
            return [*parts[:-1], parts[-1] + after]
    return [line]


def _flat(item: Argument) -> str:
    return item if isinstance(item, str) else item.flat
