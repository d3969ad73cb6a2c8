"""What `schemagen migrate up` and `down` do with what they are told: for a database, or a fleet."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from schemagen.app.migrating import Options, down, up
from schemagen.cli.migrate.fleet_options import fleet_file
from schemagen.cli.migrate.options import print_ran, telling
from schemagen.frozen import frozen
from schemagen.migrate.step import Direction


@frozen
class Members:
    """What the command line says of a fleet; nothing at all for a single database."""

    file: Path | None
    parallel: int | None
    max_failures: int | None


def migrate(
    root: Path | None,
    project: str | None,
    url: str | None,
    members: Members,
    options: Options,
    way: Direction,
    *,
    as_json: bool,
) -> None:
    """Run migrations up or down, saying what happens, and print what was run.

    Raises:
        SettingsError: the options do not go together, or the file of the fleet cannot be used.
        typer.Exit: not all went well in a fleet.
    """
    run = up if way is Direction.UP else down
    with telling() as report:
        options = replace(options, report=report)
        file = fleet_file(members.file, url, members.parallel, members.max_failures)
        if file:
            # Imported here: one database needs nothing of it.
            from schemagen.app.fleet.members import find_fleet
            from schemagen.cli.migrate.fleet import run_fleet

            fleet = find_fleet(file, parallel=members.parallel, max_failures=members.max_failures)
            run_fleet(root, project, fleet, options, way, as_json=as_json)
            return
        ran = run(root, project, url, options)
    print_ran(ran, dry_run=options.dry_run, as_json=as_json, allowed=options.allow)
