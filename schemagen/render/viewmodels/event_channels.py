"""The channels of events: a name or a function for each, and the rules of who may subscribe."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from schemagen.catalog.catalog import Catalog
from schemagen.declare.facts import Channel, Subscription
from schemagen.features.channels import pieces
from schemagen.render.viewmodels.columns import Types
from schemagen.render.viewmodels.names import attribute, free_name
from schemagen.render.viewmodels.plain_types import plain_annotation
from schemagen.render.viewmodels.pytext import (
    INDENT,
    WIDTH,
    assigned,
    call,
    docstring,
    pattern_string,
    string,
)
from schemagen.sqltext.quoting import Raw, sql

_WORD = re.compile(r"[^\W_]+")


def parameter_type(kind: str) -> str:
    """Return the Python type of a channel's parameter."""
    return plain_annotation(Types(Catalog(), "", {}).of(kind).annotation)


def channel_constants(channels: Iterable[Channel]) -> dict[str, list[str]]:
    """Return the definition of a name for each channel without parameters."""
    found: dict[str, list[str]] = {}
    for channel in channels:
        if not channel.parameters:
            name = free_name(_plain(channel).upper(), {"OUTBOX", "DEAD_LETTERS", *found})
            found[name] = assigned(name, string(channel.pattern))
            found[name] += docstring(channel.comment) if channel.comment else ()
    return found


def channel_functions(channels: Iterable[Channel], taken: Iterable[str]) -> dict[str, str]:
    """Return a function for each channel with parameters, which gives its name."""
    found: dict[str, str] = {}
    for channel in channels:
        if channel.parameters:
            name = free_name(attribute(_plain(channel)), {*taken, *found})
            found[name] = _function(name, channel)
    return found


def _plain(channel: Channel) -> str:
    constant = "".join(pieces(channel.pattern)[::2])
    return "_".join(word.lower() for word in _WORD.findall(constant))


def _function(name: str, channel: Channel) -> str:
    parameters = [
        f"{attribute(each)}: {parameter_type(kind)}" for each, kind in channel.parameters.items()
    ]
    doc = docstring(channel.comment or f"Return the name of {channel.pattern}.", indent=4)
    parts = pieces(channel.pattern)
    filled = "".join(
        f"{{{attribute(part)}}}" if position % 2 else part for position, part in enumerate(parts)
    )
    lines = call(f"def {name}(", parameters, ending=") -> str:")
    return "\n".join([*lines, *(f"{INDENT}{line}" for line in doc), f'{INDENT}return f"{filled}"'])


def rules_table(channels: Iterable[Channel], actors: Mapping[str, str]) -> str:
    """Return the table of channels; `actors` has the class of each actor."""
    lines = ["_CHANNELS: tuple[_Channel, ...] = ("]
    for channel in channels:
        lines += [f"{INDENT}{line}" for line in _channel(channel, actors)]
    return "\n".join([*lines, ")"])


def _channel(channel: Channel, actors: Mapping[str, str]) -> list[str]:
    if channel.is_open and not channel.parameters:
        return [f"_Channel({_pattern(channel)}),"]
    lines = ["_Channel(", f"{INDENT}{_pattern(channel)},"]
    if channel.parameters:
        named = [f"({string(each)}, {_reader(kind)})" for each, kind in channel.parameters.items()]
        whole = f"parameters=({', '.join(named)}{',' if len(named) == 1 else ''}),"
        inner = call("parameters=(", named, indent=8, ending="),", whole=whole)
        lines += [f"{INDENT}{line}" for line in inner]
    if not channel.is_open:
        lines += [f"{INDENT}{line}" for line in _rules(channel, actors)]
    return [*lines, "),"]


def _pattern(channel: Channel) -> str:
    parts = [
        f"(?P<{part}>.+)" if position % 2 else part.replace(".", r"\.")
        for position, part in enumerate(pieces(channel.pattern))
    ]
    return pattern_string("".join(parts))


def _reader(kind: str) -> str:
    annotation = parameter_type(kind)
    return annotation if annotation in ("UUID", "int") else "str"


def _rules(channel: Channel, actors: Mapping[str, str]) -> list[str]:
    if not channel.subscribe:
        return ["rules=(),"]
    lines = ["rules=("]
    for actor, rule in channel.subscribe.items():
        whole = f"({actors[actor]}, _Rule({_rule(channel, rule)})),"
        if len(whole) + 3 * len(INDENT) <= WIDTH:
            lines.append(f"{INDENT}{whole}")
            continue
        inner = [f"{actors[actor]},", "_Rule(", f"{INDENT}{_rule(channel, rule)},", "),"]
        lines += [f"{INDENT}(", *(f"{INDENT * 2}{line}" for line in inner), f"{INDENT}),"]
    return [*lines, "),"]


def _rule(channel: Channel, rule: Subscription) -> str:
    if rule.function:
        values = ", ".join(f"%s::{kind}" for kind in channel.parameters.values())
        return f"query=b{string(sql('SELECT 1 WHERE {}({})', Raw(rule.function), Raw(values)))}"
    pairs = [f"({string(one)}, {string(attribute(two))})" for one, two in rule.equal.items()]
    return f"equal=({', '.join(pairs)}{',' if len(pairs) == 1 else ''})" if pairs else ""
