"""Carrying out tries: they are kept on the server, and called by their numbers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final, NamedTuple

from schemagen.prove.access.collecting import settled
from schemagen.prove.access.ground import Ground
from schemagen.prove.access.personas import State
from schemagen.prove.access.tries import Layer, Try
from schemagen.seeding.reading import Connection
from schemagen.sqltext.quoting import Literal, Names, Raw, join_sql, sql

_COPY: Final = (
    "COPY schemagen_proof.tries (id, before, become, statement, reads, measure, expected)"
    " FROM STDIN"
)
_RUN: Final = (
    "SELECT id AS number, outcome, words FROM schemagen_proof.run(ARRAY[{}]::integer[], {})"
)
_EVERYTHING: Final = "GRANT pg_read_all_data, pg_write_all_data TO {}"
"""All privileges on all rows, though none that lifts policies."""
_FIRST: Final = 24
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
        tables = self.ground.rules.tables
        partitions = {each.id for each in tables if each.partition_of}
        self.tries = settled(self.tries, reference, partitions)
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
        for layer in Layer:
            for fresh in (False, True):
                numbers = [n for n, site in enumerate(self.sites) if site == (layer, fresh)]
                yield from self._run(layer, numbers, fresh=fresh)

    @cached_property
    def sites(self) -> list[tuple[Layer, bool]]:
        """The layer of each try, and whether it needs a session that never had a claim."""
        return [(each.layer, _is_silent(each)) for each in self.tries]

    def first_wrong(
        self,
        numbers: Sequence[int],
        change: str,
        layers: Sequence[Layer] = (Layer.POLICIES, Layer.ALL, Layer.PRIVILEGES),
    ) -> Outcome | None:
        """Make a change, and carry out tries until one is not as expected; undo everything.

        Raises:
            psycopg.Error: the server refuses the change.
        """
        sites = self.sites
        for fresh in (False, True):
            split = [[n for n in numbers if sites[n] == (layer, fresh)] for layer in layers]
            if not any(split):
                continue
            begin = join_sql(["BEGIN", change], "; ")
            try:
                for layer, chosen in _in_parts(layers, split):
                    if chosen:
                        found = self._in_layer(layer, chosen, begin, fresh=fresh, until_wrong=True)
                        if found:
                            return found[0]
                        begin = ""
            finally:
                self._at(fresh).execute("ROLLBACK")
        return None

    def _run(self, layer: Layer, numbers: Sequence[int], *, fresh: bool = False) -> list[Outcome]:
        if not numbers:
            return []
        try:
            return self._in_layer(layer, numbers, "BEGIN", fresh=fresh, until_wrong=False)
        finally:
            self._at(fresh).execute("ROLLBACK")

    def _at(self, fresh: bool) -> Connection:
        return self.fresh if fresh else self.ground.connection

    def _in_layer(
        self,
        layer: Layer,
        numbers: Sequence[int],
        begin: str,
        *,
        fresh: bool,
        until_wrong: bool,
    ) -> list[Outcome]:
        """Carry out tries in a transaction that `begin` opens, if it is not open."""
        listed = ", ".join(map(str, numbers))
        run = sql(_RUN, Raw(listed), Literal(until_wrong))
        parts = [begin, "SAVEPOINT layer", self._prepared[layer], run, "ROLLBACK TO layer"]
        cursor = self._at(fresh).execute(join_sql(parts, "; ").encode())
        while [each.name for each in cursor.description or ()] != list(Outcome._fields):
            cursor.nextset()
        return [Outcome(*row) for row in cursor.fetchall()]

    @cached_property
    def _prepared(self) -> Mapping[Layer, str]:
        """What is to be done before the tries of each layer."""
        roles = Names(tuple(each.role for each in self.ground.who))
        return {
            Layer.ALL: "",
            Layer.PRIVILEGES: _WITHOUT_TRIGGERS,
            Layer.POLICIES: join_sql([_WITHOUT_TRIGGERS, sql(_EVERYTHING, roles)], "; "),
        }


def _in_parts(
    layers: Sequence[Layer], split: Sequence[Sequence[int]]
) -> Iterator[tuple[Layer, Sequence[int]]]:
    """Yield tries by layer, the first ones by themselves: mostly one of them is enough."""
    for layer, chosen in zip(layers, split, strict=True):
        yield layer, chosen[:_FIRST]
        yield layer, chosen[_FIRST:]


def _is_silent(each: Try) -> bool:
    return each.persona is not None and each.persona.state is State.NONE
