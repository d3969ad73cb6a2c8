"""Values that a claim could have: those of the columns that rules compare it with."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Final, TypeAlias

from psycopg import errors

from schemagen.app.connecting import Connection
from schemagen.catalog.object import ObjectId
from schemagen.declare.facts import Project
from schemagen.sqltext.quoting import Literal, Name, QualifiedName, sql
from schemagen.sqltext.tokens import tokenize
from schemagen.studio.database import Database
from schemagen.studio.persona import Persona

Samples: TypeAlias = Mapping[str, tuple[str, ...]]
"""By the name of a claim."""

_COLUMNS: Final = 3
_VALUES: Final = 25
_LOOKED_AT: Final = 1000


def read_samples(database: Database, project: Project) -> Samples:
    """Read some values of the columns that the rules of a project compare claims with.

    Raises:
        ConnectError: the server cannot be reached.
    """
    compared: dict[str, list[tuple[ObjectId, str]]] = defaultdict(list)
    for rule in project.facts.access:
        for claim, column in _compared(rule.using or ""):
            if (rule.table, column) not in compared[claim]:
                compared[claim].append((rule.table, column))
    with database.reading(Persona()) as connection:
        return {
            claim: tuple(dict.fromkeys(_values(connection, columns[:_COLUMNS])))
            for claim, columns in compared.items()
        }


def _compared(predicate: str) -> Iterator[tuple[str, str]]:
    """Yield claims and the columns that they are equal to: `owner_id = claim.user_id`."""
    tokens = tokenize(predicate)
    for start in range(len(tokens) - 4):
        before = tokens[start - 1].text if start else ""
        left, equal, word, dot, claim = tokens[start : start + 5]
        is_compared = (equal.text, word.text, dot.text) == ("=", "claim", ".")
        if is_compared and left.is_name and before != ".":
            yield claim.name, left.name


def _values(connection: Connection, columns: list[tuple[ObjectId, str]]) -> Iterator[str]:
    for table, column in columns:
        query = sql(
            "SELECT DISTINCT v::text FROM (SELECT {name} FROM {table} LIMIT {looked}) AS read (v)"
            " WHERE v IS NOT NULL ORDER BY 1 LIMIT {limit}",
            name=Name(column),
            table=QualifiedName(table.schema, table.name),
            looked=Literal(_LOOKED_AT),
            limit=Literal(_VALUES),
        )
        try:
            with connection.transaction():
                found = connection.execute(query.encode()).fetchall()
        except (errors.UndefinedTable, errors.UndefinedColumn, errors.InsufficientPrivilege):
            # A suggestion less: it is of another table, not there, or not for whoever connects.
            continue
        yield from (text for (text,) in found)
