"""Assertions of pgTAP, as SQL; what they are about is a statement that somebody runs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from schemagen.frozen import frozen
from schemagen.prove.access.personas import Persona
from schemagen.sqltext.quoting import Literal, Name, QualifiedName, Raw, dollar_quote, join_sql, sql

REFUSED: Final = "42501"
"""insufficient_privilege: a privilege is missing, or a policy refuses a new row."""


@frozen
class Section:
    """Assertions of one session: what comes before them, what it says of itself, and they."""

    title: str
    before: tuple[str, ...]
    become: tuple[str, ...]
    assertions: tuple[str, ...]


def section(
    title: str, persona: Persona, assertions: Iterable[str], before: Sequence[str] = ()
) -> Section:
    """Return a section in which everything is tried by a persona."""
    become = (sql("SET LOCAL ROLE {}", Name(persona.who.role)), *persona.sayings)
    return Section(title, tuple(before), become, tuple(assertions))


def is_refused(statement: str, words: str) -> str:
    """Assert that a statement is refused."""
    return fails(statement, REFUSED, words)


def fails(statement: str, sqlstate: str, words: str) -> str:
    """Assert that a statement fails with an SQLSTATE."""
    return _assertion("throws_ok", _quoted(statement), sql("{}, NULL", Literal(sqlstate)), words)


def goes_through(statement: str, words: str) -> str:
    """Assert that a statement goes through."""
    return _assertion("lives_ok", _quoted(statement), words)


def finds(statement: str, words: str, *, rows: bool) -> str:
    """Assert that a statement finds rows, or none."""
    return _assertion("isnt_empty" if rows else "is_empty", _quoted(statement), words)


def gives(query: str, values: Sequence[str], words: str) -> str:
    """Assert that a query of one column gives some texts, in their order."""
    if not values:
        return finds(query, words, rows=False)
    return _assertion("results_eq", _quoted(query), array(values), words)


def one_column(expression: str, relation: QualifiedName) -> str:
    """Return a query for a text of each row, in the order of their bytes."""
    text = 'SELECT {expression} FROM {} ORDER BY ({expression}) COLLATE "C"'
    return sql(text, relation, expression=Raw(expression))


def is_true(condition: str, words: str) -> str:
    """Assert that something is true."""
    return sql("SELECT ok({}, {})", Raw(condition), Literal(words))


def array(values: Iterable[str]) -> str:
    """Return an array of texts."""
    return sql("ARRAY[{}]::text[]", Raw(join_sql((sql("{}", Literal(v)) for v in values), ", ")))


def _assertion(function: str, *parts: str) -> str:
    """Return a call with each argument on a line of its own, the last of which are its words."""
    *arguments, words = parts
    lines = [*arguments, sql("{}", Literal(words))]
    return sql("SELECT {}(\n    {}\n)", Raw(function), Raw(join_sql(lines, ",\n    ")))


def _quoted(statement: str) -> str:
    return dollar_quote(statement)
