"""The base of every pydantic model that reads a part of a spec."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from types import GenericAlias
from typing import Annotated, Any, ClassVar, Final, Self, TypeVar

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    GetJsonSchemaHandler,
    ModelWrapValidatorHandler,
    model_validator,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError

from schemagen.declare.problems import Path
from schemagen.sqltext.tokens import SqlTextError


class SpecModel(BaseModel):
    """A mapping in a spec: unknown keys are refused, values are frozen.

    Values are taken as they are: `yes` is text and no truth value, `"5"` is text and no number.
    """

    # Built when a whole spec is: building each model for itself first would be done twice.
    model_config = ConfigDict(
        extra="forbid", strict=True, frozen=True, hide_input_in_errors=True, defer_build=True
    )


def spec_error(
    code: str, message: str, *, hint: str = "", offset: int | None = None, at: Path = ()
) -> PydanticCustomError:
    """Build the error that a validator raises for a problem in its own words.

    `offset` counts characters from the start of the scalar, and moves the caret there; `at` is the
    path from the validated value to the scalar that is meant. Braces in the message are safe.
    """
    context = {"message": message, "hint": hint, "offset": offset, "at": at}
    return PydanticCustomError(code, "{message}", context)


def readable(read: Callable[[str], object]) -> AfterValidator:
    """Return a validator for a text that is read later: what cannot be read is refused at once."""

    def check(text: str) -> str:
        try:
            read(text)
        except SqlTextError as error:
            raise spec_error("syntax", str(error), offset=error.offset) from None
        return text

    return AfterValidator(check)


class Shorthand(SpecModel):
    """A mapping that may also be written as the value of one of its keys alone."""

    short_key: ClassVar[str]

    @model_validator(mode="before")
    @classmethod
    def _read_shorthand(cls, value: Any) -> Any:
        return value if isinstance(value, (Mapping, cls)) else {cls.short_key: value}

    @classmethod
    def __get_pydantic_json_schema__(
        cls, core_schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        mapping = handler(core_schema)
        return {"anyOf": [mapping["properties"][cls.short_key], mapping]}


class ShortForm(SpecModel):
    """A mapping that may also be written as text, in PostgreSQL's own syntax.

    Subclasses say how the text is read. Where `text_key` names a key, its value may hold the rest
    of the short form too: `{type: "text not null", comment: …}`.
    """

    @classmethod
    def from_text(cls, text: str) -> Mapping[str, Any]:
        """Read the short form as the mapping that says the same.

        Raises:
            SqlTextError: the text is not understood, with the offset at which.
        """
        raise TypeError(f"{cls.__name__} does not say how {text!r} is read")

    @classmethod
    def text_key(cls) -> str | None:
        """Return the key whose value may be a whole short form."""
        return None

    @model_validator(mode="wrap")
    @classmethod
    def _read_text(cls, value: Any, handler: ModelWrapValidatorHandler[Self]) -> Self:
        if isinstance(value, str):
            return _from_short(cls, value)
        key = cls.text_key()
        if key and isinstance(value, Mapping) and isinstance(value.get(key), str):
            read = _read(cls, value[key], (key,))
            value = {**read, **{name: item for name, item in value.items() if name != key}}
        return handler(value)

    @classmethod
    def __get_pydantic_json_schema__(
        cls, core_schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        mapping = handler(core_schema)
        return {"anyOf": [{"type": "string"}, mapping]}


F = TypeVar("F", bound=ShortForm)


def _from_short(model: type[F], text: str) -> F:
    found = _short_forms(model, text)
    if not isinstance(found, model):
        raise TypeError(f"{model.__name__} was read as another model")
    return found


@lru_cache(maxsize=65536)
def _short_forms(model: type[ShortForm], text: str) -> ShortForm:
    """Read a short form once for each distinct text: specs repeat most of their columns."""
    return model.model_validate(_read(model, text, ()))


def _read(model: type[ShortForm], text: str, at: Path) -> Mapping[str, Any]:
    try:
        return model.from_text(text)
    except SqlTextError as error:
        raise spec_error("syntax", str(error), offset=error.offset, at=at) from None


def _listed(value: Any) -> Any:
    return value if isinstance(value, list) else [value]


def one_or_many(item: Any) -> BeforeValidator:
    """Return a validator for a list of items, of which a single one may stand alone."""
    return BeforeValidator(_listed, json_schema_input_type=item | GenericAlias(list, (item,)))


def list_by_name(item: type[Shorthand]) -> BeforeValidator:
    """Return a validator for a list of items, which may stand in a mapping by their names too."""

    def listed(value: Any) -> Any:
        if not isinstance(value, dict):
            return value
        return [
            {"name": name, **(each if isinstance(each, dict) else {item.short_key: each})}
            for name, each in value.items()
        ]

    written = GenericAlias(list, (item,)) | GenericAlias(dict, (str, item))
    return BeforeValidator(listed, json_schema_input_type=written)


def _texts(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


ONE_TEXT_OR_MANY: Final = BeforeValidator(_texts, json_schema_input_type=str | list[str])
"""A validator for a list of texts, of which a single one may stand alone."""

NameList = Annotated[list[str], ONE_TEXT_OR_MANY]
"""A list of names; a single one may stand alone."""
