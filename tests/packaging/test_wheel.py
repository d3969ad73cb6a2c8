"""The wheel works by itself: its reader takes the tutorial, far from the repository, to CI."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml

from schemagen.sandbox import Server
from tests.book.page import REPOSITORY, follow, steps
from tests.book.reader import environment_of, left_as_it_was
from tests.conftest import Servers
from tests.packaging.installed import asked_for, lay_out

FROM_INDEX = "SCHEMAGEN_TUTORIAL_FROM_INDEX"
"""A variable of the environment: where it is set, pip takes all packages from its index."""
PAGE = steps(REPOSITORY / "docs/tutorial.md")


@dataclass(frozen=True)
class Taken:
    """The tutorial, once it was followed: where, by whom, and what was not as it says."""

    home: Path
    environment: dict[str, str]
    surprises: list[str]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "-w"]
    subprocess.run([*command, str(folder), str(REPOSITORY)], check=True)
    [made] = folder.glob("schemagen-*.whl")
    return made


@pytest.fixture(scope="module")
def newest(servers: Servers) -> Iterator[Server]:
    with left_as_it_was(servers.of(18)) as server:
        yield server


@pytest.fixture(scope="module")
def tutorial(wheel: Path, newest: Server, tmp_path_factory: pytest.TempPathFactory) -> Taken:
    folder = tmp_path_factory.mktemp("tutorial")
    home = folder / "home"
    (home / "wheels").mkdir(parents=True)
    shutil.copy(wheel, home / "wheels")
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    if FROM_INDEX not in kept:
        lay_out([*asked_for(wheel), "pytest"], "prove", folder / "packages")
        kept |= {"PYTHONPATH": str(folder / "packages"), "PIP_NO_INDEX": "1"}
    kept |= {"PIP_NO_COMPILE": "1", "PIP_QUIET": "2", "PIP_DISABLE_PIP_VERSION_CHECK": "1"}
    commands = {"python3": sys.executable, "pytest": "python -m pytest"}
    environment = environment_of(newest, folder / "bin", kept, commands)
    return Taken(home, environment, follow(PAGE, home, environment))


def test_the_wheel_holds_what_it_needs_and_no_tests(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    files = {
        f"schemagen/{path.relative_to(REPOSITORY).as_posix()}"
        for folder in ("templates", "specs")
        for path in (REPOSITORY / folder).rglob("*")
        if path.is_file()
    }
    assert len(files) > 40
    assert files | {"schemagen/py.typed", "schemagen/schemagen.schema.json"} <= set(names)
    assert {name.split("/")[0].split("-")[0] for name in names} == {"schemagen"}
    assert [name for name in names if name.endswith("licenses/LICENSE")]
    assert not [name for name in names if "__pycache__" in name]


@pytest.mark.long
def test_the_tutorial_shows_what_happens(tutorial: Taken) -> None:
    assert not tutorial.surprises, "\n".join(tutorial.surprises)


@pytest.mark.long
def test_the_workflow_that_init_wrote_is_green(tutorial: Taken) -> None:
    workflow = yaml.safe_load((tutorial.home / ".github/workflows/schemagen.yml").read_text())
    commands = [step["run"] for step in workflow["jobs"]["check"]["steps"] if "run" in step]
    assert len(commands) == 5
    programs = tutorial.home.parent / "bin"
    gh = programs / "gh"
    gh.write_text('#!/bin/sh\necho "gh $*" >> ../gh.log\n', encoding="utf-8")
    gh.chmod(0o755)
    told = {"BASE": "HEAD~1", "NUMBER": "7", "GITHUB_REPOSITORY": "ann/databases"}
    done = subprocess.run(
        ["bash", "-e", "-c", "\n".join([". .venv/bin/activate", *commands])],
        cwd=tutorial.home,
        env=tutorial.environment | told,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "0 findings" not in done.stdout
    assert "verdicts, and no finding" in done.stdout
    asked = (tutorial.home.parent / "gh.log").read_text(encoding="utf-8").splitlines()
    assert asked[-1].startswith("gh api --method POST repos/ann/databases/issues/7/comments ")
    comment = (tutorial.home / "comment.md").read_text(encoding="utf-8")
    assert comment.startswith("<!-- schemagen -->\n")
    assert "column title text" in comment


@pytest.mark.long
def test_the_installed_program_is_not_the_checkout(tutorial: Taken) -> None:
    command = [str(tutorial.home / ".venv/bin/python"), "-c", "import schemagen; print(schemagen)"]
    shown = subprocess.run(
        command, cwd=tutorial.home, env=tutorial.environment, capture_output=True, text=True
    )
    assert str(tutorial.home / ".venv") in shown.stdout
