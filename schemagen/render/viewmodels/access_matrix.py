"""Who may do what: a row for each table and actor, a cell for each command."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from schemagen.catalog.object import ObjectId
from schemagen.declare.facts import Facts
from schemagen.declare.predicate import EVERY_ROW
from schemagen.render.viewmodels.access_rows import COMMANDS, AccessCell, access_rows
from schemagen.render.viewmodels.markdown import code, codes, link, prose, table

NOTHING = "\N{EN DASH}"

_THEN = ", then "
_READING = "A predicate says which rows."
_READING_PAIRS = (
    f"{_READING} Of two, the first says which rows may be chosen, the second what they may become."
)


def actor_table(facts: Facts) -> list[str]:
    """Return the actors with their roles and claims."""
    rows = [
        [
            code(actor.name),
            code(actor.role),
            ", ".join(code(f"{claim} {kind}") for claim, kind in actor.claims.items()) or NOTHING,
            prose(actor.comment or ""),
        ]
        for actor in facts.actors.values()
    ]
    return table(["actor", "role", "claims", "who"], rows)


def access_table(
    facts: Facts, names: Mapping[ObjectId, str], places: Mapping[ObjectId, str]
) -> list[str]:
    """Return the matrix and how to read it; `places` has what the name of a table leads to.

    Who may do nothing to a table has no row there.
    """
    rows = [
        [link(code(names[row.table]), places[row.table]), code(row.actor), *map(_cell, row.cells)]
        for row in access_rows(facts, names)
    ]
    lines = table(["table", "actor", *COMMANDS], rows)
    reading = _READING_PAIRS if any(_THEN in line for line in lines) else _READING
    return [reading, "", *lines] if lines else []


def _cell(cell: AccessCell | None) -> str:
    if cell is None:
        return NOTHING
    return _allowed(cell.predicates, cell.columns)


@lru_cache(maxsize=16384)
def _allowed(predicates: tuple[str, ...], columns: tuple[str, ...]) -> str:
    text = _THEN.join("all" if part == EVERY_ROW else code(part) for part in predicates)
    return f"{text}, columns {codes(columns)}" if columns else text
