"""What a kind says of its objects is what a spec says of them: lowering it gives them back."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from schemagen.catalog.catalog import Catalog
from schemagen.catalog.object import without_hints
from schemagen.compose.compose import compose
from tests.specs import project_of

CASES = sorted((Path(__file__).parents[2] / "cases").glob("*/*.yaml"))


@pytest.mark.parametrize("path", CASES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_what_is_declared_is_lowered_to_the_same_objects(path: Path) -> None:
    text = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)["desired"]
    catalog = Catalog(map(without_hints, project_of(text).catalog))
    composition = compose(catalog, "public")
    written = yaml.safe_dump(dict(composition.sections), sort_keys=False)
    assert list(project_of(written).catalog) == list(catalog)
