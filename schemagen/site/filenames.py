"""File names for objects of a database, which may be called anything."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from schemagen.catalog.object import ObjectId

_UNSAFE = re.compile(r"[^A-Za-z0-9_.-]")


def file_names(keys: Iterable[ObjectId]) -> Mapping[ObjectId, str]:
    """Give each object a file name of its own, without ending: `public.agents`.

    Other characters than letters, digits, `_`, `.` and `-` become `~` and their number. Names that
    differ in capital letters alone would be one file on some systems, so the later one, in the
    order given, gets a number.
    """
    taken: set[str] = set()
    found: dict[ObjectId, str] = {}
    for key in keys:
        plain = f"{key.schema}.{key.name}" if key.schema else key.name
        stem = name = _UNSAFE.sub(lambda match: f"~{ord(match[0]):x}", plain)
        number = 1
        while name.lower() in taken:
            number += 1
            name = f"{stem}~{number}"
        taken.add(name.lower())
        found[key] = name
    return found
