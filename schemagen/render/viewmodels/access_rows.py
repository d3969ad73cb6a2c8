"""Who may do what, before it is laid out: rows of tables and actors, cells of commands."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from schemagen.catalog.object import ObjectId
from schemagen.declare.facts import AccessRule, Facts
from schemagen.frozen import frozen

COMMANDS: Final = ("select", "insert", "update", "delete")


@frozen
class AccessCell:
    """What an actor may do with one command.

    Attributes:
        predicates: which rows, as the spec says it. Of two, the first says which rows may be
            chosen, the second what they may become. `true` means every row.
        columns: which columns, none for all of them.
    """

    predicates: tuple[str, ...]
    columns: tuple[str, ...]


@frozen
class AccessRow:
    """What an actor may do to a table; a cell for each of `COMMANDS`, None where it may not."""

    table: ObjectId
    actor: str
    cells: tuple[AccessCell | None, ...]


def access_rows(facts: Facts, tables: Iterable[ObjectId]) -> list[AccessRow]:
    """Return the matrix; who may do nothing to a table has no row there."""
    rules: dict[tuple[ObjectId, str], dict[str, AccessRule]] = defaultdict(dict)
    for rule in facts.access:
        rules[rule.table, rule.actor][rule.command] = rule
    rows = []
    for table in tables:
        for actor in facts.actors:
            said = rules.get((table, actor))
            cells = tuple([_cell(said.get(command)) for command in COMMANDS]) if said else ()
            if any(cells):
                rows.append(AccessRow(table, actor, cells))
    return rows


def _cell(rule: AccessRule | None) -> AccessCell | None:
    if rule is None or (rule.using is None and rule.with_check is None):
        return None
    return _cell_of(rule.using, rule.with_check, rule.columns)


@lru_cache(maxsize=16384)
def _cell_of(using: str | None, check: str | None, columns: tuple[str, ...]) -> AccessCell:
    parts = [part for part in (using, check) if part is not None]
    return AccessCell(tuple(dict.fromkeys(parts)), columns)
