"""The documentation and the README, taken word for word: what they show is what happens."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from tests.book.forks import Forks
from tests.book.page import REPOSITORY, blocks, follow, steps
from tests.book.reader import environment_of, left_as_it_was
from tests.conftest import Servers

TUTORIAL = REPOSITORY / "docs/tutorial.md"
PAGES = (REPOSITORY / "README.md", *sorted((REPOSITORY / "docs").rglob("*.md")))
"""All; the tutorial begins with a wheel, and so is followed in `tests/packaging`."""
READABLE = [path for path in PAGES if path.name != "errors.md"]
"""All but the one whose examples are mistakes."""
RUN = [path for path in PAGES if path != TUTORIAL and steps(path)]


def name_of(path: Path) -> str:
    return path.relative_to(REPOSITORY).as_posix()


@pytest.fixture(scope="module")
def forks(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Forks]:
    with Forks(tmp_path_factory.mktemp("forks")) as forks:
        yield forks


@pytest.fixture
def environment(servers: Servers, forks: Forks, tmp_path: Path) -> Iterator[dict[str, str]]:
    """That of somebody who has installed schemagen, and has a server."""
    (tmp_path / "home").mkdir()
    commands = {"python": f'"{sys.executable}"', "schemagen": forks.command}
    kept = {**os.environ, "PYTHONPATH": str(REPOSITORY)}
    with left_as_it_was(servers.of(18)) as server:
        yield environment_of(server, tmp_path / "bin", kept, commands)


@pytest.mark.parametrize("path", RUN, ids=name_of)
def test_a_page_shows_what_happens(path: Path, environment: dict[str, str], tmp_path: Path) -> None:
    surprises = follow(steps(path), tmp_path / "home", environment)
    assert not surprises, "\n".join(surprises)


@pytest.mark.parametrize("path", READABLE, ids=name_of)
def test_what_a_page_shows_of_files_can_be_read(path: Path) -> None:
    for block in blocks(path):
        if block.language == "python":
            ast.parse(block.text)
        elif block.language == "toml":
            tomllib.loads(block.text)
        elif block.language == "yaml":
            list(yaml.safe_load_all(block.text))


def test_commands_that_are_not_run_say_why() -> None:
    reasons = {block.reason for path in PAGES for block in blocks(path) if block.reason}
    assert reasons <= {
        "is what CI does first",
        "needs Docker",
        "needs a database of yours",
        "changes your shell's settings",
    }


def test_the_book_is_built_without_a_warning(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(tmp_path)]
    done = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "tutorial.html").is_file()
