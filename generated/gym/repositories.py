# Made by schemagen from specs/gym.yaml. Do not edit.
"""The rows of gym in PostgreSQL: typed, by SQL that stands below."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property, partial
from itertools import groupby, islice, repeat
from operator import attrgetter, itemgetter
from typing import Any, Generic, Protocol, TypeAlias, TypeVar, Unpack

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


_APP_STORES_SQL = _Statements(
    row=models.AppStore,
    key=("id",),
    table="public.app_stores",
    select="SELECT id, store, url, created_at, disabled_at FROM public.app_stores",
    insert="INSERT INTO public.app_stores ({columns}) VALUES ({values})",
    copy="COPY public.app_stores ({columns}) FROM STDIN",
    update="UPDATE public.app_stores SET {changes} WHERE {conditions} RETURNING *",
    delete="DELETE FROM public.app_stores WHERE {conditions} RETURNING *",
    secured=True,
    spread=True,
)


class AppStoreRepository:
    """The rows of public.app_stores."""

    def __init__(self, table: _Engine[models.AppStore]) -> None:
        self._table = table

    def get(self, id: int, /) -> models.AppStore | None:
        """Return the row with a key, or None."""
        return self._table.get((id,))

    def find(self, /, **where: Unpack[ports.AppStoreWhere]) -> list[models.AppStore]:
        """Return the rows that have these values; None finds NULL."""
        return self._table.find(where)

    def page(
        self,
        /,
        *,
        after: int | None = None,
        limit: int = 100,
        descending: bool = False,
        **where: Unpack[ports.AppStoreWhere],
    ) -> ports.Page[models.AppStore, int]:
        """Return rows in the order of their keys, from behind the last key of another page."""
        start = None if after is None else (after,)
        rows, more = self._table.page(where, start, limit, descending)
        return ports.Page(rows, rows[-1].id if more else None)

    def insert(self, new: models.NewAppStore, /) -> models.AppStore:
        """Insert a row and return it, with what the database chose."""
        return self._table.insert(new)

    def insert_many(self, new: Iterable[models.NewAppStore], /) -> int:
        """Insert many rows, fast, and return how many."""
        return self._table.insert_many(new)

    def update(self, id: int, changes: models.AppStoreUpdate, /) -> models.AppStore:
        """Change a row and return it."""
        return self._table.update((id,), changes, None)

    def delete(self, id: int, /) -> models.AppStore:
        """Delete a row and return it."""
        return self._table.delete((id,), None)


class AsyncAppStoreRepository:
    """The rows of public.app_stores."""

    def __init__(self, table: _AsyncTable[models.AppStore]) -> None:
        self._table = table

    async def get(self, id: int, /) -> models.AppStore | None:
        """Return the row with a key, or None."""
        return await self._table.get((id,))

    async def find(self, /, **where: Unpack[ports.AppStoreWhere]) -> list[models.AppStore]:
        """Return the rows that have these values; None finds NULL."""
        return await self._table.find(where)

    async def page(
        self,
        /,
        *,
        after: int | None = None,
        limit: int = 100,
        descending: bool = False,
        **where: Unpack[ports.AppStoreWhere],
    ) -> ports.Page[models.AppStore, int]:
        """Return rows in the order of their keys, from behind the last key of another page."""
        start = None if after is None else (after,)
        rows, more = await self._table.page(where, start, limit, descending)
        return ports.Page(rows, rows[-1].id if more else None)

    async def insert(self, new: models.NewAppStore, /) -> models.AppStore:
        """Insert a row and return it, with what the database chose."""
        return await self._table.insert(new)

    async def insert_many(self, new: Iterable[models.NewAppStore], /) -> int:
        """Insert many rows, fast, and return how many."""
        return await self._table.insert_many(new)

    async def update(self, id: int, changes: models.AppStoreUpdate, /) -> models.AppStore:
        """Change a row and return it."""
        return await self._table.update((id,), changes, None)

    async def delete(self, id: int, /) -> models.AppStore:
        """Delete a row and return it."""
        return await self._table.delete((id,), None)


_ASSETS_SQL = _Statements(
    row=models.Asset,
    key=("id",),
    table="public.assets",
    select="SELECT id, class_id, title, content, type, valid_until, created_at FROM public.assets",
    insert="INSERT INTO public.assets ({columns}) VALUES ({values})",
    copy="COPY public.assets ({columns}) FROM STDIN",
    update="UPDATE public.assets SET {changes} WHERE {conditions} RETURNING *",
    delete="DELETE FROM public.assets WHERE {conditions} RETURNING *",
    secured=True,
    spread=True,
)


class AssetRepository:
    """The rows of public.assets."""

    def __init__(self, table: _Engine[models.Asset]) -> None:
        self._table = table

    def get(self, id: int, /) -> models.Asset | None:
        """Return the row with a key, or None."""
        return self._table.get((id,))

    def find(self, /, **where: Unpack[ports.AssetWhere]) -> list[models.Asset]:
        """Return the rows that have these values; None finds NULL."""
        return self._table.find(where)

    def page(
        self,
        /,
        *,
        after: int | None = None,
        limit: int = 100,
        descending: bool = False,
        **where: Unpack[ports.AssetWhere],
    ) -> ports.Page[models.Asset, int]:
        """Return rows in the order of their keys, from behind the last key of another page."""
        start = None if after is None else (after,)
        rows, more = self._table.page(where, start, limit, descending)
        return ports.Page(rows, rows[-1].id if more else None)

    def insert(self, new: models.NewAsset, /) -> models.Asset:
        """Insert a row and return it, with what the database chose."""
        return self._table.insert(new)

    def insert_many(self, new: Iterable[models.NewAsset], /) -> int:
        """Insert many rows, fast, and return how many."""
        return self._table.insert_many(new)

    def update(self, id: int, changes: models.AssetUpdate, /) -> models.Asset:
        """Change a row and return it."""
        return self._table.update((id,), changes, None)

    def delete(self, id: int, /) -> models.Asset:
        """Delete a row and return it."""
        return self._table.delete((id,), None)


class AsyncAssetRepository:
    """The rows of public.assets."""

    def __init__(self, table: _AsyncTable[models.Asset]) -> None:
        self._table = table

    async def get(self, id: int, /) -> models.Asset | None:
        """Return the row with a key, or None."""
        return await self._table.get((id,))

    async def find(self, /, **where: Unpack[ports.AssetWhere]) -> list[models.Asset]:
        """Return the rows that have these values; None finds NULL."""
        return await self._table.find(where)

    async def page(
        self,
        /,
        *,
        after: int | None = None,
        limit: int = 100,
        descending: bool = False,
        **where: Unpack[ports.AssetWhere],
    ) -> ports.Page[models.Asset, int]:
        """Return rows in the order of their keys, from behind the last key of another page."""
        start = None if after is None else (after,)
        rows, more = await self._table.page(where, start, limit, descending)
        return ports.Page(rows, rows[-1].id if more else None)

    async def insert(self, new: models.NewAsset, /) -> models.Asset:
        """Insert a row and return it, with what the database chose."""
        return await self._table.insert(new)

    async def insert_many(self, new: Iterable[models.NewAsset], /) -> int:
        """Insert many rows, fast, and return how many."""
        return await self._table.insert_many(new)

    async def update(self, id: int, changes: models.AssetUpdate, /) -> models.Asset:
        """Change a row and return it."""
        return await self._table.update((id,), changes, None)

    async def delete(self, id: int, /) -> models.Asset:
        """Delete a row and return it."""
        return await self._table.delete((id,), None)


_ATTACHMENTS_SQL = _Statements(
    row=models.Attachment,
    key=("id",),
    select="""
        SELECT
            id, class_id, file_name, file_url, file_type, file_size, created_at
        FROM public.attachments
    """,
    table="public.attachments",
    insert="INSERT INTO public.attachments ({columns}) VALUES ({values})",
    copy="COPY public.attachments ({columns}) FROM STDIN",
    update="UPDATE public.attachments SET {changes} WHERE {conditions} RETURNING *",
    delete="DELETE FROM public.attachments WHERE {conditions} RETURNING *",
    secured=True,
    spread=True,
)


class AttachmentRepository:
    """The rows of public.attachments."""

    def __init__(self, table: _Engine[models.Attachment]) -> None:
        self._table = table

    def get(self, id: int, /) -> models.Attachment | None:
        """Return the row with a key, or None."""
        return self._table.get((id,))

    def find(self, /, **where: Unpack[ports.AttachmentWhere]) -> list[models.Attachment]:
        """Return the rows that have these values; None finds NULL."""
        return self._table.find(where)

    def page(
        self,
        /,
        *,
        after: int | None = None,
        limit: int = 100,
        descending: bool = False,
        **where: Unpack[ports.AttachmentWhere],
    ) -> ports.Page[models.Attachment, int]:
        """Return rows in the order of their keys, from behind the last key of another page."""
        start = None if after is None else (after,)
        rows, more = self._table.page(where, start, limit, descending)
        return ports.Page(rows, rows[-1].id if more else None)

    def insert(self, new: models.NewAttachment, /) -> models.Attachment:
        """Insert a row and return it, with what the database chose."""
        return self._table.insert(new)

    def insert_many(self, new: Iterable[models.NewAttachment], /) -> int:
        """Insert many rows, fast, and return how many."""
        return self._table.insert_many(new)

    def update(self, id: int, changes: models.AttachmentUpdate, /) -> models.Attachment:
        """Change a row and return it."""
        return self._table.update((id,), changes, None)

    def delete(self, id: int, /) -> models.Attachment:
        """Delete a row and return it."""
        return self._table.delete((id,), None)


class AsyncAttachmentRepository:
    """The rows of public.attachments."""

    def __init__(self, table: _AsyncTable[models.Attachment]) -> None:
        self._table = table

    async def get(self, id: int, /) -> models.Attachment | None:
        """Return the row with a key, or None."""
        return await self._table.get((id,))

    async def find(self, /, **where: Unpack[ports.AttachmentWhere]) -> list[models.Attachment]:
        """Return the rows that have these values; None finds NULL."""
        return await self._table.find(where)

    async def page(
        self,
        /,
        *,
        after: int | None = None,
        limit: int = 100,
        descending: bool = False,
        **where: Unpack[ports.AttachmentWhere],
    ) -> ports.Page[models.Attachment, int]:
        """Return rows in the order of their keys, from behind the last key of another page."""
        start = None if after is None else (after,)
        rows, more = await self._table.page(where, start, limit, descending)
        return ports.Page(rows, rows[-1].id if more else None)

    async def insert(self, new: models.NewAttachment, /) -> models.Attachment:
        """Insert a row and return it, with what the database chose."""
        return await self._table.insert(new)

    async def insert_many(self, new: Iterable[models.NewAttachment], /) -> int:
        """Insert many rows, fast, and return how many."""
        return await self._table.insert_many(new)

    async def update(self, id: int, changes: models.AttachmentUpdate, /) -> models.Attachment:
        """Change a row and return it."""
        return await self._table.update((id,), changes, None)

    async def delete(self, id: int, /) -> models.Attachment:
        """Delete a row and return it."""
        return await self._table.delete((id,), None)


_CHECKINS_SQL = _Statements(
    row=models.Checkin,
    key=("id",),
    table="public.checkins",
    select="SELECT id, user_id, class_id, date, created_at FROM public.checkins",
    insert="INSERT INTO public.checkins ({columns}) VALUES ({values})",
    copy="COPY public.checkins ({columns}) FROM STDIN",
    update="UPDATE public.checkins SET {changes} WHERE {conditions} RETURNING *",
    delete="DELETE FROM public.checkins WHERE {conditions} RETURNING *",
    secured=True,
    spread=True,
)


class CheckinRepository:
    """The rows of public.checkins."""

    def __init__(self, table: _Engine[models.Checkin]) -> None:
        self._table = table

    def get(self, id: int, /) -> models.Checkin | None:
        """Return the row with a key, or None."""
        return self._table.get((id,))

    def find(self, /, **where: Unpack[ports.CheckinWhere]) -> list[models.Checkin]:
        """Return the rows that have these values; None finds NULL."""
        return self._table.find(where)

    def page(
        self,
        /,
        *,
        after: int | None = None,
        limit: int = 100,
        descending: bool = False,
        **where: Unpack[ports.CheckinWhere],
    ) -> ports.Page[models.Checkin, int]:
        """Return rows in the order of their keys, from behind the last key of another page."""
        start = None if after is None else (after,)
        rows, more = self._table.page(where, start, limit, descending)
        return ports.Page(rows, rows[-1].id if more else None)

    def insert(self, new: models.NewCheckin, /) -> models.Checkin:
        """Insert a row and return it, with what the database chose."""
        return self._table.insert(new)

    def insert_many(self, new: Iterable[models.NewCheckin], /) -> int:
        """Insert many rows, fast, and return how many."""
        return self._table.insert_many(new)

    def update(self, id: int, changes: models.CheckinUpdate, /) -> models.Checkin:
        """Change a row and return it."""
        return self._table.update((id,), changes, None)

    def delete(self, id: int, /) -> models.Checkin:
        """Delete a row and return it."""
        return self._table.delete((id,), None)


class AsyncCheckinRepository:
    """The rows of public.checkins."""

    def __init__(self, table: _AsyncTable[models.Checkin]) -> None:
        self._table = table

    async def get(self, id: int, /) -> models.Checkin | None:
        """Return the row with a key, or None."""
        return await self._table.get((id,))

    async def find(self, /, **where: Unpack[ports.CheckinWhere]) -> list[models.Checkin]:
        """Return the rows that have these values; None finds NULL."""
        return await self._table.find(where)

    async def page(
        self,
        /,
        *,
        after: int | None = None,
        limit: int = 100,
        descending: bool = False,
        **where: Unpack[ports.CheckinWhere],
    ) -> ports.Page[models.Checkin, int]:
        """Return rows in the order of their keys, from behind the last key of another page."""
        start = None if after is None else (after,)
        rows, more = await self._table.page(where, start, limit, descending)
        return ports.Page(rows, rows[-1].id if more else None)

    async def insert(self, new: models.NewCheckin, /) -> models.Checkin:
        """Insert a row and return it, with what the database chose."""
        return await self._table.insert(new)

    async def insert_many(self, new: Iterable[models.NewCheckin], /) -> int:
        """Insert many rows, fast, and return how many."""
        return await self._table.insert_many(new)

    async def update(self, id: int, changes: models.CheckinUpdate, /) -> models.Checkin:
        """Change a row and return it."""
        return await self._table.update((id,), changes, None)

    async def delete(self, id: int, /) -> models.Checkin:
        """Delete a row and return it."""
        return await self._table.delete((id,), None)


_CLASS__SQL = _Statements(
    row=models.Class,
    key=("id",),
    select="""
        SELECT
            id, gym_id, instructor_id, created_by, day, start, "end", modality, description,
            created_at, deleted_at
        FROM public.class
    """,
    table="public.class",
    insert="INSERT INTO public.class ({columns}) VALUES ({values})",
    copy="COPY public.class ({columns}) FROM STDIN",
    update="UPDATE public.class SET {changes} WHERE {conditions} RETURNING *",
    delete="DELETE FROM public.class WHERE {conditions} RETURNING *",
    secured=True,
    spread=True,
)


class ClassRepository:
    """The rows of public.class."""

    def __init__(self, table: _Engine[models.Class]) -> None:
        self._table = table

    def get(self, id: int, /) -> models.Class | None:
        """Return the row with a key, or None."""
        return self._table.get((id,))

    def find(self, /, **where: Unpack[ports.ClassWhere]) -> list[models.Class]:
        """Return the rows that have these values; None finds NULL."""
        return self._table.find(where)

    def page(
        self,
        /,
        *,
        after: int | None = None,
        limit: int = 100,
        descending: bool = False,
        **where: Unpack[ports.ClassWhere],
    ) -> ports.Page[models.Class, int]:
        """Return rows in the order of their keys, from behind the last key of another page."""
        start = None if after is None else (after,)
        rows, more = self._table.page(where, start, limit, descending)
        return ports.Page(rows, rows[-1].id if more else None)

    def insert(self, new: models.NewClass, /) -> models.Class:
        """Insert a row and return it, with what the database chose."""
        return self._table.insert(new)

    def insert_many(self, new: Iterable[models.NewClass], /) -> int:
        """Insert many rows, fast, and return how many."""
        return self._table.insert_many(new)

    def update(self, id: int, changes: models.ClassUpdate, /) -> models.Class:
        """Change a row and return it."""
        return self._table.update((id,), changes, None)

    def delete(self, id: int, /) -> models.Class:
        """Delete a row and return it."""
        return self._table.delete((id,), None)


class AsyncClassRepository:
    """The rows of public.class."""

    def __init__(self, table: _AsyncTable[models.Class]) -> None:
        self._table = table

    async def get(self, id: int, /) -> models.Class | None:
        """Return the row with a key, or None."""
        return await self._table.get((id,))

    async def find(self, /, **where: Unpack[ports.ClassWhere]) -> list[models.Class]:
        """Return the rows that have these values; None finds NULL."""
        return await self._table.find(where)

    async def page(
        self,
        /,
        *,
        after: int | None = None,
        limit: int = 100,
        descending: bool = False,
        **where: Unpack[ports.ClassWhere],
    ) -> ports.Page[models.Class, int]:
        """Return rows in the order of their keys, from behind the last key of another page."""
        start = None if after is None else (after,)
        rows, more = await self._table.page(where, start, limit, descending)
        return ports.Page(rows, rows[-1].id if more else None)

    async def insert(self, new: models.NewClass, /) -> models.Class:
        """Insert a row and return it, with what the database chose."""
        return await self._table.insert(new)

    async def insert_many(self, new: Iterable[models.NewClass], /) -> int:
        """Insert many rows, fast, and return how many."""
        return await self._table.insert_many(new)

    async def update(self, id: int, changes: models.ClassUpdate, /) -> models.Class:
        """Change a row and return it."""
        return await self._table.update((id,), changes, None)

    async def delete(self, id: int, /) -> models.Class:
        """Delete a row and return it."""
        return await self._table.delete((id,), None)


_GRADUATIONS_SQL = _Statements(
    row=models.Graduation,
    key=("id",),
    table="public.graduations",
    select="SELECT id, user_id, belt, degree, modality, created_at FROM public.graduations",
    insert="INSERT INTO public.graduations ({columns}) VALUES ({values})",
    copy="COPY public.graduations ({columns}) FROM STDIN",
    update="UPDATE public.graduations SET {changes} WHERE {conditions} RETURNING *",
    delete="DELETE FROM public.graduations WHERE {conditions} RETURNING *",
    secured=True,
    spread=True,
)


class GraduationRepository:
    """The rows of public.graduations."""

    def __init__(self, table: _Engine[models.Graduation]) -> None:
        self._table = table

    def get(self, id: int, /) -> models.Graduation | None:
        """Return the row with a key, or None."""
        return self._table.get((id,))

    def find(self, /, **where: Unpack[ports.GraduationWhere]) -> list[models.Graduation]:
        """Return the rows that have these values; None finds NULL."""
        return self._table.find(where)

    def page(
        self,
        /,
        *,
        after: int | None = None,
        limit: int = 100,
        descending: bool = False,
        **where: Unpack[ports.GraduationWhere],
    ) -> ports.Page[models.Graduation, int]:
        """Return rows in the order of their keys, from behind the last key of another page."""
        start = None if after is None else (after,)
        rows, more = self._table.page(where, start, limit, descending)
        return ports.Page(rows, rows[-1].id if more else None)

    def insert(self, new: models.NewGraduation, /) -> models.Graduation:
        """Insert a row and return it, with what the database chose."""
        return self._table.insert(new)

    def insert_many(self, new: Iterable[models.NewGraduation], /) -> int:
        """Insert many rows, fast, and return how many."""
        return self._table.insert_many(new)

    def update(self, id: int, changes: models.GraduationUpdate, /) -> models.Graduation:
        """Change a row and return it."""
        return self._table.update((id,), changes, None)

    def delete(self, id: int, /) -> models.Graduation:
        """Delete a row and return it."""
        return self._table.delete((id,), None)


class AsyncGraduationRepository:
    """The rows of public.graduations."""

    def __init__(self, table: _AsyncTable[models.Graduation]) -> None:
        self._table = table

    async def get(self, id: int, /) -> models.Graduation | None:
        """Return the row with a key, or None."""
        return await self._table.get((id,))

    async def find(self, /, **where: Unpack[ports.GraduationWhere]) -> list[models.Graduation]:
        """Return the rows that have these values; None finds NULL."""
        return await self._table.find(where)

    async def page(
        self,
        /,
        *,
        after: int | None = None,
        limit: int = 100,
        descending: bool = False,
        **where: Unpack[ports.GraduationWhere],
    ) -> ports.Page[models.Graduation, int]:
        """Return rows in the order of their keys, from behind the last key of another page."""
        start = None if after is None else (after,)
        rows, more = await self._table.page(where, start, limit, descending)
        return ports.Page(rows, rows[-1].id if more else None)

    async def insert(self, new: models.NewGraduation, /) -> models.Graduation:
        """Insert a row and return it, with what the database chose."""
        return await self._table.insert(new)

    async def insert_many(self, new: Iterable[models.NewGraduation], /) -> int:
        """Insert many rows, fast, and return how many."""
        return await self._table.insert_many(new)

    async def update(self, id: int, changes: models.GraduationUpdate, /) -> models.Graduation:
        """Change a row and return it."""
        return await self._table.update((id,), changes, None)

    async def delete(self, id: int, /) -> models.Graduation:
        """Delete a row and return it."""
        return await self._table.delete((id,), None)


_GYMS_SQL = _Statements(
    row=models.Gym,
    key=("id",),
    table="public.gyms",
    select="SELECT id, name, address, logo, manager_id, since, created_at FROM public.gyms",
    insert="INSERT INTO public.gyms ({columns}) VALUES ({values})",
    copy="COPY public.gyms ({columns}) FROM STDIN",
    update="UPDATE public.gyms SET {changes} WHERE {conditions} RETURNING *",
    delete="DELETE FROM public.gyms WHERE {conditions} RETURNING *",
    secured=True,
    spread=True,
)


class GymRepository:
    """The rows of public.gyms."""

    def __init__(self, table: _Engine[models.Gym]) -> None:
        self._table = table

    def get(self, id: int, /) -> models.Gym | None:
        """Return the row with a key, or None."""
        return self._table.get((id,))

    def find(self, /, **where: Unpack[ports.GymWhere]) -> list[models.Gym]:
        """Return the rows that have these values; None finds NULL."""
        return self._table.find(where)

    def page(
        self,
        /,
        *,
        after: int | None = None,
        limit: int = 100,
        descending: bool = False,
        **where: Unpack[ports.GymWhere],
    ) -> ports.Page[models.Gym, int]:
        """Return rows in the order of their keys, from behind the last key of another page."""
        start = None if after is None else (after,)
        rows, more = self._table.page(where, start, limit, descending)
        return ports.Page(rows, rows[-1].id if more else None)

    def insert(self, new: models.NewGym, /) -> models.Gym:
        """Insert a row and return it, with what the database chose."""
        return self._table.insert(new)

    def insert_many(self, new: Iterable[models.NewGym], /) -> int:
        """Insert many rows, fast, and return how many."""
        return self._table.insert_many(new)

    def update(self, id: int, changes: models.GymUpdate, /) -> models.Gym:
        """Change a row and return it."""
        return self._table.update((id,), changes, None)

    def delete(self, id: int, /) -> models.Gym:
        """Delete a row and return it."""
        return self._table.delete((id,), None)


class AsyncGymRepository:
    """The rows of public.gyms."""

    def __init__(self, table: _AsyncTable[models.Gym]) -> None:
        self._table = table

    async def get(self, id: int, /) -> models.Gym | None:
        """Return the row with a key, or None."""
        return await self._table.get((id,))

    async def find(self, /, **where: Unpack[ports.GymWhere]) -> list[models.Gym]:
        """Return the rows that have these values; None finds NULL."""
        return await self._table.find(where)

    async def page(
        self,
        /,
        *,
        after: int | None = None,
        limit: int = 100,
        descending: bool = False,
        **where: Unpack[ports.GymWhere],
    ) -> ports.Page[models.Gym, int]:
        """Return rows in the order of their keys, from behind the last key of another page."""
        start = None if after is None else (after,)
        rows, more = await self._table.page(where, start, limit, descending)
        return ports.Page(rows, rows[-1].id if more else None)

    async def insert(self, new: models.NewGym, /) -> models.Gym:
        """Insert a row and return it, with what the database chose."""
        return await self._table.insert(new)

    async def insert_many(self, new: Iterable[models.NewGym], /) -> int:
        """Insert many rows, fast, and return how many."""
        return await self._table.insert_many(new)

    async def update(self, id: int, changes: models.GymUpdate, /) -> models.Gym:
        """Change a row and return it."""
        return await self._table.update((id,), changes, None)

    async def delete(self, id: int, /) -> models.Gym:
        """Delete a row and return it."""
        return await self._table.delete((id,), None)


_NOTIFICATIONS_SQL = _Statements(
    row=models.Notification,
    key=("id",),
    select="""
        SELECT
            id, sent_by, title, content, channel, status, recipients, viewed_by, sent_at,
            created_at
        FROM public.notifications
    """,
    casts={"recipients": "text[]", "viewed_by": "text[]"},
    table="public.notifications",
    insert="INSERT INTO public.notifications ({columns}) VALUES ({values})",
    copy="COPY public.notifications ({columns}) FROM STDIN",
    update="UPDATE public.notifications SET {changes} WHERE {conditions} RETURNING *",
    delete="DELETE FROM public.notifications WHERE {conditions} RETURNING *",
    secured=True,
    spread=True,
)


class NotificationRepository:
    """The rows of public.notifications."""

    def __init__(self, table: _Engine[models.Notification]) -> None:
        self._table = table

    def get(self, id: int, /) -> models.Notification | None:
        """Return the row with a key, or None."""
        return self._table.get((id,))

    def find(self, /, **where: Unpack[ports.NotificationWhere]) -> list[models.Notification]:
        """Return the rows that have these values; None finds NULL."""
        return self._table.find(where)

    def page(
        self,
        /,
        *,
        after: int | None = None,
        limit: int = 100,
        descending: bool = False,
        **where: Unpack[ports.NotificationWhere],
    ) -> ports.Page[models.Notification, int]:
        """Return rows in the order of their keys, from behind the last key of another page."""
        start = None if after is None else (after,)
        rows, more = self._table.page(where, start, limit, descending)
        return ports.Page(rows, rows[-1].id if more else None)

    def insert(self, new: models.NewNotification, /) -> models.Notification:
        """Insert a row and return it, with what the database chose."""
        return self._table.insert(new)

    def insert_many(self, new: Iterable[models.NewNotification], /) -> int:
        """Insert many rows, fast, and return how many."""
        return self._table.insert_many(new)

    def update(self, id: int, changes: models.NotificationUpdate, /) -> models.Notification:
        """Change a row and return it."""
        return self._table.update((id,), changes, None)

    def delete(self, id: int, /) -> models.Notification:
        """Delete a row and return it."""
        return self._table.delete((id,), None)


class AsyncNotificationRepository:
    """The rows of public.notifications."""

    def __init__(self, table: _AsyncTable[models.Notification]) -> None:
        self._table = table

    async def get(self, id: int, /) -> models.Notification | None:
        """Return the row with a key, or None."""
        return await self._table.get((id,))

    async def find(self, /, **where: Unpack[ports.NotificationWhere]) -> list[models.Notification]:
        """Return the rows that have these values; None finds NULL."""
        return await self._table.find(where)

    async def page(
        self,
        /,
        *,
        after: int | None = None,
        limit: int = 100,
        descending: bool = False,
        **where: Unpack[ports.NotificationWhere],
    ) -> ports.Page[models.Notification, int]:
        """Return rows in the order of their keys, from behind the last key of another page."""
        start = None if after is None else (after,)
        rows, more = await self._table.page(where, start, limit, descending)
        return ports.Page(rows, rows[-1].id if more else None)

    async def insert(self, new: models.NewNotification, /) -> models.Notification:
        """Insert a row and return it, with what the database chose."""
        return await self._table.insert(new)

    async def insert_many(self, new: Iterable[models.NewNotification], /) -> int:
        """Insert many rows, fast, and return how many."""
        return await self._table.insert_many(new)

    async def update(self, id: int, changes: models.NotificationUpdate, /) -> models.Notification:
        """Change a row and return it."""
        return await self._table.update((id,), changes, None)

    async def delete(self, id: int, /) -> models.Notification:
        """Delete a row and return it."""
        return await self._table.delete((id,), None)


_ROLES_SQL = _Statements(
    row=models.Role,
    key=("id",),
    table="public.roles",
    select="SELECT id, created_at FROM public.roles",
    insert="INSERT INTO public.roles ({columns}) VALUES ({values})",
    copy="COPY public.roles ({columns}) FROM STDIN",
    update="UPDATE public.roles SET {changes} WHERE {conditions} RETURNING *",
    delete="DELETE FROM public.roles WHERE {conditions} RETURNING *",
    secured=True,
    spread=True,
)


class RoleRepository:
    """The rows of public.roles."""

    def __init__(self, table: _Engine[models.Role]) -> None:
        self._table = table

    def get(self, id: str, /) -> models.Role | None:
        """Return the row with a key, or None."""
        return self._table.get((id,))

    def find(self, /, **where: Unpack[ports.RoleWhere]) -> list[models.Role]:
        """Return the rows that have these values; None finds NULL."""
        return self._table.find(where)

    def page(
        self,
        /,
        *,
        after: str | None = None,
        limit: int = 100,
        descending: bool = False,
        **where: Unpack[ports.RoleWhere],
    ) -> ports.Page[models.Role, str]:
        """Return rows in the order of their keys, from behind the last key of another page."""
        start = None if after is None else (after,)
        rows, more = self._table.page(where, start, limit, descending)
        return ports.Page(rows, rows[-1].id if more else None)

    def insert(self, new: models.NewRole, /) -> models.Role:
        """Insert a row and return it, with what the database chose."""
        return self._table.insert(new)

    def insert_many(self, new: Iterable[models.NewRole], /) -> int:
        """Insert many rows, fast, and return how many."""
        return self._table.insert_many(new)

    def update(self, id: str, changes: models.RoleUpdate, /) -> models.Role:
        """Change a row and return it."""
        return self._table.update((id,), changes, None)

    def delete(self, id: str, /) -> models.Role:
        """Delete a row and return it."""
        return self._table.delete((id,), None)


class AsyncRoleRepository:
    """The rows of public.roles."""

    def __init__(self, table: _AsyncTable[models.Role]) -> None:
        self._table = table

    async def get(self, id: str, /) -> models.Role | None:
        """Return the row with a key, or None."""
        return await self._table.get((id,))

    async def find(self, /, **where: Unpack[ports.RoleWhere]) -> list[models.Role]:
        """Return the rows that have these values; None finds NULL."""
        return await self._table.find(where)

    async def page(
        self,
        /,
        *,
        after: str | None = None,
        limit: int = 100,
        descending: bool = False,
        **where: Unpack[ports.RoleWhere],
    ) -> ports.Page[models.Role, str]:
        """Return rows in the order of their keys, from behind the last key of another page."""
        start = None if after is None else (after,)
        rows, more = await self._table.page(where, start, limit, descending)
        return ports.Page(rows, rows[-1].id if more else None)

    async def insert(self, new: models.NewRole, /) -> models.Role:
        """Insert a row and return it, with what the database chose."""
        return await self._table.insert(new)

    async def insert_many(self, new: Iterable[models.NewRole], /) -> int:
        """Insert many rows, fast, and return how many."""
        return await self._table.insert_many(new)

    async def update(self, id: str, changes: models.RoleUpdate, /) -> models.Role:
        """Change a row and return it."""
        return await self._table.update((id,), changes, None)

    async def delete(self, id: str, /) -> models.Role:
        """Delete a row and return it."""
        return await self._table.delete((id,), None)


_USERS_SQL = _Statements(
    row=models.User,
    key=("id",),
    select="""
        SELECT
            id, clerk_user_id, email, first_name, last_name, profile_picture, birth, birth_day,
            gender, phone, instagram, role, gym_id, expo_push_token, customer_id,
            subscription_id, plan, approved_at, denied_at, migrated_at, deleted_at, created_at
        FROM public.users
    """,
    table="public.users",
    insert="INSERT INTO public.users ({columns}) VALUES ({values})",
    copy="COPY public.users ({columns}) FROM STDIN",
    update="UPDATE public.users SET {changes} WHERE {conditions} RETURNING *",
    delete="DELETE FROM public.users WHERE {conditions} RETURNING *",
    secured=True,
    spread=True,
)


class UserRepository:
    """The rows of public.users."""

    def __init__(self, table: _Engine[models.User]) -> None:
        self._table = table

    def get(self, id: int, /) -> models.User | None:
        """Return the row with a key, or None."""
        return self._table.get((id,))

    def find(self, /, **where: Unpack[ports.UserWhere]) -> list[models.User]:
        """Return the rows that have these values; None finds NULL."""
        return self._table.find(where)

    def page(
        self,
        /,
        *,
        after: int | None = None,
        limit: int = 100,
        descending: bool = False,
        **where: Unpack[ports.UserWhere],
    ) -> ports.Page[models.User, int]:
        """Return rows in the order of their keys, from behind the last key of another page."""
        start = None if after is None else (after,)
        rows, more = self._table.page(where, start, limit, descending)
        return ports.Page(rows, rows[-1].id if more else None)

    def insert(self, new: models.NewUser, /) -> models.User:
        """Insert a row and return it, with what the database chose."""
        return self._table.insert(new)

    def insert_many(self, new: Iterable[models.NewUser], /) -> int:
        """Insert many rows, fast, and return how many."""
        return self._table.insert_many(new)

    def update(self, id: int, changes: models.UserUpdate, /) -> models.User:
        """Change a row and return it."""
        return self._table.update((id,), changes, None)

    def delete(self, id: int, /) -> models.User:
        """Delete a row and return it."""
        return self._table.delete((id,), None)


class AsyncUserRepository:
    """The rows of public.users."""

    def __init__(self, table: _AsyncTable[models.User]) -> None:
        self._table = table

    async def get(self, id: int, /) -> models.User | None:
        """Return the row with a key, or None."""
        return await self._table.get((id,))

    async def find(self, /, **where: Unpack[ports.UserWhere]) -> list[models.User]:
        """Return the rows that have these values; None finds NULL."""
        return await self._table.find(where)

    async def page(
        self,
        /,
        *,
        after: int | None = None,
        limit: int = 100,
        descending: bool = False,
        **where: Unpack[ports.UserWhere],
    ) -> ports.Page[models.User, int]:
        """Return rows in the order of their keys, from behind the last key of another page."""
        start = None if after is None else (after,)
        rows, more = await self._table.page(where, start, limit, descending)
        return ports.Page(rows, rows[-1].id if more else None)

    async def insert(self, new: models.NewUser, /) -> models.User:
        """Insert a row and return it, with what the database chose."""
        return await self._table.insert(new)

    async def insert_many(self, new: Iterable[models.NewUser], /) -> int:
        """Insert many rows, fast, and return how many."""
        return await self._table.insert_many(new)

    async def update(self, id: int, changes: models.UserUpdate, /) -> models.User:
        """Change a row and return it."""
        return await self._table.update((id,), changes, None)

    async def delete(self, id: int, /) -> models.User:
        """Delete a row and return it."""
        return await self._table.delete((id,), None)


_VERSIONS_SQL = _Statements(
    row=models.Version,
    key=("id",),
    table="public.versions",
    select="SELECT id, app_version, created_at, disabled_at FROM public.versions",
    insert="INSERT INTO public.versions ({columns}) VALUES ({values})",
    copy="COPY public.versions ({columns}) FROM STDIN",
    update="UPDATE public.versions SET {changes} WHERE {conditions} RETURNING *",
    delete="DELETE FROM public.versions WHERE {conditions} RETURNING *",
    secured=True,
    spread=True,
)


class VersionRepository:
    """The rows of public.versions."""

    def __init__(self, table: _Engine[models.Version]) -> None:
        self._table = table

    def get(self, id: int, /) -> models.Version | None:
        """Return the row with a key, or None."""
        return self._table.get((id,))

    def find(self, /, **where: Unpack[ports.VersionWhere]) -> list[models.Version]:
        """Return the rows that have these values; None finds NULL."""
        return self._table.find(where)

    def page(
        self,
        /,
        *,
        after: int | None = None,
        limit: int = 100,
        descending: bool = False,
        **where: Unpack[ports.VersionWhere],
    ) -> ports.Page[models.Version, int]:
        """Return rows in the order of their keys, from behind the last key of another page."""
        start = None if after is None else (after,)
        rows, more = self._table.page(where, start, limit, descending)
        return ports.Page(rows, rows[-1].id if more else None)

    def insert(self, new: models.NewVersion, /) -> models.Version:
        """Insert a row and return it, with what the database chose."""
        return self._table.insert(new)

    def insert_many(self, new: Iterable[models.NewVersion], /) -> int:
        """Insert many rows, fast, and return how many."""
        return self._table.insert_many(new)

    def update(self, id: int, changes: models.VersionUpdate, /) -> models.Version:
        """Change a row and return it."""
        return self._table.update((id,), changes, None)

    def delete(self, id: int, /) -> models.Version:
        """Delete a row and return it."""
        return self._table.delete((id,), None)


class AsyncVersionRepository:
    """The rows of public.versions."""

    def __init__(self, table: _AsyncTable[models.Version]) -> None:
        self._table = table

    async def get(self, id: int, /) -> models.Version | None:
        """Return the row with a key, or None."""
        return await self._table.get((id,))

    async def find(self, /, **where: Unpack[ports.VersionWhere]) -> list[models.Version]:
        """Return the rows that have these values; None finds NULL."""
        return await self._table.find(where)

    async def page(
        self,
        /,
        *,
        after: int | None = None,
        limit: int = 100,
        descending: bool = False,
        **where: Unpack[ports.VersionWhere],
    ) -> ports.Page[models.Version, int]:
        """Return rows in the order of their keys, from behind the last key of another page."""
        start = None if after is None else (after,)
        rows, more = await self._table.page(where, start, limit, descending)
        return ports.Page(rows, rows[-1].id if more else None)

    async def insert(self, new: models.NewVersion, /) -> models.Version:
        """Insert a row and return it, with what the database chose."""
        return await self._table.insert(new)

    async def insert_many(self, new: Iterable[models.NewVersion], /) -> int:
        """Insert many rows, fast, and return how many."""
        return await self._table.insert_many(new)

    async def update(self, id: int, changes: models.VersionUpdate, /) -> models.Version:
        """Change a row and return it."""
        return await self._table.update((id,), changes, None)

    async def delete(self, id: int, /) -> models.Version:
        """Delete a row and return it."""
        return await self._table.delete((id,), None)


class Repositories:
    """All tables, within the transaction of a session."""

    def __init__(self, session: Connection[Any]) -> None:
        self._session = session

    @property
    def app_stores(self) -> AppStoreRepository:
        """The rows of public.app_stores."""
        table = _Table(self._session, _APP_STORES_SQL)
        return AppStoreRepository(table)

    @property
    def assets(self) -> AssetRepository:
        """The rows of public.assets."""
        table = _Table(self._session, _ASSETS_SQL)
        return AssetRepository(table)

    @property
    def attachments(self) -> AttachmentRepository:
        """The rows of public.attachments."""
        table = _Table(self._session, _ATTACHMENTS_SQL)
        return AttachmentRepository(table)

    @property
    def checkins(self) -> CheckinRepository:
        """The rows of public.checkins."""
        table = _Table(self._session, _CHECKINS_SQL)
        return CheckinRepository(table)

    @property
    def class_(self) -> ClassRepository:
        """The rows of public.class."""
        table = _Table(self._session, _CLASS__SQL)
        return ClassRepository(table)

    @property
    def graduations(self) -> GraduationRepository:
        """The rows of public.graduations."""
        table = _Table(self._session, _GRADUATIONS_SQL)
        return GraduationRepository(table)

    @property
    def gyms(self) -> GymRepository:
        """The rows of public.gyms."""
        table = _Table(self._session, _GYMS_SQL)
        return GymRepository(table)

    @property
    def notifications(self) -> NotificationRepository:
        """The rows of public.notifications."""
        table = _Table(self._session, _NOTIFICATIONS_SQL)
        return NotificationRepository(table)

    @property
    def roles(self) -> RoleRepository:
        """The rows of public.roles."""
        table = _Table(self._session, _ROLES_SQL)
        return RoleRepository(table)

    @property
    def users(self) -> UserRepository:
        """The rows of public.users."""
        table = _Table(self._session, _USERS_SQL)
        return UserRepository(table)

    @property
    def versions(self) -> VersionRepository:
        """The rows of public.versions."""
        table = _Table(self._session, _VERSIONS_SQL)
        return VersionRepository(table)


class AsyncRepositories:
    """All tables, within the transaction of a session."""

    def __init__(self, session: AsyncConnection[Any]) -> None:
        self._session = session

    @property
    def app_stores(self) -> AsyncAppStoreRepository:
        """The rows of public.app_stores."""
        table = _AsyncTable(self._session, _APP_STORES_SQL)
        return AsyncAppStoreRepository(table)

    @property
    def assets(self) -> AsyncAssetRepository:
        """The rows of public.assets."""
        table = _AsyncTable(self._session, _ASSETS_SQL)
        return AsyncAssetRepository(table)

    @property
    def attachments(self) -> AsyncAttachmentRepository:
        """The rows of public.attachments."""
        table = _AsyncTable(self._session, _ATTACHMENTS_SQL)
        return AsyncAttachmentRepository(table)

    @property
    def checkins(self) -> AsyncCheckinRepository:
        """The rows of public.checkins."""
        table = _AsyncTable(self._session, _CHECKINS_SQL)
        return AsyncCheckinRepository(table)

    @property
    def class_(self) -> AsyncClassRepository:
        """The rows of public.class."""
        table = _AsyncTable(self._session, _CLASS__SQL)
        return AsyncClassRepository(table)

    @property
    def graduations(self) -> AsyncGraduationRepository:
        """The rows of public.graduations."""
        table = _AsyncTable(self._session, _GRADUATIONS_SQL)
        return AsyncGraduationRepository(table)

    @property
    def gyms(self) -> AsyncGymRepository:
        """The rows of public.gyms."""
        table = _AsyncTable(self._session, _GYMS_SQL)
        return AsyncGymRepository(table)

    @property
    def notifications(self) -> AsyncNotificationRepository:
        """The rows of public.notifications."""
        table = _AsyncTable(self._session, _NOTIFICATIONS_SQL)
        return AsyncNotificationRepository(table)

    @property
    def roles(self) -> AsyncRoleRepository:
        """The rows of public.roles."""
        table = _AsyncTable(self._session, _ROLES_SQL)
        return AsyncRoleRepository(table)

    @property
    def users(self) -> AsyncUserRepository:
        """The rows of public.users."""
        table = _AsyncTable(self._session, _USERS_SQL)
        return AsyncUserRepository(table)

    @property
    def versions(self) -> AsyncVersionRepository:
        """The rows of public.versions."""
        table = _AsyncTable(self._session, _VERSIONS_SQL)
        return AsyncVersionRepository(table)
