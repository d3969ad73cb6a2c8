"""What a spec says of a foreign key, and the catalog object that it means."""

from __future__ import annotations

from typing import Annotated
from typing import Literal as Choice

from schemagen.catalog.object import ObjectId
from schemagen.declare.actions import Action, read_action
from schemagen.declare.base import NameList, SpecModel, readable
from schemagen.declare.column_text import read_references
from schemagen.declare.draft import TableDraft
from schemagen.declare.facts import RelationshipNames
from schemagen.declare.problems import Path
from schemagen.declare.relationship_names import INVERSE, RELATIONSHIP, RelationshipName
from schemagen.declare.section import Declared, Level, Section
from schemagen.declare.suggest import did_you_mean
from schemagen.kinds.foreign_key.model import ForeignKey
from schemagen.kinds.support import column_ids, find_relation
from schemagen.sqltext.quoting import fit_name, quote_name


class ForeignKeySpec(SpecModel):
    """A foreign key; `references` as `profiles (community_id, id)`."""

    columns: NameList
    """The columns that refer."""
    references: Annotated[str, readable(read_references)]
    """The referenced table and its columns: `profiles (community_id, id)`."""
    on_delete: Action = "no action"
    """What becomes of the row when the referenced one is deleted."""
    on_update: Action = "no action"
    """What becomes of the row when the referenced key changes."""
    match: Choice["simple", "full"] = "simple"
    """`simple`: one null column refers to nothing; `full`: all are null, or none."""
    period: bool = False
    """Whether the last column is a range that must be covered: PERIOD (18)."""
    not_enforced: bool = False
    deferrable: bool = False
    initially_deferred: bool = False
    not_valid: bool = False
    name: str | None = None
    relationship: RelationshipName | None = RELATIONSHIP
    inverse: RelationshipName | None = INVERSE
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
        key = _foreign_key(name, spec, target, read.get("columns") or [], table, path)
        if spec.relationship or spec.inverse:
            said = RelationshipNames(spec.relationship, spec.inverse)
            table.project.facts.relationships[key.id] = said
        yield key, path


def _foreign_key(
    name: str,
    spec: ForeignKeySpec,
    target: ObjectId,
    referenced: list[str],
    table: TableDraft,
    path: Path,
) -> ForeignKey:
    columns = referenced or list(table.project.names.keys.get(target, ()))
    _check_key(spec, target, columns, table, path)
    on_delete, on_delete_columns = read_action(spec.on_delete)
    needs = column_ids(spec.columns, table, (*path, "columns"), listed=True)
    needs |= column_ids(on_delete_columns, table, (*path, "on_delete"))
    needs |= {target, *_keys(target, columns, table)}
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
        depends_on=tuple(sorted(needs)),
    )


def _check_key(
    spec: ForeignKeySpec, target: ObjectId, columns: list[str], table: TableDraft, path: Path
) -> None:
    """Record what is wrong with the referenced key: its columns, or how many they are."""
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


def _keys(target: ObjectId, columns: list[str], table: TableDraft) -> tuple[ObjectId, ...]:
    """Return what makes the referenced columns a key: constraints and unique indexes."""
    draft = table.project.table(target)
    if draft is None:
        return ()
    listed, wanted, found = "_".join(columns), sorted(columns), []
    primary = draft.sections["primary_key"]
    if primary is not None and sorted(primary.columns) == wanted:
        found.append(("primary_key", primary.name or fit_name(target.name, suffix="pkey")))
    for unique in draft.sections["unique"]:
        if sorted(unique.columns) == wanted:
            found.append(
                (
                    "unique",
                    unique.name or fit_name(target.name, "_".join(unique.columns), suffix="key"),
                )
            )
    for index in draft.sections["indexes"]:
        if index.unique and sorted(index.columns) == sorted(map(quote_name, columns)):
            found.append(("index", index.name or fit_name(target.name, listed, suffix="idx")))
    return tuple(ObjectId(kind, target.schema, name, target.name) for kind, name in found)


SECTION: Section[list[ForeignKeySpec]] = Section(
    key="foreign_keys",
    level=Level.TABLE,
    annotation=list[ForeignKeySpec],
    default=list,
    description="Foreign keys of several columns, or with options.",
    lower_table=_lower,
)
