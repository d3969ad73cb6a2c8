# Made by schemagen from specs/directory.yaml. Do not edit.
"""Tables of directory and how they refer to each other."""

import datetime as dt
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql as pg
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship

from .models import CommunityInvitationStatus, CommunityMemberStatus

__all__ = [
    "Base",
    "CommunityInvitation",
    "CommunityMember",
    "MemberDailyHighlight",
    "MemberParticipation",
    "MemberRelationship",
]


class Base(DeclarativeBase):
    """What all tables have in common.

    Migrations make the schema, and nothing here does: `metadata` is there to be compared with a
    database.
    """


class CommunityInvitation(Base):
    """An invitation to the community, good for one person."""

    __tablename__ = "community_invitations"
    __table_args__ = (
        sa.PrimaryKeyConstraint("invitation_id", name="community_invitations_pkey"),
        sa.UniqueConstraint("invitation_code", name="community_invitations_invitation_code_key"),
        sa.ForeignKeyConstraint(
            ["accepted_by"],
            ["community_members.member_id"],
            name="community_invitations_accepted_by_fkey",
        ),
        sa.ForeignKeyConstraint(
            ["created_by"],
            ["community_members.member_id"],
            name="community_invitations_created_by_fkey",
        ),
        sa.Index("invitation_code_idx", "invitation_code"),
        sa.Index("invitation_created_by_idx", "created_by"),
        sa.Index("invitation_status_idx", "status"),
        {"comment": "An invitation to the community, good for one person."},
    )

    invitation_id: Mapped[UUID] = mapped_column(
        sa.Uuid(),
        server_default=sa.text("gen_random_uuid()"),
    )
    invitation_code: Mapped[str] = mapped_column(sa.String(16))
    created_by: Mapped[str] = mapped_column(sa.String(20), comment="The member id of who invites.")
    invited_telegram_username: Mapped[str | None] = mapped_column(sa.String(255))
    status: Mapped[CommunityInvitationStatus] = mapped_column(
        sa.String(20),
        server_default=sa.text("'pending'"),
    )
    expires_at: Mapped[dt.datetime] = mapped_column(sa.DateTime())
    accepted_by: Mapped[str | None] = mapped_column(
        sa.String(20),
        comment="The member id of who came.",
    )
    accepted_at: Mapped[dt.datetime | None] = mapped_column(sa.DateTime())
    created_at: Mapped[dt.datetime] = mapped_column(sa.DateTime(), server_default=sa.text("now()"))
    updated_at: Mapped[dt.datetime] = mapped_column(
        sa.DateTime(),
        server_default=sa.text("now()"),
        server_onupdate=sa.FetchedValue(),
    )

    accepter: Mapped["CommunityMember | None"] = relationship(
        foreign_keys="[CommunityInvitation.accepted_by]",
        back_populates="accepted_invitations",
    )
    creator: Mapped["CommunityMember"] = relationship(
        foreign_keys="[CommunityInvitation.created_by]",
        back_populates="created_invitations",
    )


