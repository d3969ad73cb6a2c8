"""How large the tables of a project are in a database of it: what `size` and `docs --url` read."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import psycopg

from schemagen.app.at_database import one_project, target_of
from schemagen.app.connecting import connect, redacted
from schemagen.app.settings import find_settings
from schemagen.declare.facts import Project
from schemagen.errors import ConnectError, SettingsError
from schemagen.growth.reading import read_growth
from schemagen.growth.report import SizeReport, size_report
from schemagen.kinds.table import Table
from schemagen.spec.compile import compile_spec


def measure(root: Path | None, project: str | None, url: str | None) -> SizeReport:
    """Read how large the tables of a project are; no row is read.

    Raises:
        SettingsError: there is no such project, or none of its tables in the database.
        SpecError: the spec has problems.
        ConnectError: the database cannot be reached, or refuses to tell.
    """
    settings = find_settings(root)
    name = one_project(settings, project)
    declared = compile_spec(settings.spec(name), settings.root).project
    return measured_at(url, declared)


def measured_at(url: str | None, project: Project) -> SizeReport:
    """Read how large the tables of a project are that was compiled already.

    Raises:
        SettingsError: no database is named, or it has none of the project's tables.
        ConnectError: the database cannot be reached, or refuses to tell.
    """
    target = target_of(url)
    try:
        with closing(connect(target)) as connection:
            growth = read_growth(connection)
    except psycopg.Error as error:
        raise ConnectError(
            f"the sizes cannot be read: {redacted(str(error).strip(), target)}",
            where=target.where,
            hint="any role that may connect can read them",
        ) from None
    report = size_report(project, growth, target.where)
    if not report.tables and any(project.catalog.of(Table)):
        raise SettingsError(
            f"the database has no table of {project.name}",
            where=target.where,
            hint=f"is it the right one? schemagen migrate up {project.name} makes them",
        )
    return report
