"""A schema that everything is measured on, in two versions, as files and as databases."""

from __future__ import annotations

import shutil
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import psycopg

from bench.live import output
from bench.synthetic import write_spec
from schemagen import sandbox

PROJECT = "synthetic"
_COUNT: Final = (
    "SELECT count(*) FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
)
_SPECS: Final = Path(__file__).parents[2] / "specs"


@dataclass(frozen=True)
class Subject:
    """A schema and the same schema with a few changes.

    Attributes:
        name: `synthetic`, or a reference project.
        tables: how many it has.
        folder: where its files are: `plain/` and `changed/` are repositories of schemagen.
        plain: the URI of a database that holds it.
        changed: the URI of one that holds the changed version; None where there is none.
        server: where these databases are.
    """

    name: str
    tables: int
    folder: Path
    plain: str
    changed: str | None
    server: sandbox.Server

    def repository(self, *, changed: bool = False) -> Path:
        """Return the repository of a version."""
        return self.folder / ("changed" if changed else "plain")

    def generated(self, *, changed: bool = False) -> Path:
        """Return the folder of what was built of a version."""
        return self.repository(changed=changed) / "generated" / self.name

    def spec(self, *, changed: bool = False) -> Path:
        """Return the spec of a version."""
        return self.repository(changed=changed) / "specs" / f"{self.name}.yaml"


def synthetic(tables: int, server: sandbox.Server, folder: Path) -> Subject:
    """Make a subject of so many tables, 1 % of which are changed in its second version."""
    for version in ("plain", "changed"):
        text = write_spec(tables, PROJECT, changed=version == "changed")
        _write(folder / version, PROJECT, text)
    urls = [_loaded(folder / version, PROJECT, server) for version in ("plain", "changed")]
    return Subject(PROJECT, tables, folder, urls[0], urls[1], server)


def reference(name: str, server: sandbox.Server, folder: Path) -> Subject:
    """Make a subject of a reference project as it is."""
    spec = (_SPECS / f"{name}.yaml").read_text(encoding="utf-8")
    if (_SPECS / name).is_dir():
        shutil.copytree(_SPECS / name, folder / "plain" / "specs" / name)
    _write(folder / "plain", name, spec)
    url = _loaded(folder / "plain", name, server)
    with psycopg.connect(url) as connection:
        row = connection.execute(_COUNT).fetchone()
    assert row is not None
    return Subject(name, row[0], folder, url, None, server)


def _write(root: Path, name: str, text: str) -> None:
    spec = root / "specs" / f"{name}.yaml"
    spec.parent.mkdir(parents=True, exist_ok=True)
    spec.write_text(text, encoding="utf-8")


def _loaded(root: Path, name: str, server: sandbox.Server) -> str:
    """Build a repository, and have what it declares in a database."""
    output([sys.executable, "-m", "schemagen", "build"], root)
    url = server.create_database(f"{name}_{root.name}")
    script = root / "generated" / name / "schema.sql"
    output([server.psql, "-X", "-q", "-v", "ON_ERROR_STOP=1", "-d", url, "-f", script], root)
    return url
