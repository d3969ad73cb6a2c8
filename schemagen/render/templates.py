"""The templates that files are made with: those that come along, and those of a repository."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from schemagen.frozen import frozen
from schemagen.render.overrides import overridden, packaged_folder, unreadable


@frozen
class Templates:
    """The templates that come along, and before them those in the folder of a repository.

    `{% include "packaged/sql/script.sql.jinja" %}` is the one that comes along, also where there is
    another one of that name.
    """

    folder: Path | None = None

    @classmethod
    def of(cls, folder: Path) -> Templates:
        """Return the templates of a repository, which mostly has none of its own.

        Raises:
            RenderError: one of its own stands for none that comes along.
        """
        return cls(folder if overridden(folder) else None)

    def fill(self, name: str, **values: object) -> str:
        """Fill a template: `fill("sql/script.sql.jinja", …)`.

        Raises:
            RenderError: there is no such template, or it cannot be filled with these values.
        """
        # Imported here because it takes a while, and a difference fills no template.
        from schemagen.render.environment import fill

        return fill(self.folder, name, values)

    def page(self, name: str, /, **values: object) -> str:
        """Fill a template of a page, in which what is put into it is text and can be no markup.

        Raises:
            RenderError: there is no such template, or it cannot be filled with these values.
        """
        from schemagen.render.environment import fill

        return fill(self.folder, name, values, escapes=True)

    def text(self, name: str) -> str:
        """Return a file that goes out as it is: `web/base.css`.

        Raises:
            RenderError: it cannot be read.
        """
        own = self.folder / name if self.folder is not None else None
        path = own if own is not None and own.is_file() else packaged_folder() / name
        try:
            return path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise unreadable(str(path), error) from error


PACKAGED: Final = Templates()
"""The templates that come along alone."""
