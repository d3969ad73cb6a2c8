"""Foreign keys (pg_constraint.contype = 'f')."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Annotated
from typing import Literal as Choice

from schemagen.catalog.catalog import Catalog
from schemagen.catalog.lock import LockMode, Work
from schemagen.catalog.object import ALTER, RECREATE, CatalogObject, ObjectId, Refers, on_change
from schemagen.catalog.statement import Effect, Statement
from schemagen.declare.actions import Action, read_action
from schemagen.declare.base import NameList, SpecModel, readable
from schemagen.declare.column_text import read_references
from schemagen.declare.declaration import Declaration, Reference, stated
from schemagen.declare.draft import TableDraft
from schemagen.declare.problems import Path
from schemagen.declare.section import Declared, Level, Section
from schemagen.declare.suggest import did_you_mean
from schemagen.kinds.constraints import (
    add_constraint,
    breaks,
    columns_text,
    deferrable_text,
    drop_constraint,
    key_text,
    rename_constraint,
    validate_constraint,
)
from schemagen.kinds.effects import (
    ACCESS_EXCLUSIVE,
    ROW_SHARE,
    SHARE_ROW_EXCLUSIVE,
    SHARE_UPDATE_EXCLUSIVE,
    also,
    lock_on,
    locking,
)
from schemagen.kinds.kind import CreateContext, Facet, Kind
from schemagen.kinds.online import Online
from schemagen.kinds.recipes import validated_later, validating
from schemagen.kinds.support import column_ids, find_relation, member_text, relation_of, statement
from schemagen.sqltext.quoting import (
    Name,
    QualifiedName,
    Raw,
    fit_name,
    join_sql,
    quote_name,
    quote_names,
    sql,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ForeignKey(CatalogObject):
    """A foreign key. `on_delete_columns` narrows SET NULL and SET DEFAULT."""

    columns: tuple[str, ...] = on_change(RECREATE, refers=Refers.OWN_COLUMNS)  # ('owner_id',)
    references: ObjectId = on_change(RECREATE)  # table public.profiles
    referenced_columns: tuple[str, ...] = on_change(
        RECREATE, refers=Refers.REFERENCED_COLUMNS
    )  # ('id',)
    on_delete: str = on_change(RECREATE, "no action")
    on_delete_columns: tuple[str, ...] = on_change(RECREATE, (), refers=Refers.OWN_COLUMNS)
    on_update: str = on_change(RECREATE, "no action")
    match: str = on_change(RECREATE, "simple")
    period: bool = on_change(RECREATE, False)  # the last columns are of time; from 18 on
    not_enforced: bool = on_change(ALTER, False)  # from 18 on
    deferrable: bool = on_change(ALTER, False)
    initially_deferred: bool = on_change(ALTER, False)
    not_valid: bool = on_change(ALTER, False)


class ForeignKeySpec(SpecModel):
    """A foreign key; `references` as `profiles (community_id, id)`."""

    columns: NameList
    references: Annotated[str, readable(read_references)]
    on_delete: Action = "no action"
    on_update: Action = "no action"
    match: Choice["simple", "full"] = "simple"
    period: bool = False
    not_enforced: bool = False
    deferrable: bool = False
    initially_deferred: bool = False
    not_valid: bool = False
    name: str | None = None
    comment: str | None = None
    was: str | None = None


def _lower(declared: list[ForeignKeySpec], table: TableDraft) -> Declared:
    for index, spec in enumerate(declared):
        path = table.path("foreign_keys", index)
        name = table.constraint_name(spec.name, *spec.columns, suffix="fkey", relation=False)
        read = read_references(spec.references)
        target = find_relation(read["table"], table.project, (*path, "references"))
        if target is None:
            continue
        yield _foreign_key(name, spec, target, read.get("columns") or [], table, path), path


def _foreign_key(
    name: str,
    spec: ForeignKeySpec,
    target: ObjectId,
    referenced: list[str],
    table: TableDraft,
    path: Path,
) -> ForeignKey:
    columns = referenced or list(table.project.names.keys.get(target, ()))
    if not columns:
        table.project.problem(
            "no-referenced-key",
            f'"{spec.references}" has no primary key to refer to',
            (*path, "references"),
            hint="name the referenced columns: `references: table (column)`",
        )
    elif len(columns) != len(spec.columns):
        table.project.problem(
            "key-length",
            f"{len(spec.columns)} referencing and {len(columns)} referenced columns",
            path,
            hint=f"the referenced key is ({', '.join(columns)})",
        )
    known = table.project.names.columns.get(target, {})
    for column in columns if known else ():
        if column not in known:
            table.project.problems.add(
                "unknown-column",
                f'column "{column}" not found in {target.schema}.{target.name}',
                (*path, "references"),
                hint=did_you_mean(column, known),
                text=spec.references,
                offset=max(spec.references.rfind(column), 0),
            )
    on_delete, on_delete_columns = read_action(spec.on_delete)
    needs = column_ids(spec.columns, table, (*path, "columns"), listed=True)
    needs += column_ids(on_delete_columns, table, (*path, "on_delete"))
    needs += _unique_indexes(target, columns, table)
    return ForeignKey(
        id=table.member("foreign_key", name),
        columns=tuple(spec.columns),
        references=target,
        referenced_columns=tuple(columns),
        on_delete=on_delete,
        on_delete_columns=on_delete_columns,
        on_update=read_action(spec.on_update)[0],
        match=spec.match,
        period=spec.period,
        not_enforced=spec.not_enforced,
        deferrable=spec.deferrable,
        initially_deferred=spec.initially_deferred,
        not_valid=spec.not_valid,
        comment=spec.comment,
        was=spec.was,
        depends_on=tuple(sorted({*needs, target})),
    )


def _unique_indexes(
    target: ObjectId, columns: list[str], table: TableDraft
) -> tuple[ObjectId, ...]:
    """Return the unique indexes on the referenced columns, which do instead of a constraint."""
    draft = table.project.table(target)
    found = []
    for index in draft.sections["indexes"] if draft else ():
        if index.unique and sorted(index.columns) == sorted(map(quote_name, columns)):
            name = index.name or fit_name(target.name, "_".join(columns), suffix="idx")
            found.append(ObjectId("index", target.schema, name, target.name))
    return tuple(found)


def _text(item: ForeignKey) -> str:
    target = QualifiedName(item.references.schema, item.references.name)
    return join_sql(
        [
            sql(
                "CONSTRAINT {} FOREIGN KEY {}",
                Name(item.id.name),
                key_text(item.columns, period=item.period),
            ),
            sql("REFERENCES {} {}", target, key_text(item.referenced_columns, period=item.period)),
            "MATCH FULL" if item.match == "full" else "",
            _action_text("DELETE", item.on_delete, item.on_delete_columns),
            _action_text("UPDATE", item.on_update, ()),
            deferrable_text(item.deferrable, item.initially_deferred),
            "NOT ENFORCED" if item.not_enforced else "",
        ]
    )


def _action_text(event: str, action: str, columns: tuple[str, ...]) -> str:
    if action == "no action":
        return ""
    narrowed = sql(" {}", columns_text(columns)) if columns else ""
    return sql("ON {} {}{}", Raw(event), Raw(action.upper()), Raw(narrowed))


def _create(item: ForeignKey, _: CreateContext) -> Iterable[Statement]:
    unread = item.not_valid or item.not_enforced
    work = Work.NONE if unread else Work.SCAN
    effect = _locking_both(item, SHARE_ROW_EXCLUSIVE, SHARE_ROW_EXCLUSIVE, work)
    yield add_constraint(item, Raw(_text(item)), effect, not_valid=item.not_valid)


def _locking_both(
    item: ForeignKey, own: LockMode, theirs: LockMode, work: Work = Work.NONE
) -> Effect:
    """Return the effect of what locks both tables; reading one means to look into the other."""
    fails_if = breaks(item) if work is Work.SCAN else ""
    effect = locking(item, own, work, fails_if=fails_if)
    if item.references[1:3] == (item.id.schema, item.id.table):
        return effect
    return also(effect, lock_on(item.references, theirs, work))


def _drop(item: ForeignKey) -> Iterable[Statement]:
    yield drop_constraint(item, _locking_both(item, ACCESS_EXCLUSIVE, ACCESS_EXCLUSIVE))


def _validate(_: ForeignKey, desired: ForeignKey) -> Iterable[Statement] | None:
    effect = _locking_both(desired, SHARE_UPDATE_EXCLUSIVE, ROW_SHARE, Work.SCAN)
    return None if desired.not_valid else [validate_constraint(desired, effect)]


def _defer(_: ForeignKey, desired: ForeignKey) -> Iterable[Statement]:
    text = deferrable_text(desired.deferrable, desired.initially_deferred) or "NOT DEFERRABLE"
    yield statement(
        desired,
        "ALTER TABLE {} ALTER CONSTRAINT {} {}",
        relation_of(desired.id),
        Name(desired.id.name),
        Raw(text),
        effect=_locking_both(desired, ACCESS_EXCLUSIVE, ACCESS_EXCLUSIVE),
    )


def _enforce(_: ForeignKey, desired: ForeignKey) -> Iterable[Statement]:
    work = Work.NONE if desired.not_enforced else Work.SCAN
    yield statement(
        desired,
        "ALTER TABLE {} ALTER CONSTRAINT {} {}",
        relation_of(desired.id),
        Name(desired.id.name),
        Raw("NOT ENFORCED" if desired.not_enforced else "ENFORCED"),
        effect=_locking_both(desired, ACCESS_EXCLUSIVE, ACCESS_EXCLUSIVE, work),
    )


def _declare(item: ForeignKey, catalog: Catalog) -> Declaration | None:
    if item.brought:
        return None
    usual = fit_name(item.id.table, "_".join(item.columns), suffix="fkey")
    narrowed = f" ({quote_names(item.on_delete_columns)})" if item.on_delete_columns else ""
    values = {
        "columns": list(item.columns),
        "references": _target(item, catalog),
        "on_delete": item.on_delete + narrowed,
        "on_update": item.on_update,
        "match": item.match,
        "period": item.period,
        "not_enforced": item.not_enforced,
        "deferrable": item.deferrable,
        "initially_deferred": item.initially_deferred,
        "not_valid": item.not_valid,
        "name": item.id.name if item.id.name != usual else None,
    }
    return Declaration("foreign_keys", stated(ForeignKeySpec, values))


def _target(item: ForeignKey, catalog: Catalog) -> Reference:
    """Return what is referred to, without its columns where they are the primary key."""
    target, columns = item.references, item.referenced_columns
    keys = [
        getattr(other, "columns", None)
        for other in catalog.belonging_to(target, CatalogObject)
        if other.id.kind == "primary_key"
    ]
    listed = "" if keys == [columns] else f" ({quote_names(columns)})"
    return Reference(target.schema, target.name, listed)


SECTION: Section[list[ForeignKeySpec]] = Section(
    key="foreign_keys",
    level=Level.TABLE,
    annotation=list[ForeignKeySpec],
    default=list,
    description="Foreign keys of several columns, or with options.",
    lower_table=_lower,
)

KIND = Kind(
    name="foreign_key",
    plural="foreign keys",
    keyword="CONSTRAINT",
    model=ForeignKey,
    phase=80,
    name_space="constraint",
    create=_create,
    drop=_drop,
    alters={
        "not_valid": _validate,
        "not_enforced": _enforce,
        "deferrable": _defer,
        "initially_deferred": _defer,
    },
    rename=rename_constraint,
    rebuilt_with_column=False,
    identity=member_text,
    renamed_when_equal=lambda _: True,
    sections=(SECTION,),
    declare=_declare,
    online=Online(
        create=validated_later(_create, _validate, of_partitioned=False),
        alters={"not_valid": validating(_validate)},
    ),
    facets=frozenset({Facet.COMMENT}),
)
