"""The catalog object of a trigger."""

from __future__ import annotations

from schemagen.catalog.object import (
    ALTER,
    RECREATE,
    CatalogObject,
    Hint,
    Refers,
    naming_columns,
    on_change,
)
from schemagen.frozen import frozen


@frozen
class TriggerEvent:
    """INSERT, UPDATE (perhaps OF columns), DELETE or TRUNCATE."""

    event: str
    columns: tuple[str, ...] = naming_columns(())


@frozen(kw_only=True)
class Trigger(CatalogObject):
    """A trigger. `optional` means that it exists only where its relation does."""

    timing: str = on_change(RECREATE)  # before, after, instead of
    events: tuple[TriggerEvent, ...] = on_change(RECREATE)
    for_each: str = on_change(RECREATE, "statement")  # row or statement
    when: str | None = on_change(RECREATE, None, refers=Refers.SQL)
    function: str = on_change(RECREATE)  # public.set_updated_at
    arguments: tuple[str, ...] = on_change(RECREATE, (), refers=Refers.NOTHING)
    constraint: bool = on_change(RECREATE, False)
    referenced_table: str | None = on_change(RECREATE, None)  # public.owners, behind FROM
    deferrable: bool = on_change(RECREATE, False)
    initially_deferred: bool = on_change(RECREATE, False)
    old_table: str | None = on_change(RECREATE, None)
    new_table: str | None = on_change(RECREATE, None)
    enabled: str = on_change(ALTER, "origin")  # origin, replica, always, disabled
    optional: bool = on_change(
        Hint("whether there is one depends on the database", lasting=True), False
    )
