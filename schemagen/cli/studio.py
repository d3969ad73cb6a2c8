"""`schemagen studio`."""

from __future__ import annotations

import sys
import webbrowser
from importlib.util import find_spec
from typing import Annotated

import typer

from schemagen.cli.options import Json, NoColor, Project, Root, Url
from schemagen.cli.printing import print_json
from schemagen.errors import SettingsError


def studio(
    project: Project = None,
    url: Url = None,
    port: Annotated[
        int, typer.Option(min=0, max=65535, help="The port to listen on; 0 is any that is free.")
    ] = 0,
    open_: Annotated[bool, typer.Option("--open", help="Open it in the browser.")] = False,
    root: Root = None,
    as_json: Json = False,
    _no_color: NoColor = False,
) -> None:
    """See a database in the browser as any of its actors sees it.

    Prints an address of this machine, which no other machine reaches: its token lets one browser
    in. Browse tables and follow their relationships, see which rows an actor with its claims is
    shown and by which policies, change rows where the actor may, run queries that read, look at
    plans, pending migrations and drift. Ctrl+C ends it.

    \b
    Examples:
      schemagen studio trust --url postgresql://…/trust
      DATABASE_URL=postgresql://…/trust schemagen studio trust --port 8100 --open

    \b
    Exit status:
      0  ended
      1  the spec has mistakes, or the database cannot be reached
      2  there is no such project, the port is taken, or schemagen[studio] is not installed
    """
    if not (find_spec("starlette") and find_spec("uvicorn")):
        raise SettingsError(
            "the studio needs packages that are not installed",
            hint="pip install 'schemagen[studio]'",
        )
    # Imported here because they are not there without the extra.
    from schemagen.studio.serving import serve, studio_of

    def ready(address: str) -> None:
        if as_json:
            print_json({"address": address})
        else:
            print(address)
        # It is to be read now, though the command goes on, by a program too.
        sys.stdout.flush()
        if open_:
            webbrowser.open(address)

    serve(studio_of(root, project, url), port, ready)
