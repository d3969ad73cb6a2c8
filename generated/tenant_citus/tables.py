# Made by schemagen from specs/tenant_citus.yaml. Do not edit.
"""Tables of tenant_citus and how they refer to each other."""

import datetime as dt
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from pydantic import TypeAdapter
from sqlalchemy.dialects import postgresql as pg
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship
from sqlalchemy.types import TypeDecorator

from .models import (
    BadgeMetadata,
    CommunitySettings,
    ManifestContent,
    ProfileMetadata,
    ShadowResources,
)

__all__ = [
    "Badge",
    "Base",
    "Community",
    "Manifest",
    "Profile",
    "ShadowState",
]


class Base(DeclarativeBase):
    """What all tables have in common.

    Migrations make the schema, and nothing here does: `metadata` is there to be compared with a
    database.
    """


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


_BadgeMetadataDocument = _Document(TypeAdapter(BadgeMetadata))
_CommunitySettingsDocument = _Document(TypeAdapter(CommunitySettings))
_ManifestContentDocument = _Document(TypeAdapter(ManifestContent))
_ProfileMetadataDocument = _Document(TypeAdapter(ProfileMetadata))
_ShadowResourcesDocument = _Document(TypeAdapter(ShadowResources))


class Badge(Base):
    """A badge of a profile. A revoked badge still counts as the profile's one badge of its type:
    awarding it again clears revoked_at.
    """

    __tablename__ = "badges"
    __table_args__ = (
        sa.PrimaryKeyConstraint("community_id", "id", name="badges_pkey"),
        sa.UniqueConstraint(
            "community_id",
            "profile_id",
            "badge_type",
            name="uq_badges_profile_type",
        ),
        sa.ForeignKeyConstraint(
            ["community_id", "awarded_by"],
            ["profiles.community_id", "profiles.id"],
            name="badges_community_id_awarded_by_fkey",
        ),
        sa.ForeignKeyConstraint(
            ["community_id"],
            ["communities.id"],
            name="badges_community_id_fkey",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["community_id", "profile_id"],
            ["profiles.community_id", "profiles.id"],
            name="badges_community_id_profile_id_fkey",
            ondelete="CASCADE",
        ),
        sa.Index("idx_badges_awarded_by", "community_id", "awarded_by"),
        sa.Index("idx_badges_profile", "profile_id"),
        sa.Index("idx_badges_type", "community_id", "badge_type"),
        {
            "comment": (
                "A badge of a profile. A revoked badge still counts as the profile's one badge of "
                "its type: awarding it again clears revoked_at."
            ),
        },
    )

    id: Mapped[UUID] = mapped_column(sa.Uuid(), server_default=sa.text("gen_random_uuid()"))
    community_id: Mapped[UUID] = mapped_column(sa.Uuid())
    profile_id: Mapped[UUID] = mapped_column(sa.Uuid())
    badge_type: Mapped[str] = mapped_column(sa.Text())
    awarded_at: Mapped[dt.datetime] = mapped_column(
        sa.DateTime(timezone=True),
        server_default=sa.text("now()"),
    )
    awarded_by: Mapped[UUID | None] = mapped_column(
        sa.Uuid(),
        comment=(
            "The profile that passed the badge on: the lineage of Water Sharers. Null for the "
            "first of a lineage. A giver goes only after this was emptied: Citus does not do it."
        ),
    )
    revoked_at: Mapped[dt.datetime | None] = mapped_column(sa.DateTime(timezone=True))
    metadata_: Mapped[BadgeMetadata | None] = mapped_column("metadata", _BadgeMetadataDocument)
    created_at: Mapped[dt.datetime] = mapped_column(
        sa.DateTime(timezone=True),
        server_default=sa.text("now()"),
    )

    community: Mapped["Community"] = relationship(
        back_populates="badges",
        overlaps="badges,given_badges,giver,profile",
    )
    giver: Mapped["Profile | None"] = relationship(
        foreign_keys="[Badge.community_id, Badge.awarded_by]",
        back_populates="given_badges",
        overlaps="badges,community,profile",
    )
    profile: Mapped["Profile"] = relationship(
        foreign_keys="[Badge.community_id, Badge.profile_id]",
        back_populates="badges",
        overlaps="badges,community,given_badges,giver",
    )


