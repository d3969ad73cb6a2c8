# Made by schemagen from specs/tenant_citus.yaml. Do not edit.
"""What a storage of tenant_citus can do, whatever holds the rows: protocols, and what may go
wrong.
"""

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


class BadgeWhere(TypedDict, total=False):
    """Values to find rows of public.badges by."""

    id: UUID
    community_id: UUID
    profile_id: UUID
    badge_type: str
    awarded_at: dt.datetime
    awarded_by: UUID | None
    revoked_at: dt.datetime | None
    created_at: dt.datetime


class BadgePort(Protocol):
    """The rows of public.badges."""

    def get(self, community_id: UUID, id: UUID, /) -> models.Badge | None:
        """Return the row with a key, or None."""
        ...

    def find(self, /, **where: Unpack[BadgeWhere]) -> list[models.Badge]:
        """Return the rows that have these values; None finds NULL."""
        ...

    def page(
        self,
        /,
        *,
        after: tuple[UUID, UUID] | None = None,
        limit: int = 100,
        descending: bool = False,
        **where: Unpack[BadgeWhere],
    ) -> Page[models.Badge, tuple[UUID, UUID]]:
        """Return rows in the order of their keys, from behind the last key of another page."""
        ...

    def insert(self, new: models.NewBadge, /) -> models.Badge:
        """Insert a row and return it, with what the database chose."""
        ...

    def insert_many(self, new: Iterable[models.NewBadge], /) -> int:
        """Insert many rows, fast, and return how many."""
        ...

    def update(self, community_id: UUID, id: UUID, changes: models.BadgeUpdate, /) -> models.Badge:
        """Change a row and return it."""
        ...

    def delete(self, community_id: UUID, id: UUID, /) -> models.Badge:
        """Delete a row and return it."""
        ...


class CommunityWhere(TypedDict, total=False):
    """Values to find rows of public.communities by."""

    id: UUID
    name: str
    theme_id: str
    subscription_tier: str
    discord_guild_id: str | None
    telegram_chat_id: str | None
    is_active: bool
    updated_at: dt.datetime
    created_at: dt.datetime


class CommunityPort(Protocol):
    """The rows of public.communities."""

    def get(self, id: UUID, /) -> models.Community | None:
        """Return the row with a key, or None."""
        ...

    def find(self, /, **where: Unpack[CommunityWhere]) -> list[models.Community]:
        """Return the rows that have these values; None finds NULL."""
        ...

    def page(
        self,
        /,
        *,
        after: UUID | None = None,
        limit: int = 100,
        descending: bool = False,
        **where: Unpack[CommunityWhere],
    ) -> Page[models.Community, UUID]:
        """Return rows in the order of their keys, from behind the last key of another page."""
        ...

    def insert(self, new: models.NewCommunity, /) -> models.Community:
        """Insert a row and return it, with what the database chose."""
        ...

    def insert_many(self, new: Iterable[models.NewCommunity], /) -> int:
        """Insert many rows, fast, and return how many."""
        ...

    def update(self, id: UUID, changes: models.CommunityUpdate, /) -> models.Community:
        """Change a row and return it."""
        ...

    def delete(self, id: UUID, /) -> models.Community:
        """Delete a row and return it."""
        ...


class ManifestWhere(TypedDict, total=False):
    """Values to find rows of public.manifests by."""

    id: UUID
    community_id: UUID
    version: int
    checksum: str
    synthesized_at: dt.datetime
    synthesized_by: str | None
    is_active: bool
    created_at: dt.datetime


class ManifestPort(Protocol):
    """The rows of public.manifests."""

    def get(self, community_id: UUID, id: UUID, /) -> models.Manifest | None:
        """Return the row with a key, or None."""
        ...

    def find(self, /, **where: Unpack[ManifestWhere]) -> list[models.Manifest]:
        """Return the rows that have these values; None finds NULL."""
        ...

    def page(
        self,
        /,
        *,
        after: tuple[UUID, UUID] | None = None,
        limit: int = 100,
        descending: bool = False,
        **where: Unpack[ManifestWhere],
    ) -> Page[models.Manifest, tuple[UUID, UUID]]:
        """Return rows in the order of their keys, from behind the last key of another page."""
        ...

    def insert(self, new: models.NewManifest, /) -> models.Manifest:
        """Insert a row and return it, with what the database chose."""
        ...

    def insert_many(self, new: Iterable[models.NewManifest], /) -> int:
        """Insert many rows, fast, and return how many."""
        ...

    def update(
        self,
        community_id: UUID,
        id: UUID,
        changes: models.ManifestUpdate,
        /,
    ) -> models.Manifest:
        """Change a row and return it."""
        ...

    def delete(self, community_id: UUID, id: UUID, /) -> models.Manifest:
        """Delete a row and return it."""
        ...


