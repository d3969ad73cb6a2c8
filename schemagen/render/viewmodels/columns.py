"""Columns of a table as fields of its three models."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import NamedTuple

from schemagen.catalog.catalog import Catalog
from schemagen.catalog.object import ObjectId
from schemagen.frozen import frozen
from schemagen.kinds.column import Identity
from schemagen.kinds.domain import Domain
from schemagen.kinds.enum import Enum
from schemagen.kinds.range_type import RangeType
from schemagen.render.viewmodels.narrowing import column_bounds, field_arguments
from schemagen.render.viewmodels.pytext import WIDTH, call, indented, string
from schemagen.render.viewmodels.pytypes import (
    PythonType,
    builtin_type,
    declared_range,
    in_array,
    text_type,
)
from schemagen.sqltext.column_bound import ColumnBound, merge_bounds
from schemagen.sqltext.types import TypeName, read_type

_INDENT = 4
_LONGEST_REST = ":  | None = Field("


@frozen
class Held:
    """What a column holds: its Python type, and the domain that it is of with all its checks.

    `not_null` and `has_default` tell what the domain, or one that it is made of, says.
    """

    kind: PythonType
    annotation: str
    domain: Domain | None = None
    bound: ColumnBound | None = None
    not_null: bool = False
    has_default: bool = False


@dataclass
class Types:
    """Looks up types, each once: those of PostgreSQL, and the project's enums and domains.

    `names` has the Python name of each enum and domain.
    """

    catalog: Catalog
    home: str
    names: Mapping[ObjectId, str]
    known: dict[str, Held] = field(default_factory=dict)

    def of(self, text: str) -> Held:
        """Return what a column of a type holds."""
        found = self.known.get(text)
        if found is None:
            found = self.known[text] = self._read(text)
        return found

    def _read(self, text: str) -> Held:
        name = read_type(text)
        held = self._element(name)
        if not name.dimensions:
            return held
        annotation = in_array(held.annotation, name)
        remark = held.kind.remark and f"{held.kind.remark}[]"
        kind = PythonType(annotation, is_declared_range=held.kind.is_declared_range, remark=remark)
        return Held(kind, annotation)

    def _element(self, name: TypeName) -> Held:
        schema = name.schema or self.home
        ranged = self._ranges.get((schema, name.name))
        if ranged is not None:
            item, form = ranged
            declared = declared_range(self.of(item.subtype).annotation, form)
            return Held(declared, declared.annotation)
        for kind in ("enum", "domain"):
            key = ObjectId(kind, schema, name.name)
            match self.catalog.get(key):
                case Enum():
                    return Held(PythonType(self.names[key]), self.names[key])
                case Domain() as domain:
                    base = self.of(domain.type)
                    bound = both(base.bound, domain_bound(domain))
                    return Held(
                        base.kind,
                        self.names[key],
                        domain,
                        bound,
                        not_null=domain.not_null or base.not_null,
                        has_default=domain.default is not None or base.has_default,
                    )
        plain = builtin_type(name.element)
        return Held(plain, plain.annotation)

    @cached_property
    def _ranges(self) -> Mapping[tuple[str, str], tuple[RangeType, str]]:
        """The declared range types by schema and name, each with its multirange type."""
        items = self.catalog.of(RangeType)
        single = {(item.id.schema, item.id.name): (item, "Range") for item in items}
        return {**single, **{item.multirange: (item, "Multirange") for item in items}}


class SaidColumn(NamedTuple):
    """What a table says of a column. In many tables it is the same, so that work is done once.

    `shape` is the annotation of a column that holds one; `is_filled` tells of a trigger.
    """

    name: str
    attribute: str
    type: str
    not_null: bool
    default: str | None
    identity: Identity | None
    generated: str | None
    comment: str | None
    shape: str | None
    is_key: bool
    is_filled: bool

    @property
    def is_computed(self) -> bool:
        """Whether nobody but the database gives it values."""
        always = self.identity is not None and self.identity.generation == "always"
        return self.generated is not None or always


@frozen(slots=False)
class ModelColumn:
    """A column as a field; those that are the same in several tables are one.

    `arguments` are those of `Field` that every model has. On insert a column is required, may be
    left out, or is not there at all.
    """

    said: SaidColumn
    annotation: str
    arguments: tuple[str, ...]
    nullable: bool
    is_optional: bool
    is_insertable: bool
    is_updatable: bool
    is_json: bool
    is_declared_range: bool
    remark: str = ""

    # One for all that are the same, so it is compared and looked up as it is.
    __eq__ = object.__eq__
    __hash__ = object.__hash__

    @property
    def column(self) -> str:
        """The name in the database."""
        return self.said.name

    @property
    def attribute(self) -> str:
        """The name of the field."""
        return self.said.attribute

    @cached_property
    def required(self) -> str:
        """The field that must be given, as a block of a class."""
        return self._block(())

    @cached_property
    def optional(self) -> str:
        """The field that may be left unset; only a nullable one may be set to None."""
        return self._block(("default=None" if self.nullable else "default_factory=_unset",))

    @property
    def inserted(self) -> str:
        """The field of a new row."""
        return self.optional if self.is_optional else self.required

    def _block(self, default: tuple[str, ...]) -> str:
        null = " | None" if self.nullable else ""
        left = f"{self.attribute}: {self.annotation}{null}"
        arguments = (*default, *self.arguments)
        if arguments == ("default=None",):
            lines = [f"{left} = None"]
        elif arguments:
            lines = call(f"{left} = Field(", arguments, indent=_INDENT)
        else:
            lines = [left]
        if self.remark and _INDENT + len(lines[0]) + len(self.remark) + 4 <= WIDTH:
            lines[0] += f"  # {self.remark}"
        return indented(lines)


def model_column(
    said: SaidColumn,
    held: Held,
    narrower: tuple[str, Sequence[str]] | None,
    shorten: Callable[[str], str],
) -> ModelColumn:
    """Turn a column into a field.

    `narrower` is the annotation with the arguments of `Field` where checks bind the column,
    `shorten` makes a short name for an annotation that fits into no line.
    """
    annotation, bound = narrower or (said.shape or held.annotation, ())
    if _INDENT + len(said.attribute) + len(annotation) + len(_LONGEST_REST) > WIDTH:
        annotation = shorten(annotation)
    not_null = said.not_null or held.not_null
    has_default = said.default is not None or held.has_default or said.identity is not None
    return ModelColumn(
        said=said,
        annotation=annotation,
        arguments=(*bound, *_arguments(said)),
        nullable=not not_null,
        is_optional=not not_null or has_default or said.is_filled,
        is_insertable=not said.is_computed,
        is_updatable=not said.is_computed and not said.is_key,
        is_json=held.kind.is_json,
        is_declared_range=held.kind.is_declared_range,
        remark=held.kind.remark,
    )


def _arguments(said: SaidColumn) -> Iterator[str]:
    if said.attribute != said.name:
        yield f"validation_alias={string(said.name)}"
        yield f"serialization_alias={string(said.name)}"
    if said.comment:
        yield f"description={string(said.comment.strip())}"


def narrowed(held: Held, bound: ColumnBound) -> tuple[str, list[str]]:
    """Return the annotation of what checks bind, and the arguments of its `Field`."""
    kind = held.kind
    if held.domain is not None:
        # Of two bounds of one sort pydantic keeps the last, so that has to be the stricter one.
        merged = replace(both(held.bound, bound) or bound, pattern=bound.pattern)
        arguments = [*_lengths(merged, kind), *field_arguments(merged, kind)]
        return (kind.finite if arguments else "") or held.annotation, arguments
    arguments = field_arguments(bound, kind)
    if kind.finite and arguments:
        return kind.finite, arguments
    if kind.bounds and arguments:
        return "int", arguments
    if kind.is_text and (bound.min_length or bound.max_length is not None):
        longest = min((n for n in (bound.max_length, kind.longest) if n is not None), default=None)
        return text_type(max(bound.min_length or 0, 0), longest).annotation, arguments
    return held.annotation, arguments


def domain_bound(domain: Domain) -> ColumnBound | None:
    """Return what the checks of a domain say about its values."""
    return column_bounds(check.expression for check in domain.checks).get("value")


def both(first: ColumnBound | None, second: ColumnBound | None) -> ColumnBound | None:
    """Return what two bounds say together."""
    found = [bound for bound in (first, second) if bound is not None]
    return merge_bounds(found) if found else None


def _lengths(bound: ColumnBound, kind: PythonType) -> list[str]:
    limits = {"min_length": bound.min_length, "max_length": bound.max_length}
    return [f"{k}={v}" for k, v in limits.items() if kind.is_text and v is not None]
