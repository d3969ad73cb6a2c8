"""The catalog object of a foreign key."""

from __future__ import annotations

from collections.abc import Iterator

from schemagen.catalog.object import ALTER, RECREATE, CatalogObject, ObjectId, Refers, on_change
from schemagen.catalog.since import Need
from schemagen.frozen import frozen


def _narrowing(columns: tuple[str, ...]) -> Iterator[Need]:
    yield Need(15, f"setting {', '.join(columns)} alone on delete")


@frozen(kw_only=True)
class ForeignKey(CatalogObject):
    """A foreign key. `on_delete_columns` narrows SET NULL and SET DEFAULT."""

    columns: tuple[str, ...] = on_change(RECREATE, refers=Refers.OWN_COLUMNS)  # ('owner_id',)
    references: ObjectId = on_change(RECREATE)  # table public.profiles
    referenced_columns: tuple[str, ...] = on_change(
        RECREATE, refers=Refers.REFERENCED_COLUMNS
    )  # ('id',)
    on_delete: str = on_change(RECREATE, "no action")
    on_delete_columns: tuple[str, ...] = on_change(
        RECREATE, (), refers=Refers.OWN_COLUMNS, since=_narrowing
    )
    on_update: str = on_change(RECREATE, "no action")
    match: str = on_change(RECREATE, "simple")
    period: bool = on_change(RECREATE, False, since=18)  # the last columns are of time
    not_enforced: bool = on_change(ALTER, False, since=18)
    deferrable: bool = on_change(ALTER, False)
    initially_deferred: bool = on_change(ALTER, False)
    not_valid: bool = on_change(ALTER, False)
