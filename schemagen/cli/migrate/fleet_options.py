"""The options about a fleet, apart from what does the work: most commands are for one database."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, TypeAlias

import typer

from schemagen.errors import SettingsError

FleetFile: TypeAlias = Annotated[
    Path | None,
    typer.Option(
        "--fleet",
        metavar="FILE",
        help="Many databases: a YAML file with their URLs, or with the query that finds them.",
        show_default=False,
    ),
]
Parallel: TypeAlias = Annotated[
    int | None,
    typer.Option(
        metavar="N",
        min=1,
        help="How many databases of a fleet at a time; each takes two connections.",
        show_default="8",
    ),
]
MaxFailures: TypeAlias = Annotated[
    int | None,
    typer.Option(
        metavar="N",
        min=1,
        help="With how many failures no other database of a fleet is begun.",
        show_default="1",
    ),
]


def fleet_file(
    file: Path | None, url: str | None, parallel: int | None, max_failures: int | None = None
) -> Path | None:
    """Return the file of the fleet that is meant, None for a single database.

    Raises:
        SettingsError: the options do not go together.
    """
    if file is None and (parallel or max_failures):
        raise SettingsError("--parallel and --max-failures are for a fleet: add --fleet FILE")
    if file is not None and url is not None:
        raise SettingsError("--fleet says which databases are meant, and --url says another one")
    return file
