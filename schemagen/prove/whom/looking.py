"""What everybody may do with the rows of a database, seen by trying.

Policies and privileges are tried apart: who tries a table has all privileges on it meanwhile, and
no other ones than are its own on what its policies read.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

import psycopg

from schemagen.app.scratch import OWNER
from schemagen.catalog.object import ObjectId
from schemagen.frozen import frozen
from schemagen.prove.access.dimensions import Dimension
from schemagen.prove.access.personas import Persona, State
from schemagen.prove.access.tries import REFUSED, Rows
from schemagen.prove.whom.versions import Version
from schemagen.sqltext.quoting import Name, Names, QualifiedName, Raw, join_sql, sql

Place = tuple[str, str, tuple[str, ...]]
"""Who somebody is, in which state and with which claims."""

_COPY: Final = (
    "COPY schemagen_proof.tries (id, before, become, statement, reads, measure, expected)"
    " FROM STDIN"
)
_RUN: Final = "SELECT id, outcome FROM schemagen_proof.run(%s, false)"
_REPLICA: Final = "SET LOCAL session_replication_role = replica"
_UNBOUND: Final = sql("ALTER ROLE {} BYPASSRLS", Name(OWNER))
_BOUND: Final = sql("ALTER ROLE {} NOBYPASSRLS", Name(OWNER))
_PASSES: Final = "!23"
"""A row that violates a constraint has passed the policies, which are looked at before."""


class Question(NamedTuple):
    """A try, and how to read what comes of it."""

    persona: Persona
    command: str
    statement: str
    reads: bool = False
    measure: str = ""
    before: str = ""
    row: str = ""
    image: str = ""


@dataclass
class Seen:
    """What everybody may do by the policies.

    Attributes:
        rows: those that somebody gets at, by who it is, table and command.
        found: those that an UPDATE finds, and may have to change for good, by who it is and table.
        images: what these may become, by who it is and table: `(row, words)`.
        refused: what they may not become.
        views: the rows that somebody sees of a view, as digests.
    """

    rows: dict[tuple[Place, ObjectId, str], frozenset[str]] = field(default_factory=dict)
    found: dict[tuple[Place, ObjectId], frozenset[str]] = field(default_factory=dict)
    images: dict[tuple[Place, ObjectId], set[tuple[str, str]]] = field(
        default_factory=lambda: defaultdict(set)
    )
    refused: dict[tuple[Place, ObjectId], set[tuple[str, str]]] = field(
        default_factory=lambda: defaultdict(set)
    )
    views: dict[tuple[Place, ObjectId], tuple[str, ...]] = field(default_factory=dict)


@frozen(slots=False)
class Looker:
    """Lets everybody try one version."""

    version: Version
    personas: Sequence[Persona]

    def rows(
        self, constants: Mapping[ObjectId, tuple[str, str] | None], keys: Iterable[ObjectId]
    ) -> Seen:
        """Try the commands on the rows of tables; return which ones they reach."""
        seen = Seen()
        for key in keys:
            rows = self.version.tables[key]
            if not rows.values:
                continue
            first = list(self._first(rows, constants.get(key)))
            again = []
            for each, outcome in self._asked(rows, first):
                if each.command == "update" and outcome.startswith("!"):
                    again += list(self._each_update(each, rows, constants.get(key)))
                self._note(seen, key, each, outcome)
            for each, outcome in self._asked(rows, again):
                self._note(seen, key, each, outcome)
        return seen

    def _note(self, seen: Seen, key: ObjectId, each: Question, outcome: str) -> None:
        place = (place_of(each.persona), key, each.command)
        if each.row:
            reached = frozenset([each.row]) if passed(outcome) else frozenset()
            found = frozenset([each.row]) if outcome == REFUSED else reached
        else:
            reached = frozenset() if outcome.startswith("!") else self.version.rows_in(outcome)
            found = reached
        seen.rows[place] = seen.rows.get(place, frozenset()) | reached
        if each.command == "update":
            seen.found[place[:2]] = seen.found.get(place[:2], frozenset()) | found

    def _first(self, rows: Rows, constant: tuple[str, str] | None) -> Iterator[Question]:
        for persona in self.personas:
            yield Question(persona, "select", rows.seen(), reads=True)
            yield Question(persona, "delete", rows.delete(), measure=rows.touched())
            pair = _pair(rows, constant)
            if pair:
                statement = rows.update([pair])
                yield Question(persona, "update", statement, measure=rows.touched())
            if persona.state is not State.FORGED:
                for own, row in self._own_rows(rows):
                    statement, before = rows.insert(own), rows.without(own)
                    yield Question(persona, "insert", statement, before=before, row=row)

    def _own_rows(self, rows: Rows) -> list[tuple[str, str]]:
        """Return the keys of rows in this version with those that they have in both."""
        keys = self.version.keys
        return sorted((key, keys[key]) for key in rows.values if key in keys)

    def _each_update(
        self, question: Question, rows: Rows, constant: tuple[str, str] | None
    ) -> Iterator[Question]:
        """Update rows one by one: of all together, one that must not stay is an error."""
        for own, row in self._own_rows(rows):
            pair = _pair(rows, constant, own)
            if pair:
                statement = rows.update([pair])
                before = rows.only(own)
                yield Question(question.persona, "update", statement, before=before, row=row)

    def images(
        self,
        key: ObjectId,
        dimensions: Sequence[Dimension],
        starts: Mapping[Place, Sequence[str]],
        seen: Seen,
    ) -> None:
        """Try to give rows other values, and note what works and what is refused."""
        rows = self.version.tables[key]
        names = {new: old for old, new in self.version.columns[key].items()}
        owns = {row: own for own, row in self._own_rows(rows)}
        questions = []
        for persona in self.personas:
            for row in (row for row in starts.get(place_of(persona), ()) if row in owns):
                for columns, values, image in _given(dimensions, names, rows):
                    statement = rows.update(zip(columns, values, strict=True))
                    only = rows.only(owns[row])
                    asked = Question(persona, "update", statement, before=only, row=row)
                    questions.append(asked._replace(image=image))
        for question, outcome in self._asked(rows, questions):
            place = (place_of(question.persona), key)
            if passed(outcome):
                seen.images[place].add((question.row, question.image))
            elif outcome in ("0", REFUSED):
                seen.refused[place].add((question.row, question.image))

    def views(
        self, views: Mapping[ObjectId, tuple[ObjectId, Sequence[str]]]
    ) -> dict[tuple[Place, ObjectId], tuple[str, ...]]:
        """Return what everybody sees of views, by the columns that are given.

        `views` are called here as their values say, with the names of the columns. No policy binds
        their owner meanwhile: who owns them where they are used may be anybody, a superuser too.
        """
        connection = self.version.ground.connection
        connection.execute(_UNBOUND.encode())
        found: dict[tuple[Place, ObjectId], tuple[str, ...]] = {}
        for goal, (own, columns) in views.items():
            relation = QualifiedName(own.schema, own.name)
            text = _digests(relation, columns)
            questions = [Question(each, "select", text, reads=True) for each in self.personas]
            for each, outcome in self._asked_of(relation, questions):
                shown = () if outcome.startswith("!") else tuple(outcome.split())
                found[place_of(each.persona), goal] = shown
        connection.execute(_BOUND.encode())
        return found

    def whole_view(self, view: ObjectId, columns: Sequence[str]) -> str | None:
        """Return what a superuser sees of a view; None where it cannot be read."""
        connection = self.version.ground.connection
        text = _digests(QualifiedName(view.schema, view.name), columns)
        try:
            found = connection.execute(text.encode()).fetchone()
        except psycopg.Error:
            return None
        return str(found[0] or "") if found else None

    def _asked(self, rows: Rows, questions: Sequence[Question]) -> list[tuple[Question, str]]:
        return self._asked_of(rows.relation, questions)

    def _asked_of(
        self, relation: QualifiedName, questions: Sequence[Question]
    ) -> list[tuple[Question, str]]:
        """Ask on two connections: on one of them no claim was ever set."""
        if not questions:
            return []
        ground = self.version.ground
        self._store(questions)
        found: dict[int, str] = {}
        with ground.another() as fresh:
            for connection, silent in ((ground.connection, False), (fresh, True)):
                numbers = [
                    n
                    for n, each in enumerate(questions)
                    if silent is not bool(each.persona.settings)
                ]
                if not numbers:
                    continue
                with connection.transaction(force_rollback=True):
                    connection.execute(_REPLICA)
                    connection.execute(self._everything(relation).encode())
                    found.update(connection.execute(_RUN, [numbers]).fetchall())
        return [(each, found[n]) for n, each in enumerate(questions)]

    def _everything(self, relation: QualifiedName) -> str:
        roles = Names(tuple(sorted({each.who.role for each in self.personas})))
        schema = Name(relation.schema or "public")
        return join_sql(
            (
                sql("GRANT SELECT, INSERT, UPDATE, DELETE ON {} TO {}", relation, roles),
                sql("GRANT USAGE ON SCHEMA {} TO {}", schema, roles),
            ),
            "; ",
        )

    def _store(self, questions: Sequence[Question]) -> None:
        connection = self.version.ground.connection
        connection.execute("TRUNCATE schemagen_proof.tries")
        with connection.cursor() as cursor, cursor.copy(_COPY) as copy:
            for number, each in enumerate(questions):
                become, measure = each.persona.become, each.measure
                copy.write_row(
                    (number, each.before, become, each.statement, each.reads, measure, [])
                )


def place_of(persona: Persona) -> Place:
    """Return what a persona is known by in both versions."""
    return persona.who.role, str(persona.state), tuple(persona.claims.values())


def _digests(relation: QualifiedName, columns: Sequence[str]) -> str:
    """Return the query for a digest of each row of a view."""
    listed = Raw(join_sql((sql("{}::text", Name(name)) for name in columns), ", "))
    text = (
        "SELECT string_agg(k, ' ' ORDER BY k) FROM (SELECT md5(ROW({})::text) AS k FROM {}) AS seen"
    )
    return sql(text, listed, relation)


def passed(outcome: str) -> bool:
    """Tell whether the policies let a statement on one row through."""
    if outcome.startswith("!"):
        return outcome.startswith(_PASSES) and outcome != REFUSED
    return outcome not in ("", "0")


def _given(
    dimensions: Sequence[Dimension], names: Mapping[str, str], rows: Rows
) -> Iterator[tuple[list[str], tuple[str, ...], str]]:
    """Yield columns with values to give them, and what that is called in both versions."""
    for each in dimensions:
        columns = [names.get(name, "") for name in each.columns]
        if {*columns} <= rows.changeable:
            for values in each.values:
                yield columns, values, f"{', '.join(each.columns)}={values}"


def _pair(rows: Rows, constant: tuple[str, str] | None, row: str = "") -> tuple[str, str] | None:
    """Return a column to update with a value, by which no rule sees another row.

    Without such a column one keeps the value that it has, which reads the row.
    """
    if constant is not None and constant[0] in rows.changeable:
        return constant
    name = next((each for each in rows.columns if each in rows.changeable), None)
    if name is None:
        return None
    return name, rows.value(row, name) if row else sql("{}", Name(name))
