"""Whose access a change widens or narrows is told in words, and growth alone is a hazard."""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest
from typer.testing import CliRunner

from schemagen.app.consent import check_allowed
from schemagen.app.new_migration import new_migration
from schemagen.app.settings import find_settings
from schemagen.catalog.access_change import AccessChange
from schemagen.catalog.catalog import Catalog
from schemagen.catalog.hazard import HazardType
from schemagen.cli import app
from schemagen.errors import MigrationError
from schemagen.migrate.files import read_migrations
from schemagen.migrate.step import Direction
from schemagen.plan.authz import with_access
from schemagen.plan.transition import Transition, plan_transition
from schemagen.prove.whom.asking import Asker
from schemagen.spec.compile import Compiled, compile_spec
from tests.app.repository import edit, write

REPOSITORY = Path(__file__).parents[2]

FRESH = """\
schemagen: 1
project: fresh
actors:
  member: {role: fresh_member, claims: {user_id: integer}}
  staff: {role: fresh_staff}
tables:
  board:
    columns: {id: integer primary key}
    access: {member: {select: all}, staff: {select: all}}
  notes:
    columns: {id: integer primary key, owner_id: integer not null}
    access: {member: {select: own, insert: own}, staff: all}
"""
TABLE = "tables: {board: {columns: {id: integer primary key}}}\n"
BEFORE = """\
schemagen: 1
project: desk
actors:
  member: {role: desk_member, claims: {user_id: integer, tenant_id: integer}}
  staff: {role: desk_staff}
  guest: {role: desk_guest}
functions:
  may_see:
    arguments: whose integer
    returns: boolean
    language: sql
    volatility: stable
    body: SELECT whose = claim_user_id()
  in_hours:
    arguments: whose integer
    returns: boolean
    language: plpgsql
    body: BEGIN RETURN whose > 7; END
tables:
  guarded:
    columns: {id: integer primary key, owner_id: integer not null}
    access:
      member: {select: in_hours(owner_id)}
  people:
    columns: {id: integer primary key, name: text not null, email: text}
    access:
      member: {select: {using: all, columns: [id, name]}}
      staff: all
  widened:
    columns:
      id: integer primary key
      owner_id: integer not null references people
      status: text not null check (status in ('draft', 'open'))
    access:
      member: {select: own, insert: "owner_id = claim.user_id and status = 'draft'", update: own}
      staff: all
  narrowed:
    columns: {id: integer primary key, owner_id: integer not null references people}
    access:
      member: {select: all, delete: own}
      guest: [select, delete]
      staff: all
  reworded:
    columns: {id: integer primary key, owner_id: integer not null references people}
    access:
      member: {select: owner_id = claim.user_id}
      staff: all
  called:
    columns: {id: integer primary key, owner_id: integer not null references people}
    access:
      member: {select: may_see(owner_id)}
  given:
    columns: {id: integer primary key, note: text}
    access:
      staff: [select]
views:
  mine:
    query: SELECT id, owner_id FROM reworded
    grants: {member: select}
  made_anew:
    query: SELECT id, note FROM given
    grants: {staff: select}
"""
EDITS = {
    "select: own, insert: \"owner_id = claim.user_id and status = 'draft'\", update: own": (
        "select: all, insert: own, update: {using: own, with_check: all}"
    ),
    "{select: all, delete: own}": "{select: own}",
    "guest: [select, delete]": "guest: [select]",
    "{select: owner_id = claim.user_id}": (
        "{select: owner_id in (select p.id from people p where p.id = claim.user_id)}"
    ),
    "SELECT whose = claim_user_id()": "SELECT whose = claim_user_id() OR whose IS NOT NULL",
    "in_hours(owner_id)": "in_hours(owner_id) and owner_id is not null",
    "SELECT id, note FROM given": "SELECT id, note FROM given WHERE true",
    "staff: [select]": "staff: [select, insert]",
    "columns: [id, name]}}": "columns: [id, name, email]}}",
    "grants: {member: select}": "security_invoker: false\n    grants: {member: select}",
}
NEW = """\
  fresh:
    columns: {id: integer primary key, owner_id: integer not null references people}
    access: {member: {select: own, insert: own}, guest: [select]}
views:
"""


@dataclass(frozen=True)
class Seen:
    """A change, what was seen of it, and its way."""

    access: AccessChange | None
    way: Transition

    def lines(self, name: str) -> set[str]:
        assert self.access is not None
        return {line.text for line in getattr(self.access, name)}

    def hazards(self, relation: str) -> set[str]:
        return {
            hazard.message
            for each in self.way.statements
            for hazard in each.hazards
            if hazard.type is HazardType.AUTHZ_UPDATE
            and relation in (each.target.table, each.target.name)
        }


def compiled(root: Path, text: str) -> Compiled:
    write(root, {"specs/desk.yaml": text})
    return compile_spec(root / "specs/desk.yaml", root)


def asked(root: Path, before: str, after: str) -> Seen:
    current: Catalog = compiled(root, before).project.catalog
    wanted = compiled(root, after)
    desired = wanted.project.catalog
    access = Asker(find_settings(root))(wanted, current, desired)
    way = plan_transition(current, desired)
    return Seen(access, with_access(way, access, current, desired) if access else way)


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> Seen:
    after = BEFORE.replace("views:\n", NEW)
    for old, new in EDITS.items():
        assert old in after
        after = after.replace(old, new)
    return asked(tmp_path_factory.mktemp("desk"), BEFORE, after)


