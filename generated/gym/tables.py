# Made by schemagen from specs/gym.yaml. Do not edit.
"""Tables of gym and how they refer to each other."""

import datetime as dt

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql as pg
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship

from .models import AppStoreStore, NotificationStatus

__all__ = [
    "AppStore",
    "Asset",
    "Attachment",
    "Base",
    "Checkin",
    "Class",
    "Graduation",
    "Gym",
    "Notification",
    "Role",
    "User",
    "Version",
]


class Base(DeclarativeBase):
    """What all tables have in common.

    Migrations make the schema, and nothing here does: `metadata` is there to be compared with a
    database.
    """


class AppStore(Base):
    """Where the mobile application can be had."""

    __tablename__ = "app_stores"
    __table_args__ = (
        sa.PrimaryKeyConstraint("id", name="app_stores_pkey"),
        {"comment": "Where the mobile application can be had."},
    )

    id: Mapped[int] = mapped_column(sa.Integer())
    store: Mapped[AppStoreStore | None] = mapped_column(sa.Text(), comment="ios or android.")
    url: Mapped[str | None] = mapped_column(sa.Text())
    created_at: Mapped[dt.datetime] = mapped_column(sa.DateTime(), server_default=sa.text("now()"))
    disabled_at: Mapped[dt.datetime | None] = mapped_column(sa.DateTime())


class Asset(Base):
    """Material for a class, such as a video."""

    __tablename__ = "assets"
    __table_args__ = (
        sa.PrimaryKeyConstraint("id", name="assets_pkey"),
        sa.ForeignKeyConstraint(["class_id"], ["class.id"], name="assets_class_id_fkey"),
        sa.Index("assets_class_id_idx", "class_id"),
        {"comment": "Material for a class, such as a video."},
    )

    id: Mapped[int] = mapped_column(sa.Integer())
    class_id: Mapped[int | None] = mapped_column(sa.Integer())
    title: Mapped[str | None] = mapped_column(sa.Text())
    content: Mapped[str | None] = mapped_column(sa.Text(), comment="A URL or the content itself.")
    type: Mapped[str | None] = mapped_column(sa.Text(), comment="video, document and so on.")
    valid_until: Mapped[dt.datetime | None] = mapped_column(sa.DateTime())
    created_at: Mapped[dt.datetime] = mapped_column(sa.DateTime(), server_default=sa.text("now()"))

    class_: Mapped["Class | None"] = relationship(back_populates="assets")


class Attachment(Base):
    """A file that belongs to a class."""

    __tablename__ = "attachments"
    __table_args__ = (
        sa.PrimaryKeyConstraint("id", name="attachments_pkey"),
        sa.ForeignKeyConstraint(["class_id"], ["class.id"], name="attachments_class_id_fkey"),
        sa.Index("attachments_class_id_idx", "class_id"),
        {"comment": "A file that belongs to a class."},
    )

    id: Mapped[int] = mapped_column(sa.Integer())
    class_id: Mapped[int | None] = mapped_column(sa.Integer())
    file_name: Mapped[str | None] = mapped_column(sa.Text())
    file_url: Mapped[str | None] = mapped_column(sa.Text())
    file_type: Mapped[str | None] = mapped_column(sa.Text())
    file_size: Mapped[int | None] = mapped_column(sa.Integer())
    created_at: Mapped[dt.datetime] = mapped_column(sa.DateTime(), server_default=sa.text("now()"))

    class_: Mapped["Class | None"] = relationship(back_populates="attachments")


