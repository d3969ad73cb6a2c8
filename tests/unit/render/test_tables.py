"""Tables for SQLAlchemy: clean Python whatever names there are, and what servers make of a spec."""

from __future__ import annotations

import importlib
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import psycopg
import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session, selectinload
from sqlalchemy.orm.exc import StaleDataError

from schemagen.render.build import Build
from schemagen.render.models import render_models
from schemagen.render.sql_script import render_schema
from schemagen.render.tables import render_tables
from tests.orm import differences, engine_of
from tests.specs import major_of, project_of, skip_on_older

REPOSITORY = Path(__file__).parents[3]
EVERYTHING = (Path(__file__).parent / "tables.yaml").read_text(encoding="utf-8")
LONG = f"""\
enums:
  {"x" * 63}: [a, b]
domains:
  {"d" * 63}: text check (value in ('{"a" * 40}', '{"b" * 40}', '{"c" * 40}'))
tables:
  {"t" * 63}:
    comment: {"w" * 150}
    columns:
      id: integer primary key
      {"c" * 63}: text not null check ({"c" * 63} in ('a', 'b'))
      {"n" * 63}: {"x" * 63}[]
      {"r" * 63}: {{type: int4multirange, comment: {"w" * 150}}}
      {"d" * 63}: {"d" * 63}
      {"f" * 63}: integer references {"t" * 63}
      {"g" * 60}_id: integer references {"t" * 63}
    indexes:
      - ["coalesce({"c" * 63}, '{"long " * 30}')", {"n" * 63}]
"""
KEYLESS = """\
enums: {mood: [good, bad]}
tables: {log: {columns: {mood: mood not null, day: date, address: inet}}}
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("tables")
    for name, spec in (("everything", EVERYTHING), ("long", LONG), ("keyless", KEYLESS)):
        build = Build(project_of(spec))
        home = folder / "made" / name
        home.mkdir(parents=True)
        (home / "models.py").write_text(render_models(build), encoding="utf-8")
        (home / "tables.py").write_text(render_tables(build), encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def tables(folder: Path) -> Iterator[ModuleType]:
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(folder)
        yield importlib.import_module("made.everything.tables")


def test_modules_satisfy_mypy_and_ruff(folder: Path) -> None:
    config = REPOSITORY / "pyproject.toml"
    # What mypy knows of SQLAlchemy from checking this repository takes half a minute to find out.
    known = ("--config-file", config, "--cache-dir", REPOSITORY / ".mypy_cache")
    for command in (
        ("ruff", "format", "--check", "--diff", "--config", config, "made"),
        ("ruff", "check", "--ignore", "A,D1,N,RUF001,RUF002", "--config", config, "made"),
        ("mypy", *known, "made"),
    ):
        whole = [sys.executable, "-m", *map(str, command)]
        done = subprocess.run(whole, capture_output=True, text=True, cwd=folder)
        assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture
def engine(database: str) -> Iterator[sa.Engine]:
    with psycopg.connect(database, autocommit=True) as connection:
        connection.execute("CREATE SCHEMA auth CREATE TABLE users (id uuid PRIMARY KEY)")
        project = project_of(EVERYTHING)
        skip_on_older(major_of(connection), project)
        connection.execute(render_schema(Build(project)).encode())
    engine = engine_of(database)
    yield engine
    engine.dispose()


@pytest.mark.filterwarnings("ignore:Did not recognize type 'app:sqlalchemy.exc.SAWarning")
@pytest.mark.filterwarnings("ignore:Computed default on people.slugged:UserWarning")
def test_a_server_has_what_the_tables_say(engine: sa.Engine, tables: Any) -> None:
    tables.Base.registry.configure()
    assert differences(engine, tables.Base.metadata, tables.include_object) == []


@pytest.mark.majors(18)
def test_rows_refer_to_rows_in_every_way(engine: sa.Engine, tables: Any) -> None:
    person, group = tables.Person, tables.Group
    with Session(engine) as session, session.begin():
        ann, bob, cid, dan = (person(name=name) for name in ("ann", "bob", "cid", "dan"))
        ann.team = tables.Team(leader=bob)
        cid.boss, cid.partner = dan, ann
        ann.friends = [bob, cid]
        cid.groups = [group(id=1, name="chess")]
        session.add_all([ann, cid])
    with Session(engine) as session, session.begin():
        every = selectinload("*")
        found = session.scalars(sa.select(person).order_by(person.name).options(every)).all()
        ann, bob, cid, dan = found
        assert ann.team.leader is bob
        assert dan.people_by_boss == [cid]
        assert ann.person_by_partner is cid
        assert cid.friend_of == bob.friend_of == [ann]
        assert [one.name for one in cid.groups] == ["chess"]
        assert cid.groups[0].people == [cid]
        assert (bob.mood.value, bob.point.x, bob.version) == ("so so", 1, 1)
        # The key says what becomes of those whose boss goes: nothing is done to them here.
        session.delete(dan)
        session.flush()
        session.expire(cid)
        assert cid.boss is None


@pytest.mark.majors(18)
def test_who_changes_what_another_one_changed_is_told(engine: sa.Engine, tables: Any) -> None:
    with Session(engine) as session, session.begin():
        session.add(tables.Person(name="ann"))
    with Session(engine) as session, Session(engine) as other:
        mine, theirs = (each.scalars(sa.select(tables.Person)).one() for each in (session, other))
        theirs.name = "anna"
        other.commit()
        assert theirs.version == 2
        mine.name = "anne"
        with pytest.raises(StaleDataError):
            session.flush()
