# Made by schemagen from specs/forms.yaml. Do not edit.
"""Tables of forms and how they refer to each other."""

import datetime as dt
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql as pg
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship

from .models import FormDefinitionStatus

__all__ = [
    "Base",
    "Event",
    "FormDefinition",
    "FormSubmission",
]


class Base(DeclarativeBase):
    """What all tables have in common.

    Migrations make the schema, and nothing here does: `metadata` is there to be compared with a
    database.
    """


class Event(Base):
    """What happened to a form or a submission, in order, for good."""

    __tablename__ = "events"
    __table_args__ = (
        sa.PrimaryKeyConstraint("id", name="events_pkey"),
        sa.UniqueConstraint(
            "aggregate_id",
            "event_version",
            name="events_aggregate_id_event_version_key",
        ),
        sa.Index("events_aggregate_type_created_at_idx", "aggregate_type", "created_at"),
        sa.Index("events_causation_id_idx", "causation_id"),
        sa.Index("events_correlation_id_idx", "correlation_id"),
        sa.Index("events_created_at_idx", "created_at"),
        sa.Index("events_event_data_idx", "event_data", postgresql_using="gin"),
        {"comment": "What happened to a form or a submission, in order, for good."},
    )

    id: Mapped[UUID] = mapped_column(sa.Uuid(), server_default=sa.text("gen_random_uuid()"))
    aggregate_id: Mapped[UUID] = mapped_column(sa.Uuid(), comment="What it happened to.")
    aggregate_type: Mapped[str] = mapped_column(sa.Text())
    event_type: Mapped[str] = mapped_column(sa.Text())
    event_data: Mapped[Any] = mapped_column(pg.JSONB(none_as_null=True))
    event_version: Mapped[int] = mapped_column(
        sa.Integer(),
        comment="The place among the events of its aggregate.",
    )
    correlation_id: Mapped[UUID | None] = mapped_column(sa.Uuid(), comment="What belongs together.")
    causation_id: Mapped[UUID | None] = mapped_column(
        sa.Uuid(),
        comment="The event or command that led to this one.",
    )
    created_at: Mapped[dt.datetime | None] = mapped_column(
        sa.DateTime(timezone=True),
        server_default=sa.text("now()"),
    )


class FormDefinition(Base):
    """A version of a form. Its definition is a JSON Schema for what is submitted."""

    __tablename__ = "form_definitions"
    __table_args__ = (
        sa.PrimaryKeyConstraint("id", name="form_definitions_pkey"),
        sa.UniqueConstraint("id", "version", name="form_definitions_id_version_key"),
        sa.UniqueConstraint("name", "version", name="form_definitions_name_version_key"),
        sa.Index("form_definitions_created_at_idx", "created_at"),
        sa.Index("form_definitions_definition_idx", "definition", postgresql_using="gin"),
        sa.Index(
            "form_definitions_name_idx",
            "name",
            postgresql_where=sa.text("status = 'active'"),
        ),
        {"comment": "A version of a form. Its definition is a JSON Schema for what is submitted."},
    )

    id: Mapped[UUID] = mapped_column(sa.Uuid(), server_default=sa.text("gen_random_uuid()"))
    name: Mapped[str] = mapped_column(sa.String(100))
    version: Mapped[int] = mapped_column(sa.Integer(), server_default=sa.text("1"))
    definition: Mapped[Any] = mapped_column(pg.JSONB(none_as_null=True))
    status: Mapped[FormDefinitionStatus] = mapped_column(
        sa.Text(),
        server_default=sa.text("'draft'"),
    )
    created_at: Mapped[dt.datetime | None] = mapped_column(
        sa.DateTime(timezone=True),
        server_default=sa.text("now()"),
    )
    updated_at: Mapped[dt.datetime | None] = mapped_column(
        sa.DateTime(timezone=True),
        server_default=sa.text("now()"),
        server_onupdate=sa.FetchedValue(),
    )

    form_submissions: Mapped[list["FormSubmission"]] = relationship(
        foreign_keys="[FormSubmission.form_definition_id]",
        back_populates="form_definition",
        passive_deletes="all",
    )


class FormSubmission(Base):
    """What was filled in for one version of a form."""

    __tablename__ = "form_submissions"
    __table_args__ = (
        sa.PrimaryKeyConstraint("id", name="form_submissions_pkey"),
        sa.ForeignKeyConstraint(
            ["form_definition_id"],
            ["form_definitions.id"],
            name="form_submissions_form_definition_id_fkey",
        ),
        sa.ForeignKeyConstraint(
            ["form_definition_id", "form_version"],
            ["form_definitions.id", "form_definitions.version"],
            name="form_submissions_form_definition_id_form_version_fkey",
        ),
        sa.Index("form_submissions_created_at_idx", "created_at"),
        sa.Index("form_submissions_data_idx", "data", postgresql_using="gin"),
        sa.Index("form_submissions_form_definition_id_idx", "form_definition_id"),
        sa.Index(
            "form_submissions_form_definition_id_status_created_at_idx",
            "form_definition_id",
            "status",
            "created_at",
        ),
        sa.Index(
            "form_submissions_updated_at_idx",
            "updated_at",
            postgresql_where=sa.text("status = 'draft'"),
        ),
        {"comment": "What was filled in for one version of a form."},
    )

    id: Mapped[UUID] = mapped_column(sa.Uuid(), server_default=sa.text("gen_random_uuid()"))
    form_definition_id: Mapped[UUID] = mapped_column(sa.Uuid())
    form_version: Mapped[int] = mapped_column(sa.Integer())
    data: Mapped[Any] = mapped_column(pg.JSONB(none_as_null=True))
    status: Mapped[str] = mapped_column(sa.Text(), server_default=sa.text("'draft'"))
    created_at: Mapped[dt.datetime | None] = mapped_column(
        sa.DateTime(timezone=True),
        server_default=sa.text("now()"),
    )
    updated_at: Mapped[dt.datetime | None] = mapped_column(
        sa.DateTime(timezone=True),
        server_default=sa.text("now()"),
        server_onupdate=sa.FetchedValue(),
    )
    title: Mapped[str | None] = mapped_column(
        sa.Text(),
        sa.Computed("data->>'title'", persisted=True),
    )
    priority: Mapped[int | None] = mapped_column(
        sa.Integer(),
        sa.Computed("(data->>'priority')::integer", persisted=True),
    )

    form_definition: Mapped["FormDefinition"] = relationship(
        foreign_keys="[FormSubmission.form_definition_id]",
        back_populates="form_submissions",
    )
