"""The tenant project, live: what its document asks for is there, and communities are apart."""

from __future__ import annotations

from collections.abc import Iterator
from typing import LiteralString

import psycopg
import pytest
from psycopg import errors
from psycopg.types.json import Jsonb

from tests.projects.acting import (
    Column,
    Connection,
    acting,
    apply_project,
    columns,
    forbidden,
    outcome,
    plan,
    refused,
    rows,
    run,
    value,
)
from tests.projects.indexes import Indexes, definitions, unused

TIME = "timestamp with time zone"
ID: Column = ("id", "uuid", True, "gen_random_uuid()")
COMMUNITY: Column = ("community_id", "uuid", True, None)
CREATED: Column = ("created_at", TIME, True, "now()")
UPDATED: Column = ("updated_at", TIME, True, "now()")


def plain(type_: str, *names: str) -> list[Column]:
    return [(name, type_, False, None) for name in names]


TABLES: dict[str, list[Column]] = {
    "badges": [
        ID,
        COMMUNITY,
        ("profile_id", "uuid", True, None),
        ("badge_type", "text", True, None),
        ("awarded_at", TIME, True, "now()"),
        *plain("uuid", "awarded_by"),
        *plain(TIME, "revoked_at"),
        *plain("jsonb", "metadata"),
        CREATED,
    ],
    "communities": [
        ID,
        ("name", "text", True, None),
        ("theme_id", "text", True, "'basic'::text"),
        ("subscription_tier", "text", True, "'free'::text"),
        *plain("text", "discord_guild_id", "telegram_chat_id"),
        ("is_active", "boolean", True, "true"),
        *plain("jsonb", "settings"),
        CREATED,
        UPDATED,
    ],
    "manifests": [
        ID,
        COMMUNITY,
        ("version", "integer", True, None),
        ("content", "jsonb", True, None),
        ("checksum", "text", True, None),
        ("synthesized_at", TIME, True, "now()"),
        *plain("text", "synthesized_by"),
        ("is_active", "boolean", True, "true"),
        CREATED,
    ],
    "profiles": [
        ID,
        COMMUNITY,
        *plain("text", "discord_id", "telegram_id", "wallet_address", "tier"),
        *plain("integer", "current_rank", "activity_score", "conviction_score"),
        *plain(TIME, "joined_at", "last_seen_at", "first_claim_at"),
        *plain("jsonb", "metadata"),
        CREATED,
        UPDATED,
    ],
    "shadow_states": [
        ID,
        COMMUNITY,
        ("manifest_version", "integer", True, None),
        ("applied_at", TIME, True, "now()"),
        *plain("text", "applied_by"),
        ("resources", "jsonb", True, None),
        ("checksum", "text", True, None),
        ("status", "text", True, "'applied'::text"),
        CREATED,
    ],
}

OF_COMMUNITY = "FOREIGN KEY (community_id) REFERENCES communities(id) ON DELETE CASCADE"

CONSTRAINTS = {
    "badges_awarded_by_fkey": "FOREIGN KEY (awarded_by) REFERENCES profiles(id) ON DELETE SET NULL",
    "badges_community_id_awarded_by_fkey": "FOREIGN KEY (community_id, awarded_by)"
    " REFERENCES profiles(community_id, id) ON DELETE SET NULL (awarded_by)",
    "badges_community_id_fkey": OF_COMMUNITY,
    "badges_community_id_profile_id_fkey": "FOREIGN KEY (community_id, profile_id)"
    " REFERENCES profiles(community_id, id) ON DELETE CASCADE",
    "badges_profile_id_fkey": "FOREIGN KEY (profile_id) REFERENCES profiles(id) ON DELETE CASCADE",
    "communities_discord_guild_id_key": "UNIQUE (discord_guild_id)",
    "communities_telegram_chat_id_key": "UNIQUE (telegram_chat_id)",
    "manifests_community_id_fkey": OF_COMMUNITY,
    "profiles_community_id_fkey": OF_COMMUNITY,
    "profiles_community_id_id_key": "UNIQUE (community_id, id)",
    "shadow_states_community_id_fkey": OF_COMMUNITY,
    "shadow_states_community_id_manifest_version_fkey": "FOREIGN KEY (community_id,"
    " manifest_version) REFERENCES manifests(community_id, version)",
    "uq_badges_profile_type": "UNIQUE (community_id, profile_id, badge_type)",
    "uq_manifests_community_version": "UNIQUE (community_id, version)",
    "uq_profiles_discord": "UNIQUE (community_id, discord_id)",
    "uq_profiles_telegram": "UNIQUE (community_id, telegram_id)",
}

