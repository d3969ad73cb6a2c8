"""Tries of privileges alone: statements that touch no row, so that no policy has a say."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from schemagen.prove.access.personas import Persona
from schemagen.prove.access.rules import COLUMN_COMMANDS, Rules
from schemagen.prove.access.tries import REFUSED, Layer, Rows, Try
from schemagen.sqltext.quoting import Name, Raw, sql


@dataclass(frozen=True)
class PrivilegeTries:
    """Makes the tries of one persona on one table."""

    rules: Rules
    persona: Persona
    rows: Rows

    def all(self) -> Iterator[Try]:
        """Yield a try for each command, and for each column where it is granted by column."""
        for command in COLUMN_COMMANDS:
            granted = self.rules.columns(self.persona.who, self.rows.table, command)
            usable = {"insert": self.rows.settable, "update": self.rows.changeable}
            for name in self.rows.columns:
                if name in usable.get(command, self.rows.columns):
                    allowed = granted is None or name in granted
                    yield self._try(command, self._of_column(command, name), allowed, name)
        for command, text in (
            ("delete", "DELETE FROM {} WHERE false"),
            ("truncate", "TRUNCATE {}"),
        ):
            allowed = self.rules.columns(self.persona.who, self.rows.table, command) is None
            yield self._try(command, sql(text, self.rows.relation), allowed)

    def _of_column(self, command: str, name: str) -> str:
        nothing = Raw(sql("NULL::{}", Raw(self.rows.types[name])))
        match command:
            case "select":
                return sql("SELECT {} FROM {} LIMIT 0", Name(name), self.rows.relation)
            case "insert":
                return sql(
                    "INSERT INTO {} ({}) OVERRIDING SYSTEM VALUE SELECT {} WHERE false",
                    self.rows.relation,
                    Name(name),
                    nothing,
                )
        return sql("UPDATE {} SET {} = {} WHERE false", self.rows.relation, Name(name), nothing)

    def _try(self, command: str, statement: str, allowed: bool, column: str = "") -> Try:
        return Try(
            self.persona,
            self.rows.table,
            command,
            f" of the column {column}" if column else "",
            Layer.PRIVILEGES,
            statement,
            () if allowed else (REFUSED,),
            columns=(column,) if column else (),
            allowed=allowed,
        )
