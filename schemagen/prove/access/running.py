"""Carrying out tries: they are kept on the server, and called by their numbers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final, NamedTuple

from schemagen.kinds.table import Table
from schemagen.prove.access.collecting import settled
from schemagen.prove.access.ground import Ground
from schemagen.prove.access.personas import State
from schemagen.prove.access.tries import Layer, Try
from schemagen.seeding.reading import Connection
from schemagen.sqltext.quoting import Names, QualifiedName, Raw, join_sql, sql

_COPY: Final = (
    "COPY schemagen_proof.tries (id, before, become, statement, reads, measure, expected)"
    " FROM STDIN"
)
_RUN: Final = "SELECT id, outcome, words FROM schemagen_proof.run(%s, %s)"
_WITHOUT_TRIGGERS: Final = "SET LOCAL session_replication_role = replica"


class Outcome(NamedTuple):
    """What came of the try of a number, and what the server said if it was an error."""

    number: int
    outcome: str
    words: str


@dataclass
class Runner:
    """Carries out tries on two connections: on `fresh`, no claim was ever set."""

    ground: Ground
    fresh: Connection
    tries: list[Try]

    def settle(self) -> None:
        """Find out what comes of what is allowed, and put the tries on the server."""
        asked = [place for place, each in enumerate(self.tries) if not each.reads]
        first: dict[tuple[Layer, str, str], int] = {}
        for place in asked:
            each = self.tries[place]
            first.setdefault((each.layer, each.before, each.statement), place)
        self._store([(place, self.tries[place], "") for place in first.values()])
        found: dict[int, str] = {}
        for layer in Layer:
            numbers = [place for key, place in first.items() if key[0] is layer]
            found.update((n, outcome) for n, outcome, _ in self._run(layer, numbers))
        reference = {
            place: found[first[each.layer, each.before, each.statement]]
            for place in asked
            for each in [self.tries[place]]
        }
        self.tries = settled(self.tries, reference)
        self._store(
            [
                (n, each, each.persona.become if each.persona else "")
                for n, each in enumerate(self.tries)
            ]
        )

    def _store(self, tries: Iterable[tuple[int, Try, str]]) -> None:
        connection = self.ground.connection
        connection.execute("TRUNCATE schemagen_proof.tries")
        with connection.cursor() as cursor, cursor.copy(_COPY) as copy:
            for number, each, become in tries:
                copy.write_row(
                    (
                        number,
                        each.before,
                        become,
                        each.statement,
                        each.reads,
                        each.measure,
                        list(each.accepted),
                    )
                )

    def run_all(self) -> Iterator[Outcome]:
        """Carry out everything."""
        for connection in (self.ground.connection, self.fresh):
            for layer in Layer:
                numbers = [n for n in range(len(self.tries)) if self._is_at(n, layer, connection)]
                yield from self._run(layer, numbers, connection)

    def _is_at(self, number: int, layer: Layer, connection: Connection) -> bool:
        each = self.tries[number]
        at_fresh = each.persona is not None and each.persona.state is State.NONE
        return each.layer is layer and at_fresh == (connection is self.fresh)

    def first_wrong(
        self,
        numbers: Sequence[int],
        change: Callable[[Connection], object],
        layers: Sequence[Layer] = (Layer.POLICIES, Layer.ALL, Layer.PRIVILEGES),
    ) -> Outcome | None:
        """Make a change, and carry out tries until one is not as expected; undo everything."""
        for connection in (self.ground.connection, self.fresh):
            split = [
                (layer, [n for n in numbers if self._is_at(n, layer, connection)])
                for layer in layers
            ]
            if not any(chosen for _, chosen in split):
                continue
            with connection.transaction(force_rollback=True):
                change(connection)
                for layer, chosen in split:
                    found = self._in_layer(layer, chosen, connection, until_wrong=True)
                    if found:
                        return found[0]
        return None

    def _run(
        self, layer: Layer, numbers: Sequence[int], connection: Connection | None = None
    ) -> list[Outcome]:
        connection = connection or self.ground.connection
        with connection.transaction(force_rollback=True):
            return self._in_layer(layer, numbers, connection, until_wrong=False)

    def _in_layer(
        self, layer: Layer, numbers: Sequence[int], connection: Connection, *, until_wrong: bool
    ) -> list[Outcome]:
        if not numbers:
            return []
        with _layer(connection, layer, self.ground):
            rows = connection.execute(_RUN, [list(numbers), until_wrong]).fetchall()
        return [Outcome(*row) for row in rows]


@contextmanager
def _layer(connection: Connection, layer: Layer, ground: Ground) -> Iterator[None]:
    with connection.transaction():
        if layer is not Layer.ALL:
            connection.execute(_WITHOUT_TRIGGERS)
        if layer is Layer.POLICIES:
            connection.execute(_everything(ground).encode())
        yield
        if layer is not Layer.ALL:
            connection.execute("SET LOCAL session_replication_role = origin")


def _everything(ground: Ground) -> str:
    """Return the statement that grants everything to everybody who is tried."""
    roles = Names(tuple(each.role for each in ground.who))
    tables = ground.rules.tables
    schemas = sorted({each.id.schema for each in tables})
    return join_sql(
        [
            sql("GRANT USAGE ON SCHEMA {} TO {}", Names(tuple(schemas)), roles),
            sql("GRANT ALL ON {} TO {}", Raw(_relations(tables)), roles),
        ],
        "; ",
    )


def _relations(tables: Iterable[Table]) -> str:
    return join_sql(
        (sql("{}", QualifiedName(each.id.schema, each.id.name)) for each in tables), ", "
    )
