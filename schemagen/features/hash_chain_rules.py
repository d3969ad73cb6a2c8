"""What would break a hash chain: rules that hide it from who adds to it, and later triggers."""

from __future__ import annotations

import re

from schemagen.catalog.object import ObjectId
from schemagen.declare.draft import ProjectDraft, TableDraft
from schemagen.declare.facts import AccessRule
from schemagen.declare.predicate import EVERY_ROW
from schemagen.features.feature import Feature
from schemagen.features.hash_chain import KEY, TRIGGER, HashChainSpec
from schemagen.kinds import trigger
from schemagen.sqltext.quoting import quote_name


def _check(_: None, project: ProjectDraft) -> None:
    """Refuse what would keep the trigger from finding the last row, or change a row after it."""
    chains = {
        table.id: table for table in project.tables.values() if table.declared.get(KEY) is not None
    }
    rules_of: dict[ObjectId, list[AccessRule]] = {key: [] for key in chains}
    for rule in project.facts.access:
        if rule.table in chains:
            rules_of[rule.table].append(rule)
    for key, table in chains.items():
        _check_triggers(table)
        _check_rules(rules_of[key], table)


def _check_rules(rules: list[AccessRule], table: TableDraft) -> None:
    spec: HashChainSpec = table.declared[KEY]
    seen = {rule.actor: rule for rule in rules if rule.command == "select"}
    for rule in rules:
        select = seen.get(rule.actor)
        if rule.command != "insert" or rule.with_check is None or select is None:
            continue
        if not _sees_chain(spec, rule, select):
            table.problem(
                "chain-unseen",
                f'actor "{rule.actor}" adds to the chain without seeing all of it',
                "access",
                rule.actor,
                hint="the trigger reads the last row as the actor: let it select all",
            )


def _sees_chain(spec: HashChainSpec, insert: AccessRule, select: AccessRule) -> bool:
    """Tell whether an actor sees every row of the chains that it adds to, as far as is needed."""
    needed = {spec.sequence, spec.hash, *([spec.chain] if spec.chain else [])}
    if select.columns and not needed <= set(select.columns):
        return False
    if select.using == EVERY_ROW:
        return True
    # A rule on the chain's own column leaves out whole chains, if new rows are held to it too.
    own = rf"{re.escape(quote_name(spec.chain or ''))} = claim\.\w+"
    within = (insert.with_check or "").split(" AND ")
    return bool(re.fullmatch(own, select.using or "")) and select.using in within


def _check_triggers(table: TableDraft) -> None:
    for name, each in trigger.SECTION.of(table).items():
        inserts = each.timing == "before" and "insert" in each.events and each.for_each == "row"
        if inserts and name > TRIGGER:
            table.problem(
                "late-trigger",
                f'trigger "{name}" runs after the row was hashed',
                "triggers",
                name,
                hint="triggers run in the order of their names: give it an earlier one",
                key=True,
            )


FEATURE = Feature(
    name="who adds to hash chains",
    expand_project=_check,
    description="What adds to a chain must see all of it.",
)