class CommunityMember(Base):
    """A member of the community. A deleted member stays, and goes on holding the member id and the
    Telegram id.
    """

    __tablename__ = "community_members"
    __table_args__ = (
        sa.PrimaryKeyConstraint("id", name="community_members_pkey"),
        sa.UniqueConstraint("member_id", name="community_members_member_id_key"),
        sa.UniqueConstraint("telegram_id", name="community_members_telegram_id_key"),
        sa.ForeignKeyConstraint(
            ["invited_by"],
            ["community_members.member_id"],
            name="community_members_invited_by_fkey",
        ),
        sa.Index("member_github_username_idx", "github_username"),
        sa.Index("member_reputation_score_idx", "reputation_score"),
        sa.Index("member_status_idx", "status"),
        sa.Index("member_telegram_id_idx", "telegram_id"),
        {
            "comment": (
                "A member of the community. A deleted member stays, and goes on holding the member "
                "id and the Telegram id."
            ),
        },
    )

    id: Mapped[UUID] = mapped_column(sa.Uuid(), server_default=sa.text("gen_random_uuid()"))
    member_id: Mapped[str] = mapped_column(
        sa.String(20),
        comment='The number that a member is known by, as in "#247".',
    )
    telegram_id: Mapped[str] = mapped_column(sa.String(255))
    telegram_username: Mapped[str | None] = mapped_column(sa.String(255))
    name: Mapped[str] = mapped_column(sa.String(255))
    primary_role: Mapped[str] = mapped_column(sa.String(50))
    organization: Mapped[str | None] = mapped_column(sa.String(255))
    country: Mapped[str | None] = mapped_column(sa.String(100))
    github_username: Mapped[str | None] = mapped_column(sa.String(255))
    github_verified: Mapped[bool] = mapped_column(sa.Boolean(), server_default=sa.text("false"))
    github_verified_at: Mapped[dt.datetime | None] = mapped_column(sa.DateTime())
    github_profile_data: Mapped[Any | None] = mapped_column(
        pg.JSONB(none_as_null=True),
        comment="What GitHub tells about the account.",
    )
    status: Mapped[CommunityMemberStatus] = mapped_column(
        sa.String(20),
        server_default=sa.text("'not_member'"),
    )
    reputation_score: Mapped[int] = mapped_column(sa.Integer(), server_default=sa.text("0"))
    reputation_tier: Mapped[str | None] = mapped_column(
        sa.String(50),
        server_default=sa.text("'Novice'"),
    )
    invited_by: Mapped[str | None] = mapped_column(
        sa.String(20),
        comment=(
            "The member id of who invited this one. Null for a founder: the first member cannot be "
            "invited by anybody."
        ),
    )
    registration_fee_paid: Mapped[bool | None] = mapped_column(
        sa.Boolean(),
        server_default=sa.text("false"),
    )
    registration_fee_tx_hash: Mapped[str | None] = mapped_column(sa.String(255))
    profile_data: Mapped[Any | None] = mapped_column(
        pg.JSONB(none_as_null=True),
        comment="Whatever else a profile shows.",
    )
    created_at: Mapped[dt.datetime] = mapped_column(sa.DateTime(), server_default=sa.text("now()"))
    updated_at: Mapped[dt.datetime] = mapped_column(
        sa.DateTime(),
        server_default=sa.text("now()"),
        server_onupdate=sa.FetchedValue(),
    )
    last_active_at: Mapped[dt.datetime | None] = mapped_column(sa.DateTime())
    deleted_at: Mapped[dt.datetime | None] = mapped_column(sa.DateTime())

    inviter: Mapped["CommunityMember | None"] = relationship(
        remote_side="[CommunityMember.member_id]",
        back_populates="invited_members",
    )
    accepted_invitations: Mapped[list["CommunityInvitation"]] = relationship(
        foreign_keys="[CommunityInvitation.accepted_by]",
        back_populates="accepter",
        passive_deletes="all",
    )
    created_invitations: Mapped[list["CommunityInvitation"]] = relationship(
        foreign_keys="[CommunityInvitation.created_by]",
        back_populates="creator",
        passive_deletes="all",
    )
    invited_members: Mapped[list["CommunityMember"]] = relationship(
        back_populates="inviter",
        passive_deletes="all",
    )
    member_daily_highlights: Mapped[list["MemberDailyHighlight"]] = relationship(
        back_populates="member",
        passive_deletes="all",
    )
    member_participations: Mapped[list["MemberParticipation"]] = relationship(
        back_populates="member",
        passive_deletes="all",
    )


