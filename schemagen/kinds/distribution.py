"""How the rows of a table are spread over the nodes of a cluster (Citus, pg_dist_partition).

A table without one is on a single node, as in any PostgreSQL. Distributing a table moves its rows
to the nodes, and undistributing brings them back: nothing is lost by either.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any, Final
from typing import Literal as Choice

from pydantic import Field

from schemagen.catalog.catalog import Catalog
from schemagen.catalog.lock import Work
from schemagen.catalog.object import (
    RECREATE,
    SETTLED,
    TOLD,
    CatalogObject,
    ObjectId,
    Refers,
    on_change,
)
from schemagen.catalog.statement import Effect, Statement, Topic, Transaction
from schemagen.declare.base import ShortForm
from schemagen.declare.column_text import read_references
from schemagen.declare.declaration import Declaration, stated
from schemagen.declare.draft import TableDraft
from schemagen.declare.section import Declared, Level, Section
from schemagen.frozen import frozen
from schemagen.kinds.constraints import columns_text
from schemagen.kinds.effects import ACCESS_EXCLUSIVE, NO_LOCK, SHARE_UPDATE_EXCLUSIVE, locking
from schemagen.kinds.kind import CreateContext, Kind
from schemagen.kinds.online import Online, OnlineContext, Recipe
from schemagen.kinds.support import (
    column_ids,
    find_relation,
    member_text,
    split_name,
    statement,
)
from schemagen.kinds.tied import is_keyed, is_referred_to, referred_by
from schemagen.sqltext.quoting import Literal, Raw, quote_qualified, sql
from schemagen.sqltext.tokens import SqlTextError

NAME: Final = "citus"
"""The name of every distribution: a table has one at most."""
_DISTRIBUTE: Final = "create_distributed_table"
_METADATA: Final = "pg_catalog.pg_dist_partition"
_REGROUP: Final = "update_distributed_table_colocation"
_TIED: Final = (
    "EXISTS (SELECT FROM pg_catalog.pg_constraint AS k"
    " JOIN pg_catalog.pg_dist_partition AS t ON t.logicalrelid ="
    " CASE WHEN k.conrelid = d.logicalrelid THEN k.confrelid ELSE k.conrelid END"
    " WHERE k.contype = 'f' AND t.partmethod = 'h'"
    " AND d.logicalrelid IN (k.conrelid, k.confrelid))"
)
"""Whether foreign keys lead from a table, or to it, to a distributed one."""
_USUAL_GROUP: Final = "default"
"""Where tables are whose columns have one type and that have as many shards."""
_USUAL_SHARDS: Final = 32
"""The number that Citus makes where nobody asks for another (citus.shard_count)."""


@frozen(kw_only=True)
class Distribution(CatalogObject):
    """The distribution of a table: by a column, or whole on every node (a reference table)."""

    columns: tuple[str, ...] = on_change(RECREATE, (), refers=Refers.OWN_COLUMNS)  # ('tenant_id',)
    shard_count: int | None = on_change(SETTLED, None)
    # Who is in one group with whom, servers keep as a number.
    colocate_with: str | None = on_change(TOLD, None)  # default, none, or table: that in `beside`
    beside: ObjectId | None = on_change(TOLD, None)


class DistributionSpec(ShortForm):
    """A table's place in the cluster: `distributed`, `reference`, `local`, or a mapping."""

    table: Choice["distributed", "reference", "local"] = "distributed"
    """By a column, whole on every node, or on one node alone."""
    column: str | None = None
    """By default the project's."""
    colocate_with: str | None = None
    """The table whose rows are on the same nodes, or `none`."""
    shard_count: int | None = Field(default=None, ge=1, le=64000)
    """Into how many shards its rows are divided."""

    @classmethod
    def from_text(cls, text: str) -> Mapping[str, Any]:
        """Take a text for what the table is."""
        return {"table": text}


def _lower(declared: DistributionSpec | None, table: TableDraft) -> Declared:
    if declared is None or declared.table == "local":
        return
    path = table.path("distribution")
    columns = (declared.column,) if declared.column and declared.table == "distributed" else ()
    group, beside = declared.colocate_with or (_USUAL_GROUP if columns else None), None
    if group not in (None, "none", _USUAL_GROUP):
        group, beside = "table", find_relation(str(group), table.project, path)
    needs = {*column_ids(columns, table, path), *_needs(table)}
    if beside is not None:
        needs.add(_of(beside))
    item = Distribution(
        id=table.member("distribution", NAME),
        columns=columns,
        shard_count=declared.shard_count,
        colocate_with=group,
        beside=beside,
        depends_on=tuple(sorted(needs)),
    )
    yield item, path


