"""The documents as Markdown with Mermaid diagrams, as GitHub and GitLab show them.

A small project is one file. A large one has a file for each group of tables, with a diagram of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Final

from schemagen.catalog.object import ObjectId
from schemagen.migrate.files import Migration
from schemagen.render.templates import PACKAGED, Templates
from schemagen.render.viewmodels.class_names import class_names
from schemagen.render.viewmodels.diagram import er_diagram
from schemagen.render.viewmodels.document import Document, document
from schemagen.render.viewmodels.markdown import code, fence, link, prose, table
from schemagen.site.page import TITLE
from schemagen.site.subject import Subject

_HOME: Final = "README.md"
_NO_FILE_NAME: Final = re.compile(r"[^A-Za-z0-9_]+")


def render_markdown(
    subjects: Sequence[Subject], templates: Templates = PACKAGED
) -> Mapping[str, str]:
    """Return the text of each file by its path, with `/`.

    Raises:
        RenderError: a template cannot be filled.
        MigrationError: a migration cannot be read.
    """
    rows = [
        [
            link(code(subject.project.name), f"{subject.project.name}/{_HOME}"),
            str(len(subject.tables)),
            prose(subject.project.comment or ""),
        ]
        for subject in subjects
    ]
    sources = ", ".join(subject.project.source for subject in subjects)
    projects = table(["project", "tables", "what for"], rows)
    files = {
        _HOME: templates.fill(
            "site/index.md.jinja", made_from=sources, title=TITLE, projects=projects
        )
    }
    for subject in subjects:
        for name, text in _project(subject).items():
            files[f"{subject.project.name}/{name}"] = text
    return files


def _project(subject: Subject) -> dict[str, str]:
    classes = class_names(subject.project).tables
    if len(subject.groups) < 2:
        whole = document(subject.project, classes)
        return {_HOME: _filled(subject, whole, [])}
    names = _file_names(group.title for group in subject.groups)
    pages = {
        key: name for name, group in zip(names, subject.groups, strict=True) for key in group.tables
    }
    for key, parts in subject.partitions.items():
        pages |= {part.id: pages[key] for part in parts}
    whole = document(subject.project, classes, pages, _HOME)
    sections = dict(zip(sorted(pages), whole.tables, strict=True))
    groups = [
        [link(prose(group.title), name), str(len(group.tables))]
        for name, group in zip(names, subject.groups, strict=True)
    ]
    files = {_HOME: _filled(subject, replace(whole, tables=()), groups)}
    for name, group in zip(names, subject.groups, strict=True):
        files[name] = subject.templates.fill(
            "site/group.md.jinja",
            made_from=subject.project.source,
            title=prose(f"{subject.project.name}: {group.title}"),
            home=_HOME,
            diagram=_diagram(subject, group.tables),
            tables=[sections[key] for key in sorted(pages) if pages[key] == name],
        )
    return files


def _filled(subject: Subject, whole: Document, groups: list[list[str]]) -> str:
    return subject.templates.fill(
        "site/project.md.jinja",
        document=whole,
        groups=table(["tables", "how many"], groups),
        migrations=table(
            ["migration", "undo", "what undoing it means"],
            [_migration(each) for each in reversed(subject.migrations)],
        ),
    )


def _migration(migration: Migration) -> list[str]:
    reasons = "; ".join(map(prose, migration.plan.reasons))
    return [code(migration.id), migration.plan.grade, reasons]


def _diagram(subject: Subject, tables: Sequence[ObjectId]) -> list[str]:
    wanted = [table for table in subject.tables if table.id in frozenset(tables)]
    lines = er_diagram(subject.project.catalog, wanted, subject.names)
    return fence("mermaid", lines) if lines else []


def _file_names(titles: Iterable[str]) -> list[str]:
    """Return a file name for each title, all different, whatever is made of capital letters."""
    taken = {_HOME.lower()}
    found = []
    for title in titles:
        stem = _NO_FILE_NAME.sub("-", title).strip("-") or "tables"
        name, number = f"{stem}.md", 1
        while name.lower() in taken:
            number += 1
            name = f"{stem}-{number}.md"
        taken.add(name.lower())
        found.append(name)
    return found
