# Made by schemagen from specs/gym.yaml. Do not edit.
"""Martial-arts gyms with their members, classes, belts, check-ins and notifications, as they move
from Supabase to a PostgreSQL of their own.
"""

from typing import Annotated, Any, ClassVar, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, NaiveDatetime

__all__ = [
    "AppStore",
    "AppStoreStore",
    "AppStoreUpdate",
    "Asset",
    "AssetUpdate",
    "Attachment",
    "AttachmentUpdate",
    "Checkin",
    "CheckinUpdate",
    "Class",
    "ClassUpdate",
    "Graduation",
    "GraduationUpdate",
    "Gym",
    "GymUpdate",
    "NewAppStore",
    "NewAsset",
    "NewAttachment",
    "NewCheckin",
    "NewClass",
    "NewGraduation",
    "NewGym",
    "NewNotification",
    "NewRole",
    "NewUser",
    "NewVersion",
    "Notification",
    "NotificationStatus",
    "NotificationUpdate",
    "Role",
    "RoleUpdate",
    "User",
    "UserUpdate",
    "Version",
    "VersionUpdate",
]


def _storable(text: str) -> str:
    """Refuse what no text in PostgreSQL can hold: U+0000 and halves of surrogate pairs."""
    if "\x00" in text:
        raise ValueError("PostgreSQL cannot store the character U+0000")
    text.encode()
    return text


def _unset() -> Any:
    """Stand for a value that the database chooses."""
    return None


_Integer = Annotated[int, Field(ge=-2147483648, le=2147483647)]
_Text = Annotated[str, AfterValidator(_storable)]


class _Row(BaseModel):
    """A row as it was read. Columns that the class does not know are left out."""

    model_config = ConfigDict(
        frozen=True,
        from_attributes=True,
        serialize_by_alias=True,
        validate_by_name=True,
    )

    TABLE: ClassVar[str]
    PRIMARY_KEY: ClassVar[tuple[str, ...]] = ()


class _New(BaseModel):
    """A row to insert.

    `model_dump(exclude_unset=True)` has the columns of the INSERT, under their names in the
    database: what was not set is left to the database, and is no value to read here. psycopg wants
    the values of `JSON_COLUMNS` wrapped in `Jsonb`, and None if the column cannot be NULL.
    """

    model_config = ConfigDict(
        extra="forbid",
        serialize_by_alias=True,
        validate_assignment=True,
        validate_by_name=True,
    )

    TABLE: ClassVar[str]
    JSON_COLUMNS: ClassVar[tuple[str, ...]] = ()


class _Update(BaseModel):
    """Changes to a row: only what was set, as for a new row."""

    model_config = ConfigDict(
        extra="forbid",
        serialize_by_alias=True,
        validate_assignment=True,
        validate_by_name=True,
    )

    TABLE: ClassVar[str]
    PRIMARY_KEY: ClassVar[tuple[str, ...]] = ()
    JSON_COLUMNS: ClassVar[tuple[str, ...]] = ()


AppStoreStore = Literal["ios", "android"]


NotificationStatus = Literal["pending", "sent", "failed"]


class AppStore(_Row):
    """Where the mobile application can be had."""

    TABLE = "public.app_stores"
    PRIMARY_KEY = ("id",)

    id: _Integer
    store: AppStoreStore | None = Field(description="ios or android.")
    url: _Text | None
    created_at: NaiveDatetime
    disabled_at: NaiveDatetime | None


class NewAppStore(_New):
    """A new row of public.app_stores, dumped with `exclude_unset=True`."""

    TABLE = "public.app_stores"

    id: _Integer = Field(default_factory=_unset)
    store: AppStoreStore | None = Field(default=None, description="ios or android.")
    url: _Text | None = None
    created_at: NaiveDatetime = Field(default_factory=_unset)
    disabled_at: NaiveDatetime | None = None


