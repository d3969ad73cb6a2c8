"""The statements that change a table in place."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import replace
from functools import partial
from typing import Final

from schemagen.catalog.catalog import Catalog
from schemagen.catalog.hazard import authz
from schemagen.catalog.lock import Lock, Work
from schemagen.catalog.object import ObjectId
from schemagen.catalog.statement import Effect, Statement
from schemagen.declare.expressions import columns_of_expression
from schemagen.kinds.effects import (
    ACCESS_EXCLUSIVE,
    ACCESS_SHARE,
    SHARE_UPDATE_EXCLUSIVE,
    also,
    lock_on,
    locking,
)
from schemagen.kinds.kind import Alteration
from schemagen.kinds.options import alter_options
from schemagen.kinds.referred import referring
from schemagen.kinds.support import (
    access_statement,
    qualified,
    qualified_text,
    rename_object,
    statement,
)
from schemagen.kinds.table import foreign
from schemagen.kinds.table.model import Table
from schemagen.sqltext.quoting import Name, Raw, quote_qualified, sql


def _set_logged(_: Table, desired: Table) -> Iterable[Statement]:
    what = Raw("UNLOGGED" if desired.unlogged else "LOGGED")
    effect = locking(desired, ACCESS_EXCLUSIVE, Work.REWRITE)
    yield statement(desired, "ALTER TABLE {} SET {}", qualified(desired.id), what, effect=effect)


def _set_options(current: Table, desired: Table) -> Iterable[Statement]:
    head = sql("ALTER TABLE {}", qualified(desired.id))
    return alter_options(desired, head, current.options, desired.options)


def _set_row_security(_: Table, desired: Table) -> Iterable[Statement]:
    what = Raw("ENABLE" if desired.row_security else "DISABLE")
    risk = authz(f"the policies of {qualified_text(desired)} hold no more")
    risks = () if desired.row_security else (risk,)
    effect = locking(desired, ACCESS_EXCLUSIVE, risks=risks)
    text = "ALTER TABLE {} {} ROW LEVEL SECURITY"
    yield access_statement(desired, text, qualified(desired.id), what, effect=effect)


def force_row_security(_: Table, desired: Table) -> Iterable[Statement]:
    """Say whether policies hold for the owner of a table too."""
    what = Raw("FORCE" if desired.force_row_security else "NO FORCE")
    risk = authz(f"the policies of {qualified_text(desired)} no longer hold for its owner")
    risks = () if desired.force_row_security else (risk,)
    effect = locking(desired, ACCESS_EXCLUSIVE, risks=risks)
    text = "ALTER TABLE {} {} ROW LEVEL SECURITY"
    yield access_statement(desired, text, qualified(desired.id), what, effect=effect)


def set_replica_identity(_: Table, desired: Table) -> Iterable[Statement]:
    """Say which columns identify a row for logical replication."""
    words = desired.replica_identity.split(None, 1)
    what = sql("USING INDEX {}", Name(words[1])) if words[0] == "index" else words[0].upper()
    effect = locking(desired, ACCESS_EXCLUSIVE)
    template = "ALTER TABLE {} REPLICA IDENTITY {}"
    yield statement(desired, template, qualified(desired.id), Raw(what), effect=effect)


def _replica_index(item: Table) -> str | None:
    return item.replica_identity.partition("index ")[2] or None


def _cluster_index(item: Table) -> str | None:
    return item.cluster_on


def set_cluster(_: Table, desired: Table) -> Iterable[Statement]:
    """Say which index CLUSTER orders the rows by."""
    what = "SET WITHOUT CLUSTER"
    if desired.cluster_on:
        what = sql("CLUSTER ON {}", Name(desired.cluster_on))
    effect = locking(desired, SHARE_UPDATE_EXCLUSIVE)
    yield statement(desired, "ALTER TABLE {} {}", qualified(desired.id), Raw(what), effect=effect)


def set_type(_: Table, desired: Table) -> Iterable[Statement]:
    """Make a typed table of it."""
    if desired.of_type:
        kind = Raw(desired.of_type)
        effect = locking(desired, ACCESS_EXCLUSIVE)
        yield statement(desired, "ALTER TABLE {} OF {}", qualified(desired.id), kind, effect=effect)


def _leave_type(current: Table, desired: Table) -> Iterable[Statement]:
    if current.of_type:
        effect = locking(desired, ACCESS_EXCLUSIVE)
        yield statement(desired, "ALTER TABLE {} NOT OF", qualified(desired.id), effect=effect)


def key_columns(item: Table) -> Collection[str]:
    """Return the names in a partition key: PostgreSQL does not change the types of its columns."""
    return columns_of_expression(item.partition_by) if item.partition_by else ()


def _type_of(item: Table) -> ObjectId | None:
    return next(
        (key for key in item.depends_on if quote_qualified(key.schema, key.name) == item.of_type),
        None,
    )


def _no_member(_: Table) -> str | None:
    """Tell which member `of_type` names: none, but all columns have to stand."""
    return None


def _set_access_method(_: Table, desired: Table) -> Iterable[Statement]:
    method = Name(desired.access_method or "heap")
    effect = locking(desired, ACCESS_EXCLUSIVE, Work.REWRITE)
    template = "ALTER TABLE {} SET ACCESS METHOD {}"
    yield statement(desired, template, qualified(desired.id), method, effect=effect)


def _set_tablespace(_: Table, desired: Table) -> Iterable[Statement]:
    place = Name(desired.tablespace or "pg_default")
    effect = locking(desired, ACCESS_EXCLUSIVE, Work.REWRITE)
    template = "ALTER TABLE {} SET TABLESPACE {}"
    yield statement(desired, template, qualified(desired.id), place, effect=effect)


def _detach(current: Table, desired: Table) -> Iterable[Statement]:
    if current.partition_of:
        parent, own = qualified(current.partition_of), qualified(desired.id)
        effect = locking(desired, ACCESS_EXCLUSIVE)
        effect = also(effect, lock_on(current.partition_of, ACCESS_EXCLUSIVE))
        yield statement(desired, "ALTER TABLE {} DETACH PARTITION {}", parent, own, effect=effect)


def attach(_: Table, desired: Table) -> Iterable[Statement]:
    """Make a table a partition."""
    if desired.partition_of:
        yield statement(
            desired,
            "ALTER TABLE {} ATTACH PARTITION {} {}",
            qualified(desired.partition_of),
            qualified(desired.id),
            Raw(desired.bound or ""),
            effect=_attaching(desired, desired.partition_of),
        )


def _attaching(item: Table, parent: ObjectId) -> Effect:
    """Return the effect of attaching: the partition is read, and so is a default partition."""
    outside = f"a row of {qualified_text(item)} is outside of its bounds"
    effect = locking(item, ACCESS_EXCLUSIVE, Work.SCAN, fails_if=outside)
    effect = also(effect, lock_on(parent, SHARE_UPDATE_EXCLUSIVE))
    return replace(effect, reach=partial(touched, parent))


def touched(parent: ObjectId, catalog: Catalog) -> Iterable[Lock]:
    """Yield the locks of a new partition on what is neither the whole nor itself.

    Those are the default partition, whose rows might belong to it, and what refers to the whole.
    """
    yield from referring(parent, catalog)
    for item in catalog.of(Table):
        if item.partition_of == parent and item.bound == "DEFAULT":
            yield lock_on(item.id, ACCESS_EXCLUSIVE, Work.SCAN)


def partitioned(item: Table) -> ObjectId | None:
    """Return what the table is a partition of, and goes with."""
    return item.partition_of


def _kept_parents(current: Table, desired: Table) -> tuple[ObjectId, ...]:
    """Return the parents that can stay: new ones are put behind them."""
    kept = tuple(parent for parent in current.inherits if parent in desired.inherits)
    return kept if desired.inherits[: len(kept)] == kept else ()


def _goes_over(current: Table, desired: Table) -> bool:
    """Tell whether new parents come before old ones are left.

    A column that is left without any parent is the table's own from then on, for good.
    """
    gained = desired.inherits[len(_kept_parents(current, desired)) :]
    return bool(gained) and not set(gained) & set(current.inherits)


def _leave_first(current: Table, desired: Table) -> Iterable[Statement]:
    return () if _goes_over(current, desired) else _leave(current, desired)


def _leave(current: Table, desired: Table) -> Iterable[Statement]:
    kept = _kept_parents(current, desired)
    for parent in current.inherits:
        if parent not in kept:
            effect = also(locking(desired, ACCESS_EXCLUSIVE), lock_on(parent, ACCESS_SHARE))
            own, template = qualified(desired.id), "ALTER TABLE {} NO INHERIT {}"
            yield statement(desired, template, own, qualified(parent), effect=effect)


def left(current: Table, desired: Table) -> Collection[ObjectId]:
    """Return the parents that a table has let go of before anything is taken down.

    A partition whose bounds change does so for a moment: what it has from the whole is its own
    meanwhile.
    """
    if current.partition_of:
        same = (current.partition_of, current.bound) == (desired.partition_of, desired.bound)
        return () if same else (current.partition_of,)
    if _goes_over(current, desired):
        return ()
    return set(current.inherits) - set(_kept_parents(current, desired))


def _inherit(current: Table, desired: Table) -> Iterable[Statement]:
    for parent in desired.inherits[len(_kept_parents(current, desired)) :]:
        effect = locking(desired, ACCESS_EXCLUSIVE)
        effect = also(effect, lock_on(parent, SHARE_UPDATE_EXCLUSIVE))
        own, template = qualified(desired.id), "ALTER TABLE {} INHERIT {}"
        yield statement(desired, template, own, qualified(parent), effect=effect)
    if _goes_over(current, desired):
        yield from _leave(current, desired)


def rename(current: Table, desired: Table) -> Iterable[Statement]:
    """Give a table another name."""
    yield rename_object("TABLE", current, desired, locking(desired, ACCESS_EXCLUSIVE))


ALTERS: Final[Mapping[str, Alteration[Table]]] = {
    "unlogged": _set_logged,
    "options": _set_options,
    "row_security": _set_row_security,
    "force_row_security": force_row_security,
    "replica_identity": set_replica_identity,
    "cluster_on": set_cluster,
    "access_method": _set_access_method,
    "tablespace": _set_tablespace,
    "partition_of": attach,
    "bound": attach,
    "inherits": _inherit,
    "foreign_options": foreign.set_options,
    "of_type": set_type,
}
FREES: Final[Mapping[str, Alteration[Table]]] = {
    "partition_of": _detach,
    "bound": _detach,
    "inherits": _leave_first,
    "of_type": _leave_type,
}
BINDS: Final[Mapping[str, Callable[[Table], ObjectId | None]]] = {"of_type": _type_of}
MEMBERS: Final[Mapping[str, Callable[[Table], str | None]]] = {
    "replica_identity": _replica_index,
    "cluster_on": _cluster_index,
    "of_type": _no_member,
}
