"""Snapshots: what is written is read back the same."""

from __future__ import annotations

import json

import pytest

from schemagen.app.snapshots import read_snapshot
from schemagen.catalog.serialize import SnapshotError
from schemagen.render.build import Build
from schemagen.render.snapshot import render_snapshot
from tests.specs import project_of

EVERYTHING = """
extensions: [pg_trgm]
schemas: {audit: {comment: Who did what.}}
roles: {reader: {login: true, comment: Reads.}}
enums: {mood: {labels: [sad, ok], comment: How one feels.}}
domains: {email: text not null check (value ~ '@')}
sequences: {numbers: {start: 5, cycle: true, max: 9}}
functions:
  twice:
    arguments: n integer
    returns: integer
    volatility: immutable
    set: {search_path: pg_catalog}
    body: SELECT n * 2
  touch: {returns: trigger, language: plpgsql, body: BEGIN RETURN NEW; END}
tables:
  rooms:
    comment: Where people meet.
    with: {fillfactor: 70}
    replica_identity: full
    grants: {reader: [select, "update (name)"]}
    columns:
      id: bigint generated always as identity (start 7)
      name: text collate "C" not null
      size: numeric(6,2) check (size > 0)
      mood: mood default 'ok'
      twice: integer generated always as (twice(3)) stored
      during: tsrange
    primary_key: {columns: [id], name: rooms_key}
    unique: [{columns: [name], nulls_not_distinct: true, deferrable: true}]
    exclude: [{elements: [during with &&], where: size > 3}]
    indexes: [{columns: ["lower(name) text_pattern_ops desc nulls last"], with: {fillfactor: 50}}]
    triggers:
      touched: before update of name for each row when (old.name <> new.name)
        execute function touch('a')
    policies: {readers: {to: [reader], command: select, using: "true", as: restrictive}}
  audit.doors:
    columns: {room_id: bigint references rooms on delete set null deferrable initially deferred}
views: {names: {query: SELECT name FROM rooms, security_barrier: true, grants: {reader: select}}}
"""


def test_a_snapshot_is_read_back_the_same() -> None:
    project = project_of(EVERYTHING)
    again = read_snapshot(render_snapshot(Build(project)))
    assert list(again) == list(project.catalog)


def test_a_snapshot_has_one_object_a_line() -> None:
    project = project_of("tables: {a: {columns: {id: integer}}}")
    text = render_snapshot(Build(project))
    assert json.loads(text)["format"] == 1
    assert text.splitlines()[1:-1] == [
        '{"id": ["column", "public", "a", "id"], "position": 1, "type": "integer"},',
        '{"id": ["schema", "", "public"], "external": true},',
        '{"id": ["table", "public", "a"]}',
    ]


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"format": 0, "objects": []}', '{"format": 1}'])
def test_what_is_no_snapshot_is_refused(text: str) -> None:
    with pytest.raises(SnapshotError, match="snapshot"):
        read_snapshot(text)
