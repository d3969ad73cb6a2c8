# Made by schemagen from specs/forms.yaml. Do not edit.
"""A form engine: versioned form definitions, submissions that are valid against the version that
they name, and the events of both.
"""

import math
from typing import Annotated, Any, ClassVar, Literal
from uuid import UUID

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    ConfigDict,
    Field,
    JsonValue,
    StrictStr,
)

__all__ = [
    "Event",
    "FormDefinition",
    "FormDefinitionStatus",
    "FormDefinitionUpdate",
    "FormSubmission",
    "FormSubmissionUpdate",
    "NewEvent",
    "NewFormDefinition",
    "NewFormSubmission",
]


def _storable(text: str) -> str:
    """Refuse what no text in PostgreSQL can hold: U+0000 and halves of surrogate pairs."""
    if "\x00" in text:
        raise ValueError("PostgreSQL cannot store the character U+0000")
    text.encode()
    return text


def _unset() -> Any:
    """Stand for a value that the database chooses."""
    return None


_Integer = Annotated[int, Field(ge=-2147483648, le=2147483647)]
_Text = Annotated[str, AfterValidator(_storable)]
_TextTo100 = Annotated[str, Field(max_length=100), AfterValidator(_storable)]


def _storable_text(value: str) -> str:
    if "\0" in value:
        raise ValueError("JSON in PostgreSQL cannot hold the character U+0000")
    value.encode()
    return value


Text = Annotated[StrictStr, AfterValidator(_storable_text)]
"""A JSON string."""


def _storable_json(value: JsonValue) -> JsonValue:
    if isinstance(value, float) and not math.isfinite(value):
        raise ValueError("JSON has no such number")
    if isinstance(value, str):
        _storable_text(value)
    if isinstance(value, dict):
        for key, item in value.items():
            _storable_text(key)
            _storable_json(item)
    if isinstance(value, list):
        for item in value:
            _storable_json(item)
    return value


Json = Annotated[JsonValue, AfterValidator(_storable_json)]
"""Any JSON value."""


class _Row(BaseModel):
    """A row as it was read. Columns that the class does not know are left out."""

    model_config = ConfigDict(
        frozen=True,
        from_attributes=True,
        serialize_by_alias=True,
        validate_by_name=True,
    )

    TABLE: ClassVar[str]
    PRIMARY_KEY: ClassVar[tuple[str, ...]] = ()


class _New(BaseModel):
    """A row to insert.

    `model_dump(exclude_unset=True)` has the columns of the INSERT, under their names in the
    database: what was not set is left to the database, and is no value to read here. psycopg wants
    the values of `JSON_COLUMNS` wrapped in `Jsonb`, and None if the column cannot be NULL.
    """

    model_config = ConfigDict(
        extra="forbid",
        serialize_by_alias=True,
        validate_assignment=True,
        validate_by_name=True,
    )

    TABLE: ClassVar[str]
    JSON_COLUMNS: ClassVar[tuple[str, ...]] = ()


class _Update(BaseModel):
    """Changes to a row: only what was set, as for a new row."""

    model_config = ConfigDict(
        extra="forbid",
        serialize_by_alias=True,
        validate_assignment=True,
        validate_by_name=True,
    )

    TABLE: ClassVar[str]
    PRIMARY_KEY: ClassVar[tuple[str, ...]] = ()
    JSON_COLUMNS: ClassVar[tuple[str, ...]] = ()


FormDefinitionStatus = Literal["draft", "active", "archived"]


class Event(_Row):
    """What happened to a form or a submission, in order, for good."""

    TABLE = "public.events"
    PRIMARY_KEY = ("id",)

    id: UUID
    aggregate_id: UUID = Field(description="What it happened to.")
    aggregate_type: _Text
    event_type: _Text
    event_data: Json
    event_version: _Integer = Field(description="The place among the events of its aggregate.")
    correlation_id: UUID | None = Field(description="What belongs together.")
    causation_id: UUID | None = Field(description="The event or command that led to this one.")
    created_at: AwareDatetime | None


class NewEvent(_New):
    """A new row of public.events, dumped with `exclude_unset=True`."""

    TABLE = "public.events"
    JSON_COLUMNS = ("event_data",)

    id: UUID = Field(default_factory=_unset)
    aggregate_id: UUID = Field(description="What it happened to.")
    aggregate_type: _Text
    event_type: _Text
    event_data: Json
    event_version: _Integer = Field(description="The place among the events of its aggregate.")
    correlation_id: UUID | None = Field(default=None, description="What belongs together.")
    causation_id: UUID | None = Field(
        default=None,
        description="The event or command that led to this one.",
    )
    created_at: AwareDatetime | None = None


class FormDefinition(_Row):
    """A version of a form. Its definition is a JSON Schema for what is submitted."""

    TABLE = "public.form_definitions"
    PRIMARY_KEY = ("id",)

    id: UUID
    name: _TextTo100
    version: _Integer
    definition: Json
    status: FormDefinitionStatus
    created_at: AwareDatetime | None
    updated_at: AwareDatetime | None


class NewFormDefinition(_New):
    """A new row of public.form_definitions, dumped with `exclude_unset=True`."""

    TABLE = "public.form_definitions"
    JSON_COLUMNS = ("definition",)

    id: UUID = Field(default_factory=_unset)
    name: _TextTo100
    version: _Integer = Field(default_factory=_unset)
    definition: Json
    status: FormDefinitionStatus = Field(default_factory=_unset)
    created_at: AwareDatetime | None = None
    updated_at: AwareDatetime | None = None


class FormDefinitionUpdate(_Update):
    """Changes to a row of public.form_definitions, dumped with `exclude_unset=True`."""

    TABLE = "public.form_definitions"
    PRIMARY_KEY = ("id",)
    JSON_COLUMNS = ("definition",)

    name: _TextTo100 = Field(default_factory=_unset)
    version: _Integer = Field(default_factory=_unset)
    definition: Json = Field(default_factory=_unset)
    status: FormDefinitionStatus = Field(default_factory=_unset)
    created_at: AwareDatetime | None = None
    updated_at: AwareDatetime | None = None


class FormSubmission(_Row):
    """What was filled in for one version of a form."""

    TABLE = "public.form_submissions"
    PRIMARY_KEY = ("id",)

    id: UUID
    form_definition_id: UUID
    form_version: _Integer
    data: Json
    status: _Text
    created_at: AwareDatetime | None
    updated_at: AwareDatetime | None
    title: _Text | None
    priority: _Integer | None


class NewFormSubmission(_New):
    """A new row of public.form_submissions, dumped with `exclude_unset=True`."""

    TABLE = "public.form_submissions"
    JSON_COLUMNS = ("data",)

    id: UUID = Field(default_factory=_unset)
    form_definition_id: UUID
    form_version: _Integer
    data: Json
    status: _Text = Field(default_factory=_unset)
    created_at: AwareDatetime | None = None
    updated_at: AwareDatetime | None = None


class FormSubmissionUpdate(_Update):
    """Changes to a row of public.form_submissions, dumped with `exclude_unset=True`."""

    TABLE = "public.form_submissions"
    PRIMARY_KEY = ("id",)
    JSON_COLUMNS = ("data",)

    form_definition_id: UUID = Field(default_factory=_unset)
    form_version: _Integer = Field(default_factory=_unset)
    data: Json = Field(default_factory=_unset)
    status: _Text = Field(default_factory=_unset)
    created_at: AwareDatetime | None = None
    updated_at: AwareDatetime | None = None
