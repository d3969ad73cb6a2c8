# Made by schemagen from specs/trust_partitioned.yaml. Do not edit.
"""The trust project where observers note more than one table should hold: their events are
partitioned by month and kept for two years.
"""

import math
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Any, ClassVar, Literal, TypeVar
from uuid import UUID

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    JsonValue,
    SerializerFunctionWrapHandler,
    StrictStr,
    model_serializer,
)

__all__ = [
    "AcademyProgress",
    "AcademyProgressUpdate",
    "AcademyStatus",
    "Acquisition",
    "AcquisitionType",
    "AcquisitionUpdate",
    "Agent",
    "AgentConfig",
    "AgentStatus",
    "AgentUpdate",
    "CouncilDecision",
    "CouncilDecisionType",
    "CouncilDecisionUpdate",
    "CouncilRecord",
    "CouncilVote",
    "ListingStatus",
    "MarketplaceListing",
    "MarketplaceListingUpdate",
    "NewAcademyProgress",
    "NewAcquisition",
    "NewAgent",
    "NewCouncilDecision",
    "NewMarketplaceListing",
    "NewObserverEvent",
    "NewObserverEventsDefault",
    "NewProfile",
    "NewRealtimeDeadLetter",
    "NewRealtimeOutbox",
    "NewTrustHistory",
    "NewTruthChainEntry",
    "ObserverEvent",
    "ObserverEventsDefault",
    "ObserverEventsDefaultUpdate",
    "ObserverPayload",
    "Profile",
    "ProfileRole",
    "ProfileSubscriptionTier",
    "ProfileUpdate",
    "RealtimeDeadLetter",
    "RealtimeDeadLetterUpdate",
    "RealtimeOutbox",
    "RealtimeOutboxUpdate",
    "TrustHistory",
    "TrustSourceType",
    "TruthChainEntry",
    "TruthPayload",
]


def _storable(text: str) -> str:
    """Refuse what no text in PostgreSQL can hold: U+0000 and halves of surrogate pairs."""
    if "\x00" in text:
        raise ValueError("PostgreSQL cannot store the character U+0000")
    text.encode()
    return text


def _unset() -> Any:
    """Stand for a value that the database chooses."""
    return None


_BigInt = Annotated[int, Field(ge=-9223372036854775808, le=9223372036854775807)]
_Finite12_2 = Annotated[Decimal, Field(max_digits=12, decimal_places=2)]
_Integer = Annotated[int, Field(ge=-2147483648, le=2147483647)]
_Text = Annotated[str, AfterValidator(_storable)]
_TextFrom1 = Annotated[str, Field(min_length=1), AfterValidator(_storable)]


def _storable_text(value: str) -> str:
    if "\0" in value:
        raise ValueError("JSON in PostgreSQL cannot hold the character U+0000")
    value.encode()
    return value


Text = Annotated[StrictStr, AfterValidator(_storable_text)]
"""A JSON string."""


def _storable_json(value: JsonValue) -> JsonValue:
    if isinstance(value, float) and not math.isfinite(value):
        raise ValueError("JSON has no such number")
    if isinstance(value, str):
        _storable_text(value)
    if isinstance(value, dict):
        for key, item in value.items():
            _storable_text(key)
            _storable_json(item)
    if isinstance(value, list):
        for item in value:
            _storable_json(item)
    return value


Json = Annotated[JsonValue, AfterValidator(_storable_json)]
"""Any JSON value."""


class JsonObject(BaseModel):
    """A JSON object: no coercion, JSON's own keys in dumps, and no key that was not given."""

    model_config = ConfigDict(
        strict=True,
        extra="forbid",
        allow_inf_nan=False,
        populate_by_name=True,
        protected_namespaces=(),
        validate_assignment=True,
    )

    @model_serializer(mode="wrap")
    def _dump(self, dump: SerializerFunctionWrapHandler) -> dict[str, Any]:
        dumped: dict[str, Any] = dump(self)
        fields = type(self).model_fields
        if not fields:
            return dumped
        keys = {name: name if each.alias is None else each.alias for name, each in fields.items()}
        unset = keys.keys() - self.model_fields_set
        left_out = unset | {keys[name] for name in unset}
        return {
            keys.get(name, name): value for name, value in dumped.items() if name not in left_out
        }


