"""The trust project, live: scores and tiers, the chained record, and who may see and do what."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import LiteralString
from uuid import UUID

import psycopg
import pytest
from psycopg import errors

from tests.projects.acting import (
    Column,
    Connection,
    acting,
    apply_project,
    columns,
    keys,
    outcome,
    plan,
    refused,
    rows,
    run,
    value,
)
from tests.projects.indexes import Indexes, definitions, unused

UUID_KEY: Column = ("id", "uuid", True, "gen_random_uuid()")
TIME = "timestamp with time zone"
CREATED: Column = ("created_at", TIME, True, "now()")
UPDATED: Column = ("updated_at", TIME, True, "now()")
PRICE: Column = ("price", "numeric(12,2)", True, "0")

TABLES: dict[str, list[Column]] = {
    "academy_progress": [
        UUID_KEY,
        ("agent_id", "uuid", True, None),
        ("course", "text", True, None),
        ("status", "academy_status", True, "'enrolled'::academy_status"),
        ("progress", "smallint", True, "0"),
        ("completed_at", TIME, False, None),
        CREATED,
        UPDATED,
    ],
    "acquisitions": [
        UUID_KEY,
        ("consumer_id", "uuid", True, None),
        ("agent_id", "uuid", True, None),
        ("listing_id", "uuid", True, None),
        ("acquisition_type", "acquisition_type", True, None),
        PRICE,
        CREATED,
        ("ended_at", TIME, False, None),
    ],
    "agents": [
        UUID_KEY,
        ("owner_id", "uuid", True, None),
        ("name", "text", True, None),
        ("description", "text", False, None),
        ("config", "jsonb", True, "'{}'::jsonb"),
        ("trust_score", "integer", True, "0"),
        ("status", "agent_status", True, "'draft'::agent_status"),
        CREATED,
        UPDATED,
    ],
    "council_decisions": [
        UUID_KEY,
        ("agent_id", "uuid", False, None),
        ("decision_type", "council_decision_type", True, None),
        ("risk_level", "smallint", True, None),
        ("subject", "text", True, None),
        ("reasoning", "text", False, None),
        ("record", "jsonb", False, None),
        CREATED,
        UPDATED,
    ],
    "marketplace_listings": [
        UUID_KEY,
        ("agent_id", "uuid", True, None),
        ("owner_id", "uuid", True, None),
        ("title", "text", True, None),
        ("description", "text", False, None),
        PRICE,
        ("currency", "text", True, "'USD'::text"),
        ("status", "listing_status", True, "'draft'::listing_status"),
        CREATED,
        UPDATED,
    ],
    "observer_events": [
        UUID_KEY,
        ("sequence", "bigint", True, "identity"),
        ("agent_id", "uuid", True, None),
        ("event_type", "text", True, None),
        ("payload", "jsonb", True, "'{}'::jsonb"),
        CREATED,
    ],
    "profiles": [
        ("id", "uuid", True, None),
        ("email", "text", False, None),
        ("display_name", "text", False, None),
        ("avatar_url", "text", False, None),
        ("role", "text", True, "'consumer'::text"),
        ("subscription_tier", "text", True, "'free'::text"),
        CREATED,
        UPDATED,
    ],
    "trust_history": [
        UUID_KEY,
        ("agent_id", "uuid", True, None),
        ("previous_score", "integer", True, None),
        ("new_score", "integer", True, None),
        ("change", "integer", False, "(new_score - previous_score)"),
        ("source_type", "trust_source_type", True, None),
        ("source_id", "uuid", False, None),
        ("reason", "text", False, None),
        CREATED,
    ],
    "truth_chain": [
        UUID_KEY,
        ("subject_type", "text", True, None),
        ("subject_id", "uuid", True, None),
        ("record_type", "text", True, None),
        ("payload", "jsonb", True, None),
        CREATED,
        ("sequence", "bigint", True, None),
        ("previous_hash", "text", False, None),
        ("hash", "text", True, None),
    ],
}

# What carries the document's realtime events to whoever publishes them.
REALTIME: dict[str, list[Column]] = {
    "realtime_dead_letters": [
        ("id", "bigint", True, None),
        ("event_id", "uuid", True, None),
        ("channel", "text", True, None),
        ("event", "text", True, None),
        ("payload", "jsonb", True, None),
        ("occurred_at", TIME, True, None),
        ("refused_at", TIME, True, "now()"),
        ("reason", "text", True, None),
    ],
    "realtime_outbox": [
        ("id", "bigint", True, "identity"),
        ("event_id", "uuid", True, None),
        ("channel", "text", True, None),
        ("event", "text", True, None),
        ("payload", "jsonb", True, None),
        ("occurred_at", TIME, True, "now()"),
        ("refusals", "integer", True, "0"),
        ("retry_at", TIME, False, None),
    ],
}

KEYS = {
    "academy_progress_agent_id_course_key": "UNIQUE (agent_id, course)",
    "academy_progress_agent_id_fkey": (
        "FOREIGN KEY (agent_id) REFERENCES agents(id) ON DELETE CASCADE"
    ),
    "academy_progress_pkey": "PRIMARY KEY (id)",
    "acquisitions_agent_id_fkey": "FOREIGN KEY (agent_id) REFERENCES agents(id)",
    "acquisitions_consumer_id_fkey": (
        "FOREIGN KEY (consumer_id) REFERENCES profiles(id) ON DELETE CASCADE"
    ),
    "acquisitions_listing_id_agent_id_fkey": (
        "FOREIGN KEY (listing_id, agent_id) REFERENCES marketplace_listings(id, agent_id)"
    ),
    "acquisitions_pkey": "PRIMARY KEY (id)",
    "agents_id_owner_id_key": "UNIQUE (id, owner_id)",
    "agents_owner_id_fkey": "FOREIGN KEY (owner_id) REFERENCES profiles(id)",
    "agents_pkey": "PRIMARY KEY (id)",
    "council_decisions_agent_id_fkey": "FOREIGN KEY (agent_id) REFERENCES agents(id)",
    "council_decisions_pkey": "PRIMARY KEY (id)",
    "marketplace_listings_agent_id_owner_id_fkey": (
        "FOREIGN KEY (agent_id, owner_id) REFERENCES agents(id, owner_id)"
        " ON UPDATE CASCADE ON DELETE CASCADE"
    ),
    "marketplace_listings_id_agent_id_key": "UNIQUE (id, agent_id)",
    "marketplace_listings_owner_id_fkey": "FOREIGN KEY (owner_id) REFERENCES profiles(id)",
    "marketplace_listings_pkey": "PRIMARY KEY (id)",
    "observer_events_agent_id_fkey": "FOREIGN KEY (agent_id) REFERENCES agents(id)",
    "observer_events_pkey": "PRIMARY KEY (id)",
    "observer_events_sequence_key": "UNIQUE (sequence)",
    "profiles_pkey": "PRIMARY KEY (id)",
    "realtime_dead_letters_pkey": "PRIMARY KEY (id)",
    "realtime_outbox_pkey": "PRIMARY KEY (id)",
    "trust_history_agent_id_fkey": "FOREIGN KEY (agent_id) REFERENCES agents(id)",
    "trust_history_pkey": "PRIMARY KEY (id)",
    "truth_chain_hash_key": "UNIQUE (hash)",
    "truth_chain_pkey": "PRIMARY KEY (id)",
    "truth_chain_sequence_key": "UNIQUE (sequence)",
}

ENUMS = {
    "academy_status": ["enrolled", "in_progress", "completed", "failed"],
    "acquisition_type": ["trial", "purchase", "subscription"],
    "agent_status": ["draft", "training", "active", "suspended", "archived"],
    "council_decision_type": ["approval", "denial", "escalation", "suspension", "reinstatement"],
    "listing_status": ["draft", "published", "suspended", "withdrawn"],
    "trust_source_type": ["observer", "council", "academy", "marketplace", "manual"],
}

ANN = UUID(int=1)
BOB = UUID(int=2)
CAT = UUID(int=3)
OWN, LISTED, HIDDEN, FROZEN = (UUID(int=n) for n in (11, 12, 13, 14))

# Ann owns OWN (active, in no listing) and FROZEN (suspended). Bob owns LISTED (in a published
# listing) and HIDDEN (active, listing withdrawn). Cat has LISTED on trial.
PEOPLE = f"""
INSERT INTO profiles (id, email) VALUES
  ('{ANN}', 'ann@example.org'), ('{BOB}', 'bob@example.org'), ('{CAT}', NULL);
