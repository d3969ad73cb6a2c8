# Made by schemagen from specs/trust.yaml. Do not edit.
"""What a storage of trust can do, whatever holds the rows: protocols, and what may go wrong."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
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


class AcademyProgressWhere(TypedDict, total=False):
    """Values to find rows of public.academy_progress by."""

    id: UUID
    agent_id: UUID
    course: str
    status: models.AcademyStatus
    progress: int
    completed_at: dt.datetime | None
    created_at: dt.datetime
    updated_at: dt.datetime


class AcademyProgressPort(Protocol):
    """The rows of public.academy_progress."""

    def get(self, id: UUID, /) -> models.AcademyProgress | None:
        """Return the row with a key, or None."""
        ...

    def find(self, /, **where: Unpack[AcademyProgressWhere]) -> list[models.AcademyProgress]:
        """Return the rows that have these values; None finds NULL."""
        ...

    def page(
        self,
        /,
        *,
        after: UUID | None = None,
        limit: int = 100,
        descending: bool = False,
        **where: Unpack[AcademyProgressWhere],
    ) -> Page[models.AcademyProgress, UUID]:
        """Return rows in the order of their keys, from behind the last key of another page."""
        ...

    def insert(self, new: models.NewAcademyProgress, /) -> models.AcademyProgress:
        """Insert a row and return it, with what the database chose."""
        ...

    def insert_many(self, new: Iterable[models.NewAcademyProgress], /) -> int:
        """Insert many rows, fast, and return how many."""
        ...

    def update(
        self,
        id: UUID,
        changes: models.AcademyProgressUpdate,
        /,
        *,
        updated_at: dt.datetime | None = None,
    ) -> models.AcademyProgress:
        """Change a row and return it; with `updated_at`, only if nobody has since."""
        ...

    def delete(
        self,
        id: UUID,
        /,
        *,
        updated_at: dt.datetime | None = None,
    ) -> models.AcademyProgress:
        """Delete a row and return it; with `updated_at`, only if nobody has since."""
        ...


class AcquisitionWhere(TypedDict, total=False):
    """Values to find rows of public.acquisitions by."""

    id: UUID
    consumer_id: UUID
    agent_id: UUID
    listing_id: UUID
    acquisition_type: models.AcquisitionType
    price: Decimal
    created_at: dt.datetime
    ended_at: dt.datetime | None


class AcquisitionPort(Protocol):
    """The rows of public.acquisitions."""

    def get(self, id: UUID, /) -> models.Acquisition | None:
        """Return the row with a key, or None."""
        ...

    def find(self, /, **where: Unpack[AcquisitionWhere]) -> list[models.Acquisition]:
        """Return the rows that have these values; None finds NULL."""
        ...

    def page(
        self,
        /,
        *,
        after: UUID | None = None,
        limit: int = 100,
        descending: bool = False,
        **where: Unpack[AcquisitionWhere],
    ) -> Page[models.Acquisition, UUID]:
        """Return rows in the order of their keys, from behind the last key of another page."""
        ...

    def insert(self, new: models.NewAcquisition, /) -> models.Acquisition:
        """Insert a row and return it, with what the database chose."""
        ...

    def insert_many(self, new: Iterable[models.NewAcquisition], /) -> int:
        """Insert many rows, fast, and return how many."""
        ...

    def update(self, id: UUID, changes: models.AcquisitionUpdate, /) -> models.Acquisition:
        """Change a row and return it."""
        ...

    def delete(self, id: UUID, /) -> models.Acquisition:
        """Delete a row and return it."""
        ...


class AgentWhere(TypedDict, total=False):
    """Values to find rows of public.agents by."""

    id: UUID
    owner_id: UUID
    name: str
    description: str | None
    trust_score: int
    status: models.AgentStatus
    created_at: dt.datetime
    updated_at: dt.datetime


class AgentPort(Protocol):
    """The rows of public.agents."""

    def get(self, id: UUID, /) -> models.Agent | None:
        """Return the row with a key, or None."""
        ...

    def find(self, /, **where: Unpack[AgentWhere]) -> list[models.Agent]:
        """Return the rows that have these values; None finds NULL."""
        ...

    def page(
        self,
        /,
        *,
        after: UUID | None = None,
        limit: int = 100,
        descending: bool = False,
        **where: Unpack[AgentWhere],
    ) -> Page[models.Agent, UUID]:
        """Return rows in the order of their keys, from behind the last key of another page."""
        ...

    def insert(self, new: models.NewAgent, /) -> models.Agent:
        """Insert a row and return it, with what the database chose."""
        ...

    def insert_many(self, new: Iterable[models.NewAgent], /) -> int:
        """Insert many rows, fast, and return how many."""
        ...

    def update(
        self,
        id: UUID,
        changes: models.AgentUpdate,
        /,
        *,
        updated_at: dt.datetime | None = None,
    ) -> models.Agent:
        """Change a row and return it; with `updated_at`, only if nobody has since."""
        ...

    def delete(self, id: UUID, /, *, updated_at: dt.datetime | None = None) -> models.Agent:
        """Delete a row and return it; with `updated_at`, only if nobody has since."""
        ...


class CouncilDecisionWhere(TypedDict, total=False):
    """Values to find rows of public.council_decisions by."""

    id: UUID
    agent_id: UUID | None
    decision_type: models.CouncilDecisionType
    risk_level: int
    subject: str
    reasoning: str | None
    created_at: dt.datetime
    updated_at: dt.datetime


class CouncilDecisionPort(Protocol):
    """The rows of public.council_decisions."""

    def get(self, id: UUID, /) -> models.CouncilDecision | None:
        """Return the row with a key, or None."""
        ...

    def find(self, /, **where: Unpack[CouncilDecisionWhere]) -> list[models.CouncilDecision]:
        """Return the rows that have these values; None finds NULL."""
        ...

    def page(
        self,
        /,
        *,
        after: UUID | None = None,
        limit: int = 100,
        descending: bool = False,
        **where: Unpack[CouncilDecisionWhere],
    ) -> Page[models.CouncilDecision, UUID]:
        """Return rows in the order of their keys, from behind the last key of another page."""
        ...

    def insert(self, new: models.NewCouncilDecision, /) -> models.CouncilDecision:
        """Insert a row and return it, with what the database chose."""
        ...

    def insert_many(self, new: Iterable[models.NewCouncilDecision], /) -> int:
        """Insert many rows, fast, and return how many."""
        ...

    def update(
        self,
        id: UUID,
        changes: models.CouncilDecisionUpdate,
        /,
        *,
        updated_at: dt.datetime | None = None,
    ) -> models.CouncilDecision:
        """Change a row and return it; with `updated_at`, only if nobody has since."""
        ...

    def delete(
        self,
        id: UUID,
        /,
        *,
        updated_at: dt.datetime | None = None,
    ) -> models.CouncilDecision:
        """Delete a row and return it; with `updated_at`, only if nobody has since."""
        ...


class MarketplaceListingWhere(TypedDict, total=False):
    """Values to find rows of public.marketplace_listings by."""

    id: UUID
    agent_id: UUID
    owner_id: UUID
    title: str
    description: str | None
    price: Decimal
    currency: str
    status: models.ListingStatus
    created_at: dt.datetime
    updated_at: dt.datetime


class MarketplaceListingPort(Protocol):
    """The rows of public.marketplace_listings."""

    def get(self, id: UUID, /) -> models.MarketplaceListing | None:
        """Return the row with a key, or None."""
        ...

    def find(self, /, **where: Unpack[MarketplaceListingWhere]) -> list[models.MarketplaceListing]:
        """Return the rows that have these values; None finds NULL."""
        ...

    def page(
        self,
        /,
        *,
        after: UUID | None = None,
        limit: int = 100,
        descending: bool = False,
        **where: Unpack[MarketplaceListingWhere],
    ) -> Page[models.MarketplaceListing, UUID]:
        """Return rows in the order of their keys, from behind the last key of another page."""
        ...

    def insert(self, new: models.NewMarketplaceListing, /) -> models.MarketplaceListing:
        """Insert a row and return it, with what the database chose."""
        ...

    def insert_many(self, new: Iterable[models.NewMarketplaceListing], /) -> int:
        """Insert many rows, fast, and return how many."""
        ...

    def update(
        self,
        id: UUID,
        changes: models.MarketplaceListingUpdate,
        /,
        *,
        updated_at: dt.datetime | None = None,
    ) -> models.MarketplaceListing:
        """Change a row and return it; with `updated_at`, only if nobody has since."""
        ...

    def delete(
        self,
        id: UUID,
        /,
        *,
        updated_at: dt.datetime | None = None,
    ) -> models.MarketplaceListing:
        """Delete a row and return it; with `updated_at`, only if nobody has since."""
        ...


class ObserverEventWhere(TypedDict, total=False):
    """Values to find rows of public.observer_events by."""

    id: UUID
    sequence: int
    agent_id: UUID
    event_type: str
    created_at: dt.datetime


class ObserverEventPort(Protocol):
    """The rows of public.observer_events."""

    def get(self, id: UUID, /) -> models.ObserverEvent | None:
        """Return the row with a key, or None."""
        ...

    def find(self, /, **where: Unpack[ObserverEventWhere]) -> list[models.ObserverEvent]:
        """Return the rows that have these values; None finds NULL."""
        ...

    def page(
        self,
        /,
        *,
        after: UUID | None = None,
        limit: int = 100,
        descending: bool = False,
        **where: Unpack[ObserverEventWhere],
    ) -> Page[models.ObserverEvent, UUID]:
        """Return rows in the order of their keys, from behind the last key of another page."""
        ...

    def insert(self, new: models.NewObserverEvent, /) -> models.ObserverEvent:
        """Insert a row and return it, with what the database chose."""
        ...

    def insert_many(self, new: Iterable[models.NewObserverEvent], /) -> int:
        """Insert many rows, fast, and return how many."""
        ...


class ProfileWhere(TypedDict, total=False):
    """Values to find rows of public.profiles by."""

    id: UUID
    email: str | None
    display_name: str | None
    avatar_url: str | None
    role: models.ProfileRole
    subscription_tier: models.ProfileSubscriptionTier
    created_at: dt.datetime
    updated_at: dt.datetime


class ProfilePort(Protocol):
    """The rows of public.profiles."""

    def get(self, id: UUID, /) -> models.Profile | None:
        """Return the row with a key, or None."""
        ...

    def find(self, /, **where: Unpack[ProfileWhere]) -> list[models.Profile]:
        """Return the rows that have these values; None finds NULL."""
        ...

    def page(
        self,
        /,
        *,
        after: UUID | None = None,
        limit: int = 100,
        descending: bool = False,
        **where: Unpack[ProfileWhere],
    ) -> Page[models.Profile, UUID]:
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
        id: UUID,
        changes: models.ProfileUpdate,
        /,
        *,
        updated_at: dt.datetime | None = None,
    ) -> models.Profile:
        """Change a row and return it; with `updated_at`, only if nobody has since."""
        ...

    def delete(self, id: UUID, /, *, updated_at: dt.datetime | None = None) -> models.Profile:
        """Delete a row and return it; with `updated_at`, only if nobody has since."""
        ...


class RealtimeDeadLetterWhere(TypedDict, total=False):
    """Values to find rows of public.realtime_dead_letters by."""

    id: int
    event_id: UUID
    channel: str
    event: str
    occurred_at: dt.datetime
    refused_at: dt.datetime
    reason: str


class RealtimeDeadLetterPort(Protocol):
    """The rows of public.realtime_dead_letters."""

    def get(self, id: int, /) -> models.RealtimeDeadLetter | None:
        """Return the row with a key, or None."""
        ...

    def find(self, /, **where: Unpack[RealtimeDeadLetterWhere]) -> list[models.RealtimeDeadLetter]:
        """Return the rows that have these values; None finds NULL."""
        ...

    def page(
        self,
        /,
        *,
        after: int | None = None,
        limit: int = 100,
        descending: bool = False,
        **where: Unpack[RealtimeDeadLetterWhere],
    ) -> Page[models.RealtimeDeadLetter, int]:
        """Return rows in the order of their keys, from behind the last key of another page."""
        ...

    def insert(self, new: models.NewRealtimeDeadLetter, /) -> models.RealtimeDeadLetter:
        """Insert a row and return it, with what the database chose."""
        ...

    def insert_many(self, new: Iterable[models.NewRealtimeDeadLetter], /) -> int:
        """Insert many rows, fast, and return how many."""
        ...

    def update(
        self,
        id: int,
        changes: models.RealtimeDeadLetterUpdate,
        /,
    ) -> models.RealtimeDeadLetter:
        """Change a row and return it."""
        ...

    def delete(self, id: int, /) -> models.RealtimeDeadLetter:
        """Delete a row and return it."""
        ...


class RealtimeOutboxWhere(TypedDict, total=False):
    """Values to find rows of public.realtime_outbox by."""

    id: int
    event_id: UUID
    channel: str
    event: str
    occurred_at: dt.datetime
    refusals: int
    retry_at: dt.datetime | None


class RealtimeOutboxPort(Protocol):
    """The rows of public.realtime_outbox."""

    def get(self, id: int, /) -> models.RealtimeOutbox | None:
        """Return the row with a key, or None."""
        ...

    def find(self, /, **where: Unpack[RealtimeOutboxWhere]) -> list[models.RealtimeOutbox]:
        """Return the rows that have these values; None finds NULL."""
        ...

    def page(
        self,
        /,
        *,
        after: int | None = None,
        limit: int = 100,
        descending: bool = False,
        **where: Unpack[RealtimeOutboxWhere],
    ) -> Page[models.RealtimeOutbox, int]:
        """Return rows in the order of their keys, from behind the last key of another page."""
        ...

    def insert(self, new: models.NewRealtimeOutbox, /) -> models.RealtimeOutbox:
        """Insert a row and return it, with what the database chose."""
        ...

    def insert_many(self, new: Iterable[models.NewRealtimeOutbox], /) -> int:
        """Insert many rows, fast, and return how many."""
        ...

    def update(self, id: int, changes: models.RealtimeOutboxUpdate, /) -> models.RealtimeOutbox:
        """Change a row and return it."""
        ...

    def delete(self, id: int, /) -> models.RealtimeOutbox:
        """Delete a row and return it."""
        ...


class TrustHistoryWhere(TypedDict, total=False):
    """Values to find rows of public.trust_history by."""

    id: UUID
    agent_id: UUID
    previous_score: int
    new_score: int
    change: int | None
    source_type: models.TrustSourceType
    source_id: UUID | None
    reason: str | None
    created_at: dt.datetime


class TrustHistoryPort(Protocol):
    """The rows of public.trust_history."""

    def get(self, id: UUID, /) -> models.TrustHistory | None:
        """Return the row with a key, or None."""
        ...

    def find(self, /, **where: Unpack[TrustHistoryWhere]) -> list[models.TrustHistory]:
        """Return the rows that have these values; None finds NULL."""
        ...

    def page(
        self,
        /,
        *,
        after: UUID | None = None,
        limit: int = 100,
        descending: bool = False,
        **where: Unpack[TrustHistoryWhere],
    ) -> Page[models.TrustHistory, UUID]:
        """Return rows in the order of their keys, from behind the last key of another page."""
        ...

    def insert(self, new: models.NewTrustHistory, /) -> models.TrustHistory:
        """Insert a row and return it, with what the database chose."""
        ...

    def insert_many(self, new: Iterable[models.NewTrustHistory], /) -> int:
        """Insert many rows, fast, and return how many."""
        ...


class TruthChainEntryWhere(TypedDict, total=False):
    """Values to find rows of public.truth_chain by."""

    id: UUID
    subject_type: str
    subject_id: UUID
    record_type: str
    created_at: dt.datetime
    sequence: int
    previous_hash: str | None
    hash: str


class TruthChainEntryPort(Protocol):
    """The rows of public.truth_chain."""

    def get(self, id: UUID, /) -> models.TruthChainEntry | None:
        """Return the row with a key, or None."""
        ...

    def find(self, /, **where: Unpack[TruthChainEntryWhere]) -> list[models.TruthChainEntry]:
        """Return the rows that have these values; None finds NULL."""
        ...

    def page(
        self,
        /,
        *,
        after: UUID | None = None,
        limit: int = 100,
        descending: bool = False,
        **where: Unpack[TruthChainEntryWhere],
    ) -> Page[models.TruthChainEntry, UUID]:
        """Return rows in the order of their keys, from behind the last key of another page."""
        ...

    def insert(self, new: models.NewTruthChainEntry, /) -> models.TruthChainEntry:
        """Insert a row and return it, with what the database chose."""
        ...

    def insert_many(self, new: Iterable[models.NewTruthChainEntry], /) -> int:
        """Insert many rows, fast, and return how many."""
        ...


class StorageProvider(Protocol):
    """All tables, within one transaction."""

    @property
    def academy_progress(self) -> AcademyProgressPort:
        """The rows of public.academy_progress."""
        ...

    @property
    def acquisitions(self) -> AcquisitionPort:
        """The rows of public.acquisitions."""
        ...

    @property
    def agents(self) -> AgentPort:
        """The rows of public.agents."""
        ...

    @property
    def council_decisions(self) -> CouncilDecisionPort:
        """The rows of public.council_decisions."""
        ...

    @property
    def marketplace_listings(self) -> MarketplaceListingPort:
        """The rows of public.marketplace_listings."""
        ...

    @property
    def observer_events(self) -> ObserverEventPort:
        """The rows of public.observer_events."""
        ...

    @property
    def profiles(self) -> ProfilePort:
        """The rows of public.profiles."""
        ...

    @property
    def realtime_dead_letters(self) -> RealtimeDeadLetterPort:
        """The rows of public.realtime_dead_letters."""
        ...

    @property
    def realtime_outbox(self) -> RealtimeOutboxPort:
        """The rows of public.realtime_outbox."""
        ...

    @property
    def trust_history(self) -> TrustHistoryPort:
        """The rows of public.trust_history."""
        ...

    @property
    def truth_chain(self) -> TruthChainEntryPort:
        """The rows of public.truth_chain."""
        ...
