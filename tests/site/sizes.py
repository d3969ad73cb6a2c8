"""A project whose tables have come to something, without a server."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from schemagen.growth.figures import Grown, IndexUse
from schemagen.growth.report import Measured, SizeReport
from schemagen.site.site import render_site
from schemagen.site.subject import Subject
from tests.specs import project_of

SPEC = """
tables:
  event: {columns: {id: bigint primary key, note: text}}
  mark: {columns: {id: bigint primary key}}
"""
GIGABYTE = 2**30
NOTHING = dict.fromkeys(
    ["parts", "dead", "inserted", "updated", "updated_in_page", "deleted", "stray"], 0
)


def grown(name: str, **figures: Any) -> Grown:
    """Return a table of which little is said."""
    return Grown(schema="public", name=name, **{**NOTHING, **figures})


USE = IndexUse(
    schema="public", table="event", name="event_note_idx", needed=False, bytes=GIGABYTE, used=0
)
EVENT = grown(
    "event",
    rows=5_000_000,
    heap=5 * GIGABYTE,
    room=GIGABYTE,
    indexes=2 * GIGABYTE,
    rest=GIGABYTE,
    scans=1,
    lookups=3,
    uses=(USE,),
)
MARK = grown("mark", rows=9, heap=0, room=None, indexes=0, rest=0, scans=0, lookups=0)


SMALL = grown("mark", rows=1, heap=GIGABYTE, room=0, indexes=0, rest=GIGABYTE, scans=0, lookups=0)


def site_with_sizes(*tables: Grown) -> Mapping[str, str]:
    """Return the pages of a project whose tables have come to this."""
    report = SizeReport("db.example.com/shop", 864000, tuple(map(_measured, tables)), ())
    project = replace(project_of(SPEC), name="shop")
    return render_site([Subject(project, (), report)])


def _measured(table: Grown) -> Measured:
    return Measured(table, 12.5, ())
