# Made by schemagen from specs/trust.yaml. Do not edit.
"""Tables of trust and how they refer to each other."""

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal
from enum import StrEnum
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from pydantic import TypeAdapter
from sqlalchemy.dialects import postgresql as pg
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship
from sqlalchemy.types import TypeDecorator

from .models import (
    AcademyStatus,
    AcquisitionType,
    AgentConfig,
    AgentStatus,
    CouncilDecisionType,
    CouncilRecord,
    ListingStatus,
    ObserverPayload,
    ProfileRole,
    ProfileSubscriptionTier,
    TrustSourceType,
    TruthPayload,
)

__all__ = [
    "AcademyProgress",
    "Acquisition",
    "Agent",
    "Base",
    "CouncilDecision",
    "MarketplaceListing",
    "ObserverEvent",
    "Profile",
    "RealtimeDeadLetter",
    "RealtimeOutbox",
    "TrustHistory",
    "TruthChainEntry",
]


class Base(DeclarativeBase):
    """What all tables have in common.

    Migrations make the schema, and nothing here does: `metadata` is there to be compared with a
    database.
    """


def _labels(members: Iterable[StrEnum]) -> list[str]:
    """Store members of an enum under their labels."""
    return [member.value for member in members]


class _Document(TypeDecorator[Any]):
    """A jsonb column whose values have a shape. A value that changed is assigned anew."""

    impl = pg.JSONB
    cache_ok = True

    def __init__(self, adapter: TypeAdapter[Any]) -> None:
        super().__init__(none_as_null=True)
        self.adapter = adapter

    def process_bind_param(self, value: Any, *_: Any) -> Any:
        """Write a value as JSON; what does not have the shape is refused."""
        if value is None:
            return None
        return self.adapter.dump_python(self.adapter.validate_python(value), mode="json")

    def process_result_value(self, value: Any, *_: Any) -> Any:
        """Read a value as its model."""
        return None if value is None else self.adapter.validate_python(value)

    def coerce_compared_value(self, op: Any, value: Any) -> Any:
        """Let keys and paths be what they are for any jsonb."""
        return self.impl_instance.coerce_compared_value(op, value)


_AcademyStatusType = pg.ENUM(
    AcademyStatus,
    name="academy_status",
    create_type=False,
    values_callable=_labels,
)
_AcquisitionTypeType = pg.ENUM(
    AcquisitionType,
    name="acquisition_type",
    create_type=False,
    values_callable=_labels,
)
_AgentStatusType = pg.ENUM(
    AgentStatus,
    name="agent_status",
    create_type=False,
    values_callable=_labels,
)
_CouncilDecisionTypeType = pg.ENUM(
    CouncilDecisionType,
    name="council_decision_type",
    create_type=False,
    values_callable=_labels,
)
_ListingStatusType = pg.ENUM(
    ListingStatus,
    name="listing_status",
    create_type=False,
    values_callable=_labels,
)
_TrustSourceTypeType = pg.ENUM(
    TrustSourceType,
    name="trust_source_type",
    create_type=False,
    values_callable=_labels,
)
_AgentConfigDocument = _Document(TypeAdapter(AgentConfig))
_CouncilRecordDocument = _Document(TypeAdapter(CouncilRecord))
_ObserverPayloadDocument = _Document(TypeAdapter(ObserverPayload))
_TruthPayloadDocument = _Document(TypeAdapter(TruthPayload))


