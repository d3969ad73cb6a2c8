"""Rewrite rules on tables and views (pg_rewrite); that of a view itself is the view."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Literal as Choice

from schemagen.catalog.catalog import Catalog
from schemagen.catalog.object import ALTER, CatalogObject, on_change
from schemagen.catalog.statement import Statement
from schemagen.declare.base import SpecModel
from schemagen.declare.declaration import Declaration, stated
from schemagen.declare.draft import TableDraft
from schemagen.declare.expressions import named_in
from schemagen.declare.section import Declared, Level, Section
from schemagen.frozen import frozen
from schemagen.kinds.effects import ACCESS_EXCLUSIVE, ROW_EXCLUSIVE, also, lock_on, locking
from schemagen.kinds.kind import CreateContext, Facet, Kind
from schemagen.kinds.support import member_text, relation_of, statement
from schemagen.sqltext.quoting import Name, Raw, join_sql, sql

_STATES = {"disabled": "DISABLE", "replica": "ENABLE REPLICA", "always": "ENABLE ALWAYS"}


@frozen(kw_only=True)
class Rule(CatalogObject):
    """A rule: what a command on the relation is turned into, or what runs besides it."""

    event: str = on_change(ALTER)  # insert
    instead: bool = on_change(ALTER, False)
    where: str | None = on_change(ALTER, None)  # (new.score > 0), without the parentheses
    commands: str = on_change(ALTER)  # NOTHING, or commands; several stand in parentheses
    enabled: str = on_change(ALTER, "origin")


class RuleSpec(SpecModel):
    """A rule."""

    event: Choice["select", "insert", "update", "delete"]
    """The command that it rewrites."""
    where: str | None = None
    """A condition over `old` and `new`."""
    instead: bool = False
    """Whether the command itself does not run."""
    do: str | list[str] = "nothing"
    """`nothing`, a command or several."""
    enabled: Choice["origin", "replica", "always", "disabled"] = "origin"
    comment: str | None = None
    was: str | None = None


def _lower(declared: dict[str, RuleSpec], table: TableDraft) -> Declared:
    for name, spec in declared.items():
        commands = _commands(spec.do)
        needs = named_in(commands, table.project) | named_in(spec.where or "", table.project)
        item = Rule(
            id=table.member("rule", name),
            event=spec.event,
            instead=spec.instead,
            where=spec.where,
            commands=commands,
            enabled=spec.enabled,
            comment=spec.comment,
            was=spec.was,
            depends_on=tuple(sorted(needs - {table.id})),
        )
        yield item, table.path("rules", name)


def _commands(do: str | list[str]) -> str:
    if isinstance(do, str):
        text = do.strip().rstrip(";")
        return "NOTHING" if text.lower() == "nothing" else text
    return "(" + "; ".join(text.strip().rstrip(";") for text in do) + ")"


def _definition(item: Rule) -> str:
    return join_sql([sql("ON {}", Raw(item.event.upper())), _action(item)])


def _action(item: Rule) -> str:
    """Return what stands behind the relation in CREATE RULE."""
    return join_sql(
        [
            sql("WHERE ({})", Raw(item.where)) if item.where else "",
            "DO INSTEAD" if item.instead else "DO",
            item.commands,
        ]
    )


def _create(item: Rule, _: CreateContext) -> Iterable[Statement]:
    yield _made(item)
    if item.enabled in _STATES:
        yield _state(item)


def _made(item: Rule, *, replacing: bool = False) -> Statement:
    used = [key for key in item.depends_on if key.table or key.kind in ("table", "view")]
    effect = also(locking(item, ACCESS_EXCLUSIVE), *(lock_on(key, ROW_EXCLUSIVE) for key in used))
    return statement(
        item,
        "CREATE {}RULE {} AS ON {} TO {} {}",
        Raw("OR REPLACE " if replacing else ""),
        Name(item.id.name),
        Raw(item.event.upper()),
        relation_of(item.id),
        Raw(_action(item)),
        effect=effect,
    )


def _drop(item: Rule) -> Iterable[Statement]:
    effect = locking(item, ACCESS_EXCLUSIVE)
    name, relation = Name(item.id.name), relation_of(item.id)
    yield statement(item, "DROP RULE {} ON {}", name, relation, effect=effect)


def _replace(_: Rule, desired: Rule) -> Iterable[Statement]:
    yield _made(desired, replacing=True)


def _state(item: Rule) -> Statement:
    return statement(
        item,
        "ALTER TABLE {} {} RULE {}",
        relation_of(item.id),
        Raw(_STATES.get(item.enabled, "ENABLE")),
        Name(item.id.name),
        effect=locking(item, ACCESS_EXCLUSIVE),
    )


def _enable(_: Rule, desired: Rule) -> Iterable[Statement]:
    yield _state(desired)


def _quiet(item: Rule) -> tuple[Sequence[Statement], Sequence[Statement]]:
    """Keep a rule from doing anything else when values come back."""
    if item.enabled == "disabled" or item.event != "update":
        return (), ()
    return (_state(replace(item, enabled="disabled")),), (_state(item),)


def _rename(current: Rule, desired: Rule) -> Iterable[Statement]:
    yield statement(
        desired,
        "ALTER RULE {} ON {} RENAME TO {}",
        Name(current.id.name),
        relation_of(current.id),
        Name(desired.id.name),
        effect=locking(desired, ACCESS_EXCLUSIVE),
    )


def _declare(item: Rule, _: Catalog) -> Declaration:
    values = {
        "event": item.event,
        "where": item.where,
        "instead": item.instead,
        "do": "nothing" if item.commands == "NOTHING" else _listed(item.commands),
        "enabled": item.enabled,
    }
    return Declaration("rules", stated(RuleSpec, values), item.id.name)


def _listed(commands: str) -> str | list[str]:
    """Return several commands as a list, where it says exactly the same."""
    if not commands.startswith("("):
        return commands
    listed = commands[1:-1].split("; ")
    return listed if len(listed) > 1 and _commands(listed) == commands else commands


SECTION: Section[dict[str, RuleSpec]] = Section(
    key="rules",
    level=Level.TABLE,
    annotation=dict[str, RuleSpec],
    default=dict,
    description="Rewrite rules by name. A trigger is nearly always the better choice.",
    lower_table=_lower,
    within=("views",),
)

KIND = Kind(
    name="rule",
    plural="rules",
    keyword="RULE",
    model=Rule,
    phase=115,
    create=_create,
    definition=_definition,
    drop=_drop,
    alters={
        "event": _replace,
        "instead": _replace,
        "where": _replace,
        "commands": _replace,
        "enabled": _enable,
    },
    quiet=_quiet,
    rename=_rename,
    identity=member_text,
    renamed_when_equal=lambda _: True,
    sections=(SECTION,),
    declare=_declare,
    facets=frozenset({Facet.COMMENT}),
)
