"""Which part of a database somebody asks for."""

from __future__ import annotations

from schemagen.frozen import frozen


@frozen
class Selection:
    """What is to be compared.

    Attributes:
        schemas: patterns of the schemas to compare; without any, those that the spec declares.
        exclude: patterns of what to leave alone: a schema, `schema.name`, `schema.table.name`, or
            the name of what is in no schema. `*` stands for anything.
    """

    schemas: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.schemas or self.exclude)
