"""The tables that a project declares, for what works on its rows."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from schemagen.app.settings import find_settings
from schemagen.spec.compile import compile_spec


def declared_tables(root: Path | None, project: str) -> Collection[str]:
    """Return the names of the tables that a project declares: `public.orders`.

    Raises:
        SettingsError: there is no such repository or project.
        SpecError: its spec has problems.
    """
    settings = find_settings(root)
    [name] = settings.chosen([project])
    catalog = compile_spec(settings.spec(name), settings.root).project.catalog
    return {f"{each.id.schema}.{each.id.name}" for each in catalog if not each.id.table}
