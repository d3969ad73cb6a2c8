# Made by schemagen from specs/trust_partitioned.yaml. Do not edit.
"""What trust_partitioned tells as it happens, and to whom."""

import hashlib
import hmac
import json
import re
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Annotated, Any, Literal, Protocol, TypeAlias
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, JsonValue, TypeAdapter

from .actors import Actor, Member, System
from .models import (
    AcquisitionType,
    AgentStatus,
    CouncilDecisionType,
    CouncilRecord,
    TrustSourceType,
)

__all__ = [
    "COUNCIL_FEED",
    "DEAD_LETTERS",
    "OBSERVER_FEED",
    "OUTBOX",
    "PRESENCE_COUNCIL",
    "AgentAcquired",
    "AgentAcquiredPayload",
    "AgentChanged",
    "AgentChangedPayload",
    "AnyEvent",
    "Connection",
    "CouncilDecision",
    "CouncilDecisionPayload",
    "Event",
    "NewEvent",
    "NewEventPayload",
    "TrustChanged",
    "TrustChangedPayload",
    "may_subscribe",
    "parse_event",
    "private_agent",
    "private_user",
    "sign_subscription",
    "ticket",
]

OUTBOX = "public.realtime_outbox"
DEAD_LETTERS = "public.realtime_dead_letters"
OBSERVER_FEED = "observer-feed"
"""All that observers note, but for the details."""
COUNCIL_FEED = "council-feed"
"""The council's decisions."""
PRESENCE_COUNCIL = "presence-council"
"""The council's decisions, with who is following them."""


def private_user(user_id: UUID) -> str:
    """What concerns one person."""
    return f"private-user-{user_id}"


def private_agent(agent_id: UUID) -> str:
    """What concerns one agent, for its owner."""
    return f"private-agent-{agent_id}"


class _Payload(BaseModel):
    # Those who know of a later column may tell it to those who do not.
    model_config = ConfigDict(frozen=True, extra="ignore", populate_by_name=True)


