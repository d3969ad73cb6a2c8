"""Distribution: which tables a cluster spreads over its nodes, and by which column.

The engine is Citus. A table that has the project's column is distributed by it, the tenant's own
table by its key, and any other one stays on one node, unless a table says something else. What the
engine cannot hold is refused when the spec is read (`cluster`), so that no statement fails on the
cluster that worked everywhere else.
"""

from __future__ import annotations

from collections import Counter
from typing import Any
from typing import Literal as Choice

from schemagen.catalog.catalog import Catalog
from schemagen.declare.base import SpecModel
from schemagen.declare.draft import ProjectDraft, TableDraft
from schemagen.declare.facts import Cluster
from schemagen.declare.suggest import did_you_mean
from schemagen.declare.tree import ProjectTree
from schemagen.features.feature import Feature
from schemagen.features.support import find_table
from schemagen.kinds import column, distribution, primary_key, role
from schemagen.kinds.distribution import DistributionSpec
from schemagen.kinds.role import RoleSpec

_KEY = "distribution"


class ClusterSpec(SpecModel):
    """The cluster that a project runs on."""

    engine: Choice["citus"]
    """What spreads the rows."""
    column: str | None = None
    """What tables are distributed by; by default the tenant's column."""
    unsafe_triggers: bool = False
    """Whether the cluster has citus.enable_unsafe_triggers on."""


def _expand(spec: ClusterSpec, project: ProjectDraft) -> None:
    tenancy = project.declared.get("tenancy")
    name = spec.column or (tenancy.column if tenancy else None)
    if name is None:
        project.problem(
            "distribution-column",
            "nothing says which column the tables are distributed by",
            (_KEY,),
            hint="write `column:` there; a project with `tenancy` has one",
        )
        return
    project.facts.cluster = Cluster(spec.engine, name, spec.unsafe_triggers)
    _let_actors_in(project)
    root = find_table(tenancy.table, project) if tenancy else None
    keys = {table.key: _key_of(table) if table is root else name for table in _whole(project)}
    for table in _whole(project):
        table.sections[_KEY] = _placed(table, keys[table.key] or name)
    if spec.column and not any(name in column.SECTION.of(each) for each in _whole(project)):
        known = {each for table in _whole(project) for each in column.SECTION.of(table)}
        message, hint = f'no table has a column "{name}"', did_you_mean(name, known)
        project.problem("unknown-column", message, (_KEY, "column"), hint=hint)


def _let_actors_in(project: ProjectDraft) -> None:
    """Let the roles of actors log in: Citus connects to its nodes as whoever a session became."""
    declared = role.SECTION.of(project)
    for actor in project.facts.actors.values():
        spec = declared[actor.role] or RoleSpec()
        if spec.login:
            continue
        if ("roles", actor.role) in project.problems.origins:
            declared[actor.role] = spec.model_copy(update={"login": True})
            continue
        project.problems.add(
            "distributed-role",
            f'the role "{actor.role}" of an actor may not log in, so Citus cannot connect to its'
            " nodes as it",
            ("roles", actor.role),
            hint="write `login: true`; without a password it is only for who pg_hba.conf trusts",
            key=True,
        )


def _whole(project: ProjectDraft) -> list[TableDraft]:
    """Return the tables that are no partitions: those are where their tables are."""
    return [table for table in project.tables.values() if not table.own.partition_of]


def _key_of(table: TableDraft) -> str | None:
    key = primary_key.SECTION.of(table)
    return key.columns[0] if key and len(key.columns) == 1 else None


def _placed(table: TableDraft, name: str) -> DistributionSpec | None:
    """Return a table's place with its column, None for one that stays on one node."""
    said = distribution.SECTION.of(table)
    if said is None:
        if name not in column.SECTION.of(table) or table.is_foreign:
            return None
        table.project.problems.origins[table.path(_KEY)] = (_KEY,)
        return DistributionSpec(column=name)
    if said.table != "distributed" or said.column:
        return said
    if name not in column.SECTION.of(table):
        table.problem(
            "unknown-column",
            f'"{table.name}" has no column "{name}" to be distributed by',
            _KEY,
            hint="write `{column: …}`, or `reference` for a table that is whole on every node",
        )
        return None
    return said.model_copy(update={"column": name})


def _check_tables(_: None, table: TableDraft) -> None:
    """Refuse a place in a cluster that the project does not have, and one of a partition."""
    said = distribution.SECTION.of(table)
    if said is None:
        return
    if _KEY not in table.project.declared or table.project.declared[_KEY] is None:
        table.problem(
            "no-distribution",
            "the spec does not say which engine distributes tables",
            _KEY,
            hint="write `distribution: {engine: citus, column: …}` at the top",
            key=True,
        )
    elif table.own.partition_of:
        message = "a partition is where its table is"
        table.problem("partition-distribution", message, _KEY, hint="leave it out", key=True)


def _check(catalog: Catalog, project: ProjectDraft) -> None:
    cluster = project.facts.cluster
    if cluster is None:
        return
    # Imported here because few projects run on a cluster.
    from schemagen.features.cluster.layout import Layout
    from schemagen.features.cluster.rules import ALL

    layout = Layout(catalog, cluster)
    for rule in ALL:
        for breach in rule(layout):
            path = (*project.problems.declared[breach.key], *breach.below)
            project.problems.add(
                breach.code,
                breach.message,
                path,
                hint=breach.hint,
                offset=breach.offset,
                key=breach.on_key,
            )


def _fold(project: ProjectTree) -> None:
    """Say once what most tables are distributed by, and which tables of one node have that too."""
    entries = [entry for entry in project.relations.values() if "columns" in entry]
    placed = [entry[_KEY] for entry in entries if _KEY in entry]
    named = Counter(each["column"] for each in placed if isinstance(each, dict))
    if not placed:
        return
    found: dict[str, Any] = {"engine": "citus"}
    usual = min(named, key=lambda name: (-named[name], name)) if named else None
    for entry in entries:
        match entry.get(_KEY):
            case {"column": column, **rest} if column == usual:
                entry.pop(_KEY)
                entry.update({_KEY: rest} if rest else {})
            case None if usual in entry["columns"] and "partition_of" not in entry:
                entry[_KEY] = "local"
    found["column"] = usual or min(min(entry["columns"]) for entry in entries if _KEY in entry)
    if any(entry.get("triggers") and entry.get(_KEY) not in (None, "local") for entry in entries):
        found["unsafe_triggers"] = True
    project.sections[_KEY] = found


FEATURE = Feature(
    name="distribution",
    key=_KEY,
    project=ClusterSpec,
    expand_project=_expand,
    check=_check,
    fold_project=_fold,
    description="The cluster that spreads the tables: `{engine: citus, column: tenant_id}`.",
)

TABLES = Feature(
    name="distribution of tables",
    expand_table=_check_tables,
    description="Whether a table may say where its rows are.",
)
