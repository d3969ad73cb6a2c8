"""Tries of everything together, row by row: the access matrix."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from schemagen.frozen import frozen
from schemagen.prove.access.expecting import Allowed, Expecting, Image
from schemagen.prove.access.personas import Persona
from schemagen.prove.access.tries import REFUSED, STAYS, Layer, Rows, Try
from schemagen.sqltext.quoting import Name, join_sql, sql

_QUIET: Final = "SET LOCAL session_replication_role = replica"
_LOUD: Final = "SET LOCAL session_replication_role = origin"


@frozen(slots=False)
class WholeTries:
    """Makes the tries of one persona on some rows of a table."""

    expecting: Expecting
    persona: Persona
    rows: Rows
    allowed: Mapping[str, Allowed]
    chosen: Sequence[str]

    def all(self) -> Iterator[Try]:
        """Yield a try for each row and command."""
        for row in self.chosen:
            each = self.allowed[row]
            yield from self._select(row, each.select)
            yield from self._update(row, each)
            may = self.privileged("delete") is None and self.may_read("delete")
            only = self.rows.only(row)
            yield self._try("delete", self.rows.delete(), row, only, may, each.delete)
        yield from self._inserts()

    def _select(self, row: str, allowed: bool) -> Iterator[Try]:
        columns = self.privileged("select")
        names = self.rows.columns if columns is None else sorted(columns)
        name = next(iter(names), self.rows.columns[0])
        statement = sql("SELECT {} FROM {}", Name(name), self.rows.relation)
        may = columns != frozenset() and self.may_read("select")
        yield self._try("select", statement, row, self.rows.only(row), may, allowed)

    def _update(self, row: str, each: Allowed) -> Iterator[Try]:
        columns = self.privileged("update")
        known = [name for name in self.rows.columns if name in self.rows.changeable]
        usable = [name for name in known if columns is None or name in columns] or known
        if usable:
            statement = self.rows.update([(usable[-1], self.rows.value(row, usable[-1]))])
            may = columns != frozenset() and self.may_read("update", "update to")
            only = self.rows.only(row)
            # A row that is found and must not become what it is, is an error.
            fits = each.update_to or not each.update
            yield self._try("update", statement, row, only, may and fits, each.update)

    def _inserts(self) -> Iterator[Try]:
        given, left = self.given()
        allowed = self.insertable(left)
        for row in self.chosen:
            statement, before = self.rows.insert(row, given), self.rows.without(row)
            yield self._try("insert", statement, row, before, allowed[row], True)

    def given(self) -> tuple[list[str], tuple[str, ...]]:
        """Return the columns that a new row is given, and those that it is not."""
        columns = self.privileged("insert")
        known = [name for name in self.rows.columns if name not in self.rows.filled]
        given = [name for name in known if columns is None or name in columns] or known
        return given, tuple(name for name in self.rows.columns if name not in given)

    def insertable(self, left: tuple[str, ...]) -> Mapping[str, bool]:
        """Return whether a row may be put in, by its key; columns that are left have defaults."""
        image = Image(left, tuple(self.rows.defaults[name] for name in left))
        who, table = self.persona, self.rows.table
        new = self.expecting.images(who, table, "insert", [image], self.rows.columns)
        may = self.privileged("insert") != frozenset() and self.may_read("insert")
        return {row: may and new[row, 0] for row in self.rows.values}

    def privileged(self, command: str) -> frozenset[str] | None:
        """Return the columns that a privilege is on, None for the whole table."""
        rules = self.expecting.rules
        return rules.columns(self.persona.who, self.rows.table, command)

    def may_read(self, *about: str) -> bool:
        """Tell whether the policies read only tables that may be read."""
        rules = self.expecting.rules
        by_id = {each.id: each for each in rules.tables}
        who = self.persona.who
        read = {key for each in about for key in self.expecting.needs(who, self.rows.table, each)}
        return all(rules.columns(who, by_id[key], "select") != frozenset() for key in read)

    def _try(
        self, command: str, statement: str, row: str, before: str, may: bool, finds: bool
    ) -> Try:
        expected = () if may and finds else ("0",) if may else (REFUSED,)
        return Try(
            self.persona,
            self.rows.table.id,
            command,
            "",
            Layer.ALL,
            statement,
            expected,
            before=join_sql([_QUIET, before, _LOUD], "; "),
            row=row,
            allowed=may and finds,
        )


def standing_tries(rows: Rows, chosen: Sequence[str]) -> Iterator[Try]:
    """Yield tries of a superuser on a table whose rows stay: triggers alone refuse them."""
    name = next((each for each in rows.columns if each in rows.changeable), None)
    for row in chosen[:1]:
        statements = {"delete": rows.delete(), "truncate": _truncate(rows)}
        if name is not None:
            statements["update"] = rows.update([(name, rows.value(row, name))])
        for command, statement in statements.items():
            words = " by a superuser, whom triggers alone bind"
            yield Try(None, rows.table.id, command, words, Layer.ALL, statement, (STAYS,))


def _truncate(rows: Rows) -> str:
    return sql("TRUNCATE {} CASCADE", rows.relation)
