"""Generated packages of specs that tests write, as a service would import them."""

from __future__ import annotations

import importlib
import shutil
import sys
from pathlib import Path
from types import SimpleNamespace

import psycopg

from schemagen.declare.facts import Project
from schemagen.render.build import Build
from schemagen.render.outputs import ALL
from tests.projects.acting import run

REPOSITORY = Path(__file__).parents[2]
MODULES = ("actors", "client", "memory", "models", "ports", "repositories", "testing")
SCRIPTS = ("rollback", "schema")


def write_package(project: Project, folder: Path, name: str) -> Path:
    """Write what a client needs, and the scripts of the schema, into a package of a folder."""
    build = Build(project)
    package = folder / name
    package.mkdir()
    wanted = {*(f"{script}.sql" for script in SCRIPTS), *(f"{module}.py" for module in MODULES)}
    for output in (item for item in ALL if item.name in wanted):
        (package / output.name).write_text(output.render(build), encoding="utf-8")
    return package


def imported_package(project: Project, folder: Path, name: str) -> SimpleNamespace:
    """Write and import a package; its modules and its SQL are attributes."""
    package = write_package(project, folder, name)
    sys.path.insert(0, str(folder))
    try:
        modules = {module: importlib.import_module(f"{name}.{module}") for module in MODULES}
    finally:
        sys.path.remove(str(folder))
    scripts = {script: (package / f"{script}.sql").read_text("utf-8") for script in SCRIPTS}
    return SimpleNamespace(**modules, **scripts)


def loaded(package: SimpleNamespace, database: str) -> str:
    """Make what a package is of in an empty database, and return that."""
    with psycopg.connect(database, autocommit=True) as connection:
        run(connection, package.schema)
    return database


def mypy_settings(folder: Path) -> list[str]:
    """Return the options of mypy with the repository's settings, and what it knows of psycopg.

    That is a copy in a folder, as others may be checking, too: without it mypy takes ten seconds.
    """
    known, cache = REPOSITORY / ".mypy_cache", folder / "mypy_cache"
    if known.is_dir():
        shutil.copytree(known, cache)
    return ["--config-file", str(REPOSITORY / "pyproject.toml"), "--cache-dir", str(cache)]
