"""The migrations of a small shop, whose ways back restore more or less."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from schemagen.app.checking import check
from schemagen.app.empty_migration import new_empty
from schemagen.app.new_migration import new_migration
from tests.app.repository import edit, write

SHOP = """\
schemagen: 1
project: shop
enums:
  mood: [sad, fine]
tables:
  shelves:
    columns:
      id: bigint generated always as identity primary key
      place: text not null unique
  products:
    columns:
      id: bigint generated always as identity primary key
      shelf_id: bigint not null references shelves
      name: text not null
      mood: mood not null
      price: numeric(10,2) not null check (price >= 0)
"""
EMPTIED = {"up.sql": "UPDATE public.products SET name = 'gone';\n", "down.sql": "SELECT 1;\n"}


def made(root: Path) -> Path:
    """Write the shop into a folder, with its migrations."""
    write(root, {"specs/shop.yaml": SHOP})
    spec = root / "specs/shop.yaml"
    new_migration(root, "shop", "initial", major=18)
    edit(spec, "      name: text not null", "      name: text not null\n      note: text")
    edit(
        spec,
        "place: text not null unique",
        "place: text not null unique\n    indexes: [[place, id]]",
    )
    new_migration(root, "shop", "add_note", major=18)
    edit(spec, "[sad, fine]", "[sad, fine, glad]")
    new_migration(root, "shop", "add_label", major=18)
    edit(spec, "numeric(10,2) not null", "numeric(12,2)")
    new_migration(root, "shop", "widen_price", major=18)
    edit(spec, "      note: text", "      note: text not null")
    new_migration(root, "shop", "need_note", major=18)
    folder = new_empty(root, "shop", "forget_names").folder
    for name, text in EMPTIED.items():
        with (folder / name).open("a", encoding="utf-8") as file:
            file.write(text)
    check(root, "shop", major=18)
    return root


def change_plan(root: Path, slug: str, change: Callable[[Any], None]) -> None:
    """Let the plan of a migration say something else."""
    [path] = (root / "migrations/shop").glob(f"*_{slug}/plan.json")
    body = json.loads(path.read_text(encoding="utf-8"))
    change(body)
    path.write_text(json.dumps(body), encoding="utf-8")
