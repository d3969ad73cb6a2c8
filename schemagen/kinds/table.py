"""Tables, partitioned tables and partitions (pg_class.relkind 'r' and 'p'): what is theirs alone.

Columns, constraints, indexes, triggers and policies are kinds of their own.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Annotated, Any
from typing import Literal as Choice

from pydantic import Field

from schemagen.catalog.object import ALTER, RECREATE, CatalogObject, ObjectId, Refers, on_change
from schemagen.catalog.statement import Statement
from schemagen.declare.base import NameList, SpecModel
from schemagen.declare.draft import TableDraft
from schemagen.declare.expressions import check_expression
from schemagen.declare.grants import GrantsSpec, check_granted_columns, table_grants
from schemagen.declare.section import Declared
from schemagen.kinds.kind import CreateContext, Facet, Kind
from schemagen.kinds.support import (
    access_statement,
    alter_options,
    find_relation,
    option_pairs,
    parameters,
    qualified,
    qualified_text,
    rename_object,
    statement,
)
from schemagen.sqltext.quoting import Name, Raw, join_sql, quote_qualified, sql

_STRATEGY = r"(?i)^\s*(range|list|hash)\s*\(.+\)\s*$"
_BOUND = r"(?i)^\s*(default|from\s*\(.+\)\s*to\s*\(.+\)|in\s*\(.+\)|with\s*\(.+\))\s*$"


@dataclass(frozen=True, slots=True, kw_only=True)
class Table(CatalogObject):
    """A table without its members."""

    partition_by: str | None = on_change(RECREATE, None, refers=Refers.SQL)  # RANGE (created_at)
    partition_of: ObjectId | None = on_change(ALTER, None)
    bound: str | None = on_change(ALTER, None)  # FOR VALUES IN ('a', 'b')
    inherits: tuple[ObjectId, ...] = on_change(ALTER, ())
    of_type: str | None = on_change(ALTER, None)  # the composite type that has the same columns
    unlogged: bool = on_change(ALTER, False)
    access_method: str | None = on_change(ALTER, None)  # other than heap
    tablespace: str | None = on_change(ALTER, None)
    options: tuple[tuple[str, str], ...] = on_change(ALTER, ())  # (('fillfactor', '70'),)
    row_security: bool = on_change(ALTER, False)  # relrowsecurity
    force_row_security: bool = on_change(ALTER, False)  # relforcerowsecurity
    replica_identity: str = on_change(ALTER, "default")  # default, full, nothing, index NAME
    cluster_on: str | None = on_change(ALTER, None)  # the index that CLUSTER uses


class TableOwnSpec(SpecModel):
    """The keys of a table that are neither a section nor a feature."""

    partition_by: Annotated[str, Field(pattern=_STRATEGY)] | None = Field(
        None, description="`range (created_at)`, `list (lower(region))` or `hash (id)`."
    )
    partition_of: str | None = Field(None, description="The partitioned table; needs `for_values`.")
    for_values: Annotated[str, Field(pattern=_BOUND)] | None = Field(
        None,
        description="`from (1) to (9)`, `in ('a')`, `with (modulus 4, remainder 0)`, `default`.",
    )
    inherits: NameList = Field(default_factory=list, description="Parents that are no partitions.")

    comment: str | None = Field(None, description="What a row of the table is.")
    was: str | None = Field(None, description="The table's former name.")
    model: str | None = Field(None, description="Class name in models.py.")
    mixins: NameList = Field(default_factory=list, description="Mixins whose keys are put in.")
    row_level_security: Choice["forced", "enabled", "off"] | None = Field(
        None, description="`forced` binds the owner too; the default where there are policies."
    )
    grants: GrantsSpec = Field(
        default_factory=dict, description="Privileges by role or actor: `[select, update (name)]`."
    )
    with_: dict[str, Any] = Field(
        default_factory=dict, alias="with", description="Storage parameters: `{fillfactor: 70}`."
    )
    of_type: str | None = Field(None, description="The composite type with the same columns.")
    unlogged: bool = Field(False, description="Not written to the write-ahead log.")
    access_method: str | None = Field(None, description="How rows are stored, if not as a heap.")
    tablespace: str | None = Field(None, description="Where rows are stored.")
    cluster_on: str | None = Field(None, description="The index that CLUSTER orders the rows by.")
    replica_identity: str = Field(
        "default", description="`default`, `full`, `nothing` or `index NAME`."
    )


def lower_table(spec: TableOwnSpec, table: TableDraft) -> Declared:
    """Make the table itself; its sections make the rest."""
    check_granted_columns(spec.grants, table)
    guarded = table.row_security or bool(table.sections["policies"])
    secured = spec.row_level_security or ("forced" if guarded else "off")
    if secured == "off" and table.row_security:
        table.problem(
            "row-security-off",
            f'table "{table.name}" has access rules, which need row-level security',
            "row_level_security",
            hint="leave the key out",
        )
    parents = _parents(spec, table)
    yield (
        Table(
            id=table.id,
            partition_by=_strategy(spec, table),
            partition_of=parents[0] if spec.partition_of and parents else None,
            bound=_bound(spec.for_values) if spec.for_values else None,
            inherits=() if spec.partition_of else parents,
            of_type=spec.of_type,
            access_method=spec.access_method,
            tablespace=spec.tablespace,
            cluster_on=spec.cluster_on,
            depends_on=tuple(sorted(parents)),
            comment=spec.comment,
            was=spec.was,
            unlogged=spec.unlogged,
            options=option_pairs(spec.with_),
            row_security=secured != "off",
            force_row_security=secured == "forced",
            replica_identity=spec.replica_identity,
            grants=table_grants(table),
        ),
        table.path(),
    )


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


def _strategy(spec: TableOwnSpec, table: TableDraft) -> str | None:
    if spec.partition_by is None:
        return None
    columns = table.project.names.columns.get(table.id)
    body = spec.partition_by.partition("(")[2].rpartition(")")[0]
    check_expression(f"({body})", table.project, table.path("partition_by"), columns)
    return f"{spec.partition_by.partition('(')[0].strip().upper()} ({body.strip()})"


def _bound(text: str) -> str:
    words = text.strip()
    return "DEFAULT" if words.lower() == "default" else sql("FOR VALUES {}", Raw(words))


def _create(item: Table, context: CreateContext) -> Iterable[Statement]:
    body = "".join(f"\n    {part}," for part in context.inlined).rstrip(",")
    head = sql("CREATE {}TABLE {}", Raw("UNLOGGED " if item.unlogged else ""), qualified(item.id))
    if item.partition_of:
        head = sql("{} PARTITION OF {}", Raw(head), qualified(item.partition_of))
    closing = "\n" if body else ""
    brackets = f" ({body}{closing})" if body or not item.partition_of else ""
    yield statement(item, "{}", Raw(join_sql([head + brackets, *_endings(item)])))
    if item.row_security:
        yield access_statement(item, "ALTER TABLE {} ENABLE ROW LEVEL SECURITY", qualified(item.id))
    if item.force_row_security:
        yield access_statement(item, "ALTER TABLE {} FORCE ROW LEVEL SECURITY", qualified(item.id))


def _endings(item: Table) -> Iterable[str]:
    """Return what follows the columns in CREATE TABLE, in its order."""
    if item.inherits:
        yield sql("INHERITS ({})", Raw(", ".join(_quoted(parent) for parent in item.inherits)))
    yield item.bound or ""
    if item.partition_by:
        yield sql("PARTITION BY {}", Raw(item.partition_by))
    if item.access_method:
        yield sql("USING {}", Name(item.access_method))
    if item.options:
        yield sql("WITH ({})", parameters(item.options))
    if item.tablespace:
        yield sql("TABLESPACE {}", Name(item.tablespace))


def _quoted(key: ObjectId) -> str:
    return quote_qualified(key.schema, key.name)


def _finish(item: Table) -> Iterable[Statement]:
    if item.replica_identity != "default":
        yield from _set_replica_identity(item, item)
    if item.cluster_on:
        yield from _set_cluster(item, item)
    if item.of_type:
        yield from _set_type(item, item)


def _drop(item: Table) -> Iterable[Statement]:
    yield statement(item, "DROP TABLE {}", qualified(item.id))


def _set_logged(_: Table, desired: Table) -> Iterable[Statement]:
    what = Raw("UNLOGGED" if desired.unlogged else "LOGGED")
    yield statement(desired, "ALTER TABLE {} SET {}", qualified(desired.id), what)


def _set_options(current: Table, desired: Table) -> Iterable[Statement]:
    head = sql("ALTER TABLE {}", qualified(desired.id))
    return alter_options(desired, head, current.options, desired.options)


def _set_row_security(_: Table, desired: Table) -> Iterable[Statement]:
    what = Raw("ENABLE" if desired.row_security else "DISABLE")
    text = "ALTER TABLE {} {} ROW LEVEL SECURITY"
    yield access_statement(desired, text, qualified(desired.id), what)


def _force_row_security(_: Table, desired: Table) -> Iterable[Statement]:
    what = Raw("FORCE" if desired.force_row_security else "NO FORCE")
    text = "ALTER TABLE {} {} ROW LEVEL SECURITY"
    yield access_statement(desired, text, qualified(desired.id), what)


def _set_replica_identity(_: Table, desired: Table) -> Iterable[Statement]:
    words = desired.replica_identity.split(None, 1)
    what = sql("USING INDEX {}", Name(words[1])) if words[0] == "index" else words[0].upper()
    yield statement(desired, "ALTER TABLE {} REPLICA IDENTITY {}", qualified(desired.id), Raw(what))


def _replica_index(item: Table) -> str | None:
    return item.replica_identity.partition("index ")[2] or None


def _cluster_index(item: Table) -> str | None:
    return item.cluster_on


def _set_cluster(_: Table, desired: Table) -> Iterable[Statement]:
    what = "SET WITHOUT CLUSTER"
    if desired.cluster_on:
        what = sql("CLUSTER ON {}", Name(desired.cluster_on))
    yield statement(desired, "ALTER TABLE {} {}", qualified(desired.id), Raw(what))


def _set_type(_: Table, desired: Table) -> Iterable[Statement]:
    if desired.of_type:
        kind = Raw(desired.of_type)
        yield statement(desired, "ALTER TABLE {} OF {}", qualified(desired.id), kind)


def _leave_type(current: Table, desired: Table) -> Iterable[Statement]:
    if current.of_type:
        yield statement(desired, "ALTER TABLE {} NOT OF", qualified(desired.id))


def _no_member(_: Table) -> str | None:
    """Tell which member `of_type` names: none, but all columns have to stand."""
    return None


def _set_access_method(_: Table, desired: Table) -> Iterable[Statement]:
    method = Name(desired.access_method or "heap")
    yield statement(desired, "ALTER TABLE {} SET ACCESS METHOD {}", qualified(desired.id), method)


def _set_tablespace(_: Table, desired: Table) -> Iterable[Statement]:
    place = Name(desired.tablespace or "pg_default")
    yield statement(desired, "ALTER TABLE {} SET TABLESPACE {}", qualified(desired.id), place)


def _detach(current: Table, desired: Table) -> Iterable[Statement]:
    if current.partition_of:
        parent = qualified(current.partition_of)
        yield statement(
            desired, "ALTER TABLE {} DETACH PARTITION {}", parent, qualified(desired.id)
        )


def _attach(_: Table, desired: Table) -> Iterable[Statement]:
    if desired.partition_of:
        yield statement(
            desired,
            "ALTER TABLE {} ATTACH PARTITION {} {}",
            qualified(desired.partition_of),
            qualified(desired.id),
            Raw(desired.bound or ""),
        )


def _partitioned(item: Table) -> ObjectId | None:
    return item.partition_of


def _kept_parents(current: Table, desired: Table) -> tuple[ObjectId, ...]:
    """Return the parents that can stay: new ones are put behind them."""
    kept = tuple(parent for parent in current.inherits if parent in desired.inherits)
    return kept if desired.inherits[: len(kept)] == kept else ()


def _disown(current: Table, desired: Table) -> Iterable[Statement]:
    kept = _kept_parents(current, desired)
    for parent in current.inherits:
        if parent not in kept:
            yield statement(
                desired, "ALTER TABLE {} NO INHERIT {}", qualified(desired.id), qualified(parent)
            )


def _inherit(current: Table, desired: Table) -> Iterable[Statement]:
    for parent in desired.inherits[len(_kept_parents(current, desired)) :]:
        yield statement(
            desired, "ALTER TABLE {} INHERIT {}", qualified(desired.id), qualified(parent)
        )


def _rename(current: Table, desired: Table) -> Iterable[Statement]:
    yield rename_object("TABLE", current, desired)


KIND = Kind(
    name="table",
    plural="tables",
    keyword="TABLE",
    model=Table,
    phase=70,
    name_space="relation",
    create=_create,
    drop=_drop,
    finish=_finish,
    alters={
        "unlogged": _set_logged,
        "options": _set_options,
        "row_security": _set_row_security,
        "force_row_security": _force_row_security,
        "replica_identity": _set_replica_identity,
        "cluster_on": _set_cluster,
        "access_method": _set_access_method,
        "tablespace": _set_tablespace,
        "partition_of": _attach,
        "bound": _attach,
        "inherits": _inherit,
        "of_type": _set_type,
    },
    frees={
        "partition_of": _detach,
        "bound": _detach,
        "inherits": _disown,
        "of_type": _leave_type,
    },
    goes_with=_partitioned,
    members={
        "replica_identity": _replica_index,
        "cluster_on": _cluster_index,
        "of_type": _no_member,
    },
    rename=_rename,
    identity=qualified_text,
    relation=True,
    facets=frozenset({Facet.COMMENT, Facet.OWNER, Facet.GRANTS}),
)
