"""What schemagen keeps in a database for itself: the history of migrations, and archives.

It is no part of any project. Whoever looks through a database leaves it alone.
"""

from __future__ import annotations

from typing import Final

from schemagen.catalog.archive import PREFIX, is_archive

SCHEMA: Final = "schemagen"
"""The schema of the history."""

PATTERN: Final = f"^({SCHEMA}$|{PREFIX})"
"""What the names of these schemas match, as a regular expression of PostgreSQL."""


def is_apart(schema: str) -> bool:
    """Tell whether a schema is schemagen's own."""
    return schema == SCHEMA or is_archive(schema)