class MemberDailyHighlight(Base):
    """What a member did on one day, in numbers."""

    __tablename__ = "member_daily_highlights"
    __table_args__ = (
        sa.PrimaryKeyConstraint("id", name="member_daily_highlights_pkey"),
        sa.UniqueConstraint(
            "member_id",
            "highlight_date",
            name="member_daily_highlights_member_id_highlight_date_key",
        ),
        sa.ForeignKeyConstraint(
            ["member_id"],
            ["community_members.member_id"],
            name="member_daily_highlights_member_id_fkey",
        ),
        sa.Index("highlight_member_date_idx", "member_id", "highlight_date"),
        {"comment": "What a member did on one day, in numbers."},
    )

    id: Mapped[UUID] = mapped_column(sa.Uuid(), server_default=sa.text("gen_random_uuid()"))
    member_id: Mapped[str] = mapped_column(sa.String(20))
    highlight_date: Mapped[dt.date] = mapped_column(sa.Date())
    message_count: Mapped[int | None] = mapped_column(sa.Integer(), server_default=sa.text("0"))
    reaction_count: Mapped[int | None] = mapped_column(sa.Integer(), server_default=sa.text("0"))
    voice_minutes: Mapped[int | None] = mapped_column(sa.Integer(), server_default=sa.text("0"))
    reputation_earned: Mapped[int | None] = mapped_column(sa.Integer(), server_default=sa.text("0"))
    created_at: Mapped[dt.datetime] = mapped_column(sa.DateTime(), server_default=sa.text("now()"))

    member: Mapped["CommunityMember"] = relationship(back_populates="member_daily_highlights")


class MemberParticipation(Base):
    """Something that a member did in one of the community's rooms."""

    __tablename__ = "member_participation"
    __table_args__ = (
        sa.PrimaryKeyConstraint("id", name="member_participation_pkey"),
        sa.ForeignKeyConstraint(
            ["member_id"],
            ["community_members.member_id"],
            name="member_participation_member_id_fkey",
        ),
        sa.Index("participation_event_type_idx", "event_type"),
        sa.Index("participation_member_id_idx", "member_id"),
        sa.Index("participation_occurred_at_idx", "occurred_at"),
        {"comment": "Something that a member did in one of the community's rooms."},
    )

    id: Mapped[UUID] = mapped_column(sa.Uuid(), server_default=sa.text("gen_random_uuid()"))
    member_id: Mapped[str] = mapped_column(sa.String(20))
    event_type: Mapped[str] = mapped_column(
        sa.String(50),
        comment="MESSAGE, REACTION, VOICE and others; the list is open.",
    )
    platform: Mapped[str] = mapped_column(sa.String(50), comment="telegram or discord.")
    room_id: Mapped[str] = mapped_column(sa.String(255))
    event_metadata: Mapped[Any | None] = mapped_column(pg.JSONB(none_as_null=True))
    occurred_at: Mapped[dt.datetime] = mapped_column(sa.DateTime(), server_default=sa.text("now()"))

    member: Mapped["CommunityMember"] = relationship(back_populates="member_participations")


class MemberRelationship(Base):
    """A relationship between two members, by their ElizaOS entity ids, which are no member ids and
    refer to nothing here.
    """

    __tablename__ = "member_relationships"
    __table_args__ = (
        sa.PrimaryKeyConstraint("id", name="member_relationships_pkey"),
        sa.Index("relationship_entity_a_idx", "entity_id_a"),
        sa.Index("relationship_entity_b_idx", "entity_id_b"),
        sa.Index("relationship_type_idx", "relationship_type"),
        {
            "comment": (
                "A relationship between two members, by their ElizaOS entity ids, which are no "
                "member ids and refer to nothing here."
            ),
        },
    )

    id: Mapped[UUID] = mapped_column(sa.Uuid(), server_default=sa.text("gen_random_uuid()"))
    entity_id_a: Mapped[str] = mapped_column(sa.String(255))
    entity_id_b: Mapped[str] = mapped_column(sa.String(255))
    relationship_type: Mapped[str] = mapped_column(
        sa.String(50),
        comment="INVITED, MENTORED and others; the list is open.",
    )
    content: Mapped[Any] = mapped_column(
        pg.JSONB(none_as_null=True),
        comment="What is known about the relationship.",
    )
    created_at: Mapped[dt.datetime] = mapped_column(sa.DateTime(), server_default=sa.text("now()"))
