"""The options that several commands take, written once."""

from __future__ import annotations

import os
from enum import StrEnum
from pathlib import Path
from typing import Annotated, TypeAlias

import typer

from schemagen.cli.completion import project_names


def _without_color(wanted: bool) -> bool:
    """Say it in the environment, where whatever prints looks, errors of the command line too."""
    if wanted:
        os.environ["NO_COLOR"] = "1"
    return wanted


Projects: TypeAlias = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="PROJECT",
        help="The projects, by the names of their specs; all by default.",
        autocompletion=project_names,
    ),
]
Project: TypeAlias = Annotated[
    str | None,
    typer.Argument(
        metavar="PROJECT",
        help="The project; needed where there are several.",
        autocompletion=project_names,
    ),
]
Root: TypeAlias = Annotated[
    Path | None,
    typer.Option(
        metavar="FOLDER",
        help="The repository; by default the one that the current folder is in.",
        show_default=False,
    ),
]
NoColor: TypeAlias = Annotated[
    bool,
    typer.Option(
        "--no-color",
        callback=_without_color,
        is_eager=True,
        help="No colours, as with NO_COLOR in the environment.",
    ),
]
Json: TypeAlias = Annotated[
    bool, typer.Option("--json", help="Print the report as JSON on standard output.")
]
TriedOn: TypeAlias = Annotated[
    int | None,
    typer.Option(metavar="MAJOR", help="The version to try it on; the newest here by default."),
]


class Format(StrEnum):
    """How differences are printed."""

    TEXT = "text"
    SQL = "sql"
    JSON = "json"
    MARKDOWN = "markdown"


DiffFormat: TypeAlias = Annotated[
    Format,
    typer.Option(
        "--format", help="For people, to be run, for programs, for a pull request's comment."
    ),
]
Url: TypeAlias = Annotated[
    str | None,
    typer.Option(
        "--url",
        metavar="URL",
        help="The database; by default SCHEMAGEN_DATABASE_URL, DATABASE_URL, or libpq's PG*.",
        show_default=False,
    ),
]
ScratchUrl: TypeAlias = Annotated[
    str | None,
    typer.Option(
        "--scratch-url",
        metavar="URL",
        help="A server of the same major version for temporary databases; by default"
        " SCHEMAGEN_SCRATCH_URL, the database's own server, or one on this machine.",
        show_default=False,
    ),
]
Schemas: TypeAlias = Annotated[
    list[str] | None,
    typer.Option(
        "--schema",
        metavar="PATTERN",
        help="Compare these schemas, and not all that the spec declares; may be repeated.",
        show_default=False,
    ),
]
Exclude: TypeAlias = Annotated[
    list[str] | None,
    typer.Option(
        "--exclude",
        metavar="PATTERN",
        help="Leave a schema or an object alone: audit, 'public.tmp_*'; may be repeated.",
        show_default=False,
    ),
]
