"""Where a migration keeps what it takes away, so that its way back finds it: schemas of their own.

There is one for each migration and each schema that something is taken from, so that everything
keeps its name in it. What is in them is no part of any project.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from schemagen.sqltext.quoting import fit_name

PREFIX: Final = "schemagen_archive_"
"""How the names of all archives begin."""

ARCHIVED: Final = "archived at "
"""What the comment of an archive begins with; the time follows."""

PURGED: Final = "purged at "
"""The same of one whose rows nobody wanted back."""


@lru_cache
def archive_schema(stamp: str, schema: str) -> str:
    """Return the archive of a migration for what was in a schema.

    `stamp` tells the migration from all others: `20261121093000`, the time in its name.
    """
    return fit_name(PREFIX.rstrip("_"), stamp, schema)


def is_archive(schema: str) -> bool:
    """Tell whether a schema is an archive."""
    return schema.startswith(PREFIX)