class AcademyProgress(Base):
    """An agent's progress through a course of the academy."""

    __tablename__ = "academy_progress"
    __table_args__ = (
        sa.PrimaryKeyConstraint("id", name="academy_progress_pkey"),
        sa.UniqueConstraint("agent_id", "course", name="academy_progress_agent_id_course_key"),
        sa.ForeignKeyConstraint(
            ["agent_id"],
            ["agents.id"],
            name="academy_progress_agent_id_fkey",
            ondelete="CASCADE",
        ),
        sa.Index("academy_progress_created_at_idx", "created_at"),
        sa.Index("academy_progress_status_created_at_idx", "status", sa.text("created_at DESC")),
        {"comment": "An agent's progress through a course of the academy."},
    )

    id: Mapped[UUID] = mapped_column(sa.Uuid(), server_default=sa.text("gen_random_uuid()"))
    agent_id: Mapped[UUID] = mapped_column(sa.Uuid())
    course: Mapped[str] = mapped_column(sa.Text())
    status: Mapped[AcademyStatus] = mapped_column(
        _AcademyStatusType,
        server_default=sa.text("'enrolled'"),
    )
    progress: Mapped[int] = mapped_column(
        sa.SmallInteger(),
        server_default=sa.text("0"),
        comment="Percent.",
    )
    completed_at: Mapped[dt.datetime | None] = mapped_column(sa.DateTime(timezone=True))
    created_at: Mapped[dt.datetime] = mapped_column(
        sa.DateTime(timezone=True),
        server_default=sa.text("now()"),
    )
    updated_at: Mapped[dt.datetime] = mapped_column(
        sa.DateTime(timezone=True),
        server_default=sa.text("now()"),
        server_onupdate=sa.FetchedValue(),
    )

    agent: Mapped["Agent"] = relationship(back_populates="academy_progresses")


class Acquisition(Base):
    """A consumer's relationship with an agent."""

    __tablename__ = "acquisitions"
    __table_args__ = (
        sa.PrimaryKeyConstraint("id", name="acquisitions_pkey"),
        sa.ForeignKeyConstraint(["agent_id"], ["agents.id"], name="acquisitions_agent_id_fkey"),
        sa.ForeignKeyConstraint(
            ["consumer_id"],
            ["profiles.id"],
            name="acquisitions_consumer_id_fkey",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["listing_id", "agent_id"],
            ["marketplace_listings.id", "marketplace_listings.agent_id"],
            name="acquisitions_listing_id_agent_id_fkey",
        ),
        sa.Index("acquisitions_agent_id_idx", "agent_id"),
        sa.Index("acquisitions_consumer_id_idx", "consumer_id"),
        sa.Index("acquisitions_created_at_idx", "created_at"),
        sa.Index(
            "acquisitions_current_key",
            "consumer_id",
            "agent_id",
            unique=True,
            postgresql_where=sa.text("ended_at is null"),
        ),
        sa.Index("acquisitions_listing_id_agent_id_idx", "listing_id", "agent_id"),
        {"comment": "A consumer's relationship with an agent."},
    )

    id: Mapped[UUID] = mapped_column(sa.Uuid(), server_default=sa.text("gen_random_uuid()"))
    consumer_id: Mapped[UUID] = mapped_column(sa.Uuid())
    agent_id: Mapped[UUID] = mapped_column(sa.Uuid())
    listing_id: Mapped[UUID] = mapped_column(sa.Uuid())
    acquisition_type: Mapped[AcquisitionType] = mapped_column(_AcquisitionTypeType)
    price: Mapped[Decimal] = mapped_column(sa.Numeric(12, 2), server_default=sa.text("0"))
    created_at: Mapped[dt.datetime] = mapped_column(
        sa.DateTime(timezone=True),
        server_default=sa.text("now()"),
    )
    ended_at: Mapped[dt.datetime | None] = mapped_column(sa.DateTime(timezone=True))

    agent: Mapped["Agent"] = relationship(
        back_populates="acquisitions",
        overlaps="acquisitions,listing",
    )
    consumer: Mapped["Profile"] = relationship(back_populates="acquisitions")
    listing: Mapped["MarketplaceListing"] = relationship(
        back_populates="acquisitions",
        overlaps="acquisitions,agent",
    )