# Named indexes with their columns, and a query that each of them serves.
INDEXES: Indexes = {
    "idx_badges_awarded_by": (
        "badges (awarded_by)",
        "SELECT * FROM badges WHERE awarded_by = md5('a')::uuid",
    ),
    "idx_badges_profile": (
        "badges (profile_id)",
        "SELECT * FROM badges WHERE profile_id = md5('a')::uuid",
    ),
    "idx_badges_type": (
        "badges (community_id, badge_type)",
        "SELECT * FROM badges WHERE community_id = md5('a')::uuid AND badge_type = 'founder'",
    ),
    "idx_communities_discord_guild": (
        "communities (discord_guild_id)",
        "SELECT * FROM communities WHERE discord_guild_id = '1'",
    ),
    "idx_communities_subscription": (
        "communities (subscription_tier)",
        "SELECT * FROM communities WHERE subscription_tier = 'free'",
    ),
    "idx_communities_theme": (
        "communities (theme_id)",
        "SELECT * FROM communities WHERE theme_id = 'basic'",
    ),
    "idx_manifests_active": (
        "manifests (community_id, is_active)",
        "SELECT * FROM manifests WHERE community_id = md5('a')::uuid AND is_active = false",
    ),
    "idx_manifests_community": (
        "manifests (community_id)",
        "SELECT * FROM manifests WHERE community_id = md5('a')::uuid",
    ),
    "idx_profiles_community": (
        "profiles (community_id)",
        "SELECT * FROM profiles WHERE community_id = md5('a')::uuid",
    ),
    "idx_profiles_rank": (
        "profiles (community_id, current_rank)",
        "SELECT * FROM profiles WHERE community_id = md5('a')::uuid AND current_rank < 10",
    ),
    "idx_profiles_tier": (
        "profiles (community_id, tier)",
        "SELECT * FROM profiles WHERE community_id = md5('a')::uuid AND tier = 'gold'",
    ),
    "idx_profiles_wallet": (
        "profiles (wallet_address)",
        "SELECT * FROM profiles WHERE wallet_address = '0x1'",
    ),
    "idx_shadow_states_community": (
        "shadow_states (community_id)",
        "SELECT * FROM shadow_states WHERE community_id = md5('a')::uuid",
    ),
    "idx_shadow_states_version": (
        "shadow_states (community_id, manifest_version)",
        "SELECT * FROM shadow_states WHERE community_id = md5('a')::uuid AND manifest_version = 2",
    ),
    "uq_manifests_community_active": (
        "UNIQUE manifests (community_id) WHERE is_active",
        "SELECT * FROM manifests WHERE community_id = md5('a')::uuid AND is_active",
    ),
}

EMPTY_RESOURCES: dict[str, object] = {"roles": {}, "channels": {}, "categories": {}}

CONTENT: dict[str, object] = {
    "schemaVersion": "1.0",
    "theme": {"themeId": "basic", "tierOverrides": {"gold": {"color": "#fd0"}}},
    "roles": [{"id": "r1", "name": "Elder"}],
    "channels": [{"id": "c1"}],
    "categories": [],
    "eligibility": {"tokenAddress": "0x1", "minBalance": "1000", "nftCollections": ["0x2"]},
}


def uuid(letter: str, number: int = 0) -> str:
    """Ids that say what they are: community a has the profiles a1, a2, …"""
    return f"{letter * 8}-0000-4000-8000-{number:012d}"


A, A1, A2, B, B1 = uuid("a"), uuid("a", 1), uuid("a", 2), uuid("b"), uuid("b", 1)


@pytest.fixture
def tenant(database: str) -> Iterator[Connection]:
    """Two communities with two profiles and one, a badge each, a manifest and its shadow."""
    with psycopg.connect(database, autocommit=True) as connection:
        apply_project(connection, "tenant")
        for community, name in ((A, "Arrakis"), (B, "Bene")):
            connection.execute(
                "INSERT INTO communities (id, name) VALUES (%s, %s)", (community, name)
            )
        for community, profile in ((A, A1), (A, A2), (B, B1)):
            connection.execute(
                "INSERT INTO profiles (id, community_id, discord_id) VALUES (%s, %s, %s)",
                (profile, community, profile[-1]),
            )
        badge(connection, A, A2, A1)
        badge(connection, B, B1, None)
        for community in (A, B):
            manifest(connection, community, 1, CONTENT)
            shadow(connection, community, 1, EMPTY_RESOURCES)
        yield connection


def badge(connection: Connection, community: str, profile: str, giver: str | None) -> None:
    connection.execute(
        "INSERT INTO badges (community_id, profile_id, badge_type, awarded_by)"
        " VALUES (%s, %s, 'water_sharer', %s)",
        (community, profile, giver),
    )


