"""The oldest version that a spec runs on is worked out of what it declares, and servers agree."""

from __future__ import annotations

import psycopg
import pytest

from schemagen.plan.whole import create_statements
from schemagen.sandbox import Server
from tests.projects.acting import run
from tests.specs import project_of

TABLE = "tables: {things: {columns: {id: integer primary key, name: text}"
LATER = {
    "nothing": (14, TABLE + "}}"),
    "a view": (15, TABLE + "}}\nviews: {named: {query: select name from things}}"),
    "a view of its owner": (
        14,
        TABLE + "}}\nviews: {named: {query: select name from things, security_invoker: false}}",
    ),
    "nulls that are alike": (
        15,
        TABLE + ", unique: [{columns: [name], nulls_not_distinct: true}]}}",
    ),
    "nulls that are alike in an index": (
        15,
        TABLE + ", indexes: [{columns: [name], unique: true, nulls_not_distinct: true}]}}",
    ),
    "a scale below zero": (15, 'tables: {things: {columns: {many: "numeric(4, -3)"}}}'),
    "a scale above the precision": (15, 'tables: {things: {columns: {small: "numeric(3, 5)"}}}'),
    "a scale like any": (14, 'tables: {things: {columns: {price: "numeric(3, 3)"}}}'),
    "a domain with such a scale": (15, 'domains: {thousands: {type: "numeric(4, -3)"}}'),
    "a deletion that empties a column": (
        15,
        """
tables:
  owners: {columns: {area: integer, id: integer}, primary_key: [area, id]}
  things:
    columns: {area: integer, owner: integer}
    foreign_keys:
      - {columns: [area, owner], references: owners, on_delete: set null (owner)}
""",
    ),
    "an unlogged sequence": (15, "sequences: {numbers: {unlogged: true}}"),
    "a publication of a schema": (15, "publications: {all: {schemas: [public]}}"),
    "a publication of some rows": (
        15,
        TABLE + "}}\npublications: {some: {tables: [{table: things, where: id > 5}]}}",
    ),
    "a collation of PostgreSQL's own": (
        17,
        "collations: {own: {provider: builtin, locale: C.UTF-8}}",
    ),
    "the privilege to maintain": (
        17,
        "roles: {later_keeper: {}}\n" + TABLE + ", grants: {later_keeper: [maintain]}}}",
    ),
    "a login trigger": (
        17,
        """
functions:
  greet: {returns: event_trigger, language: plpgsql, body: "BEGIN END"}
event_triggers: {greeting: {event: login, function: greet}}
""",
    ),
    "a virtual column": (
        18,
        "tables: {things: {columns: {a: integer, b: {type: integer,"
        " generated: {expression: a + 1, storage: virtual}}}}}",
    ),
    "a check that is not enforced": (
        18,
        TABLE + ", checks: {short: {expression: length(name) < 9, not_enforced: true}}}}",
    ),
    "a key over time": (
        18,
        "tables: {stays: {columns: {room: int4range not null, at: daterange not null},"
        " primary_key: {columns: [room, at], without_overlaps: true}}}",
    ),
}


@pytest.mark.parametrize("name", LATER)
def test_servers_from_that_version_on_take_it_and_older_ones_do_not(
    name: str, database: str, server: Server
) -> None:
    oldest, text = LATER[name]
    project = project_of(text)
    assert project.postgres == oldest
    script = ";\n".join(item.sql for item in create_statements(project.catalog))
    with psycopg.connect(database, autocommit=True) as connection:
        if server.installation.major >= oldest:
            run(connection, script)
        else:
            with pytest.raises(psycopg.Error):
                run(connection, script)
