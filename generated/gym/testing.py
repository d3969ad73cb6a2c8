# Made by schemagen from specs/gym.yaml. Do not edit.
"""Tests of what uses gym: its database, rows in it, and who asks.

This module is for tests alone: beside what the others need, it needs schemagen and pytest.
Databases are copies of a migrated one, on the server of `TEST_DATABASE_URL` or on a disposable one.

`pytest_plugins = ["….testing"]` in `conftest.py`, with the name of this module, makes fixtures
known: `gym_database` is the URL of a database of the test's own, `gym_session` a connection in a
transaction that is rolled back after the test, and `gym_make` is `Make()`.
"""

import datetime as dt
from contextlib import AbstractContextManager
from typing import TypedDict, Unpack

from schemagen.testing.acting import acting
from schemagen.testing.clearing import ClearTables
from schemagen.testing.databases import database_fixture, database_of, make_fixture, session_fixture
from schemagen.testing.making import Documents, Maker, Session

from . import models
from .actors import Actor

_DOCUMENTS: Documents = {}


class AppStoreValues(TypedDict, total=False):
    """What a row of public.app_stores may be told to have."""

    id: int
    store: models.AppStoreStore | None
    url: str | None
    created_at: dt.datetime
    disabled_at: dt.datetime | None


class AssetValues(TypedDict, total=False):
    """What a row of public.assets may be told to have."""

    id: int
    class_id: int | None
    title: str | None
    content: str | None
    type: str | None
    valid_until: dt.datetime | None
    created_at: dt.datetime


class AttachmentValues(TypedDict, total=False):
    """What a row of public.attachments may be told to have."""

    id: int
    class_id: int | None
    file_name: str | None
    file_url: str | None
    file_type: str | None
    file_size: int | None
    created_at: dt.datetime


class CheckinValues(TypedDict, total=False):
    """What a row of public.checkins may be told to have."""

    id: int
    user_id: int | None
    class_id: int | None
    date: str | None
    created_at: dt.datetime


class ClassValues(TypedDict, total=False):
    """What a row of public.class may be told to have."""

    id: int
    gym_id: int | None
    instructor_id: int | None
    created_by: int | None
    day: str | None
    start: str | None
    end: str | None
    modality: str | None
    description: str | None
    created_at: dt.datetime
    deleted_at: dt.datetime | None


class GraduationValues(TypedDict, total=False):
    """What a row of public.graduations may be told to have."""

    id: int
    user_id: int
    belt: str | None
    degree: int | None
    modality: str | None
    created_at: dt.datetime


class GymValues(TypedDict, total=False):
    """What a row of public.gyms may be told to have."""

    id: int
    name: str
    address: str
    logo: str | None
    manager_id: int | None
    since: str
    created_at: dt.datetime


class NotificationValues(TypedDict, total=False):
    """What a row of public.notifications may be told to have."""

    id: int
    sent_by: int | None
    title: str | None
    content: str | None
    channel: str | None
    status: models.NotificationStatus | None
    recipients: list[str | None] | None
    viewed_by: list[str | None] | None
    sent_at: dt.datetime | None
    created_at: dt.datetime


class RoleValues(TypedDict, total=False):
    """What a row of public.roles may be told to have."""

    id: str
    created_at: dt.datetime


class UserValues(TypedDict, total=False):
    """What a row of public.users may be told to have."""

    id: int
    clerk_user_id: str
    email: str | None
    first_name: str | None
    last_name: str | None
    profile_picture: str | None
    birth: str | None
    birth_day: str | None
    gender: str | None
    phone: str | None
    instagram: str | None
    role: str | None
    gym_id: int | None
    expo_push_token: str | None
    customer_id: str | None
    subscription_id: str | None
    plan: str | None
    approved_at: dt.datetime | None
    denied_at: dt.datetime | None
    migrated_at: dt.datetime | None
    deleted_at: dt.datetime | None
    created_at: dt.datetime


class VersionValues(TypedDict, total=False):
    """What a row of public.versions may be told to have."""

    id: int
    app_version: str | None
    created_at: dt.datetime
    disabled_at: dt.datetime | None


class Make:
    """A factory for each table.

    A row has the values that a factory is told, and makes up what it must have besides: other ones
    for each row where they have to differ, the same ones in the same database. So are the rows that
    it refers to. What the database chooses is left to it, and what may be empty is.
    """

    def __init__(self) -> None:
        self._maker = Maker(_DOCUMENTS)

    def app_store(self, session: Session, /, **values: Unpack[AppStoreValues]) -> models.AppStore:
        """Insert a row of public.app_stores, and return it."""
        return self._maker.make(session, ("public", "app_stores"), models.AppStore, values)

    def asset(self, session: Session, /, **values: Unpack[AssetValues]) -> models.Asset:
        """Insert a row of public.assets, and return it."""
        return self._maker.make(session, ("public", "assets"), models.Asset, values)

    def attachment(
        self,
        session: Session,
        /,
        **values: Unpack[AttachmentValues],
    ) -> models.Attachment:
        """Insert a row of public.attachments, and return it."""
        return self._maker.make(session, ("public", "attachments"), models.Attachment, values)

    def checkin(self, session: Session, /, **values: Unpack[CheckinValues]) -> models.Checkin:
        """Insert a row of public.checkins, and return it."""
        return self._maker.make(session, ("public", "checkins"), models.Checkin, values)

    def class_(self, session: Session, /, **values: Unpack[ClassValues]) -> models.Class:
        """Insert a row of public.class, and return it."""
        return self._maker.make(session, ("public", "class"), models.Class, values)

    def graduation(
        self,
        session: Session,
        /,
        **values: Unpack[GraduationValues],
    ) -> models.Graduation:
        """Insert a row of public.graduations, and return it."""
        return self._maker.make(session, ("public", "graduations"), models.Graduation, values)

    def gym(self, session: Session, /, **values: Unpack[GymValues]) -> models.Gym:
        """Insert a row of public.gyms, and return it."""
        return self._maker.make(session, ("public", "gyms"), models.Gym, values)

    def notification(
        self,
        session: Session,
        /,
        **values: Unpack[NotificationValues],
    ) -> models.Notification:
        """Insert a row of public.notifications, and return it."""
        return self._maker.make(session, ("public", "notifications"), models.Notification, values)

    def role(self, session: Session, /, **values: Unpack[RoleValues]) -> models.Role:
        """Insert a row of public.roles, and return it."""
        return self._maker.make(session, ("public", "roles"), models.Role, values)

    def user(self, session: Session, /, **values: Unpack[UserValues]) -> models.User:
        """Insert a row of public.users, and return it."""
        return self._maker.make(session, ("public", "users"), models.User, values)

    def version(self, session: Session, /, **values: Unpack[VersionValues]) -> models.Version:
        """Insert a row of public.versions, and return it."""
        return self._maker.make(session, ("public", "versions"), models.Version, values)


def database() -> AbstractContextManager[str]:
    """Have a migrated database without rows for a while: `with database() as url:`."""
    return database_of("gym")


def as_actor(session: Session, actor: Actor) -> AbstractContextManager[None]:
    """Be an actor until the block ends: `with as_actor(session, …):`."""
    return acting(session, actor.settings())


def clear(session: Session) -> None:
    """Take the rows out of all tables, in the reverse order of their references."""
    ClearTables()(session)


gym_database = database_fixture("gym")
gym_session = session_fixture("gym")
gym_make = make_fixture(Make)
