# Made by schemagen from specs/directory.yaml. Do not edit.
"""What a storage of directory can do, whatever holds the rows: protocols, and what may go wrong."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Generic, Protocol, TypedDict, TypeVar, Unpack
from uuid import UUID

from . import models

Row = TypeVar("Row")
Key = TypeVar("Key")


class StorageError(Exception):
    """What was asked for is not possible with the rows that are there."""


class RowMissing(StorageError):
    """There is no such row, or none that this actor may change."""


class RowChanged(StorageError):
    """Somebody changed the row since it was read."""


class RowConflict(StorageError):
    """Another row has the same key, by the unique constraint that the message names.

    PostgreSQL gives up the transaction then, or the innermost `session.transaction()`.
    """


@dataclass(frozen=True)
class Page(Generic[Row, Key]):
    """Rows in the order of their keys; `after` leads to the next page, and is None on the last."""

    rows: list[Row]
    after: Key | None


class CommunityInvitationWhere(TypedDict, total=False):
    """Values to find rows of public.community_invitations by."""

    invitation_id: UUID
    invitation_code: str
    created_by: str
    invited_telegram_username: str | None
    status: models.CommunityInvitationStatus
    expires_at: dt.datetime
    accepted_by: str | None
    accepted_at: dt.datetime | None
    created_at: dt.datetime
    updated_at: dt.datetime


class CommunityInvitationPort(Protocol):
    """The rows of public.community_invitations."""

    def get(self, invitation_id: UUID, /) -> models.CommunityInvitation | None:
        """Return the row with a key, or None."""
        ...

    def find(
        self,
        /,
        **where: Unpack[CommunityInvitationWhere],
    ) -> list[models.CommunityInvitation]:
        """Return the rows that have these values; None finds NULL."""
        ...

    def page(
        self,
        /,
        *,
        after: UUID | None = None,
        limit: int = 100,
        descending: bool = False,
        **where: Unpack[CommunityInvitationWhere],
    ) -> Page[models.CommunityInvitation, UUID]:
        """Return rows in the order of their keys, from behind the last key of another page."""
        ...

    def insert(self, new: models.NewCommunityInvitation, /) -> models.CommunityInvitation:
        """Insert a row and return it, with what the database chose."""
        ...

    def insert_many(self, new: Iterable[models.NewCommunityInvitation], /) -> int:
        """Insert many rows, fast, and return how many."""
        ...

    def update(
        self,
        invitation_id: UUID,
        changes: models.CommunityInvitationUpdate,
        /,
        *,
        updated_at: dt.datetime | None = None,
    ) -> models.CommunityInvitation:
        """Change a row and return it; with `updated_at`, only if nobody has since."""
        ...

    def delete(
        self,
        invitation_id: UUID,
        /,
        *,
        updated_at: dt.datetime | None = None,
    ) -> models.CommunityInvitation:
        """Delete a row and return it; with `updated_at`, only if nobody has since."""
        ...


class CommunityMemberWhere(TypedDict, total=False):
    """Values to find rows of public.community_members by."""

    id: UUID
    member_id: str
    telegram_id: str
    telegram_username: str | None
    name: str
    primary_role: str
    organization: str | None
    country: str | None
    github_username: str | None
    github_verified: bool
    github_verified_at: dt.datetime | None
    status: models.CommunityMemberStatus
    reputation_score: int
    reputation_tier: str | None
    invited_by: str | None
    registration_fee_paid: bool | None
    registration_fee_tx_hash: str | None
    created_at: dt.datetime
    updated_at: dt.datetime
    last_active_at: dt.datetime | None
    deleted_at: dt.datetime | None


class CommunityMemberPort(Protocol):
    """The rows of public.community_members."""

    def get(self, id: UUID, /) -> models.CommunityMember | None:
        """Return the row with a key, or None."""
        ...

    def find(self, /, **where: Unpack[CommunityMemberWhere]) -> list[models.CommunityMember]:
        """Return the rows that have these values; None finds NULL."""
        ...

    def page(
        self,
        /,
        *,
        after: UUID | None = None,
        limit: int = 100,
        descending: bool = False,
        **where: Unpack[CommunityMemberWhere],
    ) -> Page[models.CommunityMember, UUID]:
        """Return rows in the order of their keys, from behind the last key of another page."""
        ...

    def insert(self, new: models.NewCommunityMember, /) -> models.CommunityMember:
        """Insert a row and return it, with what the database chose."""
        ...

    def insert_many(self, new: Iterable[models.NewCommunityMember], /) -> int:
        """Insert many rows, fast, and return how many."""
        ...

    def update(
        self,
        id: UUID,
        changes: models.CommunityMemberUpdate,
        /,
        *,
        updated_at: dt.datetime | None = None,
    ) -> models.CommunityMember:
        """Change a row and return it; with `updated_at`, only if nobody has since."""
        ...

    def delete(
        self,
        id: UUID,
        /,
        *,
        updated_at: dt.datetime | None = None,
    ) -> models.CommunityMember:
        """Mark a row as deleted and return it; with `updated_at`, only if nobody has since."""
        ...


class MemberDailyHighlightWhere(TypedDict, total=False):
    """Values to find rows of public.member_daily_highlights by."""

    id: UUID
    member_id: str
    highlight_date: dt.date
    message_count: int | None
    reaction_count: int | None
    voice_minutes: int | None
    reputation_earned: int | None
    created_at: dt.datetime


class MemberDailyHighlightPort(Protocol):
    """The rows of public.member_daily_highlights."""

    def get(self, id: UUID, /) -> models.MemberDailyHighlight | None:
        """Return the row with a key, or None."""
        ...

    def find(
        self,
        /,
        **where: Unpack[MemberDailyHighlightWhere],
    ) -> list[models.MemberDailyHighlight]:
        """Return the rows that have these values; None finds NULL."""
        ...

    def page(
        self,
        /,
        *,
        after: UUID | None = None,
        limit: int = 100,
        descending: bool = False,
        **where: Unpack[MemberDailyHighlightWhere],
    ) -> Page[models.MemberDailyHighlight, UUID]:
        """Return rows in the order of their keys, from behind the last key of another page."""
        ...

    def insert(self, new: models.NewMemberDailyHighlight, /) -> models.MemberDailyHighlight:
        """Insert a row and return it, with what the database chose."""
        ...

    def insert_many(self, new: Iterable[models.NewMemberDailyHighlight], /) -> int:
        """Insert many rows, fast, and return how many."""
        ...

    def update(
        self,
        id: UUID,
        changes: models.MemberDailyHighlightUpdate,
        /,
    ) -> models.MemberDailyHighlight:
        """Change a row and return it."""
        ...

    def delete(self, id: UUID, /) -> models.MemberDailyHighlight:
        """Delete a row and return it."""
        ...


class MemberParticipationWhere(TypedDict, total=False):
    """Values to find rows of public.member_participation by."""

    id: UUID
    member_id: str
    event_type: str
    platform: str
    room_id: str
    occurred_at: dt.datetime


class MemberParticipationPort(Protocol):
    """The rows of public.member_participation."""

    def get(self, id: UUID, /) -> models.MemberParticipation | None:
        """Return the row with a key, or None."""
        ...

    def find(
        self,
        /,
        **where: Unpack[MemberParticipationWhere],
    ) -> list[models.MemberParticipation]:
        """Return the rows that have these values; None finds NULL."""
        ...

    def page(
        self,
        /,
        *,
        after: UUID | None = None,
        limit: int = 100,
        descending: bool = False,
        **where: Unpack[MemberParticipationWhere],
    ) -> Page[models.MemberParticipation, UUID]:
        """Return rows in the order of their keys, from behind the last key of another page."""
        ...

    def insert(self, new: models.NewMemberParticipation, /) -> models.MemberParticipation:
        """Insert a row and return it, with what the database chose."""
        ...

    def insert_many(self, new: Iterable[models.NewMemberParticipation], /) -> int:
        """Insert many rows, fast, and return how many."""
        ...

    def update(
        self,
        id: UUID,
        changes: models.MemberParticipationUpdate,
        /,
    ) -> models.MemberParticipation:
        """Change a row and return it."""
        ...

    def delete(self, id: UUID, /) -> models.MemberParticipation:
        """Delete a row and return it."""
        ...


class MemberRelationshipWhere(TypedDict, total=False):
    """Values to find rows of public.member_relationships by."""

    id: UUID
    entity_id_a: str
    entity_id_b: str
    relationship_type: str
    created_at: dt.datetime


class MemberRelationshipPort(Protocol):
    """The rows of public.member_relationships."""

    def get(self, id: UUID, /) -> models.MemberRelationship | None:
        """Return the row with a key, or None."""
        ...

    def find(self, /, **where: Unpack[MemberRelationshipWhere]) -> list[models.MemberRelationship]:
        """Return the rows that have these values; None finds NULL."""
        ...

    def page(
        self,
        /,
        *,
        after: UUID | None = None,
        limit: int = 100,
        descending: bool = False,
        **where: Unpack[MemberRelationshipWhere],
    ) -> Page[models.MemberRelationship, UUID]:
        """Return rows in the order of their keys, from behind the last key of another page."""
        ...

    def insert(self, new: models.NewMemberRelationship, /) -> models.MemberRelationship:
        """Insert a row and return it, with what the database chose."""
        ...

    def insert_many(self, new: Iterable[models.NewMemberRelationship], /) -> int:
        """Insert many rows, fast, and return how many."""
        ...

    def update(
        self,
        id: UUID,
        changes: models.MemberRelationshipUpdate,
        /,
    ) -> models.MemberRelationship:
        """Change a row and return it."""
        ...

    def delete(self, id: UUID, /) -> models.MemberRelationship:
        """Delete a row and return it."""
        ...


class StorageProvider(Protocol):
    """All tables, within one transaction."""

    @property
    def community_invitations(self) -> CommunityInvitationPort:
        """The rows of public.community_invitations."""
        ...

    @property
    def community_members(self) -> CommunityMemberPort:
        """The rows of public.community_members."""
        ...

    @property
    def member_daily_highlights(self) -> MemberDailyHighlightPort:
        """The rows of public.member_daily_highlights."""
        ...

    @property
    def member_participation(self) -> MemberParticipationPort:
        """The rows of public.member_participation."""
        ...

    @property
    def member_relationships(self) -> MemberRelationshipPort:
        """The rows of public.member_relationships."""
        ...
