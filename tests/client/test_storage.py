"""A storage as its port promises it: the same contract in PostgreSQL and in memory."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

import psycopg
import pytest

from generated.tenant.actors import Admin, Member, System
from generated.tenant.client import Client, Session, Settings
from generated.tenant.memory import MemoryStorage
from generated.tenant.models import (
    BadgeUpdate,
    CommunityUpdate,
    NewBadge,
    NewCommunity,
    NewManifest,
    NewProfile,
    ProfileUpdate,
)
from generated.tenant.ports import (
    RowChanged,
    RowConflict,
    RowMissing,
    StorageProvider,
)
from generated.tenant.repositories import Repositories
from schemagen.sandbox import Server
from tests.client.projects import as_login, project_database

NOBODY = UUID(int=0)
SECOND = dt.timedelta(seconds=1)


@pytest.fixture(scope="module")
def client(real: Server) -> Iterator[Client]:
    with project_database(real, "tenant") as url:
        settings = Settings.from_environment({"DATABASE_URL": as_login(url, "tenant")})
        with Client(settings) as made:
            yield made


@contextmanager
def undone(session: Session) -> Iterator[Repositories]:
    """Give the repositories of a transaction that leaves nothing behind."""
    with session.transaction(force_rollback=True):
        yield Repositories(session)


@pytest.fixture(params=["postgresql", "memory"])
def storage(client: Client, request: pytest.FixtureRequest) -> Iterator[StorageProvider]:
    """A storage without rows, as the service itself sees it."""
    if request.param == "memory":
        yield MemoryStorage()
        return
    with client.acting_as(System()) as session, undone(session) as repositories:
        yield repositories


def test_what_is_inserted_is_there_with_what_was_left_out(storage: StorageProvider) -> None:
    new = NewCommunity(name="Arrakis", discord_guild_id="7")
    new.settings = None
    row = storage.communities.insert(new)
    assert (row.theme_id, row.subscription_tier, row.is_active) == ("basic", "free", True)
    assert (row.telegram_chat_id, row.settings) == (None, None)
    assert abs(dt.datetime.now(dt.UTC) - row.created_at) < dt.timedelta(minutes=1)
    assert storage.communities.get(row.id) == row
    assert storage.communities.get(NOBODY) is None


def test_rows_are_found_by_values_and_by_null(storage: StorageProvider) -> None:
    home = storage.communities.insert(NewCommunity(name="Arrakis"))
    away = storage.communities.insert(NewCommunity(name="Caladan", telegram_chat_id="1"))
    assert storage.communities.find(name="Arrakis") == [home]
    assert storage.communities.find(telegram_chat_id=None, is_active=True) == [home]
    assert storage.communities.find(telegram_chat_id=None, name="Caladan") == []
    assert {each.id for each in storage.communities.find()} == {home.id, away.id}


def test_pages_have_every_row_once(storage: StorageProvider) -> None:
    home = storage.communities.insert(NewCommunity(name="Arrakis")).id
    tiers = ("fremen", "naib")
    new = [
        NewProfile(community_id=home, tier=tiers[n % 2], current_rank=n or None) for n in range(25)
    ]
    new.append(NewProfile(community_id=home, tier="naib", id=NOBODY, discord_id="x"))
    assert storage.profiles.insert_many(new) == 26
    found, after, pages = [], None, 0
    while pages == 0 or after is not None:
        page = storage.profiles.page(after=after, limit=5, tier="naib")
        found += page.rows
        after, pages = page.after, pages + 1
    assert pages == 3
    assert [each.id for each in found] == sorted(each.id for each in found)
    assert {each.current_rank for each in found} == {None, *range(1, 25, 2)}
    assert found[0].discord_id == "x"
    last = storage.profiles.page(limit=12, descending=True, tier="naib")
    rest = storage.profiles.page(after=last.after, limit=12, descending=True, tier="naib")
    assert ([*last.rows, *rest.rows], rest.after) == (found[::-1], None)


def test_documents_keep_what_they_say(storage: StorageProvider) -> None:
    home = storage.communities.insert(NewCommunity(name="Arrakis")).id
    content = {
        "schemaVersion": "1",
        "theme": {"themeId": "basic"},
        "roles": [{"name": "Naib", "n": [1, None, {"ü": "\\"}]}],
        "channels": [],
        "categories": [],
    }
    new = [
        NewManifest.model_validate(
            {"community_id": home, "version": n, "content": content, "checksum": "c", **active}
        )
        for n, active in enumerate([{}, {"is_active": False}])
    ]
    assert storage.manifests.insert_many(new) == 2
    for row in storage.manifests.find(community_id=home):
        assert row.content.model_dump(by_alias=True) == content
        assert row.is_active == (row.version == 0)


def test_an_update_that_comes_late_is_told(storage: StorageProvider) -> None:
    row = storage.communities.insert(NewCommunity(name="Arrakis", discord_guild_id="7"))
    change = CommunityUpdate(name="Dune", discord_guild_id=None)
    changed = storage.communities.update(row.id, change, updated_at=row.updated_at)
    assert (changed.name, changed.discord_guild_id, changed.theme_id) == ("Dune", None, "basic")
    assert storage.communities.get(row.id) == changed
    stale = changed.updated_at - SECOND
    with pytest.raises(RowChanged, match=r"somebody changed row .* of public.communities"):
        storage.communities.update(row.id, change, updated_at=stale)
    with pytest.raises(RowChanged):
        storage.communities.delete(row.id, updated_at=stale)
    with pytest.raises(RowMissing, match=f"public.communities has no row {NOBODY}"):
        storage.communities.update(NOBODY, change, updated_at=stale)
    assert storage.communities.update(row.id, CommunityUpdate()) == changed


def test_a_deleted_row_is_given_back_once(storage: StorageProvider) -> None:
    row = storage.communities.insert(NewCommunity(name="Arrakis"))
    assert storage.communities.delete(row.id) == row
    assert storage.communities.get(row.id) is None
    with pytest.raises(RowMissing):
        storage.communities.delete(row.id)


def test_a_second_row_with_a_key_is_a_conflict(storage: StorageProvider) -> None:
    storage.communities.insert(NewCommunity(name="Arrakis", discord_guild_id="7"))
    with pytest.raises(RowConflict, match="communities_discord_guild_id_key"):
        storage.communities.insert(NewCommunity(name="Dune", discord_guild_id="7"))


def test_rows_go_in_where_policies_bind(client: Client) -> None:
    with client.acting_as(System()) as session:
        communities = Repositories(session).communities
        home, away = (communities.insert(NewCommunity(name=name)).id for name in "ab")
        profile = Repositories(session).profiles.insert(NewProfile(community_id=home))
    with client.acting_as(Admin(community_id=home)) as session, undone(session) as own:
        kinds = [NewBadge(community_id=home, profile_id=profile.id, badge_type=n) for n in "xyz"]
        assert own.badges.insert_many(kinds) == 3
        assert len(own.badges.find()) == 3
        foreign = NewBadge(community_id=away, profile_id=profile.id, badge_type="x")
        with pytest.raises(psycopg.errors.InsufficientPrivilege), session.transaction():
            own.badges.insert_many([foreign])
        badge = own.badges.find(badge_type="x")[0]
        assert own.badges.update(badge.id, BadgeUpdate(badge_type="w")).badge_type == "w"
    with client.acting_as(Member(profile_id=profile.id, community_id=away)) as session:
        profiles = Repositories(session).profiles
        assert profiles.get(profile.id) is None
        with pytest.raises(RowMissing):
            profiles.update(profile.id, ProfileUpdate(wallet_address="0x0"))
