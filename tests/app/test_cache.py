"""What came of trials is kept as it is, however it was put together."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from schemagen.app.cache import CanonicalCache
from schemagen.app.canonical import Canonical
from schemagen.catalog.catalog import Catalog
from tests.specs import compile_text

SPEC = """\
tables:
  a: {columns: {id: uuid, b: text}}
  c: {columns: {id: uuid, d: integer}}
"""


def test_what_was_tried_in_part_is_kept_as_if_all_of_it_was(tmp_path: Path) -> None:
    project = compile_text(SPEC).project
    before = Canonical(project.catalog, "public", frozenset({"public"}), {})
    cache = CanonicalCache(tmp_path)
    cache.save("first", before)
    cache.remember_trial(project, 18, {}, "first", {})
    tried = cache.tried(project, 18, {})
    assert tried is not None
    # One object changed, one is gone, and the others are those that were read back.
    objects = [
        replace(item, comment="said anew") if item.id.name == "b" else item
        for item in tried.canonical.catalog
        if item.id.name != "d"
    ]
    now = replace(tried.canonical, catalog=Catalog(objects))
    cache.save("by part", now, tried)
    cache.save("whole", now)
    by_part, whole = (
        next(tmp_path.rglob(f"{name}.json")).read_text() for name in ("by part", "whole")
    )
    assert by_part == whole
    assert "said anew" in whole
    kept = cache.load("by part")
    assert kept is not None
    assert list(kept.catalog) == list(now.catalog)
