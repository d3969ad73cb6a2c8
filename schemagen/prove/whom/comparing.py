"""What is different between two versions: who gets at which rows and columns in one only."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from schemagen.catalog.object import ObjectId
from schemagen.frozen import frozen
from schemagen.prove.access.personas import Persona, State
from schemagen.prove.whom.looking import Seen, place_of
from schemagen.prove.whom.privileges import Held

COMMANDS: Final = ("select", "insert", "update", "delete")
STATES: Final = (State.OWN, State.NONE, State.OTHER, State.CROSSED, State.FORGED)
"""The states that are tried, those that tell most first."""


@frozen
class Sight:
    """What was seen of one version, and the privileges that everybody has there."""

    seen: Seen
    held: Held

    def rows(self, persona: Persona, table: ObjectId, command: str) -> frozenset[str]:
        """Return the rows that somebody gets at, by policies and privileges together."""
        if not self.held.may(persona.who.role, table, command):
            return frozenset()
        return self.seen.rows.get((place_of(persona), table, command), frozenset())


@frozen
class More:
    """What somebody may do in one version and not in the other one.

    Attributes:
        persona: who it is.
        about: the relation or the function.
        command: `select`, `insert`, `update`, `delete`, `truncate` or `execute`.
        rows: those that only one version lets it get at.
        base: those that both do.
        columns: those that only one version lets it name, or gives other values to.
        whole: whether the other version gives it nothing.
    """

    persona: Persona
    about: ObjectId
    command: str
    rows: frozenset[str] = frozenset()
    base: frozenset[str] = frozenset()
    columns: tuple[str, ...] = ()
    whole: bool = False
    moves: bool = False


def more_rows(
    one: Sight, other: Sight, personas: Sequence[Persona], tables: Sequence[ObjectId]
) -> Iterator[More]:
    """Yield where `one` lets somebody get at more rows; of several states the plainest."""
    for table in tables:
        for command in COMMANDS:
            known: set[str] = set()
            for persona in sorted(personas, key=lambda each: STATES.index(each.state)):
                mine = one.rows(persona, table, command)
                theirs = other.rows(persona, table, command)
                if mine - theirs and persona.who.name not in known:
                    known.add(persona.who.name)
                    yield More(
                        persona,
                        table,
                        command,
                        mine - theirs,
                        mine & theirs,
                        whole=not theirs,
                    )


def more_values(
    one: Sight, other: Sight, personas: Sequence[Persona], tables: Sequence[ObjectId]
) -> Iterator[More]:
    """Yield where `one` lets somebody give rows values that the other version refuses.

    Rows that it lets somebody update anyway are passed over: they are more rows.
    """
    for table in tables:
        for persona in personas:
            place = (place_of(persona), table)
            granted = one.held.columns.get((persona.who.role, table, "update"), set())
            mine, theirs = (each.rows(persona, table, "update") for each in (one, other))
            new = [
                (row, names)
                for row, image in one.seen.images[place] & other.seen.refused[place]
                if {*(names := image.partition("=")[0].split(", "))} <= granted
                and row not in mine - theirs
            ]
            if new:
                rows = frozenset(row for row, _ in new)
                columns = tuple(sorted({name for _, names in new for name in names}))
                yield More(persona, table, "update", rows, columns=columns, moves=True)


def more_columns(
    one: Held,
    other: Held,
    personas: Sequence[Persona],
    relations: Sequence[ObjectId],
    known: dict[ObjectId, frozenset[str]],
) -> Iterator[More]:
    """Yield where `one` lets somebody name more columns, of a relation that both let it use.

    `known` are the columns that both have. One that only `one` has counts if it was granted by
    name, or if it is a view's, which shows with it what is there already.
    """
    for relation in relations:
        for persona in personas:
            role = persona.who.role
            for command in COMMANDS[:3]:
                key = (role, relation, command)
                if not (one.may(*key) and other.may(*key)):
                    continue
                new = one.columns.get(key, set()) - other.columns.get(key, set())
                if key in one.whole and relation.kind == "table":
                    new &= known[relation]
                if new:
                    yield More(persona, relation, command, columns=tuple(sorted(new)))


def more_privileges(
    one: Held, other: Held, personas: Sequence[Persona], relations: Sequence[ObjectId]
) -> Iterator[More]:
    """Yield what `one` lets somebody do with whole relations, and which functions it may call."""
    for persona in personas:
        role = persona.who.role
        for relation in relations:
            key = (role, relation, "truncate")
            if key in one.whole and key not in other.whole:
                yield More(persona, relation, "truncate", whole=True)
        for (name, function), may in sorted(one.functions.items()):
            if name == role and may and other.functions.get((role, function)) is False:
                yield More(persona, function, "execute", whole=True)


def more_of_views(
    one: Sight,
    other: Sight,
    personas: Sequence[Persona],
    views: dict[ObjectId, bool],
) -> Iterator[More]:
    """Yield where `one` shows somebody more of a view.

    The values of `views` tell whether a superuser sees the same in both versions. Where not, its
    query was changed, and rows that look otherwise are not more.
    """
    for view, same in views.items():
        known: set[str] = set()
        for persona in sorted(personas, key=lambda each: STATES.index(each.state)):
            mine, theirs = (_shown(each, persona, view) for each in (one, other))
            grown = bool({*mine} - {*theirs}) if same else len(mine) > len(theirs)
            if grown and persona.who.name not in known:
                known.add(persona.who.name)
                yield More(persona, view, "select", whole=not theirs)


def _shown(sight: Sight, persona: Persona, view: ObjectId) -> tuple[str, ...]:
    if not sight.held.may(persona.who.role, view, "select"):
        return ()
    return sight.seen.views.get((place_of(persona), view), ())
