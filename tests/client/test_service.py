"""The sample service runs, on PostgreSQL and in memory, and type checkers know what it may do."""

from __future__ import annotations

import asyncio
import re
import subprocess
import sys
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
import sqlalchemy as sa

from generated.trust import events
from generated.trust.actors import Anonymous, Member
from generated.trust.client import AsyncClient, Client, Settings
from generated.trust.memory import MemoryStorage
from generated.trust.models import TrustSourceType
from generated.trust.testing import Make
from tests.client import service
from tests.client.packages import REPOSITORY, mypy_settings
from tests.client.projects import as_login

MISTAKES = """\
from uuid import UUID
from generated.trust import tables
from generated.trust.actors import Member
from generated.trust.client import Session
from generated.trust.models import NewAgent, NewProfile
from generated.trust.repositories import Repositories
from generated.trust.testing import Make, as_actor
def wrong(storage: Repositories, id: UUID, make: Make, session: Session) -> None:
    storage.agents.find(owner_id=id, status="active")  # a text where an enum is asked for
    storage.agents.get("a")  # a key of another type
    storage.agents.find(owner=id)  # no such column
    storage.agents.find(trust_score="high")  # a value of another type
    storage.agents.insert(NewProfile(id=id))  # a row of another table
    storage.agents.update(id, NewAgent(owner_id=id, name="a"))  # no change
    storage.observer_events.delete(id)  # rows that are there to stay
    storage.agents.get(id).name  # there may be none
    Member(user=id)  # no such claim
    make.agent(session, nme="a")  # no such column
    make.agent(session, status="active")  # a text where an enum is asked for
    make.observer_event(session).sequence + "a"  # a value of another type
    as_actor(session, "member")  # no actor
    tables.Agent().owner.nme  # no such column at the other end
"""


def test_the_service_runs(trust: str) -> None:
    settings = Settings.from_environment({"DATABASE_URL": as_login(trust, "trust")})
    user, other = uuid4(), uuid4()

    async def count() -> tuple[int, int]:
        async with AsyncClient(settings) as tasks:
            counted = [await service.count_agents(tasks, each) for each in (user, other)]
            return counted[0], counted[1]

    with Client(settings) as client:
        served = service.Service(client)
        served.sign_up(user, ["c", "a", "b"])
        served.sign_up(other, ["d"])
        assert served.names(user) == ["a", "b", "c"]
        assert served.public() == []
    assert asyncio.run(count()) == (3, 1)


def test_what_the_service_reads_and_tells_of_rows_that_tests_make(trust: str) -> None:
    make, source = Make(), TrustSourceType.COUNCIL
    with psycopg.connect(trust) as session:
        agent = make.agent(session, name="a")
        make.marketplace_listing(session, agent_id=agent.id, title="b")
        make.marketplace_listing(session, title="somebody else's")
        make.trust_history(
            session, agent_id=agent.id, previous_score=5, new_score=7, source_type=source
        )
        query = "SELECT to_jsonb(told)::text FROM realtime_outbox AS told WHERE channel = %s"
        told = session.execute(query, [events.private_agent(agent.id)]).fetchall()
    assert [service.news(message) for (message,) in told] == ["5 to 7: council"]

    owner, login = Member(user_id=agent.owner_id), as_login(trust, "trust")
    engine = sa.create_engine("postgresql+psycopg://", creator=lambda: psycopg.connect(login))
    assert service.offers(engine, owner) == {"a": ["b"]}
    engine.dispose()
    with Client(Settings.from_environment({"DATABASE_URL": login})) as client:
        served, channel = service.Service(client), events.private_agent(agent.id)
        assert served.subscription(owner, channel, "1.2") is not None
        assert served.subscription(Anonymous(), channel, "1.2") is None


def test_what_decides_runs_in_memory() -> None:
    storage, user = MemoryStorage(), uuid4()
    service.register(storage, user, ["c", "a", "b"])
    seen = next(service.every_agent(storage.agents, user))
    changed = service.rename(storage.agents, seen, "x")
    assert changed is not None
    assert changed.name == "x"
    assert service.rename(storage.agents, seen, "y") is None
    assert len(list(service.every_agent(storage.agents, user))) == 3


@pytest.mark.long
def test_pyright_accepts_the_service_and_what_it_uses() -> None:
    """The largest project stands for all, which `make pyright` checks."""
    # The package from PyPI fetches the program from npm when it first runs.
    program = [sys.executable, "-m", "pyright"]
    try:
        subprocess.run([*program, "--version"], capture_output=True, check=True, timeout=60)
    except subprocess.SubprocessError:
        pytest.skip("pyright cannot be fetched from npm")
    modules = [str(path) for path in sorted((REPOSITORY / "generated/trust").glob("*.py"))]
    service = ["tests/client/service.py", "tests/client/test_service.py"]
    command = [*program, "--pythonpath", sys.executable, *modules, *service]
    done = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_type_checkers_find_what_would_fail(tmp_path: Path) -> None:
    (tmp_path / "wrong.py").write_text(MISTAKES)
    wrong = str(tmp_path / "wrong.py")
    command = [sys.executable, "-m", "mypy", *mypy_settings(tmp_path), wrong]
    done = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, check=False)
    lines = {int(found) for found in re.findall(r"wrong\.py:(\d+): error", done.stdout)}
    assert lines == {*range(9, 23)}, done.stdout
