"""Cases of a corpus: two schemas each, read from files of JSON lines."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Case:
    """The way from one schema to another, as scripts that make them in an empty database.

    Attributes:
        id: a name of its own, `stripe/add_column`.
        suite: whose case it is, `stripe`.
        roles: roles that have to be there, as behind CREATE ROLE: `reader`, `"Odd one" superuser`.
    """

    id: str
    suite: str
    old: str
    new: str
    roles: tuple[str, ...] = ()


def read_cases(
    folder: Path, suites: tuple[str, ...] = (), match: str | None = None
) -> tuple[Case, ...]:
    """Read the cases of all files `*.jsonl` in a folder, of some suites and names if wanted.

    Raises:
        ValueError: a line is no case; the message has its file and number.
    """
    files = sorted(folder.glob("*.jsonl"))
    found = [
        _case(line, f"{path}:{number}")
        for path in files
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if line.strip()
    ]
    return tuple(
        case
        for case in found
        if (not suites or case.suite in suites) and (match is None or re.search(match, case.id))
    )


def _case(line: str, place: str) -> Case:
    try:
        said = json.loads(line)
        return Case(
            said["id"], said["suite"], said["old"], said["new"], tuple(said.get("roles", ()))
        )
    except (ValueError, KeyError, TypeError) as error:
        raise ValueError(f"{place}: a case has id, suite, old and new: {error!r}") from None
