"""A small service on the project trust, as its authors would write it: it is checked, and runs.

What decides knows the port alone, so that it runs in memory too; what serves opens transactions as
the actor who asks. What needs several tables at once reads them through SQLAlchemy.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy import orm

from generated.trust import events, tables
from generated.trust.actors import Actor, Anonymous, Member, System
from generated.trust.client import AsyncClient, Client, Session
from generated.trust.models import (
    Agent,
    AgentStatus,
    AgentUpdate,
    NewAgent,
    NewProfile,
    Profile,
)
from generated.trust.ports import AgentPort, RowChanged, StorageProvider
from generated.trust.repositories import AsyncRepositories, Repositories


def register(storage: StorageProvider, user: UUID, names: list[str]) -> Profile:
    """Make a person and the agents that the person brings along."""
    profile = storage.profiles.insert(NewProfile(id=user))
    new = (NewAgent(owner_id=user, name=name) for name in names)
    storage.agents.insert_many(new)
    return profile


def rename(agents: AgentPort, seen: Agent, name: str) -> Agent | None:
    """Rename an agent as it was seen; None if it has changed since."""
    try:
        return agents.update(seen.id, AgentUpdate(name=name), updated_at=seen.updated_at)
    except RowChanged:
        return None


def every_agent(agents: AgentPort, owner: UUID) -> Iterator[Agent]:
    """Go through all agents of a person, a page at a time."""
    after: UUID | None = None
    while True:
        page = agents.page(after=after, limit=2, owner_id=owner)
        yield from page.rows
        after = page.after
        if after is None:
            return


@dataclass
class Service:
    """What the handlers of requests call."""

    client: Client

    def sign_up(self, user: UUID, names: list[str]) -> None:
        """Register somebody, again where others are in the way."""

        def work(session: Session) -> None:
            register(Repositories(session), user, names)

        self.client.run(work, actor=System())

    def names(self, user: UUID) -> list[str]:
        """Return the names of somebody's agents, as that person sees them."""
        with self.client.acting_as(Member(user_id=user)) as session:
            agents = Repositories(session).agents
            return sorted(agent.name for agent in every_agent(agents, user))

    def public(self) -> list[Agent]:
        """Return the agents that everybody may see."""
        with self.client.acting_as(Anonymous(), read_only=True) as session:
            return Repositories(session).agents.find(status=AgentStatus.ACTIVE)

    def subscription(self, actor: Actor, channel: str, socket_id: str) -> dict[str, str] | None:
        """Return what opens a channel to who may subscribe to it."""
        with self.client.acting_as(actor, read_only=True) as session:
            if not events.may_subscribe(actor, channel, session):
                return None
        return events.sign_subscription(channel, socket_id, key="key", secret="secret")


def offers(engine: sa.Engine, member: Member) -> dict[str, list[str]]:
    """Return the titles under which each agent of somebody is offered, in two queries."""
    query = (
        sa.select(tables.Agent)
        .where(tables.Agent.owner_id == member.user_id)
        .options(orm.selectinload(tables.Agent.marketplace_listings))
    )
    with orm.Session(engine) as db, db.begin():
        for setting, text in member.settings().items():
            db.execute(sa.select(sa.func.set_config(setting, text, True)))
        return {
            agent.name: [listing.title for listing in agent.marketplace_listings]
            for agent in db.scalars(query)
        }


def news(message: str) -> str:
    """Return an event as a line for people."""
    match events.parse_event(message):
        case events.TrustChanged(payload=payload):
            return f"{payload.previous_score} to {payload.new_score}: {payload.source_type.value}"
        case events.AgentChanged(payload=payload):
            return f"{payload.name} is {payload.status.value}"
        case other:
            return other.event


async def count_agents(client: AsyncClient, user: UUID) -> int:
    """Count somebody's agents, without holding up a thread."""
    async with client.acting_as(Member(user_id=user)) as session:
        return len(await AsyncRepositories(session).agents.find(owner_id=user))
