"""Those who connect, with what their sessions say of themselves."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field
from enum import StrEnum
from functools import cached_property
from typing import Final

from schemagen.frozen import frozen
from schemagen.prove.access.rules import Rules, Who
from schemagen.prove.access.server import LOGIN
from schemagen.sqltext.quoting import Literal, Name, Raw, join_sql, sql

_MALFORMED: Final = "no such value"
_ANY_TEXT: Final = ("text", "character varying", "varchar", "name", "citext")


class State(StrEnum):
    """What the claims of a session are."""

    OWN = "with its claims"
    OTHER = "with the claims of somebody else"
    CROSSED = "with claims that do not belong together"
    FORGED = "with the claims of other actors, too"
    NONE = "without claims"
    EMPTY = "with empty claims"
    MALFORMED = "with malformed claims"

    @property
    def says_nothing(self) -> bool:
        """Whether no claim has a value that could be read."""
        return self in (State.NONE, State.EMPTY, State.MALFORMED)


@frozen(slots=False)
class Persona:
    """Somebody in a state.

    Attributes:
        who: whose policies and privileges hold.
        state: what its claims are.
        claims: the values that count.
        settings: what the session sets.
        speaking: the role that `current_user` is, where it is not that of `who`: a view asks in the
            name of its owner.
    """

    who: Who
    state: State
    claims: Mapping[str, str] = field(default_factory=dict)
    settings: Mapping[str, str] = field(default_factory=dict)
    speaking: str = ""

    @property
    def words(self) -> str:
        """The persona for people: `member with its claims`."""
        return f"{self.who.name} {self.state}" if self.who.is_actor else self.who.name

    @cached_property
    def become(self) -> str:
        """The statements by which a session becomes it."""
        role = sql("SET LOCAL ROLE {}", Name(self.who.role))
        return join_sql([_AUTHORIZE, role, self.say], "; ")

    @property
    def say(self) -> str:
        """The statements that set its claims, as an application does in each transaction."""
        return join_sql(self.sayings, "; ")

    @cached_property
    def sayings(self) -> tuple[str, ...]:
        """The statements that set its claims, one by one."""
        return tuple(
            sql("SET LOCAL {} = {}", Raw(_setting(name)), Literal(value))
            for name, value in self.settings.items()
        )


_AUTHORIZE: Final = sql("SET LOCAL SESSION AUTHORIZATION {}", Name(LOGIN))


def _setting(name: str) -> str:
    return ".".join(sql("{}", Name(part)) for part in name.split("."))


def is_text(kind: str) -> bool:
    """Tell whether every text is a value of a type, the empty one too."""
    return kind.startswith(_ANY_TEXT)


def personas(
    who: Sequence[Who], rules: Rules, claims: Mapping[str, Sequence[str]]
) -> Iterator[Persona]:
    """Yield everybody in every state that makes a difference."""
    actors = rules.project.facts.actors
    types = {c: kind for actor in actors.values() for c, kind in actor.claims.items()}
    maker = _Maker(rules.settings, types, claims)
    for each in who:
        if not each.is_actor:
            yield maker.made(each, State.OWN, maker.chosen(types))
            continue
        yield from maker.of_actor(each, list(actors[each.name].claims))


@frozen(slots=False)
class _Maker:
    settings: Mapping[str, str]
    types: Mapping[str, str]
    claims: Mapping[str, Sequence[str]]

    def made(self, who: Who, state: State, claims: Mapping[str, str]) -> Persona:
        settings = {self.settings[c]: v for c, v in claims.items() if c in self.settings}
        return Persona(who, state, claims, settings)

    def chosen(self, names: Sequence[str] | Mapping[str, str], place: int = 0) -> dict[str, str]:
        """Return a value for each claim, as a text that its type reads."""
        return {name: self._value(name, place) for name in names}

    def _value(self, name: str, place: int) -> str:
        values = self.claims[name]
        value = values[min(place, len(values) - 1)]
        return f"{{{value}}}" if self.types[name].endswith("[]") else value

    def of_actor(self, who: Who, own: Sequence[str]) -> Iterator[Persona]:
        mine = self.chosen(own)
        yield self.made(who, State.OWN, mine)
        if own:
            yield self.made(who, State.OTHER, self.chosen(own, 1))
        for name in own if len(own) > 1 else ():
            yield self.made(who, State.CROSSED, {**mine, **self.chosen([name], 1)})
        more = self.chosen([name for name in self.types if name not in own])
        if more:
            forged = self.made(who, State.FORGED, {**more, **mine})
            yield Persona(who, State.FORGED, forged.claims, forged.settings)
        if own:
            yield Persona(who, State.NONE)
            yield Persona(who, State.EMPTY, {}, dict.fromkeys(self._settings(own), ""))
            strict = [c for c in own if not is_text(self.types[c])]
            if strict:
                broken = dict.fromkeys(self._settings(strict), _MALFORMED)
                yield Persona(who, State.MALFORMED, {}, broken)

    def _settings(self, names: Sequence[str]) -> list[str]:
        return [self.settings[name] for name in names if name in self.settings]
