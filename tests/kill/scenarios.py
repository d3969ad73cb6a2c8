"""Repositories with migrations worth interrupting: made up ones, and those of the projects here.

Each is an early version of a spec, whose tables are filled, and what follows it.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from schemagen.app.checking import check
from schemagen.app.empty_migration import new_empty
from schemagen.app.new_migration import new_migration
from schemagen.app.stubs import stub_statements
from schemagen.migrate.files import read_migrations
from schemagen.migrate.plan_file import PLAN, Way, checksum, write_plan
from schemagen.migrate.reading import fact_of
from schemagen.migrate.script import read_script, texts_of
from schemagen.migrate.step import Direction
from schemagen.spec.compile import compile_spec

ROOT: Final = Path(__file__).parents[2]
# Their second migrations ask of rows what made-up ones do not have.
_FILLED_AT: Final = {"forms": 1, "gym": 1}
NOW: Final = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)
PROJECTS: Final = ("directory", "forms", "gym", "tenant", "trust")

FIRST: Final = """\
schemagen: 1
project: depot
enums:
  order_state: [open, sent]
tables:
  customers:
    columns:
      id: bigint generated always as identity primary key
      email: text not null
      city: text
      note: varchar(40)
  orders:
    columns:
      id: bigint generated always as identity primary key
      customer_id: bigint
      state: order_state not null default 'open'
      code: varchar(20)
      total: numeric
      rounded: numeric
      weight: integer
    indexes:
      - {columns: code, name: orders_code_idx}
"""
ONLINE: Final = """\
schemagen: 1
project: depot
enums:
  order_state: [open, paid, sent, lost]
tables:
  customers:
    columns:
      id: bigint generated always as identity primary key
      email: text not null unique
      city: text
      note: varchar(40)
    indexes: [city]
  orders:
    columns:
      id: bigint generated always as identity primary key
      customer_id: bigint not null references customers
      state: order_state not null default 'open'
      code: varchar(30)
      total: numeric check (total >= 0)
      rounded: numeric
      weight: integer not null
    indexes:
      - customer_id
      - {columns: [state, total]}
"""
# A column that becomes another beside it, one with a value for each row, and values that are taken
# away and kept in an archive. What the default calls is volatile, and gives the same in every run.
REWRITTEN: Final = (
    ONLINE.replace("weight: integer", "weight: bigint")
    .replace("note: varchar(40)", "note: varchar(20)")
    .replace("      city: text\n", "")
    .replace("    indexes: [city]\n", "")
    .replace(
        "      state:", "      mark: text not null default concat('m', pg_sleep(0))\n      state:"
    )
)
# Rows get values from a column that goes, while others write to them.
FILLED: Final = (
    REWRITTEN.replace(
        "      note: varchar(20)\n",
        "      label: {type: text not null unique, backfill: {set: \"email || '/' || coalesce(note,"
        " '')\", batch: 40}}\n",
    )
    .replace(
        "      weight: bigint not null\n",
        "      weight: bigint not null\n"
        "      tenth: {type: numeric not null, backfill: 'round(total / 10, 1)'}\n",
    )
    .replace(
        "code: varchar(30)", "code: {type: varchar(30) not null, backfill: {set: id, batch: 90}}"
    )
)
# Of customers an archive keeps what is written meanwhile, which would differ each time.
WRITES: Final = (
    "UPDATE orders SET total = total WHERE id = 1 + floor(random() * 900)",
    "UPDATE orders SET customer_id = customer_id WHERE id = 1 + floor(random() * 900)",
)
TABLES: Final = """
CREATE TYPE order_state AS ENUM ('open', 'sent');
CREATE TABLE customers (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    email text,
    city text,
    note text
);
CREATE TABLE orders (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    customer_id bigint,
    state order_state,
    code text,
    total numeric,
    rounded numeric,
    weight integer
);
"""
ROUNDED: Final = {
    Direction.UP: """
ALTER TABLE orders ADD COLUMN doubled numeric;

-- schemagen: batches of 40 by (id)
UPDATE orders SET rounded = coalesce(rounded, 0) + 1, doubled = total * 2 WHERE total % 1 > 0;

-- schemagen: no transaction
CREATE INDEX CONCURRENTLY orders_rounded_idx ON public.orders (rounded);

-- schemagen: batches of 70 by (id)
UPDATE customers SET email = email || '!';
""",
    Direction.DOWN: """
-- schemagen: batches of 60 by (id)
UPDATE customers SET email = left(email, -1);

