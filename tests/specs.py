"""Specs written in tests, compiled as the commands compile them."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import psycopg
import pytest

from schemagen.declare.facts import Project
from schemagen.errors import SpecError
from schemagen.spec.compile import Compiled, compile_spec

HEAD = "schemagen: 1\nproject: sample\n"
REPOSITORY = Path(__file__).parents[1]


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


@cache
def project_named(name: str) -> Project:
    """Compile a spec of this repository and return its project."""
    return compile_spec(REPOSITORY / "specs" / f"{name}.yaml", REPOSITORY).project


def major_of(connection: psycopg.Connection[Any]) -> int:
    """Return the major version of the server that a connection leads to."""
    return connection.info.server_version // 10000


def skip_on_older(major: int, *projects: Project) -> None:
    """Skip a test on a version that lacks what one of the projects declares."""
    oldest = max(project.postgres for project in projects)
    if major < oldest:
        pytest.skip(f"what the spec declares needs PostgreSQL {oldest}")
