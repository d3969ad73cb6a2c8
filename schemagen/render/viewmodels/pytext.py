"""Pieces of Python source, as a formatter with 100 columns leaves them."""

from __future__ import annotations

import ast
import re
import textwrap
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache

WIDTH = 100
INDENT = "    "
_CONTROL = re.compile(r"[^\S ]|[\x00-\x1f\x7f]")
_RAW_SAFE = re.compile(r"[^\"\r\n\x00]*[^\"\\\r\n\x00]\Z")


def string(text: str) -> str:
    """Return a string constant, in double quotes unless single ones save escapes."""
    if _is_plain(text):
        return f'"{text}"'
    quote = "'" if text.count('"') > text.count("'") else '"'
    body = text.replace("\\", "\\\\").replace(quote, f"\\{quote}")
    if not body.isprintable():
        body = "".join(map(_escaped, body))
    return f"{quote}{body}{quote}"


def _is_plain(text: str) -> bool:
    """Tell whether a text stands between double quotes as it is."""
    return text.isprintable() and '"' not in text and "\\" not in text


def _escaped(character: str) -> str:
    if character.isprintable():
        return character
    return character.encode("unicode_escape").decode("ascii")


def pattern_string(text: str) -> str:
    """Return a constant for a regular expression, raw where that can be."""
    if "\\" in text and text.isprintable() and _RAW_SAFE.match(text):
        return f'r"{text}"'
    return string(text)


def assigned(name: str, value: str, *, indent: int = 0) -> list[str]:
    """Return an assignment; a value that does not fit behind the name gets a line of its own."""
    line = f"{name} = {value}"
    if indent + len(line) <= WIDTH or indent + len(INDENT) + len(value) > WIDTH:
        return [line]
    return [f"{name} = (", f"{INDENT}{value}", ")"]


def string_tuple(head: str, items: Sequence[str], *, indent: int) -> list[str]:
    """Return a tuple of strings behind a head that ends in its opening bracket."""
    listed = [string(item) for item in items]
    whole = f"{head}{listed[0]},)" if len(listed) == 1 else None
    return call(head, listed, indent=indent, whole=whole)


def call(
    head: str,
    arguments: Sequence[str],
    *,
    indent: int = 0,
    ending: str = ")",
    whole: str | None = None,
) -> list[str]:
    """Return `head` with its arguments and `ending`, on one line if it fits, else one a line.

    `head` ends in its opening bracket; `whole` is the one line where it is not simply all of them
    with commas between. Lines come without their indentation of `indent` columns.
    """
    line = whole or f"{head}{', '.join(arguments)}{ending}"
    if indent + len(line) <= WIDTH:
        return [line]
    room = WIDTH - indent - len(INDENT)
    inner = list[str]()
    for argument in arguments:
        if len(argument) < room:
            inner.append(f"{INDENT}{argument},")
        else:
            inner += [INDENT + piece for piece in _cut(argument, room)]
    return [head, *inner, ending]


def literal_definition(name: str, values: Iterable[str | int]) -> str:
    """Return the definition of a name for one of some constants."""
    listed = [string(value) if isinstance(value, str) else str(value) for value in values]
    return "\n".join(call(f"{name} = Literal[", listed, ending="]"))


def _cut(text: str, room: int) -> list[str]:
    """Return the lines of an argument that does not fit; what is no string is left as it is."""
    name, equals, value = text.partition("=")
    if not equals or value[:1] not in "\"'r":
        return [f"{text},"]
    quoted = pattern_string if value[0] == "r" else string
    parts = split_text(ast.literal_eval(value), quoted, room - len(INDENT))
    return [f"{name}=(", *(INDENT + part for part in parts), "),"]


def split_text(text: str, quoted: Callable[[str], str], room: int) -> list[str]:
    """Cut a text into constants that each fit, at spaces where there are some."""
    parts = []
    while text:
        most = min(len(text), room - 2)
        while len(quoted(text[:most])) > room:
            most -= 1
        cut = most if most == len(text) else text.rfind(" ", 1, most) + 1 or most
        parts.append(quoted(text[:cut]))
        text = text[cut:]
    return parts


def docstring(text: str, *, indent: int = 0) -> tuple[str, ...]:
    """Return the lines of a docstring, wrapped, without their indentation; never empty."""
    room = WIDTH - indent
    if text and len(text) <= room - 6 and _is_plain(text) and text.strip() == text:
        return (f'"""{text}"""',)
    return _docstring(text, room)


@lru_cache(maxsize=16384)
def _docstring(text: str, room: int) -> tuple[str, ...]:
    prepared = text.strip().replace("\\", "\\\\").replace('"""', '\\"\\"\\"')
    paragraphs = [_CONTROL.sub(" ", part) for part in re.split(r"\n\s*\n", prepared)]
    kept = [part.strip() for part in paragraphs if part.strip()] or ["Undocumented."]
    opening = '""" ' if kept[0].startswith('"') else '"""'
    closing = ' """' if kept[-1].endswith('"') else '"""'
    whole = f"{opening}{kept[0]}{closing}"
    if len(kept) == 1 and len(whole) <= room:
        return (whole,)
    lines = _wrapped(opening + kept[0], room)
    if len(kept) == 1 == len(lines):
        # A formatter puts the closing quotes behind a single line, even where they do not fit.
        lines = _wrapped(opening + kept[0], room - len(closing))
        if len(lines) == 1:
            return (whole,)
    for paragraph in kept[1:]:
        lines += ["", *_wrapped(paragraph, room)]
    return (*lines, '"""')


def _wrapped(text: str, room: int) -> list[str]:
    return textwrap.wrap(text, room, break_long_words=False, break_on_hyphens=False)


def class_text(head: str, doc: Iterable[str], *parts: Sequence[str]) -> str:
    """Return a class: its first line, its docstring, and parts with an empty line between."""
    return class_of_blocks(head, indented(doc), *map(indented, parts))


def class_of_blocks(head: str, doc: str, *blocks: str) -> str:
    """Return a class of blocks that are indented already; empty ones are left out."""
    body = "\n\n".join([doc, *filter(None, blocks)])
    return f"{head}\n{body}"


def indented(lines: Iterable[str]) -> str:
    """Return lines as a block of a class."""
    return "\n".join([f"{INDENT}{line}" if line else "" for line in lines])
