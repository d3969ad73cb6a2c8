"""Checking SQL text of a spec against the names that the spec declares, and finding what it needs."""

from __future__ import annotations

from collections.abc import Mapping

from schemagen.catalog.object import ObjectId
from schemagen.declare.draft import ProjectDraft
from schemagen.declare.problems import Path
from schemagen.declare.suggest import did_you_mean
from schemagen.sqltext.quoting import quote_qualified
from schemagen.sqltext.tokens import SqlTextError
from schemagen.sqltext.types import read_type


def check_type(text: str, project: ProjectDraft, path: Path) -> tuple[str, set[ObjectId]]:
    """Return the type as PostgreSQL writes it, and the declared type that it names.

    Unreadable and unknown types become problems; a type of an extension, named with its schema, is
    taken as it is.
    """
    try:
        read = read_type(text)
    except SqlTextError as error:
        project.problem("syntax", str(error), path, offset=error.offset)
        return text, set()
    if read.is_builtin:
        return read.canonical, set()
    written = f"{read.schema}.{read.name}" if read.schema else read.name
    declared = project.names.types.get(written)
    if declared is None:
        if not read.schema and not project.sections["extensions"]:
            project.problem(
                "unknown-type",
                f'type "{written}" is not declared',
                path,
                hint=did_you_mean(written, project.names.types),
            )
        return read.canonical, set()
    tail = read.canonical[len(quote_qualified(read.schema, read.name)) :]
    return quote_qualified(declared.schema, declared.name) + tail, {declared}


def check_expression(
    text: str,
    project: ProjectDraft,
    path: Path,
    columns: Mapping[str, str] | None,
    *,
    qualifiers: tuple[str, ...] = (),
) -> set[ObjectId]:
    """Check an expression and return the declared objects that it needs."""
    return set()


def columns_of_expression(text: str) -> frozenset[str]:
    """Return the names of the columns that an expression uses."""
    return frozenset()


def check_query(text: str, project: ProjectDraft, path: Path) -> set[ObjectId]:
    """Check a query and return the declared objects that it needs."""
    return set()


def check_body(body: str, language: str, project: ProjectDraft, path: Path) -> set[ObjectId]:
    """Check the body of a function and return the declared objects that must exist before it."""
    return set()
