"""Tables for SQLAlchemy: as migrated databases have them, with relationships in both directions."""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from uuid import uuid4

import psycopg
import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session, configure_mappers, selectinload

from generated.gym.actors import Student
from generated.gym.tables import Class, Graduation, Gym, Role, User
from generated.trust.models import AgentConfig, AgentStatus
from generated.trust.tables import Agent, Profile
from tests.orm import differences, engine_of
from tests.projects.acting import apply_project

PROJECTS = ("directory", "forms", "gym", "tenant", "trust")

pytestmark = pytest.mark.majors(18)


@pytest.fixture
def engine(project: str, database: str) -> Iterator[sa.Engine]:
    with psycopg.connect(database, autocommit=True) as connection:
        apply_project(connection, project)
    engine = engine_of(database)
    yield engine
    engine.dispose()


@pytest.mark.parametrize("project", PROJECTS)
def test_alembic_finds_nothing_in_a_migrated_database(engine: sa.Engine, project: str) -> None:
    tables = importlib.import_module(f"generated.{project}.tables")
    configure_mappers()
    assert differences(engine, tables.Base.metadata) == []
    with engine.begin() as connection:
        name = next(iter(tables.Base.metadata.tables))
        connection.execute(sa.text(f'ALTER TABLE "{name}" ADD stray integer'))
    assert [found[0] for found in differences(engine, tables.Base.metadata)] == ["remove_column"]


@pytest.mark.parametrize("project", ["gym"])
def test_rows_are_written_in_a_circle_and_read_from_both_ends(engine: sa.Engine) -> None:
    with Session(engine) as session, session.begin():
        role = Role(id="MANAGER")
        gym = Gym(name="Base", address="Here", since="2020-01-01")
        ann = User(clerk_user_id="a", gym=gym, held_role=role)
        bob = User(clerk_user_id="b", gym=gym)
        gym.manager = ann
        bob.graduations = [Graduation(belt="blue"), Graduation(belt="purple")]
        monday = Class(gym=gym, instructor=bob, creator=ann, day="MONDAY")
        session.add_all([gym, monday])
    with Session(engine) as session:
        users = session.scalars(
            sa.select(User)
            .order_by(User.clerk_user_id)
            .options(
                selectinload(User.gym).selectinload(Gym.manager),
                selectinload(User.gym).selectinload(Gym.members),
                selectinload(User.graduations),
                selectinload(User.instructed_classes),
                selectinload(User.created_classes),
                selectinload(User.held_role),
                selectinload(User.managed_gyms),
            )
        ).all()
    # What was not loaded could not be: the session is closed.
    ann, bob = users
    assert ann.gym is not None
    assert ann.gym.manager is ann
    assert ann.managed_gyms == [ann.gym]
    assert {member.clerk_user_id for member in ann.gym.members} == {"a", "b"}
    assert sorted(str(each.belt) for each in bob.graduations) == ["blue", "purple"]
    assert [each.day for each in bob.instructed_classes] == ["MONDAY"]
    assert ann.created_classes == bob.instructed_classes
    assert bob.created_classes == ann.instructed_classes == []
    assert (ann.role, ann.held_role and ann.held_role.id) == ("MANAGER", "MANAGER")
    with Session(engine) as session, session.begin():
        for setting, text in Student(user_id=ann.id, gym_id=ann.gym_id).settings().items():
            session.execute(sa.select(sa.func.set_config(setting, text, True)))
        # A student sees the staff of the gym, and no graduations but her own.
        seen = session.scalars(sa.select(User).options(selectinload(User.graduations))).all()
        assert [(user.clerk_user_id, user.graduations) for user in seen] == [("a", [])]


@pytest.mark.parametrize("project", ["trust"])
def test_documents_are_models_and_labels_are_members(engine: sa.Engine) -> None:
    owner = Profile(id=uuid4(), role="trainer")
    with Session(engine) as session, session.begin():
        session.add(Agent(owner=owner, name="a", config=AgentConfig(model="m", temperature=1)))
    with Session(engine) as session, session.begin():
        agent = session.scalars(sa.select(Agent)).one()
        assert agent.config == AgentConfig(model="m", temperature=1)
        assert agent.status is AgentStatus.DRAFT
        before = agent.updated_at
        agent.status = AgentStatus.ACTIVE
        agent.trust_score = 2000
    with Session(engine) as session, session.begin():
        query = sa.select(Agent).where(Agent.config["model"].astext == "m")
        agent = session.scalars(query).one()
        assert (agent.status, agent.trust_score) == (AgentStatus.ACTIVE, 1000)
        assert agent.updated_at > before
        agent.config = AgentConfig.model_construct(model="")
        with pytest.raises(sa.exc.StatementError, match="at least 1 character"):
            session.flush()