def _not_null(value: object) -> object:
    if value is None:
        raise ValueError("null is not allowed; leave the key out")
    return value


_T = TypeVar("_T")
Missable = Annotated[_T | None, BeforeValidator(_not_null)]
"""A key that may be missing, and not null: None stands for a missing one."""


class _Row(BaseModel):
    """A row as it was read. Columns that the class does not know are left out."""

    model_config = ConfigDict(
        frozen=True,
        from_attributes=True,
        serialize_by_alias=True,
        validate_by_name=True,
    )

    TABLE: ClassVar[str]
    PRIMARY_KEY: ClassVar[tuple[str, ...]] = ()


class _New(BaseModel):
    """A row to insert.

    `model_dump(exclude_unset=True)` has the columns of the INSERT, under their names in the
    database: what was not set is left to the database, and is no value to read here. psycopg wants
    the values of `JSON_COLUMNS` wrapped in `Jsonb`, and None if the column cannot be NULL.
    """

    model_config = ConfigDict(
        extra="forbid",
        serialize_by_alias=True,
        validate_assignment=True,
        validate_by_name=True,
    )

    TABLE: ClassVar[str]
    JSON_COLUMNS: ClassVar[tuple[str, ...]] = ()


class _Update(BaseModel):
    """Changes to a row: only what was set, as for a new row."""

    model_config = ConfigDict(
        extra="forbid",
        serialize_by_alias=True,
        validate_assignment=True,
        validate_by_name=True,
    )

    TABLE: ClassVar[str]
    PRIMARY_KEY: ClassVar[tuple[str, ...]] = ()
    JSON_COLUMNS: ClassVar[tuple[str, ...]] = ()


class AcademyStatus(StrEnum):
    """How far a course has got."""

    ENROLLED = "enrolled"
    IN_PROGRESS = "in_progress"
    COMPLETED = "completed"
    FAILED = "failed"


class AcquisitionType(StrEnum):
    """On what terms a consumer has an agent."""

    TRIAL = "trial"
    PURCHASE = "purchase"
    SUBSCRIPTION = "subscription"


class AgentStatus(StrEnum):
    """Where an agent is in its life; archived stands for deleted."""

    DRAFT = "draft"
    TRAINING = "training"
    ACTIVE = "active"
    SUSPENDED = "suspended"
    ARCHIVED = "archived"


class CouncilDecisionType(StrEnum):
    """What a council decided."""

    APPROVAL = "approval"
    DENIAL = "denial"
    ESCALATION = "escalation"
    SUSPENSION = "suspension"
    REINSTATEMENT = "reinstatement"


class ListingStatus(StrEnum):
    """A published listing makes its agent public; withdrawn stands for deleted."""

    DRAFT = "draft"
    PUBLISHED = "published"
    SUSPENDED = "suspended"
    WITHDRAWN = "withdrawn"


class TrustSourceType(StrEnum):
    """What changed a trust score."""

    OBSERVER = "observer"
    COUNCIL = "council"
    ACADEMY = "academy"
    MARKETPLACE = "marketplace"
    MANUAL = "manual"


class AgentConfig(JsonObject):
    """A JSON object of the shape AgentConfig."""

    model_config = ConfigDict(extra="allow")

    __pydantic_extra__: dict[Text, Json] = Field(init=False)

    model: Missable[Annotated[Text, Field(min_length=1)]] = None
    temperature: Missable[Annotated[int | float, Field(ge=0, le=2)]] = None
    tools: Missable[list[Text]] = None


