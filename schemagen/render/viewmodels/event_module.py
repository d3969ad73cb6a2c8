"""The whole of an events module: a class for each event, a name for each channel, and the rules."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from schemagen.declare.facts import Project, Realtime
from schemagen.frozen import frozen
from schemagen.render.viewmodels.actor_module import actor_names
from schemagen.render.viewmodels.event_channels import (
    channel_constants,
    channel_functions,
    parameter_type,
    rules_table,
)
from schemagen.render.viewmodels.event_payloads import Payloads
from schemagen.render.viewmodels.imports import import_lines, imports_of, member_order, words
from schemagen.render.viewmodels.names import camel, free_name
from schemagen.render.viewmodels.pytext import INDENT, WIDTH, assigned, call, docstring, string
from schemagen.sqltext.quoting import quote_qualified

_TAKEN: Final = frozenset(
    """
    Actor Annotated Any AnyEvent AwareDatetime BaseModel Callable ConfigDict Connection Decimal
    Event Field JsonValue Literal Mapping NaiveDatetime Protocol Sequence TypeAdapter TypeAlias UUID
    """.split()
)
_ALWAYS: Final = frozenset(
    "Any AwareDatetime BaseModel ConfigDict JsonValue Literal UUID re".split()
)
_IMPORTED: Final = frozenset(
    {
        *((name, "") for name in ("hashlib", "hmac", "json", "time")),
        *(("collections.abc", name) for name in ("Callable", "Mapping", "Sequence")),
        ("dataclasses", "dataclass"),
        ("functools", "cache"),
        ("pydantic", "TypeAdapter"),
        ("typing", "Protocol"),
        ("typing", "TypeAlias"),
    }
)
_FUNCTIONS: Final = ("may_subscribe", "parse_event", "sign_subscription", "ticket")


@frozen
class EventModule:
    """A module in pieces of finished lines.

    Attributes:
        source: the spec that it is made from.
        doc: the docstring.
        imports: import statements in sections.
        exported: the strings in `__all__`.
        constants: the outbox, and channels without parameters.
        channels: a function for each channel with parameters.
        events: the classes of each event.
        union: the type of any event.
        table: who may subscribe to what.
    """

    source: str
    doc: str
    imports: tuple[str, ...]
    exported: tuple[str, ...]
    constants: str
    channels: tuple[str, ...]
    events: tuple[str, ...]
    union: str
    table: str


def event_module(project: Project, realtime: Realtime) -> EventModule:
    """Work out the events of a project."""
    actors = actor_names(project.facts.actors)
    payloads = Payloads(project)
    classes = _class_names(realtime, {*_TAKEN, *payloads.known, *actors.values()})
    events = [
        text
        for name, each in realtime.events.items()
        for text in payloads.classes(each, classes[name])
    ]
    channels = realtime.channels.values()
    constants, functions = channel_constants(channels), channel_functions(channels, _FUNCTIONS)
    table, union = rules_table(channels, actors), _union([*classes.values()])
    kinds = {parameter_type(kind) for each in channels for kind in each.parameters.values()}
    used = words([*(_code(text) for text in events), union, *kinds]) | _ALWAYS
    exported = {
        *("OUTBOX", "DEAD_LETTERS", "AnyEvent", "Connection", "Event", *_FUNCTIONS),
        *constants,
        *functions,
        *classes.values(),
        *(f"{name}Payload" for name in classes.values()),
    }
    return EventModule(
        source=project.source,
        doc="\n".join(docstring(f"What {project.name} tells as it happens, and to whom.")),
        imports=_imports(used, payloads.known, words([table]) & {*actors.values()}),
        exported=tuple(string(name) for name in sorted(exported, key=member_order)),
        constants=_constants(realtime, constants),
        channels=tuple(functions.values()),
        events=tuple(events),
        union=union,
        table=table,
    )


def _class_names(realtime: Realtime, taken: set[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for name in realtime.events:
        found[name] = free_name(camel(name), taken)
        taken |= {found[name], f"{found[name]}Payload"}
    return found


def _code(text: str) -> str:
    """Return a class without its docstring."""
    parts = text.split('"""')
    return parts[0] + parts[-1]


def _constants(realtime: Realtime, channels: dict[str, list[str]]) -> str:
    outbox, dead = realtime.outbox, realtime.dead_letters
    lines = [
        *assigned("OUTBOX", string(quote_qualified(outbox.schema, outbox.name))),
        *assigned("DEAD_LETTERS", string(quote_qualified(dead.schema, dead.name))),
    ]
    return "\n".join([*lines, *(line for each in channels.values() for line in each)])


def _imports(used: set[str], models: set[str], actors: set[str]) -> tuple[str, ...]:
    lines = [*import_lines(imports_of(used) | _IMPORTED), ""]
    lines += _imported(".actors", sorted({"Actor", *actors}))
    from_models = sorted(used & models)
    return tuple(lines + (_imported(".models", from_models) if from_models else []))


def _imported(module: str, names: Sequence[str]) -> list[str]:
    whole = f"from {module} import {', '.join(names)}"
    return call(f"from {module} import (", names, whole=whole)


def _union(names: Sequence[str]) -> str:
    if len(names) == 1:
        return f"AnyEvent: TypeAlias = {names[0]}"
    told = 'Field(discriminator="event")'
    whole = f"AnyEvent: TypeAlias = Annotated[{' | '.join(names)}, {told}]"
    if len(whole) <= WIDTH:
        return whole
    inner = [f"{INDENT}{' | '.join(names)},"]
    if len(inner[0]) > WIDTH:
        inner = [f"{INDENT}{names[0]}", *(f"{INDENT}| {name}" for name in names[1:])]
        inner[-1] += ","
    return "\n".join(["AnyEvent: TypeAlias = Annotated[", *inner, f"{INDENT}{told},", "]"])
