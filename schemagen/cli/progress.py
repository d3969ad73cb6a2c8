"""A bar on the terminal that shows how far something is; on anything else there is none."""

from __future__ import annotations

import shutil
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

_WIDTH: Final = 30
_CLEAR: Final = "\r\x1b[K"


class Bar:
    """A line at the end of standard error, written anew whenever something happens.

    Several threads may use it. Without a terminal it writes nothing but lines.
    """

    def __init__(self, total: int) -> None:
        self._total = total
        self._done = 0
        self._note = ""
        self._is_shown = sys.stderr.isatty()
        self._lock = threading.Lock()

    def step(self) -> None:
        """Show that one more is done."""
        with self._lock:
            self._done += 1
            self._draw()

    def show(self, done: int, total: int, note: str) -> None:
        """Show that so much is done of something else than before."""
        with self._lock:
            self._done, self._total, self._note = done, total, note
            self._draw()

    def note(self, text: str) -> None:
        """Show what is being done."""
        with self._lock:
            self._note = text
            self._draw()

    def line(self, text: str) -> None:
        """Write a line above the bar."""
        with self._lock:
            print(f"{_CLEAR if self._is_shown else ''}{text}", file=sys.stderr, flush=True)
            self._draw()

    def clear(self) -> None:
        """Take the bar away."""
        with self._lock:
            if self._is_shown:
                print(_CLEAR, end="", file=sys.stderr, flush=True)
            self._is_shown = False

    def _draw(self) -> None:
        if not self._is_shown:
            return
        full = _WIDTH * self._done // max(self._total, 1)
        bar = "█" * full + "░" * (_WIDTH - full)
        counted = f"{bar} {self._done} of {self._total}  " if self._total else ""
        text = f"{counted}{self._note}"
        width = shutil.get_terminal_size().columns - 1
        print(f"{_CLEAR}{text[:width]}", end="", file=sys.stderr, flush=True)


@contextmanager
def bar_of(total: int) -> Iterator[Bar]:
    """Show a bar for so many things, until the end of the block."""
    bar = Bar(total)
    try:
        yield bar
    finally:
        bar.clear()