class Community(Base):
    """A community, the root of everything that it owns."""

    __tablename__ = "communities"
    __table_args__ = (
        sa.PrimaryKeyConstraint("id", name="communities_pkey"),
        sa.UniqueConstraint("discord_guild_id", name="communities_discord_guild_id_key"),
        sa.UniqueConstraint("telegram_chat_id", name="communities_telegram_chat_id_key"),
        sa.Index("idx_communities_discord_guild", "discord_guild_id"),
        sa.Index("idx_communities_subscription", "subscription_tier"),
        sa.Index("idx_communities_theme", "theme_id"),
        {"comment": "A community, the root of everything that it owns."},
    )

    id: Mapped[UUID] = mapped_column(sa.Uuid(), server_default=sa.text("gen_random_uuid()"))
    name: Mapped[str] = mapped_column(sa.Text())
    theme_id: Mapped[str] = mapped_column(sa.Text(), server_default=sa.text("'basic'"))
    subscription_tier: Mapped[str] = mapped_column(sa.Text(), server_default=sa.text("'free'"))
    discord_guild_id: Mapped[str | None] = mapped_column(
        sa.Text(),
        comment="Null for a community that is on Telegram alone.",
    )
    telegram_chat_id: Mapped[str | None] = mapped_column(
        sa.Text(),
        comment="Null for a community that is on Discord alone.",
    )
    is_active: Mapped[bool] = mapped_column(sa.Boolean(), server_default=sa.text("true"))
    settings: Mapped[CommunitySettings | None] = mapped_column(_CommunitySettingsDocument)
    updated_at: Mapped[dt.datetime] = mapped_column(
        sa.DateTime(timezone=True),
        server_default=sa.text("now()"),
    )
    created_at: Mapped[dt.datetime] = mapped_column(
        sa.DateTime(timezone=True),
        server_default=sa.text("now()"),
    )

    badges: Mapped[list["Badge"]] = relationship(
        back_populates="community",
        overlaps="badges,given_badges,giver,profile",
        passive_deletes="all",
    )
    manifests: Mapped[list["Manifest"]] = relationship(
        back_populates="community",
        passive_deletes="all",
    )
    profiles: Mapped[list["Profile"]] = relationship(
        back_populates="community",
        passive_deletes="all",
    )
    shadow_states: Mapped[list["ShadowState"]] = relationship(
        back_populates="community",
        overlaps="manifest,shadow_states",
        passive_deletes="all",
    )


class Manifest(Base):
    """A version of a community's configuration. One version of a community is active."""

    __tablename__ = "manifests"
    __table_args__ = (
        sa.PrimaryKeyConstraint("community_id", "id", name="manifests_pkey"),
        sa.UniqueConstraint("community_id", "version", name="uq_manifests_community_version"),
        sa.ForeignKeyConstraint(
            ["community_id"],
            ["communities.id"],
            name="manifests_community_id_fkey",
            ondelete="CASCADE",
        ),
        sa.Index("idx_manifests_active", "community_id", "is_active"),
        sa.Index("idx_manifests_community", "community_id"),
        sa.Index(
            "uq_manifests_community_active",
            "community_id",
            unique=True,
            postgresql_where=sa.text("is_active"),
        ),
        {
            "comment": (
                "A version of a community's configuration. One version of a community is active."
            ),
        },
    )

    id: Mapped[UUID] = mapped_column(sa.Uuid(), server_default=sa.text("gen_random_uuid()"))
    community_id: Mapped[UUID] = mapped_column(sa.Uuid())
    version: Mapped[int] = mapped_column(sa.Integer())
    content: Mapped[ManifestContent] = mapped_column(_ManifestContentDocument)
    checksum: Mapped[str] = mapped_column(sa.Text())
    synthesized_at: Mapped[dt.datetime] = mapped_column(
        sa.DateTime(timezone=True),
        server_default=sa.text("now()"),
    )
    synthesized_by: Mapped[str | None] = mapped_column(sa.Text())
    is_active: Mapped[bool] = mapped_column(sa.Boolean(), server_default=sa.text("true"))
    created_at: Mapped[dt.datetime] = mapped_column(
        sa.DateTime(timezone=True),
        server_default=sa.text("now()"),
    )

    community: Mapped["Community"] = relationship(back_populates="manifests")
    shadow_states: Mapped[list["ShadowState"]] = relationship(
        back_populates="manifest",
        overlaps="community,shadow_states",
        passive_deletes="all",
    )


