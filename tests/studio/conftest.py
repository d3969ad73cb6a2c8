"""A studio of the trust project, in whose database are two members and what is theirs."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

from schemagen.sandbox import Server
from schemagen.studio.serving import served, studio_of
from schemagen.studio.visit import Studio
from tests.conftest import Servers
from tests.projects.acting import apply_project
from tests.studio.visiting import Browser

ROOT = Path(__file__).parents[2]
PASSWORD = "correct-horse-battery"
ANNE, BERT = (f"00000000-0000-4000-8000-00000000000{number}" for number in (1, 2))
ROWS = f"""
INSERT INTO profiles (id, email) VALUES ('{ANNE}', 'anne@example.com'), ('{BERT}', NULL);
INSERT INTO agents (owner_id, name, description) VALUES
    ('{ANNE}', 'Anne one', NULL), ('{ANNE}', 'Anne two', ''), ('{BERT}', 'Bert one', '<b>his</b>');
INSERT INTO academy_progress (agent_id, course) SELECT id, 'ethics' FROM agents;
INSERT INTO trust_history (agent_id, previous_score, new_score, source_type)
    SELECT id, 0, number, 'manual' FROM agents, generate_series(1, 40) AS number;
INSERT INTO marketplace_listings (agent_id, owner_id, title)
    SELECT id, owner_id, 'For sale' FROM agents WHERE name = 'Bert one';

CREATE SCHEMA odd;
CREATE TABLE odd.numbers (id integer, "100% 'odd'" varchar(3), PRIMARY KEY (id));
INSERT INTO odd.numbers SELECT n, n FROM generate_series(1, 120) AS n;
CREATE TABLE odd.keyless (said text);
INSERT INTO odd.keyless SELECT n % 3 FROM generate_series(1, 60) AS n;
CREATE VIEW odd.few AS SELECT said, count(*) FROM odd.keyless GROUP BY said;
CREATE TABLE odd.parts (at date, place text, span int4range, secret bytea, PRIMARY KEY (at, place))
    PARTITION BY RANGE (at);
CREATE TABLE odd.parts_2026 PARTITION OF odd.parts FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
INSERT INTO odd.parts VALUES ('2026-02-01', 'b', '[1,5)', '\\xff00');
INSERT INTO odd.parts VALUES ('2026-02-01', 'a');
CREATE VIEW odd.loud AS SELECT (said || '{PASSWORD}')::integer FROM odd.keyless;
CREATE VIEW odd.plain AS SELECT id FROM odd.numbers;
CREATE VIEW odd.joined AS SELECT id FROM odd.numbers JOIN odd.keyless ON said = id::text;
CREATE VIEW odd.helped AS SELECT * FROM odd.joined;
CREATE FUNCTION odd.insert_number() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN INSERT INTO odd.numbers (id) VALUES (NEW.id); RETURN NEW; END $$;
CREATE TRIGGER helped_insert INSTEAD OF INSERT ON odd.helped
    FOR EACH ROW EXECUTE FUNCTION odd.insert_number();
CREATE MATERIALIZED VIEW odd.stored AS SELECT 1 AS one;
CREATE SCHEMA schemagen_archive_20260101_public;
CREATE TABLE schemagen_archive_20260101_public.gone (id integer);
CREATE SCHEMA zoo;
DO $$ BEGIN
    FOR n IN 1..200 LOOP EXECUTE format('CREATE VIEW zoo.%I AS SELECT 1', 'animal ' || n); END LOOP;
END $$;
"""


@contextmanager
def filled(server: Server, project: str, rows: str = "") -> Iterator[str]:
    """Make the database of a project, with rows, and leave no role behind."""
    with psycopg.connect(server.url(), autocommit=True) as admin:
        before = {name for (name,) in admin.execute("SELECT rolname FROM pg_roles")}
    url = server.create_database(f"studio_{project}")
    try:
        with psycopg.connect(url, autocommit=True) as connection:
            apply_project(connection, project)
            connection.execute(rows.encode())
        # The server takes everybody; the password is there to be looked for in answers.
        yield f"{url}&password={PASSWORD}"
    finally:
        server.drop_database(f"studio_{project}")
        with psycopg.connect(server.url(), autocommit=True) as admin:
            after = {name for (name,) in admin.execute("SELECT rolname FROM pg_roles")}
            for role in sorted(after - before):
                admin.execute(sql.SQL("DROP ROLE {}").format(sql.Identifier(role)))


@pytest.fixture(scope="package")
def trust(servers: Servers) -> Iterator[Studio]:
    """The studio of the trust project, which answers."""
    with (
        filled(servers.of(18), "trust", ROWS) as url,
        served(studio_of(ROOT, "trust", url)) as studio,
    ):
        yield studio


@pytest.fixture
def browser(trust: Studio) -> Browser:
    """A browser that brought the token, and looks as whoever connects."""
    made = Browser(trust)
    made.enter()
    return made
