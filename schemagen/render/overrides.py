"""Templates of a repository, which are filled instead of those that come along.

Nothing is imported that takes long, since a build that has nothing to do asks for them too.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from schemagen.declare.suggest import did_you_mean
from schemagen.errors import RenderError, reason

_PACKAGE: Final = Path(__file__).resolve().parents[1]
_ENDING: Final = ".jinja"
_PAGES: Final = frozenset({"site", "web"})
"""Folders of the pages of `docs`, and of what these have in common with those of `studio`."""
_STUDIO: Final = "studio"
"""The folder of the pages of `studio`, with forms that its answers know: they stay as they are."""


CORRECT: Final = "correct it, or remove it, and the one that comes along is filled"
"""What to do about a template of a repository."""


def unreadable(place: str, error: Exception) -> RenderError:
    """Return the error of a template of a repository that is no text, or may not be read."""
    message = f"this template cannot be read: {reason(error)}"
    return RenderError(message, where=place, hint=CORRECT)


def packaged_folder() -> Path:
    """Return the folder of the templates that come along.

    It is `schemagen/templates` in an installed package and `templates` in a checkout.
    """
    installed = _PACKAGE / "templates"
    return installed if installed.is_dir() else _PACKAGE.parent / "templates"


def overridden(folder: Path) -> tuple[str, ...]:
    """Return the names of the templates in a repository's folder, sorted; none if there is none.

    What begins with `_` may be a part that those include. Files that are neither templates nor
    in a folder of templates belong to somebody else; so does what has another name beside pages,
    since an application may have templates of its own there.

    Raises:
        RenderError: a template does not have the name of one that comes along.
    """
    packaged = packaged_folder()
    if not folder.is_dir() or folder.samefile(packaged):
        return ()
    found = tuple(sorted(_names(folder)))
    known = {name for name in _names(packaged) if _folder(name) != _STUDIO}
    folders = {_folder(name) for name in known if "/" in name} - _PAGES
    ours = [
        name
        for name in found
        if name.endswith(_ENDING) or name in known or _folder(name) in folders
    ]
    for name in ours:
        if name not in known and not name.rpartition("/")[2].startswith("_"):
            raise _unknown(folder / name, name, known)
    return tuple(ours)


def is_of_page(name: str) -> bool:
    """Tell whether a template is filled by `docs`, and not by a build."""
    return _folder(name) in _PAGES


def _folder(name: str) -> str:
    return name.partition("/")[0]


def _names(folder: Path) -> Iterator[str]:
    for place, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in names:
            if not name.startswith("."):
                yield Path(place, name).relative_to(folder).as_posix()


def _unknown(path: Path, name: str, known: set[str]) -> RenderError:
    hint = did_you_mean(name, known) or "a part that others include has a name that begins with _"
    if _folder(name) == _STUDIO:
        hint = "the pages of the studio stay as they come along"
    return RenderError(
        f'there is no template "{name}" that this could stand for', where=str(path), hint=hint
    )
