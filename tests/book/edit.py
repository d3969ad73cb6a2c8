"""Make an edit that a page shows as a difference: `edit.py FILE`, with its lines as input.

Lines begin with a space (there), a minus (goes) or a plus (comes). What is there before has to be
in the file just once.
"""

from __future__ import annotations

import sys
from pathlib import Path


def main(name: str) -> None:
    """Edit a file."""
    path = Path(name)
    lines = [line for line in sys.stdin.read().splitlines() if line]
    before = "".join(f"{line[1:]}\n" for line in lines if line[0] in " -")
    after = "".join(f"{line[1:]}\n" for line in lines if line[0] in " +")
    text = path.read_text(encoding="utf-8")
    if text.count(before) != 1:
        sys.exit(f"{name} has this {text.count(before)} times:\n{before}")
    path.write_text(text.replace(before, after), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1])
