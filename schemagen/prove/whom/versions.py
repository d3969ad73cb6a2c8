"""Two databases, one of each schema, with the same rows and the same people."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import field, replace
from typing import Final

import psycopg

from schemagen.app.replay import replayed
from schemagen.app.scratch import OWNER
from schemagen.app.stubs import needed_roles
from schemagen.catalog.catalog import Catalog
from schemagen.catalog.object import ObjectId
from schemagen.declare.facts import Project
from schemagen.diff.renames import Renames, find_renames
from schemagen.frozen import frozen
from schemagen.kinds.table import Table
from schemagen.prove.access.arranging import Arranged
from schemagen.prove.access.asking import table_id
from schemagen.prove.access.collecting import rows_of
from schemagen.prove.access.ground import Ground, ground_of, let_in
from schemagen.prove.access.rules import Rules, Who
from schemagen.prove.access.server import SCHEMA, STRANGER
from schemagen.prove.access.store import ROW_KEY
from schemagen.prove.access.tries import Rows
from schemagen.prove.verdict import Job
from schemagen.prove.whom.speaking import Speaking, settings_in
from schemagen.seeding.reading import Connection, read_shelf
from schemagen.seeding.reading import Table as Read
from schemagen.sqltext.quoting import Names, Raw, join_sql, sql

_LOOSEN: Final = """
DO $body$
DECLARE
    each text;
BEGIN
    FOR each IN
        SELECT format('ALTER TABLE %s DROP CONSTRAINT IF EXISTS %I CASCADE',
            c.conrelid::regclass, c.conname)
        FROM pg_constraint AS c JOIN pg_class AS r ON r.oid = c.conrelid
        WHERE c.contype IN ('c', 'f', 'u', 'x') AND c.coninhcount = 0 AND c.conparentid = 0
            AND r.relnamespace::regnamespace::text NOT IN ('pg_catalog', 'information_schema')
        UNION ALL
        SELECT format('ALTER TABLE %s ALTER COLUMN %I DROP NOT NULL', a.attrelid::regclass,
            a.attname)
        FROM pg_attribute AS a JOIN pg_class AS r ON r.oid = a.attrelid
        WHERE a.attnotnull AND a.attnum > 0 AND NOT a.attisdropped AND a.attidentity = ''
            AND a.attinhcount = 0 AND r.relkind IN ('r', 'p')
            AND r.relnamespace::regnamespace::text NOT IN ('pg_catalog', 'information_schema')
            AND NOT EXISTS (SELECT FROM pg_index AS i WHERE i.indrelid = r.oid AND i.indisprimary
                AND a.attnum = ANY (i.indkey::smallint[]))
    LOOP
        EXECUTE each;
    END LOOP;
