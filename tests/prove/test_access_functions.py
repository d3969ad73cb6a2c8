"""The proof of access looks at functions: who may call them, and in whose name they run."""

from __future__ import annotations

from pathlib import Path

from schemagen.prove.run import prove
from tests.prove.test_access import job_of

FUNCTIONS = """\
schemagen: 1
project: notes
actors:
  member: {role: notes_member, claims: {user_id: {type: uuid, function: app_user}}}
  system: {role: notes_system}
functions:
  app_user:
    returns: uuid
    language: sql
    volatility: stable
    body: select (nullif(current_setting('request.jwt.claims', true), '')::json ->> 'sub')::uuid
  count_notes:
    returns: bigint
    security: definer
    language: sql
    set: {search_path: "pg_catalog, pg_temp"}
    grants: {public: none, member: execute}
    body: select count(*) from public.notes
  loose:
    returns: bigint
    security: definer
    language: sql
    set: {search_path: null}
    body: select 1::bigint
  clear:
    kind: procedure
    language: sql
    grants: {public: none, system: execute}
    body: delete from notes
tables:
  notes:
    columns: {id: bigint primary key, owner_id: uuid not null, text: text}
    access:
      member: {select: own, insert: own, update: own, delete: own}
      system: all
"""


def test_functions_run_in_the_name_and_by_the_path_that_the_spec_says(tmp_path: Path) -> None:
    job_of(tmp_path, FUNCTIONS)
    proven = list(prove(tmp_path, ["notes"], proofs=["access", "mutants"], major=18))
    assert [(e.verdict.artefact, e.verdict.findings) for e in proven if e.verdict.findings] == [
        (
            "functions",
            (
                "public.loose runs in the name of its owner, and looks where who calls says:"
                " give it `set: {search_path: …}`",
            ),
        )
    ]
    results = {each.verdict.artefact: each.verdict.result for each in proven}
    assert results["claims"] == "2 of 2 mutants are noticed"
    [notes] = [each.verdict.notes for each in proven if each.verdict.artefact == "functions"][:1]
    assert "not tried: what public.count_notes() does in the name of its owner" in notes
    assert any(note.startswith("user_id is set for public.app_user to read") for note in notes)
    assert results["functions"] == "5 of 5 mutants are noticed"
