"""A small repository to try the program on."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

SHOP = """\
schemagen: 1
project: shop
tables:
  products:
    columns:
      id: bigint generated always as identity primary key
      name: text not null
"""
DEPOT = SHOP.replace("shop", "depot").replace("products", "shelves")


def tree(folder: Path) -> dict[str, bytes]:
    """Return every file under a folder by its path, without what may be deleted at any time."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and ".schemagen" not in path.parts
    }


def write(root: Path, files: Mapping[str, str]) -> None:
    """Write files, with the folders that they need."""
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


def edit(path: Path, old: str, new: str) -> None:
    """Replace a text in a file, which has to be there."""
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))
