"""How a spec writes a column: in PostgreSQL's own syntax, or as a mapping."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any
from typing import Literal as Choice

from pydantic import BeforeValidator, Field, model_validator

from schemagen.declare.actions import Action
from schemagen.declare.base import ShortForm, Shorthand, SpecModel, readable
from schemagen.declare.column_text import read_column, read_references
from schemagen.declare.generic_options import OptionsSpec
from schemagen.declare.relationship_names import INVERSE, RELATIONSHIP, RelationshipName
from schemagen.sqltext.quoting import Literal, sql


class ReferencesSpec(ShortForm):
    """The table and columns that a foreign key points at."""

    table: Annotated[str, readable(read_references)]
    """The referenced table."""
    columns: list[str] = Field(default_factory=list)
    """The referenced columns; by default those of its primary key."""
    name: str | None = None
    relationship: RelationshipName | None = RELATIONSHIP
    inverse: RelationshipName | None = INVERSE

    @classmethod
    def from_text(cls, text: str) -> Mapping[str, Any]:
        """Read `profiles (id)`."""
        return read_references(text)


def _constant(value: Any) -> Any:
    return sql("{}", Literal(value)) if isinstance(value, bool | int | float) else value


def _listed(value: Any) -> Any:
    return [value] if isinstance(value, str | Mapping) else value


class GeneratedSpec(Shorthand):
    """A generated column."""

    short_key = "expression"

    expression: str
    """What its value is computed from."""
    storage: Choice["stored", "virtual"] = "stored"
    """Whether it is computed when written, or when read (`virtual`, 18)."""


class IdentitySpec(Shorthand):
    """An identity column: when it generates, and the options of its sequence."""

    short_key = "generation"

    generation: Choice["always", "by default"] = "always"
    """`always` refuses a value of an INSERT, unless OVERRIDING SYSTEM VALUE."""
    sequence_name: str | None = None
    """The name of its sequence, by default `<table>_<column>_seq`."""
    start: int | None = None
    """The first value of its sequence."""
    increment: int = 1
    """What is added for the next value; less than 0 counts down."""
    min: int | None = None
    """The least value of its sequence."""
    max: int | None = None
    """The greatest value of its sequence."""
    cache: int = 1
    """How many values a session takes at once."""
    cycle: bool = False
    """Whether it begins anew after the last value, instead of failing."""


class UniqueOptions(SpecModel):
    """A unique constraint on one column."""

    nulls_not_distinct: bool = False
    name: str | None = None


class CheckSpec(Shorthand):
    """A check constraint, with its name where it has one."""

    short_key = "expression"

    expression: str
    """What must be true of each row, or null."""
    name: str | None = None
    no_inherit: bool = False
    not_valid: bool = False


class BackfillSpec(Shorthand):
    """What rows that are there get in a column: in each row, or in some of them."""

    short_key = "set"

    set: Annotated[str, BeforeValidator(_constant, json_schema_input_type=str | bool | int | float)]
    """The value, as SQL over the columns of the row."""
    where: str | None = None
    """Which rows; the others get the default."""
    batch: int = Field(default=1000, ge=1, le=1_000_000)
    """How many rows one transaction goes over."""


class ColumnSpec(ShortForm):
    """A column in PostgreSQL's own syntax, or as a mapping."""

    type: str
    """Its data type, or a whole short form: `text not null`."""
    shape: str | None = None
    """The shape that documents of a `jsonb` column must have."""
    not_null: bool = False
    """Whether it refuses nulls."""
    not_null_name: str | None = None
    """The name of its not-null constraint (18)."""
    not_null_no_inherit: bool = False
    """Whether children may have nulls there (18)."""
    default: Annotated[
        str | None,
        BeforeValidator(_constant, json_schema_input_type=str | bool | int | float | None),
    ] = None
    """The value where INSERT gives none, as an SQL expression."""
    primary_key: bool = False
    """Whether it is the primary key."""
    primary_key_name: str | None = None
    """The name of that constraint; by default `<table>_pkey`."""
    unique: bool | UniqueOptions = False
    """A unique constraint of the column alone."""
    references: ReferencesSpec | None = None
    """What it refers to: `profiles (id)`, or a mapping."""
    on_delete: Action | None = None
    """What becomes of the row when the referenced one is deleted."""
    on_update: Action | None = None
    """What becomes of the row when the referenced key changes."""
    match: Choice["simple", "full"] | None = None
    """How nulls match; it makes no difference for a single column."""
    deferrable: bool = False
    initially_deferred: bool = False
    check: Annotated[
        list[CheckSpec],
        BeforeValidator(_listed, json_schema_input_type=CheckSpec | list[CheckSpec]),
    ] = Field(default_factory=list)
    """Check constraints of the column: expressions, or mappings."""
    generated: GeneratedSpec | None = None
    """Makes it a generated column: an expression, or a mapping."""
    identity: IdentitySpec | None = None
    """Makes it an identity column: `always`, `by default`, or a mapping."""
    collation: str | None = None
    compression: str | None = None
    """How large values are compressed: `pglz` or `lz4`."""
    storage: str | None = None
    """How large values are stored: `plain`, `external`, `extended` or `main`."""
    statistics: int | None = None
    """The statistics target: how much ANALYZE collects."""
    attribute_options: dict[str, Any] = Field(default_factory=dict)
    """`n_distinct`, `n_distinct_inherited`."""
    options: OptionsSpec = Field(default_factory=dict)
    using: str | None = None
    """How values get a new type; counts while the type changes."""
    backfill: BackfillSpec | None = None
    """What the rows get that are there when the column comes or becomes not null."""
    comment: str | None = None
    was: str | None = None

    @model_validator(mode="after")
    def _takes_values(self) -> ColumnSpec:
        if self.backfill and (self.generated or self.identity):
            raise ValueError("a generated column or an identity has its values by itself")
        return self

    @classmethod
    def from_text(cls, text: str) -> Mapping[str, Any]:
        """Read `uuid not null references profiles on delete cascade`."""
        return read_column(text)

    @classmethod
    def text_key(cls) -> str | None:
        """Let `type` hold a whole short form."""
        return "type"
