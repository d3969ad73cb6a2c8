"""What can be different between two catalogs."""

from __future__ import annotations

from typing import Any, TypeAlias

from schemagen.catalog.object import CatalogObject, ObjectId
from schemagen.frozen import frozen


@frozen
class Create:
    """The object is only in the desired catalog."""

    desired: CatalogObject


@frozen
class Drop:
    """The object is only in the current catalog."""

    current: CatalogObject


@frozen
class FieldChange:
    """One field that differs."""

    field: str
    current: Any
    desired: Any


@frozen
class Alter:
    """The object is in both, perhaps under another name (`renamed_from`), and differs.

    `parts` are the former and the new names of what is renamed inside it: the labels of an enum.
    """

    current: CatalogObject
    desired: CatalogObject
    fields: tuple[FieldChange, ...]
    renamed_from: ObjectId | None = None
    parts: tuple[tuple[str, str], ...] = ()


@frozen
class RenameCandidate:
    """An object that goes, and one that comes and may be it under a new name."""

    current: ObjectId
    desired: ObjectId

    @property
    def was(self) -> str:
        """What the new object's declaration says if it is so."""
        return self.current.name.partition("(")[0]


Change: TypeAlias = Create | Drop | Alter


def subject(change: Change) -> CatalogObject:
    """Return the object as it will be, or as it was if it goes."""
    return change.current if isinstance(change, Drop) else change.desired
