"""`schemagen migrate`: the commands about migrations."""

from __future__ import annotations

from typing import Final

import typer

from schemagen.cli.group import lazy_group

COMMANDS: Final = {
    "new": "Write the change from the last migration to the spec.",
    "check": "Prove migrations that were edited, and read their statements into their plans.",
    "up": "Apply what is not applied yet.",
    "down": "Undo the last migration, or all after one.",
    "status": "Show where a database stands among the migrations of a project.",
    "rebase": "Have a migration of another branch follow the last one.",
    "squash": "Put one migration into the place of the first ones.",
    "repair": "Bring a history back in line with what a database proves to be.",
    "baseline": "Note migrations as applied in a database that has what they make.",
    "purge": "Discard what migrations have archived.",
}
"""Every command with the first line of its help."""

_HELP: Final = """\
Write changes as migrations, apply them and undo them.

A migration is a folder migrations/<project>/<time>_<words>/ with up.sql, down.sql and plan.json.
A database remembers what it has in its schema `schemagen`.

\b
A change, day by day:
  schemagen migrate new shop add_orders    after a change of specs/shop.yaml; tried, then written
  schemagen migrate status shop            what the database has, and what it lacks
  schemagen migrate up shop                applies it; run it again if it was interrupted
  schemagen migrate down shop              undoes the last one

\b
And sometimes:
  schemagen migrate check shop             after an edit of a migration: proves it again
  schemagen migrate rebase shop            after a merge of two branches that wrote one each
  schemagen migrate repair shop            after somebody helped by hand
"""


def app() -> typer.Typer:
    """Return the group of commands."""
    made = typer.Typer(
        cls=lazy_group(__name__, COMMANDS),
        help=_HELP,
        add_completion=False,
        no_args_is_help=True,
        rich_markup_mode=None,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    made.callback()(_callback)
    return made


def _callback() -> None:
    """Take nothing: options stand behind the commands."""
