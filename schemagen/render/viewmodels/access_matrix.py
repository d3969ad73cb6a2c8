"""Who may do what: a row for each table and actor, a cell for each command."""

from __future__ import annotations

from collections.abc import Mapping

from schemagen.catalog.object import ObjectId
from schemagen.declare.facts import AccessRule, Facts
from schemagen.declare.predicate import EVERY_ROW
from schemagen.render.viewmodels.markdown import code, codes, link, prose, table

COMMANDS = ("select", "insert", "update", "delete")
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
    facts: Facts, names: Mapping[ObjectId, str], anchors: Mapping[ObjectId, str]
) -> list[str]:
    """Return the matrix and how to read it; who may do nothing to a table has no row there."""
    rules = {(rule.table, rule.actor, rule.command): rule for rule in facts.access}
    rows = []
    for key, name in names.items():
        for actor in facts.actors:
            cells = [_cell(rules.get((key, actor, command))) for command in COMMANDS]
            if any(cell != NOTHING for cell in cells):
                rows.append([link(code(name), anchors[key]), code(actor), *cells])
    lines = table(["table", "actor", *COMMANDS], rows)
    reading = _READING_PAIRS if any(_THEN in line for line in lines) else _READING
    return [reading, "", *lines] if lines else []


def _cell(rule: AccessRule | None) -> str:
    if rule is None or (rule.using is None and rule.with_check is None):
        return NOTHING
    parts = list(dict.fromkeys(part for part in (rule.using, rule.with_check) if part is not None))
    text = _THEN.join("all" if part == EVERY_ROW else code(part) for part in parts)
    return f"{text}, columns {codes(rule.columns)}" if rule.columns else text