class AppStoreUpdate(_Update):
    """Changes to a row of public.app_stores, dumped with `exclude_unset=True`."""

    TABLE = "public.app_stores"
    PRIMARY_KEY = ("id",)

    store: AppStoreStore | None = Field(default=None, description="ios or android.")
    url: _Text | None = None
    created_at: NaiveDatetime = Field(default_factory=_unset)
    disabled_at: NaiveDatetime | None = None


class Asset(_Row):
    """Material for a class, such as a video."""

    TABLE = "public.assets"
    PRIMARY_KEY = ("id",)

    id: _Integer
    class_id: _Integer | None
    title: _Text | None
    content: _Text | None = Field(description="A URL or the content itself.")
    type: _Text | None = Field(description="video, document and so on.")
    valid_until: NaiveDatetime | None
    created_at: NaiveDatetime


class NewAsset(_New):
    """A new row of public.assets, dumped with `exclude_unset=True`."""

    TABLE = "public.assets"

    id: _Integer = Field(default_factory=_unset)
    class_id: _Integer | None = None
    title: _Text | None = None
    content: _Text | None = Field(default=None, description="A URL or the content itself.")
    type: _Text | None = Field(default=None, description="video, document and so on.")
    valid_until: NaiveDatetime | None = None
    created_at: NaiveDatetime = Field(default_factory=_unset)


class AssetUpdate(_Update):
    """Changes to a row of public.assets, dumped with `exclude_unset=True`."""

    TABLE = "public.assets"
    PRIMARY_KEY = ("id",)

    class_id: _Integer | None = None
    title: _Text | None = None
    content: _Text | None = Field(default=None, description="A URL or the content itself.")
    type: _Text | None = Field(default=None, description="video, document and so on.")
    valid_until: NaiveDatetime | None = None
    created_at: NaiveDatetime = Field(default_factory=_unset)


class Attachment(_Row):
    """A file that belongs to a class."""

    TABLE = "public.attachments"
    PRIMARY_KEY = ("id",)

    id: _Integer
    class_id: _Integer | None
    file_name: _Text | None
    file_url: _Text | None
    file_type: _Text | None
    file_size: _Integer | None
    created_at: NaiveDatetime


class NewAttachment(_New):
    """A new row of public.attachments, dumped with `exclude_unset=True`."""

    TABLE = "public.attachments"

    id: _Integer = Field(default_factory=_unset)
    class_id: _Integer | None = None
    file_name: _Text | None = None
    file_url: _Text | None = None
    file_type: _Text | None = None
    file_size: _Integer | None = None
    created_at: NaiveDatetime = Field(default_factory=_unset)


class AttachmentUpdate(_Update):
    """Changes to a row of public.attachments, dumped with `exclude_unset=True`."""

    TABLE = "public.attachments"
    PRIMARY_KEY = ("id",)

    class_id: _Integer | None = None
    file_name: _Text | None = None
    file_url: _Text | None = None
    file_type: _Text | None = None
    file_size: _Integer | None = None
    created_at: NaiveDatetime = Field(default_factory=_unset)


class Checkin(_Row):
    """A user's attendance of a class on a day."""

    TABLE = "public.checkins"
    PRIMARY_KEY = ("id",)

    id: _Integer
    user_id: _Integer | None
    class_id: _Integer | None
    date: _Text | None = Field(description="ISO date as text.")
    created_at: NaiveDatetime


class NewCheckin(_New):
    """A new row of public.checkins, dumped with `exclude_unset=True`."""

    TABLE = "public.checkins"

    id: _Integer = Field(default_factory=_unset)
    user_id: _Integer | None = None
    class_id: _Integer | None = None
    date: _Text | None = Field(default=None, description="ISO date as text.")
    created_at: NaiveDatetime = Field(default_factory=_unset)


class CheckinUpdate(_Update):
    """Changes to a row of public.checkins, dumped with `exclude_unset=True`."""

    TABLE = "public.checkins"
    PRIMARY_KEY = ("id",)

    user_id: _Integer | None = None
    class_id: _Integer | None = None
    date: _Text | None = Field(default=None, description="ISO date as text.")
    created_at: NaiveDatetime = Field(default_factory=_unset)