class CouncilVote(JsonObject):
    """A JSON object of the shape CouncilVote."""

    member: Annotated[Text, Field(min_length=1)]
    vote: Literal["approve", "deny", "abstain"]
    reason: Missable[Text] = None


class CouncilRecord(JsonObject):
    """A JSON object of the shape CouncilRecord."""

    model_config = ConfigDict(extra="allow")

    __pydantic_extra__: dict[Text, Json] = Field(init=False)

    votes: list[CouncilVote]


class ObserverPayload(JsonObject):
    """A JSON object of the shape ObserverPayload."""

    model_config = ConfigDict(extra="allow")

    __pydantic_extra__: dict[Text, Json] = Field(init=False)


class TruthPayload(JsonObject):
    """A JSON object of the shape TruthPayload."""

    model_config = ConfigDict(extra="allow")

    __pydantic_extra__: dict[Text, Json] = Field(init=False)


ProfileRole = Literal["consumer", "trainer", "council", "admin"]


ProfileSubscriptionTier = Literal["free", "pro", "enterprise"]


class AcademyProgress(_Row):
    """An agent's progress through a course of the academy."""

    TABLE = "public.academy_progress"
    PRIMARY_KEY = ("id",)

    id: UUID
    agent_id: UUID
    course: _TextFrom1
    status: AcademyStatus
    progress: int = Field(ge=0, le=100, description="Percent.")
    completed_at: AwareDatetime | None
    created_at: AwareDatetime
    updated_at: AwareDatetime


class NewAcademyProgress(_New):
    """A new row of public.academy_progress, dumped with `exclude_unset=True`."""

    TABLE = "public.academy_progress"

    id: UUID = Field(default_factory=_unset)
    agent_id: UUID
    course: _TextFrom1
    status: AcademyStatus = Field(default_factory=_unset)
    progress: int = Field(default_factory=_unset, ge=0, le=100, description="Percent.")
    completed_at: AwareDatetime | None = None
    created_at: AwareDatetime = Field(default_factory=_unset)
    updated_at: AwareDatetime = Field(default_factory=_unset)


class AcademyProgressUpdate(_Update):
    """Changes to a row of public.academy_progress, dumped with `exclude_unset=True`."""

    TABLE = "public.academy_progress"
    PRIMARY_KEY = ("id",)

    agent_id: UUID = Field(default_factory=_unset)
    course: _TextFrom1 = Field(default_factory=_unset)
    status: AcademyStatus = Field(default_factory=_unset)
    progress: int = Field(default_factory=_unset, ge=0, le=100, description="Percent.")
    completed_at: AwareDatetime | None = None
    created_at: AwareDatetime = Field(default_factory=_unset)
    updated_at: AwareDatetime = Field(default_factory=_unset)


class Acquisition(_Row):
    """A consumer's relationship with an agent."""

    TABLE = "public.acquisitions"
    PRIMARY_KEY = ("id",)

    id: UUID
    consumer_id: UUID
    agent_id: UUID
    listing_id: UUID
    acquisition_type: AcquisitionType
    price: _Finite12_2 = Field(ge=0)
    created_at: AwareDatetime
    ended_at: AwareDatetime | None


class NewAcquisition(_New):
    """A new row of public.acquisitions, dumped with `exclude_unset=True`."""

    TABLE = "public.acquisitions"

    id: UUID = Field(default_factory=_unset)
    consumer_id: UUID
    agent_id: UUID
    listing_id: UUID
    acquisition_type: AcquisitionType
    price: _Finite12_2 = Field(default_factory=_unset, ge=0)
    created_at: AwareDatetime = Field(default_factory=_unset)
    ended_at: AwareDatetime | None = None