class Agent(Base):
    """An AI agent and its current standing."""

    __tablename__ = "agents"
    __table_args__ = (
        sa.PrimaryKeyConstraint("id", name="agents_pkey"),
        sa.UniqueConstraint("id", "owner_id", name="agents_id_owner_id_key"),
        sa.ForeignKeyConstraint(["owner_id"], ["profiles.id"], name="agents_owner_id_fkey"),
        sa.Index("agents_created_at_idx", "created_at"),
        sa.Index("agents_owner_id_idx", "owner_id"),
        sa.Index("agents_status_created_at_idx", "status", sa.text("created_at DESC")),
        {"comment": "An AI agent and its current standing."},
    )

    id: Mapped[UUID] = mapped_column(sa.Uuid(), server_default=sa.text("gen_random_uuid()"))
    owner_id: Mapped[UUID] = mapped_column(sa.Uuid())
    name: Mapped[str] = mapped_column(sa.Text())
    description: Mapped[str | None] = mapped_column(sa.Text())
    config: Mapped[AgentConfig] = mapped_column(
        _AgentConfigDocument,
        server_default=sa.text("'{}'"),
    )
    trust_score: Mapped[int] = mapped_column(
        sa.Integer(),
        server_default=sa.text("0"),
        comment="0 to 1000; see get_trust_tier.",
    )
    status: Mapped[AgentStatus] = mapped_column(_AgentStatusType, server_default=sa.text("'draft'"))
    created_at: Mapped[dt.datetime] = mapped_column(
        sa.DateTime(timezone=True),
        server_default=sa.text("now()"),
    )
    updated_at: Mapped[dt.datetime] = mapped_column(
        sa.DateTime(timezone=True),
        server_default=sa.text("now()"),
        server_onupdate=sa.FetchedValue(),
    )

    owner: Mapped["Profile"] = relationship(back_populates="agents")
    academy_progresses: Mapped[list["AcademyProgress"]] = relationship(
        back_populates="agent",
        passive_deletes="all",
    )
    acquisitions: Mapped[list["Acquisition"]] = relationship(
        back_populates="agent",
        overlaps="acquisitions,listing",
        passive_deletes="all",
    )
    council_decisions: Mapped[list["CouncilDecision"]] = relationship(
        back_populates="agent",
        passive_deletes="all",
    )
    marketplace_listings: Mapped[list["MarketplaceListing"]] = relationship(
        back_populates="agent",
        overlaps="marketplace_listings,owner",
        passive_deletes="all",
    )
    observer_events: Mapped[list["ObserverEvent"]] = relationship(
        back_populates="agent",
        passive_deletes="all",
    )
    trust_histories: Mapped[list["TrustHistory"]] = relationship(
        back_populates="agent",
        passive_deletes="all",
    )


class CouncilDecision(Base):
    """A decision of the governing council, public."""

    __tablename__ = "council_decisions"
    __table_args__ = (
        sa.PrimaryKeyConstraint("id", name="council_decisions_pkey"),
        sa.ForeignKeyConstraint(
            ["agent_id"],
            ["agents.id"],
            name="council_decisions_agent_id_fkey",
        ),
        sa.Index("council_decisions_agent_id_idx", "agent_id"),
        sa.Index("council_decisions_created_at_idx", "created_at"),
        sa.Index(
            "council_decisions_decision_type_created_at_idx",
            "decision_type",
            sa.text("created_at DESC"),
        ),
        {"comment": "A decision of the governing council, public."},
    )

    id: Mapped[UUID] = mapped_column(sa.Uuid(), server_default=sa.text("gen_random_uuid()"))
    agent_id: Mapped[UUID | None] = mapped_column(
        sa.Uuid(),
        comment="Null for a decision of principle.",
    )
    decision_type: Mapped[CouncilDecisionType] = mapped_column(_CouncilDecisionTypeType)
    risk_level: Mapped[int] = mapped_column(
        sa.SmallInteger(),
        comment="From 0, none, to 4, critical.",
    )
    subject: Mapped[str] = mapped_column(sa.Text())
    reasoning: Mapped[str | None] = mapped_column(sa.Text())
    record: Mapped[CouncilRecord | None] = mapped_column(_CouncilRecordDocument)
    created_at: Mapped[dt.datetime] = mapped_column(
        sa.DateTime(timezone=True),
        server_default=sa.text("now()"),
    )
    updated_at: Mapped[dt.datetime] = mapped_column(
        sa.DateTime(timezone=True),
        server_default=sa.text("now()"),
        server_onupdate=sa.FetchedValue(),
    )

    agent: Mapped["Agent | None"] = relationship(back_populates="council_decisions")


