"""The pages of the documentation that the code writes are those that are committed."""

from __future__ import annotations

import pytest

from book.__main__ import FOLDER
from book.pages import PAGES
from schemagen.catalog.hazard import MEANINGS, HazardType


@pytest.mark.parametrize("name", PAGES)
def test_a_page_of_the_reference_is_up_to_date(name: str) -> None:
    path = FOLDER / f"{name}.md"
    same = path.is_file() and path.read_text(encoding="utf-8") == PAGES[name]()
    assert same, "run: python -m book"


def test_every_hazard_is_explained() -> None:
    assert list(MEANINGS) == list(HazardType)
