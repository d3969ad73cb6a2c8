"""The catalog object of a domain."""

from __future__ import annotations

from typing import NamedTuple

from schemagen.catalog.object import ALTER, RECREATE, CatalogObject, on_change
from schemagen.catalog.since import of_type
from schemagen.frozen import frozen


class DomainCheck(NamedTuple):
    """A check of a domain; `not_valid` ones do not hold for the values that were there before."""

    name: str
    expression: str  # VALUE ~ '@'
    not_valid: bool = False
    comment: str | None = None


@frozen(kw_only=True)
class Domain(CatalogObject):
    """A domain."""

    type: str = on_change(RECREATE, since=of_type)  # text
    not_null: bool = on_change(ALTER, False)
    default: str | None = on_change(ALTER, None)
    collation: str | None = on_change(RECREATE, None)
    checks: tuple[DomainCheck, ...] = on_change(ALTER, ())  # sorted by name
