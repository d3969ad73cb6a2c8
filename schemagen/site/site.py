"""All files of the site of a repository, in memory."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from schemagen.render.templates import PACKAGED, Templates
from schemagen.site.page import TITLE, Page
from schemagen.site.pages import ALL
from schemagen.site.search import search_index
from schemagen.site.subject import Subject

STATIC: Final = {
    "base.css": "web/base.css",
    "site.css": "site/site.css",
    "er.css": "site/er.css",
    "theme.js": "web/theme.js",
    "site.js": "site/site.js",
}
"""Files that go out as they are, with where they stand in the templates."""
SEARCH: Final = "search.js"
UNMARKED: Final = (*STATIC, SEARCH)
"""The files that do not say what they were made from."""
_LISTED: Final = 60
"""Up to how many tables are all listed at the side of a page; of more, those of its group."""


def render_site(subjects: Sequence[Subject], templates: Templates = PACKAGED) -> Mapping[str, str]:
    """Return the text of each file by its path, with `/`.

    Raises:
        RenderError: a template cannot be filled.
        MigrationError: a migration cannot be read.
        SettingsError: Graphviz cannot be had.
    """
    files = {name: templates.text(path) for name, path in STATIC.items()}
    files[SEARCH] = search_index(subjects)
    files["index.html"] = _index(subjects, templates)
    for subject in subjects:
        for kind in ALL:
            if kind.is_of(subject):
                for page in kind.pages(subject):
                    path = f"{subject.project.name}/{page.path}"
                    files[path] = _rendered(subject, page, kind.title)
    return files


def _index(subjects: Sequence[Subject], templates: Templates) -> str:
    """Return the page that leads to the projects."""
    projects = [
        {
            "name": subject.project.name,
            "comment": subject.project.comment or "",
            "tables": len(subject.tables),
            "migrations": len(subject.migrations),
        }
        for subject in subjects
    ]
    return templates.page(
        "site/index.html.jinja",
        site=TITLE,
        made_from=", ".join(subject.project.source for subject in subjects),
        root="",
        page_title=TITLE,
        project="",
        side=(),
        is_wide=False,
        projects=projects,
    )


def _rendered(subject: Subject, page: Page, kind: str) -> str:
    up = "../" * page.path.count("/")
    return subject.templates.page(
        f"site/{page.template}",
        site=TITLE,
        made_from=subject.project.source,
        root=f"../{up}",
        home=up,
        project=subject.project.name,
        page_title=page.title,
        is_wide=page.is_wide,
        bar=[
            {"title": each.title, "href": f"{up}{each.path}", "is_here": each.title == kind}
            for each in ALL
            if each.is_of(subject)
        ],
        side=_side(subject, page, up),
        **page.values,
    )


def _side(subject: Subject, page: Page, up: str) -> list[dict[str, Any]]:
    """Return the tables to be listed beside a page, in groups."""
    if page.is_wide:
        return []
    groups = subject.groups
    if len(subject.tables) > _LISTED:
        groups = tuple(group for group in groups if page.table in group.tables)
    return [
        {
            "title": group.title,
            "tables": [
                {
                    "name": subject.names[key],
                    "href": f"{up}{subject.path(key)}",
                    "is_here": key == page.table,
                }
                for key in group.tables
            ],
        }
        for group in groups
    ]
