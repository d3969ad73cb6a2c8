# Made by schemagen from specs/gym.yaml. Do not edit.
"""What a storage of gym can do, whatever holds the rows: protocols, and what may go wrong."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Generic, Protocol, TypedDict, TypeVar, Unpack

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


class AppStoreWhere(TypedDict, total=False):
    """Values to find rows of public.app_stores by."""

    id: int
    store: models.AppStoreStore | None
    url: str | None
    created_at: dt.datetime
    disabled_at: dt.datetime | None


class AppStorePort(Protocol):
    """The rows of public.app_stores."""

    def get(self, id: int, /) -> models.AppStore | None:
        """Return the row with a key, or None."""
        ...

    def find(self, /, **where: Unpack[AppStoreWhere]) -> list[models.AppStore]:
        """Return the rows that have these values; None finds NULL."""
        ...

    def page(
        self,
        /,
        *,
        after: int | None = None,
        limit: int = 100,
        descending: bool = False,
        **where: Unpack[AppStoreWhere],
    ) -> Page[models.AppStore, int]:
        """Return rows in the order of their keys, from behind the last key of another page."""
        ...

    def insert(self, new: models.NewAppStore, /) -> models.AppStore:
        """Insert a row and return it, with what the database chose."""
        ...

    def insert_many(self, new: Iterable[models.NewAppStore], /) -> int:
        """Insert many rows, fast, and return how many."""
        ...

    def update(self, id: int, changes: models.AppStoreUpdate, /) -> models.AppStore:
        """Change a row and return it."""
        ...

    def delete(self, id: int, /) -> models.AppStore:
        """Delete a row and return it."""
        ...


class AssetWhere(TypedDict, total=False):
    """Values to find rows of public.assets by."""

    id: int
    class_id: int | None
    title: str | None
    content: str | None
    type: str | None
    valid_until: dt.datetime | None
    created_at: dt.datetime


class AssetPort(Protocol):
    """The rows of public.assets."""

    def get(self, id: int, /) -> models.Asset | None:
        """Return the row with a key, or None."""
        ...

    def find(self, /, **where: Unpack[AssetWhere]) -> list[models.Asset]:
        """Return the rows that have these values; None finds NULL."""
        ...

    def page(
        self,
        /,
        *,
        after: int | None = None,
        limit: int = 100,
        descending: bool = False,
        **where: Unpack[AssetWhere],
    ) -> Page[models.Asset, int]:
        """Return rows in the order of their keys, from behind the last key of another page."""
        ...

    def insert(self, new: models.NewAsset, /) -> models.Asset:
        """Insert a row and return it, with what the database chose."""
        ...

    def insert_many(self, new: Iterable[models.NewAsset], /) -> int:
        """Insert many rows, fast, and return how many."""
        ...

    def update(self, id: int, changes: models.AssetUpdate, /) -> models.Asset:
        """Change a row and return it."""
        ...

    def delete(self, id: int, /) -> models.Asset:
        """Delete a row and return it."""
        ...


class AttachmentWhere(TypedDict, total=False):
    """Values to find rows of public.attachments by."""

    id: int
    class_id: int | None
    file_name: str | None
    file_url: str | None
    file_type: str | None
    file_size: int | None
    created_at: dt.datetime


class AttachmentPort(Protocol):
    """The rows of public.attachments."""

    def get(self, id: int, /) -> models.Attachment | None:
        """Return the row with a key, or None."""
        ...

    def find(self, /, **where: Unpack[AttachmentWhere]) -> list[models.Attachment]:
        """Return the rows that have these values; None finds NULL."""
        ...

    def page(
        self,
        /,
        *,
        after: int | None = None,
        limit: int = 100,
        descending: bool = False,
        **where: Unpack[AttachmentWhere],
    ) -> Page[models.Attachment, int]:
        """Return rows in the order of their keys, from behind the last key of another page."""
        ...

    def insert(self, new: models.NewAttachment, /) -> models.Attachment:
        """Insert a row and return it, with what the database chose."""
        ...

    def insert_many(self, new: Iterable[models.NewAttachment], /) -> int:
        """Insert many rows, fast, and return how many."""
        ...

    def update(self, id: int, changes: models.AttachmentUpdate, /) -> models.Attachment:
        """Change a row and return it."""
        ...

    def delete(self, id: int, /) -> models.Attachment:
        """Delete a row and return it."""
        ...


class CheckinWhere(TypedDict, total=False):
    """Values to find rows of public.checkins by."""

    id: int
    user_id: int | None
    class_id: int | None
    date: str | None
    created_at: dt.datetime


class CheckinPort(Protocol):
    """The rows of public.checkins."""

    def get(self, id: int, /) -> models.Checkin | None:
        """Return the row with a key, or None."""
        ...

    def find(self, /, **where: Unpack[CheckinWhere]) -> list[models.Checkin]:
        """Return the rows that have these values; None finds NULL."""
        ...

    def page(
        self,
        /,
        *,
        after: int | None = None,
        limit: int = 100,
        descending: bool = False,
        **where: Unpack[CheckinWhere],
    ) -> Page[models.Checkin, int]:
        """Return rows in the order of their keys, from behind the last key of another page."""
        ...

    def insert(self, new: models.NewCheckin, /) -> models.Checkin:
        """Insert a row and return it, with what the database chose."""
        ...

    def insert_many(self, new: Iterable[models.NewCheckin], /) -> int:
        """Insert many rows, fast, and return how many."""
        ...

    def update(self, id: int, changes: models.CheckinUpdate, /) -> models.Checkin:
        """Change a row and return it."""
        ...

    def delete(self, id: int, /) -> models.Checkin:
        """Delete a row and return it."""
        ...


class ClassWhere(TypedDict, total=False):
    """Values to find rows of public.class by."""

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


class ClassPort(Protocol):
    """The rows of public.class."""

    def get(self, id: int, /) -> models.Class | None:
        """Return the row with a key, or None."""
        ...

    def find(self, /, **where: Unpack[ClassWhere]) -> list[models.Class]:
        """Return the rows that have these values; None finds NULL."""
        ...

    def page(
        self,
        /,
        *,
        after: int | None = None,
        limit: int = 100,
        descending: bool = False,
        **where: Unpack[ClassWhere],
    ) -> Page[models.Class, int]:
        """Return rows in the order of their keys, from behind the last key of another page."""
        ...

    def insert(self, new: models.NewClass, /) -> models.Class:
        """Insert a row and return it, with what the database chose."""
        ...

    def insert_many(self, new: Iterable[models.NewClass], /) -> int:
        """Insert many rows, fast, and return how many."""
        ...

    def update(self, id: int, changes: models.ClassUpdate, /) -> models.Class:
        """Change a row and return it."""
        ...

    def delete(self, id: int, /) -> models.Class:
        """Delete a row and return it."""
        ...


class GraduationWhere(TypedDict, total=False):
    """Values to find rows of public.graduations by."""

    id: int
    user_id: int
    belt: str | None
    degree: int | None
    modality: str | None
    created_at: dt.datetime


class GraduationPort(Protocol):
    """The rows of public.graduations."""

    def get(self, id: int, /) -> models.Graduation | None:
        """Return the row with a key, or None."""
        ...

    def find(self, /, **where: Unpack[GraduationWhere]) -> list[models.Graduation]:
        """Return the rows that have these values; None finds NULL."""
        ...

    def page(
        self,
        /,
        *,
        after: int | None = None,
        limit: int = 100,
        descending: bool = False,
        **where: Unpack[GraduationWhere],
    ) -> Page[models.Graduation, int]:
        """Return rows in the order of their keys, from behind the last key of another page."""
        ...

    def insert(self, new: models.NewGraduation, /) -> models.Graduation:
        """Insert a row and return it, with what the database chose."""
        ...

    def insert_many(self, new: Iterable[models.NewGraduation], /) -> int:
        """Insert many rows, fast, and return how many."""
        ...

    def update(self, id: int, changes: models.GraduationUpdate, /) -> models.Graduation:
        """Change a row and return it."""
        ...

    def delete(self, id: int, /) -> models.Graduation:
        """Delete a row and return it."""
        ...


class GymWhere(TypedDict, total=False):
    """Values to find rows of public.gyms by."""

    id: int
    name: str
    address: str
    logo: str | None
    manager_id: int | None
    since: str
    created_at: dt.datetime


class GymPort(Protocol):
    """The rows of public.gyms."""

    def get(self, id: int, /) -> models.Gym | None:
        """Return the row with a key, or None."""
        ...

    def find(self, /, **where: Unpack[GymWhere]) -> list[models.Gym]:
        """Return the rows that have these values; None finds NULL."""
        ...

    def page(
        self,
        /,
        *,
        after: int | None = None,
        limit: int = 100,
        descending: bool = False,
        **where: Unpack[GymWhere],
    ) -> Page[models.Gym, int]:
        """Return rows in the order of their keys, from behind the last key of another page."""
        ...

    def insert(self, new: models.NewGym, /) -> models.Gym:
        """Insert a row and return it, with what the database chose."""
        ...

    def insert_many(self, new: Iterable[models.NewGym], /) -> int:
        """Insert many rows, fast, and return how many."""
        ...

    def update(self, id: int, changes: models.GymUpdate, /) -> models.Gym:
        """Change a row and return it."""
        ...

    def delete(self, id: int, /) -> models.Gym:
        """Delete a row and return it."""
        ...


class NotificationWhere(TypedDict, total=False):
    """Values to find rows of public.notifications by."""

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


class NotificationPort(Protocol):
    """The rows of public.notifications."""

    def get(self, id: int, /) -> models.Notification | None:
        """Return the row with a key, or None."""
        ...

    def find(self, /, **where: Unpack[NotificationWhere]) -> list[models.Notification]:
        """Return the rows that have these values; None finds NULL."""
        ...

    def page(
        self,
        /,
        *,
        after: int | None = None,
        limit: int = 100,
        descending: bool = False,
        **where: Unpack[NotificationWhere],
    ) -> Page[models.Notification, int]:
        """Return rows in the order of their keys, from behind the last key of another page."""
        ...

    def insert(self, new: models.NewNotification, /) -> models.Notification:
        """Insert a row and return it, with what the database chose."""
        ...

    def insert_many(self, new: Iterable[models.NewNotification], /) -> int:
        """Insert many rows, fast, and return how many."""
        ...

    def update(self, id: int, changes: models.NotificationUpdate, /) -> models.Notification:
        """Change a row and return it."""
        ...

    def delete(self, id: int, /) -> models.Notification:
        """Delete a row and return it."""
        ...


class RoleWhere(TypedDict, total=False):
    """Values to find rows of public.roles by."""

    id: str
    created_at: dt.datetime


class RolePort(Protocol):
    """The rows of public.roles."""

    def get(self, id: str, /) -> models.Role | None:
        """Return the row with a key, or None."""
        ...

    def find(self, /, **where: Unpack[RoleWhere]) -> list[models.Role]:
        """Return the rows that have these values; None finds NULL."""
        ...

    def page(
        self,
        /,
        *,
        after: str | None = None,
        limit: int = 100,
        descending: bool = False,
        **where: Unpack[RoleWhere],
    ) -> Page[models.Role, str]:
        """Return rows in the order of their keys, from behind the last key of another page."""
        ...

    def insert(self, new: models.NewRole, /) -> models.Role:
        """Insert a row and return it, with what the database chose."""
        ...

    def insert_many(self, new: Iterable[models.NewRole], /) -> int:
        """Insert many rows, fast, and return how many."""
        ...

    def update(self, id: str, changes: models.RoleUpdate, /) -> models.Role:
        """Change a row and return it."""
        ...

    def delete(self, id: str, /) -> models.Role:
        """Delete a row and return it."""
        ...


class UserWhere(TypedDict, total=False):
    """Values to find rows of public.users by."""

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


class UserPort(Protocol):
    """The rows of public.users."""

    def get(self, id: int, /) -> models.User | None:
        """Return the row with a key, or None."""
        ...

    def find(self, /, **where: Unpack[UserWhere]) -> list[models.User]:
        """Return the rows that have these values; None finds NULL."""
        ...

    def page(
        self,
        /,
        *,
        after: int | None = None,
        limit: int = 100,
        descending: bool = False,
        **where: Unpack[UserWhere],
    ) -> Page[models.User, int]:
        """Return rows in the order of their keys, from behind the last key of another page."""
        ...

    def insert(self, new: models.NewUser, /) -> models.User:
        """Insert a row and return it, with what the database chose."""
        ...

    def insert_many(self, new: Iterable[models.NewUser], /) -> int:
        """Insert many rows, fast, and return how many."""
        ...

    def update(self, id: int, changes: models.UserUpdate, /) -> models.User:
        """Change a row and return it."""
        ...

    def delete(self, id: int, /) -> models.User:
        """Delete a row and return it."""
        ...


class VersionWhere(TypedDict, total=False):
    """Values to find rows of public.versions by."""

    id: int
    app_version: str | None
    created_at: dt.datetime
    disabled_at: dt.datetime | None


class VersionPort(Protocol):
    """The rows of public.versions."""

    def get(self, id: int, /) -> models.Version | None:
        """Return the row with a key, or None."""
        ...

    def find(self, /, **where: Unpack[VersionWhere]) -> list[models.Version]:
        """Return the rows that have these values; None finds NULL."""
        ...

    def page(
        self,
        /,
        *,
        after: int | None = None,
        limit: int = 100,
        descending: bool = False,
        **where: Unpack[VersionWhere],
    ) -> Page[models.Version, int]:
        """Return rows in the order of their keys, from behind the last key of another page."""
        ...

    def insert(self, new: models.NewVersion, /) -> models.Version:
        """Insert a row and return it, with what the database chose."""
        ...

    def insert_many(self, new: Iterable[models.NewVersion], /) -> int:
        """Insert many rows, fast, and return how many."""
        ...

    def update(self, id: int, changes: models.VersionUpdate, /) -> models.Version:
        """Change a row and return it."""
        ...

    def delete(self, id: int, /) -> models.Version:
        """Delete a row and return it."""
        ...


class StorageProvider(Protocol):
    """All tables, within one transaction."""

    @property
    def app_stores(self) -> AppStorePort:
        """The rows of public.app_stores."""
        ...

    @property
    def assets(self) -> AssetPort:
        """The rows of public.assets."""
        ...

    @property
    def attachments(self) -> AttachmentPort:
        """The rows of public.attachments."""
        ...

    @property
    def checkins(self) -> CheckinPort:
        """The rows of public.checkins."""
        ...

    @property
    def class_(self) -> ClassPort:
        """The rows of public.class."""
        ...

    @property
    def graduations(self) -> GraduationPort:
        """The rows of public.graduations."""
        ...

    @property
    def gyms(self) -> GymPort:
        """The rows of public.gyms."""
        ...

    @property
    def notifications(self) -> NotificationPort:
        """The rows of public.notifications."""
        ...

    @property
    def roles(self) -> RolePort:
        """The rows of public.roles."""
        ...

    @property
    def users(self) -> UserPort:
        """The rows of public.users."""
        ...

    @property
    def versions(self) -> VersionPort:
        """The rows of public.versions."""
        ...
