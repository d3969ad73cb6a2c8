"""Tries of privileges alone: statements that touch no row, so that no policy has a say."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from schemagen.catalog.object import CatalogObject
from schemagen.frozen import frozen
from schemagen.kinds.function import Function
from schemagen.prove.access.personas import Persona
from schemagen.prove.access.rules import COLUMN_COMMANDS, Rules, Who
from schemagen.prove.access.tries import REFUSED, Layer, Rows, Try
from schemagen.sqltext.quoting import Name, Names, QualifiedName, Raw, join_sql, sql


@frozen(slots=False)
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
            self.rows.table.id,
            command,
            f" of the column {column}" if column else "",
            Layer.PRIVILEGES,
            statement,
            () if allowed else (REFUSED,),
            columns=(column,) if column else (),
            allowed=allowed,
        )


def function_tries(rules: Rules, persona: Persona) -> Iterator[Try]:
    """Yield a try to call each function that can be called; it is refused or comes to nothing."""
    for item in rules.project.catalog.of(Function):
        if not is_callable(item):
            continue
        allowed = may_call(rules, persona.who, item)
        yield Try(
            persona,
            item.id,
            "execute",
            "",
            Layer.PRIVILEGES,
            _call(item),
            () if allowed else (REFUSED,),
            allowed=allowed,
        )


def may_call(rules: Rules, who: Who, item: CatalogObject) -> bool:
    """Tell whether somebody may call a function, as everybody may whom nobody keeps from it."""
    grantees = {"PUBLIC", *rules.roles_of(who.role)}
    granted = any(each.grantee in grantees for each in item.grants)
    taken = any(each.grantee == "PUBLIC" for each in item.revoked)
    return granted or not taken or who.is_owner


def is_callable(item: Function) -> bool:
    """Tell whether a function can be called in a query."""
    kinds = (*_UNCALLED, None)
    return not item.external and not item.procedure and item.returns not in kinds


_UNCALLED: Final = ("trigger", "event_trigger")


def _call(item: Function) -> str:
    """Return a query that needs the privilege to call a function, and does not call it."""
    kinds = [text.strip() for text in item.input_types.split(",") if text.strip()]
    names = [f"a{place}" for place in range(len(kinds))]
    values = (
        sql("NULL::{} AS {}", Raw(kind), Name(name))
        for kind, name in zip(kinds, names, strict=True)
    )
    return sql(
        "SELECT {}({}) FROM (SELECT {} OFFSET 0) AS given LIMIT 0",
        QualifiedName(item.id.schema, item.name),
        Names(tuple(names)),
        Raw(join_sql(values, ", ")),
    )
