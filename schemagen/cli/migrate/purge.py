"""`schemagen migrate purge`."""

from __future__ import annotations

import re
import sys
from datetime import timedelta
from typing import Annotated, Any, Final

import typer

from schemagen.app.purging import Purged, purge_archives
from schemagen.cli.migrate.options import DatabaseUrl, DryRun
from schemagen.cli.options import Json, NoColor
from schemagen.cli.printing import BOLD, Printer, print_json
from schemagen.migrate.archives import Archived

_AGE: Final = re.compile(r"(\d+)([hdw])")
_UNITS: Final = {"h": "hours", "d": "days", "w": "weeks"}


def _age(text: str) -> timedelta:
    found = _AGE.fullmatch(text)
    if found is None:
        raise typer.BadParameter("it is a number of hours, days or weeks: 12h, 30d, 8w")
    return timedelta(**{_UNITS[found[2]]: int(found[1])})


def purge(
    older_than: Annotated[
        timedelta | None,
        typer.Option(
            metavar="AGE", parser=_age, help="Only what was archived so long ago: 12h, 30d, 8w."
        ),
    ] = None,
    url: DatabaseUrl = None,
    dry_run: DryRun = False,
    wait: Annotated[
        float, typer.Option(metavar="SECONDS", help="How long to wait for another runner.")
    ] = 60.0,
    as_json: Json = False,
    _no_color: NoColor = False,
) -> None:
    """Discard what migrations have archived.

    What a migration takes away, it keeps in a schema schemagen_archive_<time>_<schema>, so that
    `migrate down` brings it back. This discards the rows there, of all archives of a database.
    Their empty tables stay: `migrate down` still brings back the schema, if --allow DELETES_DATA
    says that rows and values may be missing.

    \b
    Examples:
      schemagen migrate purge --older-than 30d
      schemagen migrate purge --dry-run

    \b
    Exit status:
      0  done, or there is nothing to discard
      1  the database cannot be reached, or an archive belongs to another role
      2  the age cannot be read
    """
    found = purge_archives(
        url, older_than, dry_run=dry_run, wait=wait, told=lambda text: print(text, file=sys.stderr)
    )
    if as_json:
        print_json(_as_json(found, dry_run=dry_run))
        return
    printer = Printer()
    for archive in found.archives:
        done = "would be discarded" if dry_run else "discarded"
        printer.line(f"{printer.paint(archive.schema, BOLD)}: {done}, {_described(archive)}")
    for archive in found.younger:
        printer.line(f"{archive.schema}: kept, it is younger")
    for archive in found.unknown:
        printer.line(f"{archive.schema}: kept, its comment does not tell how old it is")
    if not found.archives:
        printer.line("nothing to discard")


def _described(archive: Archived) -> str:
    since = f"since {archive.at:%Y-%m-%d %H:%M}, " if archive.at else ""
    return f"{since}{archive.size // 1024} kB: {', '.join(archive.tables)}"


def _as_json(found: Purged, *, dry_run: bool) -> dict[str, Any]:
    return {
        "dry_run": dry_run,
        "discarded": [_archive(each) for each in found.archives],
        "kept": [_archive(each) for each in (*found.younger, *found.unknown)],
    }


def _archive(archive: Archived) -> dict[str, Any]:
    return {
        "schema": archive.schema,
        "at": archive.at.isoformat() if archive.at else None,
        "tables": list(archive.tables),
        "bytes": archive.size,
    }
