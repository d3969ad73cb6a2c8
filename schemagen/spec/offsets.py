"""Where the characters of a scalar's value stand in its file.

Escapes, line folding and indentation make the value of a scalar differ from its text in the file
(YAML 1.2.2, chapters 7 and 8). This is walked only to show a problem, never on the way to a build.
"""

from __future__ import annotations

import re

from schemagen.spec.nodes import Scalar

_PROPERTIES = re.compile(r"(?:[&!]\S*\s+)*")
_SPACE = re.compile(r"[ \t\r\n]+")
_BREAK = re.compile(r"[ \t]*(?:\r\n|\n|\r)[ \t]*")
_ESCAPED_BREAK = re.compile(r"\\(?:\r\n|\n|\r)[ \t]*")
_LINE = re.compile(r"([^\r\n]*)(\r\n|\n|\r|\Z)")
_ESCAPE_DIGITS = {"x": 2, "u": 4, "U": 8}


def offset_in_file(scalar: Scalar, offset: int) -> int:
    """Return the offset in the document of a character of a scalar's text.

    An offset behind the text gives the place behind its last character.
    """
    starts = _starts(scalar)
    return starts[max(0, min(offset, len(starts) - 1))]


def _starts(scalar: Scalar) -> list[int]:
    """Return the place of every character of the text, and of the one behind the last."""
    source = scalar.document.text
    match = _PROPERTIES.match(source, scalar.start, scalar.end)
    start = match.end() if match else scalar.start
    if scalar.style in ("|", ">"):
        found = _block(source[: scalar.end], start, scalar.text)
    else:
        end = scalar.end - len(scalar.style)
        found = _flow(source[:end], start + len(scalar.style), scalar.style)
        found.append(end)
    return found


def _flow(source: str, at: int, quote: str) -> list[int]:
    found: list[int] = []
    while at < len(source):
        if space := _SPACE.match(source, at):
            found += _folded(source, at, space.end())
            at = space.end()
        elif quote == '"' and (escaped := _ESCAPED_BREAK.match(source, at)):
            at = escaped.end()
        else:
            found.append(at)
            at += _width(source, at, quote)
    return found


def _folded(source: str, at: int, end: int) -> list[int]:
    """One break is a space, each further one a line break; the space around them is not there."""
    breaks = [match.start() for match in _BREAK.finditer(source, at, end)]
    if not breaks:
        return list(range(at, end))
    return breaks[1:] or breaks


def _width(source: str, at: int, quote: str) -> int:
    if quote == "'" and source[at] == "'":
        return 2
    if quote == '"' and source[at] == "\\":
        return 2 + _ESCAPE_DIGITS.get(source[at + 1 : at + 2], 0)
    return 1


def _block(source: str, start: int, text: str) -> list[int]:
    header = _LINE.match(source, start)
    lines = [m for m in _LINE.finditer(source, header.end() if header else start) if m[0]]
    widest = min((_indent(line[1]) for line in lines if line[1].strip()), default=0)
    # With an indentation indicator all lines may start with spaces that belong to the text.
    for indent in range(widest, -1, -1):
        found = _aligned(lines, indent, text)
        if len(found) == len(text):
            return [*found, found[-1] + 1 if found else start]
    return [start]


def _aligned(lines: list[re.Match[str]], indent: int, text: str) -> list[int]:
    """Align the lines with the text: the content of each, then what its break became."""
    found: list[int] = []
    for line in lines:
        content = line[1][indent:]
        if not text.startswith(content, len(found)):
            break
        first = line.start() + indent
        found += range(first, first + len(content))
        found += [line.end(1)] * _separators(text, len(found), bool(content))
    return found


def _separators(text: str, at: int, after_content: bool) -> int:
    if after_content and text[at : at + 1] == " ":
        return 1
    return len(text[at:]) - len(text[at:].lstrip("\n"))


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))