INSERT INTO agents (id, owner_id, name, status) VALUES
  ('{OWN}', '{ANN}', 'own', 'active'), ('{LISTED}', '{BOB}', 'listed', 'active'),
  ('{HIDDEN}', '{BOB}', 'hidden', 'active'), ('{FROZEN}', '{ANN}', 'frozen', 'suspended');
INSERT INTO marketplace_listings (id, agent_id, owner_id, title, status) VALUES
  ('{UUID(int=21)}', '{LISTED}', '{BOB}', 'listed', 'published'),
  ('{UUID(int=22)}', '{HIDDEN}', '{BOB}', 'hidden', 'withdrawn'),
  ('{UUID(int=23)}', '{OWN}', '{ANN}', 'own', 'draft');
INSERT INTO acquisitions (id, consumer_id, agent_id, listing_id, acquisition_type) VALUES
  ('{UUID(int=31)}', '{CAT}', '{LISTED}', '{UUID(int=21)}', 'trial');
INSERT INTO academy_progress (id, agent_id, course) VALUES
  ('{UUID(int=41)}', '{OWN}', 'safety'), ('{UUID(int=42)}', '{LISTED}', 'safety');
INSERT INTO trust_history (id, agent_id, previous_score, new_score, source_type) VALUES
  ('{UUID(int=51)}', '{OWN}', 0, 100, 'academy'), ('{UUID(int=52)}', '{LISTED}', 0, 9, 'manual');
