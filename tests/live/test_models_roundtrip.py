"""Generated models and a live server agree: what is inserted is read back, and what a model
refuses the database refuses too."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from types import ModuleType
from typing import Any, LiteralString, TypeAlias
from uuid import UUID

import psycopg
import pytest
from psycopg import errors, sql
from psycopg.rows import DictRow, dict_row
from psycopg.types.json import Jsonb

from schemagen.render.build import Build
from schemagen.render.models import render_models
from schemagen.render.sql_script import render_schema
from schemagen.spec.compile import compile_spec
from tests.specs import major_of, skip_on_older
from tests.unit.render.module import imported

REPOSITORY = Path(__file__).parents[2]
NOON = dt.datetime(2024, 5, 17, 12, 0, 0, 123456)
NOON_UTC = NOON.replace(tzinfo=dt.UTC)

TOLD: dict[str, Any] = {
    "event_id": UUID(int=3),
    "channel": "observer-feed",
    "event": "new-event",
    "payload": {"a": 1},
}

Made: TypeAlias = dict[str, Any]
"""The rows so far, by class."""
Values: TypeAlias = dict[str, Any] | Callable[[Made], dict[str, Any]]

ROWS: dict[str, list[tuple[str, Values]]] = {
    "tenant": [
        (
            "Community",
            {"name": "Fremen", "settings": {"colour": "blue", "depth": {"a": [1, None]}}},
        ),
        (
            "Profile",
            lambda made: {
                "community_id": made["Community"].id,
                "discord_id": "1",
                "current_rank": -(2**31),
                "joined_at": NOON_UTC,
                "metadata": {"note": "é", "ratio": 0.1},
            },
        ),
        (
            "Badge",
            lambda made: {
                "community_id": made["Community"].id,
                "profile_id": made["Profile"].id,
                "badge_type": "water sharer",
                "awarded_by": made["Profile"].id,
                "metadata": None,
            },
        ),
        (
            "Manifest",
            lambda made: {
                "community_id": made["Community"].id,
                "version": 1,
                "content": {
                    "schemaVersion": "1",
                    "theme": {"themeId": "sand", "tierOverrides": {"a": 1}},
                    "roles": [{"name": "naib"}],
                    "channels": [],
                    "categories": [],
                    "eligibility": {"minBalance": "100000000000000000000"},
                },
                "checksum": "abc",
                "synthesized_by": None,
            },
        ),
        (
            "ShadowState",
            lambda made: {
                "community_id": made["Community"].id,
                "manifest_version": 1,
                "resources": {"roles": {"naib": "42"}, "channels": {}, "categories": {}},
                "checksum": "abc",
            },
        ),
    ],
    "directory": [
        (
            "CommunityMember",
            {
                "member_id": "#247",
                "telegram_id": "t" * 255,
                "name": "Ann",
                "primary_role": "builder",
                "status": "active",
                "github_verified_at": NOON,
                "github_profile_data": ["any", {"json": None}],
                "reputation_tier": None,
            },
        ),
        (
            "CommunityInvitation",
            {"invitation_code": "x" * 16, "created_by": "#247", "expires_at": NOON},
        ),
        (
            "MemberRelationship",
            {
                "entity_id_a": "a",
                "entity_id_b": "b",
                "relationship_type": "MENTORED",
                "content": {"since": 2020},
            },
        ),
        (
            "MemberParticipation",
            {"member_id": "#247", "event_type": "VOICE", "platform": "discord", "room_id": "r"},
        ),
        (
            "MemberDailyHighlight",
            {"member_id": "#247", "highlight_date": dt.date(2024, 2, 29), "voice_minutes": 30},
        ),
    ],
    "forms": [
        (
            "FormDefinition",
            {
                "name": "n" * 100,
                "definition": {"type": "object", "properties": {"priority": {"type": "integer"}}},
                "status": "active",
            },
        ),
        (
            "FormSubmission",
            lambda made: {
                "form_definition_id": made["FormDefinition"].id,
                "form_version": 1,
                "data": {"priority": 3, "title": "A title"},
            },
        ),
        (
            "Event",
            lambda made: {
                "aggregate_id": made["FormSubmission"].id,
                "aggregate_type": "submission",
                "event_type": "created",
                "event_data": {"a": "\\u0041"},
                "event_version": 1,
            },
        ),
    ],
    "gym": [
        ("Role", {"id": "MANAGER"}),
        ("Version", {"app_version": "1.0", "disabled_at": NOON}),
        ("AppStore", {"store": "ios", "url": "https://example.org"}),
        ("Gym", {"name": "Dojo", "address": "1 Road", "since": "1999"}),
        (
            "User",
            lambda made: {"clerk_user_id": "u", "role": "MANAGER", "gym_id": made["Gym"].id},
        ),
        ("Graduation", lambda made: {"user_id": made["User"].id, "belt": "blue", "degree": 2}),
        (
            "Class",
            lambda made: {"gym_id": made["Gym"].id, "day": "MONDAY", "start": "9", "end": "10"},
        ),
        ("Asset", lambda made: {"class_id": made["Class"].id, "type": "video"}),
        ("Attachment", lambda made: {"class_id": made["Class"].id, "file_size": 2**31 - 1}),
        ("Checkin", lambda made: {"user_id": made["User"].id, "date": "2024-01-01"}),
        (
            "Notification",
            {"status": "sent", "recipients": ["1", "two \"' {}"], "viewed_by": [], "sent_at": NOON},
        ),
    ],
    "trust": [
        ("Profile", {"id": UUID(int=1), "email": "a@example.org", "role": "trainer"}),
        (
            "Agent",
            lambda made: {
                "owner_id": made["Profile"].id,
                "name": "Agent",
                "config": {"model": "m", "temperature": 0.5, "tools": ["t"], "other": {"k": None}},
                "trust_score": 1000,
                "status": "active",
            },
        ),
        (
            "TrustHistory",
            lambda made: {
                "agent_id": made["Agent"].id,
                "previous_score": 0,
                "new_score": 1000,
                "source_type": "council",
            },
        ),
        (
            "CouncilDecision",
            {
                "decision_type": "approval",
                "risk_level": 4,
                "subject": "s",
                "record": {"votes": [{"member": "m", "vote": "abstain"}]},
            },
        ),
        (
            "TruthChainEntry",
            {
                "subject_type": "agent",
                "subject_id": UUID(int=2),
                "record_type": "created",
                "payload": {"a": 1},
            },
        ),
        ("ObserverEvent", lambda made: {"agent_id": made["Agent"].id, "event_type": "seen"}),
        ("RealtimeOutbox", TOLD),
        ("RealtimeDeadLetter", {**TOLD, "id": 1, "occurred_at": NOON_UTC, "reason": "too large"}),
        (
            "MarketplaceListing",
            lambda made: {
                "agent_id": made["Agent"].id,
                "owner_id": made["Profile"].id,
                "title": "t",
                "price": Decimal("9999999999.99"),
                "status": "published",
            },
        ),
        (
            "Acquisition",
            lambda made: {
                "consumer_id": made["Profile"].id,
                "agent_id": made["Agent"].id,
                "listing_id": made["MarketplaceListing"].id,
                "acquisition_type": "trial",
                "ended_at": dt.datetime(2999, 1, 1, tzinfo=dt.UTC),
            },
        ),
        ("AcademyProgress", lambda made: {"agent_id": made["Agent"].id, "course": "c"}),
    ],
}


@pytest.fixture
def connection(database: str) -> Iterator[psycopg.Connection[DictRow]]:
    with psycopg.connect(database, row_factory=dict_row, autocommit=True) as opened:
        yield opened


def _applied(connection: psycopg.Connection[DictRow], path: Path, root: Path) -> str:
    """Apply a spec and return its models."""
    build = Build(compile_spec(path, root).project)
    skip_on_older(major_of(connection), build.project)
    connection.execute(render_schema(build).encode())
    return render_models(build)


def _wrapped(model: Any) -> dict[str, Any]:
    """Return what to write, as the models' docstring says."""
    values: dict[str, Any] = model.model_dump(exclude_unset=True)
    for name in model.JSON_COLUMNS:
        if values.get(name) is not None:
            values[name] = Jsonb(values[name])
    return values


