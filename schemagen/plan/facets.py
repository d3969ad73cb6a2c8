"""Statements for the properties that all kinds share."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace

from schemagen import kinds
from schemagen.catalog.facets.comment import set_comment
from schemagen.catalog.facets.grants import Privilege, grant, revoke
from schemagen.catalog.facets.owner import set_owner
from schemagen.catalog.hazard import authz
from schemagen.catalog.lock import LockMode
from schemagen.catalog.object import CatalogObject, Grant, ObjectId
from schemagen.catalog.statement import Effect, Statement
from schemagen.kinds.effects import ACCESS_EXCLUSIVE, NO_LOCK, SHARE_UPDATE_EXCLUSIVE, locking
from schemagen.kinds.kind import Facet
from schemagen.kinds.support import role_id
from schemagen.sqltext.quoting import Name, Raw, sql

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


def privileges_of_new(items: Sequence[CatalogObject]) -> Iterable[Statement]:
    """Give new objects their privileges."""
    yield from revoke(
        each for item in items if item.revoked for each in _privileges(item, item.revoked)
    )
    yield from grant(
        each for item in items if item.grants for each in _privileges(item, item.grants)
    )


def without_privileges(items: Sequence[CatalogObject]) -> Iterable[Statement]:
    """Take back what `privileges_of_new` gave."""
    yield from revoke(
        each for item in items if item.grants for each in _privileges(item, item.grants)
    )
    yield from grant(
        each for item in items if item.revoked for each in _privileges(item, item.revoked)
    )


def without_presets(
    items: Sequence[CatalogObject], defaults: Sequence[CatalogObject]
) -> Iterable[Statement]:
    """Take from new objects what default privileges in force gave them beyond what they shall have.

    `defaults` are the default privileges that were there when the objects were made.
    """
    given: list[Privilege] = []
    lacked: list[Privilege] = []
    for item in items if defaults else ():
        kind = kinds.BY_NAME[item.id.kind]
        for default in defaults if kind.makes else ():
            preset = kinds.BY_NAME[default.id.kind].preset
            more, less = preset(default, kind.makes, item.id.schema) if preset else ((), ())
            given += _privileges(item, set(more) - set(item.grants))
            lacked += _privileges(item, set(less) - set(item.revoked))
    yield from revoke(given)
    yield from grant(lacked)


def roles_of(item: CatalogObject) -> Iterable[ObjectId]:
    """Return the ids of the roles that own an object or have privileges on it."""
    names = {item.owner, *(each.grantee for each in (*item.grants, *item.revoked))}
    return (role_id(name) for name in names if name)


def alter_facet(current: CatalogObject, desired: CatalogObject, field: str) -> Iterable[Statement]:
    """Change one of the shared properties."""
    match field:
        case "comment":
            yield _comment(desired)
        case "owner":
            if desired.owner is not None:
                yield _owner(desired)
        case "grants" | "revoked":
            # Both at once: who has a privilege by default and gets it with grant option loses the
            # plain one, which must not take away the other.
            before = {*current.grants}, {*current.revoked}
            after = {*desired.grants}, {*desired.revoked}
            less = {*(before[0] - after[0]), *(after[1] - before[1])}
            more = {*(after[0] - before[0]), *(before[1] - after[1])}
            yield from revoke(_privileges(desired, less))
            yield from grant(_privileges(desired, more))


def move(item: CatalogObject, schema: str) -> Statement:
    """Put an object into another schema."""
    identity, moved = kinds.BY_NAME[item.id.kind].identity(item), item.id._replace(schema=schema)
    effect = _locking(replace(item, id=moved), ACCESS_EXCLUSIVE)
    text = sql("ALTER {} {} SET SCHEMA {}", Raw(_keyword(item)), Raw(identity), Name(schema))
    return Statement(text, moved, kinds.BY_NAME[item.id.kind].topic, effect=effect)


def _comment(item: CatalogObject) -> Statement:
    kind = kinds.BY_NAME[item.id.kind]
    effect = _locking(item, SHARE_UPDATE_EXCLUSIVE)
    keyword, identity = _keyword(item), kind.identity(item)
    return set_comment(keyword, identity, item.comment, item.id, kind.topic, effect)


def _owner(item: CatalogObject) -> Statement:
    kind = kinds.BY_NAME[item.id.kind]
    owner, identity = item.owner or "", kind.identity(item)
    risk = authz(f"{owner or 'whoever runs this'} may do everything with {item.id}")
    effect = replace(_locking(item, ACCESS_EXCLUSIVE), risks=(risk,))
    return set_owner(_keyword(item), identity, owner, item.id, effect)


def _locking(item: CatalogObject, mode: LockMode) -> Effect:
    """Return the effect of what locks a relation, where the object is one or belongs to one."""
    kind = kinds.BY_NAME[item.id.kind]
    return locking(item, mode) if item.id.table or "relation" in kind.name_spaces else NO_LOCK


def _keyword(item: CatalogObject) -> str:
    kind = kinds.BY_NAME[item.id.kind]
    return kind.keyword_of(item) if kind.keyword_of else kind.keyword


def _privileges(item: CatalogObject, grants: Collection[Grant]) -> Iterable[Privilege]:
    if not grants:
        return ()
    kind = kinds.BY_NAME[item.id.kind]
    if kind.granted_on is not None:
        target, column = kind.granted_on(item)
    else:
        target, column = sql("{} {}", Raw(_keyword(item)), Raw(kind.identity(item))), None
    rank = {name: number for number, name in enumerate(item.grant_order)}
    ordered = sorted(grants, key=lambda each: (rank.get(each.grantee, len(rank)), each))
    return [Privilege(target, each, column, item.id) for each in ordered]
