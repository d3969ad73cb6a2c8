"""What a shell offers where a project is named."""

from __future__ import annotations

from schemagen.errors import SettingsError


def project_names(incomplete: str) -> list[str]:
    """Return the projects of this repository that begin as what is typed; outside of one, none."""
    # Imported here because only a shell that completes needs it.
    from schemagen.app.settings import find_settings

    try:
        names = find_settings().projects()
    except SettingsError:
        return []
    return [name for name in names if name.startswith(incomplete)]
