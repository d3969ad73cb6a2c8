"""What primary keys and unique constraints have in common: both are keys of columns."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar

from schemagen.catalog.statement import Statement
from schemagen.declare.base import Shorthand
from schemagen.declare.declaration import Declaration, is_plain, stated
from schemagen.kinds.constraints import constraint_text
from schemagen.kinds.index_tree import attach, stands_alone
from schemagen.kinds.indexed import IndexedConstraint, add_indexed, index_values
from schemagen.kinds.kind import CreateContext

K = TypeVar("K", bound=IndexedConstraint)


def create_key(
    definition: Callable[[K], str],
) -> Callable[[K, CreateContext], Iterable[Statement]]:
    """Return what adds a key to its table, and attaches it to that of the parent."""

    def create(item: K, context: CreateContext) -> Iterable[Statement]:
        only = stands_alone(item, item.lacking, context.catalog)
        yield add_indexed(item, definition(item), only=only)
        yield from attach(item)

    return create


def inline_key(definition: Callable[[K], str]) -> Callable[[K], str | None]:
    """Return what writes a key into CREATE TABLE, none where PostgreSQL makes it for the parent."""

    def inline(item: K) -> str | None:
        if item.follows is not None and not item.backs_index:
            return None
        return constraint_text(item, definition(item))

    return inline


def declare_key(
    item: IndexedConstraint, section: str, spec: type[Shorthand], values: Mapping[str, Any]
) -> Declaration | None:
    """Declare a key, short where its columns say all; none where the key of the parent says it.

    `values` are those of the spec's fields, without what it says about the index.
    """
    if item.follows is not None and item.follows.kind == item.id.kind:
        return None
    mapping = stated(spec, {**values, **index_values(item)})
    short = is_plain(item) and list(mapping) == [spec.short_key]
    return Declaration(section, mapping[spec.short_key] if short else mapping)