def manifest(connection: Connection, community: str, version: int, content: object) -> None:
    connection.execute(
        "INSERT INTO manifests (community_id, version, content, checksum, is_active)"
        " VALUES (%s, %s, %s, 'c', %s)",
        (community, version, Jsonb(content), version == 1),
    )


def shadow(connection: Connection, community: str, version: int, resources: object) -> None:
    connection.execute(
        "INSERT INTO shadow_states (community_id, manifest_version, resources, checksum)"
        " VALUES (%s, %s, %s, 'c')",
        (community, version, Jsonb(resources)),
    )


def test_the_tables_are_those_of_the_document(tenant: Connection) -> None:
    assert columns(tenant) == TABLES


def test_the_constraints_are_those_of_the_document(tenant: Connection) -> None:
    found = rows(
        tenant,
        "SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint"
        " WHERE connamespace = 'public'::regnamespace AND contype IN ('f', 'u')",
    )
    assert dict(found) == CONSTRAINTS


def test_the_indexes_are_those_of_the_document_and_used(tenant: Connection) -> None:
    assert definitions(tenant) == {name: definition for name, (definition, _) in INDEXES.items()}
    assert unused(tenant, INDEXES) == []


def test_every_table_is_walled_in_by_community(tenant: Connection) -> None:
    found = rows(
        tenant,
        "SELECT tablename, roles::text, cmd FROM pg_policies WHERE permissive = 'RESTRICTIVE'",
    )
    assert sorted(found) == [(name, "{tenant_admin,tenant_member}", "ALL") for name in TABLES]


def test_every_table_has_forced_row_level_security(tenant: Connection) -> None:
    found = rows(
        tenant,
        "SELECT relname FROM pg_class WHERE relkind = 'r' AND relrowsecurity"
        " AND relforcerowsecurity ORDER BY relname",
    )
    assert found == sorted(TABLES)


def test_defaults_are_those_of_the_document(tenant: Connection) -> None:
    found = rows(
        tenant,
        "SELECT theme_id, subscription_tier, is_active, settings FROM communities WHERE id = %s",
        A,
    )
    assert found == [("basic", "free", True, None)]
    assert value(tenant, "SELECT DISTINCT status FROM shadow_states") == "applied"


def test_a_reference_to_nothing_is_refused(tenant: Connection) -> None:
    expected: list[tuple[LiteralString, str]] = [
        (
            "INSERT INTO profiles (community_id) VALUES (md5('c')::uuid)",
            "profiles_community_id_fkey",
        ),
        (
            "INSERT INTO manifests (community_id, version, content, checksum, is_active)"
            " SELECT md5('c')::uuid, version, content, checksum, is_active FROM manifests LIMIT 1",
            "manifests_community_id_fkey",
        ),
        (
            "UPDATE badges SET profile_id = md5('c')::uuid",
            "badges_community_id_profile_id_fkey",
        ),
        (
            "UPDATE badges SET awarded_by = md5('c')::uuid",
            "badges_awarded_by_fkey",
        ),
        (
            "UPDATE badges SET community_id = md5('c')::uuid WHERE awarded_by IS NULL",
            "badges_community_id_fkey",
        ),
        (
            "UPDATE shadow_states SET community_id = md5('c')::uuid",
            "shadow_states_community_id_fkey",
        ),
    ]
    for statement, constraint in expected:
        assert outcome(tenant, statement) == f"23503 {constraint}"


def test_a_badge_and_its_profiles_are_of_one_community(tenant: Connection) -> None:
    with refused(tenant, errors.ForeignKeyViolation, "badges_community_id_profile_id_fkey"):
        badge(tenant, B, A1, None)
    with refused(tenant, errors.ForeignKeyViolation, "badges_community_id_awarded_by_fkey"):
        badge(tenant, A, A1, B1)


def test_a_shadow_names_a_version_of_its_own_community(tenant: Connection) -> None:
    manifest(tenant, A, 2, CONTENT)
    shadow(tenant, A, 2, EMPTY_RESOURCES)
    with refused(
        tenant, errors.ForeignKeyViolation, "shadow_states_community_id_manifest_version_fkey"
    ):
        shadow(tenant, B, 2, EMPTY_RESOURCES)


def test_when_the_giver_goes_the_badge_stays_without_a_giver(tenant: Connection) -> None:
    tenant.execute("DELETE FROM profiles WHERE id = %s", (A1,))
    found = rows(
        tenant,
        "SELECT community_id::text, profile_id::text, awarded_by FROM badges"
        " WHERE community_id = %s",
        A,
    )
    assert found == [(A, A2, None)]