class AcquisitionUpdate(_Update):
    """Changes to a row of public.acquisitions, dumped with `exclude_unset=True`."""

    TABLE = "public.acquisitions"
    PRIMARY_KEY = ("id",)

    consumer_id: UUID = Field(default_factory=_unset)
    agent_id: UUID = Field(default_factory=_unset)
    listing_id: UUID = Field(default_factory=_unset)
    acquisition_type: AcquisitionType = Field(default_factory=_unset)
    price: _Finite12_2 = Field(default_factory=_unset, ge=0)
    created_at: AwareDatetime = Field(default_factory=_unset)
    ended_at: AwareDatetime | None = None


class Agent(_Row):
    """An AI agent and its current standing."""

    TABLE = "public.agents"
    PRIMARY_KEY = ("id",)

    id: UUID
    owner_id: UUID
    name: _TextFrom1
    description: _Text | None
    config: AgentConfig
    trust_score: int = Field(ge=0, le=1000, description="0 to 1000; see get_trust_tier.")
    status: AgentStatus
    created_at: AwareDatetime
    updated_at: AwareDatetime


class NewAgent(_New):
    """A new row of public.agents, dumped with `exclude_unset=True`."""

    TABLE = "public.agents"
    JSON_COLUMNS = ("config",)

    id: UUID = Field(default_factory=_unset)
    owner_id: UUID
    name: _TextFrom1
    description: _Text | None = None
    config: AgentConfig = Field(default_factory=_unset)
    trust_score: int = Field(
        default_factory=_unset,
        ge=0,
        le=1000,
        description="0 to 1000; see get_trust_tier.",
    )
    status: AgentStatus = Field(default_factory=_unset)
    created_at: AwareDatetime = Field(default_factory=_unset)
    updated_at: AwareDatetime = Field(default_factory=_unset)


class AgentUpdate(_Update):
    """Changes to a row of public.agents, dumped with `exclude_unset=True`."""

    TABLE = "public.agents"
    PRIMARY_KEY = ("id",)
    JSON_COLUMNS = ("config",)

    owner_id: UUID = Field(default_factory=_unset)
    name: _TextFrom1 = Field(default_factory=_unset)
    description: _Text | None = None
    config: AgentConfig = Field(default_factory=_unset)
    trust_score: int = Field(
        default_factory=_unset,
        ge=0,
        le=1000,
        description="0 to 1000; see get_trust_tier.",
    )
    status: AgentStatus = Field(default_factory=_unset)
    created_at: AwareDatetime = Field(default_factory=_unset)
    updated_at: AwareDatetime = Field(default_factory=_unset)


class CouncilDecision(_Row):
    """A decision of the governing council, public."""

    TABLE = "public.council_decisions"
    PRIMARY_KEY = ("id",)

    id: UUID
    agent_id: UUID | None = Field(description="Null for a decision of principle.")
    decision_type: CouncilDecisionType
    risk_level: int = Field(ge=0, le=4, description="From 0, none, to 4, critical.")
    subject: _Text
    reasoning: _Text | None
    record: CouncilRecord | None
    created_at: AwareDatetime
    updated_at: AwareDatetime


class NewCouncilDecision(_New):
    """A new row of public.council_decisions, dumped with `exclude_unset=True`."""

    TABLE = "public.council_decisions"
    JSON_COLUMNS = ("record",)

    id: UUID = Field(default_factory=_unset)
    agent_id: UUID | None = Field(default=None, description="Null for a decision of principle.")
    decision_type: CouncilDecisionType
    risk_level: int = Field(ge=0, le=4, description="From 0, none, to 4, critical.")
    subject: _Text
    reasoning: _Text | None = None
    record: CouncilRecord | None = None
    created_at: AwareDatetime = Field(default_factory=_unset)
    updated_at: AwareDatetime = Field(default_factory=_unset)


