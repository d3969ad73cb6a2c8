"""The keys of a table in a spec that are its own, and how they are lowered."""

from __future__ import annotations

from typing import Annotated, Any
from typing import Literal as Choice

from pydantic import Field

from schemagen.catalog.object import ObjectId
from schemagen.declare.base import NameList, SpecModel
from schemagen.declare.draft import TableDraft
from schemagen.declare.generic_options import OptionsSpec, read_options
from schemagen.declare.grants import GrantsSpec, check_granted_columns, table_grants
from schemagen.declare.section import Declared
from schemagen.kinds.options import option_pairs
from schemagen.kinds.support import find_relation
from schemagen.kinds.table import foreign
from schemagen.kinds.table.model import Table
from schemagen.kinds.table.partition_by import PartitionBySpec, lower_rotation, lower_strategy
from schemagen.sqltext.quoting import Raw, sql

_BOUND = r"(?i)^\s*(default|from\s*\(.+\)\s*to\s*\(.+\)|in\s*\(.+\)|with\s*\(.+\))\s*$"


class TableOwnSpec(SpecModel):
    """The keys of a table that are neither a section nor a feature."""

    partition_by: PartitionBySpec | None = None
    """`range (created_at)`, `list (lower(region))` or `hash (id)`; or a mapping."""
    partition_of: str | None = None
    """The partitioned table; needs `for_values`."""
    for_values: Annotated[str, Field(pattern=_BOUND)] | None = None
    """`from (1) to (9)`, `in ('a')`, `with (modulus 4, remainder 0)`, `default`."""
    inherits: NameList = Field(default_factory=list)
    """Parents that are no partitions."""

    comment: str | None = None
    """What a row of the table is."""
    was: str | None = None
    """The table's former name."""
    model: str | None = None
    """Class name in models.py."""
    mixins: NameList = Field(default_factory=list)
    """Mixins whose keys are put in."""
    row_level_security: Choice["forced", "enabled", "forced_when_enabled", "off"] | None = None
    """`forced` binds the owner too; the default where there are policies. `forced_when_enabled`
    holds for nobody until somebody enables it."""
    grants: GrantsSpec = Field(default_factory=dict)
    """Privileges by role or actor: `[select, update (name)]`."""
    with_: dict[str, Any] = Field(default_factory=dict, alias="with")
    """Storage parameters: `{fillfactor: 70}`."""
    of_type: str | None = None
    """The composite type with the same columns."""
    unlogged: bool = False
    """Not written to the write-ahead log."""
    access_method: str | None = None
    """How rows are stored, if not as a heap."""
    tablespace: str | None = None
    """Where rows are stored."""
    cluster_on: str | None = None
    """The index that CLUSTER orders the rows by."""
    replica_identity: str = "default"
    """`default`, `full`, `nothing` or `index NAME`."""
    server: str | None = None
    """The foreign server that has the rows."""
    options: OptionsSpec = Field(default_factory=dict)


def lower_table(spec: TableOwnSpec, table: TableDraft) -> Declared:
    """Make the table itself; its sections make the rest."""
    check_granted_columns(spec.grants, table)
    guarded = table.row_security or bool(table.sections["policies"])
    secured = spec.row_level_security or ("forced" if guarded else "off")
    enabled = secured in ("forced", "enabled")
    if not enabled and table.row_security:
        table.problem(
            "row-security-off",
            f'table "{table.name}" has access rules, which need row-level security',
            "row_level_security",
            hint="leave the key out",
        )
    parents = _parents(spec, table)
    server = _server(spec, table)
    yield (
        Table(
            id=table.id,
            partition_by=lower_strategy(spec.partition_by, table),
            rotation=lower_rotation(spec.partition_by, table),
            partition_of=parents[0] if spec.partition_of and parents else None,
            bound=_bound(spec.for_values) if spec.for_values else None,
            inherits=() if spec.partition_of else parents,
            of_type=spec.of_type,
            access_method=spec.access_method,
            tablespace=spec.tablespace,
            cluster_on=spec.cluster_on,
            server=server,
            foreign_options=read_options(spec.options),
            depends_on=tuple(sorted({*parents, *([server] if server else ())})),
            comment=spec.comment,
            was=spec.was,
            unlogged=spec.unlogged,
            options=option_pairs(spec.with_),
            row_security=enabled,
            force_row_security=secured in ("forced", "forced_when_enabled"),
            replica_identity=spec.replica_identity,
            grants=table_grants(table),
        ),
        table.path(),
    )


def _server(spec: TableOwnSpec, table: TableDraft) -> ObjectId | None:
    if spec.server is None:
        if spec.options:
            message, hint = "only foreign tables have `options`", "storage parameters: `with`"
            table.problem("foreign-options", message, "options", hint=hint)
        return None
    local = {
        "partition_by": spec.partition_by,
        "row_level_security": spec.row_level_security not in (None, "off"),
        "with": spec.with_,
        "of_type": spec.of_type,
        "unlogged": spec.unlogged,
        "access_method": spec.access_method,
        "tablespace": spec.tablespace,
        "cluster_on": spec.cluster_on,
        "replica_identity": spec.replica_identity != "default",
    }
    foreign.refuse_local(table, [key for key, said in local.items() if said])
    return foreign.server_id(spec.server)


def _parents(spec: TableOwnSpec, table: TableDraft) -> tuple[ObjectId, ...]:
    if bool(spec.partition_of) != bool(spec.for_values):
        table.problem(
            "partition-bound",
            "a partition needs both `partition_of` and `for_values`",
            "partition_of" if spec.partition_of else "for_values",
            hint="for_values: default takes the rows that no other partition takes",
        )
    if spec.partition_of and spec.inherits:
        table.problem("partition-inherits", "a partition cannot inherit besides", "inherits")
    key = "partition_of" if spec.partition_of else "inherits"
    names = [spec.partition_of] if spec.partition_of else spec.inherits
    found = [find_relation(name, table.project, table.path(key)) for name in names]
    return tuple(parent for parent in found if parent is not None)


def _bound(text: str) -> str:
    words = text.strip()
    return "DEFAULT" if words.lower() == "default" else sql("FOR VALUES {}", Raw(words))