def _insert(connection: psycopg.Connection[DictRow], model: Any) -> DictRow:
    return _insert_values(connection, model.TABLE, _wrapped(model))


def _insert_values(
    connection: psycopg.Connection[DictRow], table: LiteralString, values: dict[str, Any]
) -> DictRow:
    statement = sql.SQL("INSERT INTO {} ({}) VALUES ({}) RETURNING *").format(
        sql.SQL(table),
        sql.SQL(", ").join(map(sql.Identifier, values)),
        sql.SQL(", ").join(map(sql.Placeholder, values)),
    )
    [row] = connection.execute(statement, values).fetchall()
    return row


@pytest.mark.parametrize("project", ROWS)
def test_inserted_rows_are_read_back_equal(
    project: str, connection: psycopg.Connection[DictRow], tmp_path: Path
) -> None:
    text = _applied(connection, REPOSITORY / "specs" / f"{project}.yaml", REPOSITORY)
    models = imported(text, tmp_path, f"{project}_models")
    made: Made = {}
    for name, given in ROWS[project]:
        new = getattr(models, f"New{name}")(**(given(made) if callable(given) else given))
        row = getattr(models, name).model_validate(_insert(connection, new))
        inserted = new.model_dump(exclude_unset=True)
        assert {key: row.model_dump()[key] for key in inserted} == inserted
        made[name] = row
    assert {f"{name}" for name in made} == _row_classes(models)


def _row_classes(models: ModuleType) -> set[str]:
    return {name.removeprefix("New") for name in models.__all__ if name.startswith("New")}


