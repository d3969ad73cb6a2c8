# Made by schemagen from specs/tenant_citus.yaml. Do not edit.
"""Who may use tenant_citus: the actors of its spec."""

import json
from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

__all__ = [
    "Actor",
    "Admin",
    "Member",
    "System",
]

_SETTINGS: tuple[str, ...] = ("app.community_id", "app.profile_id")


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
    """A member of a community, as the profile that the member has there."""

    ROLE = "tenant_member"
    CLAIMS = (("profile_id", "app.profile_id"), ("community_id", "app.community_id"))

    profile_id: UUID | None
    community_id: UUID | None


@dataclass(frozen=True, kw_only=True)
class Admin(Actor):
    """Who runs a community."""

    ROLE = "tenant_admin"
    CLAIMS = (("community_id", "app.community_id"),)

    community_id: UUID | None


@dataclass(frozen=True, kw_only=True)
class System(Actor):
    """The service itself, across communities."""

    ROLE = "tenant_system"