class Profile(Base):
    """A member of one community."""

    __tablename__ = "profiles"
    __table_args__ = (
        sa.PrimaryKeyConstraint("community_id", "id", name="profiles_pkey"),
        sa.UniqueConstraint("community_id", "discord_id", name="uq_profiles_discord"),
        sa.UniqueConstraint("community_id", "telegram_id", name="uq_profiles_telegram"),
        sa.ForeignKeyConstraint(
            ["community_id"],
            ["communities.id"],
            name="profiles_community_id_fkey",
            ondelete="CASCADE",
        ),
        sa.Index("idx_profiles_community", "community_id"),
        sa.Index("idx_profiles_rank", "community_id", "current_rank"),
        sa.Index("idx_profiles_tier", "community_id", "tier"),
        sa.Index("idx_profiles_wallet", "wallet_address"),
        {"comment": "A member of one community."},
    )

    id: Mapped[UUID] = mapped_column(sa.Uuid(), server_default=sa.text("gen_random_uuid()"))
    community_id: Mapped[UUID] = mapped_column(sa.Uuid())
    discord_id: Mapped[str | None] = mapped_column(sa.Text())
    telegram_id: Mapped[str | None] = mapped_column(sa.Text())
    wallet_address: Mapped[str | None] = mapped_column(sa.Text())
    tier: Mapped[str | None] = mapped_column(sa.Text())
    current_rank: Mapped[int | None] = mapped_column(sa.Integer())
    activity_score: Mapped[int | None] = mapped_column(sa.Integer())
    conviction_score: Mapped[int | None] = mapped_column(sa.Integer())
    joined_at: Mapped[dt.datetime | None] = mapped_column(sa.DateTime(timezone=True))
    last_seen_at: Mapped[dt.datetime | None] = mapped_column(sa.DateTime(timezone=True))
    first_claim_at: Mapped[dt.datetime | None] = mapped_column(sa.DateTime(timezone=True))
    metadata_: Mapped[ProfileMetadata | None] = mapped_column("metadata", _ProfileMetadataDocument)
    updated_at: Mapped[dt.datetime] = mapped_column(
        sa.DateTime(timezone=True),
        server_default=sa.text("now()"),
    )
    created_at: Mapped[dt.datetime] = mapped_column(
        sa.DateTime(timezone=True),
        server_default=sa.text("now()"),
    )

    community: Mapped["Community"] = relationship(back_populates="profiles")
    badges: Mapped[list["Badge"]] = relationship(
        foreign_keys="[Badge.community_id, Badge.profile_id]",
        back_populates="profile",
        overlaps="badges,community,given_badges,giver",
        passive_deletes="all",
    )
    given_badges: Mapped[list["Badge"]] = relationship(
        foreign_keys="[Badge.community_id, Badge.awarded_by]",
        back_populates="giver",
        overlaps="badges,community,profile",
        passive_deletes="all",
    )


class ShadowState(Base):
    """What was applied of a manifest, for comparison with what is found."""

    __tablename__ = "shadow_states"
    __table_args__ = (
        sa.PrimaryKeyConstraint("community_id", "id", name="shadow_states_pkey"),
        sa.ForeignKeyConstraint(
            ["community_id"],
            ["communities.id"],
            name="shadow_states_community_id_fkey",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["community_id", "manifest_version"],
            ["manifests.community_id", "manifests.version"],
            name="shadow_states_community_id_manifest_version_fkey",
        ),
        sa.Index("idx_shadow_states_community", "community_id"),
        sa.Index("idx_shadow_states_version", "community_id", "manifest_version"),
        {"comment": "What was applied of a manifest, for comparison with what is found."},
    )

    id: Mapped[UUID] = mapped_column(sa.Uuid(), server_default=sa.text("gen_random_uuid()"))
    community_id: Mapped[UUID] = mapped_column(sa.Uuid())
    manifest_version: Mapped[int] = mapped_column(sa.Integer())
    applied_at: Mapped[dt.datetime] = mapped_column(
        sa.DateTime(timezone=True),
        server_default=sa.text("now()"),
    )
    applied_by: Mapped[str | None] = mapped_column(sa.Text())
    resources: Mapped[ShadowResources] = mapped_column(_ShadowResourcesDocument)
    checksum: Mapped[str] = mapped_column(sa.Text())
    status: Mapped[str] = mapped_column(sa.Text(), server_default=sa.text("'applied'"))
    created_at: Mapped[dt.datetime] = mapped_column(
        sa.DateTime(timezone=True),
        server_default=sa.text("now()"),
    )

    community: Mapped["Community"] = relationship(
        back_populates="shadow_states",
        overlaps="manifest,shadow_states",
    )
    manifest: Mapped["Manifest"] = relationship(
        back_populates="shadow_states",
        overlaps="community,shadow_states",
    )
