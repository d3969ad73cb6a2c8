"""A group of commands, each of which is imported only when it runs."""

from __future__ import annotations

import importlib
import keyword
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup

from schemagen.declare.suggest import did_you_mean
from schemagen.errors import SettingsError

# Typer has no name of its own for the base of what is wrong with a command line.
_UsageError: Any = typer.BadParameter.__base__


class _Sparing:
    """A command that has nothing checked that nobody gave, and no text that may be any text.

    Typer checks all options with pydantic, which takes a third of a build that has nothing to do.
    """

    def get_params(self, ctx: Any) -> list[Any]:
        found: list[Any] = super().get_params(ctx)  # type: ignore[misc]
        for each in found:
            if "process_value" not in vars(each):
                each.process_value = partial(_process, each, each.process_value)
        return found

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        try:
            rest: list[str] = super().parse_args(ctx, args)  # type: ignore[misc]
        except _UsageError as error:
            # Imported here because a run without an error does not need it.
            from schemagen.cli.printing import without_passwords

            error.message = without_passwords(error.message)
            raise
        return rest


def _process(param: Any, check: Callable[[Any, Any], Any], ctx: Any, value: Any) -> Any:
    if value is not param.default or param.required:
        if not _is_any_text(param.type_descriptor, value):
            return check(ctx, value)
        value = list(value) if isinstance(value, tuple) else value
    return param.callback(ctx, param, value) if param.callback else value


def _is_any_text(wanted: Any, value: Any) -> bool:
    """Tell whether a value is a text, or some texts, where any of these may be given."""
    if wanted.parameter_info.parser is not None:
        return False
    if wanted.annotation == list[str]:
        return isinstance(value, tuple) and all(isinstance(each, str) for each in value)
    return wanted.annotation is str and isinstance(value, str)


class _SparingCommand(_Sparing, TyperCommand):
    pass


def lazy_group(package: str, commands: Mapping[str, str]) -> type[TyperGroup]:
    """Return the class of a group whose commands are modules of a package.

    `commands` has every command with the first line of its help, so that the list of them imports
    none. A command is the function of its name in its module (`import_` for `import`); one that
    has commands of its own is a package with the function `app`.
    """

    class LazyGroup(_Sparing, TyperGroup):
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
            single.command(cmd_name, cls=_SparingCommand)(getattr(module, name))
            return typer.main.get_command(single)

        def format_commands(self, ctx: Any, formatter: Any) -> None:  # noqa: ARG002  (as Typer calls it)
            with formatter.section("Commands"):
                formatter.write_dl(list(commands.items()))

    return LazyGroup
