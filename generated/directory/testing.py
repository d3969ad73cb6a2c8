# Made by schemagen from specs/directory.yaml. Do not edit.
"""Tests of what uses directory: its database, rows in it, and who asks.

This module is for tests alone: beside what the others need, it needs schemagen and pytest.
Databases are copies of a migrated one, on the server of `TEST_DATABASE_URL` or on a disposable one.

`pytest_plugins = ["….testing"]` in `conftest.py`, with the name of this module, makes fixtures
known: `directory_database` is the URL of a database of the test's own, `directory_session` a
connection in a transaction that is rolled back after the test, and `directory_make` is `Make()`.
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

_DOCUMENTS: Documents = {}


class CommunityInvitationValues(TypedDict, total=False):
    """What a row of public.community_invitations may be told to have."""

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


class CommunityMemberValues(TypedDict, total=False):
    """What a row of public.community_members may be told to have."""

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
    github_profile_data: object | None
    status: models.CommunityMemberStatus
    reputation_score: int
    reputation_tier: str | None
    invited_by: str | None
    registration_fee_paid: bool | None
    registration_fee_tx_hash: str | None
    profile_data: object | None
    created_at: dt.datetime
    updated_at: dt.datetime
    last_active_at: dt.datetime | None
    deleted_at: dt.datetime | None


class MemberDailyHighlightValues(TypedDict, total=False):
    """What a row of public.member_daily_highlights may be told to have."""

    id: UUID
    member_id: str
    highlight_date: dt.date
    message_count: int | None
    reaction_count: int | None
    voice_minutes: int | None
    reputation_earned: int | None
    created_at: dt.datetime


class MemberParticipationValues(TypedDict, total=False):
    """What a row of public.member_participation may be told to have."""

    id: UUID
    member_id: str
    event_type: str
    platform: str
    room_id: str
    event_metadata: object | None
    occurred_at: dt.datetime


class MemberRelationshipValues(TypedDict, total=False):
    """What a row of public.member_relationships may be told to have."""

    id: UUID
    entity_id_a: str
    entity_id_b: str
    relationship_type: str
    content: object
    created_at: dt.datetime


class Make:
    """A factory for each table.

    A row has the values that a factory is told, and makes up what it must have besides: other ones
    for each row where they have to differ, the same ones in the same database. So are the rows that
    it refers to. What the database chooses is left to it, and what may be empty is.
    """

    def __init__(self) -> None:
        self._maker = Maker(_DOCUMENTS)

    def community_invitation(
        self,
        session: Session,
        /,
        **values: Unpack[CommunityInvitationValues],
    ) -> models.CommunityInvitation:
        """Insert a row of public.community_invitations, and return it."""
        return self._maker.make(
            session,
            ("public", "community_invitations"),
            models.CommunityInvitation,
            values,
        )

    def community_member(
        self,
        session: Session,
        /,
        **values: Unpack[CommunityMemberValues],
    ) -> models.CommunityMember:
        """Insert a row of public.community_members, and return it."""
        return self._maker.make(
            session,
            ("public", "community_members"),
            models.CommunityMember,
            values,
        )

    def member_daily_highlight(
        self,
        session: Session,
        /,
        **values: Unpack[MemberDailyHighlightValues],
    ) -> models.MemberDailyHighlight:
        """Insert a row of public.member_daily_highlights, and return it."""
        return self._maker.make(
            session,
            ("public", "member_daily_highlights"),
            models.MemberDailyHighlight,
            values,
        )

    def member_participation(
        self,
        session: Session,
        /,
        **values: Unpack[MemberParticipationValues],
    ) -> models.MemberParticipation:
        """Insert a row of public.member_participation, and return it."""
        return self._maker.make(
            session,
            ("public", "member_participation"),
            models.MemberParticipation,
            values,
        )

    def member_relationship(
        self,
        session: Session,
        /,
        **values: Unpack[MemberRelationshipValues],
    ) -> models.MemberRelationship:
        """Insert a row of public.member_relationships, and return it."""
        return self._maker.make(
            session,
            ("public", "member_relationships"),
            models.MemberRelationship,
            values,
        )


def database() -> AbstractContextManager[str]:
    """Have a migrated database without rows for a while: `with database() as url:`."""
    return database_of("directory")


def as_actor(session: Session, actor: Actor) -> AbstractContextManager[None]:
    """Be an actor until the block ends: `with as_actor(session, …):`."""
    return acting(session, actor.settings())


def clear(session: Session) -> None:
    """Take the rows out of all tables, in the reverse order of their references."""
    ClearTables()(session)


directory_database = database_fixture("directory")
directory_session = session_fixture("directory")
directory_make = make_fixture(Make)
