"""Tables (pg_class.relkind = 'r'): what is theirs alone.

Columns, constraints, indexes, triggers and policies are kinds of their own.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from typing import Literal as Choice

from pydantic import Field

from schemagen.catalog.object import ALTER, CatalogObject, on_change
from schemagen.catalog.statement import Statement
from schemagen.declare.base import NameList, SpecModel
from schemagen.declare.draft import TableDraft
from schemagen.declare.grants import GrantsSpec, table_grants
from schemagen.declare.section import Declared
from schemagen.kinds.kind import CreateContext, Facet, Kind
from schemagen.kinds.support import (
    access_statement,
    alter_options,
    option_pairs,
    parameters,
    qualified,
    qualified_text,
    rename_object,
    statement,
)
from schemagen.sqltext.quoting import Name, Raw, join_sql, sql


@dataclass(frozen=True, slots=True, kw_only=True)
class Table(CatalogObject):
    """A table without its members."""

    unlogged: bool = on_change(ALTER, False)
    options: tuple[tuple[str, str], ...] = on_change(ALTER, ())  # (('fillfactor', '70'),)
    row_security: bool = on_change(ALTER, False)  # relrowsecurity
    force_row_security: bool = on_change(ALTER, False)  # relforcerowsecurity
    replica_identity: str = on_change(ALTER, "default")  # default, full, nothing, index NAME


class TableOwnSpec(SpecModel):
    """The keys of a table that are neither a section nor a feature."""

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
    unlogged: bool = Field(False, description="Not written to the write-ahead log.")
    replica_identity: str = Field(
        "default", description="`default`, `full`, `nothing` or `index NAME`."
    )


def lower_table(spec: TableOwnSpec, table: TableDraft) -> Declared:
    """Make the table itself; its sections make the rest."""
    guarded = table.row_security or bool(table.sections["policies"])
    secured = spec.row_level_security or ("forced" if guarded else "off")
    if secured == "off" and table.row_security:
        table.problem(
            "row-security-off",
            f'table "{table.name}" has access rules, which need row-level security',
            "row_level_security",
            hint="leave the key out",
        )
    yield (
        Table(
            id=table.id,
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


def _create(item: Table, context: CreateContext) -> Iterable[Statement]:
    body = "".join(f"\n    {part}," for part in context.inlined).rstrip(",")
    head = sql("CREATE {}TABLE {}", Raw("UNLOGGED " if item.unlogged else ""), qualified(item.id))
    options = sql("WITH ({})", parameters(item.options)) if item.options else ""
    closing = "\n" if body else ""
    yield statement(item, "{}", Raw(join_sql([f"{head} ({body}{closing})", options])))
    if item.row_security:
        yield access_statement(item, "ALTER TABLE {} ENABLE ROW LEVEL SECURITY", qualified(item.id))
    if item.force_row_security:
        yield access_statement(item, "ALTER TABLE {} FORCE ROW LEVEL SECURITY", qualified(item.id))


def _finish(item: Table) -> Iterable[Statement]:
    words = item.replica_identity.split(None, 1)
    if words[0] == "default":
        return
    what = sql("USING INDEX {}", Name(words[1])) if words[0] == "index" else words[0].upper()
    yield statement(item, "ALTER TABLE {} REPLICA IDENTITY {}", qualified(item.id), Raw(what))


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
    if desired.replica_identity == "default":
        yield statement(desired, "ALTER TABLE {} REPLICA IDENTITY DEFAULT", qualified(desired.id))
    else:
        yield from _finish(desired)


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
    },
    rename=_rename,
    identity=qualified_text,
    relation=True,
    facets=frozenset({Facet.COMMENT, Facet.OWNER, Facet.GRANTS}),
)
