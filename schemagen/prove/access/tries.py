"""Tries: a statement that somebody runs, and the outcomes that the spec allows for.

An outcome is how many rows were touched or which, or the SQLSTATE of an error: `!42501`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import Enum
from typing import Final, TypedDict

from schemagen.catalog.object import ObjectId
from schemagen.frozen import frozen
from schemagen.kinds.table import Table
from schemagen.prove.access.personas import Persona, State
from schemagen.prove.access.store import ROW_KEY
from schemagen.sqltext.quoting import Literal, Name, Names, QualifiedName, Raw, join_sql, sql

REFUSED: Final = "!42501"
"""insufficient_privilege: a privilege is missing, or a policy refuses a new row."""
STAYS: Final = "!23001"
"""restrict_violation: what the triggers of append-only tables raise."""
CHECKED: Final = "!44000"
"""with_check_option_violation: a new row would not be one of the view's."""
LISTED: Final = "SELECT string_agg({row}, E'\\n' ORDER BY {row} COLLATE \"C\")"
"""The start of a query for rows, as an outcome."""
_UNREADABLE: Final = ("!22P02", "!22007", "!22008", "!22003", "!22P03", "!22023")
"""What a claim raises that cannot be read."""

_REFUSED_BY_TRIGGER: Final = ("!23001", "!23502", "!23503", "!23514", "!P0001")


class Layer(Enum):
    """What a try looks at. Several layers refuse the same thing, so each is tried by itself."""

    POLICIES = "policies, with all privileges granted and no trigger"
    PRIVILEGES = "privileges, without rows"
    ALL = "everything together"


class Details(TypedDict, total=False):
    """What a try may say besides, as `Try` has it."""

    expected: tuple[str, ...]
    before: str
    reads: bool
    measure: str
    row: str
    columns: tuple[str, ...]
    allowed: bool


@frozen(slots=False)
class Try:
    """One try.

    Attributes:
        persona: who tries; None for a superuser.
        about: the table, view or function that it is about.
        command: `select`, `insert`, `update`, `delete`, `truncate` or `execute`.
        words: what is tried, where the command does not say it all.
        layer: what it looks at.
        statement: what is run.
        expected: outcomes that the spec allows for; empty as long as it is not known.
        before: what a superuser does before it.
        reads: whether the outcome is the text that the statement gives.
        measure: a query of a superuser for the outcome.
        row: the key of the row that it is about, if it is one.
        columns: those that it is about, if not all.
        of: the table that rows are of, where that is not what it is about.
        allowed: whether it is to succeed.
    """

    persona: Persona | None
    about: ObjectId
    command: str
    words: str
    layer: Layer
    statement: str
    expected: tuple[str, ...] = ()
    before: str = ""
    reads: bool = False
    measure: str = ""
    row: str = ""
    columns: tuple[str, ...] = ()
    of: ObjectId | None = None
    allowed: bool = False

    @property
    def accepted(self) -> tuple[str, ...]:
        """The outcomes that are fine.

        A claim that cannot be read may also be an error. A trigger that fires before policies look
        at a new row may refuse it first.
        """
        if self.layer is Layer.ALL and self.expected == (REFUSED,):
            return (REFUSED, *_REFUSED_BY_TRIGGER)
        if self.persona is not None and self.persona.state is State.MALFORMED:
            return (*self.expected, *_UNREADABLE)
        return self.expected


@frozen(slots=False)
class Rows:
    """The rows of a table.

    Attributes:
        table: whose they are.
        columns: its columns in order.
        types: of the columns.
        values: of each row, by its key, as SQL.
        key: the columns of the primary key.
        settable: the columns that a new row can be given a value for.
        changeable: those that an UPDATE can.
        filled: the columns that are filled where it gives none.
        defaults: what a column has where a statement gives it no value.
        referring: the columns of foreign keys.
    """

    table: Table
    columns: tuple[str, ...]
    types: dict[str, str]
    values: dict[str, tuple[str, ...]]
    key: tuple[str, ...]
    settable: frozenset[str]
    changeable: frozenset[str]
    filled: frozenset[str]
    defaults: dict[str, str]
    referring: frozenset[str]

    @property
    def relation(self) -> QualifiedName:
        """The table in a statement."""
        return QualifiedName(self.table.id.schema, self.table.id.name)

    def only(self, row: str) -> str:
        """Return the statement after which no other row is there."""
        return sql("DELETE FROM {} WHERE {} <> {}", self.relation, Raw(ROW_KEY), Literal(row))

    def without(self, row: str) -> str:
        """Return the statement after which a row is not there."""
        return sql("DELETE FROM {} WHERE {} = {}", self.relation, Raw(ROW_KEY), Literal(row))

    def value(self, row: str, column: str) -> str:
        """Return a value of a row as SQL."""
        return self.values[row][self.columns.index(column)]

    def seen(self) -> str:
        """Return the query for the rows that somebody sees."""
        return sql("{} FROM {}", Raw(sql(LISTED, row=Raw(ROW_KEY))), self.relation)

    def touched(self) -> str:
        """Return the query for the rows that are not there any more as they were."""
        listed = Raw(join_sql((sql("{}", Literal(row)) for row in sorted(self.values)), ", "))
        return sql(
            "{} FROM unnest(ARRAY[{}]::text[]) AS r WHERE r NOT IN (SELECT {} FROM {})",
            Raw(sql(LISTED, row=Name("r"))),
            listed,
            Raw(ROW_KEY),
            self.relation,
        )

    def insert(self, row: str, columns: Sequence[str] | None = None) -> str:
        """Return the statement that puts a row in, or some of its columns."""
        named = tuple(columns if columns is not None else self.columns)
        named = tuple(name for name in named if name in self.settable)
        values = join_sql((self.value(row, name) for name in named), ", ")
        if not named:
            return sql("INSERT INTO {} DEFAULT VALUES", self.relation)
        return sql(
            "INSERT INTO {} ({}) OVERRIDING SYSTEM VALUE VALUES ({})",
            self.relation,
            Names(named),
            Raw(values),
        )

    def update(self, pairs: Iterable[tuple[str, str]]) -> str:
        """Return the statement that gives columns of all rows a value, without reading any."""
        listed = join_sql((sql("{} = {}", Name(name), Raw(value)) for name, value in pairs), ", ")
        return sql("UPDATE {} SET {}", self.relation, Raw(listed))

    def delete(self) -> str:
        """Return the statement that deletes all rows, without reading any."""
        return sql("DELETE FROM {}", self.relation)


READING: Final = " WHERE tableoid IS NOT NULL"
"""What makes a statement read the rows, so that the policies for SELECT hold for it as well."""


def listed(rows: Iterable[str]) -> str:
    """Return an outcome that lists rows."""
    return "\n".join(sorted(rows))


def single(allowed: bool) -> tuple[str, ...]:
    """Return what a statement comes to that finds its one row or not."""
    return ("1",) if allowed else ("0",)


def refused_unless(allowed: bool) -> tuple[str, ...]:
    """Return what a statement comes to that puts one row in or is refused."""
    return ("1",) if allowed else (REFUSED,)