class ProfileWhere(TypedDict, total=False):
    """Values to find rows of public.profiles by."""

    id: UUID
    community_id: UUID
    discord_id: str | None
    telegram_id: str | None
    wallet_address: str | None
    tier: str | None
    current_rank: int | None
    activity_score: int | None
    conviction_score: int | None
    joined_at: dt.datetime | None
    last_seen_at: dt.datetime | None
    first_claim_at: dt.datetime | None
    updated_at: dt.datetime
    created_at: dt.datetime


class ProfilePort(Protocol):
    """The rows of public.profiles."""

    def get(self, community_id: UUID, id: UUID, /) -> models.Profile | None:
        """Return the row with a key, or None."""
        ...

    def find(self, /, **where: Unpack[ProfileWhere]) -> list[models.Profile]:
        """Return the rows that have these values; None finds NULL."""
        ...

    def page(
        self,
        /,
        *,
        after: tuple[UUID, UUID] | None = None,
        limit: int = 100,
        descending: bool = False,
        **where: Unpack[ProfileWhere],
    ) -> Page[models.Profile, tuple[UUID, UUID]]:
        """Return rows in the order of their keys, from behind the last key of another page."""
        ...

    def insert(self, new: models.NewProfile, /) -> models.Profile:
        """Insert a row and return it, with what the database chose."""
        ...

    def insert_many(self, new: Iterable[models.NewProfile], /) -> int:
        """Insert many rows, fast, and return how many."""
        ...

    def update(
        self,
        community_id: UUID,
        id: UUID,
        changes: models.ProfileUpdate,
        /,
    ) -> models.Profile:
        """Change a row and return it."""
        ...

    def delete(self, community_id: UUID, id: UUID, /) -> models.Profile:
        """Delete a row and return it."""
        ...


class ShadowStateWhere(TypedDict, total=False):
    """Values to find rows of public.shadow_states by."""

    id: UUID
    community_id: UUID
    manifest_version: int
    applied_at: dt.datetime
    applied_by: str | None
    checksum: str
    status: str
    created_at: dt.datetime


class ShadowStatePort(Protocol):
    """The rows of public.shadow_states."""

    def get(self, community_id: UUID, id: UUID, /) -> models.ShadowState | None:
        """Return the row with a key, or None."""
        ...

    def find(self, /, **where: Unpack[ShadowStateWhere]) -> list[models.ShadowState]:
        """Return the rows that have these values; None finds NULL."""
        ...

    def page(
        self,
        /,
        *,
        after: tuple[UUID, UUID] | None = None,
        limit: int = 100,
        descending: bool = False,
        **where: Unpack[ShadowStateWhere],
    ) -> Page[models.ShadowState, tuple[UUID, UUID]]:
        """Return rows in the order of their keys, from behind the last key of another page."""
        ...

    def insert(self, new: models.NewShadowState, /) -> models.ShadowState:
        """Insert a row and return it, with what the database chose."""
        ...

    def insert_many(self, new: Iterable[models.NewShadowState], /) -> int:
        """Insert many rows, fast, and return how many."""
        ...

    def update(
        self,
        community_id: UUID,
        id: UUID,
        changes: models.ShadowStateUpdate,
        /,
    ) -> models.ShadowState:
        """Change a row and return it."""
        ...

    def delete(self, community_id: UUID, id: UUID, /) -> models.ShadowState:
        """Delete a row and return it."""
        ...


class StorageProvider(Protocol):
    """All tables, within one transaction."""

    @property
    def badges(self) -> BadgePort:
        """The rows of public.badges."""
        ...

    @property
    def communities(self) -> CommunityPort:
        """The rows of public.communities."""
        ...

    @property
    def manifests(self) -> ManifestPort:
        """The rows of public.manifests."""
        ...

    @property
    def profiles(self) -> ProfilePort:
        """The rows of public.profiles."""
        ...

    @property
    def shadow_states(self) -> ShadowStatePort:
        """The rows of public.shadow_states."""
        ...