class Class(_Row):
    """A class that is held every week."""

    TABLE = "public.class"
    PRIMARY_KEY = ("id",)

    id: _Integer
    gym_id: _Integer | None
    instructor_id: _Integer | None
    created_by: _Integer | None
    day: _Text | None = Field(description="MONDAY, TUESDAY and so on.")
    start: _Text | None = Field(description="HH:MM.")
    end: _Text | None = Field(description="HH:MM.")
    modality: _Text | None
    description: _Text | None
    created_at: NaiveDatetime
    deleted_at: NaiveDatetime | None


class NewClass(_New):
    """A new row of public.class, dumped with `exclude_unset=True`."""

    TABLE = "public.class"

    id: _Integer = Field(default_factory=_unset)
    gym_id: _Integer | None = None
    instructor_id: _Integer | None = None
    created_by: _Integer | None = None
    day: _Text | None = Field(default=None, description="MONDAY, TUESDAY and so on.")
    start: _Text | None = Field(default=None, description="HH:MM.")
    end: _Text | None = Field(default=None, description="HH:MM.")
    modality: _Text | None = None
    description: _Text | None = None
    created_at: NaiveDatetime = Field(default_factory=_unset)
    deleted_at: NaiveDatetime | None = None


class ClassUpdate(_Update):
    """Changes to a row of public.class, dumped with `exclude_unset=True`."""

    TABLE = "public.class"
    PRIMARY_KEY = ("id",)

    gym_id: _Integer | None = None
    instructor_id: _Integer | None = None
    created_by: _Integer | None = None
    day: _Text | None = Field(default=None, description="MONDAY, TUESDAY and so on.")
    start: _Text | None = Field(default=None, description="HH:MM.")
    end: _Text | None = Field(default=None, description="HH:MM.")
    modality: _Text | None = None
    description: _Text | None = None
    created_at: NaiveDatetime = Field(default_factory=_unset)
    deleted_at: NaiveDatetime | None = None


class Graduation(_Row):
    """A belt and degree that a user reached."""

    TABLE = "public.graduations"
    PRIMARY_KEY = ("id",)

    id: _Integer
    user_id: _Integer
    belt: _Text | None = Field(description="Belt colour.")
    degree: _Integer | None = Field(description="Number of stripes.")
    modality: _Text | None = Field(description="BJJ, Muay Thai and so on.")
    created_at: NaiveDatetime


class NewGraduation(_New):
    """A new row of public.graduations, dumped with `exclude_unset=True`."""

    TABLE = "public.graduations"

    id: _Integer = Field(default_factory=_unset)
    user_id: _Integer
    belt: _Text | None = Field(default=None, description="Belt colour.")
    degree: _Integer | None = Field(default=None, description="Number of stripes.")
    modality: _Text | None = Field(default=None, description="BJJ, Muay Thai and so on.")
    created_at: NaiveDatetime = Field(default_factory=_unset)


class GraduationUpdate(_Update):
    """Changes to a row of public.graduations, dumped with `exclude_unset=True`."""

    TABLE = "public.graduations"
    PRIMARY_KEY = ("id",)

    user_id: _Integer = Field(default_factory=_unset)
    belt: _Text | None = Field(default=None, description="Belt colour.")
    degree: _Integer | None = Field(default=None, description="Number of stripes.")
    modality: _Text | None = Field(default=None, description="BJJ, Muay Thai and so on.")
    created_at: NaiveDatetime = Field(default_factory=_unset)


class Gym(_Row):
    """A gym."""

    TABLE = "public.gyms"
    PRIMARY_KEY = ("id",)

    id: _Integer
    name: _Text
    address: _Text
    logo: _Text | None
    manager_id: _Integer | None = Field(description="Set once the manager exists.")
    since: _Text = Field(description="Date as text, as in the original.")
    created_at: NaiveDatetime


class NewGym(_New):
    """A new row of public.gyms, dumped with `exclude_unset=True`."""

    TABLE = "public.gyms"

    id: _Integer = Field(default_factory=_unset)
    name: _Text
    address: _Text
    logo: _Text | None = None
    manager_id: _Integer | None = Field(default=None, description="Set once the manager exists.")
    since: _Text = Field(description="Date as text, as in the original.")
    created_at: NaiveDatetime = Field(default_factory=_unset)


