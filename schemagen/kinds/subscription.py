"""Subscriptions (pg_subscription): what logical replication receives ("CREATE SUBSCRIPTION").

A plan never connects to the other server: a new subscription is made without, and the slot of one
that goes is left there. A connection is known to superusers alone, and its password to no spec.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from pydantic import Field

from schemagen.catalog.catalog import Catalog
from schemagen.catalog.hazard import correctness
from schemagen.catalog.object import (
    ALTER,
    SECRET,
    UNORDERED,
    CatalogObject,
    Ignore,
    ObjectId,
    Refers,
    on_change,
)
from schemagen.catalog.since import of_options
from schemagen.catalog.statement import Effect, Statement
from schemagen.declare.base import NameList, SpecModel
from schemagen.declare.declaration import Declaration, stated
from schemagen.declare.draft import ProjectDraft
from schemagen.declare.generic_options import OptionsSpec, read_options, write_options
from schemagen.declare.problems import Path
from schemagen.declare.section import Declared, Level, Section
from schemagen.frozen import frozen
from schemagen.kinds.effects import NO_LOCK
from schemagen.kinds.kind import CreateContext, Facet, Kind
from schemagen.kinds.support import plain_text, rename_object, statement
from schemagen.sqltext.generic_options import Options
from schemagen.sqltext.quoting import Literal, Name, Names, Raw, sql

_PASSWORD: Final = re.compile(r"\bpassword\s*=|://[^:/@]*:[^@/]*@")
_USUAL: Final = {
    "binary": "false",
    "streaming": "off",
    "synchronous_commit": "off",
    "disable_on_error": "false",
    "password_required": "true",
    "run_as_owner": "false",
    "origin": "any",
    "failover": "false",
}
"""The options that can be altered, with what they are when nobody says anything."""
_LATER: Final = {
    "disable_on_error": 15,
    "failover": 17,
    "origin": 16,
    "password_required": 16,
    "run_as_owner": 16,
    "streaming=parallel": 16,
}
"""Those that came with a later version than the oldest one known."""


@frozen(kw_only=True)
class Subscription(CatalogObject):
    """A subscription. Its connection is none where whoever reads may not see it."""

    connection: str | None = on_change(ALTER, None, refers=Refers.NOTHING)  # host=db1 dbname=app
    connection_with_password: str | None = on_change(SECRET, None, refers=Refers.NOTHING)
    publications: tuple[str, ...] = on_change(ALTER, ())  # sorted
    slot_name: str | None = on_change(ALTER, None)
    two_phase: bool = on_change(ALTER, False, since=15)
    options: Options = on_change(UNORDERED, (), since=of_options(_LATER))  # (('binary', 'true'),)
    enabled: bool = on_change(Ignore("who enables it has made the slot and has seen to it"), False)


class SubscriptionSpec(SpecModel):
    """A subscription."""

    connection: str
    """`host=db1 dbname=app`, without a password."""
    publications: NameList
    """The publications of the other server that it receives."""
    slot_name: str | None = None
    """The slot on the other server."""
    two_phase: bool = False
    """Whether prepared transactions are received before they are committed (15)."""
    options: OptionsSpec = Field(default_factory=dict)
    comment: str | None = None
    was: str | None = None


def _lower(declared: dict[str, SubscriptionSpec], project: ProjectDraft) -> Declared:
    for name, spec in declared.items():
        path = ("subscriptions", name)
        _check(spec, project, path)
        item = Subscription(
            id=ObjectId("subscription", "", name),
            connection=spec.connection,
            publications=tuple(sorted(spec.publications)),
            slot_name=spec.slot_name,
            two_phase=spec.two_phase,
            options=read_options(spec.options),
            comment=spec.comment,
            was=spec.was,
        )
        yield item, path


def _check(spec: SubscriptionSpec, project: ProjectDraft, path: Path) -> None:
    if _PASSWORD.search(spec.connection):
        project.problem(
            "secret-in-spec",
            "a password would stand in every file that is made of this spec",
            (*path, "connection"),
            hint="leave it out: libpq reads it from a password file, `passfile`",
        )


def _create(item: Subscription, _: CreateContext) -> Iterable[Statement]:
    slot = sql("{}", Literal(item.slot_name)) if item.slot_name else "NONE"
    options = [
        "connect = false",
        sql("slot_name = {}", Raw(slot)),
        *(["two_phase = true"] if item.two_phase else []),
        *_settings(item.options),
    ]
    yield statement(
        item,
        "CREATE SUBSCRIPTION {} CONNECTION {} PUBLICATION {} WITH ({})",
        Name(item.id.name),
        Literal(item.connection_with_password or item.connection or ""),
        Names(item.publications),
        Raw(", ".join(options)),
        effect=_waiting(item),
    )


def _waiting(item: Subscription) -> Effect:
    risk = f"{item.id.name} receives nothing until it has a slot, is enabled and is refreshed"
    return Effect(risks=(correctness(risk),))


def _settings(options: Iterable[tuple[str, str]]) -> list[str]:
    return [sql("{} = {}", Raw(key), Literal(value)) for key, value in options]


def _alter(item: Subscription, action: str, effect: Effect) -> Statement:
    name = Name(item.id.name)
    return statement(item, "ALTER SUBSCRIPTION {} {}", name, Raw(action), effect=effect)


def _drop(item: Subscription) -> Iterable[Statement]:
    """Drop without asking the other server to drop the slot, which no transaction may do."""
    effect = NO_LOCK
    if item.slot_name:
        if item.enabled:
            yield _alter(item, "DISABLE", NO_LOCK)
        yield _alter(item, "SET (slot_name = NONE)", NO_LOCK)
        left = f"slot {item.slot_name} stays on the other server, which keeps all changes for it"
        effect = Effect(risks=(correctness(left),))
    yield statement(item, "DROP SUBSCRIPTION {}", Name(item.id.name), effect=effect)


def _set_connection(current: Subscription, desired: Subscription) -> Iterable[Statement]:
    if desired.connection is None:
        return
    text = desired.connection_with_password or desired.connection
    lost = current.connection_with_password and not desired.connection_with_password
    risk = correctness(f"the connection of {desired.id.name} has no password any more")
    effect = Effect(risks=(risk,)) if lost else NO_LOCK
    yield _alter(desired, sql("CONNECTION {}", Literal(text)), effect)


def _set_publications(_: Subscription, desired: Subscription) -> Iterable[Statement]:
    text = sql("SET PUBLICATION {} WITH (refresh = false)", Names(desired.publications))
    yield _alter(desired, text, _waiting(desired))


def _set_slot(current: Subscription, desired: Subscription) -> Iterable[Statement]:
    if desired.slot_name is None and current.enabled:
        yield _alter(desired, "DISABLE", NO_LOCK)
    slot = sql("{}", Literal(desired.slot_name)) if desired.slot_name else "NONE"
    yield _alter(desired, sql("SET (slot_name = {})", Raw(slot)), _waiting(desired))


def _set_two_phase(_: Subscription, __: Subscription) -> None:
    """Refuse: before 18, a subscription is made with or without it."""


def _set_options(current: Subscription, desired: Subscription) -> Iterable[Statement]:
    before, after = dict(current.options), dict(desired.options)
    keys = dict.fromkeys([*after, *before])
    wanted = [(key, after.get(key, _USUAL.get(key, "false"))) for key in keys]
    changed = _settings(pair for pair in wanted if before.get(pair[0]) != pair[1])
    yield _alter(desired, sql("SET ({})", Raw(", ".join(changed))), NO_LOCK)


def _rename(current: Subscription, desired: Subscription) -> Iterable[Statement]:
    yield rename_object("SUBSCRIPTION", current, desired, NO_LOCK)


def _declare(item: Subscription, _: Catalog) -> Declaration:
    values = {
        "connection": item.connection or "",
        "publications": list(item.publications),
        "slot_name": item.slot_name,
        "two_phase": item.two_phase,
        "options": write_options(item.options),
    }
    return Declaration("subscriptions", stated(SubscriptionSpec, values), item.id.name)


SECTION: Section[dict[str, SubscriptionSpec]] = Section(
    key="subscriptions",
    level=Level.PROJECT,
    annotation=dict[str, SubscriptionSpec],
    default=dict,
    description="Subscriptions: what logical replication receives.",
    lower_project=_lower,
)

KIND = Kind(
    name="subscription",
    plural="subscriptions",
    keyword="SUBSCRIPTION",
    model=Subscription,
    phase=150,
    create=_create,
    drop=_drop,
    alters={
        "connection": _set_connection,
        "connection_with_password": _set_connection,
        "publications": _set_publications,
        "slot_name": _set_slot,
        "two_phase": _set_two_phase,
        "options": _set_options,
    },
    rename=_rename,
    identity=plain_text,
    sections=(SECTION,),
    declare=_declare,
    facets=frozenset({Facet.COMMENT, Facet.OWNER}),
)
