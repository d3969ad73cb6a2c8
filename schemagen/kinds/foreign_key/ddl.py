"""Statements about foreign keys."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from schemagen.catalog.lock import Lock, LockMode, Work
from schemagen.catalog.statement import Effect, Statement
from schemagen.kinds.constraints import (
    add_constraint,
    breaks,
    columns_text,
    deferrable_text,
    drop_constraint,
    key_text,
    validate_constraint,
)
from schemagen.kinds.effects import (
    ACCESS_EXCLUSIVE,
    ROW_SHARE,
    SHARE_ROW_EXCLUSIVE,
    SHARE_UPDATE_EXCLUSIVE,
    lock_on,
    locking,
)
from schemagen.kinds.foreign_key.model import ForeignKey
from schemagen.kinds.kind import CreateContext
from schemagen.kinds.support import qualified, relation_of, statement
from schemagen.sqltext.quoting import Name, Raw, join_sql, sql


def definition(item: ForeignKey) -> str:
    """Return what is said of a key behind its name: FOREIGN KEY … REFERENCES …."""
    own = key_text(item.columns, period=item.period)
    theirs = key_text(item.referenced_columns, period=item.period)
    return join_sql(
        [
            sql("FOREIGN KEY {} REFERENCES {} {}", own, qualified(item.references), theirs),
            "MATCH FULL" if item.match == "full" else "",
            _action_text("DELETE", item.on_delete, item.on_delete_columns),
            _action_text("UPDATE", item.on_update, ()),
            deferrable_text(item.deferrable, item.initially_deferred),
            "NOT ENFORCED" if item.not_enforced else "",
            "NOT VALID" if item.not_valid else "",
        ]
    )


@lru_cache(maxsize=1024)
def _action_text(event: str, action: str, columns: tuple[str, ...]) -> str:
    if action == "no action":
        return ""
    narrowed = sql(" {}", columns_text(columns)) if columns else ""
    return sql("ON {} {}{}", Raw(event), Raw(action.upper()), Raw(narrowed))


def create(item: ForeignKey, _: CreateContext) -> Iterable[Statement]:
    """Build ALTER TABLE … ADD … FOREIGN KEY."""
    unread = item.not_valid or item.not_enforced
    work = Work.NONE if unread else Work.SCAN
    effect = _locking_both(item, SHARE_ROW_EXCLUSIVE, SHARE_ROW_EXCLUSIVE, work)
    yield add_constraint(item, definition(item), effect)


def _locking_both(
    item: ForeignKey, own: LockMode, theirs: LockMode, work: Work = Work.NONE
) -> Effect:
    """Return the effect of what locks both tables; reading one means to look into the other."""
    home, target = (item.id.schema, item.id.table), item.references
    locks = [lock_on(item.id, own, work)]
    if (target.schema, target.name) != home:
        locks.append(Lock(theirs, target.schema, target.name, work, through=home))
    return Effect(tuple(locks), fails_if=breaks(item) if work is Work.SCAN else "")


def drop(item: ForeignKey) -> Iterable[Statement]:
    """Build ALTER TABLE … DROP CONSTRAINT."""
    yield drop_constraint(item, _locking_both(item, ACCESS_EXCLUSIVE, ACCESS_EXCLUSIVE))


def validate(_: ForeignKey, desired: ForeignKey) -> Iterable[Statement] | None:
    """Look at the rows that were there before the key; the other way is none."""
    effect = _locking_both(desired, SHARE_UPDATE_EXCLUSIVE, ROW_SHARE, Work.SCAN)
    return None if desired.not_valid else [validate_constraint(desired, effect)]


def defer(_: ForeignKey, desired: ForeignKey) -> Iterable[Statement]:
    """Change when the key is looked at."""
    text = deferrable_text(desired.deferrable, desired.initially_deferred) or "NOT DEFERRABLE"
    yield statement(
        desired,
        "ALTER TABLE {} ALTER CONSTRAINT {} {}",
        relation_of(desired.id),
        Name(desired.id.name),
        Raw(text),
        effect=locking(desired, ACCESS_EXCLUSIVE),
    )


def enforce(_: ForeignKey, desired: ForeignKey) -> Iterable[Statement]:
    """Turn the key on, or off."""
    off = desired.not_enforced
    work, theirs = (Work.NONE, ACCESS_EXCLUSIVE) if off else (Work.SCAN, SHARE_ROW_EXCLUSIVE)
    yield statement(
        desired,
        "ALTER TABLE {} ALTER CONSTRAINT {} {}",
        relation_of(desired.id),
        Name(desired.id.name),
        Raw("NOT ENFORCED" if off else "ENFORCED"),
        effect=_locking_both(desired, ACCESS_EXCLUSIVE, theirs, work),
    )
