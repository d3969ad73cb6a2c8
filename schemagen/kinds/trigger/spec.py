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
    """The name for the rows as they were."""
    new_table: str | None = None
    """The name for the rows as they are."""


class TriggerSpec(ShortForm):
    """A trigger: the text after its name in CREATE TRIGGER, or a mapping."""

    timing: Choice["before", "after", "instead of"]
    """Whether it fires before or after the change, or in its place."""
    events: NameList
    """`insert`, `update`, `update of a, b`, `delete` or `truncate`."""
    for_each: Choice["row", "statement"] = "statement"
    """Whether it fires for each row, or once for a statement."""
    when: str | None = None
    """Fires only where this is true; names rows as `new` and `old`."""
    function: str
    """The trigger function."""
    arguments: list[str | int | float | bool] = Field(default_factory=list)
    """Constants that the function is passed, as text."""
    constraint: bool = False
    """Whether it is a constraint trigger, which may be deferred."""
    from_: str | None = Field(default=None, alias="from")
    """The second table that a constraint trigger looks at."""
    deferrable: bool = False
    initially_deferred: bool = False
    referencing: ReferencingSpec | None = None
    """Names for all the rows of the statement: transition tables."""
    enabled: Choice["origin", "replica", "always", "disabled"] = "origin"
    comment: str | None = None
    was: str | None = None

    @classmethod
    def from_text(cls, text: str) -> Mapping[str, Any]:
        """Read `before update on … for each row execute function f()`."""
        return read_trigger(text)
