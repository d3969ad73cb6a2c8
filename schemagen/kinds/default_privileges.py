"""Default privileges (pg_default_acl): what objects of the future are granted when they are made.

Those of a schema come on top of those of the whole database, which start from PostgreSQL's own
("ALTER DEFAULT PRIVILEGES").
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any, Final
from typing import Literal as Choice

from pydantic import Field

from schemagen.catalog.catalog import Catalog
from schemagen.catalog.facets.grants import RELATION_PRIVILEGES
from schemagen.catalog.hazard import authz
from schemagen.catalog.object import (
    ALTER,
    RECREATE,
    CatalogObject,
    Grant,
    Ignore,
    ObjectId,
    on_change,
)
from schemagen.catalog.since import of_grants, of_values
from schemagen.catalog.statement import Effect, Statement, Topic
from schemagen.declare.base import SpecModel
from schemagen.declare.declaration import Declaration, stated
from schemagen.declare.draft import ProjectDraft
from schemagen.declare.grants import GrantsSpec, simple_grants
from schemagen.declare.section import Declared, Level, Section
from schemagen.frozen import frozen
from schemagen.kinds.kind import CreateContext, Kind
from schemagen.kinds.support import access_statement, role_id, schema_id
from schemagen.sqltext.quoting import Name, Raw, join_sql, sql

_PRIVILEGES: Final = {
    "tables": RELATION_PRIVILEGES,
    "sequences": ("USAGE", "SELECT", "UPDATE"),
    "functions": ("EXECUTE",),
    "types": ("USAGE",),
    "schemas": ("USAGE", "CREATE"),
    "large objects": ("SELECT", "UPDATE"),
}

_EVERYBODYS: Final = {
    "functions": Grant("PUBLIC", "EXECUTE"),
    "types": Grant("PUBLIC", "USAGE"),
}
"""What PostgreSQL itself grants to all."""


@frozen(kw_only=True)
class DefaultPrivileges(CatalogObject):
    """What is granted on objects of one sort that one role makes, in one schema or in all."""

    objects: str = on_change(RECREATE, since=of_values({"large objects": 18}))  # tables
    role: str | None = on_change(RECREATE, None)  # app_owner; None: whoever runs the statement
    # Beyond PostgreSQL's own defaults.
    granted: tuple[Grant, ...] = on_change(ALTER, (), since=of_grants)
    taken: tuple[Grant, ...] = on_change(ALTER, ())  # of PostgreSQL's own defaults
    # What is granted in a schema although everybody, or the owner, has it anyway.
    implied: tuple[Grant, ...] = on_change(Ignore("follows from the other fields"), ())


class DefaultPrivilegesSpec(SpecModel):
    """Privileges on objects that are yet to be made."""

    on: Choice["tables", "sequences", "functions", "types", "schemas", "large objects"]
    """Of which sort the objects are."""
    in_: str | None = Field(None, alias="in")
    """The schema; without it, every one."""
    by: str | None = None
    """Who makes them; without it, whoever runs the script."""
    grants: GrantsSpec = Field(default_factory=dict)
    revoked: GrantsSpec = Field(default_factory=dict)
    """What PostgreSQL itself would grant: `{public: execute}`."""
    grantable: GrantsSpec = Field(default_factory=dict)
    """With grant option."""


def _lower(declared: list[DefaultPrivilegesSpec], project: ProjectDraft) -> Declared:
    for index, spec in enumerate(declared):
        path = ("default_privileges", index)
        known = _PRIVILEGES[spec.on]
        if spec.revoked and spec.in_:
            project.problem(
                "default-privileges-in-schema",
                "the default privileges of a schema can only grant more than those of all schemas",
                (*path, "revoked"),
                hint="take them away without `in`",
            )
        granted = simple_grants(spec.grants, known, project, (*path, "grants"))
        options = simple_grants(spec.grantable, known, project, (*path, "grantable"))
        taken = simple_grants(spec.revoked, known, project, (*path, "revoked"))
        with_option = tuple(grant._replace(grantable=True) for grant in options)
        names = {grant.grantee for grant in (*granted, *options, *taken)} | {spec.by or ""}
        needs = [role_id(name) for name in names & project.roles]
        item = DefaultPrivileges(
            id=ObjectId("default_privileges", spec.in_ or "", _name(spec.on, spec.by)),
            objects=spec.on,
            role=spec.by,
            granted=tuple(sorted((*granted, *with_option))),
            taken=taken,
            implied=tuple(grant for grant in granted if grant == _EVERYBODYS.get(spec.on)),
            depends_on=tuple(sorted([*needs, *([schema_id(spec.in_)] if spec.in_ else [])])),
        )
        yield item, path


def _name(objects: str, role: str | None) -> str:
    return f"{objects} of {role}" if role else objects


def _create(item: DefaultPrivileges, _: CreateContext) -> Iterable[Statement]:
    yield from _revoke(item, item.taken)
    yield from _grant(item, item.granted)


def _drop(item: DefaultPrivileges) -> Iterable[Statement]:
    yield from _revoke(item, item.granted)
    yield from _grant(item, item.taken)


def _set_granted(current: DefaultPrivileges, desired: DefaultPrivileges) -> Iterable[Statement]:
    yield from _revoke(desired, set(current.granted) - set(desired.granted))
    yield from _grant(desired, set(desired.granted) - set(current.granted))


def _set_taken(current: DefaultPrivileges, desired: DefaultPrivileges) -> Iterable[Statement]:
    yield from _grant(desired, set(current.taken) - set(desired.taken))
    yield from _revoke(desired, set(desired.taken) - set(current.taken))


def _grant(item: DefaultPrivileges, grants: Iterable[Grant]) -> Iterable[Statement]:
    for (grantee, grantable), what in _grouped(grants):
        option = " WITH GRANT OPTION" if grantable else ""
        risk = authz(f"{grantee} gets {what} on all {item.objects} that are made from now on")
        action = sql(
            "GRANT {} ON {} TO {}{}", Raw(what), _objects(item), _role(grantee), Raw(option)
        )
        yield _alter(item, action, Effect(risks=(risk,)))


def _revoke(item: DefaultPrivileges, grants: Iterable[Grant]) -> Iterable[Statement]:
    for (grantee, _), what in _grouped(grants):
        action = sql("REVOKE {} ON {} FROM {}", Raw(what), _objects(item), _role(grantee))
        yield _alter(item, action, Effect())


def _alter(item: DefaultPrivileges, action: str, effect: Effect) -> Statement:
    head = join_sql(
        [
            "ALTER DEFAULT PRIVILEGES",
            sql("FOR ROLE {}", Name(item.role)) if item.role else "",
            sql("IN SCHEMA {}", Name(item.id.schema)) if item.id.schema else "",
        ]
    )
    return access_statement(item, "{} {}", Raw(head), Raw(action), effect=effect)


def _objects(item: DefaultPrivileges) -> Raw:
    return Raw(item.objects.upper())


def _role(grantee: str) -> Raw | Name:
    return Raw(grantee) if grantee == "PUBLIC" else Name(grantee)


def _grouped(grants: Iterable[Grant]) -> Iterable[tuple[tuple[str, bool], str]]:
    found: dict[tuple[str, bool], list[str]] = defaultdict(list)
    for grant in sorted(grants):
        found[grant.grantee, grant.grantable].append(grant.privilege)
    return ((key, ", ".join(names)) for key, names in found.items())


def _preset(item: DefaultPrivileges, objects: str, schema: str) -> tuple[list[Grant], list[Grant]]:
    """Return what a new object of a sort, made by whoever runs the statements, gets and lacks."""
    if item.role is not None or item.objects != objects or item.id.schema not in ("", schema):
        return [], []
    return [grant for grant in item.granted if grant not in item.implied], list(item.taken)


def _identity(item: DefaultPrivileges) -> str:
    return item.id.name


def _declare(item: DefaultPrivileges, _: Catalog) -> Declaration:
    plain = [grant for grant in item.granted if not grant.grantable]
    values = {
        "on": item.objects,
        "in_": item.id.schema or None,
        "by": item.role,
        "grants": _by_role(plain),
        "revoked": _by_role(item.taken),
        "grantable": _by_role(grant for grant in item.granted if grant.grantable),
    }
    return Declaration("default_privileges", stated(DefaultPrivilegesSpec, values))


def _by_role(grants: Iterable[Grant]) -> dict[str, Any]:
    found: dict[str, list[str]] = defaultdict(list)
    for grant in grants:
        found["public" if grant.grantee == "PUBLIC" else grant.grantee].append(
            grant.privilege.lower()
        )
    return dict(found)


SECTION: Section[list[DefaultPrivilegesSpec]] = Section(
    key="default_privileges",
    level=Level.PROJECT,
    annotation=list[DefaultPrivilegesSpec],
    default=list,
    description="Privileges on objects that are yet to be made.",
    lower_project=_lower,
)

KIND = Kind(
    name="default_privileges",
    plural="default privileges",
    keyword="DEFAULT PRIVILEGES",
    model=DefaultPrivileges,
    # Last to come and first to go: what a plan makes has the privileges that the plan says.
    phase=900,
    create=_create,
    drop=_drop,
    alters={"granted": _set_granted, "taken": _set_taken},
    identity=_identity,
    preset=_preset,
    gives_access=True,
    sections=(SECTION,),
    declare=_declare,
    topic=Topic.ACCESS,
)
