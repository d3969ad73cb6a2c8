"""The tenant project on a cluster: who may do what to which community's rows, through the client.

On a server named by SCHEMAGEN_CITUS_URL, in a database that is empty but for the extension, of a
coordinator whose nodes let the roles of the actors in; and on a plain server with the stand-in.
"""

from __future__ import annotations

import os
from string import Template
from typing import Final
from uuid import UUID

import psycopg
import pytest
from psycopg import errors

from generated.tenant_citus.actors import Actor, Admin, Member, System
from generated.tenant_citus.client import Session, _becoming
from schemagen.introspect.snapshot import read_catalog
from schemagen.kinds.distribution import Distribution
from schemagen.sandbox.cluster import stand_in
from tests.projects.acting import apply_project, roll_back_project

VARIABLE: Final = "SCHEMAGEN_CITUS_URL"
PROJECT: Final = "tenant_citus"
OURS, THEIRS = UUID(int=1), UUID(int=2)
MEMBER = UUID(int=11)

CONTENT: Final = (
    '{"schemaVersion": "1", "theme": {"themeId": "t"}, "roles": [], "channels": [],'
    ' "categories": []}'
)
RESOURCES: Final = '{"roles": {}, "channels": {}, "categories": {}}'
ROWS: Final = """
INSERT INTO communities (id, name) VALUES ('$c', 'one');
INSERT INTO profiles (community_id, id) VALUES ('$c', '$member'), ('$c', '$other');
INSERT INTO badges (community_id, profile_id, badge_type) VALUES ('$c', '$member', 'first');
INSERT INTO manifests (community_id, version, content, checksum, is_active)
VALUES ('$c', 1, '$content', 'a', false), ('$c', 2, '$content', 'b', false);
INSERT INTO shadow_states (community_id, manifest_version, resources, checksum)
VALUES ('$c', 1, '$resources', 'c');
"""
TRIES: Final[dict[str, dict[str, str]]] = {
    "communities": {
        "s": "SELECT FROM communities WHERE id = '$c'",
        "i": "INSERT INTO communities (id, name) VALUES ('$new', 'new')",
        "u": "UPDATE communities SET name = 'other' WHERE id = '$c'",
        "d": "DELETE FROM communities WHERE id = '$c'",
    },
    "profiles": {
        "s": "SELECT FROM profiles WHERE community_id = '$c'",
        "i": "INSERT INTO profiles (community_id) VALUES ('$c')",
        "u": "UPDATE profiles SET wallet_address = 'w' WHERE community_id = '$c'",
        "d": "DELETE FROM profiles WHERE community_id = '$c'",
    },
    "badges": {
        "s": "SELECT FROM badges WHERE community_id = '$c'",
        "i": "INSERT INTO badges (community_id, profile_id, badge_type)"
        " VALUES ('$c', '$other', 'first')",
        "u": "UPDATE badges SET revoked_at = now() WHERE community_id = '$c'",
        "d": "DELETE FROM badges WHERE community_id = '$c'",
    },
    "manifests": {
        "s": "SELECT FROM manifests WHERE community_id = '$c'",
        "i": "INSERT INTO manifests (community_id, version, content, checksum, is_active)"
        " VALUES ('$c', 3, '$content', 'x', false)",
        "u": "UPDATE manifests SET checksum = 'y' WHERE community_id = '$c'",
        "d": "DELETE FROM manifests WHERE community_id = '$c' AND version = 2",
    },
    "shadow_states": {
        "s": "SELECT FROM shadow_states WHERE community_id = '$c'",
        "i": "INSERT INTO shadow_states (community_id, manifest_version, resources, checksum)"
        " VALUES ('$c', 2, '$resources', 'z')",
        "u": "UPDATE shadow_states SET checksum = 'y' WHERE community_id = '$c'",
        "d": "DELETE FROM shadow_states WHERE community_id = '$c'",
    },
}
"""A statement for each command; it goes through if it is allowed for some row of the community."""
OWN = {
    "communities": {"member": "s", "admin": "su", "system": "siud"},
    "profiles": {"member": "su", "admin": "siud", "system": "siud"},
    "badges": {"member": "s", "admin": "siud", "system": "siud"},
    "manifests": {"member": "s", "admin": "siu", "system": "siud"},
    "shadow_states": {"member": "", "admin": "s", "system": "siud"},
}
ACTORS: Final[dict[str, Actor]] = {
    "member": Member(profile_id=MEMBER, community_id=OURS),
    "admin": Admin(community_id=OURS),
    "system": System(),
}


def told(text: str, community: UUID) -> bytes:
    """Return a statement about a community, whose profiles are numbered from ten times its own."""
    values = {
        "c": community,
        "new": UUID(int=9),
        "member": UUID(int=community.int * 10 + 1),
        "other": UUID(int=community.int * 10 + 2),
        "content": CONTENT,
        "resources": RESOURCES,
    }
    return Template(text).substitute(values).encode()


def goes_through(session: Session, actor: Actor | None, statement: bytes) -> bool:
    """Tell whether a statement reaches a row, as an actor or as one without any claim."""
    with session.transaction(force_rollback=True):
        for text in _becoming(actor or Member(profile_id=None, community_id=None)):
            session.execute(text)
        try:
            return session.execute(statement).rowcount > 0
        except errors.InsufficientPrivilege:
            return False


def allowed(session: Session, actor: Actor | None, community: UUID) -> dict[str, str]:
    """Return the commands that go through, by table."""
    return {
        table: "".join(
            letter
            for letter, text in tries.items()
            if goes_through(session, actor, told(text, community))
        )
        for table, tries in TRIES.items()
    }


def prove(session: Session) -> None:
    """Make the project, try everybody on the rows of two communities, and remove it."""
    apply_project(session, PROJECT)
    try:
        placed = {item.id.table: item.columns for item in read_catalog(session).of(Distribution)}
        of_community = dict.fromkeys(OWN.keys() - {"communities"}, ("community_id",))
        assert placed == {**of_community, "communities": ()}
        for community in (OURS, THEIRS):
            session.execute(told(ROWS, community))
        for name, actor in ACTORS.items():
            assert allowed(session, actor, OURS) == {table: may[name] for table, may in OWN.items()}
        nothing = dict.fromkeys(OWN, "")
        assert allowed(session, ACTORS["member"], THEIRS) == nothing
        assert allowed(session, ACTORS["admin"], THEIRS) == nothing
        assert allowed(session, ACTORS["system"], THEIRS) == dict.fromkeys(OWN, "siud")
        assert allowed(session, None, OURS) == nothing
        with pytest.raises(errors.ForeignKeyViolation):
            session.execute(
                "INSERT INTO badges (community_id, profile_id, badge_type) VALUES (%s, %s, 'x')",
                (THEIRS, MEMBER),
            )
    finally:
        roll_back_project(session, PROJECT)


@pytest.mark.skipif(VARIABLE not in os.environ, reason=f"{VARIABLE} names no server with Citus")
def test_communities_are_apart_on_a_cluster() -> None:
    with psycopg.connect(os.environ[VARIABLE], autocommit=True) as session:
        prove(session)


@pytest.mark.majors(18)
def test_communities_are_apart_on_one_node(database: str) -> None:
    with psycopg.connect(database, autocommit=True) as session:
        stand_in(session)
        prove(session)
