"""The works of schemagen."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

from bench.live import output
from bench.offline import environment
from bench.suite.subject import Subject
from bench.suite.work import Work

_COMMAND = (sys.executable, "-m", "schemagen")
_READ = """
import sys, psycopg
from schemagen.introspect.snapshot import read_catalog
with psycopg.connect(sys.argv[1], autocommit=True) as connection:
    read_catalog(connection)
"""


class Schemagen:
    """schemagen itself, from this checkout."""

    name = "schemagen"

    def install(self, _home: Path) -> None:
        """Do nothing: it is here."""

    def works(self, subject: Subject, _home: Path) -> Iterator[Work]:
        """Give what it does without a database, then with one."""
        for work in self._works(subject):
            yield replace(work, extra=environment())

    def _works(self, subject: Subject) -> Iterator[Work]:
        root = subject.repository()
        build = (*_COMMAND, "build")
        yield Work("build, from nothing", build, root, partial(_forget, root))
        yield Work("build, nothing changed", build, root)
        yield Work("introspect", (sys.executable, "-c", _READ, subject.plain), root)
        live = (*_COMMAND, "diff", "--no-access", "--url")
        # A look before each, since it is of a database that was looked at before.
        look = partial(output, (*live, subject.plain), root)
        yield Work("live diff, nothing changed", (*live, subject.plain), root, look)
        agreed = root / ".schemagen" / "cache" / f"{subject.name}-agreement.json"
        anew = partial(agreed.unlink, missing_ok=True)
        yield Work("live diff, read anew", (*live, subject.plain), root, anew)
        first = partial(_forget_looks, root)
        yield Work("live diff, for the first time", (*live, subject.plain), root, first)
        if subject.changed is None:
            return
        other = subject.repository(changed=True)
        # Built already, so that what was built is the version that the other one is compared with.
        offline = partial(_swap, subject)
        without = (*_COMMAND, "diff", "--no-access")
        yield Work("offline diff, 1 % changed", without, other, offline, accept=(3,))
        known = partial(_look_before, root, other)
        yield Work("live diff, 1 % changed", (*live, subject.plain), other, known, accept=(3,))
        # Last, since the databases do not hold what it makes of the spec.
        yield Work("build, one table changed", build, root, partial(_change_one, subject.spec()))


def _forget(root: Path) -> None:
    for made in ("generated", ".schemagen"):
        shutil.rmtree(root / made, ignore_errors=True)


def _forget_looks(root: Path) -> None:
    shutil.rmtree(root / ".schemagen", ignore_errors=True)


def _look_before(plain: Path, changed: Path) -> None:
    """Let the changed repository know what is known of the plain one, which was looked at."""
    _forget_looks(changed)
    shutil.copytree(plain / ".schemagen", changed / ".schemagen")


def _change_one(spec: Path) -> None:
    """Give the last table another comment."""
    head, word, tail = spec.read_text(encoding="utf-8").rpartition("    comment: ")
    spec.write_text(f"{head}{word}Again, {tail}", encoding="utf-8")


def _swap(subject: Subject) -> None:
    """Put what was built of the plain version beside the changed spec."""
    there = subject.generated(changed=True)
    shutil.rmtree(there, ignore_errors=True)
    shutil.copytree(subject.generated(), there)