class CouncilDecisionUpdate(_Update):
    """Changes to a row of public.council_decisions, dumped with `exclude_unset=True`."""

    TABLE = "public.council_decisions"
    PRIMARY_KEY = ("id",)
    JSON_COLUMNS = ("record",)

    agent_id: UUID | None = Field(default=None, description="Null for a decision of principle.")
    decision_type: CouncilDecisionType = Field(default_factory=_unset)
    risk_level: int = Field(
        default_factory=_unset,
        ge=0,
        le=4,
        description="From 0, none, to 4, critical.",
    )
    subject: _Text = Field(default_factory=_unset)
    reasoning: _Text | None = None
    record: CouncilRecord | None = None
    created_at: AwareDatetime = Field(default_factory=_unset)
    updated_at: AwareDatetime = Field(default_factory=_unset)


class MarketplaceListing(_Row):
    """An agent offered to consumers."""

    TABLE = "public.marketplace_listings"
    PRIMARY_KEY = ("id",)

    id: UUID
    agent_id: UUID
    owner_id: UUID = Field(description="The owner of the agent.")
    title: _TextFrom1
    description: _Text | None
    price: _Finite12_2 = Field(ge=0)
    currency: _Text = Field(pattern="^[A-Z]{3}$", description="ISO 4217.")
    status: ListingStatus
    created_at: AwareDatetime
    updated_at: AwareDatetime


class NewMarketplaceListing(_New):
    """A new row of public.marketplace_listings, dumped with `exclude_unset=True`."""

    TABLE = "public.marketplace_listings"

    id: UUID = Field(default_factory=_unset)
    agent_id: UUID
    owner_id: UUID = Field(description="The owner of the agent.")
    title: _TextFrom1
    description: _Text | None = None
    price: _Finite12_2 = Field(default_factory=_unset, ge=0)
    currency: _Text = Field(default_factory=_unset, pattern="^[A-Z]{3}$", description="ISO 4217.")
    status: ListingStatus = Field(default_factory=_unset)
    created_at: AwareDatetime = Field(default_factory=_unset)
    updated_at: AwareDatetime = Field(default_factory=_unset)


class MarketplaceListingUpdate(_Update):
    """Changes to a row of public.marketplace_listings, dumped with `exclude_unset=True`."""

    TABLE = "public.marketplace_listings"
    PRIMARY_KEY = ("id",)

    agent_id: UUID = Field(default_factory=_unset)
    owner_id: UUID = Field(default_factory=_unset, description="The owner of the agent.")
    title: _TextFrom1 = Field(default_factory=_unset)
    description: _Text | None = None
    price: _Finite12_2 = Field(default_factory=_unset, ge=0)
    currency: _Text = Field(default_factory=_unset, pattern="^[A-Z]{3}$", description="ISO 4217.")
    status: ListingStatus = Field(default_factory=_unset)
    created_at: AwareDatetime = Field(default_factory=_unset)
    updated_at: AwareDatetime = Field(default_factory=_unset)


class ObserverEvent(_Row):
    """The log of what agents did."""

    TABLE = "public.observer_events"
    PRIMARY_KEY = ("id", "created_at")

    id: UUID
    sequence: _BigInt
    agent_id: UUID
    event_type: _TextFrom1
    payload: ObserverPayload
    created_at: AwareDatetime


class NewObserverEvent(_New):
    """A new row of public.observer_events, dumped with `exclude_unset=True`."""

    TABLE = "public.observer_events"
    JSON_COLUMNS = ("payload",)

    id: UUID = Field(default_factory=_unset)
    agent_id: UUID
    event_type: _TextFrom1
    payload: ObserverPayload = Field(default_factory=_unset)
    created_at: AwareDatetime = Field(default_factory=_unset)


class ObserverEventsDefault(_Row):
    """A row of public.observer_events_default."""

    TABLE = "public.observer_events_default"

    id: UUID
    sequence: _BigInt
    agent_id: UUID
    event_type: _Text
    payload: Json
    created_at: AwareDatetime


