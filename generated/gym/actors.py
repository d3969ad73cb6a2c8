# Made by schemagen from specs/gym.yaml. Do not edit.
"""Who may use gym: the actors of its spec."""

import json
from dataclasses import dataclass
from typing import ClassVar

__all__ = [
    "Actor",
    "Instructor",
    "Manager",
    "Student",
    "System",
]

_SETTINGS: tuple[str, ...] = ("app.gym_id", "app.user_id")


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
class Student(Actor):
    """Somebody who trains at a gym."""

    ROLE = "gym_student"
    CLAIMS = (("user_id", "app.user_id"), ("gym_id", "app.gym_id"))

    user_id: int | None
    gym_id: int | None


@dataclass(frozen=True, kw_only=True)
class Instructor(Actor):
    """Somebody who teaches classes at a gym."""

    ROLE = "gym_instructor"
    CLAIMS = (("user_id", "app.user_id"), ("gym_id", "app.gym_id"))

    user_id: int | None
    gym_id: int | None


@dataclass(frozen=True, kw_only=True)
class Manager(Actor):
    """Somebody who runs a gym."""

    ROLE = "gym_manager"
    CLAIMS = (("user_id", "app.user_id"), ("gym_id", "app.gym_id"))

    user_id: int | None
    gym_id: int | None


@dataclass(frozen=True, kw_only=True)
class System(Actor):
    """The server's own work, such as sign-up, Clerk's and Stripe's webhooks, and sending."""

    ROLE = "gym_system"
