"""The options that several commands take, written once."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated, TypeAlias

import typer


def _without_color(wanted: bool) -> bool:
    """Say it in the environment, where whatever prints looks, errors of the command line too."""
    if wanted:
        os.environ["NO_COLOR"] = "1"
    return wanted


Projects: TypeAlias = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="PROJECT", help="The projects, by the names of their specs; all by default."
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
