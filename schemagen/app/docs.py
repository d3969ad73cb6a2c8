"""`schemagen docs`: the documents of a repository, for a browser or as Markdown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from enum import StrEnum
from pathlib import Path

from schemagen.app.files import FileChange, read_if_there, write_all
from schemagen.app.settings import Settings, find_settings
from schemagen.errors import RenderError, SettingsError, SpecError
from schemagen.frozen import frozen
from schemagen.migrate.files import read_migrations
from schemagen.render.overrides import is_of_page, overridden
from schemagen.render.templates import Templates
from schemagen.site.markdown import render_markdown
from schemagen.site.site import UNMARKED, render_site
from schemagen.site.subject import Subject
from schemagen.spec.compile import compile_spec

_MADE_BY_US = b"Made by schemagen from"
_HEADER_BYTES = 200
_MARKED = (".html", ".svg", ".md")


class DocsFormat(StrEnum):
    """As what the documents are written."""

    HTML = "html"
    MARKDOWN = "markdown"


_FIRST = {DocsFormat.HTML: "index.html", DocsFormat.MARKDOWN: "README.md"}
_RENDER = {DocsFormat.HTML: render_site, DocsFormat.MARKDOWN: render_markdown}


@frozen
class DocsReport:
    """What was written, or with `check` what would have been.

    Attributes:
        folder: where the documents are.
        first: the file to begin with.
        files: how many files there are.
        size: how many bytes they have.
        changes: the files that were not as they should be.
        written: whether the changes were carried out.
    """

    folder: Path
    first: Path
    files: int
    size: int
    changes: tuple[FileChange, ...]
    written: bool


def docs(
    root: Path | None = None,
    projects: Sequence[str] = (),
    *,
    out: Path | None = None,
    form: DocsFormat = DocsFormat.HTML,
    check: bool = False,
    url: str | None = None,
) -> DocsReport:
    """Write the documents of the projects, of all if none is named, into one folder.

    Either all files are changed or none, and with `check` none is. Of what an earlier run made,
    what is not made any more is removed. `url` leads to a database of the one project that is
    chosen, whose sizes get a page.

    Raises:
        SettingsError: there is no such repository or project, the folder holds other things,
            Graphviz cannot be had, or sizes are asked for where they cannot be shown.
        ConnectError: the database cannot be reached.
        SpecError: specs have problems; those of all projects.
        MigrationError: a migration cannot be read.
        RenderError: a file cannot be rendered or written.
    """
    settings = find_settings(root)
    chosen = settings.chosen(projects)
    if url is not None:
        _check_sizes(chosen, form, check=check)
    templates = Templates.of(settings.templates)
    subjects = _subjects(settings, chosen, templates)
    if url is not None:
        # Imported here because documents without sizes need no driver.
        from schemagen.app.measuring import measured_at

        subjects = [replace(each, sizes=measured_at(url, each.project)) for each in subjects]
    folder = (out or settings.site).resolve()
    _check_folder(folder)
    texts = _RENDER[form](subjects, templates)
    files = {name: text.encode() for name, text in texts.items()}
    _check_marks(files, templates)
    changes = _changes(folder, files)
    if not check:
        write_all(changes)
    size = sum(map(len, files.values()))
    return DocsReport(folder, folder / _FIRST[form], len(files), size, changes, not check)


def _check_sizes(projects: Sequence[str], form: DocsFormat, *, check: bool) -> None:
    """Refuse to show sizes where no page could: of many, as text, or as something to be held to."""
    problem, hint = "", ""
    if len(projects) > 1:
        problem = "a database has the sizes of one project"
        hint = f"name it: {', '.join(projects)}"
    elif check:
        problem = "sizes change with every row, so a page about them is always stale"
        hint = "leave out --check, or --url"
    elif form is not DocsFormat.HTML:
        problem = "sizes are shown in HTML alone"
        hint = "schemagen size prints them"
    if problem:
        raise SettingsError(problem, where="--url", hint=hint)


def _subjects(settings: Settings, projects: Sequence[str], templates: Templates) -> list[Subject]:
    found, problems = [], []
    for name in projects:
        migrations = read_migrations(settings.migrations_of(name))
        try:
            compiled = compile_spec(settings.spec(name), settings.root)
        except SpecError as error:
            problems += [item for item in error.problems if item not in problems]
        else:
            found.append(Subject(compiled.project, migrations, templates=templates))
    if problems:
        raise SpecError(tuple(problems))
    return found


def _check_folder(folder: Path) -> None:
    """Refuse a folder that holds something else, as what is not ours there would be mixed up."""
    if not folder.is_dir() or not any(folder.iterdir()):
        return
    if not any(_is_ours(folder / name) for name in _FIRST.values()):
        raise SettingsError(
            "this folder holds something that schemagen docs did not make",
            where=str(folder),
            hint="name another one with --out, or empty it",
        )


def _check_marks(files: Mapping[str, bytes], templates: Templates) -> None:
    """Refuse pages that no later run would know for its own."""
    for name, content in files.items():
        if name.endswith(_MARKED) and _MADE_BY_US not in content[:_HEADER_BYTES]:
            raise RenderError(
                f"{name} would not say at its top what it was made from",
                where=_place_of_templates(templates, Path(name).suffix),
                hint="begin the template like the one that comes along: <!-- Made by schemagen"
                " from {{ made_from }}. Do not edit. -->",
            )


def _place_of_templates(templates: Templates, suffix: str) -> str:
    """Return a repository's template of pages with an ending, or the folder of several."""
    if templates.folder is None:
        return ""
    own = filter(is_of_page, overridden(templates.folder))
    found = [name for name in own if name.endswith(f"{suffix}.jinja")]
    return str(templates.folder / (found[0] if len(found) == 1 else "site"))


def _is_ours(path: Path) -> bool:
    if not path.is_file():
        return False
    with path.open("rb") as file:
        return _MADE_BY_US in file.read(_HEADER_BYTES)


def _changes(folder: Path, files: Mapping[str, bytes]) -> tuple[FileChange, ...]:
    desired = {folder / name: content for name, content in files.items()}
    pages = [path for path in folder.rglob("*.*") if path.suffix in _MARKED and _is_ours(path)]
    scripts = [path for name in UNMARKED if (path := folder / name).is_file()]
    leftovers = sorted({*pages, *scripts} - desired.keys())
    compared = [FileChange(path, read_if_there(path), content) for path, content in desired.items()]
    removed = [FileChange(path, read_if_there(path), None) for path in leftovers]
    differing = [change for change in compared if change.current != change.desired]
    return tuple(sorted([*differing, *removed], key=lambda change: change.path))
