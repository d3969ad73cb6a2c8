"""The page of the commands: what `--help` says of each, from the Typer application."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from textwrap import dedent
from typing import Any

import typer

from book.markdown import code, render
from schemagen.cli import app

_VERBATIM = "\b\n"
_STATUS = re.compile(r"^  (\d)  (.*)$")


@dataclass(frozen=True, slots=True)
class Option:
    """An option or an argument: as it is written, what it means, and its default."""

    written: str
    help: str
    default: str


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a help text: prose, lines as they stand, or the exit statuses."""

    title: str = ""
    prose: str = ""
    lines: str = ""
    statuses: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Command:
    """A command: its words, what it is for, what its help says besides, and its options."""

    name: str
    summary: str
    parts: tuple[Part, ...]
    arguments: tuple[Option, ...]
    options: tuple[Option, ...]


def page() -> str:
    """Return the page of all commands."""
    group: Any = typer.main.get_command(app())
    epilog = tuple(_parts(group.epilog))
    return render("commands.md.jinja", commands=list(_commands(group, "schemagen")), epilog=epilog)


def _commands(group: Any, path: str) -> Iterator[Command]:
    for name in group.list_commands(None):
        command = group.get_command(None, name)
        words = f"{path} {name}"
        yield _command(command, words)
        if hasattr(command, "list_commands"):
            yield from _commands(command, words)


def _command(command: Any, name: str) -> Command:
    summary, *parts = _parts(command.help)
    options = [each for each in command.params if each.param_type_name == "option"]
    arguments = [each for each in command.params if each.param_type_name == "argument"]
    return Command(
        name,
        summary.prose,
        tuple(parts),
        tuple(_option(each) for each in arguments),
        tuple(_option(each) for each in options),
    )


def _option(parameter: Any) -> Option:
    names = ", ".join([*parameter.opts, *parameter.secondary_opts])
    value = _value(parameter)
    if parameter.param_type_name == "argument":
        written = value if parameter.required else f"[{value}]"
        written += "…" if parameter.nargs == -1 else ""
    else:
        written = names if parameter.is_flag else f"{names} {value}"
    return Option(code(written), parameter.help or "", _default(parameter))


def _value(parameter: Any) -> str:
    if isinstance(parameter.default, Enum):
        return "|".join(str(each.value) for each in type(parameter.default))
    return str(parameter.metavar or ("N" if isinstance(parameter.default, int) else "VALUE"))


def _default(parameter: Any) -> str:
    value = parameter.default
    if value in (None, False, "") or not parameter.show_default:
        return ""
    if value is True:
        return code(parameter.opts[0])
    return code(str(value.value if isinstance(value, Enum) else value))


def _parts(text: str) -> Iterator[Part]:
    for block in text.strip().split("\n\n"):
        if not block.startswith(_VERBATIM):
            yield Part(prose=" ".join(block.split()))
            continue
        lines = dedent(block.removeprefix(_VERBATIM)).splitlines()
        title = lines.pop(0) if lines[0].endswith(":") else ""
        found = [match.groups() for match in map(_STATUS.match, lines) if match]
        if found:
            yield Part(title, statuses=tuple((number, meaning) for number, meaning in found))
        else:
            yield Part(title, lines=dedent("\n".join(lines)))