def test_growth_is_told_in_words(seen: Seen) -> None:
    assert seen.lines("gains") == {
        "member may now insert its own rows where status = 'open' into public.widened",
        "member may now read more rows of public.mine",
        "member may now read somebody else's rows and other rows in public.called",
        "member may now read somebody else's rows and other rows in public.widened",
        "member may now read the column email of public.people",
        "member may now update its own rows in public.widened to other values of owner_id",
        "staff may now insert any row into public.given",
    }


def test_what_is_lost_is_told_with_who_still_has_it(seen: Seen) -> None:
    assert seen.lines("losses") == {
        "guest may no longer delete every row in public.narrowed; staff still may",
        "member may no longer delete its own rows in public.narrowed; staff still may",
        "member may no longer read somebody else's rows and other rows in public.narrowed",
    }


def test_a_new_table_is_told_in_one_line(seen: Seen) -> None:
    assert seen.lines("news") == {
        "public.fresh is new: guest may read it; member may read and insert it"
    }


def test_growth_alone_is_a_hazard(seen: Seen) -> None:
    assert seen.hazards("narrowed") == seen.hazards("reworded") == set()
    assert seen.hazards("made_anew") == set()
    assert seen.hazards("people") == {"member may now read the column email of public.people"}
    assert seen.hazards("may_see(integer)") == {
        "member may now read somebody else's rows and other rows in public.called"
    }
    assert len(seen.hazards("widened")) == 3


def test_what_cannot_be_seen_to_the_bottom_keeps_its_hazard(seen: Seen) -> None:
    assert seen.hazards("guarded") == {"desk_member may get at other rows of public.guarded"}


def test_the_way_back_asks_for_what_is_lost_on_the_way_there(seen: Seen) -> None:
    told = {
        hazard.message
        for each in seen.way.undo
        for hazard in each.hazards
        if hazard.type is HazardType.AUTHZ_UPDATE
    }
    assert any("guest may now delete every row in public.narrowed" in each for each in told)
    assert not any("reworded" in each or "given" in each for each in told)


@pytest.fixture
def trust(tmp_path: Path) -> Path:
    shutil.copytree(REPOSITORY / "specs", tmp_path / "specs")
    shutil.copytree(REPOSITORY / "generated/trust", tmp_path / "generated/trust")
    spec = tmp_path / "specs/trust.yaml"
    edit(spec, "any(array(select id from agents where owner_id = claim.user_id))", "agent_id")
    rule = "          or id = any(array(select agent_id from marketplace_listings"
    edit(spec, f"{rule} where status = 'published'))\n", "")
    return tmp_path


def test_diff_says_whose_access_grows_and_shrinks(trust: Path) -> None:
    words = ["diff", "trust", "--root", str(trust)]
    done = CliRunner().invoke(app(), [*words, "--json"])
    assert done.exit_code == 3
    [project] = json.loads(done.stdout)["projects"]
    theirs = "somebody else's rows and other rows"
    assert [line["text"] for line in project["access"]["gains"]] == [
        f"member may now delete {theirs} in public.academy_progress",
        f"member may now insert {theirs} into public.academy_progress",
        f"member may now read {theirs} in public.academy_progress",
        f"member may now read {theirs} in public.acquisitions",
        f"member may now read {theirs} in public.observer_events",
        f"member may now read {theirs} in public.trust_history",
    ]
    assert project["access"]["losses"] == [
        {
            "object": "table public.agents",
            "text": "member may no longer read public rows of others in public.agents",
        }
    ]
    quick = CliRunner().invoke(app(), [*words, "--no-access", "--json"])
    [project] = json.loads(quick.stdout)["projects"]
    assert project["access"] is None


def test_diff_says_whose_the_rows_of_a_new_project_are(tmp_path: Path) -> None:
    write(tmp_path, {"specs/fresh.yaml": FRESH})
    words = ["diff", "fresh", "--root", str(tmp_path)]
    lines = CliRunner().invoke(app(), words).stdout.splitlines()
    place = lines.index("  access:")
    assert lines[place + 1 : place + 3] == [
        "    public.board is new: member and staff may read it",
        "    public.notes is new: member may read and insert it; staff may read, insert, update"
        " and delete it",
    ]
    done = CliRunner().invoke(app(), [*words, "--no-access"])
    assert "access:" not in done.stdout
    # Where nobody is given anything, there is nothing to tell.
    write(tmp_path, {"specs/fresh.yaml": FRESH.partition("actors:")[0] + TABLE})
    assert "access:" not in CliRunner().invoke(app(), words).stdout


def test_what_is_widened_is_asked_for_and_what_is_reworded_is_not(tmp_path: Path) -> None:
    write(tmp_path, {"specs/desk.yaml": BEFORE})
    new_migration(tmp_path, "desk", "initial", major=18)
    spec = tmp_path / "specs/desk.yaml"
    edit(spec, "member: {select: all, delete: own}", "member: {select: all, delete: all}")
    old, new = "{select: owner_id = claim.user_id}", EDITS["{select: owner_id = claim.user_id}"]
    edit(spec, old, new)
    words = ["migrate", "new", "desk", "more", "--postgres", "18", "--root", str(tmp_path)]
    done = CliRunner().invoke(app(), words)
    gain = "member may now delete somebody else's rows and other rows in public.narrowed"
    assert f"  AUTHZ_UPDATE: {gain}\n" in done.stdout
    last = read_migrations(tmp_path / "migrations/desk")[-1:]
    assert last[0].plan.access is not None
    assert last[0].plan.access.gains == (gain,)
    with pytest.raises(MigrationError) as refused:
        check_allowed(last, Direction.UP, frozenset())
    assert gain in str(refused.value)
    assert "reworded" not in str(refused.value)
    check_allowed(last, Direction.UP, frozenset(["AUTHZ_UPDATE"]))
    check_allowed(last, Direction.DOWN, frozenset())