END
$body$
"""
"""What makes a database take rows that fit another version of its tables."""


@frozen(slots=False)
class Version:
    """One of both databases. Tables, columns and rows go by what they are in the desired schema.

    Attributes:
        ground: to reach it by; its `who` are everybody that has a role in it.
        tables: its rows, by table.
        columns: what its columns are called in the desired schema, by table.
        keys: which row of the desired schema a row is, by the keys of both.
    """

    ground: Ground
    tables: Mapping[ObjectId, Rows]
    columns: Mapping[ObjectId, Mapping[str, str]]
    keys: Mapping[str, str]

    def rows_in(self, listed: str) -> frozenset[str]:
        """Return the rows that an outcome lists, by the keys that they have in both versions."""
        return frozenset(self.keys[key] for key in listed.split() if key in self.keys)


@frozen(slots=False)
class Both:
    """Both databases.

    Attributes:
        before: what is there.
        after: what is wanted.
        renames: from one to the other.
        reads: the tables of the desired schema as the server describes them.
    """

    before: Version
    after: Version
    renames: Renames
    reads: Mapping[ObjectId, Read] = field(default_factory=dict)

    @property
    def shared(self) -> list[ObjectId]:
        """The tables that are in both."""
        return sorted(key for key in self.after.tables if key in self.before.tables)

    @property
    def tried(self) -> frozenset[ObjectId]:
        """Those of them that have rows which both have, so that something can be seen."""
        keys = self.after.keys.keys()
        return frozenset(key for key in self.shared if keys & self.after.tables[key].values.keys())


def with_catalog(project: Project, catalog: Catalog) -> Project:
    """Return a project with another catalog, and with the actors that have a role in it."""
    roles = needed_roles(catalog)
    actors = {name: each for name, each in project.facts.actors.items() if each.role in roles}
    facts = replace(project.facts, actors=actors)
    # Functions are read from a database without what their bodies need.
    return replace(project, catalog=catalog, facts=facts, check_function_bodies=False)


@contextmanager
def both_of(job: Job, current: Catalog) -> Iterator[Both]:
    """Make both databases: that of `current`, and that of the project; remove them in the end.

    Raises:
        ApplyError: the server refuses one of the schemas.
        SandboxError: there is no server, or a table takes no rows.
    """
    project = job.compiled.project
    renames = find_renames(current, project.catalog)
    texts = [
        (renames.follow(table), text) for table, text in Speaking(project, current).texts()
    ] + [*Speaking(project, project.catalog).texts()]
    known = [each for each in texts if each[0] in project.catalog]
    with ground_of(job, known, _others(project, current)) as ground:
        after, reads = _after(ground)
        with _before_of(job, current, ground, renames, after) as before:
            yield Both(before, _within(after, before), renames, reads)


def _within(after: Version, before: Version) -> Version:
    """Leave out of the tables of both versions the rows that one of them has no place for."""
    there = {*before.keys.values()}
    keys = {
        row: row
        for key, rows in after.tables.items()
        for row in rows.values
        if key not in before.tables or row in there
    }
    return replace(after, keys=keys)


def _others(project: Project, current: Catalog) -> list[Who]:
    """Return roles besides those of actors that something is granted to."""
    actors = {actor.role for actor in project.facts.actors.values()}
    owners = {item.owner for item in project.catalog if item.owner}
    there = needed_roles(project.catalog)
    names = (needed_roles(current) | there) - actors - owners - {OWNER, STRANGER}
    return [Who(name, name, is_actor=False) for name in sorted(names & there)]


def _after(ground: Ground) -> tuple[Version, dict[ObjectId, Read]]:
    shelf = read_shelf(ground.connection, [SCHEMA])
    by_id = {table_id(each): each for each in shelf.tables.values()}
    tables = {
        item.id: rows_of(ground.connection, item, by_id[item.id])
        for item in ground.rules.tables
        if item.id in by_id and item.partition_of is None
    }
    columns = {key: {name: name for name in rows.columns} for key, rows in tables.items()}
    keys = {row: row for rows in tables.values() for row in rows.values}
    return Version(ground, tables, columns, keys), by_id


@contextmanager
def _before_of(
    job: Job, current: Catalog, after: Ground, renames: Renames, there: Version
) -> Iterator[Version]:
    project = job.compiled.project
    facts = replace(project.facts, actors=settings_in(project, current))
    past = replace(project, catalog=current, facts=facts)
    with replayed(past, job.major) as replay:
        job.tell("making the database as it was")
        replay.build()
        connection = replay.connection
        connection.execute(_LOOSEN.encode())
        roles = {
            name for (name,) in connection.execute("SELECT rolname FROM pg_roles").fetchall()
        } | {STRANGER}
        who = tuple(each for each in after.who if each.role in roles)
        rules = Rules.of(past)
        let_in(connection, rules, who)
        ground = Ground(connection, rules, Arranged(after.arranged.claims), (), who)
        yield _filled(ground, renames, there)


def _filled(ground: Ground, renames: Renames, there: Version) -> Version:
    """Give the tables as they were the rows of those that they become."""
    connection = ground.connection
    shelf = read_shelf(connection, [SCHEMA])
    tables: dict[ObjectId, Rows] = {}
    columns: dict[ObjectId, dict[str, str]] = {}
    keys: dict[str, str] = {}
    listed = {item.id: item for item in ground.rules.tables}
    for read in shelf.tables.values():
        item = listed.get(table_id(read))
        goal = renames.follow(table_id(read))
        if item is None or goal not in there.tables:
            continue
        names = {each.name: _followed(renames, item, each.name) for each in read.columns}
        known = {old: new for old, new in names.items() if new in there.columns[goal]}
        keys.update(_put(connection, read, there.tables[goal], known))
        tables[goal] = rows_of(connection, item, read)
        columns[goal] = known
    return Version(ground, tables, columns, keys)


def _followed(renames: Renames, table: Table, column: str) -> str:
    key = ObjectId("column", table.id.schema, column, table.id.name)
    return renames.follow(key).name


def _put(
    connection: Connection, read: Read, rows: Rows, names: Mapping[str, str]
) -> Iterator[tuple[str, str]]:
    """Put rows into a table as it was; yield the key of each with the one that it has."""
    usable = [each.name for each in read.columns if each.name in names and not each.generated]
    head = sql(
        "INSERT INTO {} ({}) OVERRIDING SYSTEM VALUE VALUES", read.qualified, Names(tuple(usable))
    )
    with connection.transaction():
        connection.execute("SET LOCAL session_replication_role = replica")
        for row in sorted(rows.values):
            values = join_sql((rows.value(row, names[name]) for name in usable), ", ")
            text = sql("{} ({}) RETURNING {}", Raw(head), Raw(values), Raw(ROW_KEY))
            made = _attempted(connection, text) if usable else None
            if made:
                yield made, row


def _attempted(connection: Connection, statement: str) -> str | None:
    try:
        with connection.transaction():
            found: Sequence[str] | None = connection.execute(statement.encode()).fetchone()
    except psycopg.Error:
        # The table as it was has no place for such a row, so that nothing can be said of it.
        return None
    return found[0] if found else None


def view_columns(version: Version) -> dict[ObjectId, frozenset[str]]:
    """Return the columns of the views of a version."""
    query = """
        SELECT c.relkind::text, n.nspname, c.relname, array_agg(a.attname::text)
        FROM pg_class AS c
        JOIN pg_namespace AS n ON n.oid = c.relnamespace
        JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
        WHERE c.relkind IN ('v', 'm')
        GROUP BY c.oid, n.nspname
    """
    kinds = {"v": "view", "m": "materialized_view"}
    return {
        ObjectId(kinds[kind], schema, name): frozenset(columns)
        for kind, schema, name, columns in version.ground.connection.execute(query).fetchall()
    }
