"""The linters: squawk for statements, pgrls for policies, each from the package index."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from tests.peers.finding import Finding

_PACKAGES: Final = {"squawk": "squawk-cli==2.70.0", "pgrls": "pgrls==0.57.1"}


class ToolError(Exception):
    """A linter cannot be had, or did not say what was asked of it."""


def install(tool: str, folder: Path) -> Path:
    """Return the program of a linter, put into a virtual environment of its own if it is missing.

    Raises:
        ToolError: the package index does not have it, or is not there.
    """
    program = folder / "bin" / tool
    if not program.exists():
        if not (folder / "bin" / "python").exists():
            subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
        pip = [str(folder / "bin" / "python"), "-m", "pip", "install", "-q"]
        done = subprocess.run(
            [*pip, "--disable-pip-version-check", _PACKAGES[tool]],
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode or not program.exists():
            reason = (done.stderr.strip().splitlines() or ["no such program in it"])[-1]
            raise ToolError(f"{_PACKAGES[tool]} cannot be installed: {reason}")
    return program


def squawk(program: Path, project: str, folder: Path, files: Sequence[Path]) -> list[Finding]:
    """Return what squawk finds in files, whose names are relative to a folder.

    Raises:
        ToolError: it did not say.
    """
    command = [str(program), "--reporter", "json", *(str(file) for file in files)]
    lines = {file: (folder / file).read_text(encoding="utf-8").splitlines() for file in files}
    return [
        Finding(
            "squawk",
            each["rule_name"],
            f"{project}/{each['file']}",
            lines[Path(each["file"])][each["line"]].strip(),
        )
        for each in _json(command, folder)
    ]


def pgrls(program: Path, project: str, url: str) -> list[Finding]:
    """Return what pgrls finds in a database.

    Raises:
        ToolError: it did not say.
    """
    command = [str(program), "lint", "--database-url", url, "--format", "json"]
    return [
        Finding("pgrls", each["rule_id"], f"{project}/{each['location']}", each["title"])
        for each in _json(command, None)["violations"]
    ]


def _json(command: list[str], folder: Path | None) -> Any:
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    try:
        return json.loads(done.stdout)
    except ValueError:
        said = (done.stderr or done.stdout).strip()[-500:]
        raise ToolError(f"{Path(command[0]).name} ended with {done.returncode}: {said}") from None
