"""Problems of a spec as text for a terminal: the place, the line itself, a caret, the hint.

specs/trust.yaml:14:7: error: unknown key "colums"
   14 |       colums: {id: uuid}
      |       ^
      = did you mean "columns"?
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from schemagen.errors import Place, Problem

WIDTH = 100
"""Terminal cells that an excerpt may take, without the gutter."""
_TAB = 4
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")

_RED, _YELLOW, _BLUE, _BOLD, _RESET = "\x1b[31m", "\x1b[33m", "\x1b[34m", "\x1b[1m", "\x1b[0m"


def render_problems(problems: Iterable[Problem], *, color: bool = False, width: int = WIDTH) -> str:
    """Return problems as text, an empty line between them; each line ends with a line break."""
    return "\n".join(render_problem(item, color=color, width=width) for item in problems)


def render_problem(problem: Problem, *, color: bool = False, width: int = WIDTH) -> str:
    """Return one problem as text. Control characters are made visible, so that no spec can take
    over a terminal."""
    paint = _painted if color else _plain
    tint = _YELLOW if problem.warning else _RED
    word = "warning" if problem.warning else "error"
    message = _visible(problem.message)
    lines = [f"{paint(f'{problem.place}:', _BOLD)} {paint(f'{word}:', tint)} {message}"]
    gutter = f"{problem.place.line:5d} | "
    margin = f"{'':5} | "
    if problem.place.excerpt.strip():
        text, before = _excerpt(problem.place, width)
        lines.append(paint(gutter, _BLUE) + text)
        lines.append(paint(margin, _BLUE) + " " * before + paint("^", tint))
    if problem.hint:
        lines.append(f"{'':5} {paint('=', _BLUE)} {_visible(problem.hint)}")
    return "".join(f"{line.rstrip()}\n" for line in lines)


def _plain(text: str, _: str) -> str:
    return text


def _painted(text: str, code: str) -> str:
    return f"{code}{text}{_RESET}"


def _visible(text: str) -> str:
    return _CONTROL.sub(lambda match: f"\\x{ord(match[0]):02x}", text)


def _excerpt(place: Place, width: int) -> tuple[str, int]:
    """Return the line as it is shown, and how many cells stand before the caret.

    A line that is too long is cut on both sides of the caret, a third of the width before it.
    """
    column = min(place.column - 1, len(place.excerpt))
    before = _shown(place.excerpt[:column])
    after = _shown(place.excerpt[column:])
    if _cells(before) + _cells(after) > width:
        kept = width // 3 if _cells(after) > width - width // 3 else width - _cells(after)
        before = _cut_front(before, max(kept, width // 3))
        after = _cut_back(after, width - _cells(before))
    return before + after, _cells(before)


def _shown(text: str) -> str:
    return _visible(text.replace("\t", " " * _TAB))


def _cells(text: str) -> int:
    """Return how many cells of a terminal a text takes (Unicode Standard Annex 11)."""
    return len(text) if text.isascii() else sum(map(_cell, text))


def _cell(char: str) -> int:
    if unicodedata.combining(char) or unicodedata.category(char) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(char) in ("W", "F") else 1


def _cut_front(text: str, cells: int) -> str:
    if _cells(text) <= cells:
        return text
    kept = text[-cells:]
    while _cells(kept) > cells - 1:
        kept = kept[1:]
    return f"…{kept}"


def _cut_back(text: str, cells: int) -> str:
    if _cells(text) <= cells:
        return text
    kept = text[:cells]
    while _cells(kept) > cells - 1:
        kept = kept[:-1]
    return f"{kept}…"
