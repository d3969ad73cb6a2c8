"""Specs written in tests, compiled as the commands compile them."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from schemagen.declare.facts import Project
from schemagen.errors import SpecError
from schemagen.spec.compile import Compiled, compile_spec

HEAD = "schemagen: 1\nproject: sample\n"


def compile_text(text: str) -> Compiled:
    """Compile a spec given as text, without its first two lines."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "specs" / "sample.yaml"
        path.parent.mkdir()
        path.write_text(HEAD + text, encoding="utf-8")
        return compile_spec(path, Path(folder))


def project_of(text: str) -> Project:
    """Compile a spec given as text and return its project."""
    try:
        return compile_text(text).project
    except SpecError as error:
        said = "\n".join(f"{item.place}: {item.message}" for item in error.problems)
        raise AssertionError(said) from error
