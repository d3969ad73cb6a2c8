"""The statements that make a whole catalog in an empty database, and those that remove it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from schemagen import kinds
from schemagen.catalog.catalog import Catalog
from schemagen.catalog.facets.comment import set_comment
from schemagen.catalog.facets.grants import grant, revoke
from schemagen.catalog.facets.owner import set_owner
from schemagen.catalog.object import CatalogObject, ObjectId
from schemagen.catalog.statement import Statement
from schemagen.kinds.kind import CreateContext, Facet, Kind
from schemagen.plan.order import CreationOrder, creation_order
from schemagen.sqltext.quoting import Raw, sql


def create_statements(
    catalog: Catalog, order: CreationOrder | None = None
) -> tuple[Statement, ...]:
    """Return the statements that create everything, in an order in which they can run.

    `order` is `creation_order(catalog)`, for who has it already.

    Raises:
        CycleError: objects need each other.
    """
    order = order or creation_order(catalog)
    made: list[Statement] = []
    for item in order.objects:
        made += _create(item, catalog, order)
    everything = [*_with_inlined(order), *(item for item in catalog if item.external)]
    for item in everything:
        finish = _kind(item).finish
        if finish is not None and not item.external:
            made += finish(item)
    for item in everything:
        made += _grants(item)
    return tuple(made)


def drop_statements(catalog: Catalog, order: CreationOrder | None = None) -> tuple[Statement, ...]:
    """Return the statements that remove what `create_statements` made, in reverse order."""
    order = order or creation_order(catalog)
    position = order.positions()
    relations = _relation_positions(order)
    made: list[Statement] = []
    for item in catalog:
        if item.external and item.grants:
            made += revoke(item.grants, _granting(item), item.id)
    for item in reversed(order.objects):
        if not _goes_with_relation(item, position, relations):
            made += _kind(item).drop(item)
    return tuple(made)


def _kind(item: CatalogObject) -> Kind[Any]:
    return kinds.BY_NAME[item.id.kind]


def _create(item: CatalogObject, catalog: Catalog, order: CreationOrder) -> Iterable[Statement]:
    members = order.inlined.get(item.id, ())
    parts = [text for member in members if (text := _inline(member))]
    yield from _kind(item).create(item, CreateContext(catalog, parts))
    for each in (item, *members):
        yield from _owner_and_comment(each)


def _inline(item: CatalogObject) -> str | None:
    inline = _kind(item).inline
    return inline(item) if inline else None


def _owner_and_comment(item: CatalogObject) -> Iterable[Statement]:
    kind = _kind(item)
    if item.owner and Facet.OWNER in kind.facets:
        yield set_owner(_keyword(item), kind.identity(item), item.owner, item.id)
    if item.comment and Facet.COMMENT in kind.facets:
        yield set_comment(_keyword(item), kind.identity(item), item.comment, item.id, kind.topic)


def _keyword(item: CatalogObject) -> str:
    kind = _kind(item)
    return kind.keyword_of(item) if kind.keyword_of else kind.keyword


def _grants(item: CatalogObject) -> Iterable[Statement]:
    if item.revoked:
        yield from revoke(item.revoked, _granting(item), item.id)
    if item.grants:
        yield from grant(item.grants, _granting(item), item.id)


def _granting(item: CatalogObject) -> Any:
    kind = _kind(item)

    def what(privileges: Sequence[str]) -> str:
        if kind.grant_text:
            return kind.grant_text(item, privileges)
        return sql(
            "{} ON {} {}", Raw(", ".join(privileges)), Raw(_keyword(item)), Raw(kind.identity(item))
        )

    return what


def _with_inlined(order: CreationOrder) -> Iterable[CatalogObject]:
    for item in order.objects:
        yield item
        yield from order.inlined.get(item.id, ())


def _relation_positions(order: CreationOrder) -> dict[tuple[str, str], int]:
    return {
        (item.id.schema, item.id.name): position
        for position, item in enumerate(order.objects)
        if _kind(item).relation
    }


def _goes_with_relation(
    item: CatalogObject,
    position: dict[ObjectId, int],
    relations: dict[tuple[str, str], int],
) -> bool:
    """Tell whether dropping the relation is enough.

    It is not when the member needs something that was made after the relation: that would have to
    be dropped before the relation, while the member still stands in its way.
    """
    own = relations.get((item.id.schema, item.id.table))
    if own is None:
        return False
    return all(position.get(other, -1) <= own for other in item.depends_on)
