"""Asking the rules, and leaving out what the spec gives a reason for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from schemagen.catalog.catalog import Catalog
from schemagen.catalog.object import CatalogObject, ObjectId
from schemagen.declare.facts import Suppression
from schemagen.frozen import frozen
from schemagen.lint import change_rules
from schemagen.lint.rule import AnyRule, Found
from schemagen.lint.rules import ALL, BY_CODE
from schemagen.lint.steps import Steps


@frozen
class Finding:
    """What a rule found, and the suppression that answers it, if there is one."""

    rule: AnyRule
    found: Found
    suppression: Suppression | None = None


@frozen
class Findings:
    """All findings in a catalog, rule by rule, and the suppressions that answer none."""

    findings: tuple[Finding, ...]
    unused: tuple[Suppression, ...]


def find(catalog: Catalog, suppressions: Sequence[Suppression] = ()) -> Findings:
    """Look for everything that the rules know in a catalog.

    What belongs to somebody else, and what PostgreSQL made for a partition, is nobody's fault.
    """
    findings = tuple(_findings(catalog, suppressions))
    used = {item.suppression for item in findings}
    idle = [item for item in suppressions if item not in used and item.rule in BY_CODE]
    return Findings(findings, tuple(idle))


def find_in_change(steps: Steps, suppressions: Sequence[Suppression] = ()) -> Findings:
    """Look for everything that the rules about changes know in a change.

    A suppression that answers nothing in this change may answer something in another.
    """
    findings = [
        Finding(rule, found, _answer(rule, found.id, suppressions))
        for rule in change_rules.ALL
        for found in rule.check(steps)
    ]
    return Findings(tuple(findings), ())


def _findings(catalog: Catalog, suppressions: Sequence[Suppression]) -> Iterator[Finding]:
    for rule in ALL:
        for found in rule.check(catalog):
            if _is_ours(catalog[found.id], catalog):
                yield Finding(rule, found, _answer(rule, found.id, suppressions))


def _is_ours(item: CatalogObject, catalog: Catalog) -> bool:
    relation = catalog.get(ObjectId("table", item.id.schema, item.id.table))
    return not (item.external or item.brought or (relation is not None and relation.external))


def _answer(
    rule: AnyRule, key: ObjectId, suppressions: Sequence[Suppression]
) -> Suppression | None:
    """Return the suppression for a finding: that of its table before that of the whole spec."""
    fitting = [item for item in suppressions if item.rule == rule.code and _covers(item, key)]
    return max(fitting, key=lambda item: item.table is not None, default=None)


def _covers(suppression: Suppression, key: ObjectId) -> bool:
    table = suppression.table
    if table is None or key == table:
        return True
    return (key.schema, key.table) == (table.schema, table.name)
