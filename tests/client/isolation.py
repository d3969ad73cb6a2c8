"""Many threads, each as a member of its own, through a PgBouncer with few sessions.

Each member has agents that nobody else may see. In turn the members read all that they can, rename
what is theirs, try what is another's, and fail; between them come anonymous visitors and the login
role itself, which see nothing. Every row that a member sees has to be its own, and none may lack.

    python -m tests.client.isolation [--threads 200] [--seconds 60] [--sessions 10]
"""

from __future__ import annotations

import argparse
import random
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Final
from uuid import UUID

import psycopg
from psycopg import errors

from generated.trust.actors import Anonymous, Member
from generated.trust.client import Client, Session, Settings
from generated.trust.models import AgentUpdate, NewAgent, NewProfile
from generated.trust.ports import RowMissing
from generated.trust.repositories import Repositories
from schemagen import sandbox
from schemagen.sandbox import Server
from tests.client.projects import LOGIN, project_database
from tests.migrate.pooler import PROGRAM, pooler

_AGENTS: Final = 3
_NAME: Final = "agent"


class Crowd:
    """Members, and what their threads saw.

    `seen` counts transactions, rows, and what is wrong: rows of others, and rows that lack.
    """

    def __init__(self, client: Client, members: int) -> None:
        self.client = client
        self.members = [UUID(int=number + 1) for number in range(members)]
        self.seen: Counter[str] = Counter()
        self._lock = threading.Lock()

    def fill(self, url: str) -> None:
        """Make the members and their agents, as superuser."""
        with psycopg.connect(url) as connection:
            repositories = Repositories(connection)
            repositories.profiles.insert_many(NewProfile(id=each) for each in self.members)
            repositories.agents.insert_many(
                NewAgent(id=_agent(each, number), owner_id=each, name=_NAME)
                for each in self.members
                for number in range(_AGENTS)
            )

    def run(self, seconds: float) -> None:
        """Let every member work in a thread of its own for so long.

        Raises:
            Exception: what a thread failed with.
        """
        deadline = time.monotonic() + seconds
        with ThreadPoolExecutor(len(self.members)) as pool:
            running = [pool.submit(self._work, each, deadline) for each in self.members]
        for each in running:
            each.result()

    def _work(self, member: UUID, deadline: float) -> None:
        choice = random.Random(member.int)
        steps: list[Callable[[UUID, Session], None]] = [
            self._look,
            self._look,
            self._rename,
            self._trespass,
            self._fail,
        ]
        while time.monotonic() < deadline:
            step = choice.choice(steps)
            with (
                suppress(errors.DivisionByZero),
                self.client.acting_as(Member(user_id=member)) as session,
            ):
                step(member, session)
            if choice.random() < 0.2:
                self._be_nobody()

    def _look(self, member: UUID, session: Session) -> None:
        agents = Repositories(session).agents.find()
        foreign = [each for each in agents if each.owner_id != member]
        lacking = _AGENTS - (len(agents) - len(foreign))
        self._count(transactions=1, rows=len(agents), foreign=len(foreign), lacking=lacking)

    def _rename(self, member: UUID, session: Session) -> None:
        agents = Repositories(session).agents
        for each in agents.find(name=_NAME):
            agents.update(each.id, AgentUpdate(description=str(member)))
        self._count(transactions=1)

    def _trespass(self, member: UUID, session: Session) -> None:
        other = random.choice([each for each in self.members if each != member])
        agents = Repositories(session).agents
        found = len(agents.find(owner_id=other))
        with suppress(errors.InsufficientPrivilege), session.transaction():
            agents.insert(NewAgent(owner_id=other, name="theirs"))
            found += 1
        with suppress(RowMissing):
            agents.delete(_agent(other, random.randrange(_AGENTS)))
            found += 1
        self._count(transactions=1, foreign=found)

    def _fail(self, _: UUID, session: Session) -> None:
        self._count(transactions=1)
        session.execute("SELECT 1 / 0")

    def _be_nobody(self) -> None:
        with self.client.acting_as(Anonymous()) as session:
            found = len(Repositories(session).agents.find())
        with self.client.transaction() as session:
            query = "SELECT current_user = session_user, current_setting('app.user_id', true)"
            [(itself, claim)] = session.execute(query).fetchall()
        left = 0 if itself and not claim else 1
        self._count(transactions=2, foreign=found + left)

    def _count(self, **seen: int) -> None:
        with self._lock:
            self.seen.update(seen)


def _agent(owner: UUID, number: int) -> UUID:
    return UUID(int=owner.int << 64 | number)


def crowd(server: Server, url: str, threads: int, seconds: float, sessions: int) -> Counter[str]:
    """Let a crowd loose on a database of the project trust, and return what it saw."""
    with pooler(server, sessions, LOGIN.format("trust")) as through:
        name = psycopg.conninfo.conninfo_to_dict(url)["dbname"]
        environment = {
            "DATABASE_URL": through.format(name),
            "DATABASE_POOL_SIZE": str(4 * sessions),
            "DATABASE_CONNECT_TIMEOUT": "60",
        }
        with Client(Settings.from_environment(environment)) as client:
            people = Crowd(client, threads)
            people.fill(url)
            people.run(seconds)
            with psycopg.connect(url) as connection:
                agents = Repositories(connection).agents.find()
            touched = [
                each for each in agents if each.description not in (None, str(each.owner_id))
            ]
            people.seen["foreign"] += len(touched)
            people.seen["lacking"] += threads * _AGENTS - len(agents)
            return people.seen


def main(arguments: Sequence[str] | None = None) -> int:
    """Run, print what was seen, and return 1 if anything of it is wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--threads", type=int, default=200)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--sessions", type=int, default=10)
    options = parser.parse_args(arguments)
    if PROGRAM is None:
        print("pgbouncer is not installed: apt-get install pgbouncer")
        return 2
    with sandbox.start() as server, project_database(server, "trust") as url:
        seen = crowd(server, url, options.threads, options.seconds, options.sessions)
    said = f"{seen['transactions']} transactions of {options.threads} members over"
    print(f"{said} {options.sessions} sessions, {seen['rows']} rows seen")
    print(f"rows of others: {seen['foreign']}; own rows not seen: {seen['lacking']}")
    return 1 if seen["foreign"] or seen["lacking"] else 0


if __name__ == "__main__":
    sys.exit(main())