class Checkin(Base):
    """A user's attendance of a class on a day."""

    __tablename__ = "checkins"
    __table_args__ = (
        sa.PrimaryKeyConstraint("id", name="checkins_pkey"),
        sa.ForeignKeyConstraint(["class_id"], ["class.id"], name="checkins_class_id_fkey"),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="checkins_user_id_fkey"),
        sa.Index("checkins_class_id_idx", "class_id"),
        sa.Index("checkins_date_idx", "date"),
        sa.Index("checkins_user_id_idx", "user_id"),
        {"comment": "A user's attendance of a class on a day."},
    )

    id: Mapped[int] = mapped_column(sa.Integer())
    user_id: Mapped[int | None] = mapped_column(sa.Integer())
    class_id: Mapped[int | None] = mapped_column(sa.Integer())
    date: Mapped[str | None] = mapped_column(sa.Text(), comment="ISO date as text.")
    created_at: Mapped[dt.datetime] = mapped_column(sa.DateTime(), server_default=sa.text("now()"))

    class_: Mapped["Class | None"] = relationship(back_populates="checkins")
    user: Mapped["User | None"] = relationship(back_populates="checkins")


class Class(Base):
    """A class that is held every week."""

    __tablename__ = "class"
    __table_args__ = (
        sa.PrimaryKeyConstraint("id", name="class_pkey"),
        sa.ForeignKeyConstraint(["created_by"], ["users.id"], name="class_created_by_fkey"),
        sa.ForeignKeyConstraint(["gym_id"], ["gyms.id"], name="class_gym_id_fkey"),
        sa.ForeignKeyConstraint(["instructor_id"], ["users.id"], name="class_instructor_id_fkey"),
        sa.Index("class_created_by_idx", "created_by"),
        sa.Index("class_gym_id_idx", "gym_id"),
        sa.Index("class_instructor_id_idx", "instructor_id"),
        {"comment": "A class that is held every week."},
    )

    id: Mapped[int] = mapped_column(sa.Integer())
    gym_id: Mapped[int | None] = mapped_column(sa.Integer())
    instructor_id: Mapped[int | None] = mapped_column(sa.Integer())
    created_by: Mapped[int | None] = mapped_column(sa.Integer())
    day: Mapped[str | None] = mapped_column(sa.Text(), comment="MONDAY, TUESDAY and so on.")
    start: Mapped[str | None] = mapped_column(sa.Text(), comment="HH:MM.")
    end: Mapped[str | None] = mapped_column(sa.Text(), comment="HH:MM.")
    modality: Mapped[str | None] = mapped_column(sa.Text())
    description: Mapped[str | None] = mapped_column(sa.Text())
    created_at: Mapped[dt.datetime] = mapped_column(sa.DateTime(), server_default=sa.text("now()"))
    deleted_at: Mapped[dt.datetime | None] = mapped_column(sa.DateTime())

    creator: Mapped["User | None"] = relationship(
        foreign_keys="[Class.created_by]",
        back_populates="created_classes",
    )
    gym: Mapped["Gym | None"] = relationship(back_populates="classes")
    instructor: Mapped["User | None"] = relationship(
        foreign_keys="[Class.instructor_id]",
        back_populates="instructed_classes",
    )
    assets: Mapped[list["Asset"]] = relationship(back_populates="class_", passive_deletes="all")
    attachments: Mapped[list["Attachment"]] = relationship(
        back_populates="class_",
        passive_deletes="all",
    )
    checkins: Mapped[list["Checkin"]] = relationship(back_populates="class_", passive_deletes="all")


class Graduation(Base):
    """A belt and degree that a user reached."""

    __tablename__ = "graduations"
    __table_args__ = (
        sa.PrimaryKeyConstraint("id", name="graduations_pkey"),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="graduations_user_id_fkey"),
        sa.Index("graduations_user_id_idx", "user_id"),
        {"comment": "A belt and degree that a user reached."},
    )

    id: Mapped[int] = mapped_column(sa.Integer())
    user_id: Mapped[int] = mapped_column(sa.Integer())
    belt: Mapped[str | None] = mapped_column(sa.Text(), comment="Belt colour.")
    degree: Mapped[int | None] = mapped_column(sa.Integer(), comment="Number of stripes.")
    modality: Mapped[str | None] = mapped_column(sa.Text(), comment="BJJ, Muay Thai and so on.")
    created_at: Mapped[dt.datetime] = mapped_column(sa.DateTime(), server_default=sa.text("now()"))

    user: Mapped["User"] = relationship(back_populates="graduations")


