"""What a row is to those who connect, in words: own, of the same tenant, public, deleted.

It is told by what the rules make of it: a row is somebody's own if it is theirs with their claims
and not without.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from schemagen.catalog.object import ObjectId
from schemagen.declare.facts import Actor, Facts
from schemagen.frozen import frozen
from schemagen.prove.access.arranging import Arranged
from schemagen.prove.access.collecting import Collected
from schemagen.prove.access.expecting import Allowed
from schemagen.prove.access.personas import Persona, State
from schemagen.prove.access.tries import Rows

UNRELATED: Final = "unrelated"
_THEIRS: Final = "somebody else's"
_EVERY: Final = "every row"
_NOTHING: Final = Allowed(False, False, False, False, False)


@frozen(slots=False)
class Classes:
    """Names the classes of rows."""

    facts: Facts
    collected: Collected
    arranged: Arranged

    def of_table(self, table: ObjectId) -> Mapping[str, str]:
        """Return the class of each row of a table, by its key."""
        rows = self.collected.rows[table]
        actors = list(self.facts.actors.values())
        words = {row: _joined({*self._words(rows, row, actors)}) for row in rows.values}
        named = {row: text or UNRELATED for row, text in words.items()}
        groups: dict[str, set[tuple[Allowed, ...]]] = defaultdict(set)
        for row, text in named.items():
            groups[text].add(self._profile(table, row))
        if len(groups) == 1 and UNRELATED in groups:
            return dict.fromkeys(named, _EVERY)
        details = self.telling_columns(table)
        return {
            row: f"{text}; {self._detail(rows, row, details)}"
            if details and len(groups[text]) > 1
            else text
            for row, text in named.items()
        }

    def words_of(self, table: ObjectId, actor: str) -> Mapping[str, frozenset[str]]:
        """Return what each row of a table is to one actor, in single words, by its key."""
        rows = self.collected.rows[table]
        chosen = [each for each in self.facts.actors.values() if each.name == actor]
        return {row: closest({*self._words(rows, row, chosen)}) for row in rows.values}

    def _profile(self, table: ObjectId, row: str) -> tuple[Allowed, ...]:
        return tuple(
            each[row]
            for (place, key), each in self.collected.allowed.items()
            if key == table and self.collected.personas[place].state is State.OWN
        )

    def telling_columns(self, table: ObjectId) -> list[str]:
        """Return the columns that rows differ in and that refer to nothing."""
        rows = self.collected.rows[table]
        marked = self.facts.marked.get(table)
        return [
            each.columns[0]
            for each in self.arranged.dimensions.get(table, ())
            if len(each.columns) == 1
            and each.columns[0] != marked
            and each.columns[0] not in rows.referring
        ]

    def _detail(self, rows: Rows, row: str, columns: list[str]) -> str:
        return ", ".join(f"{name} {_shown(rows.value(row, name))}" for name in columns)

    def _words(self, rows: Rows, row: str, actors: Iterable[Actor]) -> Iterator[str]:
        yield from self._relations(rows.table.id, row, actors)
        if self._is_public(rows.table.id, row):
            yield "public"
        marked = self.facts.marked.get(rows.table.id)
        if marked and not rows.value(row, marked).startswith("NULL"):
            yield "deleted"

    def _relations(self, table: ObjectId, row: str, actors: Iterable[Actor]) -> Iterator[str]:
        for actor in actors:
            with_claims = self._of(actor.name, State.OWN, table, row)
            without = self._of(actor.name, State.NONE, table, row)
            other = self._of(actor.name, State.OTHER, table, row)
            crossed = self._crossed(actor.name, table, row)
            lost = [claim for claim, each in crossed.items() if each != with_claims]
            for claim in lost or list(actor.claims)[:1]:
                if with_claims != without and with_claims != _NOTHING:
                    yield self._claim_words(claim, list(actor.claims), same=True)
                elif other != without and other != _NOTHING:
                    yield self._claim_words(claim, list(actor.claims), same=False)

    def _claim_words(self, claim: str, claims: list[str], *, same: bool) -> str:
        if claim == self.facts.tenant_claim:
            return "same tenant" if same else "other tenant"
        if claim == claims[0]:
            return "own" if same else _THEIRS
        name = claim.removesuffix("_id").replace("_", " ")
        return f"{'same' if same else 'other'} {name}"

    def _is_public(self, table: ObjectId, row: str) -> bool:
        """Tell whether a session that says nothing of itself sees the row, and not every row."""
        for (place, key), each in self.collected.allowed.items():
            persona = self.collected.personas[place]
            silent = persona.state is State.NONE or not self._has_claims(persona)
            if key != table or not persona.who.is_actor or not silent:
                continue
            if each[row].select and not all(other.select for other in each.values()):
                return True
        return False

    def _has_claims(self, persona: Persona) -> bool:
        actor = self.facts.actors.get(persona.who.name)
        return bool(actor and actor.claims)

    def _of(self, actor: str, state: State, table: ObjectId, row: str) -> Allowed:
        for place, persona in enumerate(self.collected.personas):
            if persona.who.is_actor and (persona.who.name, persona.state) == (actor, state):
                found = self.collected.allowed.get((place, table))
                if found is None and state is not State.OWN:
                    return self._of(actor, State.OWN, table, row)
                return found[row] if found else _NOTHING
        return _NOTHING

    def _crossed(self, actor: str, table: ObjectId, row: str) -> dict[str, Allowed]:
        """Return what is left when one claim at a time is somebody else's, by that claim."""
        own = next(
            (p for p in self.collected.personas if (p.who.name, p.state) == (actor, State.OWN)),
            None,
        )
        found = {}
        for place, persona in enumerate(self.collected.personas):
            if own and persona.who.name == actor and persona.state is State.CROSSED:
                [claim] = [c for c, value in persona.claims.items() if value != own.claims[c]] or [
                    ""
                ]
                allowed = self.collected.allowed.get((place, table))
                if allowed is not None and claim:
                    found[claim] = allowed[row]
        return found


def _joined(words: set[str]) -> str:
    """Return words in order."""
    return ", ".join(sorted(closest(words), key=lambda word: (rank(word), word)))


def closest(words: set[str] | frozenset[str]) -> frozenset[str]:
    """Leave out what a row is to others if it is somebody's own: that says nothing then."""
    if any(word == "own" or word.startswith("same ") for word in words):
        words = {word for word in words if word != _THEIRS and not word.startswith("other ")}
    return frozenset(words)


def rank(words: str) -> int:
    """Return the place of a class among others, the closest first."""
    order = ("own", "same", "public", "other", _THEIRS, UNRELATED, "deleted")
    return next((n for n, word in enumerate(order) if words.startswith(word)), len(order))


def _shown(value: str) -> str:
    text = value.rpartition("::")[0] or value
    return "is null" if text == "NULL" else f"= {text}"
