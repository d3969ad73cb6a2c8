"""The tour of the README, taken word for word: what it shows is what happens."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

REPOSITORY = Path(__file__).parents[2]


def tour() -> list[tuple[str, str]]:
    """Return the commands of the README's console blocks, with the output that it shows."""
    text = (REPOSITORY / "README.md").read_text(encoding="utf-8")
    blocks = re.findall(r"^```console\n(.*?)^```", text, re.DOTALL | re.MULTILINE)
    steps: list[tuple[str, str]] = []
    for block in blocks:
        for step in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            lines = step.splitlines(keepends=True)
            end = next((i for i, line in enumerate(lines) if line == "YAML\n"), 0)
            steps.append(("".join(lines[: end + 1]), "".join(lines[end + 1 :])))
    return steps


def take(steps: list[tuple[str, str]], folder: Path) -> list[tuple[str, str]]:
    """Run the commands one after the other in a folder, and return what they printed."""
    command = folder / "bin/schemagen"
    command.parent.mkdir()
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m schemagen "$@"\n')
    command.chmod(0o755)
    home = folder / "home"
    home.mkdir()
    environment = {
        **os.environ,
        "PATH": f"{command.parent}{os.pathsep}{os.environ['PATH']}",
        "PYTHONPATH": str(REPOSITORY),
    }
    seen = []
    for step, _ in steps:
        done = subprocess.run(
            ["sh", "-c", step],
            cwd=home,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        shown = re.sub(r"\(PostgreSQL (\d+)\S*\)", r"(PostgreSQL \1)", done.stdout)
        seen.append((step, shown))
    return seen


def test_the_tour_shows_what_happens(tmp_path: Path) -> None:
    steps = tour()
    assert len(steps) > 8
    assert take(steps, tmp_path) == steps
