"""Sequences that stand alone or belong to a serial column (pg_sequence).

The sequence of an identity column is part of the column, not here.
"""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Sequence as Listed

from pydantic import Field

from schemagen.catalog.catalog import Catalog
from schemagen.catalog.hazard import deletes
from schemagen.catalog.object import ALTER, CatalogObject, ObjectId, on_change
from schemagen.catalog.statement import Statement
from schemagen.declare.base import SpecModel
from schemagen.declare.declaration import Declaration, Reference, stated
from schemagen.declare.draft import ProjectDraft
from schemagen.declare.grants import GrantsSpec, simple_grants
from schemagen.declare.problems import Path
from schemagen.declare.section import Declared, Level, Section
from schemagen.declare.sequence_text import unusual_options
from schemagen.declare.suggest import did_you_mean
from schemagen.frozen import frozen
from schemagen.kinds import archive
from schemagen.kinds.archive import Keep, Shelf, keep_reached, named
from schemagen.kinds.bounds import bounds_of, move_into
from schemagen.kinds.carry import CarriedValue, Carry, bring_reached, save_reached
from schemagen.kinds.counting import counting_text
from schemagen.kinds.effects import (
    ACCESS_EXCLUSIVE,
    NO_LOCK,
    SHARE_ROW_EXCLUSIVE,
    locking,
)
from schemagen.kinds.kind import CreateContext, Facet, Kind
from schemagen.kinds.support import (
    find_relation,
    qualified,
    qualified_text,
    relation_of,
    rename_object,
    split_name,
    statement,
)
from schemagen.sqltext.quoting import Literal, Name, Raw, join_sql, quote_name, sql


@frozen(kw_only=True)
class Sequence(CatalogObject):
    """A number generator. A bound of None is the type's own."""

    type: str = on_change(ALTER, "bigint")
    start: int | None = on_change(ALTER, None)
    increment: int = on_change(ALTER, 1)
    minimum: int | None = on_change(ALTER, None)
    maximum: int | None = on_change(ALTER, None)
    cache: int = on_change(ALTER, 1)
    cycle: bool = on_change(ALTER, False)
    unlogged: bool = on_change(ALTER, False, since=15)
    owned_by: ObjectId | None = on_change(ALTER, None)  # the column that it goes with


class SequenceOptions(SpecModel):
    """The options of CREATE SEQUENCE, also of an identity column."""

    start: int | None = None
    """Its first value."""
    increment: int = 1
    """What is added for the next value; less than 0 counts down."""
    min: int | None = None
    """Its least value."""
    max: int | None = None
    """Its greatest value."""
    cache: int = 1
    """How many values a session takes at once."""
    cycle: bool = False
    """Whether it begins anew after the last value, instead of failing."""


class SequenceSpec(SequenceOptions):
    """A sequence that stands alone."""

    type: str = "bigint"
    """Its data type: `smallint`, `integer` or `bigint`."""
    unlogged: bool = False
    """Whether it is left out of the write-ahead log (15)."""
    owned_by: str | None = None
    """The column that it belongs to, and goes with: `orders.number`."""
    grants: GrantsSpec = Field(default_factory=dict)
    comment: str | None = None
    was: str | None = None


def _lower(declared: dict[str, SequenceSpec | None], project: ProjectDraft) -> Declared:
    for name, given in declared.items():
        spec = given or SequenceSpec()
        schema, plain = split_name(name, project.schema)
        path: Path = ("sequences", name)
        item = Sequence(
            id=ObjectId("sequence", schema, plain),
            type=spec.type,
            start=spec.start,
            increment=spec.increment,
            minimum=spec.min,
            maximum=spec.max,
            cache=spec.cache,
            cycle=spec.cycle,
            unlogged=spec.unlogged,
            owned_by=_owner(spec.owned_by, project, (*path, "owned_by")) if spec.owned_by else None,
            grants=simple_grants(
                spec.grants, ("USAGE", "SELECT", "UPDATE"), project, (*path, "grants")
            ),
            comment=spec.comment,
            was=spec.was,
        )
        yield item, path


def _owner(text: str, project: ProjectDraft, path: Path) -> ObjectId | None:
    """Find the column that a sequence goes with: `orders.number`."""
    table, _, column = text.rpartition(".")
    relation = find_relation(table, project, path) if table else None
    if not table:
        project.problem("owned-by", f'"{text}" is not a table and a column', path)
    if relation is None:
        return None
    known = project.names.columns.get(relation, {})
    if column not in known:
        message, hint = f'column "{column}" not found in {table}', did_you_mean(column, known)
        project.problem("unknown-column", message, path, hint=hint)
    return ObjectId("column", relation.schema, column, relation.name)


def _create(item: Sequence, _: CreateContext) -> Iterable[Statement]:
    kind = sql("AS {}", Raw(item.type)) if item.type != "bigint" else ""
    unlogged = Raw("UNLOGGED " if item.unlogged else "")
    head = sql("CREATE {}SEQUENCE {}", unlogged, qualified(item.id))
    yield statement(item, "{}", Raw(join_sql([head, kind, counting_text(item)])), effect=NO_LOCK)


def _finish(item: Sequence) -> Iterable[Statement]:
    if item.owned_by:
        yield statement(
            item,
            "ALTER SEQUENCE {} OWNED BY {}.{}",
            qualified(item.id),
            relation_of(item.owned_by),
            Name(item.owned_by.name),
            effect=locking(item, SHARE_ROW_EXCLUSIVE),
        )


def _drop(item: Sequence) -> Iterable[Statement]:
    risk = deletes(f"the next value of {qualified_text(item)} is lost")
    effect = locking(item, ACCESS_EXCLUSIVE, risks=(risk,))
    yield statement(item, "DROP SEQUENCE {}", qualified(item.id), effect=effect)


