"""What a page is before it is rendered, and what a list of pages is made of."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import field
from typing import Final

from schemagen.catalog.object import ObjectId
from schemagen.frozen import frozen
from schemagen.site.subject import Subject

TITLE: Final = "Databases"
"""What the whole is called. The folder of a repository has another name in every clone."""


@frozen
class Page:
    """A page of a project.

    Attributes:
        path: its file, below the folder of the project: `tables/public.agents.html`.
        title: what it is about.
        template: what arranges it: `table.html.jinja`.
        values: what the template is filled with.
        table: the table that it is about, which the list at the side marks.
        is_wide: whether it takes all of the window.
    """

    path: str
    title: str
    template: str
    values: Mapping[str, object] = field(default_factory=dict)
    table: ObjectId | None = None
    is_wide: bool = False


@frozen
class PageKind:
    """A kind of page, with its entry in the bar at the top.

    Attributes:
        title: what the bar calls it.
        path: the file that the bar leads to.
        pages: all pages of the kind; the one of the bar is the first.
        wanted: whether a project has any, if not every one does.
    """

    title: str
    path: str
    pages: Callable[[Subject], Iterable[Page]]
    wanted: Callable[[Subject], bool] | None = None

    def is_of(self, subject: Subject) -> bool:
        """Tell whether a project has pages of this kind."""
        return self.wanted is None or self.wanted(subject)