class NewObserverEventsDefault(_New):
    """A new row of public.observer_events_default, dumped with `exclude_unset=True`."""

    TABLE = "public.observer_events_default"
    JSON_COLUMNS = ("payload",)

    id: UUID = Field(default_factory=_unset)
    agent_id: UUID
    event_type: _Text
    payload: Json = Field(default_factory=_unset)
    created_at: AwareDatetime = Field(default_factory=_unset)


class ObserverEventsDefaultUpdate(_Update):
    """Changes to a row of public.observer_events_default, dumped with `exclude_unset=True`."""

    TABLE = "public.observer_events_default"
    JSON_COLUMNS = ("payload",)

    id: UUID = Field(default_factory=_unset)
    agent_id: UUID = Field(default_factory=_unset)
    event_type: _Text = Field(default_factory=_unset)
    payload: Json = Field(default_factory=_unset)
    created_at: AwareDatetime = Field(default_factory=_unset)


class Profile(_Row):
    """A person who uses the platform, public but for the email address."""

    TABLE = "public.profiles"
    PRIMARY_KEY = ("id",)

    id: UUID = Field(description="The authenticated user's id.")
    email: _Text | None = Field(description="Contact address, as the auth service knows it.")
    display_name: _Text | None
    avatar_url: _Text | None
    role: ProfileRole
    subscription_tier: ProfileSubscriptionTier
    created_at: AwareDatetime
    updated_at: AwareDatetime


class NewProfile(_New):
    """A new row of public.profiles, dumped with `exclude_unset=True`."""

    TABLE = "public.profiles"

    id: UUID = Field(description="The authenticated user's id.")
    email: _Text | None = Field(
        default=None,
        description="Contact address, as the auth service knows it.",
    )
    display_name: _Text | None = None
    avatar_url: _Text | None = None
    role: ProfileRole = Field(default_factory=_unset)
    subscription_tier: ProfileSubscriptionTier = Field(default_factory=_unset)
    created_at: AwareDatetime = Field(default_factory=_unset)
    updated_at: AwareDatetime = Field(default_factory=_unset)


class ProfileUpdate(_Update):
    """Changes to a row of public.profiles, dumped with `exclude_unset=True`."""

    TABLE = "public.profiles"
    PRIMARY_KEY = ("id",)

    email: _Text | None = Field(
        default=None,
        description="Contact address, as the auth service knows it.",
    )
    display_name: _Text | None = None
    avatar_url: _Text | None = None
    role: ProfileRole = Field(default_factory=_unset)
    subscription_tier: ProfileSubscriptionTier = Field(default_factory=_unset)
    created_at: AwareDatetime = Field(default_factory=_unset)
    updated_at: AwareDatetime = Field(default_factory=_unset)


class RealtimeDeadLetter(_Row):
    """Events that were refused too often, with the last reason."""

    TABLE = "public.realtime_dead_letters"
    PRIMARY_KEY = ("id",)

    id: _BigInt
    event_id: UUID
    channel: _Text
    event: _Text
    payload: Json
    occurred_at: AwareDatetime
    refused_at: AwareDatetime
    reason: _Text


class NewRealtimeDeadLetter(_New):
    """A new row of public.realtime_dead_letters, dumped with `exclude_unset=True`."""

    TABLE = "public.realtime_dead_letters"
    JSON_COLUMNS = ("payload",)

    id: _BigInt
    event_id: UUID
    channel: _Text
    event: _Text
    payload: Json
    occurred_at: AwareDatetime
    refused_at: AwareDatetime = Field(default_factory=_unset)
    reason: _Text


class RealtimeDeadLetterUpdate(_Update):
    """Changes to a row of public.realtime_dead_letters, dumped with `exclude_unset=True`."""

    TABLE = "public.realtime_dead_letters"
    PRIMARY_KEY = ("id",)
    JSON_COLUMNS = ("payload",)

    event_id: UUID = Field(default_factory=_unset)
    channel: _Text = Field(default_factory=_unset)
    event: _Text = Field(default_factory=_unset)
    payload: Json = Field(default_factory=_unset)
    occurred_at: AwareDatetime = Field(default_factory=_unset)
    refused_at: AwareDatetime = Field(default_factory=_unset)
    reason: _Text = Field(default_factory=_unset)


