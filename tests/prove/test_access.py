"""The proof of access on a small project: what is wrong is found, and what is right is not."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from schemagen.app.settings import find_settings
from schemagen.cli import app
from schemagen.prove.access.proof import Trial, trial_of
from schemagen.prove.run import prove
from schemagen.prove.verdict import Job
from schemagen.spec.compile import compile_spec
from tests.app.repository import write

NOTES = """\
schemagen: 1
project: notes
actors:
  member:
    role: notes_member
    claims: {user_id: integer, team_id: integer}
  guest: {role: notes_guest}
  system: {role: notes_system}
tenancy: {table: teams, column: team_id, claim: team_id}
tables:
  teams:
    columns: {id: integer primary key, name: text not null}
    tenant: true
    access:
      member: {select: all}
      system: all
  people:
    columns: {id: integer primary key, name: text not null}
    tenant: true
    access:
      member: {select: all}
      system: all
  notes:
    columns:
      id: serial primary key
      author_id: integer not null references people
      title: text
      is_public: boolean not null default false
    owner: author_id
    soft_delete: {visible_to: author_id = claim.user_id}
    access:
      member:
        select: author_id = claim.user_id or is_public
        insert: own
        update: {using: own, columns: [title, deleted_at, is_public]}
        delete: own
      guest: {select: {using: is_public, columns: [id, title]}}
      system: all
  entries:
    columns:
      id: bigint generated always as identity primary key
      note_id: integer not null references notes
      at: timestamptz not null default now()
    append_only: true
    access:
      member: {select: note_id = any(array(select id from notes where author_id = claim.user_id))}
      system: [select, insert]
"""

UNUSED = """\
schemagen: 1
project: notes
actors:
  member: {role: notes_member, claims: {user_id: integer, team_id: integer}}
tables:
  notes:
    columns: {id: serial primary key, owner_id: integer not null, title: text}
    access:
      member: {select: own, update: own}
"""


def job_of(root: Path, text: str = NOTES, major: int = 18) -> Job:
    write(root, {"specs/notes.yaml": text})
    settings = find_settings(root)
    return Job(settings, compile_spec(settings.spec("notes"), settings.root), (), 20, major)


@pytest.fixture(scope="module")
def trial(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Trial]:
    with trial_of(job_of(tmp_path_factory.mktemp("notes"))) as made:
        yield made


def wrong(trial: Trial, statement: str, who: str = "") -> str:
    """Change the database, and return what the proof finds, if it does."""
    numbers = [
        number
        for number, each in enumerate(trial.runner.tries)
        if not who or (each.persona and each.persona.who.name == who)
    ]
    found = trial.runner.first_wrong(numbers, statement)
    return trial.teller.finding(trial.runner.tries[found.number], found) if found else ""


def test_a_project_that_is_as_its_spec_says_is_shown_as_a_matrix(tmp_path: Path) -> None:
    job_of(tmp_path)
    proven = prove(tmp_path, ["notes"], proofs=["access"], major=18)
    found = {each.verdict.artefact: each.verdict for each in proven}
    assert [each.findings for each in found.values()] == [()] * 7
    lines = tuple(each.replace("\N{EN DASH}", "-") for each in found["public.notes"].lines)
    assert lines == (
        "row                       member  guest  system  owner  stranger",
        "own                       siud    -      siud    -      -",
        "own, deleted              siud    -      siud    -      -",
        "own, public               siud    s      siud    -      -",
        "own, public, deleted      siud    -      siud    -      -",
        "public                    s       s      siud    -      -",
        "public, somebody else's   s       s      siud    -      -",
        "somebody else's, deleted  -       -      siud    -      -",
        "deleted                   -       -      siud    -      -",
    )


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        ("DROP POLICY notes_member_select ON notes", "does not get at id = "),
        (
            "ALTER POLICY notes_member_select ON notes USING (true)",
            "concerned: notes_member_select",
        ),
        ("ALTER POLICY notes_member_update ON notes WITH CHECK (true)", "goes through, and"),
        (
            "ALTER TABLE notes NO FORCE ROW LEVEL SECURITY",
            "owner: select on public.notes gets at",
        ),
        ("GRANT SELECT ON notes TO notes_guest", "of the column author_id"),
        ("GRANT DELETE ON entries TO PUBLIC", "delete on public.entries"),
        ("GRANT TRUNCATE ON notes TO notes_system", "truncate on public.notes"),
        ("GRANT TRIGGER ON notes TO notes_guest", 'public.notes is "true", and the spec says'),
        ("GRANT UPDATE ON SEQUENCE notes_id_seq TO notes_guest", "on public.notes_id_seq is "),
        ("REVOKE USAGE ON SEQUENCE notes_id_seq FROM notes_member", "insert on public.notes"),
        ("DROP TRIGGER refuse_change ON entries", "by a superuser"),
        ("DROP POLICY people_tenant ON people", "(other tenant)"),
    ],
)
def test_what_lets_through_more_or_less_than_the_spec_says_is_found(
    trial: Trial, statement: str, told: str
) -> None:
    assert told in wrong(trial, statement)


def test_a_claim_that_an_earlier_transaction_left_behind_is_found(trial: Trial) -> None:
    reader = (
        "CREATE OR REPLACE FUNCTION claim_user_id() RETURNS integer LANGUAGE sql STABLE"
        " AS $$SELECT current_setting('app.user_id', true)::integer$$"
    )
    assert "with empty claims: " in wrong(trial, reader, "member")
    text = "nullif(current_setting('app.user_id'), '')"
    strict = reader.replace("current_setting('app.user_id', true)", text)
    assert "without claims: " in wrong(trial, strict, "member")


def test_what_would_not_be_noticed_if_it_were_weaker_is_a_finding(tmp_path: Path) -> None:
    job_of(tmp_path, UNUSED)
    words = ["prove", "notes", "--proof", "mutants", "--postgres", "18", "--root", str(tmp_path)]
    result = CliRunner().invoke(app(), words)
    assert result.exit_code == 3
    assert "public.claim_team_id gives NULL, and nothing shows it: no rule reads" in result.stdout
    assert (
        "USING holds for new rows where there is no WITH CHECK, and says the same" in result.stdout
    )
    assert "row-level security: 2 of 2 mutants are noticed" in result.stdout


def test_nothing_is_found_where_nothing_is_changed(trial: Trial) -> None:
    assert wrong(trial, "SELECT 1") == ""