class Gym(Base):
    """A gym."""

    __tablename__ = "gyms"
    __table_args__ = (
        sa.PrimaryKeyConstraint("id", name="gyms_pkey"),
        sa.ForeignKeyConstraint(
            ["manager_id"],
            ["users.id"],
            name="gyms_manager_id_fkey",
            use_alter=True,
        ),
        sa.Index("gyms_manager_id_idx", "manager_id"),
        {"comment": "A gym."},
    )

    id: Mapped[int] = mapped_column(sa.Integer())
    name: Mapped[str] = mapped_column(sa.Text())
    address: Mapped[str] = mapped_column(sa.Text())
    logo: Mapped[str | None] = mapped_column(sa.Text())
    manager_id: Mapped[int | None] = mapped_column(
        sa.Integer(),
        comment="Set once the manager exists.",
    )
    since: Mapped[str] = mapped_column(sa.Text(), comment="Date as text, as in the original.")
    created_at: Mapped[dt.datetime] = mapped_column(sa.DateTime(), server_default=sa.text("now()"))

    manager: Mapped["User | None"] = relationship(
        foreign_keys="[Gym.manager_id]",
        back_populates="managed_gyms",
        post_update=True,
    )
    classes: Mapped[list["Class"]] = relationship(back_populates="gym", passive_deletes="all")
    members: Mapped[list["User"]] = relationship(
        foreign_keys="[User.gym_id]",
        back_populates="gym",
        passive_deletes="all",
    )


class Notification(Base):
    """A message to users of a gym."""

    __tablename__ = "notifications"
    __table_args__ = (
        sa.PrimaryKeyConstraint("id", name="notifications_pkey"),
        sa.ForeignKeyConstraint(["sent_by"], ["users.id"], name="notifications_sent_by_fkey"),
        sa.Index("notifications_recipients_idx", "recipients", postgresql_using="gin"),
        sa.Index("notifications_sent_by_idx", "sent_by"),
        {"comment": "A message to users of a gym."},
    )

    id: Mapped[int] = mapped_column(sa.Integer())
    sent_by: Mapped[int | None] = mapped_column(sa.Integer())
    title: Mapped[str | None] = mapped_column(sa.Text())
    content: Mapped[str | None] = mapped_column(sa.Text())
    channel: Mapped[str | None] = mapped_column(sa.Text(), comment="push, email and so on.")
    status: Mapped[NotificationStatus | None] = mapped_column(
        sa.Text(),
        comment="pending, sent or failed.",
    )
    recipients: Mapped[list[str | None] | None] = mapped_column(
        pg.ARRAY(sa.Text()),
        comment="User ids as text.",
    )
    viewed_by: Mapped[list[str | None] | None] = mapped_column(
        pg.ARRAY(sa.Text()),
        comment="User ids as text.",
    )
    sent_at: Mapped[dt.datetime | None] = mapped_column(sa.DateTime())
    created_at: Mapped[dt.datetime] = mapped_column(sa.DateTime(), server_default=sa.text("now()"))

    sender: Mapped["User | None"] = relationship(back_populates="sent_notifications")


class Role(Base):
    """What a user can be; the key is the role itself."""

    __tablename__ = "roles"
    __table_args__ = (
        sa.PrimaryKeyConstraint("id", name="roles_pkey"),
        {"comment": "What a user can be; the key is the role itself."},
    )

    id: Mapped[str] = mapped_column(sa.Text(), comment="STUDENT, INSTRUCTOR or MANAGER.")
    created_at: Mapped[dt.datetime] = mapped_column(sa.DateTime(), server_default=sa.text("now()"))

    users: Mapped[list["User"]] = relationship(back_populates="held_role", passive_deletes="all")


