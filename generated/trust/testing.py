# Made by schemagen from specs/trust.yaml. Do not edit.
"""Tests of what uses trust: its database, rows in it, and who asks.

This module is for tests alone: beside what the others need, it needs schemagen and pytest.
Databases are copies of a migrated one, on the server of `TEST_DATABASE_URL` or on a disposable one.

`pytest_plugins = ["….testing"]` in `conftest.py`, with the name of this module, makes fixtures
known: `trust_database` is the URL of a database of the test's own, `trust_session` a connection in
a transaction that is rolled back after the test, and `trust_make` is `Make()`.
"""

import datetime as dt
from contextlib import AbstractContextManager
from decimal import Decimal
from typing import TypedDict, Unpack
from uuid import UUID

from schemagen.testing.acting import acting
from schemagen.testing.clearing import ClearTables
from schemagen.testing.databases import database_fixture, database_of, make_fixture, session_fixture
from schemagen.testing.making import Documents, Maker, Session

from . import models
from .actors import Actor

_DOCUMENTS: Documents = {
    ("public", "agents", "config"): [
        "{}",
        '{"model": "a", "temperature": 0, "tools": ["a"]}',
    ],
    ("public", "council_decisions", "record"): [
        '{"votes": []}',
        '{"votes": [{"member": "a", "reason": "a", "vote": "approve"}]}',
    ],
    ("public", "observer_events", "payload"): [
        "{}",
    ],
    ("public", "truth_chain", "payload"): [
        "{}",
    ],
}


class AcademyProgressValues(TypedDict, total=False):
    """What a row of public.academy_progress may be told to have."""

    id: UUID
    agent_id: UUID
    course: str
    status: models.AcademyStatus
    progress: int
    completed_at: dt.datetime | None
    created_at: dt.datetime
    updated_at: dt.datetime


class AcquisitionValues(TypedDict, total=False):
    """What a row of public.acquisitions may be told to have."""

    id: UUID
    consumer_id: UUID
    agent_id: UUID
    listing_id: UUID
    acquisition_type: models.AcquisitionType
    price: Decimal
    created_at: dt.datetime
    ended_at: dt.datetime | None


class AgentValues(TypedDict, total=False):
    """What a row of public.agents may be told to have."""

    id: UUID
    owner_id: UUID
    name: str
    description: str | None
    config: models.AgentConfig
    trust_score: int
    status: models.AgentStatus
    created_at: dt.datetime
    updated_at: dt.datetime


class CouncilDecisionValues(TypedDict, total=False):
    """What a row of public.council_decisions may be told to have."""

    id: UUID
    agent_id: UUID | None
    decision_type: models.CouncilDecisionType
    risk_level: int
    subject: str
    reasoning: str | None
    record: models.CouncilRecord | None
    created_at: dt.datetime
    updated_at: dt.datetime


class MarketplaceListingValues(TypedDict, total=False):
    """What a row of public.marketplace_listings may be told to have."""

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


class ObserverEventValues(TypedDict, total=False):
    """What a row of public.observer_events may be told to have."""

    id: UUID
    agent_id: UUID
    event_type: str
    payload: models.ObserverPayload
    created_at: dt.datetime


class ProfileValues(TypedDict, total=False):
    """What a row of public.profiles may be told to have."""

    id: UUID
    email: str | None
    display_name: str | None
    avatar_url: str | None
    role: models.ProfileRole
    subscription_tier: models.ProfileSubscriptionTier
    created_at: dt.datetime
    updated_at: dt.datetime


class RealtimeDeadLetterValues(TypedDict, total=False):
    """What a row of public.realtime_dead_letters may be told to have."""

    id: int
    event_id: UUID
    channel: str
    event: str
    payload: object
    occurred_at: dt.datetime
    refused_at: dt.datetime
    reason: str


class RealtimeOutboxValues(TypedDict, total=False):
    """What a row of public.realtime_outbox may be told to have."""

    event_id: UUID
    channel: str
    event: str
    payload: object
    occurred_at: dt.datetime
    refusals: int
    retry_at: dt.datetime | None


class TrustHistoryValues(TypedDict, total=False):
    """What a row of public.trust_history may be told to have."""

    id: UUID
    agent_id: UUID
    previous_score: int
    new_score: int
    source_type: models.TrustSourceType
    source_id: UUID | None
    reason: str | None
    created_at: dt.datetime