def test_an_update_changes_what_was_set(
    connection: psycopg.Connection[DictRow], tmp_path: Path
) -> None:
    text = _applied(connection, REPOSITORY / "specs" / "gym.yaml", REPOSITORY)
    models = imported(text, tmp_path, "updated_models")
    new = models.NewGym(name="Dojo", address="1 Road", since="1999")
    before = models.Gym.model_validate(_insert(connection, new))
    update = models.GymUpdate(logo=None, address="2 Road")
    assert _wrapped(update) == {"logo": None, "address": "2 Road"}
    connection.execute(
        "UPDATE gyms SET logo = %(logo)s, address = %(address)s WHERE id = %(id)s",
        {**_wrapped(update), "id": before.id},
    )
    after = models.Gym.model_validate(connection.execute("SELECT * FROM gyms").fetchone())
    assert after == before.model_copy(update={"address": "2 Road"})


@pytest.fixture
def everything(
    connection: psycopg.Connection[DictRow], tmp_path: Path
) -> tuple[psycopg.Connection[DictRow], ModuleType]:
    spec = (REPOSITORY / "tests/unit/render/everything.yaml").read_text(encoding="utf-8")
    path = tmp_path / "everything.yaml"
    path.write_text(f"schemagen: 1\nproject: everything\n{spec}", encoding="utf-8")
    return connection, imported(_applied(connection, path, tmp_path), tmp_path, "every_models")


GOOD = {
    "code": "ab",
    "price": Decimal("12345678.91"),
    "amount": Decimal("1e50"),
    "tiny": Decimal("0.0099"),
    "half": 7,
    "small": -32768,
    "ratio": 0.1,
    "single": 0.5,
    "level": 3,
    "country": "NL",
    "email": "a@b",
    "rating": 10,
    "fine": 3,
    "grade": "a",
    "tags": ["a", None, "{}"],
    "matrix": [1, None],
    "statuses": ["draft", None, "", "it's", "é\"'", "a b"],
    "grades": ["a", None],
    "config": {"model": "m", "class": "c"},
    "labels": ["a", "b"],
    "extra": [1, {"a": None}, 0.5, "x"],
    "plain": {"a": [True]},
    "raw": b"\x00\xff",
    "day": dt.date(1, 1, 1),
    "clock": dt.time(23, 59, 59, 999999),
    "clock_zone": dt.time(1, tzinfo=dt.timezone(dt.timedelta(hours=5, minutes=30))),
    "created_at": NOON_UTC,
    "local": NOON,
    "pause": dt.timedelta(days=-3, microseconds=5),
    "address": "10.0.0.1/8",
    "network": "2001:db8::/32",
    "words": "'a' 'b'",
}


def test_every_sort_of_column_comes_back(
    everything: tuple[psycopg.Connection[DictRow], ModuleType],
) -> None:
    connection, models = everything
    new = models.NewAgent(name="x" * 20, score=100, status="it's", **GOOD)
    row = models.Agent.model_validate(_insert(connection, new))
    inserted = new.model_dump(exclude_unset=True)
    assert {key: row.model_dump()[key] for key in inserted} == inserted
    assert (row.doubled, row.seq) == (200, 1)


BAD: list[tuple[str, Any]] = [
    ("name", ""),
    ("name", "x" * 21),
    ("name", None),
    ("code", "abcde"),
    ("price", Decimal("0.00")),
    ("price", Decimal("123456789")),
    ("thousands", 10_000_000),
    ("tiny", Decimal("0.01")),
    ("score", 101),
    ("score", 2**31),
    ("half", 1),
    ("half", 8),
    ("small", 32768),
    ("ratio", 0.76),
    ("single", 1e300),
    ("single", 1e-300),
    ("status", "unknown"),
    ("plan", "PRO"),
    ("level", 4),
    ("country", "NL\n"),
    ("email", "nobody"),
    ("email", "@" * 51),
    ("rating", 11),
    ("rating", None),
    ("fine", 2),
    ("fine", 11),
    ("grade", "c"),
    ("config", {}),
    ("config", {"model": "\x00"}),
    ("labels", [1]),
    ("extra", {"a": "\x00"}),
    ("extra", float("inf")),
    ("active", None),
    ("network", "10.0.0.1/8"),
]


@pytest.mark.majors(18)
def test_what_a_model_refuses_the_database_refuses(
    everything: tuple[psycopg.Connection[DictRow], ModuleType],
) -> None:
    connection, models = everything
    accepted = []
    for column, value in BAD:
        with pytest.raises(ValueError, match=column):
            models.NewAgent(**{"name": "a", "score": 1, column: value})
        values = {"name": "a", "score": 1, column: value}
        for name in models.NewAgent.JSON_COLUMNS:
            if name in values:
                values[name] = Jsonb(values[name])
        try:
            _insert_values(connection, models.NewAgent.TABLE, values)
        except (errors.DataError, errors.IntegrityError):
            continue
        accepted.append((column, value))
    assert accepted == []
