"""`schema.ts` of the five projects: it compiles, and drizzle-kit makes the same tables of it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import fields
from pathlib import Path
from typing import Any, Final

import psycopg
import pytest

from schemagen.catalog.catalog import Catalog
from schemagen.introspect.snapshot import read_catalog

ROOT = Path(__file__).parents[2]
PROJECTS = ("directory", "forms", "gym", "tenant", "trust")
PACKAGES: Final = {"drizzle-kit": "0.31.6", "drizzle-orm": "0.44.7", "typescript": "5.9.3"}
COMPILER: Final = {
    "strict": True,
    "noEmit": True,
    "noUnusedLocals": True,
    "module": "nodenext",
    "target": "es2022",
    "skipLibCheck": True,
}
SAME: Final = {
    "column": ("type", "not_null", "identity", "generated", "default"),
    "foreign_key": ("columns", "references", "referenced_columns", "on_delete", "on_update"),
    "index": ("elements", "method", "unique", "predicate"),
    "primary_key": ("columns",),
    "table": (),
    "unique": ("columns", "nulls_not_distinct"),
}
"""What is compared, by kind."""

pytestmark = [
    pytest.mark.long,
    pytest.mark.majors(18),
    pytest.mark.skipif(shutil.which("npm") is None, reason="drizzle-kit needs Node.js and npm"),
]


@pytest.fixture
def kit(tmp_path: Path) -> Path:
    """A folder with schema.ts of every project, and the packages that it needs."""
    package = {"private": True, "type": "module", "dependencies": PACKAGES}
    compiler = {"compilerOptions": COMPILER}
    (tmp_path / "package.json").write_text(json.dumps(package), encoding="utf-8")
    (tmp_path / "tsconfig.json").write_text(json.dumps(compiler), encoding="utf-8")
    for project in PROJECTS:
        shutil.copy(ROOT / "generated" / project / "schema.ts", tmp_path / f"{project}.ts")
    run(tmp_path, "npm", "install", "--no-audit", "--no-fund", "--prefer-offline")
    return tmp_path


def run(folder: Path, *command: str) -> None:
    environment = {**os.environ, "NO_COLOR": "1", "CI": "1"}
    done = subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


# One test, so that the packages are installed once.
def test_it_compiles_and_drizzle_kit_makes_the_same_tables_keys_and_indexes(
    kit: Path, new_database: Callable[[], str]
) -> None:
    run(kit, "npx", "tsc", "--project", ".")
    for project in PROJECTS:
        ours = (ROOT / "generated" / project / "schema.sql").read_text(encoding="utf-8")
        theirs = generated(kit, project)
        assert described(made(new_database(), theirs)) == described(made(new_database(), ours))


def generated(kit: Path, project: str) -> str:
    """Return what drizzle-kit makes of a project."""
    out = kit / f"out_{project}"
    words = ("--dialect", "postgresql", "--schema", f"{project}.ts", "--out", out.name)
    run(kit, "npx", "drizzle-kit", "generate", *words)
    [script] = out.glob("*.sql")
    return script.read_text(encoding="utf-8")


def made(url: str, script: str) -> Catalog:
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(script.encode())
        return read_catalog(connection)


def described(catalog: Catalog) -> dict[str, dict[str, Any]]:
    return dict(_facts(catalog))


def _facts(catalog: Catalog) -> Iterator[tuple[str, dict[str, Any]]]:
    for item in catalog:
        compared = SAME.get(item.id.kind)
        if compared is not None:
            known = {field.name for field in fields(item)}
            yield str(item.id), {name: getattr(item, name) for name in compared if name in known}
