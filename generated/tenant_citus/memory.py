# Made by schemagen from specs/tenant_citus.yaml. Do not edit.
"""The rows of tenant_citus in memory: for tests of what uses a storage, and for trying things
out.
"""

import json
import uuid
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import count
from operator import gt, lt
from typing import Any, Generic, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import to_json

from . import models, ports, repositories

Row = TypeVar("Row", bound=BaseModel)
Values = dict[str, Any]
Default = Callable[[Values], object]
"""What makes the value of a column that is not given, from the values that are."""


def _now(_: Values) -> datetime:
    return datetime.now(UTC)


def _naive_now(_: Values) -> datetime:
    return datetime.now(UTC).replace(tzinfo=None)


def _random(_: Values) -> uuid.UUID:
    return uuid.uuid4()


def _always(value: object) -> Default:
    return lambda _: value


def _counted() -> Default:
    numbers = count(1)
    return lambda _: next(numbers)


@dataclass
class _Table(Generic[Row]):
    """A table: its unique constraints hold; references, checks, triggers and policies do not."""

    row: type[Row]
    table: str
    key: tuple[str, ...] = ()
    uniques: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    defaults: dict[str, Default] = field(default_factory=dict)
    renewed: Mapping[str, Default] = field(default_factory=dict)
    marks: Mapping[str, Default] = field(default_factory=dict)
    renamed: Mapping[str, str] = field(default_factory=dict)
    held: list[Values] = field(default_factory=list)

    def get(self, key: Sequence[object]) -> Row | None:
        found = self._held(key)
        return None if found is None else self._read(found)

    def find(self, where: Mapping[str, object]) -> list[Row]:
        wanted = {self._column(name): value for name, value in where.items()}
        hidden = {} if self.marks.keys() & wanted.keys() else dict.fromkeys(self.marks)
        wanted = {**hidden, **wanted}
        found = [each for each in self.held if all(each[n] == v for n, v in wanted.items())]
        return [self._read(each) for each in sorted(found, key=self._key)]

    def page(
        self,
        where: Mapping[str, object],
        after: Sequence[object] | None,
        limit: int,
        descending: bool,
    ) -> tuple[list[Row], bool]:
        rows = self.find(where)[:: -1 if descending else 1]
        if after is not None:
            keys = [self._key(self._values(row)) for row in rows]
            behind = lt if descending else gt
            pairs = zip(keys, rows, strict=True)
            rows = [row for key, row in pairs if behind(key, tuple(after))]
        return rows[:limit], len(rows) > limit

    def insert(self, new: BaseModel) -> Row:
        given = {self._column(name): getattr(new, name) for name in new.model_fields_set}
        columns = [self._column(name) for name in self.row.model_fields]
        values = {name: given.get(name) for name in columns}
        for name in columns:
            if name not in given and name in self.defaults:
                values[name] = self.defaults[name](values)
        row = self._checked(values, None)
        self.held.append(self._values(row))
        return row

    def insert_many(self, rows: Iterable[BaseModel]) -> int:
        return len([self.insert(row) for row in rows])

    def update(self, key: Sequence[object], changes: BaseModel, lock: object) -> Row:
        old = self._locked(key, lock)
        given = {self._column(name): getattr(changes, name) for name in changes.model_fields_set}
        return self._replace(old, given) if given else self._read(old)

    def delete(self, key: Sequence[object], lock: object) -> Row:
        old = self._locked(key, lock)
        if self.marks:
            return self._replace(old, {name: made(old) for name, made in self.marks.items()})
        self.held.remove(old)
        return self._read(old)

    def _replace(self, old: Values, given: Values) -> Row:
        renewed = {name: made(old) for name, made in self.renewed.items()}
        row = self._checked({**old, **given, **renewed}, old)
        self.held[self.held.index(old)] = self._values(row)
        return row

    def _locked(self, key: Sequence[object], lock: object) -> Values:
        found = self._held(key)
        shown = ", ".join(map(str, key))
        if found is None:
            raise ports.RowMissing(f"{self.table} has no row {shown} that may be changed")
        if lock is not None and any(found[name] != lock for name in self.renewed):
            raise ports.RowChanged(f"somebody changed row {shown} of {self.table} meanwhile")
        return found

    def _held(self, key: Sequence[object]) -> Values | None:
        hidden = self.marks.keys()
        alive = [each for each in self.held if all(each[name] is None for name in hidden)]
        return next((each for each in alive if self._key(each) == tuple(key)), None)

    def _checked(self, values: Values, old: Values | None) -> Row:
        """Return values as a row, which must not have a key of another one."""
        row = self._read(values)
        read = self._values(row)
        for name, columns in self.uniques.items():
            key = [read[column] for column in columns]
            if None in key:
                continue
            if any(each is not old and [each[c] for c in columns] == key for each in self.held):
                raise ports.RowConflict(f"{self.table} has such a row already ({name})")
        return row

    def _read(self, values: Values) -> Row:
        plain = {
            name: json.loads(to_json(value)) if isinstance(value, BaseModel) else value
            for name, value in values.items()
        }
        try:
            return self.row.model_validate(plain)
        except ValidationError as error:
            names = ", ".join(str(each["loc"][0]) for each in error.errors())
            raise ports.StorageError(
                f"{self.table}: {names} cannot be made up in memory; give a value, or a default"
            ) from error

    def _values(self, row: Row) -> Values:
        return {self._column(name): getattr(row, name) for name in self.row.model_fields}

    def _column(self, name: str) -> str:
        return self.renamed.get(name, name)

    def _key(self, values: Values) -> tuple[Any, ...]:
        return tuple(values[name] for name in self.key)