-- schemagen: no transaction
DROP INDEX CONCURRENTLY public.orders_rounded_idx;

-- schemagen: batches of 50 by (id)
UPDATE orders SET rounded = nullif(rounded - 1, 0) WHERE total % 1 > 0;

-- schemagen: new transaction
ALTER TABLE orders DROP COLUMN doubled;
""",
}
ROWS: Final = (
    "INSERT INTO customers (email, city, note)"
    " SELECT 'c' || n, 'city ' || n % 9, repeat('x', n % 40) FROM generate_series(1, 300) AS n",
    "INSERT INTO orders (customer_id, state, code, total, weight)"
    " SELECT 1 + n % 300, (ARRAY['open', 'sent'])[1 + n % 2]::order_state, 'o' || n, n / 4.0, n % 7"
    " FROM generate_series(1, 900) AS n",
)


@dataclass(frozen=True, slots=True)
class Scenario:
    """A repository, and the part of its migrations that is interrupted.

    Attributes:
        name: what reports call it.
        root: the folder of the repository.
        project: the project in it.
        base: the migration that is applied before, with rows; empty for an empty database.
        last: the last migration that is applied.
        given: statements for what the project expects to find.
        rows: statements that fill the tables; where there are none, any rows are made up.
        writes: statements that others run all the time, which leave everything as it is.
    """

    name: str
    root: Path
    project: str
    base: str
    last: str
    given: tuple[str, ...] = ()
    rows: tuple[str, ...] = ()
    writes: tuple[str, ...] = ()


def synthetic(folder: Path, major: int) -> Scenario:
    """Make the repository whose migrations do all that is done online, and rows in batches."""
    first, *_ = (
        _migration(folder, "depot", text, number, major)
        for number, text in enumerate([FIRST, ONLINE, REWRITTEN, FILLED])
    )
    last = by_hand(folder, ROUNDED, major)
    return Scenario("synthetic", folder, "depot", first, last, rows=ROWS, writes=WRITES)


def small(folder: Path) -> Scenario:
    """Make a repository with steps of all sorts, without proving it, for which there is no time."""
    spec = folder / "specs/depot.yaml"
    spec.parent.mkdir(parents=True)
    spec.write_text(FIRST)
    tables = {Direction.UP: TABLES, Direction.DOWN: "DROP TABLE orders;"}
    first, last = (_unproven(folder, scripts) for scripts in (tables, ROUNDED))
    return Scenario("small", folder, "depot", first, last, rows=ROWS)


def _unproven(folder: Path, scripts: Mapping[Direction, str]) -> str:
    made = new_empty(folder, "depot", "by hand", now=NOW)
    ways = {}
    for way, text in scripts.items():
        made.path(way).write_text(text)
        facts = {text: fact_of(text) for step in read_script(text, "") for text in texts_of(step)}
        ways[way] = Way(checksum(text), facts)
    (made.folder / PLAN).write_text(write_plan(replace(made.plan, ways=ways)))
    return made.id


def by_hand(folder: Path, scripts: Mapping[Direction, str], major: int) -> str:
    """Add a migration that a person wrote, and return its id."""
    made = new_empty(folder, "depot", "by hand", now=NOW + timedelta(hours=3))
    for way, text in scripts.items():
        path = made.path(way)
        path.write_text(path.read_text() + text)
    check(folder, "depot", major=major)
    return made.id


def of_project(folder: Path, project: str) -> Iterator[Scenario]:
    """Take a project's migrations: all from an empty database, and the later ones over rows."""
    for name in ("specs", "migrations"):
        shutil.copytree(ROOT / name, folder / name)
    ids = [each.id for each in read_migrations(folder / "migrations" / project)]
    compiled = compile_spec(folder / f"specs/{project}.yaml", folder)
    given = tuple(item.sql for item in stub_statements(compiled.project))
    yield Scenario(f"{project} from nothing", folder, project, "", ids[-1], given)
    filled = ids[_FILLED_AT.get(project, 0)]
    yield Scenario(project, folder, project, filled, ids[-1], given)


def _migration(folder: Path, project: str, text: str, number: int, major: int) -> str:
    """Write the migration to a spec, and return its id."""
    spec = folder / f"specs/{project}.yaml"
    spec.parent.mkdir(parents=True, exist_ok=True)
    spec.write_text(text)
    now = NOW + timedelta(minutes=number)
    made = new_migration(folder, project, f"step {number}", major=major, now=now)
    assert made is not None
    return made.id