class MarketplaceListing(Base):
    """An agent offered to consumers."""

    __tablename__ = "marketplace_listings"
    __table_args__ = (
        sa.PrimaryKeyConstraint("id", name="marketplace_listings_pkey"),
        sa.UniqueConstraint("id", "agent_id", name="marketplace_listings_id_agent_id_key"),
        sa.ForeignKeyConstraint(
            ["agent_id", "owner_id"],
            ["agents.id", "agents.owner_id"],
            name="marketplace_listings_agent_id_owner_id_fkey",
            ondelete="CASCADE",
            onupdate="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["owner_id"],
            ["profiles.id"],
            name="marketplace_listings_owner_id_fkey",
        ),
        sa.Index("marketplace_listings_agent_id_owner_id_idx", "agent_id", "owner_id"),
        sa.Index("marketplace_listings_created_at_idx", "created_at"),
        sa.Index("marketplace_listings_owner_id_idx", "owner_id"),
        sa.Index(
            "marketplace_listings_published_key",
            "agent_id",
            unique=True,
            postgresql_where=sa.text("status = 'published'"),
        ),
        sa.Index(
            "marketplace_listings_status_created_at_idx",
            "status",
            sa.text("created_at DESC"),
        ),
        {"comment": "An agent offered to consumers."},
    )

    id: Mapped[UUID] = mapped_column(sa.Uuid(), server_default=sa.text("gen_random_uuid()"))
    agent_id: Mapped[UUID] = mapped_column(sa.Uuid())
    owner_id: Mapped[UUID] = mapped_column(sa.Uuid(), comment="The owner of the agent.")
    title: Mapped[str] = mapped_column(sa.Text())
    description: Mapped[str | None] = mapped_column(sa.Text())
    price: Mapped[Decimal] = mapped_column(sa.Numeric(12, 2), server_default=sa.text("0"))
    currency: Mapped[str] = mapped_column(
        sa.Text(),
        server_default=sa.text("'USD'"),
        comment="ISO 4217.",
    )
    status: Mapped[ListingStatus] = mapped_column(
        _ListingStatusType,
        server_default=sa.text("'draft'"),
    )
    created_at: Mapped[dt.datetime] = mapped_column(
        sa.DateTime(timezone=True),
        server_default=sa.text("now()"),
    )
    updated_at: Mapped[dt.datetime] = mapped_column(
        sa.DateTime(timezone=True),
        server_default=sa.text("now()"),
        server_onupdate=sa.FetchedValue(),
    )

    agent: Mapped["Agent"] = relationship(
        back_populates="marketplace_listings",
        overlaps="marketplace_listings,owner",
    )
    owner: Mapped["Profile"] = relationship(
        back_populates="marketplace_listings",
        overlaps="agent,marketplace_listings",
    )
    acquisitions: Mapped[list["Acquisition"]] = relationship(
        back_populates="listing",
        overlaps="acquisitions,agent",
        passive_deletes="all",
    )


