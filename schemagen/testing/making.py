"""Rows for tests, made one at a time: what a test does not say is made up, parents included."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from types import MappingProxyType
from typing import Any, Final, TypeAlias, TypeVar

import psycopg
from psycopg.rows import class_row, tuple_row

from schemagen.declare.suggest import did_you_mean
from schemagen.errors import SettingsError
from schemagen.seeding.candidate import Candidate
from schemagen.seeding.reading import Table
from schemagen.sqltext.quoting import Literal, sql
from schemagen.testing.planning import Plans, plans_of
from schemagen.testing.rows import Work

Row = TypeVar("Row")
Session: TypeAlias = psycopg.Connection[Any]
Documents: TypeAlias = Mapping[tuple[str, str, str], Sequence[str]]
"""JSON documents as text, by the schema, table and column that takes them."""

_SAME_NAMES: Final[Mapping[str, str]] = MappingProxyType({})


class Maker:
    """Makes rows in databases that all have the same schema, which it reads from the first one."""

    def __init__(self, documents: Documents) -> None:
        self._examples = {
            key: [Candidate(sql("{}::jsonb", Literal(text))) for text in texts]
            for key, texts in documents.items()
        }
        self._plans: Plans | None = None

    def make(
        self,
        session: Session,
        table: tuple[str, str],
        row: type[Row],
        values: Mapping[str, object],
        renamed: Mapping[str, str] = _SAME_NAMES,
    ) -> Row:
        """Insert a row that has these values, and return it with all that it came to have.

        The row is one of the transaction that the session is in, or committed where it is in none.
        Values are not looked at before the database sees them, so that it can refuse them.
        `renamed` has the columns that are called otherwise in Python.

        Raises:
            SettingsError: there is no such table or column.
            psycopg.Error: the database refuses the row.
        """
        given = {renamed.get(name, name): value for name, value in values.items()}
        with _plainly(session), session.transaction():
            if self._plans is None:
                self._plans = plans_of(session, self._examples)
            found = self._plans.table(*table)
            if found is None:
                raise _mistake(f"the database has no table {'.'.join(table)}", "migrate it first")
            _check_names(found, given)
            return Work(session, self._plans).insert(found, given, class_row(row))


@contextmanager
def _plainly(session: Session) -> Iterator[None]:
    """Let a session give tuples for a while, whatever it is set to."""
    before = session.row_factory
    session.row_factory = tuple_row
    try:
        yield
    finally:
        session.row_factory = before


def _check_names(table: Table, given: Mapping[str, object]) -> None:
    known = [column.name for column in table.columns]
    for name in given:
        if name not in known:
            hint = did_you_mean(name, known) or f"there are: {', '.join(known)}"
            raise _mistake(f'{table.name} has no column "{name}"', hint)


def _mistake(message: str, hint: str) -> SettingsError:
    error = SettingsError(message, hint=hint)
    # A test shows notes below the message, and hints not.
    error.add_note(hint)
    return error