class TruthChainEntryValues(TypedDict, total=False):
    """What a row of public.truth_chain may be told to have."""

    id: UUID
    subject_type: str
    subject_id: UUID
    record_type: str
    payload: models.TruthPayload
    created_at: dt.datetime
    sequence: int
    previous_hash: str | None
    hash: str


class Make:
    """A factory for each table.

    A row has the values that a factory is told, and makes up what it must have besides: other ones
    for each row where they have to differ, the same ones in the same database. So are the rows that
    it refers to. What the database chooses is left to it, and what may be empty is.
    """

    def __init__(self) -> None:
        self._maker = Maker(_DOCUMENTS)

    def academy_progress(
        self,
        session: Session,
        /,
        **values: Unpack[AcademyProgressValues],
    ) -> models.AcademyProgress:
        """Insert a row of public.academy_progress, and return it."""
        return self._maker.make(
            session,
            ("public", "academy_progress"),
            models.AcademyProgress,
            values,
        )

    def acquisition(
        self,
        session: Session,
        /,
        **values: Unpack[AcquisitionValues],
    ) -> models.Acquisition:
        """Insert a row of public.acquisitions, and return it."""
        return self._maker.make(session, ("public", "acquisitions"), models.Acquisition, values)

    def agent(self, session: Session, /, **values: Unpack[AgentValues]) -> models.Agent:
        """Insert a row of public.agents, and return it."""
        return self._maker.make(session, ("public", "agents"), models.Agent, values)

    def council_decision(
        self,
        session: Session,
        /,
        **values: Unpack[CouncilDecisionValues],
    ) -> models.CouncilDecision:
        """Insert a row of public.council_decisions, and return it."""
        return self._maker.make(
            session,
            ("public", "council_decisions"),
            models.CouncilDecision,
            values,
        )

    def marketplace_listing(
        self,
        session: Session,
        /,
        **values: Unpack[MarketplaceListingValues],
    ) -> models.MarketplaceListing:
        """Insert a row of public.marketplace_listings, and return it."""
        return self._maker.make(
            session,
            ("public", "marketplace_listings"),
            models.MarketplaceListing,
            values,
        )

    def observer_event(
        self,
        session: Session,
        /,
        **values: Unpack[ObserverEventValues],
    ) -> models.ObserverEvent:
        """Insert a row of public.observer_events, and return it."""
        return self._maker.make(
            session,
            ("public", "observer_events"),
            models.ObserverEvent,
            values,
        )

    def profile(self, session: Session, /, **values: Unpack[ProfileValues]) -> models.Profile:
        """Insert a row of public.profiles, and return it."""
        return self._maker.make(session, ("public", "profiles"), models.Profile, values)

    def realtime_dead_letter(
        self,
        session: Session,
        /,
        **values: Unpack[RealtimeDeadLetterValues],
    ) -> models.RealtimeDeadLetter:
        """Insert a row of public.realtime_dead_letters, and return it."""
        return self._maker.make(
            session,
            ("public", "realtime_dead_letters"),
            models.RealtimeDeadLetter,
            values,
        )

    def realtime_outbox(
        self,
        session: Session,
        /,
        **values: Unpack[RealtimeOutboxValues],
    ) -> models.RealtimeOutbox:
        """Insert a row of public.realtime_outbox, and return it."""
        return self._maker.make(
            session,
            ("public", "realtime_outbox"),
            models.RealtimeOutbox,
            values,
        )

    def trust_history(
        self,
        session: Session,
        /,
        **values: Unpack[TrustHistoryValues],
    ) -> models.TrustHistory:
        """Insert a row of public.trust_history, and return it."""
        return self._maker.make(session, ("public", "trust_history"), models.TrustHistory, values)

    def truth_chain_entry(
        self,
        session: Session,
        /,
        **values: Unpack[TruthChainEntryValues],
    ) -> models.TruthChainEntry:
        """Insert a row of public.truth_chain, and return it."""
        return self._maker.make(session, ("public", "truth_chain"), models.TruthChainEntry, values)


def database() -> AbstractContextManager[str]:
    """Have a migrated database without rows for a while: `with database() as url:`."""
    return database_of("trust")


def as_actor(session: Session, actor: Actor) -> AbstractContextManager[None]:
    """Be an actor until the block ends: `with as_actor(session, …):`."""
    return acting(session, actor.settings())


def clear(session: Session) -> None:
    """Take the rows out of all tables, in the reverse order of their references."""
    ClearTables()(session)


trust_database = database_fixture("trust")
trust_session = session_fixture("trust")
trust_make = make_fixture(Make)
