# Made by schemagen from specs/trust_partitioned.yaml. Do not edit.
"""Who may use trust_partitioned: the actors of its spec."""

import json
from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

__all__ = [
    "Actor",
    "Anonymous",
    "Member",
    "Relay",
    "System",
]

_SETTINGS: tuple[str, ...] = ("app.user_id",)


def _text(value: object) -> str:
    """Return a value as a setting holds it; None is an empty claim."""
    if isinstance(value, dict):
        return json.dumps(value)
    if isinstance(value, list | tuple | set | frozenset):
        return "{" + ",".join(_element(each) for each in value) + "}"
    return "" if value is None else str(value)


def _element(value: object) -> str:
    escaped = str(value).replace("\\", "\\\\").replace('"', '\\"')
    return "NULL" if value is None else f'"{escaped}"'


@dataclass(frozen=True, kw_only=True)
class Actor:
    """Who a transaction is of: a role, and the claims that say who it is.

    `CLAIMS` maps the fields of an actor to the settings that policies read.
    """

    ROLE: ClassVar[str]
    CLAIMS: ClassVar[tuple[tuple[str, str], ...]] = ()

    def settings(self) -> dict[str, str]:
        """Return what a transaction sets to be this actor; claims of others are empty."""
        said = {setting: _text(getattr(self, name)) for name, setting in self.CLAIMS}
        return {"role": self.ROLE, **dict.fromkeys(_SETTINGS, ""), **said}


@dataclass(frozen=True, kw_only=True)
class Member(Actor):
    """A signed-in person."""

    ROLE = "trust_member"
    CLAIMS = (("user_id", "app.user_id"),)

    user_id: UUID | None


@dataclass(frozen=True, kw_only=True)
class Anonymous(Actor):
    """Anybody else."""

    ROLE = "trust_anonymous"


@dataclass(frozen=True, kw_only=True)
class System(Actor):
    """The service itself: sign-in, observers, council, academy and payments."""

    ROLE = "trust_system"


@dataclass(frozen=True, kw_only=True)
class Relay(Actor):
    """Publishes the events that wait in the outbox."""

    ROLE = "trust_partitioned_relay"
