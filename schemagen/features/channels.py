"""Channels of events as a spec writes them: their names, their parameters, who may subscribe.

Names follow the Pusher protocol: `private-` and `presence-` in front of a name say that a
subscriber has to show that it may; to any other channel, everybody may subscribe.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from pydantic import Field

from schemagen.declare.base import SpecModel
from schemagen.declare.draft import ProjectDraft, TableDraft
from schemagen.declare.facts import Actor, Channel, Subscription
from schemagen.declare.problems import Path
from schemagen.declare.suggest import did_you_mean
from schemagen.features.actors import claim_calls
from schemagen.features.canonical_row import plain_type
from schemagen.features.claims import check_claims
from schemagen.features.support import add_function, full_name
from schemagen.kinds import column
from schemagen.kinds.function import FunctionSpec
from schemagen.sqltext.claims import find_claims, replace_claims
from schemagen.sqltext.quoting import Name, Raw, fit_name, quote_name, sql
from schemagen.sqltext.tokens import SqlTextError, tokenize

CLOSED = ("private-", "presence-")
_HOLE = re.compile(r"\{([^{}]*)\}")
_NAME = re.compile(r"[A-Za-z0-9_\-=@,.;]{1,164}\Z")
_PARAMETER = re.compile(r"[a-z_][a-z0-9_]*\Z")
_EQUAL = re.compile(r"channel\.(\w+)\s*=\s*claim\.(\w+)\Z")


class ChannelSpec(SpecModel):
    """A channel: the types of its parameters, and for each actor when it may subscribe."""

    parameters: dict[str, str] = Field(default_factory=dict)
    """Types; a parameter named like a claim has the claim's."""
    subscribe: dict[str, str] = Field(default_factory=dict)
    """`all`, or a predicate over channel.<parameter> and claim.<claim>, by actor."""
    comment: str | None = None


def is_channel_name(text: str) -> bool:
    """Tell whether channels and events may be named so; a parameter counts as one character."""
    return bool(_NAME.match(_HOLE.sub("x", text)))


def holes(pattern: str) -> list[str]:
    """Return what stands in the braces of a pattern, in order."""
    return _HOLE.findall(pattern)


def shape(pattern: str) -> str:
    """Return a pattern without the names in its braces: what two spellings of a channel share."""
    return _HOLE.sub("{}", pattern)


def pieces(pattern: str) -> list[str]:
    """Return constant parts and what stands in braces, in turn, beginning with a constant one."""
    return _HOLE.split(pattern)


def read_channel(pattern: str, spec: ChannelSpec, project: ProjectDraft, path: Path) -> Channel:
    """Read a channel; what is wrong with it is recorded."""
    named = holes(pattern)
    if not is_channel_name(pattern) or len(set(named)) < len(named):
        project.problems.add(
            "channel-name",
            f'"{pattern}" cannot be the name of a channel',
            path,
            hint="letters, digits and _-=@,.; besides {parameters}, each of another name",
            key=True,
        )
    actors = project.facts.actors.values()
    claims = {name: kind for each in actors for name, kind in each.claims.items()}
    types = {**claims, **spec.parameters}
    for name in named:
        if name not in types or not _PARAMETER.match(name):
            _without_type(name, pattern, project, path)
    parameters = {name: types.get(name, "text") for name in named}
    is_open = not pattern.startswith(CLOSED)
    if is_open and spec.subscribe:
        project.problem(
            "open-channel",
            "everybody may subscribe to a channel that is not private",
            (*path, "subscribe"),
            hint="begin its name with private- or presence-, or leave `subscribe` out",
        )
        return Channel(pattern, parameters, True, {}, spec.comment)
    subscribe = {}
    for name, rule in spec.subscribe.items():
        if actor := _known(name, project, (*path, "subscribe", name)):
            asked = _Asked(pattern, parameters, actor, (*path, "subscribe", name))
            subscribe[name] = _subscription(rule.strip(), asked, project)
    return Channel(pattern, parameters, is_open, subscribe, spec.comment)


def _without_type(name: str, pattern: str, project: ProjectDraft, path: Path) -> None:
    project.problems.add(
        "channel-parameter",
        f'the channel "{pattern}" does not say what "{name}" is',
        path,
        hint=f"write `parameters: {{{name}: uuid}}`",
        key=True,
    )


