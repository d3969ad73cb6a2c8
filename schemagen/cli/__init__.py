"""The command line: one module for each command, imported only when that command runs.

A command parses, calls a use-case in `schemagen.app`, prints and chooses the exit status; it
decides nothing.
"""

from __future__ import annotations

import os
import sys
from typing import Annotated, Final

import typer

from schemagen import __version__
from schemagen.cli.group import lazy_group
from schemagen.errors import SchemagenError

COMMANDS: Final = {
    "build": "Compile the specs into generated/.",
    "compare": "Compare the rows of two databases.",
    "copy": "Copy the rows of an SQLite file into a project's database.",
    "diff": "Show what the specs would change.",
    "docs": "Write pages about the projects for a browser.",
    "doctor": "Tell what is there of what schemagen needs.",
    "drift": "Tell whether a database is still what its spec says.",
    "import": "Write the spec of a database that is there.",
    "init": "Write the files of a repository for projects.",
    "lint": "Find what the specs declare that production will regret.",
    "maintain": "Make the partitions that are needed next; let go of old ones.",
    "migrate": "Write changes as migrations, apply them and undo them.",
    "new": "Add a project to a repository.",
    "prove": "Try on disposable servers what is promised of a project.",
    "relay": "Publish the events of a project as they happen.",
    "seed": "Write the rows that a spec lists, and made-up ones.",
    "size": "Show what grows, and what would help.",
    "studio": "See a database in the browser as any of its actors sees it.",
    "verify": "Try the generated SQL on a PostgreSQL server of its own.",
    "version": "Print the version.",
}
"""Every command with the first line of its help, so that the list of them imports none."""

_HELP: Final = """\
Schema as code for PostgreSQL. One YAML spec per project, specs/<project>.yaml, is compiled into
the SQL and the Python of generated/<project>/.

\b
A first project is a file specs/shop.yaml:
  schemagen: 1
  project: shop
  tables:
    products:
      columns:
        id: bigint generated always as identity primary key
        name: text not null
        price: numeric(10,2) not null check (price >= 0)

\b
And these commands:
  schemagen build      writes generated/shop/schema.sql and the files beside it
  schemagen verify     runs them on a PostgreSQL server of its own, there and back
  schemagen diff       after a change of the spec: what it means
"""

_EPILOG: Final = """\
\b
Exit status:
  0  fine
  1  an error: a spec, a file or a server is not as it should be
  2  the command line or the settings are wrong
  3  differences: something is not up to date

\b
Environment:
  NO_COLOR        any value: no colours
  SCHEMAGEN_DATABASE_URL, DATABASE_URL, or libpq's PG*
                  the database, where --url does not say
  SCHEMAGEN_SCRATCH_URL
                  a server for temporary databases
  SCHEMAGEN_POSTGRES
                  folders with PostgreSQL's server programs, besides those that are found
  SCHEMAGEN_POSTGRES_SETTINGS
                  what disposable servers are started with: shared_preload_libraries=pgaudit
  TMPDIR          where disposable servers keep their data (default: in memory, if there is room)
  XDG_CACHE_HOME  where their templates, and those of files, are kept (default: ~/.cache)

`schemagen COMMAND --help` says more about a command.
"""


def _print_version(wanted: bool) -> None:
    if wanted:
        print(f"schemagen {__version__}")
        raise typer.Exit


def _callback(
    version: Annotated[
        bool,
        typer.Option("--version", callback=_print_version, is_eager=True, help=COMMANDS["version"]),
    ] = False,
) -> None:
    """Take the options that stand before a command."""


def app() -> typer.Typer:
    """Return the whole command line."""
    made = typer.Typer(
        cls=lazy_group(__name__, COMMANDS),
        help=_HELP,
        epilog=_EPILOG,
        no_args_is_help=True,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    made.callback()(_callback)
    return made


def main() -> None:
    """Run the command line of this process and exit with its status."""
    # A thread that reads what a server sends does so in hundreds of pieces. It may not have to wait
    # 5 ms for each of them because another one computes.
    sys.setswitchinterval(0.0005)
    # Pydantic would look through all installed packages for what wants to watch it check specs,
    # which takes longer than checking a small one.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    try:
        app()(prog_name="schemagen")
    except SchemagenError as error:
        # Imported here because a run without an error does not need it.
        from schemagen.cli.printing import error_as_json, print_error, print_json

        print_error(error)
        if "--json" in sys.argv:
            print_json(error_as_json(error))
        sys.exit(error.exit_code)
