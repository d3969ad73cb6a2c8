"""Access rules: who may do what to which rows, as grants and one policy for each command.

An actor that is not named may do nothing. Privileges are granted by name, never as ALL, which would
bring TRUNCATE, REFERENCES and TRIGGER along: no policy binds these.

See "Row Security Policies" and CREATE POLICY.
"""

from __future__ import annotations

from functools import lru_cache

from schemagen.declare.draft import TableDraft
from schemagen.declare.facts import AccessRule, Actor
from schemagen.declare.predicate import Predicate, conjunction
from schemagen.declare.suggest import did_you_mean
from schemagen.features.access_rules import (
    COMMANDS,
    AccessSpec,
    AskedRule,
    Command,
    asked_rules,
    read_clauses,
    read_columns,
)
from schemagen.features.feature import Feature
from schemagen.features.sequences import grant_sequences
from schemagen.features.support import add_policy, grant_schema, require_column
from schemagen.kinds.policy import PolicySpec
from schemagen.sqltext.quoting import fit_name


def _expand_owner(owner: str, table: TableDraft) -> None:
    require_column(table, owner, "owner")


def _expand(declared: AccessSpec, table: TableDraft) -> None:
    table.row_security = True
    actors = table.project.facts.actors
    for name in declared:
        if name not in actors:
            table.problem(
                "unknown-actor",
                f'actor "{name}" is not declared',
                "access",
                name,
                hint=did_you_mean(name, actors) or "declare it under `actors`",
                key=True,
            )
    for actor in actors.values():
        asked = {each.command: each for each in asked_rules(declared, actor)}
        if table.refused_commands:
            _check_refused(list(asked.values()), table)
        for command in COMMANDS:
            if command in asked:
                _permit(asked[command], table)
            else:
                _refuse(actor, command, table)


def _refuse(actor: Actor, command: Command, table: TableDraft) -> None:
    table.project.facts.access.append(AccessRule(actor.name, table.id, command, None, None))


def _check_refused(asked: list[AskedRule], table: TableDraft) -> None:
    """Record a problem where commands are allowed that a feature refuses to everybody."""
    refused = [each for each in asked if each.command in table.refused_commands]
    for path in dict.fromkeys(each.path for each in refused):
        commands = [each.command for each in refused if each.path == path]
        table.problem(
            "refused-command",
            f"{table.refused_commands[commands[0]]}, so nobody may {' or '.join(commands)}",
            *path,
            hint="write `[select, insert]`" if len(path) == 2 else "leave the command out",
            key=len(path) == 3,
        )


def _permit(asked: AskedRule, table: TableDraft) -> None:
    using, with_check = read_clauses(asked, table)
    columns = read_columns(asked, table)
    if using is None and with_check is None:
        return
    _grant(asked, columns, table)
    found = conjunction([using, *_filters(asked, using.text, table)]) if using else None
    _add_policy(asked, found, with_check, table)
    table.project.facts.access.append(
        AccessRule(
            asked.actor.name,
            table.id,
            asked.command,
            found.text if found else None,
            with_check.text if with_check else None,
            columns,
        )
    )


def _grant(asked: AskedRule, columns: tuple[str, ...], table: TableDraft) -> None:
    listed = f" ({', '.join(columns)})" if columns else ""
    table.grants.setdefault(asked.actor.name, []).append(f"{asked.command}{listed}")
    grant_schema(table.project, table.schema, asked.actor.name)
    if asked.command == "insert":
        grant_sequences(table, asked.actor.name)


def _filters(asked: AskedRule, rule: str, table: TableDraft) -> list[Predicate]:
    """Return what else must hold for a row that the command finds."""
    if asked.whole:
        return []
    return [
        each.predicate
        for each in table.row_filters
        if asked.command in each.commands and not each.is_implied(rule)
    ]


def _add_policy(
    asked: AskedRule, using: Predicate | None, with_check: Predicate | None, table: TableDraft
) -> None:
    name = fit_name(table.name, asked.actor.name, suffix=asked.command)
    problems = table.project.problems
    for key, predicate in (("using", using), ("with_check", with_check)):
        if predicate:
            problems.sources[table.path("policies", name, key)] = predicate.source
    texts = using.text if using else None, with_check.text if with_check else None
    add_policy(table, name, _policy(asked.command, asked.actor.name, *texts), *asked.path)


@lru_cache(maxsize=16384)
def _policy(command: Command, actor: str, using: str | None, with_check: str | None) -> PolicySpec:
    """Make a policy once for all tables with the same rule."""
    spec = {"command": command, "to": [actor], "using": using, "with_check": with_check}
    return PolicySpec.model_validate({key: said for key, said in spec.items() if said is not None})


OWNER = Feature(
    name="owner",
    key="owner",
    table=str,
    expand_table=_expand_owner,
    description="The column that `own` compares with the actor's first claim.",
)

FEATURE = Feature(
    name="access",
    key="access",
    table=AccessSpec,
    expand_table=_expand,
    description="What each actor may do, to which rows and columns.",
)
