"""Python source as text: strings, and expressions laid out in lines."""

from __future__ import annotations

import itertools
import json
import re
import textwrap
from typing import Any

WIDTH = 100
_OPENING = ("(", "[", "{")
_CLOSING = (")", "]", "}")
_JOINTS = ("for", ",", "or", "and", "if", "else", "|", "+")
_MARK = re.compile(
    r"""r?"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|[()\[\]{},]|[ ](?:or|and|for|if|else|\||\+)(?=[ ])"""
)


def string(text: str) -> str:
    """Return a string constant in double quotes; raw where that reads better."""
    if "\\" in text and '"' not in text and text.isprintable() and not text.endswith("\\"):
        return f'r"{text}"'
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(c if c.isprintable() else _escape(c) for c in escaped) + '"'


def _escape(character: str) -> str:
    code = ord(character)
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def constant(value: Any) -> str:
    """Return a JSON value as a Python expression."""
    match value:
        case str():
            return string(value)
        case dict():
            items = (f"{string(key)}: {constant(item)}" for key, item in value.items())
            return "{" + ", ".join(items) + "}"
        case list() | tuple():
            return "[" + ", ".join(map(constant, value)) + "]"
    return repr(value)


def listed(values: list[Any]) -> str:
    """Return values as the inside of a list."""
    return ", ".join(map(constant, values))


def laid_out(code: str, indent: int = 0) -> str:
    """Return code broken into lines inside its brackets, where it is too long for one.

    `indent` is in spaces and is put before each line.
    """
    pad = " " * indent
    if len(pad + code) <= WIDTH:
        return pad + code
    bracket = _first_bracket(code)
    if bracket is None:
        return pad + code
    start, end = bracket
    lines = [pad + code[: start + 1]]
    lines += [laid_out(piece, indent + 4) for piece in _pieces(code[start + 1 : end])]
    lines.append(laid_out(code[end:], indent))
    return "\n".join(lines)


def _first_bracket(code: str) -> tuple[int, int] | None:
    """Return the first outermost pair of brackets that has something inside."""
    depth, start = 0, -1
    for found in _MARK.finditer(code):
        if found[0] in _OPENING:
            start = found.start() if depth == 0 else start
            depth += 1
        elif found[0] in _CLOSING:
            depth -= 1
            if depth == 0 and found.start() > start + 1:
                return start, found.start()
    return None


def is_one_group(code: str) -> bool:
    """Say whether code ends where its first pair of brackets does."""
    bracket = _first_bracket(code)
    return bracket is not None and bracket[1] == len(code) - 1


def _pieces(inner: str) -> list[str]:
    """Return what stands in brackets in parts, each with the comma or word that joins it."""
    breaks: dict[str, list[int]] = {}
    depth = 0
    for found in _MARK.finditer(inner):
        if found[0] in _OPENING:
            depth += 1
        elif found[0] in _CLOSING:
            depth -= 1
        elif depth == 0 and not found[0].endswith(("'", '"')):
            breaks.setdefault(found[0].strip(), []).append(found.start())
    for joint in _JOINTS:
        if joint in breaks:
            after = 1 if joint == "," else 0
            edges = [0, *(at + after for at in breaks[joint]), len(inner)]
            parts = [inner[left:right].strip() for left, right in itertools.pairwise(edges)]
            ending = "," if joint == "," and parts[-1] else ""
            return [*(part for part in parts[:-1]), *([parts[-1] + ending] if parts[-1] else [])]
    return [inner.strip()]


def docstring(text: str, indent: int = 0) -> list[str]:
    """Return a docstring's lines, wrapped."""
    clean = " ".join(text.replace("\\", "\\\\").replace('"""', "'''").split())
    pad = " " * indent
    if len(pad) + len(clean) + 6 <= WIDTH:
        return [f'{pad}"""{clean}"""']
    wrapped = textwrap.wrap(clean, WIDTH - indent - 3)
    return [f'{pad}"""{wrapped[0]}', *(pad + line for line in wrapped[1:]), f'{pad}"""']


def json_text(value: Any) -> str:
    """Return a value as JSON, for messages."""
    return json.dumps(value, ensure_ascii=False)
