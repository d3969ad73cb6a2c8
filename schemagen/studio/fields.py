"""The fields of a form for one row: what was there, what a person wrote, and NULL beside ''."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import Final

from schemagen.frozen import frozen
from schemagen.studio.relations import Column, Relation
from schemagen.studio.typed import Typed
from schemagen.studio.visit import Visit

_ONE_LINE: Final = 80
_TALLEST: Final = 16


class How(StrEnum):
    """Where the value of a column comes from."""

    VALUE = "value"
    NULL = "null"
    DEFAULT = "default"


@frozen
class Field:
    """A column in a form: how it is given, and as which text if it is."""

    column: Column
    how: How
    text: str
    ways: tuple[How, ...]

    @property
    def lines(self) -> int:
        """How many lines the text takes."""
        lines = sum(1 + len(line) // _ONE_LINE for line in self.text.split("\n"))
        return min(lines, _TALLEST)

    @property
    def value(self) -> str | None:
        """The value, where it is not the default."""
        return None if self.how is How.NULL else self.text


def present(column: Column, text: str | None) -> Field:
    """Return the field of a column of a row that is there."""
    how = How.NULL if text is None else How.VALUE
    return Field(column, how, text or "", tuple(_ways(column)))


def fresh(column: Column) -> Field:
    """Return the field of a column of a new row."""
    ways = tuple(_ways(column, is_new=True))
    how = next((each for each in (How.DEFAULT, How.NULL) if each in ways), How.VALUE)
    return Field(column, how, "", ways)


def filled(visit: Visit, field: Field) -> Field:
    """Return a field as a form has it now; what the form does not have stays as it is."""
    name = field.column.name
    if f"value.{name}" not in visit.form and f"how.{name}" not in visit.form:
        return field
    said = visit.form_value(f"how.{name}")
    how = How(said) if said in [str(each) for each in field.ways] else field.how
    return Field(field.column, how, visit.form_value(f"value.{name}"), field.ways)


def changes(fields: Iterator[Field], current: Mapping[str, str | None]) -> dict[str, str | None]:
    """Return the values that are others than before."""
    found = {}
    for field in fields:
        before = current[field.column.name]
        # A browser turns every line break into the same one.
        plain = before.replace("\r\n", "\n") if before is not None else None
        if field.value != plain:
            found[field.column.name] = field.value
    return found


def typed_in(relation: Relation, given: Mapping[str, str | None]) -> list[Typed]:
    """Return texts for columns, to be looked at one by one where a statement is refused."""
    types = {column.name: column.type for column in relation.columns}
    return [
        Typed(f'column "{name}"', types[name], text)
        for name, text in given.items()
        if text is not None
    ]


def _ways(column: Column, *, is_new: bool = False) -> Iterator[How]:
    yield How.VALUE
    if not column.not_null:
        yield How.NULL
    if is_new and (column.default is not None or column.counted):
        yield How.DEFAULT
