"""Differences between two versions of a file, for reading: unified, and never endless."""

from __future__ import annotations

import difflib
from collections.abc import Iterator

from schemagen.app.files import FileChange

CONTEXT = 3
_LONGEST_COMPARISON = 4000
"""Lines between the first and the last difference; comparing more would take too long."""
_LONGEST_OUTPUT = 400
"""Lines of one file's difference; nobody reads more."""


def unified(change: FileChange, name: str) -> Iterator[str]:
    """Give the lines of the difference, without line ends."""
    before = (change.current or b"").decode(errors="replace").splitlines()
    after = (change.desired or b"").decode(errors="replace").splitlines()
    yield f"--- {name if change.current is not None else '/dev/null'}"
    yield f"+++ {name if change.desired is not None else '/dev/null'}"
    lines = list(_hunks(before, after))
    yield from lines[:_LONGEST_OUTPUT]
    if len(lines) > _LONGEST_OUTPUT:
        yield f"… and {len(lines) - _LONGEST_OUTPUT} more lines"


def _hunks(before: list[str], after: list[str]) -> Iterator[str]:
    """Give the hunks. What is the same at both ends is cut off first: it is most of a long file."""
    start = _common(before, after)
    end = _common(before[start:][::-1], after[start:][::-1])
    middle = max(len(before), len(after)) - start - end
    if middle > _LONGEST_COMPARISON:
        yield f"@@ lines {start + 1} to {start + middle}: too many differences to show @@"
        return
    skipped = max(start - CONTEXT, 0)
    stop = max(end - CONTEXT, 0)
    compared = difflib.SequenceMatcher(
        None,
        before[skipped : len(before) - stop],
        after[skipped : len(after) - stop],
        autojunk=False,
    )
    for group in compared.get_grouped_opcodes(CONTEXT):
        yield f"@@ line {skipped + group[0][3] + 1} @@"
        for tag, i1, i2, j1, j2 in group:
            if tag == "equal":
                yield from (f" {line}" for line in before[skipped + i1 : skipped + i2])
                continue
            yield from (f"-{line}" for line in before[skipped + i1 : skipped + i2])
            yield from (f"+{line}" for line in after[skipped + j1 : skipped + j2])


def _common(one: list[str], other: list[str]) -> int:
    count = 0
    for left, right in zip(one, other, strict=False):
        if left != right:
            break
        count += 1
    return count