def _of(table: ObjectId) -> ObjectId:
    """Return the id of the distribution of a table."""
    return ObjectId("distribution", table.schema, NAME, table.name)


def _needs(table: TableDraft) -> Iterator[ObjectId]:
    """Give the distributions of the tables that it refers to, which come first."""
    for key in table.sections["foreign_keys"]:
        try:
            named = read_references(key.references)["table"]
        except SqlTextError:
            continue
        schema, name = split_name(named, table.project.schema)
        target = table.project.table(ObjectId("table", schema, name))
        if target is None or target is table:
            continue
        declared: DistributionSpec | None = target.sections["distribution"]
        if declared is not None and declared.table != "local":
            yield _of(target.id)


# Citus changes shards over several connections at once, after which it refuses whatever concerns
# the cluster as a whole: reference tables and what refers to them, functions, types, views, roles.
_OPENING: Final = Statement(
    "SET LOCAL citus.multi_shard_modify_mode = 'sequential'",
    ObjectId("distribution", "", NAME),
    Topic.ACCESS,
    heading="Settings",
    effect=Effect(),
)


def _create(item: Distribution, _: CreateContext) -> Iterable[Statement]:
    effect = locking(item, ACCESS_EXCLUSIVE, Work.REWRITE)
    yield _call(item, _DISTRIBUTE if item.columns else "create_reference_table", effect)


def _call(item: Distribution, function: str, effect: Effect) -> Statement:
    arguments = sql("{}", Literal(_table(item)))
    if item.columns:
        arguments = sql("{}, {}", Raw(arguments), Literal(item.columns[0]))
    if item.shard_count is not None:
        arguments = sql("{}, shard_count => {}", Raw(arguments), Literal(item.shard_count))
    group = _group(item)
    if group is not None:
        arguments = sql("{}, colocate_with => {}", Raw(arguments), Literal(group))
    template = "SELECT pg_catalog.{}({})"
    return statement(item, template, Raw(function), Raw(arguments), effect=effect)


def _group(item: Distribution) -> str | None:
    """Return what is asked for besides the usual: a table by its name, or none."""
    if item.beside is not None:
        return quote_qualified(item.beside.schema, item.beside.name)
    return "none" if item.colocate_with == "none" else None


def _table(item: Distribution) -> str:
    return quote_qualified(item.id.schema, item.id.table)


def _drop(item: Distribution) -> Iterable[Statement]:
    """Bring the rows of a table back, with those of what is tied to it by foreign keys.

    What is back already, because a table that it is tied to was, is not asked for again.
    """
    template = (
        "SELECT pg_catalog.undistribute_table(d.logicalrelid, cascade_via_foreign_keys => true)"
        " FROM {} AS d WHERE d.logicalrelid = {}::pg_catalog.regclass"
    )
    effect = locking(item, ACCESS_EXCLUSIVE, Work.REWRITE)
    yield statement(item, template, Raw(_METADATA), Literal(_table(item)), effect=effect)


def _archived(item: Distribution, own: Collection[ObjectId]) -> Distribution:
    """Leave the rows where they are: what the others are beside is only a matter of order."""
    return replace(item, depends_on=tuple(key for key in item.depends_on if key in own))


def _set_shard_count(current: Distribution, desired: Distribution) -> Iterable[Statement]:
    """Have as many shards as are asked for; where nobody asked, the cluster's own number stays."""
    if not desired.columns or None in (current.shard_count, desired.shard_count):
        return ()
    template = (
        "SELECT pg_catalog.alter_distributed_table({}, shard_count => {},"
        " cascade_to_colocated => true)"
    )
    effect = locking(desired, ACCESS_EXCLUSIVE, Work.REWRITE)
    name, count = Literal(_table(desired)), Literal(desired.shard_count)
    return [statement(desired, template, name, count, effect=effect)]


