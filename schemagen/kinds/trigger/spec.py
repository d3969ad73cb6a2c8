"""What a spec says of a trigger."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from typing import Literal as Choice

from pydantic import Field

from schemagen.declare.base import NameList, ShortForm, SpecModel
from schemagen.declare.trigger_text import read_trigger


class ReferencingSpec(SpecModel):
    """The transition tables of a trigger."""

    old_table: str | None = None
    new_table: str | None = None


class TriggerSpec(ShortForm):
    """A trigger: the text after its name in CREATE TRIGGER, or a mapping."""

    timing: Choice["before", "after", "instead of"]
    events: NameList
    for_each: Choice["row", "statement"] = "statement"
    when: str | None = None
    function: str
    arguments: list[str | int | float | bool] = Field(default_factory=list)
    constraint: bool = False
    from_: str | None = Field(
        default=None,
        alias="from",
        description="The second table that a constraint trigger looks at.",
    )
    deferrable: bool = False
    initially_deferred: bool = False
    referencing: ReferencingSpec | None = None
    enabled: Choice["origin", "replica", "always", "disabled"] = "origin"
    comment: str | None = None
    was: str | None = None

    @classmethod
    def from_text(cls, text: str) -> Mapping[str, Any]:
        """Read `before update on … for each row execute function f()`."""
        return read_trigger(text)
