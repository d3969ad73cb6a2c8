"""The shop is made once, and each test has a copy of it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.prove.shop import made


@pytest.fixture(scope="session")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made(tmp_path_factory.mktemp("shop"))


@pytest.fixture
def shop(original: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(original, tmp_path / "shop"))
