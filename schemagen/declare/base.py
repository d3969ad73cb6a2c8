"""The base of every pydantic model that reads a part of a spec."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict
from pydantic_core import PydanticCustomError


class SpecModel(BaseModel):
    """A mapping in a spec: unknown keys are refused, values are frozen.

    A model that also has a short form overrides `from_text` and is used through
    `schemagen.declare.base.short_form`.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)


def spec_error(
    code: str, message: str, *, hint: str = "", offset: int | None = None
) -> PydanticCustomError:
    """Build the error that a validator raises for a problem in its own words.

    `offset` counts characters from the start of the scalar, and moves the caret there.
    The message may hold any text, braces included.
    """
    context = {"message": message, "hint": hint, "offset": offset}
    return PydanticCustomError(code, "{message}", context)
