"""The SQL that each feature declares, for the smallest spec that uses it.

What it does is tried on live servers in `tests/live`.
"""

from __future__ import annotations

import pytest
from syrupy.assertion import SnapshotAssertion

from schemagen.catalog.statement import Statement
from schemagen.plan.whole import create_statements
from tests.specs import project_of

ACTORS = """
actors:
  member: {role: notes_member, claims: {user_id: uuid, shop_id: integer}}
  guest: {role: notes_guest}
"""

SPECS = {
    "actors": """
actors:
  member:
    role: notes_member
    claims:
      user_id: uuid
      email: varchar(200)
      sub: {type: uuid, setting: request.jwt.claim.sub}
      org: {type: text, function: my_org}
    comment: A signed-in person.
functions:
  my_org: {returns: text, language: sql, volatility: stable, body: "SELECT 'acme'"}
""",
    "access": ACTORS
    + """
schemas: {audit: {}}
tables:
  notes:
    columns: {id: bigserial primary key, owner_id: uuid, "end": text, status: text}
    access:
      member:
        select: owner_id = claim.user_id or status = 'public'
        insert: {with_check: own, columns: [owner_id, end]}
        update: {using: own, with_check: own, columns: [end]}
        delete: never
      guest: {select: {using: all, columns: [id, end]}}
  audit.events:
    columns: {id: integer primary key}
    access: {member: [insert], guest: never}
  closed:
    columns: {id: integer}
    access: {}
""",
    "claims in policies": ACTORS
    + """
tables:
  notes:
    columns: {id: integer, owner_id: uuid}
    policies:
      own: {to: member, using: "CLAIM.user_id = owner_id AND 'claim.user_id' <> ''"}
""",
    "timestamps": """
tables:
  a: {columns: {id: integer}, timestamps: true}
  b: {columns: {id: integer, updated_at: timestamp}, timestamps: {created: made_at}}
  c: {columns: {id: integer}, timestamps: {updated: changed, type: timestamp, function: touch}}
  d: {columns: {id: integer}, timestamps: {updated: null}}
""",
    "soft delete": ACTORS
    + """
tables:
  notes:
    columns: {id: integer, owner_id: uuid}
    soft_delete: {column: gone_at, type: timestamp, visible_to: owner_id = claim.user_id}
    access: {member: {select: all, update: own}, guest: all}
""",
    "append-only": ACTORS
    + """
tables:
  events: {columns: {id: integer}, append_only: true, access: {member: [select, insert]}}
""",
    "hash chain": """
tables:
  chain:
    columns: {id: integer, topic: text not null, at: timestamptz, payload: jsonb not null}
    hash_chain: {payload: payload, chain: topic}
  narrow:
    columns: {id: integer, span: interval, note: text}
    hash_chain:
      covers: [span]
      previous: before
      hash: sum
      sequence: no
      functions: {hash: sum_of, trigger: add_sum, verify: check_sums}
""",
    "bounds": """
tables:
  scores:
    columns: {id: integer, score: integer, share: numeric}
    bounds:
      score: {min: 0, max: 1000, outside: clamp, function: keep_score}
      share: {min: 0.5, name: share_is_enough}
""",
    "status": """
enums: {stage: [draft, live]}
tables:
  orders:
    columns: {id: integer, state: text not null, stage: stage not null}
    status:
      state: {values: [new, paid], initial: new, transitions: {new: [paid]}, name: known_state}
      stage: {initial: draft}
""",
    "realtime": ACTORS
    + """
realtime:
  channels:
    news: {}
    private-note-{note_id}:
      parameters: {note_id: integer}
      subscribe:
        member: exists (select from notes where id = channel.note_id and owner_id = claim.user_id)
        guest: all
  outbox: events
  role: notes_publisher
tables:
  notes:
    columns: {id: integer primary key, owner_id: uuid, price: numeric}
    access: {member: {select: own}}
    realtime:
      note-gone: {on: delete, channels: "private-note-{id}"}
      note-kept: {on: [insert, update of price], when: new.price > 0, channels: news, payload: [id]}
""",
    "version": """
tables:
  notes: {columns: {id: integer}, version: true}
  more: {columns: {id: integer}, version: {column: lock_version}}
""",
    "tenancy": "postgres: 15"
    + ACTORS
    + """
tenancy: {table: shops, column: shop_id, claim: shop_id}
tables:
  shops: {columns: {id: integer primary key}, tenant: true}
  people: {columns: {id: integer primary key}, tenant: true}
  agents: {columns: {id: integer primary key, shop_id: integer not null}, tenant: true}
  guests:
    columns:
      id: integer primary key
      shop_id: integer not null references shops on delete cascade
    tenant: true
  orders:
    columns:
      id: integer primary key
      buyer_id: integer not null references people on delete cascade
      agent_id: integer references people on delete set null
    tenant: true
    unique: [[shop_id, buyer_id]]
    access: {member: all}
""",
}


@pytest.mark.parametrize("name", SPECS)
def test_a_feature_becomes_plain_objects(name: str, snapshot: SnapshotAssertion) -> None:
    made = create_statements(project_of(SPECS[name]).catalog)
    shown = [item.sql for item in made if name == "actors" or not _is_of_actors(item)]
    assert ";\n".join(shown) + ";\n" == snapshot


def _is_of_actors(item: Statement) -> bool:
    """Tell what every spec with actors has."""
    target = item.target
    return target.kind == "role" or target.name.startswith("claim_") or target.name == "public"
