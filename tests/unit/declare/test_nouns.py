"""Nouns behind numbers."""

from __future__ import annotations

from schemagen.declare.nouns import counted


def test_things_are_counted_in_english() -> None:
    assert counted(1, "migration") == "1 migration"
    assert [counted(number, "body") for number in (0, 1, 2)] == ["0 bodies", "1 body", "2 bodies"]
