"""The options that several commands take, written once."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, TypeAlias

import typer

Projects: TypeAlias = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[PROJECT]...", help="The projects, by the names of their specs; all by default."
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
    bool, typer.Option("--no-color", help="No colours, as with NO_COLOR in the environment.")
]
Json: TypeAlias = Annotated[
    bool, typer.Option("--json", help="Print the report as JSON on standard output.")
]
