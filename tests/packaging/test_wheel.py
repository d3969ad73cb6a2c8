"""The wheel works by itself: in an environment of its own, far from the repository."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.app.repository import SHOP, tree, write

REPOSITORY = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    run(sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "-w", str(folder), str(REPOSITORY))
    [made] = folder.glob("schemagen-*.whl")
    return made


@pytest.fixture(scope="module")
def program(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The command in a fresh environment that has the wheel and what the wheel asks for."""
    home = tmp_path_factory.mktemp("environment") / "venv"
    run(sys.executable, "-m", "venv", "--without-pip", str(home))
    pip = (sys.executable, "-m", "pip", "--python", str(home / "bin/python"), "install", "-q")
    run(*pip, "--no-compile", str(wheel))
    return home / "bin/schemagen"


def run(*command: str, cwd: Path | None = None) -> str:
    """Run a program that sees nothing of the repository, and return what it printed."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith("PYTHON")}
    done = subprocess.run(command, cwd=cwd, env=kept, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_wheel_holds_the_templates_and_no_tests(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    templates = {
        path.relative_to(REPOSITORY).as_posix()
        for path in (REPOSITORY / "templates").rglob("*")
        if path.is_file()
    }
    assert templates
    assert {f"schemagen/{name}" for name in templates} <= set(names)
    assert "schemagen/py.typed" in names
    assert not [name for name in names if name.startswith(("tests", "specs", "generated"))]


def test_an_installed_program_is_not_the_checkout(program: Path, tmp_path: Path) -> None:
    code = "import schemagen; print(schemagen.__file__)"
    shown = run(str(program.with_name("python")), "-c", code, cwd=tmp_path)
    assert Path(shown.strip()).is_relative_to(program.parents[1])


def test_an_installed_program_builds_a_spec_in_an_empty_folder(
    program: Path, tmp_path: Path
) -> None:
    write(tmp_path, {"specs/shop.yaml": SHOP})
    run(str(program), "build", cwd=tmp_path)
    assert b"CREATE TABLE public.products" in tree(tmp_path)["generated/shop/schema.sql"]
    assert run(str(program), "build", cwd=tmp_path) == "1 project up to date\n"
    assert run(str(program), "verify", cwd=tmp_path).startswith("shop: 1 table, ")