def _set_group(_: Distribution, desired: Distribution) -> Iterable[Statement]:
    """Lay a table beside another one, or beside none, whose rows stay where they are.

    `alter_distributed_table` moves rows, and drops the foreign keys between the table and other
    distributed ones. Where there are any, only the group is changed, which Citus refuses if the
    rows are not beside each other already. What is in its group is left alone.
    """
    group, table = _group(desired), Literal(_table(desired))
    if group == "none":
        template = "SELECT pg_catalog.{}({}, colocate_with => 'none')"
        return [statement(desired, template, Raw(_REGROUP), table, effect=NO_LOCK)]
    given = Literal(group or _USUAL_GROUP)
    choice = sql(
        "CASE WHEN {} THEN pg_catalog.{}({}, colocate_with => {})"
        " ELSE pg_catalog.alter_distributed_table({}, colocate_with => {}) END",
        *(Raw(_TIED), Raw(_REGROUP), table, given, table, given),
    )
    where = sql("d.logicalrelid = {}::pg_catalog.regclass", table)
    if group is not None:
        template = (
            "{} AND d.colocationid NOT IN (SELECT o.colocationid FROM {} AS o"
            " WHERE o.logicalrelid = {}::pg_catalog.regclass)"
        )
        where = sql(template, Raw(where), Raw(_METADATA), given)
    template = "SELECT {} FROM {} AS d WHERE {}"
    effect = locking(desired, ACCESS_EXCLUSIVE, Work.REWRITE)
    parts = (Raw(choice), Raw(_METADATA), Raw(where))
    return [statement(desired, template, *parts, effect=effect)]


def _bound(item: Distribution) -> ObjectId | None:
    """Return what has to be followed to another group: the place of the table that it is beside."""
    return None if item.beside is None else _of(item.beside)


def _create_online(item: Distribution, context: OnlineContext) -> Recipe | None:
    """Distribute a table while others read and write it, where Citus can.

    It needs a key to follow changes by, and takes no table that a foreign key refers to, or that
    refers to another one than a reference table.
    """
    catalog = context.catalog
    if not item.columns or not is_keyed(item.id, catalog) or is_referred_to(item.id, catalog):
        return None
    others = (catalog.get(_of(table)) for table in referred_by(item.id, catalog))
    if not all(isinstance(each, Distribution) and not each.columns for each in others):
        return None
    settled = sql(
        "SELECT EXISTS (SELECT FROM {} WHERE logicalrelid = {}::pg_catalog.regclass)",
        Raw(_METADATA),
        Literal(_table(item)),
    )
    lock = locking(item, SHARE_UPDATE_EXCLUSIVE, Work.SCAN)
    effect = Effect(lock.locks, transaction=Transaction.NONE, settled=settled)
    return Recipe(later=(_call(item, f"{_DISTRIBUTE}_concurrently", effect),))


def _definition(item: Distribution) -> str:
    if not item.columns:
        return "whole on every node"
    return sql("distributed by {}", columns_text(item.columns))


def _declare(item: Distribution, _: Catalog) -> Declaration:
    if not item.columns:
        return Declaration("distribution", "reference")
    values = {
        "column": item.columns[0],
        "colocate_with": _group(item),
        "shard_count": item.shard_count if item.shard_count != _USUAL_SHARDS else None,
    }
    return Declaration("distribution", stated(DistributionSpec, values))


SECTION: Section[DistributionSpec | None] = Section(
    key="distribution",
    level=Level.TABLE,
    annotation=DistributionSpec | None,
    default=lambda: None,
    description="`distributed`, `reference` or `local`; or a mapping.",
    lower_table=_lower,
)

KIND = Kind(
    name="distribution",
    plural="distributions",
    keyword="DISTRIBUTION",
    model=Distribution,
    # Before foreign keys, which Citus takes between tables that are where they shall be.
    phase=78,
    source="pg_catalog.pg_dist_partition",
    create=_create,
    drop=_drop,
    goes_along=True,
    archived=_archived,
    opening=_OPENING,
    spread=True,
    alters={
        "shard_count": _set_shard_count,
        "colocate_with": _set_group,
        "beside": _set_group,
    },
    binds={"beside": _bound},
    identity=member_text,
    definition=_definition,
    sections=(SECTION,),
    declare=_declare,
    online=Online(create=_create_online),
)
