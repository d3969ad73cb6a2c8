"""`schemagen doctor`: what is there of what schemagen needs; one module for each thing to look at.

`ALL` is the one list.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from schemagen.app.doctor import database, packages, repository, servers
from schemagen.app.doctor.finding import Examination, Finding, Patient

ALL: Final[tuple[Examination, ...]] = (
    Examination("installed", packages.examine),
    Examination("servers for proofs", servers.examine),
    Examination("repository", repository.examine),
    Examination("database", database.examine),
)


def examine(root: Path | None, url: str | None) -> Iterator[tuple[str, tuple[Finding, ...]]]:
    """Give what was found, under the name of each thing that was looked at."""
    patient = Patient(root, url)
    for examination in ALL:
        yield examination.name, tuple(examination.examine(patient))
