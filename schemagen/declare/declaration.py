"""What a spec says of an object: the inverse of lowering, for who writes specs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from schemagen.catalog.object import CatalogObject
from schemagen.declare.base import SpecModel
from schemagen.frozen import frozen
from schemagen.sqltext.quoting import quote_qualified


@frozen
class Declaration:
    """One entry of a section, as plain data (text, numbers, booleans, lists, mappings).

    Shared facets (comment, owner, privileges) are not part of it: they are added for every kind.
    An object that has one is declared as a mapping, so that they find their place in it.

    Attributes:
        section: the key of the section: `views`. A member's section stands in its relation.
        value: what stands there, short where the language has a short form.
        name: the key of the entry in the section's mapping, without the schema; empty for an item
            of a list. Overloads of a function share it.
    """

    section: str
    value: Any
    name: str = ""


@frozen
class Reference:
    """The name of something in a schema, inside the value of a declaration.

    Whoever writes the spec leaves the schema out where it is the project's.

    Attributes:
        schema: the schema.
        name: the name itself.
        rest: what follows the name in the text: the columns of a key, ` (id)`.
    """

    schema: str
    name: str
    rest: str = ""

    def text(self, home: str) -> str:
        """Return the text of the spec, for a project in the schema `home`."""
        return quote_qualified("" if self.schema == home else self.schema, self.name) + self.rest


def is_plain(item: CatalogObject) -> bool:
    """Whether an object has no shared facet, so that a short form can say all of it."""
    return item.comment is None and item.owner is None and not item.grants and not item.revoked


def stated(model: type[SpecModel], values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the mapping form of a declaration, with the keys of the spec and without defaults.

    `values` are by the fields of the model, whose order the mapping has.
    """
    found: dict[str, Any] = {}
    for name, field in model.model_fields.items():
        value = values.get(name)
        default = None if field.is_required() else field.get_default(call_default_factory=True)
        if name in values and value is not None and (field.is_required() or value != default):
            found[field.alias or name] = value
    return found
