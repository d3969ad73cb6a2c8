# Made by schemagen from specs/forms.yaml. Do not edit.
"""Tests of what uses forms: its database, rows in it, and who asks.

This module is for tests alone: beside what the others need, it needs schemagen and pytest.
Databases are copies of a migrated one, on the server of `TEST_DATABASE_URL` or on a disposable one.

`pytest_plugins = ["….testing"]` in `conftest.py`, with the name of this module, makes fixtures
known: `forms_database` is the URL of a database of the test's own, `forms_session` a connection in
a transaction that is rolled back after the test, and `forms_make` is `Make()`.
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


class EventValues(TypedDict, total=False):
    """What a row of public.events may be told to have."""

    id: UUID
    aggregate_id: UUID
    aggregate_type: str
    event_type: str
    event_data: object
    event_version: int
    correlation_id: UUID | None
    causation_id: UUID | None
    created_at: dt.datetime | None


class FormDefinitionValues(TypedDict, total=False):
    """What a row of public.form_definitions may be told to have."""

    id: UUID
    name: str
    version: int
    definition: object
    status: models.FormDefinitionStatus
    created_at: dt.datetime | None
    updated_at: dt.datetime | None


class FormSubmissionValues(TypedDict, total=False):
    """What a row of public.form_submissions may be told to have."""

    id: UUID
    form_definition_id: UUID
    form_version: int
    data: object
    status: str
    created_at: dt.datetime | None
    updated_at: dt.datetime | None


class Make:
    """A factory for each table.

    A row has the values that a factory is told, and makes up what it must have besides: other ones
    for each row where they have to differ, the same ones in the same database. So are the rows that
    it refers to. What the database chooses is left to it, and what may be empty is.
    """

    def __init__(self) -> None:
        self._maker = Maker(_DOCUMENTS)

    def event(self, session: Session, /, **values: Unpack[EventValues]) -> models.Event:
        """Insert a row of public.events, and return it."""
        return self._maker.make(session, ("public", "events"), models.Event, values)

    def form_definition(
        self,
        session: Session,
        /,
        **values: Unpack[FormDefinitionValues],
    ) -> models.FormDefinition:
        """Insert a row of public.form_definitions, and return it."""
        return self._maker.make(
            session,
            ("public", "form_definitions"),
            models.FormDefinition,
            values,
        )

    def form_submission(
        self,
        session: Session,
        /,
        **values: Unpack[FormSubmissionValues],
    ) -> models.FormSubmission:
        """Insert a row of public.form_submissions, and return it."""
        return self._maker.make(
            session,
            ("public", "form_submissions"),
            models.FormSubmission,
            values,
        )


def database() -> AbstractContextManager[str]:
    """Have a migrated database without rows for a while: `with database() as url:`."""
    return database_of("forms")


def as_actor(session: Session, actor: Actor) -> AbstractContextManager[None]:
    """Be an actor until the block ends: `with as_actor(session, …):`."""
    return acting(session, actor.settings())


def clear(session: Session) -> None:
    """Take the rows out of all tables, in the reverse order of their references."""
    ClearTables()(session)


forms_database = database_fixture("forms")
forms_session = session_fixture("forms")
forms_make = make_fixture(Make)
