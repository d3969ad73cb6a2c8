"""The templates of a repository, which a build depends on as it does on specs."""

from __future__ import annotations

from pathlib import Path

from schemagen.app.files import read_if_there
from schemagen.app.fingerprint import digest
from schemagen.render.overrides import is_of_page, overridden


def template_hashes(folder: Path) -> dict[str, str]:
    """Return the SHA-256 of each template that builds fill by its name; mostly there are none.

    Raises:
        RenderError: a template cannot be read, or stands for none that comes along.
    """
    names = (name for name in overridden(folder) if not is_of_page(name))
    return {name: digest(read_if_there(folder / name) or b"") for name in names}
