"""Statements for the properties that all kinds share."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from schemagen import kinds
from schemagen.catalog.facets.comment import set_comment
from schemagen.catalog.facets.grants import grant, revoke
from schemagen.catalog.facets.owner import set_owner
from schemagen.catalog.object import CatalogObject
from schemagen.catalog.statement import Statement
from schemagen.kinds.kind import Facet
from schemagen.sqltext.quoting import Raw, sql

_FIELDS = frozenset({"comment", "owner", "grants", "revoked"})


def is_facet(field: str) -> bool:
    """Tell whether a field is one that all kinds share."""
    return field in _FIELDS


def describe_new(item: CatalogObject) -> Iterable[Statement]:
    """Give a new object its owner and comment."""
    if item.owner and Facet.OWNER in kinds.BY_NAME[item.id.kind].facets:
        yield _owner(item)
    if item.comment and Facet.COMMENT in kinds.BY_NAME[item.id.kind].facets:
        yield _comment(item)


def privileges_of_new(item: CatalogObject) -> Iterable[Statement]:
    """Give a new object its privileges."""
    yield from revoke(item.revoked, _granting(item), item.id)
    yield from grant(item.grants, _granting(item), item.id)


def without_privileges(item: CatalogObject) -> Iterable[Statement]:
    """Take back what `privileges_of_new` gave."""
    yield from revoke(item.grants, _granting(item), item.id)
    yield from grant(item.revoked, _granting(item), item.id)


def alter_facet(current: CatalogObject, desired: CatalogObject, field: str) -> Iterable[Statement]:
    """Change one of the shared properties."""
    match field:
        case "comment":
            yield _comment(desired)
        case "owner":
            if desired.owner:
                yield _owner(desired)
        case "grants":
            less, more = set(current.grants), set(desired.grants)
            yield from revoke(less - more, _granting(desired), desired.id)
            yield from grant(more - less, _granting(desired), desired.id)
        case "revoked":
            less, more = set(desired.revoked), set(current.revoked)
            yield from revoke(less - more, _granting(desired), desired.id)
            yield from grant(more - less, _granting(desired), desired.id)


def _comment(item: CatalogObject) -> Statement:
    kind = kinds.BY_NAME[item.id.kind]
    return set_comment(_keyword(item), kind.identity(item), item.comment, item.id, kind.topic)


def _owner(item: CatalogObject) -> Statement:
    kind = kinds.BY_NAME[item.id.kind]
    return set_owner(_keyword(item), kind.identity(item), item.owner or "", item.id)


def _keyword(item: CatalogObject) -> str:
    kind = kinds.BY_NAME[item.id.kind]
    return kind.keyword_of(item) if kind.keyword_of else kind.keyword


def _granting(item: CatalogObject) -> Callable[[Sequence[str]], str]:
    kind: Any = kinds.BY_NAME[item.id.kind]

    def what(privileges: Sequence[str]) -> str:
        if kind.grant_text:
            text: str = kind.grant_text(item, privileges)
            return text
        listed = Raw(", ".join(privileges))
        return sql("{} ON {} {}", listed, Raw(_keyword(item)), Raw(kind.identity(item)))

    return what
