"""The proof of access looks through views: in whose name they ask, and who may use them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from schemagen.prove.access.proof import Trial, trial_of
from schemagen.prove.run import prove
from tests.prove.test_access import job_of, wrong

SPEC = """\
schemagen: 1
project: notes
actors:
  member: {role: notes_member, claims: {user_id: integer}}
  guest: {role: notes_guest}
  system: {role: notes_system}
functions:
  shout:
    arguments: value text
    returns: text
    volatility: immutable
    grants: {public: none, member: execute}
    body: SELECT upper(value)
tables:
  shelves:
    columns: {name: text primary key, place: text not null}
  people:
    columns: {id: integer primary key, name: text not null}
    access: {member: {select: all}}
  notes:
    columns:
      id: serial primary key
      author_id: integer not null references people
      title: text
      is_public: boolean not null default false
    owner: author_id
    access:
      member: {select: author_id = claim.user_id or is_public, insert: own,
        update: own, delete: own}
      guest: {select: {using: is_public, columns: [id, title]}}
      system: all
views:
  published:
    query: SELECT id, title, is_public FROM notes WHERE is_public
    check_option: local
    grants: {member: [select, insert, update, delete]}
    column_settings: {id: {grants: {guest: select}}, title: {grants: {guest: select}}}
  early:
    query: SELECT id, title FROM published WHERE id > 2
    check_option: cascaded
    grants: {member: [select, update]}
  titles:
    query: SELECT id, title FROM notes
    grants: {member: select, guest: select}
  shelf:
    query: SELECT name, place FROM shelves WHERE place <> 'cellar'
    security_invoker: false
    grants: {guest: select}
  writers:
    query: >-
      SELECT p.id, p.name, count(n.id) AS notes
      FROM people p LEFT JOIN notes n ON n.author_id = p.id GROUP BY p.id
    grants: {member: select}
  overview:
    query: SELECT w.id, w.notes, s.place FROM writers w JOIN shelf s ON s.name = w.name
    security_invoker: false
    grants: {member: select}
  loud:
    query: SELECT id, shout(title) AS title FROM notes
    grants: {member: select, guest: select}
  mine:
    query: SELECT id, name FROM people WHERE id = claim_user_id()
    grants: {member: select}
  now:
    query: SELECT id, current_user AS who, clock_timestamp() AS at FROM notes
    grants: {member: select}
materialized_views:
  places:
    query: SELECT place, count(*) AS shelves FROM shelves GROUP BY place
    grants: {guest: select}
"""


@pytest.fixture(scope="module")
def trial(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Trial]:
    with trial_of(job_of(tmp_path_factory.mktemp("views"), SPEC)) as made:
        yield made


def test_everybody_sees_through_views_what_the_spec_says(tmp_path: Path) -> None:
    job_of(tmp_path, SPEC)
    proven = list(prove(tmp_path, ["notes"], proofs=["access", "mutants"], major=18))
    found = {each.verdict.artefact: each.verdict for each in proven if each.proof == "access"}
    assert [text for each in found.values() for text in each.findings] == []
    shown = {
        name.removeprefix("public."): each.lines[1].replace("\N{EN DASH}", "-").split()[2:]
        for name, each in found.items()
        if each.lines and each.lines[1].startswith("rows seen")
    }
    assert {name: [each != "-" for each in seen] for name, seen in shown.items()} == {
        # member, guest, system, owner, stranger
        "published": [True, False, False, True, False],
        "early": [True, False, False, True, False],
        "loud": [True, False, False, True, False],
        "mine": [True, False, False, True, False],
        "titles": [True, True, False, True, False],
        "shelf": [False, True, False, True, False],
        "writers": [True, False, False, True, False],
        "overview": [True, False, False, True, False],
        "now": [True, False, False, True, False],
        "places": [False, True, False, True, False],
    }
    assert (shown["published"][3], shown["writers"][3], shown["shelf"][1]) == ("0", "0", "2")
    assert "the rest" not in found
    [views] = [each.verdict for each in proven if each.verdict.artefact == "views"]
    assert views.findings == ()
    assert found["public.now"].notes == (
        "its rows are others each time, so they are but counted",
        "changes through it are not tried: its query asks who is there",
    )


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        ("ALTER VIEW published SET (security_invoker = false)", "does not get at"),
        (
            "ALTER VIEW shelf SET (security_invoker = true)",
            "(permission denied for table shelves)",
        ),
        (
            "GRANT SELECT ON published TO notes_system",
            "public.published goes through, and",
        ),
        ("GRANT SELECT ON places TO PUBLIC", "select on public.places goes through"),
        ("ALTER VIEW published RESET (check_option)", "goes through, and the spec says: fails"),
        ("ALTER VIEW early RESET (check_option)", "public.early of the row"),
        ("GRANT EXECUTE ON FUNCTION shout(text) TO notes_guest", "select on public.loud"),
        ("GRANT DELETE ON published TO notes_system", "delete on public.published finds no row"),
        ("REVOKE SELECT ON writers FROM notes_member", "is refused"),
        (
            "CREATE OR REPLACE VIEW shelf AS SELECT name, place FROM shelves",
            "gets at {",
        ),
    ],
)
def test_a_view_that_shows_more_or_less_than_the_spec_says_is_found(
    trial: Trial, statement: str, told: str
) -> None:
    assert told in wrong(trial, statement)
