"""Tables get rows that fit them, whatever their columns, keys, checks and triggers ask for."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

from schemagen.app.stubs import stub_statements
from schemagen.seeding import empty, seed
from schemagen.seeding.documents import documents_in
from schemagen.seeding.reading import Connection
from schemagen.spec.compile import compile_spec

REPOSITORY = Path(__file__).parents[2]
# A variant is what its project is, but for what tests of its own are about.
PROJECTS = sorted(
    path.stem
    for path in (REPOSITORY / "specs").glob("*.yaml")
    if "\noverlay:" not in path.read_text(encoding="utf-8")
)
pytestmark = pytest.mark.majors(18)


@pytest.fixture
def connection(database: str) -> Iterator[Connection]:
    with psycopg.connect(database, autocommit=True) as made:
        yield made


def seeded(connection: Connection, script: str, rows: int = 12) -> dict[str, tuple[int, str]]:
    """Run a script, seed, and return by table how many rows it got and what is said of it."""
    connection.execute(script.encode())
    return {each.table: (each.rows, each.note) for each in seed(connection, rows)}


def one(connection: Connection, query: str) -> Any:
    row = connection.execute(query.encode()).fetchone()
    assert row is not None
    return row[0]


@pytest.mark.parametrize("name", PROJECTS)
def test_each_table_of_a_reference_project_gets_rows(name: str, connection: Connection) -> None:
    project = compile_spec(REPOSITORY / f"specs/{name}.yaml", REPOSITORY).project
    for statement in stub_statements(project):
        connection.execute(statement.sql.encode())
    schema = REPOSITORY / f"generated/{name}/schema.sql"
    connection.execute(schema.read_bytes())
    examples = documents_in(project.facts)
    found = {each.table: each for each in seed(connection, 15, examples=examples)}
    # Triggers write events of the rows of other tables.
    events = found.pop("public.realtime_outbox", None)
    assert events is None or events.rows >= 15
    assert {name: (each.rows, each.note) for name, each in found.items()} == dict.fromkeys(
        found, (15, "")
    )


TYPES = """
CREATE TYPE mood AS ENUM ('sad', 'fine');
CREATE DOMAIN code AS text NOT NULL CHECK (VALUE ~ '^[A-Z]{2}-[0-9]+$');
CREATE TYPE place AS (street text, number integer, mood mood);
CREATE TYPE span AS RANGE (subtype = double precision);
CREATE TABLE kinds (
    a smallint NOT NULL, b integer NOT NULL, c bigint NOT NULL, d numeric(3, 1) NOT NULL,
    e double precision NOT NULL, f boolean NOT NULL, g text NOT NULL, h varchar(3) NOT NULL,
    i char(2) NOT NULL, j bytea NOT NULL, k uuid NOT NULL, l date NOT NULL, m time NOT NULL,
    n timestamptz NOT NULL, o timestamp NOT NULL, p interval NOT NULL, q jsonb NOT NULL,
    r json NOT NULL, s inet NOT NULL, t cidr NOT NULL, u macaddr NOT NULL, v point NOT NULL,
    w tsvector NOT NULL, x bit(5) NOT NULL, y varbit(7) NOT NULL,
    aa mood NOT NULL, bb code, cc place NOT NULL, dd span NOT NULL, ee int4range NOT NULL,
    ff tstzmultirange NOT NULL, gg text[] NOT NULL, hh mood[] NOT NULL, ii money NOT NULL,
    jj "char" NOT NULL, kk name NOT NULL, ll real NOT NULL, mm timetz NOT NULL, nn box NOT NULL,
    oo place[] NOT NULL, pp pg_lsn NOT NULL, qq circle NOT NULL, rr code[] NOT NULL,
    id bigint GENERATED ALWAYS AS IDENTITY, twice integer GENERATED ALWAYS AS (b * 2) STORED
);
"""


def test_columns_of_every_type_get_values(connection: Connection) -> None:
    assert seeded(connection, TYPES) == {"public.kinds": (12, "")}


CHECKS = """
CREATE TABLE offers (
    status text NOT NULL CHECK (status IN ('draft', 'live', 'gone')),
    score integer NOT NULL CHECK (score BETWEEN 40 AND 60),
    currency char(3) NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
    slug text NOT NULL UNIQUE CHECK (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
    phone text NOT NULL CHECK (phone ~ '^\\+[0-9]{7,15}$' AND length(phone) < 16),
    mail text NOT NULL CHECK (mail LIKE '%_@_%.__%'),
    digest text NOT NULL CHECK (length(digest) = 64),
    starts timestamptz NOT NULL CHECK (starts > '2030-01-01'),
    ends timestamptz NOT NULL,
    low numeric NOT NULL, high numeric NOT NULL,
    closed_at timestamptz,
    rate numeric(5, 4) NOT NULL CHECK (rate > 0 AND rate < 1),
    tags text[] NOT NULL CHECK (cardinality(tags) > 0),
    data jsonb NOT NULL CHECK (jsonb_typeof(data) = 'array'),
    CHECK (ends > starts), CHECK (low < high),
    CHECK ((status = 'gone') = (closed_at IS NOT NULL))
);
"""


@pytest.mark.majors(18)
def test_a_type_that_nobody_knows_gets_a_text_that_its_server_reads(
    connection: Connection,
) -> None:
    script = "CREATE TABLE places (id int PRIMARY KEY, at tid NOT NULL)"
    assert seeded(connection, script) == {"public.places": (12, "")}


def test_values_satisfy_checks_and_each_choice_occurs(connection: Connection) -> None:
    assert seeded(connection, CHECKS) == {"public.offers": (12, "")}
    assert one(connection, "SELECT count(DISTINCT score) FROM offers") > 5
    assert one(connection, "SELECT count(DISTINCT slug) FROM offers") == 12


REFERENCES = """
CREATE TABLE tenants (id uuid PRIMARY KEY, parent uuid REFERENCES tenants);
CREATE TABLE users (
    tenant_id uuid REFERENCES tenants, id uuid, boss uuid,
    PRIMARY KEY (tenant_id, id), FOREIGN KEY (tenant_id, boss) REFERENCES users
);
CREATE TABLE teams (tenant_id uuid REFERENCES tenants, id uuid, PRIMARY KEY (tenant_id, id));
CREATE TABLE members (
    tenant_id uuid NOT NULL REFERENCES tenants, user_id uuid NOT NULL, team_id uuid NOT NULL,
    FOREIGN KEY (tenant_id, user_id) REFERENCES users,
    FOREIGN KEY (tenant_id, team_id) REFERENCES teams,
    PRIMARY KEY (tenant_id, user_id, team_id)
);
CREATE TABLE follows (
    follower uuid NOT NULL, followed uuid NOT NULL, tenant_id uuid NOT NULL,
    CHECK (follower <> followed)
);
ALTER TABLE follows ADD FOREIGN KEY (follower) REFERENCES tenants;
ALTER TABLE follows ADD FOREIGN KEY (followed) REFERENCES tenants;
CREATE TABLE notes (
    tenant uuid REFERENCES tenants, follow uuid REFERENCES tenants,
    CHECK (num_nonnulls(tenant, follow) = 1)
);
CREATE TABLE heads (id integer PRIMARY KEY, tail integer);
CREATE TABLE tails (id integer PRIMARY KEY, head integer NOT NULL REFERENCES heads);
ALTER TABLE heads ADD FOREIGN KEY (tail) REFERENCES tails;
CREATE TABLE chickens (id integer PRIMARY KEY, egg integer NOT NULL);
CREATE TABLE eggs (id integer PRIMARY KEY, chicken integer NOT NULL REFERENCES chickens);
ALTER TABLE chickens ADD FOREIGN KEY (egg) REFERENCES eggs;
"""


def test_rows_refer_to_rows_that_are_there(connection: Connection) -> None:
    found = seeded(connection, REFERENCES)
    assert found.pop("public.chickens") == (
        12,
        "its triggers were left out, because of: it and public.eggs refer to each other",
    )
    assert found == dict.fromkeys(found, (12, ""))
    assert one(connection, "SELECT count(*) FROM chickens JOIN eggs ON eggs.id = egg") == 12
    assert one(connection, "SELECT count(*) FROM tenants WHERE parent IS NOT NULL") == 11
    assert one(connection, "SELECT count(*) FROM heads WHERE tail IS NOT NULL") == 12
    assert one(connection, "SELECT count(*) FROM users WHERE boss IS NOT NULL") > 0
    assert one(connection, "SELECT count(*) FROM notes WHERE tenant IS NULL") == 6


GUARDED = """
CREATE TABLE log (id bigint GENERATED ALWAYS AS IDENTITY, line text NOT NULL);
CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'append only'; END $$;
CREATE TRIGGER keep BEFORE UPDATE OR DELETE ON log FOR EACH ROW EXECUTE FUNCTION refuse();
CREATE TRIGGER hold BEFORE TRUNCATE ON log FOR EACH STATEMENT EXECUTE FUNCTION refuse();
ALTER TABLE log ENABLE ALWAYS TRIGGER hold;
CREATE TABLE sealed (id integer PRIMARY KEY);
CREATE TRIGGER hold BEFORE INSERT ON sealed FOR EACH ROW EXECUTE FUNCTION refuse();
CREATE TABLE events (id bigint, at timestamptz NOT NULL, kind text NOT NULL,
    PRIMARY KEY (id, at, kind)) PARTITION BY RANGE (at);
CREATE TABLE events_1 PARTITION OF events FOR VALUES FROM ('2031-01-01') TO ('2031-02-01');
CREATE TABLE events_2 PARTITION OF events FOR VALUES FROM ('2031-02-01') TO ('2031-03-01')
    PARTITION BY LIST (kind);
CREATE TABLE events_2_a PARTITION OF events_2 FOR VALUES IN ('a');
CREATE TABLE hollow (id integer) PARTITION BY LIST (id);
CREATE TABLE never (id integer NOT NULL CHECK (id > 1 AND id < 1));
CREATE TABLE flags (on_off boolean PRIMARY KEY);
CREATE TABLE rooms (
    room integer NOT NULL, during tstzrange NOT NULL, EXCLUDE USING gist (during WITH &&)
);
"""


def test_what_takes_no_row_or_fewer_is_told_by_name(connection: Connection) -> None:
    found = seeded(connection, GUARDED)
    assert found.pop("public.sealed") == (
        12,
        "its triggers were left out, because of: append only",
    )
    assert found.pop("public.hollow") == (0, "it has no partition to hold a row")
    assert found.pop("public.never") == (
        0,
        'new row for relation "never" violates check constraint "never_id_check"',
    )
    assert found.pop("public.flags") == (2, "")
    assert found == dict.fromkeys(found, (12, ""))


STRAYING = """
CREATE TABLE homes (id integer PRIMARY KEY);
CREATE TABLE pets (id integer PRIMARY KEY, home integer NOT NULL REFERENCES homes);
CREATE FUNCTION lose() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN NEW.home := -1; RETURN NEW; END $$;
CREATE TRIGGER lose BEFORE INSERT ON pets FOR EACH ROW EXECUTE FUNCTION lose();
"""


def test_rows_that_a_trigger_leads_astray_are_refused(connection: Connection) -> None:
    assert seeded(connection, STRAYING)["public.pets"] == (
        12,
        "its triggers were left out, because of: rows of public.pets violate its foreign key"
        " pets_home_fkey",
    )
    with pytest.raises(psycopg.errors.ForeignKeyViolation):
        connection.execute("INSERT INTO pets VALUES (99)")


def test_emptied_tables_have_no_rows_whatever_guards_them(connection: Connection) -> None:
    seeded(connection, GUARDED)
    empty(connection)
    assert one(connection, "SELECT count(*) FROM log") == 0
    assert (
        one(
            connection,
            "SELECT tgenabled FROM pg_trigger WHERE tgrelid = 'log'::regclass AND tgname = 'hold'",
        )
        == "A"
    )


def test_the_same_tables_get_the_same_rows(connection: Connection) -> None:
    seeded(connection, CHECKS)
    query = "SELECT array_agg(o::text ORDER BY o::text) FROM offers AS o"
    before = one(connection, query)
    empty(connection)
    seed(connection, 12)
    assert one(connection, query) == before


TIMES = """
CREATE TABLE visits (id bigint GENERATED ALWAYS AS IDENTITY, at timestamptz NOT NULL);
CREATE TABLE logs (id bigint GENERATED ALWAYS AS IDENTITY, at timestamptz NOT NULL)
    PARTITION BY RANGE (at);
CREATE TABLE logs_1 PARTITION OF logs FOR VALUES FROM ('2026-11-01') TO ('2026-12-01');
CREATE TABLE logs_2 PARTITION OF logs FOR VALUES FROM ('2026-12-01') TO ('2027-01-01');
CREATE TABLE logs_3 PARTITION OF logs FOR VALUES FROM ('2027-01-01') TO ('2027-02-01');
CREATE TABLE logs_rest PARTITION OF logs DEFAULT;
"""


def test_times_are_spread_over_a_year_and_over_the_partitions_that_are_there(
    connection: Connection,
) -> None:
    assert seeded(connection, TIMES, rows=120)["public.logs"] == (120, "")
    months = "SELECT count(DISTINCT date_trunc('month', at, 'UTC')) FROM visits"
    assert one(connection, months) == 12
    counts = "SELECT array_agg(n) FROM (SELECT count(*) AS n FROM logs GROUP BY tableoid) AS c"
    found = one(connection, counts)
    assert len(found) == 3
    assert min(found) > 20
    assert one(connection, "SELECT count(*) FROM logs_rest") == 0


def test_a_hundred_thousand_rows_take_a_moment(connection: Connection) -> None:
    assert seeded(connection, CHECKS, rows=100_000) == {"public.offers": (100_000, "")}
