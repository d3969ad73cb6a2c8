# Made by schemagen from specs/directory.yaml. Do not edit.
"""A community's directory: its members and how they came, whom they know, what they take part in.
Times are without a time zone, in UTC.
"""

import datetime as dt
import math
from typing import Annotated, Any, ClassVar, Literal
from uuid import UUID

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    JsonValue,
    NaiveDatetime,
    StrictBool,
    StrictStr,
)

__all__ = [
    "CommunityInvitation",
    "CommunityInvitationStatus",
    "CommunityInvitationUpdate",
    "CommunityMember",
    "CommunityMemberStatus",
    "CommunityMemberUpdate",
    "MemberDailyHighlight",
    "MemberDailyHighlightUpdate",
    "MemberParticipation",
    "MemberParticipationUpdate",
    "MemberRelationship",
    "MemberRelationshipUpdate",
    "NewCommunityInvitation",
    "NewCommunityMember",
    "NewMemberDailyHighlight",
    "NewMemberParticipation",
    "NewMemberRelationship",
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


_Integer = Annotated[int, Field(ge=-2147483648, le=2147483647)]
_TextTo100 = Annotated[str, Field(max_length=100), AfterValidator(_storable)]
_TextTo16 = Annotated[str, Field(max_length=16), AfterValidator(_storable)]
_TextTo20 = Annotated[str, Field(max_length=20), AfterValidator(_storable)]
_TextTo255 = Annotated[str, Field(max_length=255), AfterValidator(_storable)]
_TextTo50 = Annotated[str, Field(max_length=50), AfterValidator(_storable)]


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


CommunityInvitationStatus = Literal["pending", "accepted", "expired", "revoked"]


CommunityMemberStatus = Literal["not_member", "pending", "active", "suspended", "left"]


class CommunityInvitation(_Row):
    """An invitation to the community, good for one person."""

    TABLE = "public.community_invitations"
    PRIMARY_KEY = ("invitation_id",)

    invitation_id: UUID
    invitation_code: _TextTo16
    created_by: _TextTo20 = Field(description="The member id of who invites.")
    invited_telegram_username: _TextTo255 | None
    status: CommunityInvitationStatus
    expires_at: NaiveDatetime
    accepted_by: _TextTo20 | None = Field(description="The member id of who came.")
    accepted_at: NaiveDatetime | None
    created_at: NaiveDatetime
    updated_at: NaiveDatetime


class NewCommunityInvitation(_New):
    """A new row of public.community_invitations, dumped with `exclude_unset=True`."""

    TABLE = "public.community_invitations"

    invitation_id: UUID = Field(default_factory=_unset)
    invitation_code: _TextTo16
    created_by: _TextTo20 = Field(description="The member id of who invites.")
    invited_telegram_username: _TextTo255 | None = None
    status: CommunityInvitationStatus = Field(default_factory=_unset)
    expires_at: NaiveDatetime
    accepted_by: _TextTo20 | None = Field(default=None, description="The member id of who came.")
    accepted_at: NaiveDatetime | None = None
    created_at: NaiveDatetime = Field(default_factory=_unset)
    updated_at: NaiveDatetime = Field(default_factory=_unset)


class CommunityInvitationUpdate(_Update):
    """Changes to a row of public.community_invitations, dumped with `exclude_unset=True`."""

    TABLE = "public.community_invitations"
    PRIMARY_KEY = ("invitation_id",)

    invitation_code: _TextTo16 = Field(default_factory=_unset)
    created_by: _TextTo20 = Field(
        default_factory=_unset,
        description="The member id of who invites.",
    )
    invited_telegram_username: _TextTo255 | None = None
    status: CommunityInvitationStatus = Field(default_factory=_unset)
    expires_at: NaiveDatetime = Field(default_factory=_unset)
    accepted_by: _TextTo20 | None = Field(default=None, description="The member id of who came.")
    accepted_at: NaiveDatetime | None = None
    created_at: NaiveDatetime = Field(default_factory=_unset)
    updated_at: NaiveDatetime = Field(default_factory=_unset)


class CommunityMember(_Row):
    """A member of the community. A deleted member stays, and goes on holding the member id and the
    Telegram id.
    """

    TABLE = "public.community_members"
    PRIMARY_KEY = ("id",)

    id: UUID
    member_id: _TextTo20 = Field(description='The number that a member is known by, as in "#247".')
    telegram_id: _TextTo255
    telegram_username: _TextTo255 | None
    name: _TextTo255
    primary_role: _TextTo50
    organization: _TextTo255 | None
    country: _TextTo100 | None
    github_username: _TextTo255 | None
    github_verified: StrictBool
    github_verified_at: NaiveDatetime | None
    github_profile_data: Json | None = Field(description="What GitHub tells about the account.")
    status: CommunityMemberStatus
    reputation_score: _Integer
    reputation_tier: _TextTo50 | None
    invited_by: _TextTo20 | None = Field(
        description=(
            "The member id of who invited this one. Null for a founder: the first member cannot be "
            "invited by anybody."
        ),
    )
    registration_fee_paid: StrictBool | None
    registration_fee_tx_hash: _TextTo255 | None
    profile_data: Json | None = Field(description="Whatever else a profile shows.")
    created_at: NaiveDatetime
    updated_at: NaiveDatetime
    last_active_at: NaiveDatetime | None
    deleted_at: NaiveDatetime | None


class NewCommunityMember(_New):
    """A new row of public.community_members, dumped with `exclude_unset=True`."""

    TABLE = "public.community_members"
    JSON_COLUMNS = ("github_profile_data", "profile_data")

    id: UUID = Field(default_factory=_unset)
    member_id: _TextTo20 = Field(description='The number that a member is known by, as in "#247".')
    telegram_id: _TextTo255
    telegram_username: _TextTo255 | None = None
    name: _TextTo255
    primary_role: _TextTo50
    organization: _TextTo255 | None = None
    country: _TextTo100 | None = None
    github_username: _TextTo255 | None = None
    github_verified: StrictBool = Field(default_factory=_unset)
    github_verified_at: NaiveDatetime | None = None
    github_profile_data: Json | None = Field(
        default=None,
        description="What GitHub tells about the account.",
    )
    status: CommunityMemberStatus = Field(default_factory=_unset)
    reputation_score: _Integer = Field(default_factory=_unset)
    reputation_tier: _TextTo50 | None = None
    invited_by: _TextTo20 | None = Field(
        default=None,
        description=(
            "The member id of who invited this one. Null for a founder: the first member cannot be "
            "invited by anybody."
        ),
    )
    registration_fee_paid: StrictBool | None = None
    registration_fee_tx_hash: _TextTo255 | None = None
    profile_data: Json | None = Field(default=None, description="Whatever else a profile shows.")
    created_at: NaiveDatetime = Field(default_factory=_unset)
    updated_at: NaiveDatetime = Field(default_factory=_unset)
    last_active_at: NaiveDatetime | None = None
    deleted_at: NaiveDatetime | None = None


class CommunityMemberUpdate(_Update):
    """Changes to a row of public.community_members, dumped with `exclude_unset=True`."""

    TABLE = "public.community_members"
    PRIMARY_KEY = ("id",)
    JSON_COLUMNS = ("github_profile_data", "profile_data")

    member_id: _TextTo20 = Field(
        default_factory=_unset,
        description='The number that a member is known by, as in "#247".',
    )
    telegram_id: _TextTo255 = Field(default_factory=_unset)
    telegram_username: _TextTo255 | None = None
    name: _TextTo255 = Field(default_factory=_unset)
    primary_role: _TextTo50 = Field(default_factory=_unset)
    organization: _TextTo255 | None = None
    country: _TextTo100 | None = None
    github_username: _TextTo255 | None = None
    github_verified: StrictBool = Field(default_factory=_unset)
    github_verified_at: NaiveDatetime | None = None
    github_profile_data: Json | None = Field(
        default=None,
        description="What GitHub tells about the account.",
    )
    status: CommunityMemberStatus = Field(default_factory=_unset)
    reputation_score: _Integer = Field(default_factory=_unset)
    reputation_tier: _TextTo50 | None = None
    invited_by: _TextTo20 | None = Field(
        default=None,
        description=(
            "The member id of who invited this one. Null for a founder: the first member cannot be "
            "invited by anybody."
        ),
    )
    registration_fee_paid: StrictBool | None = None
    registration_fee_tx_hash: _TextTo255 | None = None
    profile_data: Json | None = Field(default=None, description="Whatever else a profile shows.")
    created_at: NaiveDatetime = Field(default_factory=_unset)
    updated_at: NaiveDatetime = Field(default_factory=_unset)
    last_active_at: NaiveDatetime | None = None
    deleted_at: NaiveDatetime | None = None


class MemberDailyHighlight(_Row):
    """What a member did on one day, in numbers."""

    TABLE = "public.member_daily_highlights"
    PRIMARY_KEY = ("id",)

    id: UUID
    member_id: _TextTo20
    highlight_date: dt.date
    message_count: _Integer | None
    reaction_count: _Integer | None
    voice_minutes: _Integer | None
    reputation_earned: _Integer | None
    created_at: NaiveDatetime


class NewMemberDailyHighlight(_New):
    """A new row of public.member_daily_highlights, dumped with `exclude_unset=True`."""

    TABLE = "public.member_daily_highlights"

    id: UUID = Field(default_factory=_unset)
    member_id: _TextTo20
    highlight_date: dt.date
    message_count: _Integer | None = None
    reaction_count: _Integer | None = None
    voice_minutes: _Integer | None = None
    reputation_earned: _Integer | None = None
    created_at: NaiveDatetime = Field(default_factory=_unset)


class MemberDailyHighlightUpdate(_Update):
    """Changes to a row of public.member_daily_highlights, dumped with `exclude_unset=True`."""

    TABLE = "public.member_daily_highlights"
    PRIMARY_KEY = ("id",)

    member_id: _TextTo20 = Field(default_factory=_unset)
    highlight_date: dt.date = Field(default_factory=_unset)
    message_count: _Integer | None = None
    reaction_count: _Integer | None = None
    voice_minutes: _Integer | None = None
    reputation_earned: _Integer | None = None
    created_at: NaiveDatetime = Field(default_factory=_unset)


class MemberParticipation(_Row):
    """Something that a member did in one of the community's rooms."""

    TABLE = "public.member_participation"
    PRIMARY_KEY = ("id",)

    id: UUID
    member_id: _TextTo20
    event_type: _TextTo50 = Field(
        description="MESSAGE, REACTION, VOICE and others; the list is open.",
    )
    platform: _TextTo50 = Field(description="telegram or discord.")
    room_id: _TextTo255
    event_metadata: Json | None
    occurred_at: NaiveDatetime


class NewMemberParticipation(_New):
    """A new row of public.member_participation, dumped with `exclude_unset=True`."""

    TABLE = "public.member_participation"
    JSON_COLUMNS = ("event_metadata",)

    id: UUID = Field(default_factory=_unset)
    member_id: _TextTo20
    event_type: _TextTo50 = Field(
        description="MESSAGE, REACTION, VOICE and others; the list is open.",
    )
    platform: _TextTo50 = Field(description="telegram or discord.")
    room_id: _TextTo255
    event_metadata: Json | None = None
    occurred_at: NaiveDatetime = Field(default_factory=_unset)


class MemberParticipationUpdate(_Update):
    """Changes to a row of public.member_participation, dumped with `exclude_unset=True`."""

    TABLE = "public.member_participation"
    PRIMARY_KEY = ("id",)
    JSON_COLUMNS = ("event_metadata",)

    member_id: _TextTo20 = Field(default_factory=_unset)
    event_type: _TextTo50 = Field(
        default_factory=_unset,
        description="MESSAGE, REACTION, VOICE and others; the list is open.",
    )
    platform: _TextTo50 = Field(default_factory=_unset, description="telegram or discord.")
    room_id: _TextTo255 = Field(default_factory=_unset)
    event_metadata: Json | None = None
    occurred_at: NaiveDatetime = Field(default_factory=_unset)


class MemberRelationship(_Row):
    """A relationship between two members, by their ElizaOS entity ids, which are no member ids and
    refer to nothing here.
    """

    TABLE = "public.member_relationships"
    PRIMARY_KEY = ("id",)

    id: UUID
    entity_id_a: _TextTo255
    entity_id_b: _TextTo255
    relationship_type: _TextTo50 = Field(
        description="INVITED, MENTORED and others; the list is open.",
    )
    content: Json = Field(description="What is known about the relationship.")
    created_at: NaiveDatetime


class NewMemberRelationship(_New):
    """A new row of public.member_relationships, dumped with `exclude_unset=True`."""

    TABLE = "public.member_relationships"
    JSON_COLUMNS = ("content",)

    id: UUID = Field(default_factory=_unset)
    entity_id_a: _TextTo255
    entity_id_b: _TextTo255
    relationship_type: _TextTo50 = Field(
        description="INVITED, MENTORED and others; the list is open.",
    )
    content: Json = Field(description="What is known about the relationship.")
    created_at: NaiveDatetime = Field(default_factory=_unset)


class MemberRelationshipUpdate(_Update):
    """Changes to a row of public.member_relationships, dumped with `exclude_unset=True`."""

    TABLE = "public.member_relationships"
    PRIMARY_KEY = ("id",)
    JSON_COLUMNS = ("content",)

    entity_id_a: _TextTo255 = Field(default_factory=_unset)
    entity_id_b: _TextTo255 = Field(default_factory=_unset)
    relationship_type: _TextTo50 = Field(
        default_factory=_unset,
        description="INVITED, MENTORED and others; the list is open.",
    )
    content: Json = Field(
        default_factory=_unset,
        description="What is known about the relationship.",
    )
    created_at: NaiveDatetime = Field(default_factory=_unset)
