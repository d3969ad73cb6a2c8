"""`schemagen init`: the files of a repository that is to hold projects."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Final

from schemagen import __version__
from schemagen.app.files import FileChange, read_if_there, write_all
from schemagen.app.settings import settings_or_new
from schemagen.errors import SettingsError, check_no_address
from schemagen.frozen import frozen
from schemagen.render.templates import Templates
from schemagen.spec.schema_file import packaged_schema

FILES: Final[Mapping[str, str]] = MappingProxyType(
    {
        ".env.example": "env.example",
        ".gitattributes": "gitattributes",
        ".github/workflows/schemagen.yml": "github/workflow.yml",
        ".gitignore": "gitignore",
        ".gitlab-ci.yml": "gitlab-ci.yml",
        ".pre-commit-config.yaml": "pre-commit-config.yaml",
        ".vscode/settings.json": "vscode-settings.json",
        "Makefile": "Makefile",
        "README.md": "README.md",
        "compose.yaml": "compose.yaml",
        "database/init.sh": "database/init.sh",
        "database/pgbouncer.ini": "database/pgbouncer.ini",
        "requirements-dev.txt": "requirements-dev.txt",
        "schemagen.toml": "schemagen.toml",
        "specs/_common.yaml": "common.yaml",
    }
)
"""What is written, and the template of each in `templates/repository`."""
EDITOR_SCHEMA: Final = ".vscode/schemagen.schema.json"
"""What editors complete and check specs with."""


@frozen
class Begun:
    """What was done of a repository.

    Attributes:
        root: its folder.
        written: the files that are new, relative to it.
        kept: those that were there already, and are as they were.
        has_projects: whether there are specs already.
    """

    root: Path
    written: tuple[str, ...]
    kept: tuple[str, ...]
    has_projects: bool


def begin(folder: Path, *, dry_run: bool = False) -> Begun:
    """Write the files of a repository that are not there yet.

    Raises:
        SettingsError: the folder is a file or an address, or what configures it is wrong.
        RenderError: a file could not be written; then none is.
    """
    check_no_address(folder.as_posix(), "a folder", "name one; it need not be there yet")
    root = folder.resolve()
    if root.exists() and not root.is_dir():
        raise SettingsError(
            "this is a file, and a folder is needed",
            where=str(folder),
            hint="name a folder; it need not be there yet",
        )
    templates = Templates.of(root / "templates")
    texts = {EDITOR_SCHEMA: packaged_schema()}
    for name, template in FILES.items():
        path = f"repository/{template}.jinja"
        texts[name] = templates.fill(path, repository=root.name, version=__version__)
    there = {name for name in texts if read_if_there(root / name) is not None}
    specs = settings_or_new(root).specs
    has_projects = any(not path.name.startswith("_") for path in specs.glob("*.yaml"))
    missing = sorted(set(texts) - there)
    if not dry_run:
        write_all([FileChange(root / name, None, texts[name].encode()) for name in missing])
    return Begun(root, tuple(missing), tuple(sorted(there)), has_projects)
