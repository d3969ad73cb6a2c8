"""The proof of access uses partitions by their own names, where rules of the whole do not hold."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from schemagen.prove.access.proof import Trial, trial_of
from schemagen.prove.run import prove
from tests.prove.test_access import job_of, wrong

EVENTS = """\
schemagen: 1
project: notes
actors:
  member: {role: notes_member, claims: {user_id: integer}}
  system: {role: notes_system}
tables:
  events:
    columns: {id: bigint not null, day: date not null, owner_id: integer not null, text: text}
    primary_key: [id, day, owner_id]
    partition_by: range (day)
    access:
      member: {select: own, insert: own, update: {using: own, columns: [text]}}
      system: all
  events_old:
    partition_of: events
    for_values: from (minvalue) to ('2025-06-01')
  events_rest:
    partition_of: events
    for_values: default
    partition_by: list (owner_id)
  events_others:
    partition_of: events_rest
    for_values: default
    access:
      system: {select: all, update: owner_id < 3}
"""


@pytest.fixture(scope="module")
def trial(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Trial]:
    with trial_of(job_of(tmp_path_factory.mktemp("events"), EVENTS)) as made:
        yield made


def test_partitions_are_as_the_spec_says_and_every_weakness_is_noticed(tmp_path: Path) -> None:
    job_of(tmp_path, EVENTS)
    proven = list(prove(tmp_path, ["notes"], proofs=["access", "mutants"], major=18))
    assert [text for each in proven for text in each.verdict.findings] == []
    found = {each.verdict.artefact: each.verdict for each in proven}
    assert "the rest" not in found
    lines = {name: [line.split()[-4:] for line in each.lines[1:]] for name, each in found.items()}
    dash = "\N{EN DASH}"
    assert lines["public.events_old"] == [[dash, dash, "siud", dash]]
    assert lines["public.events_others"] == [[dash, "su", dash, dash]]


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        ("GRANT SELECT ON events_old TO notes_member", "member with its claims: select on public."),
        ("GRANT DELETE ON events_rest TO PUBLIC", "delete on public.events_rest"),
        ("ALTER TABLE events_others DISABLE ROW LEVEL SECURITY", "on public.events_others gets at"),
        ("ALTER TABLE events_old ENABLE ROW LEVEL SECURITY", "on public.events_old"),
    ],
)
def test_a_partition_that_lets_through_more_or_less_is_found(
    trial: Trial, statement: str, told: str
) -> None:
    assert told in wrong(trial, statement)