class GymUpdate(_Update):
    """Changes to a row of public.gyms, dumped with `exclude_unset=True`."""

    TABLE = "public.gyms"
    PRIMARY_KEY = ("id",)

    name: _Text = Field(default_factory=_unset)
    address: _Text = Field(default_factory=_unset)
    logo: _Text | None = None
    manager_id: _Integer | None = Field(default=None, description="Set once the manager exists.")
    since: _Text = Field(default_factory=_unset, description="Date as text, as in the original.")
    created_at: NaiveDatetime = Field(default_factory=_unset)


class Notification(_Row):
    """A message to users of a gym."""

    TABLE = "public.notifications"
    PRIMARY_KEY = ("id",)

    id: _Integer
    sent_by: _Integer | None
    title: _Text | None
    content: _Text | None
    channel: _Text | None = Field(description="push, email and so on.")
    status: NotificationStatus | None = Field(description="pending, sent or failed.")
    recipients: list[_Text | None] | None = Field(description="User ids as text.")
    viewed_by: list[_Text | None] | None = Field(description="User ids as text.")
    sent_at: NaiveDatetime | None
    created_at: NaiveDatetime


class NewNotification(_New):
    """A new row of public.notifications, dumped with `exclude_unset=True`."""

    TABLE = "public.notifications"

    id: _Integer = Field(default_factory=_unset)
    sent_by: _Integer | None = None
    title: _Text | None = None
    content: _Text | None = None
    channel: _Text | None = Field(default=None, description="push, email and so on.")
    status: NotificationStatus | None = Field(default=None, description="pending, sent or failed.")
    recipients: list[_Text | None] | None = Field(default=None, description="User ids as text.")
    viewed_by: list[_Text | None] | None = Field(default=None, description="User ids as text.")
    sent_at: NaiveDatetime | None = None
    created_at: NaiveDatetime = Field(default_factory=_unset)


class NotificationUpdate(_Update):
    """Changes to a row of public.notifications, dumped with `exclude_unset=True`."""

    TABLE = "public.notifications"
    PRIMARY_KEY = ("id",)

    sent_by: _Integer | None = None
    title: _Text | None = None
    content: _Text | None = None
    channel: _Text | None = Field(default=None, description="push, email and so on.")
    status: NotificationStatus | None = Field(default=None, description="pending, sent or failed.")
    recipients: list[_Text | None] | None = Field(default=None, description="User ids as text.")
    viewed_by: list[_Text | None] | None = Field(default=None, description="User ids as text.")
    sent_at: NaiveDatetime | None = None
    created_at: NaiveDatetime = Field(default_factory=_unset)


class Role(_Row):
    """What a user can be; the key is the role itself."""

    TABLE = "public.roles"
    PRIMARY_KEY = ("id",)

    id: _Text = Field(description="STUDENT, INSTRUCTOR or MANAGER.")
    created_at: NaiveDatetime


class NewRole(_New):
    """A new row of public.roles, dumped with `exclude_unset=True`."""

    TABLE = "public.roles"

    id: _Text = Field(description="STUDENT, INSTRUCTOR or MANAGER.")
    created_at: NaiveDatetime = Field(default_factory=_unset)


class RoleUpdate(_Update):
    """Changes to a row of public.roles, dumped with `exclude_unset=True`."""

    TABLE = "public.roles"
    PRIMARY_KEY = ("id",)

    created_at: NaiveDatetime = Field(default_factory=_unset)