INSERT INTO observer_events (id, agent_id, event_type) VALUES
  ('{UUID(int=61)}', '{OWN}', 'call'), ('{UUID(int=62)}', '{LISTED}', 'call');
INSERT INTO council_decisions (id, agent_id, decision_type, risk_level, subject) VALUES
  ('{UUID(int=71)}', '{OWN}', 'approval', 0, 'launch');
INSERT INTO truth_chain (id, subject_type, subject_id, record_type, payload) VALUES
  ('{UUID(int=81)}', 'agent', '{OWN}', 'created', '{{"by": "ann"}}');
"""

PUBLIC = {"profiles": [1, 2, 3], "council_decisions": [71], "truth_chain": [81]}

VISIBLE: dict[str, tuple[str, UUID | None, dict[str, list[int]]]] = {
    "ann": (
        "trust_member",
        ANN,
        {
            **PUBLIC,
            "agents": [11, 12, 14],
            "marketplace_listings": [21, 23],
            "academy_progress": [41],
            "trust_history": [51],
            "observer_events": [61],
        },
    ),
    "bob": (
        "trust_member",
        BOB,
        {
            **PUBLIC,
            "agents": [12, 13],
            "marketplace_listings": [21, 22],
            "acquisitions": [31],
            "academy_progress": [42],
            "trust_history": [52],
            "observer_events": [62],
        },
    ),
    "cat": (
        "trust_member",
        CAT,
        {**PUBLIC, "agents": [12], "marketplace_listings": [21], "acquisitions": [31]},
    ),
    "a member who does not say who": (
        "trust_member",
        None,
        {**PUBLIC, "agents": [12], "marketplace_listings": [21]},
    ),
    "anonymous": (
        "trust_anonymous",
        None,
        {**PUBLIC, "agents": [12], "marketplace_listings": [21]},
    ),
    "system": (
        "trust_system",
        None,
        {
            **PUBLIC,
            "agents": [11, 12, 13, 14],
            "marketplace_listings": [21, 22, 23],
            "acquisitions": [31],
            "academy_progress": [41, 42],
            "trust_history": [51, 52],
            "observer_events": [61, 62],
        },
    ),
}

INDEXES: Indexes = {
    "academy_progress_created_at_idx": (
        "academy_progress (created_at)",
        "SELECT * FROM academy_progress ORDER BY created_at",
    ),
    "academy_progress_status_created_at_idx": (
        "academy_progress (status, created_at DESC)",
        "SELECT * FROM academy_progress ORDER BY status, created_at DESC",
    ),
    "acquisitions_agent_id_idx": (
        "acquisitions (agent_id)",
        "SELECT * FROM acquisitions ORDER BY agent_id",
    ),
    "acquisitions_consumer_id_idx": (
        "acquisitions (consumer_id)",
        "SELECT * FROM acquisitions ORDER BY consumer_id",
    ),
    "acquisitions_created_at_idx": (
        "acquisitions (created_at)",
        "SELECT * FROM acquisitions ORDER BY created_at",
    ),
    "acquisitions_current_key": (
        "UNIQUE acquisitions (consumer_id, agent_id) WHERE (ended_at IS NULL)",
        "SELECT * FROM acquisitions WHERE ended_at IS NULL ORDER BY consumer_id, agent_id",
    ),
    "acquisitions_listing_id_agent_id_idx": (
        "acquisitions (listing_id, agent_id)",
        "SELECT * FROM acquisitions ORDER BY listing_id, agent_id",
    ),
    "agents_created_at_idx": (
        "agents (created_at)",
        "SELECT * FROM agents ORDER BY created_at",
    ),
    "agents_owner_id_idx": (
        "agents (owner_id)",
        "SELECT * FROM agents ORDER BY owner_id",
    ),
    "agents_status_created_at_idx": (
        "agents (status, created_at DESC)",
        "SELECT * FROM agents ORDER BY status, created_at DESC",
    ),
    "council_decisions_agent_id_idx": (
        "council_decisions (agent_id)",
        "SELECT * FROM council_decisions ORDER BY agent_id",
    ),
    "council_decisions_created_at_idx": (
        "council_decisions (created_at)",
        "SELECT * FROM council_decisions ORDER BY created_at",
    ),
    "council_decisions_decision_type_created_at_idx": (
        "council_decisions (decision_type, created_at DESC)",
        "SELECT * FROM council_decisions ORDER BY decision_type, created_at DESC",
    ),
    "marketplace_listings_agent_id_owner_id_idx": (
        "marketplace_listings (agent_id, owner_id)",
        "SELECT * FROM marketplace_listings ORDER BY agent_id, owner_id",
    ),
    "marketplace_listings_created_at_idx": (
        "marketplace_listings (created_at)",
        "SELECT * FROM marketplace_listings ORDER BY created_at",
    ),
    "marketplace_listings_owner_id_idx": (
        "marketplace_listings (owner_id)",
        "SELECT * FROM marketplace_listings ORDER BY owner_id",
    ),
    "marketplace_listings_published_key": (
        "UNIQUE marketplace_listings (agent_id) WHERE (status = 'published'::listing_status)",
        "SELECT * FROM marketplace_listings WHERE status = 'published' ORDER BY agent_id",
    ),
    "marketplace_listings_status_created_at_idx": (
        "marketplace_listings (status, created_at DESC)",
        "SELECT * FROM marketplace_listings ORDER BY status, created_at DESC",
    ),
    "observer_events_agent_id_created_at_idx": (
        "observer_events (agent_id, created_at DESC)",
        "SELECT * FROM observer_events ORDER BY agent_id, created_at DESC",
    ),
    "observer_events_created_at_idx": (
        "observer_events (created_at)",
        "SELECT * FROM observer_events ORDER BY created_at",
    ),
    "observer_events_event_type_created_at_idx": (
        "observer_events (event_type, created_at DESC)",
        "SELECT * FROM observer_events ORDER BY event_type, created_at DESC",
    ),
    "profiles_created_at_idx": (
        "profiles (created_at)",
        "SELECT * FROM profiles ORDER BY created_at",
    ),
    "profiles_email_idx": (
        "profiles (email)",
        "SELECT * FROM profiles ORDER BY email",
    ),
    "realtime_outbox_channel_id_idx": (
        "realtime_outbox (channel, id)",
        "SELECT * FROM realtime_outbox ORDER BY channel, id",
    ),
    "trust_history_agent_id_created_at_idx": (
        "trust_history (agent_id, created_at DESC)",
        "SELECT * FROM trust_history ORDER BY agent_id, created_at DESC",
    ),
    "trust_history_created_at_idx": (
        "trust_history (created_at)",
        "SELECT * FROM trust_history ORDER BY created_at",
    ),
    "truth_chain_created_at_idx": (
        "truth_chain (created_at)",
        "SELECT * FROM truth_chain ORDER BY created_at",
    ),
    "truth_chain_subject_id_idx": (
        "truth_chain (subject_id)",
        "SELECT * FROM truth_chain ORDER BY subject_id",
    ),
}

TIERS = [
    (-2147483648, "Untrusted", 0),
    (-1, "Untrusted", 0),
    (0, "Untrusted", 0),
    (199, "Untrusted", 0),
    (200, "Provisional", 1),
    (399, "Provisional", 1),
    (400, "Established", 2),
    (599, "Established", 2),
    (600, "Trusted", 3),
    (799, "Trusted", 3),
    (800, "Verified", 4),
    (899, "Verified", 4),
    (900, "Elite", 5),
    (1000, "Elite", 5),
    (1001, "Elite", 5),
    (2147483647, "Elite", 5),
    (None, None, None),
]


AN_AGENT = f"'{OWN}'"
NOBODY = f"'{UUID(int=99)}'"

BAD: list[tuple[LiteralString, str]] = [
    (
        f"INSERT INTO agents (owner_id, name) VALUES ({NOBODY}, 'x')",
        "23503 agents_owner_id_fkey",
    ),
    (
        "INSERT INTO trust_history (agent_id, previous_score, new_score, source_type)"
        f" VALUES ({NOBODY}, 0, 0, 'manual')",
        "23503 trust_history_agent_id_fkey",
    ),
    (
        f"INSERT INTO observer_events (agent_id, event_type) VALUES ({NOBODY}, 'x')",
        "23503 observer_events_agent_id_fkey",
    ),
    (
        "INSERT INTO council_decisions (agent_id, decision_type, risk_level, subject)"
        f" VALUES ({NOBODY}, 'denial', 0, 'x')",
        "23503 council_decisions_agent_id_fkey",
    ),
    (
        f"INSERT INTO academy_progress (agent_id, course) VALUES ({NOBODY}, 'x')",
        "23503 academy_progress_agent_id_fkey",
    ),
    (
        "INSERT INTO marketplace_listings (agent_id, owner_id, title)"
        f" VALUES ({AN_AGENT}, '{BOB}', 'not his')",
        "23503 marketplace_listings_agent_id_owner_id_fkey",
    ),
    (
        "INSERT INTO acquisitions (consumer_id, agent_id, listing_id, acquisition_type)"
        f" VALUES ('{CAT}', {AN_AGENT}, '{UUID(int=21)}', 'trial')",
        "23503 acquisitions_listing_id_agent_id_fkey",
    ),
    (
        "INSERT INTO acquisitions (consumer_id, agent_id, listing_id, acquisition_type)"
        f" VALUES ('{CAT}', '{LISTED}', '{UUID(int=21)}', 'purchase')",
        "23505 acquisitions_current_key",
    ),
    (
        "INSERT INTO marketplace_listings (agent_id, owner_id, title, status)"
        f" VALUES ('{LISTED}', '{BOB}', 'twice', 'published')",
        "23505 marketplace_listings_published_key",
    ),
    (
        f"INSERT INTO academy_progress (agent_id, course) VALUES ({AN_AGENT}, 'safety')",
        "23505 academy_progress_agent_id_course_key",
    ),
    (
        "UPDATE profiles SET role = 'king'",
        "23514 profiles_role_check",
    ),
    (
        "UPDATE profiles SET subscription_tier = 'gold'",
        "23514 profiles_subscription_tier_check",
    ),
    (
        "UPDATE council_decisions SET risk_level = 5",
        "23514 council_decisions_risk_level_check",
    ),
    (
        "UPDATE council_decisions SET risk_level = -1",
        "23514 council_decisions_risk_level_check",
    ),
    (
        "UPDATE academy_progress SET progress = 101",
        "23514 academy_progress_progress_check",
    ),
    (
        """UPDATE agents SET config = '{"temperature": 3}'""",
        "23514 agents_config_shape",
    ),
    (
        "UPDATE agents SET status = 'lost'",
        "22P02",
    ),
    (
        "UPDATE marketplace_listings SET status = 'x'",
        "22P02",
    ),
    (
        "UPDATE academy_progress SET status = 'x'",
        "22P02",
    ),
    (
        "UPDATE council_decisions SET decision_type = 'x'",
        "22P02",
    ),
    (
        "UPDATE acquisitions SET acquisition_type = 'x'",
        "22P02",
    ),
    (
        "UPDATE trust_history SET source_type = 'x'",
        "22P02",
    ),
]

ALLOWED: list[LiteralString] = [
    f"UPDATE profiles SET display_name = 'Ann' WHERE id = '{ANN}'",
    f"INSERT INTO agents (owner_id, name) VALUES ('{ANN}', 'another')",
    f"UPDATE agents SET name = 'x', status = 'archived' WHERE id = '{OWN}'",
    f"DELETE FROM agents WHERE id = '{FROZEN}'",
    "INSERT INTO marketplace_listings (agent_id, owner_id, title)"
    f" VALUES ('{OWN}', '{ANN}', 'again')",
    f"UPDATE marketplace_listings SET status = 'published' WHERE id = '{UUID(int=23)}'",
    f"DELETE FROM marketplace_listings WHERE id = '{UUID(int=23)}'",
    "INSERT INTO acquisitions (consumer_id, agent_id, listing_id, acquisition_type)"
    f" VALUES ('{ANN}', '{LISTED}', '{UUID(int=21)}', 'trial')",
    f"INSERT INTO academy_progress (agent_id, course) VALUES ('{OWN}', 'ethics')",
    f"DELETE FROM academy_progress WHERE id = '{UUID(int=41)}'",
]

OTHERS: list[LiteralString] = [
    f"UPDATE profiles SET display_name = 'x' WHERE id <> '{ANN}'",
    f"UPDATE agents SET name = 'x' WHERE id <> '{OWN}'",
    f"UPDATE agents SET status = 'active' WHERE id = '{FROZEN}'",
    f"DELETE FROM agents WHERE owner_id = '{BOB}'",
    f"UPDATE marketplace_listings SET title = 'x' WHERE owner_id = '{BOB}'",
    f"DELETE FROM marketplace_listings WHERE owner_id = '{BOB}'",
    f"DELETE FROM academy_progress WHERE agent_id = '{LISTED}'",
]

FORBIDDEN: list[LiteralString] = [
    "UPDATE profiles SET role = 'admin'",
    "UPDATE profiles SET subscription_tier = 'enterprise'",
    f"INSERT INTO profiles (id) VALUES ('{UUID(int=9)}')",
    "DELETE FROM profiles",
    f"INSERT INTO agents (owner_id, name) VALUES ('{BOB}', 'x')",
    f"INSERT INTO agents (owner_id, name, trust_score) VALUES ('{ANN}', 'x', 1000)",
    "UPDATE agents SET trust_score = 1000",
    f"UPDATE agents SET owner_id = '{BOB}'",
    f"UPDATE agents SET status = 'suspended' WHERE id = '{OWN}'",
    "INSERT INTO trust_history (agent_id, previous_score, new_score, source_type)"
    f" VALUES ('{OWN}', 0, 1000, 'manual')",
    f"INSERT INTO observer_events (agent_id, event_type) VALUES ('{OWN}', 'x')",
    "INSERT INTO council_decisions (decision_type, risk_level, subject)"
    " VALUES ('approval', 0, 'x')",
    "UPDATE council_decisions SET risk_level = 0",
    "INSERT INTO truth_chain (subject_type, subject_id, record_type, payload)"
    f" VALUES ('agent', '{OWN}', 'x', '{{}}')",
    "INSERT INTO marketplace_listings (agent_id, owner_id, title)"
    f" VALUES ('{LISTED}', '{BOB}', 'x')",
    "INSERT INTO acquisitions (consumer_id, agent_id, listing_id, acquisition_type)"
    f" VALUES ('{ANN}', '{LISTED}', '{UUID(int=21)}', 'purchase')",
    "INSERT INTO acquisitions (consumer_id, agent_id, listing_id, acquisition_type)"
    f" VALUES ('{BOB}', '{LISTED}', '{UUID(int=21)}', 'trial')",
    "INSERT INTO acquisitions (consumer_id, agent_id, listing_id, acquisition_type)"
    f" VALUES ('{ANN}', '{HIDDEN}', '{UUID(int=22)}', 'trial')",
    "UPDATE acquisitions SET ended_at = now()",
    f"INSERT INTO academy_progress (agent_id, course) VALUES ('{LISTED}', 'x')",
    f"INSERT INTO academy_progress (agent_id, course, status) VALUES ('{OWN}', 'x', 'completed')",
    "UPDATE academy_progress SET status = 'completed'",
    "UPDATE trust_history SET created_at = now()",
]

RECORDED: list[LiteralString] = [
    "UPDATE trust_history SET created_at = now()",
    "DELETE FROM trust_history",
    "TRUNCATE trust_history",
    "UPDATE truth_chain SET created_at = now()",
    "DELETE FROM truth_chain",
    "TRUNCATE truth_chain",
    "UPDATE observer_events SET created_at = now()",
    "DELETE FROM observer_events",
    "TRUNCATE observer_events",
]


@pytest.fixture
def trust(database: str) -> Iterator[Connection]:
    with psycopg.connect(database, autocommit=True) as connection:
        apply_project(connection, "trust")
        run(connection, PEOPLE)
        yield connection


def numbers(connection: Connection, table: str) -> list[int]:
    query = psycopg.sql.SQL("SELECT id FROM {} ORDER BY id").format(psycopg.sql.Identifier(table))
    return [row[0].int for row in connection.execute(query)]


def record(connection: Connection, payload: object = None) -> None:
    connection.execute(
        "INSERT INTO truth_chain (subject_type, subject_id, record_type, payload)"
        " VALUES ('agent', %s, 'noted', %s)",
        (OWN, json.dumps(payload or {})),
    )


def test_the_tables_are_those_of_the_document(trust: Connection) -> None:
    assert columns(trust) == {**TABLES, **REALTIME}


def test_the_keys_link_the_entities(trust: Connection) -> None:
    assert keys(trust) == KEYS


def test_the_six_enums_have_their_labels(trust: Connection) -> None:
    found = rows(
        trust,
        "SELECT t.typname, array_agg(e.enumlabel::text ORDER BY e.enumsortorder)"
        " FROM pg_enum e JOIN pg_type t ON t.oid = e.enumtypid GROUP BY t.typname",
    )
    assert dict(found) == ENUMS


def test_every_index_is_used(trust: Connection) -> None:
    assert definitions(trust) == {name: definition for name, (definition, _) in INDEXES.items()}
    assert unused(trust, INDEXES) == []


def test_every_score_has_its_tier(trust: Connection) -> None:
    found = [
        (
            score,
            value(trust, "SELECT get_trust_tier(%s::integer)", score),
            value(trust, "SELECT get_trust_tier_level(%s::integer)", score),
        )
        for score, _, _ in TIERS
    ]
    assert found == TIERS


CLAMPED = {-1: 0, 0: 0, 500: 500, 1000: 1000, 1001: 1000, 1500: 1000}


def test_a_score_outside_is_moved_to_the_nearest_bound(trust: Connection) -> None:
    update: LiteralString = "UPDATE agents SET trust_score = %s WHERE id = %s RETURNING trust_score"
    insert: LiteralString = (
        "INSERT INTO agents (owner_id, name, trust_score) VALUES (%s, 'new', %s)"
        " RETURNING trust_score"
    )
    assert {said: value(trust, update, said, OWN) for said in CLAMPED} == CLAMPED
    assert {said: value(trust, insert, ANN, said) for said in CLAMPED} == CLAMPED


def test_the_check_holds_where_the_clamp_is_off(trust: Connection) -> None:
    run(trust, "ALTER TABLE agents DISABLE TRIGGER USER")
    with refused(trust, errors.CheckViolation, "agents_trust_score_check"):
        trust.execute("UPDATE agents SET trust_score = 1001")


def test_a_change_is_dated(trust: Connection) -> None:
    created, updated = rows(
        trust, "UPDATE agents SET name = 'x' WHERE id = %s RETURNING created_at, updated_at", OWN
    )[0]
    assert updated > created


def test_bad_rows_are_refused(trust: Connection) -> None:
    assert tried(trust, (statement for statement, _ in BAD)) == dict(BAD)


def test_an_agent_with_a_record_cannot_be_deleted(trust: Connection) -> None:
    with pytest.raises(errors.ForeignKeyViolation):
        trust.execute("DELETE FROM agents WHERE id = %s", (OWN,))
    trust.execute("DELETE FROM agents WHERE id = %s", (FROZEN,))


def test_a_listing_follows_its_agent_to_another_owner(trust: Connection) -> None:
    trust.execute("UPDATE agents SET owner_id = %s WHERE id = %s", (CAT, LISTED))
    query = "SELECT owner_id FROM marketplace_listings WHERE agent_id = %s"
    assert value(trust, query, LISTED) == CAT


def test_every_table_forces_row_level_security(trust: Connection) -> None:
    forced = rows(
        trust,
        "SELECT relname FROM pg_class WHERE relrowsecurity AND relforcerowsecurity"
        " AND relnamespace = 'public'::regnamespace ORDER BY 1",
    )
    assert forced == sorted({**TABLES, **REALTIME})


def test_an_actor_sees_what_is_public_or_its_own(trust: Connection) -> None:
    seen = {name: visible(trust, role, user) for name, (role, user, _) in VISIBLE.items()}
    assert seen == {name: expected for name, (_, _, expected) in VISIBLE.items()}


def visible(connection: Connection, role: str, user: UUID | None) -> dict[str, list[int]]:
    seen: dict[str, list[int]] = {}
    with acting(connection, role, **({"user_id": user} if user else {})):
        for table in TABLES:
            try:
                with connection.transaction():
                    seen[table] = numbers(connection, table)
            except errors.InsufficientPrivilege:
                continue
    return {table: found for table, found in seen.items() if found}


def test_an_email_address_is_not_public(trust: Connection) -> None:
    for role in ("trust_member", "trust_anonymous"):
        with acting(trust, role, user_id=ANN):
            assert outcome(trust, "SELECT id, display_name FROM profiles") == 3
            assert outcome(trust, "SELECT email FROM profiles") == "42501"


def test_a_member_may_change_what_is_its_own(trust: Connection) -> None:
    with acting(trust, "trust_member", user_id=ANN):
        assert tried(trust, ALLOWED) == dict.fromkeys(ALLOWED, 1)


def test_a_member_does_not_reach_what_is_not(trust: Connection) -> None:
    with acting(trust, "trust_member", user_id=ANN):
        assert tried(trust, OTHERS) == dict.fromkeys(OTHERS, 0)
    with acting(trust, "trust_member"):
        assert tried(trust, OTHERS) == dict.fromkeys(OTHERS, 0)


def test_a_member_is_refused_what_only_the_system_does(trust: Connection) -> None:
    with acting(trust, "trust_member", user_id=ANN):
        assert tried(trust, FORBIDDEN) == dict.fromkeys(FORBIDDEN, "42501")


def test_who_is_not_signed_in_changes_nothing(trust: Connection) -> None:
    attempts = [*ALLOWED, *OTHERS, *FORBIDDEN]
    with acting(trust, "trust_anonymous", user_id=ANN):
        assert tried(trust, attempts) == dict.fromkeys(attempts, "42501")


def tried(
    connection: Connection, statements: Iterable[LiteralString]
) -> dict[LiteralString, int | str]:
    return {statement: outcome(connection, statement) for statement in statements}


def test_nobody_changes_a_record(trust: Connection) -> None:
    for role in ("trust_member", "trust_anonymous", "trust_system"):
        with acting(trust, role, user_id=ANN):
            assert tried(trust, RECORDED) == dict.fromkeys(RECORDED, "42501")
    # The owner, here even a superuser, whom no grant and no policy binds.
    assert tried(trust, RECORDED) == dict.fromkeys(RECORDED, "23001")


def test_the_system_appends(trust: Connection) -> None:
    with acting(trust, "trust_system"):
        trust.execute("INSERT INTO observer_events (agent_id, event_type) VALUES (%s, 'x')", (OWN,))
        record(trust)
        assert rows(trust, "SELECT sequence FROM observer_events ORDER BY 1") == [1, 2, 3]


def test_the_policies_on_agents_are_evaluated_once_a_query(trust: Connection) -> None:
    with acting(trust, "trust_member", user_id=ANN):
        text = plan(trust, "SELECT * FROM agents")
    assert "InitPlan" in text
    assert "SubPlan" not in text
    assert "agents_owner_id_idx" in text
    assert "marketplace_listings_published_key" in text
