"""Statements about triggers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from schemagen.catalog.statement import Statement
from schemagen.kinds.effects import ACCESS_EXCLUSIVE, SHARE_ROW_EXCLUSIVE, locking
from schemagen.kinds.kind import CreateContext
from schemagen.kinds.support import relation_of, statement
from schemagen.kinds.trigger.model import Trigger, TriggerEvent
from schemagen.sqltext.quoting import (
    Literal,
    Name,
    Raw,
    clause,
    dollar_quote,
    join_sql,
    quote_names,
    quote_qualified,
    sql,
)

_STATES = {"disabled": "DISABLE", "replica": "ENABLE REPLICA", "always": "ENABLE ALWAYS"}


def _event_sql(event: TriggerEvent) -> str:
    columns = f" OF {quote_names(event.columns)}" if event.columns else ""
    return event.event.upper() + columns


def definition(item: Trigger) -> str:
    """Return what is said of a trigger besides its name and relation: BEFORE UPDATE …."""
    constraint = "CONSTRAINT" if item.constraint else ""
    return join_sql([constraint, _moment(item), _action(item)])


def _moment(item: Trigger) -> str:
    events = " OR ".join(map(_event_sql, item.events))
    return sql("{} {}", Raw(item.timing.upper()), Raw(events))


def _statement_text(item: Trigger) -> str:
    head = sql(
        "CREATE {}TRIGGER {} {} ON {}",
        Raw("CONSTRAINT " if item.constraint else ""),
        Name(item.id.name),
        Raw(_moment(item)),
        relation_of(item.id),
    )
    return join_sql([head, _action(item)])


def _action(item: Trigger) -> str:
    """Return what stands behind the relation in CREATE TRIGGER."""
    transition = join_sql(
        [
            sql("OLD TABLE AS {}", Name(item.old_table)) if item.old_table else "",
            sql("NEW TABLE AS {}", Name(item.new_table)) if item.new_table else "",
        ]
    )
    arguments = ", ".join(sql("{}", Literal(argument)) for argument in item.arguments)
    deferrable = "DEFERRABLE INITIALLY DEFERRED" if item.initially_deferred else "DEFERRABLE"
    return join_sql(
        [
            sql("FROM {}", Raw(item.referenced_table)) if item.referenced_table else "",
            deferrable if item.deferrable else "",
            sql("REFERENCING {}", Raw(transition)) if transition else "",
            clause("FOR EACH {}", item.for_each.upper()),
            clause("WHEN ({})", item.when) if item.when else "",
            sql("EXECUTE FUNCTION {}({})", Raw(item.function), Raw(arguments)),
        ]
    )


def create(item: Trigger, _: CreateContext) -> Iterable[Statement]:
    """Build CREATE TRIGGER, run only if the relation is there where that is optional."""
    made = _statement_text(item)
    if item.optional:
        text = Raw(_where_present(item, made))
        yield statement(item, "{}", text, effect=locking(item, SHARE_ROW_EXCLUSIVE))
        return
    yield Statement(made, item.id, effect=locking(item, SHARE_ROW_EXCLUSIVE))
    if item.enabled in _STATES:
        yield statement(
            item,
            "ALTER TABLE {} {} TRIGGER {}",
            relation_of(item.id),
            Raw(_STATES[item.enabled]),
            Name(item.id.name),
            effect=locking(item, SHARE_ROW_EXCLUSIVE),
        )


def _where_present(item: Trigger, definition: str) -> str:
    relation = quote_qualified(item.id.schema, item.id.table)
    body = sql(
        """
BEGIN
  IF pg_catalog.to_regclass({}) IS NOT NULL THEN
    {};
  END IF;
END
""",
        Literal(relation),
        Raw(definition),
    )
    return sql("DO {}", Raw(dollar_quote(body)))


def drop(item: Trigger) -> Iterable[Statement]:
    """Build DROP TRIGGER."""
    exists = Raw("IF EXISTS " if item.optional else "")
    effect = locking(item, ACCESS_EXCLUSIVE)
    name, relation = Name(item.id.name), relation_of(item.id)
    yield statement(item, "DROP TRIGGER {}{} ON {}", exists, name, relation, effect=effect)


def enable(_: Trigger, desired: Trigger) -> Iterable[Statement]:
    """Change when the trigger fires: as usual, in replicas, always or never."""
    state = _STATES.get(desired.enabled, "ENABLE")
    yield statement(
        desired,
        "ALTER TABLE {} {} TRIGGER {}",
        relation_of(desired.id),
        Raw(state),
        Name(desired.id.name),
        effect=locking(desired, SHARE_ROW_EXCLUSIVE),
    )


def quiet(item: Trigger) -> tuple[Sequence[Statement], Sequence[Statement]]:
    """Keep a trigger from seeing how values come back, which are what they were."""
    if item.enabled == "disabled" or all(each.event != "update" for each in item.events):
        return (), ()
    return tuple(enable(item, replace(item, enabled="disabled"))), tuple(enable(item, item))


def rename(current: Trigger, desired: Trigger) -> Iterable[Statement]:
    """Build ALTER TRIGGER … RENAME TO."""
    yield statement(
        desired,
        "ALTER TRIGGER {} ON {} RENAME TO {}",
        Name(current.id.name),
        relation_of(current.id),
        Name(desired.id.name),
        effect=locking(desired, ACCESS_EXCLUSIVE),
    )
