"""Canonical catalogs, kept so that an unchanged spec need not be tried again.

An entry is found by a hash of everything that it follows from: what is declared, the server's major
version, this program. A stamp leads to it from the files of a spec as they are, so that a spec that
did not change is not even read. An entry that was damaged is not believed, and deleting one costs
time alone.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Final

from schemagen.app.canonical import Canonical
from schemagen.app.fingerprint import digest, tool_fingerprint
from schemagen.app.pointer import Placed, name_of, pointer, text_of
from schemagen.app.snapshots import object_lines, read_snapshot
from schemagen.app.stamp import FOLDER
from schemagen.catalog.catalog import Catalog
from schemagen.catalog.serialize import SnapshotError, dump_catalog, dump_lines
from schemagen.declare.facts import Project
from schemagen.frozen import frozen

_KEPT: Final = 20
"""Entries of a repository; the oldest ones go."""


@frozen
class Tried:
    """What a spec declared when it was tried, and what came of it.

    Attributes:
        canonical: what PostgreSQL made of it.
        declared: a hash of what was declared of each relation, and of all that is no relation's, as
            `retrial.py` makes them.
        lines: the objects of the catalog as they are kept, in their order; empty where unknown.
    """

    canonical: Canonical
    declared: Mapping[str, str]
    lines: Sequence[str] = ()


class CanonicalCache:
    """The canonical catalogs of one repository."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._folder = root / FOLDER / "cache" / "canonical"

    def unchanged(self, project: str, major: int, placed: Placed) -> Canonical | None:
        """Return the catalog of a project whose files are as they were, None if they are not."""
        key = pointer(self._root, project, major, placed)
        return self.load(key) if key is not None else None

    def tried(self, project: Project, major: int, placed: Placed) -> Tried | None:
        """Return what a project was when it was tried last; None if it lived elsewhere then."""
        try:
            stored = json.loads(self._trial(project, major, placed).read_bytes())
            content = stored["content"]
            if stored["check"] != digest(_dumped(content)):
                return None
            if content["around"] != _around(project, major, placed):
                return None
            kept, declared = self._load(content["key"]), content["declared"]
        except (OSError, ValueError, KeyError, TypeError):
            return None
        return Tried(kept[0], declared, object_lines(kept[1])) if kept is not None else None

    def remember_trial(
        self, project: Project, major: int, placed: Placed, key: str, declared: Mapping[str, str]
    ) -> None:
        """Remember what a project declares that was tried just now, and which entry came of it."""
        content = {
            "around": _around(project, major, placed),
            "key": key,
            "declared": dict(declared),
        }
        self._write(
            self._trial(project, major, placed),
            json.dumps({"check": digest(_dumped(content)), "content": content}),
        )

    def load(self, key: str) -> Canonical | None:
        """Return an entry, None if there is none that is whole."""
        kept = self._load(key)
        return kept[0] if kept is not None else None

    def _load(self, key: str) -> tuple[Canonical, str] | None:
        """Return an entry and the text of its catalog."""
        try:
            head, _, body = self._path(key).read_text(encoding="utf-8").partition("\n")
            about = json.loads(head)
            if about["check"] != digest(body.encode()):
                return None
            external = {(schema, name): optional for schema, name, optional in about["external"]}
            schemas = frozenset(about["schemas"])
            return Canonical(read_snapshot(body), about["schema"], schemas, external), body
        except (OSError, ValueError, KeyError, TypeError, SnapshotError):
            return None

    def save(self, key: str, canonical: Canonical, before: Tried | None = None) -> None:
        """Keep an entry; where that is not possible, the next time only takes longer.

        Objects that the last trial had made, before this one, are written as they were.
        """
        catalog = canonical.catalog
        body = dump_catalog(catalog, "a scratch database", _lines(catalog, before))
        about = {
            "check": digest(body.encode()),
            "schema": canonical.schema,
            "schemas": sorted(canonical.schemas),
            "external": [[*key, optional] for key, optional in sorted(canonical.external.items())],
        }
        self._write(self._path(key), f"{json.dumps(about)}\n{body}")
        self._prune()

    def _write(self, path: Path, text: str) -> None:
        unfinished = path.with_name(f"{path.name}.{os.getpid()}")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            (self._root / FOLDER / ".gitignore").write_text("*\n", encoding="utf-8")
            unfinished.write_text(text, encoding="utf-8")
            unfinished.replace(path)
        except OSError:
            return

    def _path(self, key: str) -> Path:
        return self._folder / f"{key}.json"

    def _trial(self, project: Project, major: int, placed: Placed) -> Path:
        return self._folder.parent / f"{name_of(project.name, major, placed)}-tried.json"

    def _prune(self) -> None:
        entries = sorted(self._folder.glob("*.json"), key=lambda path: path.stat().st_mtime)
        for path in entries[:-_KEPT]:
            with suppress(OSError):
                path.unlink()


def canonical_key(
    project: Project,
    declared: Mapping[str, str],
    major: int,
    placed: Placed,
    made: Catalog | None = None,
) -> str:
    """Return the name of the entry for what a project becomes that declares what these hashes say.

    `made` is what is run in the place of all that it declares.
    """
    parts = [_around(project, major, placed), repr(sorted(declared.items()))]
    if made is not None:
        parts.append(dump_catalog(made, ""))
    return digest("\0".join(parts).encode())


def _around(project: Project, major: int, placed: Placed) -> str:
    """Return a hash of all that an entry follows from besides what is declared."""
    external = sorted(
        (key, sorted(relation.columns.items()), relation.optional, relation.extension)
        for key, relation in project.facts.external.items()
    )
    parts = [tool_fingerprint(), str(major), project.schema, repr(external), text_of(placed)]
    return digest("\0".join(parts).encode())


def _lines(catalog: Catalog, before: Tried | None) -> list[str]:
    """Return each object of a catalog as it is kept."""
    if before is None or not before.lines:
        return dump_lines(catalog)
    kept = zip(before.canonical.catalog, before.lines, strict=True)
    known = {id(item): line for item, line in kept}
    others = iter(dump_lines(item for item in catalog if id(item) not in known))
    return [known.get(id(item)) or next(others) for item in catalog]


def _dumped(content: object) -> bytes:
    return json.dumps(content, sort_keys=True).encode()