class User(Base):
    """Everybody who uses the application, in whatever role."""

    __tablename__ = "users"
    __table_args__ = (
        sa.PrimaryKeyConstraint("id", name="users_pkey"),
        sa.UniqueConstraint("clerk_user_id", name="users_clerk_user_id_key"),
        sa.ForeignKeyConstraint(["gym_id"], ["gyms.id"], name="users_gym_id_fkey"),
        sa.ForeignKeyConstraint(["role"], ["roles.id"], name="users_role_fkey"),
        sa.Index("users_birth_day_idx", "birth_day"),
        sa.Index("users_email_idx", "email"),
        sa.Index("users_gym_id_idx", "gym_id"),
        sa.Index("users_role_idx", "role"),
        {"comment": "Everybody who uses the application, in whatever role."},
    )

    id: Mapped[int] = mapped_column(sa.Integer())
    clerk_user_id: Mapped[str] = mapped_column(sa.Text(), comment="The user's id at Clerk.")
    email: Mapped[str | None] = mapped_column(sa.Text())
    first_name: Mapped[str | None] = mapped_column(sa.Text())
    last_name: Mapped[str | None] = mapped_column(sa.Text())
    profile_picture: Mapped[str | None] = mapped_column(sa.Text())
    birth: Mapped[str | None] = mapped_column(sa.Text(), comment="Date as text.")
    birth_day: Mapped[str | None] = mapped_column(
        sa.Text(),
        comment="MM-DD, for finding birthdays.",
    )
    gender: Mapped[str | None] = mapped_column(sa.Text())
    phone: Mapped[str | None] = mapped_column(sa.Text())
    instagram: Mapped[str | None] = mapped_column(sa.Text())
    role: Mapped[str | None] = mapped_column(sa.Text())
    gym_id: Mapped[int | None] = mapped_column(sa.Integer())
    expo_push_token: Mapped[str | None] = mapped_column(sa.Text())
    customer_id: Mapped[str | None] = mapped_column(
        sa.Text(),
        comment="The customer's id at Stripe.",
    )
    subscription_id: Mapped[str | None] = mapped_column(
        sa.Text(),
        comment="The subscription's id at Stripe.",
    )
    plan: Mapped[str | None] = mapped_column(sa.Text())
    approved_at: Mapped[dt.datetime | None] = mapped_column(sa.DateTime())
    denied_at: Mapped[dt.datetime | None] = mapped_column(sa.DateTime())
    migrated_at: Mapped[dt.datetime | None] = mapped_column(sa.DateTime())
    deleted_at: Mapped[dt.datetime | None] = mapped_column(sa.DateTime())
    created_at: Mapped[dt.datetime] = mapped_column(sa.DateTime(), server_default=sa.text("now()"))

    gym: Mapped["Gym | None"] = relationship(foreign_keys="[User.gym_id]", back_populates="members")
    held_role: Mapped["Role | None"] = relationship(back_populates="users")
    checkins: Mapped[list["Checkin"]] = relationship(back_populates="user", passive_deletes="all")
    created_classes: Mapped[list["Class"]] = relationship(
        foreign_keys="[Class.created_by]",
        back_populates="creator",
        passive_deletes="all",
    )
    graduations: Mapped[list["Graduation"]] = relationship(
        back_populates="user",
        passive_deletes="all",
    )
    instructed_classes: Mapped[list["Class"]] = relationship(
        foreign_keys="[Class.instructor_id]",
        back_populates="instructor",
        passive_deletes="all",
    )
    managed_gyms: Mapped[list["Gym"]] = relationship(
        foreign_keys="[Gym.manager_id]",
        back_populates="manager",
        post_update=True,
        passive_deletes="all",
    )
    sent_notifications: Mapped[list["Notification"]] = relationship(
        back_populates="sender",
        passive_deletes="all",
    )


class Version(Base):
    """Versions of the mobile application."""

    __tablename__ = "versions"
    __table_args__ = (
        sa.PrimaryKeyConstraint("id", name="versions_pkey"),
        {"comment": "Versions of the mobile application."},
    )

    id: Mapped[int] = mapped_column(sa.Integer())
    app_version: Mapped[str | None] = mapped_column(sa.Text())
    created_at: Mapped[dt.datetime] = mapped_column(sa.DateTime(), server_default=sa.text("now()"))
    disabled_at: Mapped[dt.datetime | None] = mapped_column(sa.DateTime())