class User(_Row):
    """Everybody who uses the application, in whatever role."""

    TABLE = "public.users"
    PRIMARY_KEY = ("id",)

    id: _Integer
    clerk_user_id: _Text = Field(description="The user's id at Clerk.")
    email: _Text | None
    first_name: _Text | None
    last_name: _Text | None
    profile_picture: _Text | None
    birth: _Text | None = Field(description="Date as text.")
    birth_day: _Text | None = Field(description="MM-DD, for finding birthdays.")
    gender: _Text | None
    phone: _Text | None
    instagram: _Text | None
    role: _Text | None
    gym_id: _Integer | None
    expo_push_token: _Text | None
    customer_id: _Text | None = Field(description="The customer's id at Stripe.")
    subscription_id: _Text | None = Field(description="The subscription's id at Stripe.")
    plan: _Text | None
    approved_at: NaiveDatetime | None
    denied_at: NaiveDatetime | None
    migrated_at: NaiveDatetime | None
    deleted_at: NaiveDatetime | None
    created_at: NaiveDatetime


class NewUser(_New):
    """A new row of public.users, dumped with `exclude_unset=True`."""

    TABLE = "public.users"

    id: _Integer = Field(default_factory=_unset)
    clerk_user_id: _Text = Field(description="The user's id at Clerk.")
    email: _Text | None = None
    first_name: _Text | None = None
    last_name: _Text | None = None
    profile_picture: _Text | None = None
    birth: _Text | None = Field(default=None, description="Date as text.")
    birth_day: _Text | None = Field(default=None, description="MM-DD, for finding birthdays.")
    gender: _Text | None = None
    phone: _Text | None = None
    instagram: _Text | None = None
    role: _Text | None = None
    gym_id: _Integer | None = None
    expo_push_token: _Text | None = None
    customer_id: _Text | None = Field(default=None, description="The customer's id at Stripe.")
    subscription_id: _Text | None = Field(
        default=None,
        description="The subscription's id at Stripe.",
    )
    plan: _Text | None = None
    approved_at: NaiveDatetime | None = None
    denied_at: NaiveDatetime | None = None
    migrated_at: NaiveDatetime | None = None
    deleted_at: NaiveDatetime | None = None
    created_at: NaiveDatetime = Field(default_factory=_unset)


class UserUpdate(_Update):
    """Changes to a row of public.users, dumped with `exclude_unset=True`."""

    TABLE = "public.users"
    PRIMARY_KEY = ("id",)

    clerk_user_id: _Text = Field(default_factory=_unset, description="The user's id at Clerk.")
    email: _Text | None = None
    first_name: _Text | None = None
    last_name: _Text | None = None
    profile_picture: _Text | None = None
    birth: _Text | None = Field(default=None, description="Date as text.")
    birth_day: _Text | None = Field(default=None, description="MM-DD, for finding birthdays.")
    gender: _Text | None = None
    phone: _Text | None = None
    instagram: _Text | None = None
    role: _Text | None = None
    gym_id: _Integer | None = None
    expo_push_token: _Text | None = None
    customer_id: _Text | None = Field(default=None, description="The customer's id at Stripe.")
    subscription_id: _Text | None = Field(
        default=None,
        description="The subscription's id at Stripe.",
    )
    plan: _Text | None = None
    approved_at: NaiveDatetime | None = None
    denied_at: NaiveDatetime | None = None
    migrated_at: NaiveDatetime | None = None
    deleted_at: NaiveDatetime | None = None
    created_at: NaiveDatetime = Field(default_factory=_unset)


class Version(_Row):
    """Versions of the mobile application."""

    TABLE = "public.versions"
    PRIMARY_KEY = ("id",)

    id: _Integer
    app_version: _Text | None
    created_at: NaiveDatetime
    disabled_at: NaiveDatetime | None


class NewVersion(_New):
    """A new row of public.versions, dumped with `exclude_unset=True`."""

    TABLE = "public.versions"

    id: _Integer = Field(default_factory=_unset)
    app_version: _Text | None = None
    created_at: NaiveDatetime = Field(default_factory=_unset)
    disabled_at: NaiveDatetime | None = None


class VersionUpdate(_Update):
    """Changes to a row of public.versions, dumped with `exclude_unset=True`."""

    TABLE = "public.versions"
    PRIMARY_KEY = ("id",)

    app_version: _Text | None = None
    created_at: NaiveDatetime = Field(default_factory=_unset)
    disabled_at: NaiveDatetime | None = None
