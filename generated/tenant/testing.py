# Made by schemagen from specs/tenant.yaml. Do not edit.
"""Tests of what uses tenant: its database, rows in it, and who asks.

This module is for tests alone: beside what the others need, it needs schemagen and pytest.
Databases are copies of a migrated one, on the server of `TEST_DATABASE_URL` or on a disposable one.

`pytest_plugins = ["….testing"]` in `conftest.py`, with the name of this module, makes fixtures
known: `tenant_database` is the URL of a database of the test's own, `tenant_session` a connection
in a transaction that is rolled back after the test, and `tenant_make` is `Make()`.
"""

import datetime as dt
from contextlib import AbstractContextManager
from typing import TypedDict, Unpack
from uuid import UUID

from schemagen.testing.acting import acting
from schemagen.testing.clearing import ClearTables
from schemagen.testing.databases import database_fixture, database_of, make_fixture, session_fixture
from schemagen.testing.making import Documents, Maker, Session

from . import models
from .actors import Actor

_DOCUMENTS: Documents = {
    ("public", "badges", "metadata"): [
        "{}",
    ],
    ("public", "communities", "settings"): [
        "{}",
    ],
    ("public", "manifests", "content"): [
        (
            '{"categories": [], "channels": [], "roles": [], "schemaVersion": "a", "theme": '
            '{"themeId": "a"}}'
        ),
        (
            '{"categories": [{}], "channels": [{}], "eligibility": {"minBalance": "a", '
            '"nftCollections": ["a"], "tokenAddress": "a"}, "roles": [{}], "schemaVersion": "a", '
            '"theme": {"badgeOverrides": {}, "themeId": "a", "tierOverrides": {}}}'
        ),
    ],
    ("public", "profiles", "metadata"): [
        "{}",
    ],
    ("public", "shadow_states", "resources"): [
        '{"categories": {}, "channels": {}, "roles": {}}',
    ],
}


class BadgeValues(TypedDict, total=False):
    """What a row of public.badges may be told to have."""

    id: UUID
    community_id: UUID
    profile_id: UUID
    badge_type: str
    awarded_at: dt.datetime
    awarded_by: UUID | None
    revoked_at: dt.datetime | None
    metadata: models.BadgeMetadata | None
    created_at: dt.datetime


class CommunityValues(TypedDict, total=False):
    """What a row of public.communities may be told to have."""

    id: UUID
    name: str
    theme_id: str
    subscription_tier: str
    discord_guild_id: str | None
    telegram_chat_id: str | None
    is_active: bool
    settings: models.CommunitySettings | None
    created_at: dt.datetime
    updated_at: dt.datetime


class ManifestValues(TypedDict, total=False):
    """What a row of public.manifests may be told to have."""

    id: UUID
    community_id: UUID
    version: int
    content: models.ManifestContent
    checksum: str
    synthesized_at: dt.datetime
    synthesized_by: str | None
    is_active: bool
    created_at: dt.datetime


class ProfileValues(TypedDict, total=False):
    """What a row of public.profiles may be told to have."""

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
    metadata: models.ProfileMetadata | None
    created_at: dt.datetime
    updated_at: dt.datetime


class ShadowStateValues(TypedDict, total=False):
    """What a row of public.shadow_states may be told to have."""

    id: UUID
    community_id: UUID
    manifest_version: int
    applied_at: dt.datetime
    applied_by: str | None
    resources: models.ShadowResources
    checksum: str
    status: str
    created_at: dt.datetime


class Make:
    """A factory for each table.

    A row has the values that a factory is told, and makes up what it must have besides: other ones
    for each row where they have to differ, the same ones in the same database. So are the rows that
    it refers to. What the database chooses is left to it, and what may be empty is.
    """

    def __init__(self) -> None:
        self._maker = Maker(_DOCUMENTS)

    def badge(self, session: Session, /, **values: Unpack[BadgeValues]) -> models.Badge:
        """Insert a row of public.badges, and return it."""
        return self._maker.make(session, ("public", "badges"), models.Badge, values)

    def community(self, session: Session, /, **values: Unpack[CommunityValues]) -> models.Community:
        """Insert a row of public.communities, and return it."""
        return self._maker.make(session, ("public", "communities"), models.Community, values)

    def manifest(self, session: Session, /, **values: Unpack[ManifestValues]) -> models.Manifest:
        """Insert a row of public.manifests, and return it."""
        return self._maker.make(session, ("public", "manifests"), models.Manifest, values)

    def profile(self, session: Session, /, **values: Unpack[ProfileValues]) -> models.Profile:
        """Insert a row of public.profiles, and return it."""
        return self._maker.make(session, ("public", "profiles"), models.Profile, values)

    def shadow_state(
        self,
        session: Session,
        /,
        **values: Unpack[ShadowStateValues],
    ) -> models.ShadowState:
        """Insert a row of public.shadow_states, and return it."""
        return self._maker.make(session, ("public", "shadow_states"), models.ShadowState, values)


def database() -> AbstractContextManager[str]:
    """Have a migrated database without rows for a while: `with database() as url:`."""
    return database_of("tenant")


def as_actor(session: Session, actor: Actor) -> AbstractContextManager[None]:
    """Be an actor until the block ends: `with as_actor(session, …):`."""
    return acting(session, actor.settings())


def clear(session: Session) -> None:
    """Take the rows out of all tables, in the reverse order of their references."""
    ClearTables()(session)


tenant_database = database_fixture("tenant")
tenant_session = session_fixture("tenant")
tenant_make = make_fixture(Make)