class ObserverEvent(Base):
    """The log of what agents did."""

    __tablename__ = "observer_events"
    __table_args__ = (
        sa.PrimaryKeyConstraint("id", name="observer_events_pkey"),
        sa.UniqueConstraint("sequence", name="observer_events_sequence_key"),
        sa.ForeignKeyConstraint(["agent_id"], ["agents.id"], name="observer_events_agent_id_fkey"),
        sa.Index("observer_events_agent_id_created_at_idx", "agent_id", sa.text("created_at DESC")),
        sa.Index("observer_events_created_at_idx", "created_at"),
        sa.Index(
            "observer_events_event_type_created_at_idx",
            "event_type",
            sa.text("created_at DESC"),
        ),
        {"comment": "The log of what agents did."},
    )

    id: Mapped[UUID] = mapped_column(sa.Uuid(), server_default=sa.text("gen_random_uuid()"))
    sequence: Mapped[int] = mapped_column(sa.BigInteger(), sa.Identity(always=True))
    agent_id: Mapped[UUID] = mapped_column(sa.Uuid())
    event_type: Mapped[str] = mapped_column(sa.Text())
    payload: Mapped[ObserverPayload] = mapped_column(
        _ObserverPayloadDocument,
        server_default=sa.text("'{}'"),
    )
    created_at: Mapped[dt.datetime] = mapped_column(
        sa.DateTime(timezone=True),
        server_default=sa.text("now()"),
    )

    agent: Mapped["Agent"] = relationship(back_populates="observer_events")


class Profile(Base):
    """A person who uses the platform, public but for the email address."""

    __tablename__ = "profiles"
    __table_args__ = (
        sa.PrimaryKeyConstraint("id", name="profiles_pkey"),
        sa.Index("profiles_created_at_idx", "created_at"),
        sa.Index("profiles_email_idx", "email"),
        {"comment": "A person who uses the platform, public but for the email address."},
    )

    id: Mapped[UUID] = mapped_column(sa.Uuid(), comment="The authenticated user's id.")
    email: Mapped[str | None] = mapped_column(
        sa.Text(),
        comment="Contact address, as the auth service knows it.",
    )
    display_name: Mapped[str | None] = mapped_column(sa.Text())
    avatar_url: Mapped[str | None] = mapped_column(sa.Text())
    role: Mapped[ProfileRole] = mapped_column(sa.Text(), server_default=sa.text("'consumer'"))
    subscription_tier: Mapped[ProfileSubscriptionTier] = mapped_column(
        sa.Text(),
        server_default=sa.text("'free'"),
    )
    created_at: Mapped[dt.datetime] = mapped_column(
        sa.DateTime(timezone=True),
        server_default=sa.text("now()"),
    )
    updated_at: Mapped[dt.datetime] = mapped_column(
        sa.DateTime(timezone=True),
        server_default=sa.text("now()"),
        server_onupdate=sa.FetchedValue(),
    )

    acquisitions: Mapped[list["Acquisition"]] = relationship(
        back_populates="consumer",
        passive_deletes="all",
    )
    agents: Mapped[list["Agent"]] = relationship(back_populates="owner", passive_deletes="all")
    marketplace_listings: Mapped[list["MarketplaceListing"]] = relationship(
        back_populates="owner",
        overlaps="agent,marketplace_listings",
        passive_deletes="all",
    )


class RealtimeDeadLetter(Base):
    """Events that were refused too often, with the last reason."""

    __tablename__ = "realtime_dead_letters"
    __table_args__ = (
        sa.PrimaryKeyConstraint("id", name="realtime_dead_letters_pkey"),
        {"comment": "Events that were refused too often, with the last reason."},
    )

    id: Mapped[int] = mapped_column(sa.BigInteger())
    event_id: Mapped[UUID] = mapped_column(sa.Uuid())
    channel: Mapped[str] = mapped_column(sa.Text())
    event: Mapped[str] = mapped_column(sa.Text())
    payload: Mapped[Any] = mapped_column(pg.JSONB(none_as_null=True))
    occurred_at: Mapped[dt.datetime] = mapped_column(sa.DateTime(timezone=True))
    refused_at: Mapped[dt.datetime] = mapped_column(
        sa.DateTime(timezone=True),
        server_default=sa.text("now()"),
    )
    reason: Mapped[str] = mapped_column(sa.Text())


