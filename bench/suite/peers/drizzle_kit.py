"""drizzle-kit, with the tables that schemagen writes for Drizzle."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Final

from bench.live import output
from bench.suite.peers.installing import node_packages
from bench.suite.subject import Subject
from bench.suite.work import Work

_PACKAGES: Final = {"drizzle-kit": "0.31.6", "drizzle-orm": "0.44.7", "pg": "8.16.3"}


class DrizzleKit:
    """drizzle-kit; it does not see what Drizzle has no words for: policies, triggers, functions."""

    name = "drizzle-kit"

    def install(self, home: Path) -> None:
        """Get it from npm."""
        node_packages(home / self.name, _PACKAGES)

    def works(self, subject: Subject, home: Path) -> Iterator[Work]:
        """Give migrations from nothing and of a change.

        Its `pull` and `push` do nothing, and say nothing of it, where a server is reached by a
        socket, as the one is that is measured on.
        """
        folder = home / self.name / f"{subject.name}_{subject.tables}"
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        plain, changed, out = folder / "plain.ts", folder / "changed.ts", folder / "out"
        shutil.copy(_tables(subject, folder), plain)
        kit = ("node", home / self.name / "node_modules" / "drizzle-kit" / "bin.cjs")
        postgres = ("--dialect", "postgresql")
        make = (*kit, "generate", *postgres, "--out", "out", "--schema")
        anew = partial(shutil.rmtree, out, ignore_errors=True)
        yield Work("build, from nothing", (*make, plain.name), folder, anew)
        yield Work("build, nothing changed", (*make, plain.name), folder)
        if subject.changed is not None:
            shutil.copy(_tables(subject, folder, changed=True), changed)
            kept = folder / "kept"
            again = partial(_restore, out, kept)
            command = (*make, changed.name)
            yield Work("offline diff, 1 % changed", command, folder, again)


def _tables(subject: Subject, folder: Path, *, changed: bool = False) -> Path:
    """Build what schemagen writes for Drizzle, which is no part of what it is measured at."""
    root = folder / f"from_{'changed' if changed else 'plain'}"
    shutil.copytree(subject.spec(changed=changed).parent, root / "specs")
    spec = root / "specs" / f"{subject.name}.yaml"
    text = spec.read_text(encoding="utf-8")
    if "drizzle" not in text:
        spec.write_text(f"{text}targets: [drizzle]\n", encoding="utf-8")
    output([sys.executable, "-m", "schemagen", "build"], root)
    return root / "generated" / subject.name / "schema.ts"


def _restore(out: Path, kept: Path) -> None:
    """Begin with the migrations from before the change, each time."""
    if not kept.exists():
        shutil.copytree(out, kept)
    shutil.rmtree(out)
    shutil.copytree(kept, out)
