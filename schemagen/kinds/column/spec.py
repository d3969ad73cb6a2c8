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
    columns: list[str] = Field(default_factory=list)
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
    storage: Choice["stored", "virtual"] = "stored"


class IdentitySpec(Shorthand):
    """An identity column: when it generates, and the options of its sequence."""

    short_key = "generation"

    generation: Choice["always", "by default"] = "always"
    sequence_name: str | None = None
    start: int | None = None
    increment: int = 1
    min: int | None = None
    max: int | None = None
    cache: int = 1
    cycle: bool = False


class UniqueOptions(SpecModel):
    """A unique constraint on one column."""

    nulls_not_distinct: bool = False
    name: str | None = None


class CheckSpec(Shorthand):
    """A check constraint, with its name where it has one."""

    short_key = "expression"

    expression: str
    name: str | None = None
    no_inherit: bool = False
    not_valid: bool = False


class BackfillSpec(Shorthand):
    """What rows that are there get in a column: in each row, or in some of them."""

    short_key = "set"

    set: Annotated[
        str, BeforeValidator(_constant, json_schema_input_type=str | bool | int | float)
    ] = Field(description="The value, as SQL over the columns of the row.")
    where: str | None = Field(default=None, description="Which rows; the others get the default.")
    batch: int = Field(
        default=1000, ge=1, le=1_000_000, description="How many rows one transaction goes over."
    )


class ColumnSpec(ShortForm):
    """A column in PostgreSQL's own syntax, or as a mapping."""

    type: str
    shape: str | None = None
    not_null: bool = False
    not_null_name: str | None = None
    not_null_no_inherit: bool = False
    default: Annotated[
        str | None,
        BeforeValidator(_constant, json_schema_input_type=str | bool | int | float | None),
    ] = None
    primary_key: bool = False
    primary_key_name: str | None = None
    unique: bool | UniqueOptions = False
    references: ReferencesSpec | None = None
    on_delete: Action | None = None
    on_update: Action | None = None
    match: Choice["simple", "full"] | None = None
    deferrable: bool = False
    initially_deferred: bool = False
    check: Annotated[
        list[CheckSpec],
        BeforeValidator(_listed, json_schema_input_type=CheckSpec | list[CheckSpec]),
    ] = Field(default_factory=list)
    generated: GeneratedSpec | None = None
    identity: IdentitySpec | None = None
    collation: str | None = None
    compression: str | None = None
    storage: str | None = None
    statistics: int | None = None
    attribute_options: dict[str, Any] = Field(
        default_factory=dict, description="`n_distinct`, `n_distinct_inherited`."
    )
    options: OptionsSpec = Field(default_factory=dict)
    using: str | None = Field(
        default=None, description="How values get a new type; counts while the type changes."
    )
    backfill: BackfillSpec | None = Field(
        default=None,
        description="What the rows get that are there when the column comes or becomes not null.",
    )
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
