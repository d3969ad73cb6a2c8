# Made by schemagen from specs/forms.yaml. Do not edit.
"""What a storage of forms can do, whatever holds the rows: protocols, and what may go wrong."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Generic, Protocol, TypedDict, TypeVar, Unpack
from uuid import UUID

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


class EventWhere(TypedDict, total=False):
    """Values to find rows of public.events by."""

    id: UUID
    aggregate_id: UUID
    aggregate_type: str
    event_type: str
    event_version: int
    correlation_id: UUID | None
    causation_id: UUID | None
    created_at: dt.datetime | None


class EventPort(Protocol):
    """The rows of public.events."""

    def get(self, id: UUID, /) -> models.Event | None:
        """Return the row with a key, or None."""
        ...

    def find(self, /, **where: Unpack[EventWhere]) -> list[models.Event]:
        """Return the rows that have these values; None finds NULL."""
        ...

    def page(
        self,
        /,
        *,
        after: UUID | None = None,
        limit: int = 100,
        descending: bool = False,
        **where: Unpack[EventWhere],
    ) -> Page[models.Event, UUID]:
        """Return rows in the order of their keys, from behind the last key of another page."""
        ...

    def insert(self, new: models.NewEvent, /) -> models.Event:
        """Insert a row and return it, with what the database chose."""
        ...

    def insert_many(self, new: Iterable[models.NewEvent], /) -> int:
        """Insert many rows, fast, and return how many."""
        ...


class FormDefinitionWhere(TypedDict, total=False):
    """Values to find rows of public.form_definitions by."""

    id: UUID
    name: str
    version: int
    status: models.FormDefinitionStatus
    created_at: dt.datetime | None
    updated_at: dt.datetime | None


class FormDefinitionPort(Protocol):
    """The rows of public.form_definitions."""

    def get(self, id: UUID, /) -> models.FormDefinition | None:
        """Return the row with a key, or None."""
        ...

    def find(self, /, **where: Unpack[FormDefinitionWhere]) -> list[models.FormDefinition]:
        """Return the rows that have these values; None finds NULL."""
        ...

    def page(
        self,
        /,
        *,
        after: UUID | None = None,
        limit: int = 100,
        descending: bool = False,
        **where: Unpack[FormDefinitionWhere],
    ) -> Page[models.FormDefinition, UUID]:
        """Return rows in the order of their keys, from behind the last key of another page."""
        ...

    def insert(self, new: models.NewFormDefinition, /) -> models.FormDefinition:
        """Insert a row and return it, with what the database chose."""
        ...

    def insert_many(self, new: Iterable[models.NewFormDefinition], /) -> int:
        """Insert many rows, fast, and return how many."""
        ...

    def update(
        self,
        id: UUID,
        changes: models.FormDefinitionUpdate,
        /,
        *,
        updated_at: dt.datetime | None = None,
    ) -> models.FormDefinition:
        """Change a row and return it; with `updated_at`, only if nobody has since."""
        ...

    def delete(
        self,
        id: UUID,
        /,
        *,
        updated_at: dt.datetime | None = None,
    ) -> models.FormDefinition:
        """Delete a row and return it; with `updated_at`, only if nobody has since."""
        ...


class FormSubmissionWhere(TypedDict, total=False):
    """Values to find rows of public.form_submissions by."""

    id: UUID
    form_definition_id: UUID
    form_version: int
    status: str
    created_at: dt.datetime | None
    updated_at: dt.datetime | None
    title: str | None
    priority: int | None


class FormSubmissionPort(Protocol):
    """The rows of public.form_submissions."""

    def get(self, id: UUID, /) -> models.FormSubmission | None:
        """Return the row with a key, or None."""
        ...

    def find(self, /, **where: Unpack[FormSubmissionWhere]) -> list[models.FormSubmission]:
        """Return the rows that have these values; None finds NULL."""
        ...

    def page(
        self,
        /,
        *,
        after: UUID | None = None,
        limit: int = 100,
        descending: bool = False,
        **where: Unpack[FormSubmissionWhere],
    ) -> Page[models.FormSubmission, UUID]:
        """Return rows in the order of their keys, from behind the last key of another page."""
        ...

    def insert(self, new: models.NewFormSubmission, /) -> models.FormSubmission:
        """Insert a row and return it, with what the database chose."""
        ...

    def insert_many(self, new: Iterable[models.NewFormSubmission], /) -> int:
        """Insert many rows, fast, and return how many."""
        ...

    def update(
        self,
        id: UUID,
        changes: models.FormSubmissionUpdate,
        /,
        *,
        updated_at: dt.datetime | None = None,
    ) -> models.FormSubmission:
        """Change a row and return it; with `updated_at`, only if nobody has since."""
        ...

    def delete(
        self,
        id: UUID,
        /,
        *,
        updated_at: dt.datetime | None = None,
    ) -> models.FormSubmission:
        """Delete a row and return it; with `updated_at`, only if nobody has since."""
        ...


class StorageProvider(Protocol):
    """All tables, within one transaction."""

    @property
    def events(self) -> EventPort:
        """The rows of public.events."""
        ...

    @property
    def form_definitions(self) -> FormDefinitionPort:
        """The rows of public.form_definitions."""
        ...

    @property
    def form_submissions(self) -> FormSubmissionPort:
        """The rows of public.form_submissions."""
        ...