def _known(name: str, project: ProjectDraft, path: Path) -> Actor | None:
    actors = project.facts.actors
    if name not in actors:
        hint = did_you_mean(name, actors) or "declare it under `actors`"
        message = f'actor "{name}" is not declared'
        project.problems.add("unknown-actor", message, path, hint=hint, key=True)
    return actors.get(name)


class _Asked:
    """A rule of one actor for one channel, and where it stands."""

    def __init__(
        self, pattern: str, parameters: Mapping[str, str], actor: Actor, path: Path
    ) -> None:
        self.pattern = pattern
        self.parameters = parameters
        self.actor = actor
        self.path = path


def _subscription(rule: str, asked: _Asked, project: ProjectDraft) -> Subscription:
    if rule == "all":
        return Subscription(rule)
    try:
        uses = find_claims(rule, "channel")
        tokens = tokenize(rule)
    except SqlTextError as error:
        project.problem("syntax", str(error), asked.path, offset=error.offset)
        return Subscription(rule)
    check_claims(rule, [asked.actor], project, asked.path)
    for use in uses:
        if use.name not in asked.parameters:
            project.problem(
                "channel-parameter",
                f'the channel "{asked.pattern}" has no parameter "{use.name}"',
                asked.path,
                hint=did_you_mean(use.name, asked.parameters),
                offset=use.start,
            )
    parts = [_EQUAL.match(part.strip()) for part in re.split(r"(?i)\s+and\s+", rule)]
    if all(part and _is_plain(part, asked) for part in parts):
        return Subscription(rule, equal={part[1]: part[2] for part in parts if part})
    mentioned = {token.name for token in tokens if token.is_name}
    needs = [name for name, table in project.tables.items() if table.name in mentioned]
    return Subscription(rule, function=_function(rule, asked, needs, project))


def _is_plain(equal: re.Match[str], asked: _Asked) -> bool:
    """Tell whether a comparison can be made without the database, with the same result."""
    kind = asked.parameters.get(equal[1])
    return (
        kind in ("uuid", "integer", "bigint", "text")
        and asked.actor.claims.get(equal[2]) == kind
        and equal[2] in asked.actor.settings
    )


def _function(rule: str, asked: _Asked, needs: list[str], project: ProjectDraft) -> str:
    """Add the function that asks as the actor: row-level security holds for what it reads."""
    words = re.sub(r"\W+", "_", _HOLE.sub("", asked.pattern)).strip("_")
    name = fit_name(asked.actor.name, "may_subscribe", words)
    numbered = {each: f"${n}" for n, each in enumerate(asked.parameters, 1)}
    predicate = replace_claims(rule, numbered, "channel").text
    predicate = replace_claims(predicate, claim_calls(project)).text
    arguments = [sql("{} {}", Name(each), Raw(kind)) for each, kind in asked.parameters.items()]
    add_function(
        project,
        name,
        FunctionSpec(
            arguments=", ".join(arguments),
            returns="boolean",
            volatility="stable",
            set={"search_path": f"{quote_name(project.schema)}, pg_temp"},
            grants={asked.actor.name: "execute", "public": "none"},
            body=sql("SELECT coalesce(({}), false)\n", Raw(predicate)),
            depends_on=needs,
            comment=f"Whether the actor {asked.actor.name} may subscribe to {asked.pattern}.",
        ),
        asked.path,
    )
    return full_name(name, project)


def find_channel(
    text: str, channels: Mapping[str, Channel], table: TableDraft, *asked_at: str | int
) -> Channel | None:
    """Return the channel that an entry names, its parameters replaced by columns of the table."""
    by_shape = {shape(each.pattern): each for each in channels.values()}
    found = by_shape.get(shape(text))
    if found is None:
        table.problem(
            "unknown-channel",
            f'channel "{text}" is not declared',
            *asked_at,
            hint=did_you_mean(text, channels) or "declare it under `realtime: {channels: …}`",
        )
        return None
    columns = column.SECTION.of(table)
    for name, (parameter, kind) in zip(holes(text), found.parameters.items(), strict=True):
        if name not in columns:
            table.problem(
                "unknown-column",
                f'column "{name}" not found in {table.schema}.{table.name}',
                *asked_at,
                hint=did_you_mean(name, columns),
                offset=text.index(f"{{{name}}}") + 1,
            )
        elif plain_type(columns[name].type, table.project) != plain_type(kind, table.project):
            table.problem(
                "channel-type",
                f'"{name}" is {columns[name].type}, and "{parameter}" of the channel is {kind}',
                *asked_at,
                offset=text.index(f"{{{name}}}") + 1,
            )
    return found
