"""Enumerated types (pg_type.typtype = 'e', pg_enum)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from pydantic import Field, model_validator

from schemagen.catalog.catalog import Catalog
from schemagen.catalog.object import ALTER, CatalogObject, Hint, ObjectId, Refers, on_change
from schemagen.catalog.statement import Effect, Statement, Transaction
from schemagen.declare.base import Shorthand, spec_error
from schemagen.declare.declaration import Declaration, is_plain
from schemagen.declare.draft import ProjectDraft
from schemagen.declare.grants import GrantsSpec, revoked_grants, simple_grants
from schemagen.declare.section import Declared, Level, Section
from schemagen.frozen import frozen
from schemagen.kinds.effects import NO_LOCK
from schemagen.kinds.kind import CreateContext, Facet, Kind, Parts
from schemagen.kinds.support import (
    enter_names,
    qualified,
    qualified_text,
    rename_object,
    split_name,
    statement,
)
from schemagen.sqltext.quoting import MAX_NAME_BYTES, Literal, Raw, sql


@frozen(kw_only=True)
class Enum(CatalogObject):
    """An enumerated type; the order of the labels is their order in comparisons."""

    labels: tuple[str, ...] = on_change(ALTER, refers=Refers.NOTHING)  # ('draft', 'active')
    former_labels: tuple[tuple[str, str], ...] = on_change(  # (('active', 'live'),)
        Hint("tells the diff of renamed labels"), (), refers=Refers.NOTHING
    )


class LabelSpec(Shorthand):
    """A label, with its former name where it was renamed."""

    short_key = "label"

    label: str
    """The value."""
    was: str | None = None


class EnumSpec(Shorthand):
    """An enumerated type: its labels in order."""

    short_key = "labels"

    labels: list[LabelSpec]
    """Its values, in the order in which they compare."""
    grants: GrantsSpec = Field(default_factory=dict)
    comment: str | None = None
    was: str | None = None

    @model_validator(mode="after")
    def _check_labels(self) -> EnumSpec:
        seen: set[str] = set()
        for index, label in enumerate(given.label for given in self.labels):
            at = ("labels", index)
            if label in seen:
                raise spec_error("duplicate-label", f'label "{label}" stands twice', at=at)
            if len(label.encode()) > MAX_NAME_BYTES:
                raise spec_error("long-name", f'label "{label}" is longer than 63 bytes', at=at)
            seen.add(label)
        return self


def _lower(declared: dict[str, EnumSpec], project: ProjectDraft) -> Declared:
    for name, spec in declared.items():
        schema, plain = split_name(name, project.schema)
        item = Enum(
            id=ObjectId("enum", schema, plain),
            labels=tuple(given.label for given in spec.labels),
            former_labels=tuple((each.label, each.was) for each in spec.labels if each.was),
            grants=simple_grants(spec.grants, ("USAGE",), project, ("enums", name, "grants")),
            revoked=revoked_grants(spec.grants, "USAGE"),
            comment=spec.comment,
            was=spec.was,
        )
        yield item, ("enums", name)


def _create(item: Enum, _: CreateContext) -> Iterable[Statement]:
    labels = ", ".join(sql("{}", Literal(label)) for label in item.labels)
    text = "CREATE TYPE {} AS ENUM ({})"
    yield statement(item, text, qualified(item.id), Raw(labels), effect=NO_LOCK)


def _drop(item: Enum) -> Iterable[Statement]:
    yield statement(item, "DROP TYPE {}", qualified(item.id), effect=NO_LOCK)


def _set_labels(current: Enum, desired: Enum) -> Iterable[Statement] | None:
    """Accept what `_add_labels` did. PostgreSQL can neither remove nor move a label: then the type
    is replaced."""
    kept = [label for label in desired.labels if label in current.labels]
    return [] if tuple(kept) == current.labels else None


def _add_labels(current: Enum, desired: Enum) -> Iterable[Statement]:
    """Add labels before anything is taken down: whoever uses one must find it committed."""
    for position, label in enumerate(desired.labels):
        if label in current.labels:
            continue
        place = ""
        if position + 1 < len(desired.labels) or position == 0:
            before = next((x for x in desired.labels[position:] if x in current.labels), None)
            place = sql(" BEFORE {}", Literal(before)) if before is not None else ""
        yield statement(
            desired,
            "ALTER TYPE {} ADD VALUE {}{}",
            qualified(desired.id),
            Literal(label),
            Raw(place),
            effect=_adding(desired, label),
        )


def _adding(item: Enum, label: str) -> Effect:
    """Return the effect of a new label, which no statement of the same transaction may use."""
    kept = f"a row has the new label '{label}' of {qualified_text(item)}"
    return Effect(transaction=Transaction.OWN, stays_if=kept)


def _rename(current: Enum, desired: Enum) -> Iterable[Statement]:
    yield rename_object("TYPE", current, desired, NO_LOCK)


def _with_labels(item: Enum, names: Mapping[str, str]) -> Enum:
    return replace(item, labels=tuple(names.get(label, label) for label in item.labels))


def _rename_label(item: Enum, former: str, name: str) -> Statement:
    text = "ALTER TYPE {} RENAME VALUE {} TO {}"
    return statement(item, text, qualified(item.id), Literal(former), Literal(name), effect=NO_LOCK)


def _between(current: Enum | None, desired: Enum | None) -> Enum | None:
    """Return the type with the labels of both, where each of them has them."""
    if current is None or desired is None or {*current.labels} <= {*desired.labels}:
        return desired or current
    labels = list(current.labels)
    for place, label in enumerate(desired.labels):
        if label not in labels:
            after = labels.index(desired.labels[place - 1]) + 1 if place else 0
            labels.insert(after, label)
    return replace(desired, labels=tuple(labels))


def _declare(item: Enum, _: Catalog) -> Declaration:
    labels = list(item.labels)
    return Declaration("enums", labels if is_plain(item) else {"labels": labels}, item.id.name)


SECTION: Section[dict[str, EnumSpec]] = Section(
    key="enums",
    level=Level.PROJECT,
    annotation=dict[str, EnumSpec],
    default=dict,
    description="Enumerated types: a list of labels, or a mapping with `labels`.",
    lower_project=_lower,
    names_project=enter_names("enum", lambda names: names.types),
)

KIND = Kind(
    name="enum",
    plural="enums",
    keyword="TYPE",
    model=Enum,
    phase=40,
    name_spaces=("type",),
    create=_create,
    drop=_drop,
    alters={"labels": _set_labels},
    frees={"labels": _add_labels},
    rename=_rename,
    parts=Parts(
        former="former_labels",
        names=lambda item: item.labels,
        renamed=_with_labels,
        rename=_rename_label,
        are_constants=True,
    ),
    identity=qualified_text,
    between=_between,
    sections=(SECTION,),
    declare=_declare,
    makes="types",
    facets=frozenset({Facet.COMMENT, Facet.OWNER, Facet.GRANTS}),
)
