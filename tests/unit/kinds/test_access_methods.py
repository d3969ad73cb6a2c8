"""What indexes and exclusion constraints are kept by."""

from __future__ import annotations

import pytest

from schemagen.errors import SpecError
from schemagen.kinds.exclusion import Exclusion
from schemagen.kinds.index.model import Index
from tests.specs import compile_text

KEPT = """
tables:
  items:
    columns: {id: integer primary key, place: point}
    indexes: [{columns: place, using: hnsw}]
    exclude: [{using: RUM, elements: [place with ~=]}]
"""


def test_an_extension_may_bring_any_access_method() -> None:
    with pytest.raises(SpecError, match="2 problems"):
        compile_text(KEPT)
    catalog = compile_text(f"extensions: [vector]{KEPT}").project.catalog
    assert [item.method for item in catalog.of(Index)] == ["hnsw"]
    assert [item.method for item in catalog.of(Exclusion)] == ["rum"]
