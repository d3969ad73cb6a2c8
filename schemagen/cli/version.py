"""`schemagen version`."""

from __future__ import annotations

from schemagen import __version__


def version() -> None:
    """Print the version."""
    print(f"schemagen {__version__}")
