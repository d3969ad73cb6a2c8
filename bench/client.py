"""What the generated repositories cost beside bare psycopg, in one run.

`get` reads an agent of the project trust by key, a row with a document, on one connection in turn
with psycopg's own `class_row`: unprepared, as behind a pooler, and prepared. `insert_many` writes
rows in turn with a COPY of tuples: of the gym's `versions`, a table of four columns without a
reference, and of the tenant's `profiles`, with fifteen columns, a document and a reference. The
models and the tuples are made before the clock runs. Figures are those of the rounds that were
disturbed least (a fifth is faster) with their ratio, and in brackets the ratio of the medians.

How long it takes to write the same rows where policies bind is shown besides; COPY refuses that.

    python -m bench.client [--rows 100000] [--gets 4000] [--rounds 7] [--postgres 18]
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Final, TypeAlias
from uuid import UUID, uuid4

import psycopg
from psycopg import sql
from psycopg.rows import class_row
from psycopg.types.json import Jsonb
from pydantic import BaseModel

import generated.gym.models as gym
import generated.tenant.models as tenant
import generated.trust.models as trust
from generated.gym.repositories import Repositories as GymRepositories
from generated.tenant.actors import System
from generated.tenant.client import Client, Settings
from generated.tenant.repositories import Repositories as TenantRepositories
from generated.trust.repositories import Repositories as TrustRepositories
from schemagen import sandbox
from schemagen.sandbox import Server

Connection: TypeAlias = psycopg.Connection[tuple[Any, ...]]
Rows: TypeAlias = Sequence[tuple[Any, ...]]
Work: TypeAlias = Callable[[], object]

GENERATED: Final = Path(__file__).parents[1] / "generated"
MOST_GET: Final = 1.25
MOST_INSERT: Final = 1.3
_AGENT: Final = """\
SELECT id, owner_id, name, description, config, trust_score, status, created_at, updated_at
FROM public.agents WHERE id = %s
"""
_SLICES: Final = 20


@contextmanager
def project(server: Server, name: str) -> Iterator[tuple[str, Connection]]:
    """Make a database of a project, and connect to it as superuser."""
    url = server.create_database()
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute((GENERATED / name / "schema.sql").read_bytes())
        yield url, connection


@dataclass(frozen=True)
class Cost:
    """What some work costs, in seconds: faster is one round in five, and in two."""

    fifth: float
    median: float


def alternate(rounds: int, works: Sequence[Work], between: Work) -> list[Cost]:
    """Do some works in turn, to and fro, and return what each costs."""
    taken: list[list[float]] = [[] for _ in works]
    pairs = list(zip(works, taken, strict=True))
    for number in range(rounds):
        for work, times in pairs if number % 2 else pairs[::-1]:
            between()
            start = time.perf_counter()
            work()
            times.append(time.perf_counter() - start)
    return [Cost(statistics.quantiles(t, n=5)[0], statistics.median(t)) for t in taken]


def show(name: str, ours: Cost, bare: Cost, most: float, unit: float, per: str) -> bool:
    """Print one comparison, and tell whether it is within its limit."""
    ratio = ours.fifth / bare.fifth
    mark = "" if ratio <= most else "  above the limit"
    figures = f"{ours.fifth * unit:10.1f} {bare.fifth * unit:10.1f} {per}"
    ratios = f"{ratio:6.2f}  ({ours.median / bare.median:.2f})  at most {most}"
    print(f"{name:34}{figures}{ratios}{mark}", flush=True)
    return ratio <= most


def measure_get(server: Server, gets: int, rounds: int) -> bool:
    """Read agents by key, one by one."""
    ids = [uuid4() for _ in range(1000)]
    kept = True
    with project(server, "trust") as (url, connection):
        [owner] = connection.execute(
            "INSERT INTO profiles (id) VALUES (gen_random_uuid()) RETURNING id"
        )
        config = trust.AgentConfig(model="m", temperature=1, tools=["a", "b"])
        repositories = TrustRepositories(connection)
        repositories.agents.insert_many(
            trust.NewAgent(id=id_, owner_id=owner[0], name="agent", config=config) for id_ in ids
        )
        connection.execute("VACUUM ANALYZE agents")
        asked = (ids * (gets // (len(ids) * _SLICES) + 1))[: gets // _SLICES]
        for prepared in (False, True):
            with psycopg.connect(
                url, autocommit=True, prepare_threshold=5 if prepared else None
            ) as session:
                ours, bare = alternate(
                    rounds * _SLICES,
                    [lambda: _get_ours(session, asked), lambda: _get_bare(session, asked)],
                    lambda: None,
                )
            name = f"get, {'prepared' if prepared else 'not prepared'}"
            unit = 1e6 / len(asked)
            kept &= show(name, ours, bare, MOST_GET, unit, "µs a row ")
    return kept


def _get_ours(session: Connection, ids: Sequence[UUID]) -> None:
    agents = TrustRepositories(session).agents
    for id_ in ids:
        agents.get(id_)


def _get_bare(session: Connection, ids: Sequence[UUID]) -> None:
    for id_ in ids:
        session.cursor(row_factory=class_row(trust.Agent)).execute(_AGENT, [id_]).fetchone()


def copy(connection: Connection, table: str, columns: Sequence[str], rows: Rows) -> None:
    """Write rows as one does by hand."""
    names = sql.SQL(", ").join(map(sql.Identifier, columns))
    statement = sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(table), names)
    with connection.cursor() as cursor, cursor.copy(statement) as copied:
        for row in rows:
            copied.write_row(row)


def tuples(rows: Sequence[BaseModel], names: Sequence[str]) -> Rows:
    """Return rows as one would have them without models."""
    read = [row.model_dump() for row in rows]
    return [
        tuple(Jsonb(row[n]) if isinstance(row[n], dict) else row[n] for n in names) for row in read
    ]


def measure_versions(server: Server, rows: int, rounds: int) -> bool:
    """Write rows of a small table."""
    new = [gym.NewVersion(app_version=f"1.{n}") for n in range(rows)]
    names = ["app_version"]
    bare_rows = tuples(new, names)
    with project(server, "gym") as (_, connection):
        versions = GymRepositories(connection).versions
        ours, bare = alternate(
            rounds,
            [
                lambda: versions.insert_many(new),
                lambda: copy(connection, "versions", names, bare_rows),
            ],
            lambda: connection.execute("TRUNCATE versions"),
        )
    return show("insert_many, a small table", ours, bare, MOST_INSERT, 1e3, "ms       ")


def measure_profiles(server: Server, rows: int, rounds: int) -> bool:
    """Write rows of a large table, and the same rows where policies bind."""
    home = uuid4()
    new = [_profile(home, n) for n in range(rows)]
    names = [name for name in tenant.NewProfile.model_fields if name in new[0].model_fields_set]
    bare_rows = tuples(new, names)
    with project(server, "tenant") as (url, connection):
        communities = TenantRepositories(connection).communities
        communities.insert(tenant.NewCommunity(id=home, name="home"))
        profiles = TenantRepositories(connection).profiles
        with Client(Settings.from_environment({"DATABASE_URL": url})) as client:
            empty = partial(connection.execute, "TRUNCATE profiles CASCADE")
            by_hand = partial(copy, connection, "profiles", names, bare_rows)
            ours, bare = alternate(rounds, [partial(profiles.insert_many, new), by_hand], empty)
            [bound] = alternate(2, [partial(_insert_bound, client, new)], empty)
    kept = show("insert_many, a large table", ours, bare, MOST_INSERT, 1e3, "ms       ")
    print(f"{'the same under policies':34}{bound.fifth * 1e3:10.1f} ms", flush=True)
    return kept


def _profile(home: UUID, number: int) -> tenant.NewProfile:
    return tenant.NewProfile(
        id=UUID(int=number),
        community_id=home,
        discord_id=str(number),
        wallet_address=f"0x{number:040x}",
        tier="naib",
        current_rank=number,
        activity_score=number % 100,
        metadata=tenant.ProfileMetadata.model_validate({"n": number, "tags": ["a", "b"]}),
    )


def _insert_bound(client: Client, new: Sequence[tenant.NewProfile]) -> None:
    with client.acting_as(System()) as session:
        TenantRepositories(session).profiles.insert_many(new)


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print a line for each comparison, and return 1 if one is above its limit."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--gets", type=int, default=4_000)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--postgres", type=int, default=None)
    options = parser.parse_args(arguments)
    print(f"{'':34}{'generated':>10} {'bare':>10}", flush=True)
    with sandbox.start(options.postgres) as server:
        kept = [
            measure_get(server, options.gets, options.rounds),
            measure_versions(server, options.rows, options.rounds),
            measure_profiles(server, options.rows, options.rounds),
        ]
    return 0 if all(kept) else 1


if __name__ == "__main__":
    sys.exit(main())
