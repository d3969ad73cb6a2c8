"""What a kind says of its objects is what a spec says of them: lowering it gives them back."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from schemagen.catalog.catalog import Catalog
from schemagen.catalog.object import without_hints
from schemagen.compose.compose import OPEN, compose
from schemagen.compose.text import write_yaml
from tests.specs import project_of

CASES = sorted((Path(__file__).parents[2] / "cases").glob("*/*.yaml"))

# Where the shortest form says the same by leaving out what is so anyway.
EQUAL_IN_MEANING = {"sequence/bounds": "a sequence starts with its lowest number"}


@pytest.mark.parametrize("path", CASES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_what_is_declared_is_lowered_to_the_same_objects(path: Path) -> None:
    text = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)["desired"]
    catalog = Catalog(map(without_hints, project_of(text).catalog))
    written = write_yaml(compose(catalog, "public").sections, open_keys=OPEN)
    again = project_of(written).catalog
    assert write_yaml(compose(again, "public").sections, open_keys=OPEN) == written
    if f"{path.parent.name}/{path.stem}" not in EQUAL_IN_MEANING:
        assert list(again) == list(catalog)