def _save(item: Sequence, _: Listed[CarriedValue]) -> Iterable[Statement]:
    yield save_reached(item, sql("{}", Literal(qualified_text(item))))


def _bring(_: Sequence, item: Sequence, __: Listed[CarriedValue]) -> Iterable[Statement]:
    return bring_reached(item, sql("{}", Literal(qualified_text(item))))


def _loses(current: Sequence, desired: Sequence | None, catalog: Catalog) -> bool:
    """Tell whether a sequence goes with what it has reached: an identity goes on from there."""
    column = catalog.get(current.owned_by) if current.owned_by else None
    return desired is None and getattr(column, "identity", None) is None


def _keep(current: Sequence, _: Sequence | None, shelf: Shelf) -> Iterable[Statement]:
    yield keep_reached(current, named(current), shelf.reached)


def _come_back(item: Sequence, shelf: Shelf) -> Iterable[Statement]:
    return archive.bring_reached(item, named(item), shelf.reached)


def _set_options(current: Sequence, desired: Sequence) -> Iterable[Statement]:
    before, after = bounds_of(current), bounds_of(desired)
    name, source = sql("{}", Literal(qualified_text(desired))), qualified_text(desired)
    yield from move_into(desired, name, source, before, after)
    options = [
        sql("AS {}", Raw(desired.type)),
        sql("INCREMENT BY {}", Literal(desired.increment)),
        "NO MINVALUE" if desired.minimum is None else sql("MINVALUE {}", Literal(desired.minimum)),
        "NO MAXVALUE" if desired.maximum is None else sql("MAXVALUE {}", Literal(desired.maximum)),
        sql("START WITH {}", Literal(desired.start)) if desired.start is not None else "",
        sql("CACHE {}", Literal(desired.cache)),
        "CYCLE" if desired.cycle else "NO CYCLE",
        "RESTART" if after.restarts(before) else "",
    ]
    text = Raw(join_sql(options))
    effect = locking(desired, SHARE_ROW_EXCLUSIVE, fails_if=_left_out(current, desired))
    yield statement(desired, "ALTER SEQUENCE {} {}", qualified(desired.id), text, effect=effect)


def _left_out(current: Sequence, desired: Sequence) -> str:
    """Say what a narrower sequence may leave out: the value that it has reached."""
    narrower = desired.maximum is not None and (
        current.maximum is None or desired.maximum < current.maximum
    )
    if not narrower and current.type == desired.type:
        return ""
    return f"{qualified_text(desired)} has gone beyond its new maximum"


def _disown(current: Sequence, desired: Sequence) -> Iterable[Statement]:
    if current.owned_by is not None:
        effect = locking(desired, SHARE_ROW_EXCLUSIVE)
        template = "ALTER SEQUENCE {} OWNED BY NONE"
        yield statement(desired, template, qualified(desired.id), effect=effect)


def _set_owner(_: Sequence, desired: Sequence) -> Iterable[Statement]:
    return _finish(desired)


def _owned_by(item: Sequence) -> ObjectId | None:
    return item.owned_by


def _nothing_here(_: Sequence) -> str | None:
    """Tell the name of a member of the sequence, which has none: the column is another's."""
    return None


def _set_logged(_: Sequence, desired: Sequence) -> Iterable[Statement]:
    what = Raw("UNLOGGED" if desired.unlogged else "LOGGED")
    effect = locking(desired, ACCESS_EXCLUSIVE)
    yield statement(desired, "ALTER SEQUENCE {} SET {}", qualified(desired.id), what, effect=effect)


def _rename(current: Sequence, desired: Sequence) -> Iterable[Statement]:
    yield rename_object("SEQUENCE", current, desired, locking(desired, ACCESS_EXCLUSIVE))


def _declare(item: Sequence, _: Catalog) -> Declaration:
    column = item.owned_by
    owner = column and Reference(column.schema, column.table, f".{quote_name(column.name)}")
    options = unusual_options(
        item.type,
        start=item.start,
        increment=item.increment,
        minimum=item.minimum,
        maximum=item.maximum,
        cache=item.cache,
        cycle=item.cycle,
    )
    values = {"type": item.type, "unlogged": item.unlogged, "owned_by": owner, **options}
    return Declaration("sequences", stated(SequenceSpec, values) or None, item.id.name)


SECTION: Section[dict[str, SequenceSpec | None]] = Section(
    key="sequences",
    level=Level.PROJECT,
    annotation=dict[str, SequenceSpec | None],
    default=dict,
    description="Sequences that stand alone.",
    lower_project=_lower,
)

KIND = Kind(
    name="sequence",
    plural="sequences",
    keyword="SEQUENCE",
    model=Sequence,
    phase=50,
    name_spaces=("relation",),
    create=_create,
    finish=_finish,
    drop=_drop,
    alters={
        "type": _set_options,
        "start": _set_options,
        "increment": _set_options,
        "minimum": _set_options,
        "maximum": _set_options,
        "cache": _set_options,
        "cycle": _set_options,
        "unlogged": _set_logged,
        "owned_by": _set_owner,
    },
    frees={"owned_by": _disown},
    goes_with=_owned_by,
    members={"owned_by": _nothing_here},
    rebuilt_with_column=False,
    rename=_rename,
    identity=qualified_text,
    renamed_when_equal=lambda item: item.owned_by is not None,
    sections=(SECTION,),
    declare=_declare,
    makes="sequences",
    carry=Carry(save=_save, bring=_bring),
    keep=Keep(loses=_loses, save=_keep, finish=_come_back, by_key=False),
    facets=frozenset({Facet.COMMENT, Facet.OWNER, Facet.GRANTS}),
)
