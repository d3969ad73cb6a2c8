"""What the documentation says of the code is what the code says."""

from __future__ import annotations

import re

import pytest

from book.__main__ import FOLDER
from book.pages import PAGES
from schemagen.catalog.hazard import MEANINGS, HazardType
from schemagen.cli import COMMANDS
from tests.book.page import REPOSITORY


@pytest.mark.parametrize("name", PAGES)
def test_a_page_of_the_reference_is_up_to_date(name: str) -> None:
    path = FOLDER / f"{name}.md"
    same = path.is_file() and path.read_text(encoding="utf-8") == PAGES[name]()
    assert same, "run: python -m book"


def test_every_hazard_is_explained() -> None:
    assert list(MEANINGS) == list(HazardType)


def test_every_command_is_in_the_readme() -> None:
    text = (REPOSITORY / "README.md").read_text(encoding="utf-8")
    rows = [f"| `schemagen {name}` | {about} |" for name, about in COMMANDS.items()]
    assert [line for line in text.splitlines() if line.startswith("| `schemagen ")] == rows


def test_the_readme_leads_to_what_is_there() -> None:
    text = (REPOSITORY / "README.md").read_text(encoding="utf-8")
    targets = [target for target in re.findall(r"\]\(([^)#]+)", text) if "://" not in target]
    assert len(targets) > 20
    assert [target for target in targets if not (REPOSITORY / target).is_file()] == []