class RealtimeOutbox(_Row):
    """Events that wait to be published, a row for each channel."""

    TABLE = "public.realtime_outbox"
    PRIMARY_KEY = ("id",)

    id: _BigInt
    event_id: UUID
    channel: _Text
    event: _Text
    payload: Json
    occurred_at: AwareDatetime
    refusals: _Integer
    retry_at: AwareDatetime | None


class NewRealtimeOutbox(_New):
    """A new row of public.realtime_outbox, dumped with `exclude_unset=True`."""

    TABLE = "public.realtime_outbox"
    JSON_COLUMNS = ("payload",)

    event_id: UUID
    channel: _Text
    event: _Text
    payload: Json
    occurred_at: AwareDatetime = Field(default_factory=_unset)
    refusals: _Integer = Field(default_factory=_unset)
    retry_at: AwareDatetime | None = None


class RealtimeOutboxUpdate(_Update):
    """Changes to a row of public.realtime_outbox, dumped with `exclude_unset=True`."""

    TABLE = "public.realtime_outbox"
    PRIMARY_KEY = ("id",)
    JSON_COLUMNS = ("payload",)

    event_id: UUID = Field(default_factory=_unset)
    channel: _Text = Field(default_factory=_unset)
    event: _Text = Field(default_factory=_unset)
    payload: Json = Field(default_factory=_unset)
    occurred_at: AwareDatetime = Field(default_factory=_unset)
    refusals: _Integer = Field(default_factory=_unset)
    retry_at: AwareDatetime | None = None


class TrustHistory(_Row):
    """The audit trail of trust scores: one row per change."""

    TABLE = "public.trust_history"
    PRIMARY_KEY = ("id",)

    id: UUID
    agent_id: UUID
    previous_score: int = Field(ge=0, le=1000)
    new_score: int = Field(ge=0, le=1000)
    change: _Integer | None
    source_type: TrustSourceType
    source_id: UUID | None = Field(description="The event, decision or course behind it.")
    reason: _Text | None
    created_at: AwareDatetime


class NewTrustHistory(_New):
    """A new row of public.trust_history, dumped with `exclude_unset=True`."""

    TABLE = "public.trust_history"

    id: UUID = Field(default_factory=_unset)
    agent_id: UUID
    previous_score: int = Field(ge=0, le=1000)
    new_score: int = Field(ge=0, le=1000)
    source_type: TrustSourceType
    source_id: UUID | None = Field(
        default=None,
        description="The event, decision or course behind it.",
    )
    reason: _Text | None = None
    created_at: AwareDatetime = Field(default_factory=_unset)


class TruthChainEntry(_Row):
    """The immutable public record, each entry bound to the one before it by its hash."""

    TABLE = "public.truth_chain"
    PRIMARY_KEY = ("id",)

    id: UUID
    subject_type: _TextFrom1
    subject_id: UUID
    record_type: _TextFrom1
    payload: TruthPayload
    created_at: AwareDatetime
    sequence: _BigInt
    previous_hash: _Text | None
    hash: _Text


class NewTruthChainEntry(_New):
    """A new row of public.truth_chain, dumped with `exclude_unset=True`."""

    TABLE = "public.truth_chain"
    JSON_COLUMNS = ("payload",)

    id: UUID = Field(default_factory=_unset)
    subject_type: _TextFrom1
    subject_id: UUID
    record_type: _TextFrom1
    payload: TruthPayload
    created_at: AwareDatetime = Field(default_factory=_unset)
    sequence: _BigInt = Field(default_factory=_unset)
    previous_hash: _Text | None = None
    hash: _Text = Field(default_factory=_unset)