class MemoryStorage:
    """All tables, empty at first.

    `defaults` has what PostgreSQL would compute and Python does not know, by `table.column`:
    `{"orders.total": lambda row: row["price"] * row["quantity"]}`.
    """

    def __init__(self, defaults: Mapping[str, Default] | None = None) -> None:
        self._badges = _Table(
            row=models.Badge,
            table="public.badges",
            key=("community_id", "id"),
            uniques={
                "badges_pkey": ("community_id", "id"),
                "uq_badges_profile_type": ("community_id", "profile_id", "badge_type"),
            },
            defaults={"id": _random, "awarded_at": _now, "created_at": _now},
        )
        self._communities = _Table(
            row=models.Community,
            table="public.communities",
            key=("id",),
            uniques={
                "communities_pkey": ("id",),
                "communities_discord_guild_id_key": ("discord_guild_id",),
                "communities_telegram_chat_id_key": ("telegram_chat_id",),
            },
            defaults={
                "id": _random,
                "theme_id": _always("basic"),
                "subscription_tier": _always("free"),
                "is_active": _always(True),
                "updated_at": _now,
                "created_at": _now,
            },
        )
        self._manifests = _Table(
            row=models.Manifest,
            table="public.manifests",
            key=("community_id", "id"),
            uniques={
                "manifests_pkey": ("community_id", "id"),
                "uq_manifests_community_version": ("community_id", "version"),
            },
            defaults={
                "id": _random,
                "synthesized_at": _now,
                "is_active": _always(True),
                "created_at": _now,
            },
        )
        self._profiles = _Table(
            row=models.Profile,
            table="public.profiles",
            key=("community_id", "id"),
            uniques={
                "profiles_pkey": ("community_id", "id"),
                "uq_profiles_discord": ("community_id", "discord_id"),
                "uq_profiles_telegram": ("community_id", "telegram_id"),
            },
            defaults={"id": _random, "updated_at": _now, "created_at": _now},
        )
        self._shadow_states = _Table(
            row=models.ShadowState,
            table="public.shadow_states",
            key=("community_id", "id"),
            uniques={
                "shadow_states_pkey": ("community_id", "id"),
            },
            defaults={
                "id": _random,
                "applied_at": _now,
                "status": _always("applied"),
                "created_at": _now,
            },
        )
        for name, made in (defaults or {}).items():
            table, _, column = name.partition(".")
            getattr(self, f"_{table}").defaults[column] = made

    @property
    def badges(self) -> repositories.BadgeRepository:
        """The rows of public.badges."""
        return repositories.BadgeRepository(self._badges)

    @property
    def communities(self) -> repositories.CommunityRepository:
        """The rows of public.communities."""
        return repositories.CommunityRepository(self._communities)

    @property
    def manifests(self) -> repositories.ManifestRepository:
        """The rows of public.manifests."""
        return repositories.ManifestRepository(self._manifests)

    @property
    def profiles(self) -> repositories.ProfileRepository:
        """The rows of public.profiles."""
        return repositories.ProfileRepository(self._profiles)

    @property
    def shadow_states(self) -> repositories.ShadowStateRepository:
        """The rows of public.shadow_states."""
        return repositories.ShadowStateRepository(self._shadow_states)
