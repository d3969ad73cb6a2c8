"""Text in Markdown as GitHub reads it: escapes, code, tables, anchors.

The rules are those of "GitHub Flavored Markdown Spec": code spans, tables (extension), emphasis.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

_SPECIAL = re.compile(r"[\\`*\[\]<>|~$]|(?<![^\W_])_|_(?![^\W_])")
_TICKS = re.compile(r"`+")
_PIPE_AFTER_BACKSLASH = re.compile(r"\\+\|")
_IN_HTML = re.compile(r"[\\`*_\[\]|~$]")
_NO_ANCHOR = re.compile(r"[^a-z0-9_-]+")


@lru_cache(maxsize=65536)
def prose(text: str) -> str:
    """Return text that reads as it was written, on one line, also in a table."""
    line = " ".join(text.split()).replace("&", "&amp;")
    return _SPECIAL.sub(_escaped, line)


def _escaped(match: re.Match[str]) -> str:
    # A backslash before "<" is not enough for every reader of Markdown.
    return {"<": "&lt;", ">": "&gt;"}.get(match[0], f"\\{match[0]}")


def paragraphs(text: str) -> list[str]:
    """Return prose in paragraphs, with an empty line between them."""
    found = [prose(part) for part in re.split(r"\n\s*\n", text.strip()) if part.strip()]
    lines: list[str] = []
    for part in found:
        lines += ["", _unlike_a_block(part)] if lines else [_unlike_a_block(part)]
    return lines


def _unlike_a_block(line: str) -> str:
    """Keep a line from opening a heading, a list or a table."""
    if re.match(r"[#+-]|\d+[.)]\s", line):
        digits = re.match(r"\d*", line)
        at = digits.end() if digits else 0
        return f"{line[:at]}\\{line[at:]}"
    return line


@lru_cache(maxsize=65536)
def code(text: str) -> str:
    """Return a code span for a cell of a table: line ends become spaces, pipes are kept."""
    line = " ".join(text.split())
    if not line:
        return ""
    if "\\" in line and _PIPE_AFTER_BACKSLASH.search(line):
        # No escape lets a backslash stand before a pipe in a cell. Imported here because it brings
        # along a table of all entities, and hardly any text is such.
        import html

        return f"<code>{_IN_HTML.sub(_entity, html.escape(line, quote=False))}</code>"
    if "`" not in line:
        return f"`{line}`".replace("|", "\\|")
    longest = max(map(len, _TICKS.findall(line)), default=0)
    fence = "`" * (longest + 1)
    pad = " " if line.startswith("`") or line.endswith("`") else ""
    return f"{fence}{pad}{line}{pad}{fence}".replace("|", "\\|")


def _entity(match: re.Match[str]) -> str:
    return f"&#{ord(match[0])};"


def codes(items: Iterable[str]) -> str:
    """Return a list of code spans."""
    return ", ".join(map(code, items))


def link(label: str, place: str) -> str:
    """Return a link to a place: `#anchor`, `page.md#anchor`; the label is Markdown already."""
    return f"[{label}]({place})"


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    """Return a table's lines, none without rows. Cells are Markdown already."""
    body = [f"| {' | '.join(row)} |" for row in rows]
    if not body:
        return []
    return [f"| {' | '.join(heads)} |", f"|{' - |' * len(heads)}", *body]


def anchors(prefix: str, names: Iterable[str]) -> Iterator[str]:
    """Give a different anchor for each name, in order."""
    taken: set[str] = set()
    for name in names:
        stem = found = f"{prefix}-{_NO_ANCHOR.sub('-', name.lower()).strip('-')}"
        number = 1
        while found in taken:
            number += 1
            found = f"{stem}-{number}"
        taken.add(found)
        yield found


def fence(language: str, lines: Sequence[str]) -> list[str]:
    """Return a fenced block whose fence does not occur in it."""
    longest = max((len(run) for line in lines for run in _TICKS.findall(line)), default=0)
    ticks = "`" * max(3, longest + 1)
    return [f"{ticks}{language}", *lines, ticks]
