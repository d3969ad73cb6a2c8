"""What a spec says beyond the catalog: for models, documents and proofs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from schemagen.catalog.catalog import Catalog
from schemagen.catalog.object import ObjectId
from schemagen.catalog.since import OLDEST
from schemagen.declare.problems import Path
from schemagen.frozen import frozen
from schemagen.shapes.model import Shape


@frozen
class AccessRule:
    """What one actor may do to one table with one command.

    `using` and `with_check` are predicates as the person wrote them (`owner_id = claim.user_id`);
    `true` means every row. `columns` is empty when all columns are meant.
    """

    actor: str
    table: ObjectId
    command: str
    using: str | None
    with_check: str | None
    columns: tuple[str, ...] = ()


@frozen
class Actor:
    """Who connects: a role, and the claims by which a session says who it is.

    `claims` maps a claim's name to its type as SQL has it, `readers` to the function that reads it,
    and `settings` to the setting that it is read from, unless the function is the spec's own.
    """

    name: str
    role: str
    claims: dict[str, str]
    comment: str | None = None
    readers: dict[str, str] = field(default_factory=dict)
    settings: dict[str, str] = field(default_factory=dict)


@frozen
class Suppression:
    """A rule of `schemagen lint` that finds nothing in a table, or anywhere without one.

    `path` is where the spec says so.
    """

    rule: str
    reason: str
    path: Path
    table: ObjectId | None = None


@frozen
class ExternalRelation:
    """A relation that belongs to somebody else; `columns` maps names to types, where known.

    `extension` is the one that brings it along, if one does.
    """

    columns: dict[str, str]
    optional: bool
    extension: str | None = None


@frozen
class Subscription:
    """When an actor may subscribe to a channel: always, where parameters are claims, or where a
    function of the database says so.

    `text` is the rule as a person wrote it. `equal` maps parameters of the channel to the claims
    that they have to be; `function` is named in SQL, and takes the parameters in their order.
    """

    text: str
    equal: dict[str, str] = field(default_factory=dict)
    function: str | None = None


@frozen
class Channel:
    """A channel of events, or one for each value of its parameters: `private-user-{user_id}`.

    `parameters` maps their names to types, in order; `subscribe` has who may, by actor. `is_open`
    tells that everybody may, without being asked who they are.
    """

    pattern: str
    parameters: dict[str, str]
    is_open: bool
    subscribe: dict[str, Subscription]
    comment: str | None = None


@frozen
class RealtimeEvent:
    """What is told when rows of a table change: which columns, on which of the channels."""

    name: str
    table: ObjectId
    columns: tuple[str, ...]
    channels: tuple[str, ...]
    comment: str | None = None


@frozen
class Realtime:
    """Where events wait to be relayed, and what there is to be told.

    Attributes:
        outbox: the table that triggers write events to.
        dead_letters: the table of those that were refused too often.
        channels: by pattern.
        events: by name.
    """

    outbox: ObjectId
    dead_letters: ObjectId
    channels: dict[str, Channel]
    events: dict[str, RealtimeEvent]


@frozen
class RelationshipNames:
    """What a spec calls the two directions of a foreign key; None where it says nothing.

    `relationship` leads to the row that is referred to, `inverse` to those that refer to it.
    """

    relationship: str | None = None
    inverse: str | None = None


@frozen
class Seeds:
    """Rows that a spec has for a table: values by column, and the columns that tell rows apart."""

    key: tuple[str, ...]
    rows: tuple[Mapping[str, Any], ...]


@frozen
class Cluster:
    """What spreads the tables of a project over several nodes.

    `column` is what most of them are distributed by; `unsafe_triggers` tells that triggers may be
    on them.
    """

    engine: str
    column: str
    unsafe_triggers: bool = False


@dataclass
class Facts:
    """Filled by the features while a spec is lowered; read by the outputs."""

    actors: dict[str, Actor] = field(default_factory=dict)
    shapes: dict[str, Shape] = field(default_factory=dict)
    column_shapes: dict[ObjectId, str] = field(default_factory=dict)
    shape_checks: set[ObjectId] = field(default_factory=set)
    """Constraints that hold a column to its shape."""
    model_names: dict[ObjectId, str] = field(default_factory=dict)
    relationships: dict[ObjectId, RelationshipNames] = field(default_factory=dict)
    """What the directions of foreign keys are called, where the spec says so."""
    access: list[AccessRule] = field(default_factory=list)
    examples: dict[ObjectId, tuple[str, ...]] = field(default_factory=dict)
    """Expressions that are true, by the function that they call."""
    filled: set[ObjectId] = field(default_factory=set)
    """Columns that a trigger fills on insert, whatever the statement says."""
    touched: set[ObjectId] = field(default_factory=set)
    """Columns that a trigger changes on update, whatever the statement says."""
    unchanging: set[ObjectId] = field(default_factory=set)
    """Tables whose rows are there to stay: nobody updates them."""
    marked: dict[ObjectId, str] = field(default_factory=dict)
    """The column by which a row of a table is marked as deleted."""
    renewed: dict[ObjectId, str] = field(default_factory=dict)
    """The column of a table that a trigger changes with each update: a version, else a time."""
    cluster: Cluster | None = None
    """What the project is distributed by, if it is."""
    tenant_claim: str | None = None
    """The claim that tells which tenant a session is of."""
    made_policies: set[ObjectId] = field(default_factory=set)
    """Policies that a feature made, of what `access` says already."""
    realtime: Realtime | None = None
    """What the project tells as it happens, if it does."""
    suppressions: list[Suppression] = field(default_factory=list)
    targets: dict[str, bool] = field(default_factory=dict)
    """Outputs that the project asks for, or does without."""
    external: dict[ObjectId, ExternalRelation] = field(default_factory=dict)
    seeds: dict[ObjectId, Seeds] = field(default_factory=dict)
    """Rows that a person wrote, by their table."""


@frozen(slots=False)
class Project:
    """A spec that was read without an error: all that the outputs are rendered from.

    `source` is the spec's path relative to the repository, with `/`: `specs/trust.yaml`.
    `postgres` is the oldest major version that it runs on.
    `check_function_bodies` tells whether PostgreSQL is to look into functions when it makes them.
    """

    name: str
    source: str
    schema: str
    comment: str | None
    catalog: Catalog
    facts: Facts
    postgres: int = OLDEST
    check_function_bodies: bool = True
