"""Columns of a table as fields of its three models."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace

from schemagen.catalog.catalog import Catalog
from schemagen.catalog.object import ObjectId
from schemagen.frozen import frozen
from schemagen.kinds.column import Column
from schemagen.kinds.domain import Domain
from schemagen.kinds.enum import Enum
from schemagen.render.viewmodels.narrowing import choices, column_bounds, field_arguments
from schemagen.render.viewmodels.pytext import WIDTH, call, string
from schemagen.render.viewmodels.pytypes import PythonType, builtin_type, in_array, text_type
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
        return Held(PythonType(annotation, remark=remark), annotation)

    def _element(self, name: TypeName) -> Held:
        schema = name.schema or self.home
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


@frozen
class ModelColumn:
    """A column as a field.

    `arguments` are those of `Field` that every model has. On insert a column is required, may be
    left out, or is not there at all.
    """

    column: str
    attribute: str
    annotation: str
    arguments: tuple[str, ...]
    nullable: bool
    is_optional: bool
    is_insertable: bool
    is_updatable: bool
    is_json: bool
    remark: str = ""

    @property
    def required_lines(self) -> list[str]:
        """The field that must be given."""
        return self._lines(())

    @property
    def optional_lines(self) -> list[str]:
        """The field that may be left unset; only a nullable one may be set to None."""
        return self._lines(("default=None" if self.nullable else "default_factory=_unset",))

    def _lines(self, default: tuple[str, ...]) -> list[str]:
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
        return lines


@frozen
class TableContext:
    """What is known of a table while its columns become fields.

    Attributes:
        key: columns of the primary key.
        filled: columns that a trigger fills.
        shape_names: annotations of columns that hold a shape.
        bounds: what checks say, by column.
        choose: makes a name for the values that a column may have.
        shorten: makes a short name for an annotation that fits into no line.
    """

    types: Types
    key: frozenset[str]
    filled: Set[ObjectId]
    shape_names: Mapping[ObjectId, str]
    bounds: Mapping[str, ColumnBound]
    choose: Callable[[str, Sequence[str | int]], str]
    shorten: Callable[[str], str]


def model_column(column: Column, attribute: str, table: TableContext) -> ModelColumn:
    """Turn a column into a field."""
    held = table.types.of(column.type)
    name = column.id.name
    shape = table.shape_names.get(column.id)
    annotation, arguments = shape or held.annotation, list[str]()
    bound = table.bounds.get(name)
    if bound is not None and shape is None:
        listed = choices(bound, held.kind)
        if listed:
            annotation = table.choose(name, listed)
        else:
            annotation, arguments = narrowed(held, bound)
    if _INDENT + len(attribute) + len(annotation) + len(_LONGEST_REST) > WIDTH:
        annotation = table.shorten(annotation)
    if attribute != name:
        arguments += [f"validation_alias={string(name)}", f"serialization_alias={string(name)}"]
    if column.comment:
        arguments.append(f"description={string(column.comment.strip())}")
    always = column.identity is not None and column.identity.generation == "always"
    computed = column.generated is not None or always
    not_null = column.not_null or held.not_null
    has_default = column.default is not None or held.has_default
    return ModelColumn(
        column=name,
        attribute=attribute,
        annotation=annotation,
        arguments=tuple(arguments),
        nullable=not not_null,
        is_optional=not not_null
        or has_default
        or column.identity is not None
        or column.id in table.filled,
        is_insertable=not computed,
        is_updatable=not computed and name not in table.key,
        is_json=held.kind.is_json,
        remark=held.kind.remark,
    )


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