class RealtimeOutbox(Base):
    """Events that wait to be published, a row for each channel."""

    __tablename__ = "realtime_outbox"
    __table_args__ = (
        sa.PrimaryKeyConstraint("id", name="realtime_outbox_pkey"),
        sa.Index("realtime_outbox_channel_id_idx", "channel", "id"),
        {"comment": "Events that wait to be published, a row for each channel."},
    )

    id: Mapped[int] = mapped_column(sa.BigInteger(), sa.Identity(always=True))
    event_id: Mapped[UUID] = mapped_column(sa.Uuid())
    channel: Mapped[str] = mapped_column(sa.Text())
    event: Mapped[str] = mapped_column(sa.Text())
    payload: Mapped[Any] = mapped_column(pg.JSONB(none_as_null=True))
    occurred_at: Mapped[dt.datetime] = mapped_column(
        sa.DateTime(timezone=True),
        server_default=sa.text("now()"),
    )
    refusals: Mapped[int] = mapped_column(sa.Integer(), server_default=sa.text("0"))
    retry_at: Mapped[dt.datetime | None] = mapped_column(sa.DateTime(timezone=True))


class TrustHistory(Base):
    """The audit trail of trust scores: one row per change."""

    __tablename__ = "trust_history"
    __table_args__ = (
        sa.PrimaryKeyConstraint("id", name="trust_history_pkey"),
        sa.ForeignKeyConstraint(["agent_id"], ["agents.id"], name="trust_history_agent_id_fkey"),
        sa.Index("trust_history_agent_id_created_at_idx", "agent_id", sa.text("created_at DESC")),
        sa.Index("trust_history_created_at_idx", "created_at"),
        {"comment": "The audit trail of trust scores: one row per change."},
    )

    id: Mapped[UUID] = mapped_column(sa.Uuid(), server_default=sa.text("gen_random_uuid()"))
    agent_id: Mapped[UUID] = mapped_column(sa.Uuid())
    previous_score: Mapped[int] = mapped_column(sa.Integer())
    new_score: Mapped[int] = mapped_column(sa.Integer())
    change: Mapped[int | None] = mapped_column(
        sa.Integer(),
        sa.Computed("new_score - previous_score", persisted=True),
    )
    source_type: Mapped[TrustSourceType] = mapped_column(_TrustSourceTypeType)
    source_id: Mapped[UUID | None] = mapped_column(
        sa.Uuid(),
        comment="The event, decision or course behind it.",
    )
    reason: Mapped[str | None] = mapped_column(sa.Text())
    created_at: Mapped[dt.datetime] = mapped_column(
        sa.DateTime(timezone=True),
        server_default=sa.text("now()"),
    )

    agent: Mapped["Agent"] = relationship(back_populates="trust_histories")


class TruthChainEntry(Base):
    """The immutable public record, each entry bound to the one before it by its hash."""

    __tablename__ = "truth_chain"
    __table_args__ = (
        sa.PrimaryKeyConstraint("id", name="truth_chain_pkey"),
        sa.UniqueConstraint("hash", name="truth_chain_hash_key"),
        sa.UniqueConstraint("sequence", name="truth_chain_sequence_key"),
        sa.Index("truth_chain_created_at_idx", "created_at"),
        sa.Index("truth_chain_subject_id_idx", "subject_id"),
        {
            "comment": (
                "The immutable public record, each entry bound to the one before it by its hash."
            ),
        },
    )

    id: Mapped[UUID] = mapped_column(sa.Uuid(), server_default=sa.text("gen_random_uuid()"))
    subject_type: Mapped[str] = mapped_column(sa.Text())
    subject_id: Mapped[UUID] = mapped_column(sa.Uuid())
    record_type: Mapped[str] = mapped_column(sa.Text())
    payload: Mapped[TruthPayload] = mapped_column(_TruthPayloadDocument)
    created_at: Mapped[dt.datetime] = mapped_column(
        sa.DateTime(timezone=True),
        server_default=sa.text("now()"),
    )
    sequence: Mapped[int] = mapped_column(sa.BigInteger(), server_default=sa.FetchedValue())
    previous_hash: Mapped[str | None] = mapped_column(sa.Text(), server_default=sa.FetchedValue())
    hash: Mapped[str] = mapped_column(sa.Text(), server_default=sa.FetchedValue())