def test_when_the_holder_goes_the_badge_goes(tenant: Connection) -> None:
    tenant.execute("DELETE FROM profiles WHERE id = %s", (A2,))
    assert value(tenant, "SELECT count(*) FROM badges WHERE community_id = %s", A) == 0


def test_with_a_community_goes_all_that_belongs_to_it(tenant: Connection) -> None:
    tenant.execute("DELETE FROM communities WHERE id = %s", (A,))
    for table in ("profiles", "badges", "manifests", "shadow_states"):
        found = tenant.execute(f"SELECT DISTINCT community_id::text FROM {table}".encode())
        assert found.fetchall() == [(B,)]


def test_a_version_that_was_applied_cannot_be_deleted(tenant: Connection) -> None:
    with refused(
        tenant, errors.ForeignKeyViolation, "shadow_states_community_id_manifest_version_fkey"
    ):
        tenant.execute("DELETE FROM manifests")


def test_a_second_of_the_same_is_refused(tenant: Connection) -> None:
    expected: list[tuple[LiteralString, str]] = [
        (
            "INSERT INTO communities (name, discord_guild_id) VALUES ('x', '1'), ('y', '1')",
            "communities_discord_guild_id_key",
        ),
        (
            "INSERT INTO communities (name, telegram_chat_id) VALUES ('x', '1'), ('y', '1')",
            "communities_telegram_chat_id_key",
        ),
        (
            "INSERT INTO profiles (community_id, discord_id)"
            " SELECT community_id, discord_id FROM profiles",
            "uq_profiles_discord",
        ),
        (
            "INSERT INTO profiles (community_id, telegram_id)"
            " SELECT id, '7' FROM communities, generate_series(1, 2)",
            "uq_profiles_telegram",
        ),
        (
            "INSERT INTO badges (community_id, profile_id, badge_type)"
            " SELECT community_id, profile_id, badge_type FROM badges",
            "uq_badges_profile_type",
        ),
        (
            "INSERT INTO manifests (community_id, version, content, checksum, is_active)"
            " SELECT community_id, version, content, checksum, false FROM manifests",
            "uq_manifests_community_version",
        ),
        (
            "INSERT INTO manifests (community_id, version, content, checksum)"
            " SELECT community_id, 2, content, checksum FROM manifests",
            "uq_manifests_community_active",
        ),
    ]
    for statement, constraint in expected:
        assert outcome(tenant, statement) == f"23505 {constraint}"


def test_a_revoked_badge_still_counts_and_is_awarded_again_by_clearing(tenant: Connection) -> None:
    run(tenant, "UPDATE badges SET revoked_at = now()")
    with refused(tenant, errors.UniqueViolation, "uq_badges_profile_type"):
        badge(tenant, A, A2, A1)
    assert tenant.execute("UPDATE badges SET revoked_at = NULL").rowcount == 2


def without(document: dict[str, object], key: str) -> dict[str, object]:
    return {name: item for name, item in document.items() if name != key}


BAD_CONTENTS: list[object] = [
    without(CONTENT, "schemaVersion"),
    without(CONTENT, "theme"),
    without(CONTENT, "roles"),
    without(CONTENT, "channels"),
    without(CONTENT, "categories"),
    CONTENT | {"schemaVersion": 1},
    CONTENT | {"theme": {}},
    CONTENT | {"theme": {"themeId": "basic", "tierOverrides": []}},
    CONTENT | {"roles": ["Elder"]},
    CONTENT | {"channels": {}},
    CONTENT | {"eligibility": {"nftCollections": "0x2"}},
    CONTENT | {"eligibility": None},
    [],
]

BAD_RESOURCES: list[object] = [
    without(EMPTY_RESOURCES, "roles"),
    EMPTY_RESOURCES | {"channels": {"c1": 7}},
    EMPTY_RESOURCES | {"categories": []},
    {},
]


def test_manifests_and_shadows_have_their_shapes(tenant: Connection) -> None:
    for content in BAD_CONTENTS:
        with refused(tenant, errors.CheckViolation, "manifests_content_shape"):
            manifest(tenant, A, 2, content)
    for resources in BAD_RESOURCES:
        with refused(tenant, errors.CheckViolation, "shadow_states_resources_shape"):
            shadow(tenant, A, 1, resources)


def test_what_is_optional_in_a_manifest_may_be_absent(tenant: Connection) -> None:
    manifest(tenant, A, 2, without(CONTENT, "eligibility") | {"theme": {"themeId": "basic"}})
    manifest(tenant, A, 3, CONTENT | {"eligibility": {}})
    assert value(tenant, "SELECT count(*) FROM manifests WHERE version > 1") == 2


