"""A group of commands, each of which is imported only when it runs."""

from __future__ import annotations

import importlib
import keyword
from collections.abc import Mapping
from typing import Any

import typer
from typer.core import TyperGroup

from schemagen.declare.suggest import did_you_mean
from schemagen.errors import SettingsError


def lazy_group(package: str, commands: Mapping[str, str]) -> type[TyperGroup]:
    """Return the class of a group whose commands are modules of a package.

    `commands` has every command with the first line of its help, so that the list of them imports
    none. A command is the function of its name in its module (`import_` for `import`); one that
    has commands of its own is a package with the function `app`.
    """

    class LazyGroup(TyperGroup):
        def list_commands(self, ctx: Any) -> list[str]:  # noqa: ARG002  (as Typer calls it)
            return list(commands)

        def get_command(self, ctx: Any, cmd_name: str) -> Any:
            if cmd_name not in commands:
                # A shell that completes what is typed wants no word of what is wrong with it.
                if ctx.resilient_parsing:
                    return None
                path = ctx.command_path
                raise SettingsError(
                    f'there is no command "{cmd_name}"',
                    hint=did_you_mean(cmd_name, commands) or f"see: {path} --help",
                )
            name = f"{cmd_name}_" if keyword.iskeyword(cmd_name) else cmd_name
            module = importlib.import_module(f"{package}.{name}")
            if hasattr(module, "app"):
                return typer.main.get_command(module.app())
            single = typer.Typer(add_completion=False, rich_markup_mode=None)
            single.command(cmd_name)(getattr(module, name))
            return typer.main.get_command(single)

        def format_commands(self, ctx: Any, formatter: Any) -> None:  # noqa: ARG002  (as Typer calls it)
            with formatter.section("Commands"):
                formatter.write_dl(list(commands.items()))

    return LazyGroup