class Event(BaseModel):
    """What every event has. One that was told before has the same `event_id` again."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    event_id: UUID
    channel: str
    event: str
    occurred_at: AwareDatetime


class AgentChangedPayload(_Payload):
    """What the event agent-changed tells."""

    id: UUID
    owner_id: UUID
    name: str
    trust_score: int
    status: AgentStatus
    updated_at: AwareDatetime


class AgentChanged(Event):
    """An agent has another status or another score."""

    event: Literal["agent-changed"]
    payload: AgentChangedPayload


class TrustChangedPayload(_Payload):
    """What the event trust-changed tells."""

    id: UUID
    agent_id: UUID
    previous_score: int
    new_score: int
    change: int | None
    source_type: TrustSourceType
    source_id: UUID | None
    reason: str | None
    created_at: AwareDatetime


class TrustChanged(Event):
    """A trust score changed, and why."""

    event: Literal["trust-changed"]
    payload: TrustChangedPayload


class CouncilDecisionPayload(_Payload):
    """What the event council-decision tells."""

    id: UUID
    agent_id: UUID | None
    decision_type: CouncilDecisionType
    risk_level: int
    subject: str
    reasoning: str | None
    record: CouncilRecord | None
    created_at: AwareDatetime
    updated_at: AwareDatetime


class CouncilDecision(Event):
    """The council decided, or put a decision otherwise."""

    event: Literal["council-decision"]
    payload: CouncilDecisionPayload


class NewEventPayload(_Payload):
    """What the event new-event tells."""

    id: UUID
    sequence: int
    agent_id: UUID
    event_type: str
    created_at: AwareDatetime


class NewEvent(Event):
    """An observer noted what an agent did."""

    event: Literal["new-event"]
    payload: NewEventPayload


class AgentAcquiredPayload(_Payload):
    """What the event agent-acquired tells."""

    id: UUID
    consumer_id: UUID
    agent_id: UUID
    listing_id: UUID
    acquisition_type: AcquisitionType
    price: Decimal
    created_at: AwareDatetime
    ended_at: AwareDatetime | None


class AgentAcquired(Event):
    """A consumer has an agent from now on."""

    event: Literal["agent-acquired"]
    payload: AgentAcquiredPayload


AnyEvent: TypeAlias = Annotated[
    AgentChanged | TrustChanged | CouncilDecision | NewEvent | AgentAcquired,
    Field(discriminator="event"),
]


@cache
def _events() -> TypeAdapter[AnyEvent]:
    return TypeAdapter(AnyEvent)


def parse_event(message: str | bytes) -> AnyEvent:
    """Read an event as the relay sends it: JSON with event_id, channel, event and payload.

    Raises:
        pydantic.ValidationError: it is none that is known here.
    """
    return _events().validate_json(message)


class Connection(Protocol):
    """A connection of psycopg, in a transaction of the actor: `client.acting_as(actor)`."""

    def execute(self, query: bytes, params: Sequence[object], /) -> Any:
        """Run a query and return its cursor."""


@dataclass(frozen=True)
class _Rule:
    """When an actor may: where parameters are its claims, and where the query finds a row."""

    equal: tuple[tuple[str, str], ...] = ()
    query: bytes = b""


@dataclass(frozen=True)
class _Channel:
    """Channels of one pattern; without rules, everybody may subscribe."""

    pattern: str
    parameters: tuple[tuple[str, Callable[[str], object]], ...] = ()
    rules: tuple[tuple[type[Actor], _Rule], ...] | None = None

    def values(self, channel: str) -> dict[str, object] | None:
        """Return the parameters of a channel, None for one of another pattern."""
        found = re.fullmatch(self.pattern, channel)
        try:
            return found and {name: read(found[name]) for name, read in self.parameters}
        except ValueError:
            return None

    def admits(
        self, actor: Actor, values: dict[str, object], connection: Connection | None
    ) -> bool:
        """Tell whether an actor may subscribe."""
        if self.rules is None:
            return True
        rule = next((rule for kind, rule in self.rules if type(actor) is kind), None)
        if rule is None:
            return False
        for parameter, claim in rule.equal:
            if getattr(actor, claim) is None or values[parameter] != getattr(actor, claim):
                return False
        if not rule.query:
            return True
        if connection is None:
            raise ValueError("rows decide about this channel: a connection of the actor is needed")
        return connection.execute(rule.query, [*values.values()]).fetchone() is not None


_CHANNELS: tuple[_Channel, ...] = (
    _Channel("observer-feed"),
    _Channel("council-feed"),
    _Channel(
        "presence-council",
        rules=(
            (Member, _Rule()),
            (System, _Rule()),
        ),
    ),
    _Channel(
        "private-user-(?P<user_id>.+)",
        parameters=(("user_id", UUID),),
        rules=(
            (Member, _Rule(equal=(("user_id", "user_id"),))),
            (System, _Rule()),
        ),
    ),
    _Channel(
        "private-agent-(?P<agent_id>.+)",
        parameters=(("agent_id", UUID),),
        rules=(
            (
                Member,
                _Rule(
                    query=b"SELECT 1 WHERE public.member_may_subscribe_private_agent(%s::uuid)",
                ),
            ),
            (System, _Rule()),
        ),
    ),
)


def may_subscribe(actor: Actor, channel: str, connection: Connection | None = None) -> bool:
    """Tell whether an actor may subscribe to a channel.

    Where rows decide, they are asked for with the connection, which has to act as the actor, so
    that row-level security holds.

    Raises:
        ValueError: rows decide, and there is no connection.
    """
    found = [(each, each.values(channel)) for each in _CHANNELS]
    fitting = [(each, values) for each, values in found if values is not None]
    # A name that two patterns fit is told on by both.
    return bool(fitting) and all(each.admits(actor, values, connection) for each, values in fitting)


def sign_subscription(
    channel: str,
    socket_id: str,
    *,
    key: str,
    secret: str,
    member: str | None = None,
    member_info: Mapping[str, JsonValue] | None = None,
) -> dict[str, str]:
    """Return what Pusher's authorization endpoint answers to who may subscribe.

    Ask `may_subscribe` first. `key` and `secret` are the Pusher app's; a presence channel also
    tells who its `member` is.

    Raises:
        ValueError: the socket id is none, or a presence channel has no member.
    """
    if not re.fullmatch(r"\d+\.\d+", socket_id):
        raise ValueError("this is not the id of a socket")
    signed, answer = f"{socket_id}:{channel}", dict[str, str]()
    if channel.startswith("presence-"):
        if member is None:
            raise ValueError("a presence channel tells who its members are")
        data = {"user_id": member, "user_info": dict(member_info or {})}
        answer["channel_data"] = json.dumps(data)
        signed = f"{signed}:{answer['channel_data']}"
    return {"auth": f"{key}:{_signature(secret, signed)}", **answer}


def ticket(channel: str, *, secret: str, seconds: int = 60) -> str:
    """Return what lets its bearer subscribe to a channel where the relay serves events itself.

    Ask `may_subscribe` first. `secret` is the relay's; the ticket opens the door for that long.
    """
    expires = int(time.time()) + seconds
    return f"{expires}.{_signature(secret, f'{expires}:{channel}')}"


def _signature(secret: str, text: str) -> str:
    return hmac.new(secret.encode(), text.encode(), hashlib.sha256).hexdigest()
