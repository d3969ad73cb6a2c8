"""Access rules as a spec writes them, read into predicates."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal as Choice
from typing import TypeAlias

from pydantic import Field

from schemagen.declare.base import NameList, SpecModel
from schemagen.declare.draft import TableDraft
from schemagen.declare.facts import Actor
from schemagen.declare.predicate import EVERY_ROW, Predicate
from schemagen.declare.suggest import did_you_mean
from schemagen.features.claims import check_claims
from schemagen.features.support import require_column
from schemagen.frozen import frozen
from schemagen.kinds import column
from schemagen.sqltext.quoting import Name, sql

_DEFAULT_OWNER = "owner_id"

Command: TypeAlias = Choice["select", "insert", "update", "delete"]
COMMANDS: tuple[Command, ...] = ("select", "insert", "update", "delete")
# The clause that says for which rows a command is allowed, and another that it may have.
_CLAUSES = {
    "select": ("using", ""),
    "insert": ("with_check", ""),
    "update": ("using", "with_check"),
    "delete": ("using", ""),
}


class RuleSpec(SpecModel):
    """A rule with its clauses written out; `columns` narrows it to some of the columns."""

    using: str | None = None
    """Which rows that are there the command sees; a predicate."""
    with_check: str | None = None
    """Which rows may be written; a predicate, as `using` without it."""
    columns: NameList = Field(default_factory=list)
    """The columns that the rule is about; without it, all."""


class CommandRules(SpecModel):
    """What an actor may do: a rule for each command; one that is missing is refused."""

    select: str | RuleSpec | None = None
    """Which rows it may read."""
    insert: str | RuleSpec | None = None
    """Which rows it may insert."""
    update: str | RuleSpec | None = None
    """Which rows it may change, and into which."""
    delete: str | RuleSpec | None = None
    """Which rows it may delete."""


AccessSpec = dict[str, Choice["all", "never"] | list[Command] | CommandRules]


@frozen(slots=False)
class AskedRule:
    """What is declared for one actor and one command, and where it stands.

    `whole` tells that the actor has a single rule, `all`, for the table.
    """

    actor: Actor
    command: Command
    rule: str | RuleSpec
    path: tuple[str, ...]
    whole: bool = False


def asked_rules(declared: AccessSpec, actor: Actor) -> Iterator[AskedRule]:
    """Give the commands that an actor may run, in any manner."""
    rules = declared.get(actor.name, "never")
    path = ("access", actor.name)
    if isinstance(rules, CommandRules):
        for command in COMMANDS:
            rule: str | RuleSpec | None = getattr(rules, command)
            if rule is not None and rule != "never":
                yield AskedRule(actor, command, rule, (*path, command))
    elif rules != "never":
        for command in COMMANDS if rules == "all" else rules:
            yield AskedRule(actor, command, "all", path, whole=rules == "all")


def read_clauses(asked: AskedRule, table: TableDraft) -> tuple[Predicate | None, Predicate | None]:
    """Return USING and WITH CHECK, each where the command has it; both None after a problem."""
    if isinstance(asked.rule, RuleSpec):
        given = {"using": asked.rule.using, "with_check": asked.rule.with_check}
        return _written_out(given, asked, table)
    only = _clause(asked.rule, asked, asked.path, table)
    return None if asked.command == "insert" else only, only if _checks(asked.command) else None


def _written_out(
    given: dict[str, str | None], asked: AskedRule, table: TableDraft
) -> tuple[Predicate | None, Predicate | None]:
    leading, other = _CLAUSES[asked.command]
    for key in given.keys() - {leading, other}:
        if given[key] is not None:
            _wrong_clause(key, asked, table)
            return None, None
    if given[leading] is None:
        table.problem(
            "missing-predicate",
            f"the rule does not say which rows: it has no `{leading}`",
            *asked.path,
            hint=f"write `{leading}: all` for every row",
        )
        return None, None
    read = {
        key: None if text is None else _clause(text, asked, (*asked.path, key), table)
        for key, text in given.items()
    }
    if asked.command == "update" and given["with_check"] is None:
        read["with_check"] = read["using"]
    return read["using"], read["with_check"]


def _checks(command: Command) -> bool:
    return command in ("insert", "update")


def _wrong_clause(key: str, asked: AskedRule, table: TableDraft) -> None:
    hint = "a new row is judged by `with_check`"
    if asked.command != "insert":
        hint = "the rows are chosen by `using`"
    message = f"a rule for {asked.command} has no `{key}`"
    table.problem("rule-clause", message, *asked.path, key, hint=hint, key=True)


def _clause(
    text: str, asked: AskedRule, path: tuple[str, ...], table: TableDraft
) -> Predicate | None:
    """Read `all`, `own` or a predicate."""
    match text.strip():
        case "":
            table.problem(
                "empty-predicate",
                "the rule is empty",
                *path,
                hint="write `all`, `own`, `never` or a predicate",
            )
            return None
        case "all":
            return Predicate(EVERY_ROW, table.path(*path))
        case "never":
            return Predicate("false", table.path(*path))
        case "own":
            return _own(asked, path, table)
    if _is_no_column(text.strip().lower(), table):
        near = did_you_mean(text.strip(), column.SECTION.of(table))
        table.problem(
            "unknown-column",
            f'column "{text.strip()}" not found in {table.schema}.{table.name}',
            *path,
            hint=near or "write `all`, `own`, `never` or a predicate",
        )
        return None
    stands = table.path(*path)
    check_claims(text, [asked.actor], table.project, stands)
    return Predicate.by_person(text.rstrip(), stands)


def _is_no_column(word: str, table: TableDraft) -> bool:
    """Tell whether a rule is one word that is neither a column nor a constant."""
    constants = ("true", "false", "null")
    return word.isidentifier() and word not in constants and word not in column.SECTION.of(table)


def _own(asked: AskedRule, path: tuple[str, ...], table: TableDraft) -> Predicate | None:
    owner = table.declared.get("owner") or _DEFAULT_OWNER
    if owner not in column.SECTION.of(table):
        if not table.declared.get("owner"):
            table.problem(
                "no-owner",
                f'"own" needs an owner, and table "{table.name}" has no column "{owner}"',
                *path,
                hint="name the column that holds the owner: `owner: <column>`",
            )
        return None
    if not asked.actor.claims:
        table.problem(
            "no-claim",
            f'"own" needs a claim, and actor "{asked.actor.name}" has none',
            *path,
            hint=f"write `claims: {{user_id: uuid}}` at the actor {asked.actor.name}",
        )
        return None
    claim = next(iter(asked.actor.claims))
    return Predicate(sql("{} = claim.{}", Name(owner), Name(claim)), table.path(*path))


def read_columns(asked: AskedRule, table: TableDraft) -> tuple[str, ...]:
    """Return the columns that a rule is narrowed to, none where it is for all of them."""
    if isinstance(asked.rule, str) or not asked.rule.columns:
        return ()
    if asked.command == "delete":
        table.problem(
            "rule-clause",
            "a rule for delete has no `columns`",
            *asked.path,
            "columns",
            hint="a row is deleted as a whole",
            key=True,
        )
        return ()
    for index, name in enumerate(asked.rule.columns):
        require_column(table, name, *asked.path, "columns", index)
    return tuple(asked.rule.columns)
