"""As whom a person looks at a database: an actor with claims, or the role that connects."""

from __future__ import annotations

import base64
import binascii
import json
import re
from collections.abc import Mapping
from dataclasses import field
from types import MappingProxyType
from typing import Final

from schemagen.declare.facts import Actor
from schemagen.frozen import frozen
from schemagen.sqltext.quoting import Literal, Raw, join_sql, sql

_NO_CLAIMS: Final[Mapping[str, str]] = MappingProxyType({})
_CUSTOMIZED: Final = re.compile(r"[a-z_]\w*(?:\.[a-z_]\w*)+", re.ASCII | re.IGNORECASE)


@frozen(slots=False)
class Persona:
    """An actor of the spec and its claims, by name, as text; no actor is whoever connects.

    `settings` are what functions of the spec's own read claims from, where the spec cannot tell.
    """

    actor: Actor | None = None
    claims: Mapping[str, str] = field(default_factory=lambda: _NO_CLAIMS)
    settings: Mapping[str, str] = field(default_factory=lambda: _NO_CLAIMS)

    def become(self, actors: Mapping[str, Actor]) -> str:
        """Return the query that makes a transaction the persona's until it ends.

        It sets what the generated client sets: the claims of all other actors are emptied. The role
        comes last, as whoever connects may set anything. Empty where nobody is to be become.
        """
        if self.actor is None:
            return ""
        return _setting({**self._said(actors), "role": self.actor.role})

    def claim(self, actors: Mapping[str, Actor]) -> str:
        """Return the query that sets the same claims, and leaves the role as it is."""
        return _setting(self._said(actors))

    def _said(self, actors: Mapping[str, Actor]) -> dict[str, str]:
        own = self.actor.settings if self.actor else {}
        empty = {name: "" for each in actors.values() for name in each.settings.values()}
        said = {name: self.claims.get(claim, "") for claim, name in own.items()}
        return {**empty, **said, **self.settings}


def _setting(settings: Mapping[str, str]) -> str:
    calls = (
        sql("pg_catalog.set_config({}, {}, true)", Literal(name), Literal(value))
        for name, value in settings.items()
    )
    return sql("SELECT {}", Raw(join_sql(calls, ", ")))


def encode(persona: Persona) -> str:
    """Return a persona as the value of a cookie; empty for whoever connects."""
    if persona.actor is None:
        return ""
    told = {
        "actor": persona.actor.name,
        "claims": dict(persona.claims),
        "settings": dict(persona.settings),
    }
    return base64.urlsafe_b64encode(json.dumps(told).encode()).decode().rstrip("=")


def decode(value: str, actors: Mapping[str, Actor]) -> Persona:
    """Return the persona of a cookie; whoever connects where it names no actor of this spec."""
    try:
        told = json.loads(base64.urlsafe_b64decode(value + "=" * (-len(value) % 4)))
        return made(str(told["actor"]), told["claims"], actors, told["settings"])
    except (ValueError, KeyError, TypeError, AttributeError, binascii.Error):
        return Persona()


def made(
    name: str,
    claims: Mapping[str, str],
    actors: Mapping[str, Actor],
    settings: Mapping[str, str] = _NO_CLAIMS,
) -> Persona:
    """Return a persona with those of the claims that the actor has and that are not empty.

    Of settings those are taken that are nobody's but an application's ("Customized Options"), and
    only where a claim of the actor is read by a function of the spec's own.
    """
    actor = actors.get(name)
    if actor is None:
        return Persona()
    kept = {key: str(claims[key]) for key in actor.settings if claims.get(key)}
    own = {key: str(value) for key, value in settings.items() if _CUSTOMIZED.fullmatch(key)}
    return Persona(actor, kept, own if needs_settings(actor) else _NO_CLAIMS)


def needs_settings(actor: Actor) -> bool:
    """Tell whether a function of the spec's own reads a claim, nobody knows from where."""
    return bool(actor.claims.keys() - actor.settings.keys())
