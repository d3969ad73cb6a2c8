"""Getting peers from their registries, into folders that are kept."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path


def python_packages(folder: Path, *packages: str) -> Path:
    """Have packages in a virtual environment of their own; returns its folder of programs.

    Raises:
        RuntimeError: they cannot be had.
    """
    programs = folder / "bin"
    if not (folder / ".ready").exists():
        _checked([sys.executable, "-m", "venv", str(folder)])
        _checked([str(programs / "python"), "-m", "pip", "install", "--quiet", *packages])
        (folder / ".ready").touch()
    return programs


def node_packages(folder: Path, packages: Mapping[str, str]) -> Path:
    """Have packages of npm, by name and version; returns the folder that holds `node_modules`.

    Raises:
        RuntimeError: they cannot be had.
    """
    if shutil.which("npm") is None:
        raise RuntimeError("there is no npm")
    if not (folder / ".ready").exists():
        folder.mkdir(parents=True, exist_ok=True)
        package = {"private": True, "type": "module", "dependencies": dict(packages)}
        (folder / "package.json").write_text(json.dumps(package), encoding="utf-8")
        _checked(["npm", "install", "--no-audit", "--no-fund", "--prefix", str(folder)])
        (folder / ".ready").touch()
    return folder


def _checked(command: Sequence[str]) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        last = (done.stderr or done.stdout).strip().splitlines()[-1:] or ["no word of why"]
        raise RuntimeError(last[0])