def test_a_shadow_maps_ids_to_ids(tenant: Connection) -> None:
    shadow(tenant, A, 1, {"roles": {"r1": "99"}, "channels": {"c1": "98"}, "categories": {}})
    found = rows(tenant, "SELECT resources #>> '{roles,r1}' FROM shadow_states")
    assert sorted(found, key=str) == ["99", None, None]


def test_open_documents_are_objects_all_the_same(tenant: Connection) -> None:
    bad: list[object] = [[], 7, None]
    for table, column in (
        ("communities", "settings"),
        ("profiles", "metadata"),
        ("badges", "metadata"),
    ):
        change = f"UPDATE {table} SET {column} = %s".encode()
        tenant.execute(change, (Jsonb({"any": [1]}),))
        for document in bad:
            with refused(tenant, errors.CheckViolation, f"{table}_{column}_shape"):
                tenant.execute(change, (Jsonb(document),))


def test_updated_at_follows_the_last_change(tenant: Connection) -> None:
    for table in ("communities", "profiles"):
        tenant.execute(f"UPDATE {table} SET updated_at = '2000-01-01'".encode())
        found = tenant.execute(f"SELECT bool_and(updated_at > '2020-01-01') FROM {table}".encode())
        assert found.fetchall() == [(True,)]


SCOPED = ("profiles", "badges", "manifests", "shadow_states")


@pytest.mark.parametrize("community", [A, B])
def test_an_actor_sees_the_own_community_alone(tenant: Connection, community: str) -> None:
    for role in ("tenant_member", "tenant_admin"):
        tables = SCOPED if role == "tenant_admin" else SCOPED[:3]
        with acting(tenant, role, community_id=community, profile_id=community):
            assert rows(tenant, "SELECT id::text FROM communities") == [community]
            for table in tables:
                found = tenant.execute(f"SELECT DISTINCT community_id::text FROM {table}".encode())
                assert found.fetchall() == [(community,)]


def test_who_says_nothing_sees_nothing(tenant: Connection) -> None:
    for role in ("tenant_member", "tenant_admin"):
        with acting(tenant, role):
            for table in ("communities", *SCOPED[:3]):
                assert tenant.execute(f"SELECT FROM {table}".encode()).rowcount == 0


def test_the_service_sees_every_community(tenant: Connection) -> None:
    with acting(tenant, "tenant_system"):
        for table in ("communities", *SCOPED):
            assert tenant.execute(f"SELECT FROM {table}".encode()).rowcount >= 2


def test_a_member_changes_the_own_wallet_and_nothing_else(tenant: Connection) -> None:
    with acting(tenant, "tenant_member", community_id=A, profile_id=A1):
        changed = tenant.execute("UPDATE profiles SET wallet_address = '0x1' RETURNING id::text")
        assert changed.fetchall() == [(A1,)]
        for statement in (
            "UPDATE profiles SET activity_score = 1000",
            "INSERT INTO profiles (community_id) SELECT id FROM communities",
            "DELETE FROM profiles",
            "UPDATE badges SET revoked_at = NULL",
            "INSERT INTO manifests SELECT * FROM manifests",
            "UPDATE communities SET name = 'mine'",
            "SELECT FROM shadow_states",
        ):
            with forbidden(tenant):
                tenant.execute(statement)


def test_an_admin_works_in_the_own_community_alone(tenant: Connection) -> None:
    with acting(tenant, "tenant_admin", community_id=A):
        assert tenant.execute("UPDATE communities SET name = 'Dune'").rowcount == 1
        assert tenant.execute("UPDATE profiles SET tier = 'gold'").rowcount == 2
        manifest(tenant, A, 2, CONTENT)
        assert tenant.execute("DELETE FROM badges").rowcount == 1
        with forbidden(tenant):
            tenant.execute("UPDATE communities SET subscription_tier = 'elite'")
        with forbidden(tenant):
            tenant.execute("DELETE FROM manifests")
        with forbidden(tenant):
            tenant.execute("INSERT INTO profiles (community_id) VALUES (%s)", (B,))
        with forbidden(tenant):
            tenant.execute("UPDATE profiles SET community_id = %s", (B,))
        with forbidden(tenant):
            manifest(tenant, B, 2, CONTENT)


def test_the_policies_use_the_indexes_that_start_with_the_community(tenant: Connection) -> None:
    with acting(tenant, "tenant_member", community_id=A, profile_id=A1):
        found = plan(tenant, "SELECT * FROM profiles WHERE tier = 'gold'")
    assert "idx_profiles_tier" in found
    assert "community_id = " in found
