# Made by schemagen from specs/tenant_citus.yaml. Do not edit.
"""The rows of tenant_citus in PostgreSQL: typed, by SQL that stands below."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property, partial
from itertools import groupby, islice, repeat
from operator import attrgetter, itemgetter
from typing import Any, Generic, Protocol, TypeAlias, TypeVar, Unpack
from uuid import UUID

from psycopg import AsyncConnection, Connection
from psycopg.errors import UniqueViolation
from psycopg.rows import class_row, scalar_row
from psycopg.types.json import Jsonb
from pydantic import BaseModel
from pydantic_core import to_json

from . import models, ports

Row = TypeVar("Row", bound=BaseModel)

_Batch: TypeAlias = tuple[list[str], list[BaseModel]]
"""Rows that set the same fields, behind the names of these."""

_BATCH = 10_000
_GIVEN = attrgetter("__pydantic_fields_set__")


@dataclass(frozen=True)
class _Statements(Generic[Row]):
    """The SQL of a table. What is in braces depends on which columns are meant.

    `renamed` has the columns that are called otherwise in Python, `casts` the types that values
    need said, `json` whether a column's null is JSON's own; `lock` changes with each update, `mark`
    is set on deleted rows. `secured` tells that row-level security may bind whoever writes, and
    `spread` that JSON can hold all values of a row.
    """

    row: type[Row]
    table: str
    select: str
    insert: str
    copy: str
    update: str = ""
    delete: str = ""
    key: tuple[str, ...] = ()
    renamed: Mapping[str, str] = field(default_factory=dict)
    casts: Mapping[str, str] = field(default_factory=dict)
    json: Mapping[str, bool] = field(default_factory=dict)
    lock: str = ""
    mark: str = ""
    secured: bool = False
    spread: bool = False

    @cached_property
    def get(self) -> bytes:
        """The query for the row with a key."""
        return self._where(self.select, self._alive(self.key)).encode()

    def order(self, direction: str = "") -> str:
        """Return the clause that orders rows by their keys."""
        keys = [_quoted(name) + direction for name in self.key]
        return " ORDER BY " + ", ".join(keys) if keys else ""

    def find(self, where: Mapping[str, object]) -> tuple[bytes, list[object]]:
        """Return the query for rows that have these values."""
        conditions, values = self._found_by(where)
        return (self._where(self.select, conditions) + self.order()).encode(), values

    def page(
        self,
        where: Mapping[str, object],
        after: Sequence[object] | None,
        limit: int,
        descending: bool,
    ) -> tuple[bytes, list[object]]:
        """Return the query for rows behind a key, and one more to see whether there is any."""
        conditions, values = self._found_by(where)
        if after is not None:
            keys, slots = map(_quoted, self.key), map(self._slot, self.key)
            behind = ") < (" if descending else ") > ("
            conditions.append("(" + ", ".join(keys) + behind + ", ".join(slots) + ")")
            values += after
        order = self.order(" DESC" if descending else "")
        text = self._where(self.select, conditions) + order + " LIMIT %s"
        return text.encode(), [*values, limit + 1]

    def inserting(self, columns: Sequence[str]) -> str:
        """Return the statement that inserts a row with values for some columns."""
        slots = ", ".join(map(self._slot, columns))
        if not columns:
            return self.insert.replace("({columns}) VALUES ({values})", "DEFAULT VALUES")
        return self.insert.format(columns=", ".join(map(_quoted, columns)), values=slots)

    def spreading(self, columns: Sequence[str]) -> bytes:
        """Return the INSERT of rows that come as a JSON array."""
        names = ", ".join(map(_quoted, columns))
        into = self.insert.partition(" VALUES ")[0].format(columns=names)
        typed = "NULL::" + self.table.replace("%", "%%") + ", %s::json"
        rows = " FROM pg_catalog.json_populate_recordset(" + typed + ")"
        return (into + " SELECT " + names + rows).encode()

    def copying(self, columns: Sequence[str]) -> bytes:
        """Return the COPY of rows with values for some columns."""
        text = self.copy.format(columns=", ".join(map(_quoted, columns)))
        return text.replace("%%", "%").encode()

    def changing(
        self, key: Sequence[object], changes: BaseModel, lock: object
    ) -> tuple[bytes, list[object]]:
        """Return the UPDATE of a row, which finds none if its lock has another value."""
        values = self.values(changes)
        assigned = ", ".join(_quoted(name) + " = " + self._slot(name) for name in values)
        conditions, keys = self._locked(key, lock)
        if not values:
            return self._where(self.select, conditions).encode(), keys
        text = self.update.format(changes=assigned, conditions=" AND ".join(conditions))
        return text.encode(), [*values.values(), *keys]

    def deleting(self, key: Sequence[object], lock: object) -> tuple[bytes, list[object]]:
        """Return the DELETE of a row, which finds none if its lock has another value."""
        conditions, keys = self._locked(key, lock)
        return self.delete.format(conditions=" AND ".join(conditions)).encode(), keys

    def values(self, model: BaseModel) -> dict[str, object]:
        """Return what is set in a model, by column and as psycopg takes it."""
        given = model.model_fields_set
        names = [name for name in type(model).model_fields if name in given]
        return {self.column(name): self.value(name, getattr(model, name)) for name in names}

    def column(self, name: str) -> str:
        """Return the column of a field or a parameter."""
        return self.renamed.get(name, name)

    def value(self, name: str, value: object) -> object:
        """Return the value of a field as psycopg takes it."""
        null = self.json.get(self.column(name))
        return value if null is None or (value is None and not null) else Jsonb(value, _json)

    def _slot(self, column: str) -> str:
        return "%s::" + self.casts[column].replace("%", "%%") if column in self.casts else "%s"

    def _equals(self, column: str) -> str:
        return _quoted(column) + " = " + self._slot(column)

    def _alive(self, columns: Iterable[str]) -> list[str]:
        marked = [_quoted(self.mark) + " IS NULL"] if self.mark else []
        return [*map(self._equals, columns), *marked]

    def _locked(self, key: Sequence[object], lock: object) -> tuple[list[str], list[object]]:
        locks = [] if lock is None else [self.lock]
        return self._alive([*self.key, *locks]), [*key, *([] if lock is None else [lock])]

    def _found_by(self, where: Mapping[str, object]) -> tuple[list[str], list[object]]:
        given = {self.column(name): value for name, value in where.items()}
        empty = [_quoted(name) + " IS NULL" for name, value in given.items() if value is None]
        full = {name: value for name, value in given.items() if value is not None}
        equal = list(map(self._equals, full)) if self.mark in given else self._alive(full)
        return [*equal, *empty], list(full.values())

    def _where(self, query: str, conditions: Sequence[str]) -> str:
        return query + " WHERE " + " AND ".join(conditions) if conditions else query


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""').replace("%", "%%") + '"'


def _json(value: Any) -> bytes:
    return to_json(value, by_alias=True)


def _batches(rows: Iterable[BaseModel]) -> Iterator[_Batch]:
    """Group rows that set the same fields, some thousands at a time."""
    waiting = iter(rows)
    while batch := list(islice(waiting, _BATCH)):
        groups: dict[frozenset[str], list[BaseModel]] = {}
        for given, members in groupby(batch, _GIVEN):
            groups.setdefault(frozenset(given), []).extend(members)
        for names, group in groups.items():
            yield [name for name in type(group[0]).model_fields if name in names], group


def _tuples(
    statements: _Statements[Row], names: Sequence[str], rows: Sequence[BaseModel]
) -> Iterator[tuple[object, ...]]:
    """Return the values of some fields of each row, as psycopg takes them."""
    columns: list[Iterator[object]] = []
    for name in names:
        values = map(attrgetter(name), rows)
        is_json = statements.column(name) in statements.json
        columns.append(map(partial(statements.value, name), values) if is_json else values)
    return zip(*columns, strict=True) if columns else repeat((), len(rows))


def _document(
    statements: _Statements[Row], names: Sequence[str], rows: Iterable[BaseModel]
) -> bytes:
    """Return rows as a JSON array of objects, each by column."""
    pairs = [(statements.column(name), name) for name in names]
    read = [{column: row.__dict__[name] for column, name in pairs} for row in rows]
    return to_json(read, by_alias=True, inf_nan_mode="strings")


@contextmanager
def _told(statements: _Statements[Row]) -> Iterator[None]:
    try:
        yield
    except UniqueViolation as error:
        name = error.diag.constraint_name
        raise ports.RowConflict(f"{statements.table} has such a row already ({name})") from error


def _lost(statements: _Statements[Row], key: Sequence[object], row: Row | None) -> Exception:
    """Return what to say of a row that was not changed; it is given if it is there."""
    shown = ", ".join(map(str, key))
    if row is None:
        return ports.RowMissing(f"{statements.table} has no row {shown} that may be changed")
    return ports.RowChanged(f"somebody changed row {shown} of {statements.table} meanwhile")


class _Engine(Protocol[Row]):
    """What a repository leaves the work to."""

    def get(self, key: Sequence[object]) -> Row | None: ...

    def find(self, where: Mapping[str, object]) -> list[Row]: ...

    def page(
        self,
        where: Mapping[str, object],
        after: Sequence[object] | None,
        limit: int,
        descending: bool,
    ) -> tuple[list[Row], bool]: ...

    def insert(self, new: BaseModel) -> Row: ...

    def insert_many(self, rows: Iterable[BaseModel]) -> int: ...

    def update(self, key: Sequence[object], changes: BaseModel, lock: object) -> Row: ...

    def delete(self, key: Sequence[object], lock: object) -> Row: ...


class _Table(Generic[Row]):
    """A table in PostgreSQL, for threads, which share it."""

    def __init__(self, session: Connection[Any], statements: _Statements[Row]) -> None:
        self._session = session
        self._statements = statements
        self._cursor = session.cursor(row_factory=class_row(statements.row))

    def get(self, key: Sequence[object]) -> Row | None:
        self._cursor.execute(self._statements.get, key)
        return self._cursor.fetchone()

    def find(self, where: Mapping[str, object]) -> list[Row]:
        self._cursor.execute(*self._statements.find(where))
        return self._cursor.fetchall()

    def page(
        self,
        where: Mapping[str, object],
        after: Sequence[object] | None,
        limit: int,
        descending: bool,
    ) -> tuple[list[Row], bool]:
        text, values = self._statements.page(where, after, limit, descending)
        self._cursor.execute(text, values)
        rows = self._cursor.fetchall()
        return rows[:limit], len(rows) > limit

    def insert(self, new: BaseModel) -> Row:
        values = self._statements.values(new)
        text = self._statements.inserting(list(values)) + " RETURNING *"
        with _told(self._statements):
            self._cursor.execute(text.encode(), list(values.values()))
        row = self._cursor.fetchone()
        if row is None:
            raise ports.RowMissing(f"a trigger kept the row out of {self._statements.table}")
        return row

    def insert_many(self, rows: Iterable[BaseModel]) -> int:
        """Insert all or none: by COPY, or where policies bind, which COPY refuses, by INSERT."""
        with _told(self._statements):
            return self._insert_all(rows)

    def _insert_all(self, rows: Iterable[BaseModel]) -> int:
        done = 0
        with self._session.transaction():
            bound = self._is_bound()
            for names, groups in groupby(_batches(rows), itemgetter(0)):
                if not bound and names:
                    done += self._copy(names, groups)
                    continue
                for _, group in groups:
                    self._insert_bound(names, group)
                    done += len(group)
        return done

    def _copy(self, names: Sequence[str], groups: Iterable[_Batch]) -> int:
        done, columns = 0, list(map(self._statements.column, names))
        with self._cursor.copy(self._statements.copying(columns)) as copy:
            for _, group in groups:
                for row in _tuples(self._statements, names, group):
                    copy.write_row(row)
                done += len(group)
        return done

    def _insert_bound(self, names: Sequence[str], rows: Sequence[BaseModel]) -> None:
        columns = list(map(self._statements.column, names))
        if columns and self._statements.spread:
            document = _document(self._statements, names, rows).decode()
            self._cursor.execute(self._statements.spreading(columns), [document])
            return
        values = _tuples(self._statements, names, rows)
        text = self._statements.inserting(columns).encode()
        self._cursor.executemany(text, values)

    def update(self, key: Sequence[object], changes: BaseModel, lock: object) -> Row:
        with _told(self._statements):
            self._cursor.execute(*self._statements.changing(key, changes, lock))
        row = self._cursor.fetchone()
        if row is None:
            raise self._failure(key, lock)
        return row

    def delete(self, key: Sequence[object], lock: object) -> Row:
        self._cursor.execute(*self._statements.deleting(key, lock))
        row = self._cursor.fetchone()
        if row is None:
            raise self._failure(key, lock)
        return row

    def _is_bound(self) -> bool:
        if not self._statements.secured:
            return False
        query = "SELECT pg_catalog.row_security_active(%s::regclass)"
        cursor = self._session.cursor(row_factory=scalar_row)
        cursor.execute(query, [self._statements.table])
        return bool(cursor.fetchone())

    def _failure(self, key: Sequence[object], lock: object) -> Exception:
        row = None if lock is None else self.get(key)
        return _lost(self._statements, key, row)


class _AsyncTable(Generic[Row]):
    """A table in PostgreSQL, for the tasks of one event loop."""

    def __init__(self, session: AsyncConnection[Any], statements: _Statements[Row]) -> None:
        self._session = session
        self._statements = statements
        self._cursor = session.cursor(row_factory=class_row(statements.row))

    async def get(self, key: Sequence[object]) -> Row | None:
        await self._cursor.execute(self._statements.get, key)
        return await self._cursor.fetchone()

    async def find(self, where: Mapping[str, object]) -> list[Row]:
        await self._cursor.execute(*self._statements.find(where))
        return await self._cursor.fetchall()

    async def page(
        self,
        where: Mapping[str, object],
        after: Sequence[object] | None,
        limit: int,
        descending: bool,
    ) -> tuple[list[Row], bool]:
        text, values = self._statements.page(where, after, limit, descending)
        await self._cursor.execute(text, values)
        rows = await self._cursor.fetchall()
        return rows[:limit], len(rows) > limit

    async def insert(self, new: BaseModel) -> Row:
        values = self._statements.values(new)
        text = self._statements.inserting(list(values)) + " RETURNING *"
        with _told(self._statements):
            await self._cursor.execute(text.encode(), list(values.values()))
        row = await self._cursor.fetchone()
        if row is None:
            raise ports.RowMissing(f"a trigger kept the row out of {self._statements.table}")
        return row

    async def insert_many(self, rows: Iterable[BaseModel]) -> int:
        """Insert all or none: by COPY, or where policies bind, which COPY refuses, by INSERT."""
        with _told(self._statements):
            return await self._insert_all(rows)

    async def _insert_all(self, rows: Iterable[BaseModel]) -> int:
        done = 0
        async with self._session.transaction():
            bound = await self._is_bound()
            for names, groups in groupby(_batches(rows), itemgetter(0)):
                if not bound and names:
                    done += await self._copy(names, groups)
                    continue
                for _, group in groups:
                    await self._insert_bound(names, group)
                    done += len(group)
        return done

    async def _copy(self, names: Sequence[str], groups: Iterable[_Batch]) -> int:
        done, columns = 0, list(map(self._statements.column, names))
        async with self._cursor.copy(self._statements.copying(columns)) as copy:
            for _, group in groups:
                for row in _tuples(self._statements, names, group):
                    await copy.write_row(row)
                done += len(group)
        return done

    async def _insert_bound(self, names: Sequence[str], rows: Sequence[BaseModel]) -> None:
        columns = list(map(self._statements.column, names))
        if columns and self._statements.spread:
            document = _document(self._statements, names, rows).decode()
            await self._cursor.execute(self._statements.spreading(columns), [document])
            return
        values = _tuples(self._statements, names, rows)
        text = self._statements.inserting(columns).encode()
        await self._cursor.executemany(text, values)

    async def update(self, key: Sequence[object], changes: BaseModel, lock: object) -> Row:
        with _told(self._statements):
            await self._cursor.execute(*self._statements.changing(key, changes, lock))
        row = await self._cursor.fetchone()
        if row is None:
            raise await self._failure(key, lock)
        return row

    async def delete(self, key: Sequence[object], lock: object) -> Row:
        await self._cursor.execute(*self._statements.deleting(key, lock))
        row = await self._cursor.fetchone()
        if row is None:
            raise await self._failure(key, lock)
        return row

    async def _is_bound(self) -> bool:
        if not self._statements.secured:
            return False
        query = "SELECT pg_catalog.row_security_active(%s::regclass)"
        cursor = self._session.cursor(row_factory=scalar_row)
        await cursor.execute(query, [self._statements.table])
        return bool(await cursor.fetchone())

    async def _failure(self, key: Sequence[object], lock: object) -> Exception:
        row = None if lock is None else await self.get(key)
        return _lost(self._statements, key, row)


_BADGES_SQL = _Statements(
    row=models.Badge,
    key=("community_id", "id"),
    select="""
        SELECT
            id, community_id, profile_id, badge_type, awarded_at, awarded_by, revoked_at,
            metadata, created_at
        FROM public.badges
    """,
    json={"metadata": False},
    table="public.badges",
    insert="INSERT INTO public.badges ({columns}) VALUES ({values})",
    copy="COPY public.badges ({columns}) FROM STDIN",
    update="UPDATE public.badges SET {changes} WHERE {conditions} RETURNING *",
    delete="DELETE FROM public.badges WHERE {conditions} RETURNING *",
    secured=True,
    spread=True,
)


class BadgeRepository:
    """The rows of public.badges."""

    def __init__(self, table: _Engine[models.Badge]) -> None:
        self._table = table

    def get(self, community_id: UUID, id: UUID, /) -> models.Badge | None:
        """Return the row with a key, or None."""
        return self._table.get((community_id, id))

    def find(self, /, **where: Unpack[ports.BadgeWhere]) -> list[models.Badge]:
        """Return the rows that have these values; None finds NULL."""
        return self._table.find(where)

    def page(
        self,
        /,
        *,
        after: tuple[UUID, UUID] | None = None,
        limit: int = 100,
        descending: bool = False,
        **where: Unpack[ports.BadgeWhere],
    ) -> ports.Page[models.Badge, tuple[UUID, UUID]]:
        """Return rows in the order of their keys, from behind the last key of another page."""
        start = after
        rows, more = self._table.page(where, start, limit, descending)
        return ports.Page(rows, (rows[-1].community_id, rows[-1].id) if more else None)

    def insert(self, new: models.NewBadge, /) -> models.Badge:
        """Insert a row and return it, with what the database chose."""
        return self._table.insert(new)

    def insert_many(self, new: Iterable[models.NewBadge], /) -> int:
        """Insert many rows, fast, and return how many."""
        return self._table.insert_many(new)

    def update(self, community_id: UUID, id: UUID, changes: models.BadgeUpdate, /) -> models.Badge:
        """Change a row and return it."""
        return self._table.update((community_id, id), changes, None)

    def delete(self, community_id: UUID, id: UUID, /) -> models.Badge:
        """Delete a row and return it."""
        return self._table.delete((community_id, id), None)


class AsyncBadgeRepository:
    """The rows of public.badges."""

    def __init__(self, table: _AsyncTable[models.Badge]) -> None:
        self._table = table

    async def get(self, community_id: UUID, id: UUID, /) -> models.Badge | None:
        """Return the row with a key, or None."""
        return await self._table.get((community_id, id))

    async def find(self, /, **where: Unpack[ports.BadgeWhere]) -> list[models.Badge]:
        """Return the rows that have these values; None finds NULL."""
        return await self._table.find(where)

    async def page(
        self,
        /,
        *,
        after: tuple[UUID, UUID] | None = None,
        limit: int = 100,
        descending: bool = False,
        **where: Unpack[ports.BadgeWhere],
    ) -> ports.Page[models.Badge, tuple[UUID, UUID]]:
        """Return rows in the order of their keys, from behind the last key of another page."""
        start = after
        rows, more = await self._table.page(where, start, limit, descending)
        return ports.Page(rows, (rows[-1].community_id, rows[-1].id) if more else None)

    async def insert(self, new: models.NewBadge, /) -> models.Badge:
        """Insert a row and return it, with what the database chose."""
        return await self._table.insert(new)

    async def insert_many(self, new: Iterable[models.NewBadge], /) -> int:
        """Insert many rows, fast, and return how many."""
        return await self._table.insert_many(new)

    async def update(
        self,
        community_id: UUID,
        id: UUID,
        changes: models.BadgeUpdate,
        /,
    ) -> models.Badge:
        """Change a row and return it."""
        return await self._table.update((community_id, id), changes, None)

    async def delete(self, community_id: UUID, id: UUID, /) -> models.Badge:
        """Delete a row and return it."""
        return await self._table.delete((community_id, id), None)


_COMMUNITIES_SQL = _Statements(
    row=models.Community,
    key=("id",),
    select="""
        SELECT
            id, name, theme_id, subscription_tier, discord_guild_id, telegram_chat_id,
            is_active, settings, updated_at, created_at
        FROM public.communities
    """,
    json={"settings": False},
    table="public.communities",
    insert="INSERT INTO public.communities ({columns}) VALUES ({values})",
    copy="COPY public.communities ({columns}) FROM STDIN",
    update="UPDATE public.communities SET {changes} WHERE {conditions} RETURNING *",
    delete="DELETE FROM public.communities WHERE {conditions} RETURNING *",
    secured=True,
    spread=True,
)


class CommunityRepository:
    """The rows of public.communities."""

    def __init__(self, table: _Engine[models.Community]) -> None:
        self._table = table

    def get(self, id: UUID, /) -> models.Community | None:
        """Return the row with a key, or None."""
        return self._table.get((id,))

    def find(self, /, **where: Unpack[ports.CommunityWhere]) -> list[models.Community]:
        """Return the rows that have these values; None finds NULL."""
        return self._table.find(where)

    def page(
        self,
        /,
        *,
        after: UUID | None = None,
        limit: int = 100,
        descending: bool = False,
        **where: Unpack[ports.CommunityWhere],
    ) -> ports.Page[models.Community, UUID]:
        """Return rows in the order of their keys, from behind the last key of another page."""
        start = None if after is None else (after,)
        rows, more = self._table.page(where, start, limit, descending)
        return ports.Page(rows, rows[-1].id if more else None)

    def insert(self, new: models.NewCommunity, /) -> models.Community:
        """Insert a row and return it, with what the database chose."""
        return self._table.insert(new)

    def insert_many(self, new: Iterable[models.NewCommunity], /) -> int:
        """Insert many rows, fast, and return how many."""
        return self._table.insert_many(new)

    def update(self, id: UUID, changes: models.CommunityUpdate, /) -> models.Community:
        """Change a row and return it."""
        return self._table.update((id,), changes, None)

    def delete(self, id: UUID, /) -> models.Community:
        """Delete a row and return it."""
        return self._table.delete((id,), None)


class AsyncCommunityRepository:
    """The rows of public.communities."""

    def __init__(self, table: _AsyncTable[models.Community]) -> None:
        self._table = table

    async def get(self, id: UUID, /) -> models.Community | None:
        """Return the row with a key, or None."""
        return await self._table.get((id,))

    async def find(self, /, **where: Unpack[ports.CommunityWhere]) -> list[models.Community]:
        """Return the rows that have these values; None finds NULL."""
        return await self._table.find(where)

    async def page(
        self,
        /,
        *,
        after: UUID | None = None,
        limit: int = 100,
        descending: bool = False,
        **where: Unpack[ports.CommunityWhere],
    ) -> ports.Page[models.Community, UUID]:
        """Return rows in the order of their keys, from behind the last key of another page."""
        start = None if after is None else (after,)
        rows, more = await self._table.page(where, start, limit, descending)
        return ports.Page(rows, rows[-1].id if more else None)

    async def insert(self, new: models.NewCommunity, /) -> models.Community:
        """Insert a row and return it, with what the database chose."""
        return await self._table.insert(new)

    async def insert_many(self, new: Iterable[models.NewCommunity], /) -> int:
        """Insert many rows, fast, and return how many."""
        return await self._table.insert_many(new)

    async def update(self, id: UUID, changes: models.CommunityUpdate, /) -> models.Community:
        """Change a row and return it."""
        return await self._table.update((id,), changes, None)

    async def delete(self, id: UUID, /) -> models.Community:
        """Delete a row and return it."""
        return await self._table.delete((id,), None)


_MANIFESTS_SQL = _Statements(
    row=models.Manifest,
    key=("community_id", "id"),
    select="""
        SELECT
            id, community_id, version, content, checksum, synthesized_at, synthesized_by,
            is_active, created_at
        FROM public.manifests
    """,
    json={"content": True},
    table="public.manifests",
    insert="INSERT INTO public.manifests ({columns}) VALUES ({values})",
    copy="COPY public.manifests ({columns}) FROM STDIN",
    update="UPDATE public.manifests SET {changes} WHERE {conditions} RETURNING *",
    delete="DELETE FROM public.manifests WHERE {conditions} RETURNING *",
    secured=True,
    spread=True,
)


class ManifestRepository:
    """The rows of public.manifests."""

    def __init__(self, table: _Engine[models.Manifest]) -> None:
        self._table = table

    def get(self, community_id: UUID, id: UUID, /) -> models.Manifest | None:
        """Return the row with a key, or None."""
        return self._table.get((community_id, id))

    def find(self, /, **where: Unpack[ports.ManifestWhere]) -> list[models.Manifest]:
        """Return the rows that have these values; None finds NULL."""
        return self._table.find(where)

    def page(
        self,
        /,
        *,
        after: tuple[UUID, UUID] | None = None,
        limit: int = 100,
        descending: bool = False,
        **where: Unpack[ports.ManifestWhere],
    ) -> ports.Page[models.Manifest, tuple[UUID, UUID]]:
        """Return rows in the order of their keys, from behind the last key of another page."""
        start = after
        rows, more = self._table.page(where, start, limit, descending)
        return ports.Page(rows, (rows[-1].community_id, rows[-1].id) if more else None)

    def insert(self, new: models.NewManifest, /) -> models.Manifest:
        """Insert a row and return it, with what the database chose."""
        return self._table.insert(new)

    def insert_many(self, new: Iterable[models.NewManifest], /) -> int:
        """Insert many rows, fast, and return how many."""
        return self._table.insert_many(new)

    def update(
        self,
        community_id: UUID,
        id: UUID,
        changes: models.ManifestUpdate,
        /,
    ) -> models.Manifest:
        """Change a row and return it."""
        return self._table.update((community_id, id), changes, None)

    def delete(self, community_id: UUID, id: UUID, /) -> models.Manifest:
        """Delete a row and return it."""
        return self._table.delete((community_id, id), None)


class AsyncManifestRepository:
    """The rows of public.manifests."""

    def __init__(self, table: _AsyncTable[models.Manifest]) -> None:
        self._table = table

    async def get(self, community_id: UUID, id: UUID, /) -> models.Manifest | None:
        """Return the row with a key, or None."""
        return await self._table.get((community_id, id))

    async def find(self, /, **where: Unpack[ports.ManifestWhere]) -> list[models.Manifest]:
        """Return the rows that have these values; None finds NULL."""
        return await self._table.find(where)

    async def page(
        self,
        /,
        *,
        after: tuple[UUID, UUID] | None = None,
        limit: int = 100,
        descending: bool = False,
        **where: Unpack[ports.ManifestWhere],
    ) -> ports.Page[models.Manifest, tuple[UUID, UUID]]:
        """Return rows in the order of their keys, from behind the last key of another page."""
        start = after
        rows, more = await self._table.page(where, start, limit, descending)
        return ports.Page(rows, (rows[-1].community_id, rows[-1].id) if more else None)

    async def insert(self, new: models.NewManifest, /) -> models.Manifest:
        """Insert a row and return it, with what the database chose."""
        return await self._table.insert(new)

    async def insert_many(self, new: Iterable[models.NewManifest], /) -> int:
        """Insert many rows, fast, and return how many."""
        return await self._table.insert_many(new)

    async def update(
        self,
        community_id: UUID,
        id: UUID,
        changes: models.ManifestUpdate,
        /,
    ) -> models.Manifest:
        """Change a row and return it."""
        return await self._table.update((community_id, id), changes, None)

    async def delete(self, community_id: UUID, id: UUID, /) -> models.Manifest:
        """Delete a row and return it."""
        return await self._table.delete((community_id, id), None)


_PROFILES_SQL = _Statements(
    row=models.Profile,
    key=("community_id", "id"),
    select="""
        SELECT
            id, community_id, discord_id, telegram_id, wallet_address, tier, current_rank,
            activity_score, conviction_score, joined_at, last_seen_at, first_claim_at, metadata,
            updated_at, created_at
        FROM public.profiles
    """,
    json={"metadata": False},
    table="public.profiles",
    insert="INSERT INTO public.profiles ({columns}) VALUES ({values})",
    copy="COPY public.profiles ({columns}) FROM STDIN",
    update="UPDATE public.profiles SET {changes} WHERE {conditions} RETURNING *",
    delete="DELETE FROM public.profiles WHERE {conditions} RETURNING *",
    secured=True,
    spread=True,
)


class ProfileRepository:
    """The rows of public.profiles."""

    def __init__(self, table: _Engine[models.Profile]) -> None:
        self._table = table

    def get(self, community_id: UUID, id: UUID, /) -> models.Profile | None:
        """Return the row with a key, or None."""
        return self._table.get((community_id, id))

    def find(self, /, **where: Unpack[ports.ProfileWhere]) -> list[models.Profile]:
        """Return the rows that have these values; None finds NULL."""
        return self._table.find(where)

    def page(
        self,
        /,
        *,
        after: tuple[UUID, UUID] | None = None,
        limit: int = 100,
        descending: bool = False,
        **where: Unpack[ports.ProfileWhere],
    ) -> ports.Page[models.Profile, tuple[UUID, UUID]]:
        """Return rows in the order of their keys, from behind the last key of another page."""
        start = after
        rows, more = self._table.page(where, start, limit, descending)
        return ports.Page(rows, (rows[-1].community_id, rows[-1].id) if more else None)

    def insert(self, new: models.NewProfile, /) -> models.Profile:
        """Insert a row and return it, with what the database chose."""
        return self._table.insert(new)

    def insert_many(self, new: Iterable[models.NewProfile], /) -> int:
        """Insert many rows, fast, and return how many."""
        return self._table.insert_many(new)

    def update(
        self,
        community_id: UUID,
        id: UUID,
        changes: models.ProfileUpdate,
        /,
    ) -> models.Profile:
        """Change a row and return it."""
        return self._table.update((community_id, id), changes, None)

    def delete(self, community_id: UUID, id: UUID, /) -> models.Profile:
        """Delete a row and return it."""
        return self._table.delete((community_id, id), None)


class AsyncProfileRepository:
    """The rows of public.profiles."""

    def __init__(self, table: _AsyncTable[models.Profile]) -> None:
        self._table = table

    async def get(self, community_id: UUID, id: UUID, /) -> models.Profile | None:
        """Return the row with a key, or None."""
        return await self._table.get((community_id, id))

    async def find(self, /, **where: Unpack[ports.ProfileWhere]) -> list[models.Profile]:
        """Return the rows that have these values; None finds NULL."""
        return await self._table.find(where)

    async def page(
        self,
        /,
        *,
        after: tuple[UUID, UUID] | None = None,
        limit: int = 100,
        descending: bool = False,
        **where: Unpack[ports.ProfileWhere],
    ) -> ports.Page[models.Profile, tuple[UUID, UUID]]:
        """Return rows in the order of their keys, from behind the last key of another page."""
        start = after
        rows, more = await self._table.page(where, start, limit, descending)
        return ports.Page(rows, (rows[-1].community_id, rows[-1].id) if more else None)

    async def insert(self, new: models.NewProfile, /) -> models.Profile:
        """Insert a row and return it, with what the database chose."""
        return await self._table.insert(new)

    async def insert_many(self, new: Iterable[models.NewProfile], /) -> int:
        """Insert many rows, fast, and return how many."""
        return await self._table.insert_many(new)

    async def update(
        self,
        community_id: UUID,
        id: UUID,
        changes: models.ProfileUpdate,
        /,
    ) -> models.Profile:
        """Change a row and return it."""
        return await self._table.update((community_id, id), changes, None)

    async def delete(self, community_id: UUID, id: UUID, /) -> models.Profile:
        """Delete a row and return it."""
        return await self._table.delete((community_id, id), None)


_SHADOW_STATES_SQL = _Statements(
    row=models.ShadowState,
    key=("community_id", "id"),
    select="""
        SELECT
            id, community_id, manifest_version, applied_at, applied_by, resources, checksum,
            status, created_at
        FROM public.shadow_states
    """,
    json={"resources": True},
    table="public.shadow_states",
    insert="INSERT INTO public.shadow_states ({columns}) VALUES ({values})",
    copy="COPY public.shadow_states ({columns}) FROM STDIN",
    update="UPDATE public.shadow_states SET {changes} WHERE {conditions} RETURNING *",
    delete="DELETE FROM public.shadow_states WHERE {conditions} RETURNING *",
    secured=True,
    spread=True,
)


class ShadowStateRepository:
    """The rows of public.shadow_states."""

    def __init__(self, table: _Engine[models.ShadowState]) -> None:
        self._table = table

    def get(self, community_id: UUID, id: UUID, /) -> models.ShadowState | None:
        """Return the row with a key, or None."""
        return self._table.get((community_id, id))

    def find(self, /, **where: Unpack[ports.ShadowStateWhere]) -> list[models.ShadowState]:
        """Return the rows that have these values; None finds NULL."""
        return self._table.find(where)

    def page(
        self,
        /,
        *,
        after: tuple[UUID, UUID] | None = None,
        limit: int = 100,
        descending: bool = False,
        **where: Unpack[ports.ShadowStateWhere],
    ) -> ports.Page[models.ShadowState, tuple[UUID, UUID]]:
        """Return rows in the order of their keys, from behind the last key of another page."""
        start = after
        rows, more = self._table.page(where, start, limit, descending)
        return ports.Page(rows, (rows[-1].community_id, rows[-1].id) if more else None)

    def insert(self, new: models.NewShadowState, /) -> models.ShadowState:
        """Insert a row and return it, with what the database chose."""
        return self._table.insert(new)

    def insert_many(self, new: Iterable[models.NewShadowState], /) -> int:
        """Insert many rows, fast, and return how many."""
        return self._table.insert_many(new)

    def update(
        self,
        community_id: UUID,
        id: UUID,
        changes: models.ShadowStateUpdate,
        /,
    ) -> models.ShadowState:
        """Change a row and return it."""
        return self._table.update((community_id, id), changes, None)

    def delete(self, community_id: UUID, id: UUID, /) -> models.ShadowState:
        """Delete a row and return it."""
        return self._table.delete((community_id, id), None)


class AsyncShadowStateRepository:
    """The rows of public.shadow_states."""

    def __init__(self, table: _AsyncTable[models.ShadowState]) -> None:
        self._table = table

    async def get(self, community_id: UUID, id: UUID, /) -> models.ShadowState | None:
        """Return the row with a key, or None."""
        return await self._table.get((community_id, id))

    async def find(self, /, **where: Unpack[ports.ShadowStateWhere]) -> list[models.ShadowState]:
        """Return the rows that have these values; None finds NULL."""
        return await self._table.find(where)

    async def page(
        self,
        /,
        *,
        after: tuple[UUID, UUID] | None = None,
        limit: int = 100,
        descending: bool = False,
        **where: Unpack[ports.ShadowStateWhere],
    ) -> ports.Page[models.ShadowState, tuple[UUID, UUID]]:
        """Return rows in the order of their keys, from behind the last key of another page."""
        start = after
        rows, more = await self._table.page(where, start, limit, descending)
        return ports.Page(rows, (rows[-1].community_id, rows[-1].id) if more else None)

    async def insert(self, new: models.NewShadowState, /) -> models.ShadowState:
        """Insert a row and return it, with what the database chose."""
        return await self._table.insert(new)

    async def insert_many(self, new: Iterable[models.NewShadowState], /) -> int:
        """Insert many rows, fast, and return how many."""
        return await self._table.insert_many(new)

    async def update(
        self,
        community_id: UUID,
        id: UUID,
        changes: models.ShadowStateUpdate,
        /,
    ) -> models.ShadowState:
        """Change a row and return it."""
        return await self._table.update((community_id, id), changes, None)

    async def delete(self, community_id: UUID, id: UUID, /) -> models.ShadowState:
        """Delete a row and return it."""
        return await self._table.delete((community_id, id), None)


class Repositories:
    """All tables, within the transaction of a session."""

    def __init__(self, session: Connection[Any]) -> None:
        self._session = session

    @property
    def badges(self) -> BadgeRepository:
        """The rows of public.badges."""
        table = _Table(self._session, _BADGES_SQL)
        return BadgeRepository(table)

    @property
    def communities(self) -> CommunityRepository:
        """The rows of public.communities."""
        table = _Table(self._session, _COMMUNITIES_SQL)
        return CommunityRepository(table)

    @property
    def manifests(self) -> ManifestRepository:
        """The rows of public.manifests."""
        table = _Table(self._session, _MANIFESTS_SQL)
        return ManifestRepository(table)

    @property
    def profiles(self) -> ProfileRepository:
        """The rows of public.profiles."""
        table = _Table(self._session, _PROFILES_SQL)
        return ProfileRepository(table)

    @property
    def shadow_states(self) -> ShadowStateRepository:
        """The rows of public.shadow_states."""
        table = _Table(self._session, _SHADOW_STATES_SQL)
        return ShadowStateRepository(table)


class AsyncRepositories:
    """All tables, within the transaction of a session."""

    def __init__(self, session: AsyncConnection[Any]) -> None:
        self._session = session

    @property
    def badges(self) -> AsyncBadgeRepository:
        """The rows of public.badges."""
        table = _AsyncTable(self._session, _BADGES_SQL)
        return AsyncBadgeRepository(table)

    @property
    def communities(self) -> AsyncCommunityRepository:
        """The rows of public.communities."""
        table = _AsyncTable(self._session, _COMMUNITIES_SQL)
        return AsyncCommunityRepository(table)

    @property
    def manifests(self) -> AsyncManifestRepository:
        """The rows of public.manifests."""
        table = _AsyncTable(self._session, _MANIFESTS_SQL)
        return AsyncManifestRepository(table)

    @property
    def profiles(self) -> AsyncProfileRepository:
        """The rows of public.profiles."""
        table = _AsyncTable(self._session, _PROFILES_SQL)
        return AsyncProfileRepository(table)

    @property
    def shadow_states(self) -> AsyncShadowStateRepository:
        """The rows of public.shadow_states."""
        table = _AsyncTable(self._session, _SHADOW_STATES_SQL)
        return AsyncShadowStateRepository(table)
