"""From a PostgreSQL type to a column of Drizzle.

What Drizzle has no column for is a custom type of its SQL name, whose values are what the driver
(node-postgres) gives: text.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from schemagen.catalog.catalog import Catalog
from schemagen.catalog.object import ObjectId
from schemagen.frozen import frozen
from schemagen.kinds.domain import Domain
from schemagen.render.viewmodels.drizzle.text import array, string, variable
from schemagen.sqltext.types import TypeName, read_type

_PLAIN: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "boolean": ("boolean", ""),
        "cidr": ("cidr", ""),
        # As a text, since a Date of JavaScript has a time and a zone.
        "date": ("date", ""),
        "double precision": ("doublePrecision", ""),
        "inet": ("inet", ""),
        "integer": ("integer", ""),
        "json": ("json", ""),
        "jsonb": ("jsonb", ""),
        "line": ("line", ""),
        "macaddr": ("macaddr", ""),
        "macaddr8": ("macaddr8", ""),
        "point": ("point", ""),
        "real": ("real", ""),
        "smallint": ("smallint", ""),
        "text": ("text", ""),
        "uuid": ("uuid", ""),
        # A number of JavaScript is exact up to 2^53 only.
        "bigint": ("bigint", 'mode: "bigint"'),
    }
)
_SERIAL: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "smallint": ("smallserial", ""),
        "integer": ("serial", ""),
        "bigint": ("bigserial", 'mode: "bigint"'),
    }
)
_HELD = MappingProxyType({"bytea": "Uint8Array"})


@frozen
class ColumnType:
    """A type as Drizzle has it.

    Attributes:
        function: what makes the column.
        options: what is in its second argument; empty for none.
        is_array: whether it is an array of that.
    """

    function: str
    options: str = ""
    is_array: bool = False

    def called(self, name: str, more: str = "") -> str:
        """Return the call for a column; `more` are options of the column alone."""
        options = ", ".join(filter(None, (self.options, more)))
        second = f", {{ {options} }}" if options else ""
        return f"{self.function}({string(name)}{second}){'.array()' if self.is_array else ''}"


@dataclass
class ColumnTypes:
    """Looks up types, and gathers those that have to be defined.

    Attributes:
        enums: the variable of each enum.
        custom: the variable of each type that Drizzle does not have, with its SQL name.
        taken: names that no variable may have.
    """

    catalog: Catalog
    home: str
    enums: Mapping[ObjectId, str]
    taken: set[str]
    custom: dict[str, str] = field(default_factory=dict)

    def of(self, text: str, *, counted: bool = False) -> ColumnType:
        """Return the type of a column; `counted` tells that a sequence of its own is its default.

        A domain is what it narrows: its values are the same, and what it asks of them is said in
        the database.
        """
        name = read_type(text)
        found = self._element(name.element, counted=counted)
        return replace(found, is_array=True) if name.dimensions else found

    def _element(self, name: TypeName, *, counted: bool) -> ColumnType:
        schema = name.schema or self.home
        if isinstance(domain := self.catalog.get(ObjectId("domain", schema, name.name)), Domain):
            return self.of(domain.type)
        key = ObjectId("enum", schema, name.name)
        if key in self.enums:
            return ColumnType(self.enums[key])
        if counted and name.name in _SERIAL:
            return ColumnType(*_SERIAL[name.name])
        found = self._builtin(name) if name.is_builtin else None
        return ColumnType(*found) if found else ColumnType(self._custom(name))

    def definitions(self) -> list[str]:
        """Return the definitions of the types that Drizzle does not have."""
        return [
            f"const {name} = customType<{{ data: {_HELD.get(text, 'string')} }}>({{"
            f" dataType: () => {string(text)} }});"
            for text, name in sorted(self.custom.items())
        ]

    def _custom(self, name: TypeName) -> str:
        text = name.canonical
        if text not in self.custom:
            wanted, number = variable(text), 1
            while wanted in self.taken:
                number += 1
                wanted = f"{variable(text)}{number}"
            self.taken.add(wanted)
            self.custom[text] = wanted
        return self.custom[text]

    def _builtin(self, name: TypeName) -> tuple[str, str] | None:
        if name.name in _PLAIN:
            return _PLAIN[name.name]
        sizes = name.modifiers
        match name.name:
            case "character varying":
                return "varchar", _options(length=sizes[:1])
            case "character":
                return "char", _options(length=sizes[:1])
            case "numeric":
                return "numeric", _options(precision=sizes[:1], scale=sizes[1:])
            case "interval":
                fields = (string(name.fields),) if name.fields else ()
                return "interval", _options(fields=fields, precision=sizes[:1])
        word = name.name.partition(" ")[0]
        if word in ("time", "timestamp"):
            zone = ("true",) if name.name.endswith("with time zone") else ()
            return word, _options(precision=sizes[:1], withTimezone=zone)
        return None


def _options(**given: Sequence[str]) -> str:
    """Return the options that have a value."""
    return ", ".join(f"{name}: {values[0]}" for name, values in given.items() if values)


def enum_options(values: Sequence[str]) -> str:
    """Return the option that narrows a text to some values."""
    return f"enum: {array([string(value) for value in values])}"
