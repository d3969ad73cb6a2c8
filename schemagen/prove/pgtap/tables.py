"""Assertions of tables: the privileges on one, and what everybody can do with its rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

import psycopg

from schemagen.catalog.object import ObjectId
from schemagen.frozen import frozen
from schemagen.prove.access.dimensions import constant_text
from schemagen.prove.access.expecting import Allowed, Expecting
from schemagen.prove.access.personas import Persona, State
from schemagen.prove.access.proof import Trial
from schemagen.prove.access.rules import Who
from schemagen.prove.access.tries import Rows
from schemagen.prove.access.view_sight import QUIET
from schemagen.prove.access.whole_tries import WholeTries
from schemagen.prove.pgtap.assertions import (
    Section,
    array,
    finds,
    gives,
    goes_through,
    is_refused,
    one_column,
    section,
)
from schemagen.seeding.reading import Connection
from schemagen.sqltext.quoting import Literal, Name, Names, Raw, join_sql, sql

_PRIVILEGES: Final = ("DELETE", "INSERT", "REFERENCES", "SELECT", "TRIGGER", "TRUNCATE", "UPDATE")
_OF_COLUMNS: Final = ("INSERT", "REFERENCES", "SELECT", "UPDATE")


@frozen(slots=False)
class TableTests:
    """Writes the assertions of one table; `who` are those whom the database knows."""

    trial: Trial
    rows: Rows
    who: Sequence[Who]

    @property
    def _name(self) -> str:
        return f"{self._key.schema}.{self._key.name}"

    @property
    def _key(self) -> ObjectId:
        return self.rows.table.id

    def privileges(self) -> Iterator[str]:
        """Yield assertions of privileges: those on the table, and those on columns alone."""
        rules, table = self.trial.ground.rules, self.rows.table
        schema, name = Literal(self._key.schema), Literal(self._key.name)
        for who in self.who:
            known = {each: rules.columns(who, table, each.lower()) for each in _PRIVILEGES}
            whole = [each for each in _PRIVILEGES if known[each] is None]
            role = Literal(who.role)
            said = ", ".join(each.lower() for each in whole) or "nothing"
            yield sql(
                "SELECT table_privs_are({}, {}, {}, {}, {})",
                schema,
                name,
                role,
                Raw(array(whole)),
                Literal(f"{who.name}: privileges on {self._name}: {said}"),
            )
            if any(known[each] for each in _OF_COLUMNS):
                yield from self._of_columns(who, known)

    def _of_columns(self, who: Who, known: Mapping[str, frozenset[str] | None]) -> Iterator[str]:
        for column in self.rows.columns:
            listed = [e for e in _OF_COLUMNS if (some := known[e]) is None or column in some]
            said = ", ".join(each.lower() for each in listed) or "nothing"
            yield sql(
                "SELECT column_privs_are({}, {}, {}, {}, {}, {})",
                Literal(self._key.schema),
                Literal(self._key.name),
                Literal(column),
                Literal(who.role),
                Raw(array(listed)),
                Literal(f"{who.name}: privileges on {self._name}.{column}: {said}"),
            )

    def sections(self) -> Iterator[Section]:
        """Yield what everybody sees of the rows, and can do with one of each class."""
        if not self.rows.values or not self.rows.key:
            return
        for place, persona in enumerate(self.trial.collected.personas):
            allowed = self.trial.collected.allowed.get((place, self._key))
            skipped = persona.who not in self.who or persona.state is State.MALFORMED
            if allowed is None or skipped:
                continue
            tests = RowTests(self.trial, self.rows, persona, allowed)
            yield section(f"{self._name}: {persona.words}", persona, tests.existing())
            if persona.state is State.OWN:
                new = tuple(tests.new())
                gone = (tests.without(),)
                yield section(f"{self._name}: new rows of {persona.words}", persona, new, gone)


@frozen(slots=False)
class RowTests:
    """Writes the assertions of one persona on the rows of a table."""

    trial: Trial
    rows: Rows
    persona: Persona
    allowed: Mapping[str, Allowed]

    def existing(self) -> Iterator[str]:
        """Yield what is seen, and what can be changed and deleted."""
        yield self._select()
        if self.persona.state is State.OWN:
            for row, name in self._classes().items():
                yield self._update(row, name)
            for row, name in self._classes().items():
                yield self._delete(row, name)

    def new(self) -> Iterator[str]:
        """Yield which rows can be put in."""
        given, left = self._whole.given()
        allowed = self._whole.insertable(left)
        for row, name in self._classes().items():
            statement = self.rows.insert(row, given)
            words = f"insert into {self._table} a row: {name}"
            if not allowed[row]:
                yield is_refused(statement, f"{self._who} may not {words}")
            elif self._is_possible(row, statement):
                yield goes_through(statement, f"{self._who} may {words}")

    def without(self) -> str:
        """Return the statement after which the rows that are to be put in are not there."""
        where = join_sql((self._where(row) for row in self._classes()), " OR ")
        return sql("DELETE FROM {} WHERE {}", self.rows.relation, Raw(where))

    @property
    def _expecting(self) -> Expecting:
        return Expecting(self.trial.ground.connection, self.trial.ground.rules)

    @property
    def _whole(self) -> WholeTries:
        return WholeTries(self._expecting, self.persona, self.rows, self.allowed, ())

    @property
    def _who(self) -> str:
        return self.persona.words

    @property
    def _table(self) -> str:
        return f"{self.rows.table.id.schema}.{self.rows.table.id.name}"

    def _classes(self) -> Mapping[str, str]:
        """Return a row of each class, with what it is called."""
        classes = self.trial.teller.classes[self.rows.table.id]
        first: dict[str, str] = {}
        for row in sorted(classes, key=lambda each: key_texts(self.rows, each)):
            first.setdefault(classes[row], row)
        return {row: name for name, row in first.items()}

    def _reads_keys(self) -> bool:
        columns = self._whole.privileged("select")
        return columns is None or {*self.rows.key} <= columns

    def _select(self) -> str:
        key = join_sql((sql("{}::text", Name(name)) for name in self.rows.key), " || ', ' || ")
        query = one_column(key, self.rows.relation)
        if not (self._reads_keys() and self._whole.may_read("select")):
            return is_refused(query, f"{self._who} may not select from {self._table}")
        seen = [key_texts(self.rows, row) for row, each in self.allowed.items() if each.select]
        listed = sorted((", ".join(each) for each in seen), key=str.encode)
        words = f"{self._who} sees {len(seen)} of {len(self.allowed)} rows of {self._table}"
        return gives(query, listed, words)

    def _update(self, row: str, name: str) -> str:
        columns, each = self._whole.privileged("update"), self.allowed[row]
        known = [column for column in self.rows.columns if column in self.rows.changeable]
        usable = [c for c in known if columns is None or c in columns] or known
        changed = self.rows.update([(usable[-1], self.rows.value(row, usable[-1]))])
        may = columns != frozenset() and self._whole.may_read("update", "update to", "select")
        # A row that is found and must not become what it is, is an error.
        fits = each.update_to or not (each.update and each.select)
        found = each.update and each.select
        return self._changing("update", changed, row, name, may=may and fits, found=found)

    def _delete(self, row: str, name: str) -> str:
        may = self._whole.privileged("delete") is None and self._whole.may_read("delete", "select")
        each = self.allowed[row]
        found = each.delete and each.select
        return self._changing("delete", self.rows.delete(), row, name, may=may, found=found)

    def _changing(
        self, command: str, text: str, row: str, name: str, *, may: bool, found: bool
    ) -> str:
        statement = sql(
            "{} WHERE {} RETURNING {}",
            Raw(text),
            Raw(self._where(row)),
            Names(self.rows.key),
        )
        words = f"{command} in {self._table} a row: {name}"
        if not (may and self._reads_keys()):
            return is_refused(statement, f"{self._who} may not {words}")
        can = "may" if found else "finds none to"
        return finds(statement, f"{self._who} {can} {words}", rows=found)

    def _where(self, row: str) -> str:
        pairs = (
            sql("{} = {}", Name(name), Raw(self.rows.value(row, name))) for name in self.rows.key
        )
        return join_sql(pairs, " AND ")

    def _is_possible(self, row: str, statement: str) -> bool:
        """Tell whether the table takes such a row, whoever puts it in."""
        connection: Connection = self.trial.ground.connection
        try:
            with connection.transaction(force_rollback=True):
                prepared = [QUIET, self.rows.without(row), statement]
                connection.execute(join_sql(prepared, "; ").encode())
        except psycopg.Error:
            return False
        return True


def key_texts(rows: Rows, row: str) -> tuple[str, ...]:
    """Return the primary key of a row, as texts."""
    return tuple(constant_text(rows.value(row, name).rpartition("::")[0]) for name in rows.key)
