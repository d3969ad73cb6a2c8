# Made by schemagen from specs/trust.yaml. Do not edit.
"""The rows of trust in PostgreSQL: typed, by SQL that stands below."""

import datetime as dt
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


_ACADEMY_PROGRESS_SQL = _Statements(
    row=models.AcademyProgress,
    key=("id",),
    select="""
        SELECT
            id, agent_id, course, status, progress, completed_at, created_at, updated_at
        FROM public.academy_progress
    """,
    table="public.academy_progress",
    insert="INSERT INTO public.academy_progress ({columns}) VALUES ({values})",
    copy="COPY public.academy_progress ({columns}) FROM STDIN",
    update="UPDATE public.academy_progress SET {changes} WHERE {conditions} RETURNING *",
    delete="DELETE FROM public.academy_progress WHERE {conditions} RETURNING *",
    lock="updated_at",
    secured=True,
    spread=True,
)


class AcademyProgressRepository:
    """The rows of public.academy_progress."""

    def __init__(self, table: _Engine[models.AcademyProgress]) -> None:
        self._table = table

    def get(self, id: UUID, /) -> models.AcademyProgress | None:
        """Return the row with a key, or None."""
        return self._table.get((id,))

    def find(self, /, **where: Unpack[ports.AcademyProgressWhere]) -> list[models.AcademyProgress]:
        """Return the rows that have these values; None finds NULL."""
        return self._table.find(where)

    def page(
        self,
        /,
        *,
        after: UUID | None = None,
        limit: int = 100,
        descending: bool = False,
        **where: Unpack[ports.AcademyProgressWhere],
    ) -> ports.Page[models.AcademyProgress, UUID]:
        """Return rows in the order of their keys, from behind the last key of another page."""
        start = None if after is None else (after,)
        rows, more = self._table.page(where, start, limit, descending)
        return ports.Page(rows, rows[-1].id if more else None)

    def insert(self, new: models.NewAcademyProgress, /) -> models.AcademyProgress:
        """Insert a row and return it, with what the database chose."""
        return self._table.insert(new)

    def insert_many(self, new: Iterable[models.NewAcademyProgress], /) -> int:
        """Insert many rows, fast, and return how many."""
        return self._table.insert_many(new)

    def update(
        self,
        id: UUID,
        changes: models.AcademyProgressUpdate,
        /,
        *,
        updated_at: dt.datetime | None = None,
    ) -> models.AcademyProgress:
        """Change a row and return it; with `updated_at`, only if nobody has since."""
        return self._table.update((id,), changes, updated_at)

    def delete(
        self,
        id: UUID,
        /,
        *,
        updated_at: dt.datetime | None = None,
    ) -> models.AcademyProgress:
        """Delete a row and return it; with `updated_at`, only if nobody has since."""
        return self._table.delete((id,), updated_at)


class AsyncAcademyProgressRepository:
    """The rows of public.academy_progress."""

    def __init__(self, table: _AsyncTable[models.AcademyProgress]) -> None:
        self._table = table

    async def get(self, id: UUID, /) -> models.AcademyProgress | None:
        """Return the row with a key, or None."""
        return await self._table.get((id,))

    async def find(
        self,
        /,
        **where: Unpack[ports.AcademyProgressWhere],
    ) -> list[models.AcademyProgress]:
        """Return the rows that have these values; None finds NULL."""
        return await self._table.find(where)

    async def page(
        self,
        /,
        *,
        after: UUID | None = None,
        limit: int = 100,
        descending: bool = False,
        **where: Unpack[ports.AcademyProgressWhere],
    ) -> ports.Page[models.AcademyProgress, UUID]:
        """Return rows in the order of their keys, from behind the last key of another page."""
        start = None if after is None else (after,)
        rows, more = await self._table.page(where, start, limit, descending)
        return ports.Page(rows, rows[-1].id if more else None)

    async def insert(self, new: models.NewAcademyProgress, /) -> models.AcademyProgress:
        """Insert a row and return it, with what the database chose."""
        return await self._table.insert(new)

    async def insert_many(self, new: Iterable[models.NewAcademyProgress], /) -> int:
        """Insert many rows, fast, and return how many."""
        return await self._table.insert_many(new)

    async def update(
        self,
        id: UUID,
        changes: models.AcademyProgressUpdate,
        /,
        *,
        updated_at: dt.datetime | None = None,
    ) -> models.AcademyProgress:
        """Change a row and return it; with `updated_at`, only if nobody has since."""
        return await self._table.update((id,), changes, updated_at)

    async def delete(
        self,
        id: UUID,
        /,
        *,
        updated_at: dt.datetime | None = None,
    ) -> models.AcademyProgress:
        """Delete a row and return it; with `updated_at`, only if nobody has since."""
        return await self._table.delete((id,), updated_at)


_ACQUISITIONS_SQL = _Statements(
    row=models.Acquisition,
    key=("id",),
    select="""
        SELECT
            id, consumer_id, agent_id, listing_id, acquisition_type, price, created_at, ended_at
        FROM public.acquisitions
    """,
    table="public.acquisitions",
    insert="INSERT INTO public.acquisitions ({columns}) VALUES ({values})",
    copy="COPY public.acquisitions ({columns}) FROM STDIN",
    update="UPDATE public.acquisitions SET {changes} WHERE {conditions} RETURNING *",
    delete="DELETE FROM public.acquisitions WHERE {conditions} RETURNING *",
    secured=True,
    spread=True,
)


class AcquisitionRepository:
    """The rows of public.acquisitions."""

    def __init__(self, table: _Engine[models.Acquisition]) -> None:
        self._table = table

    def get(self, id: UUID, /) -> models.Acquisition | None:
        """Return the row with a key, or None."""
        return self._table.get((id,))

    def find(self, /, **where: Unpack[ports.AcquisitionWhere]) -> list[models.Acquisition]:
        """Return the rows that have these values; None finds NULL."""
        return self._table.find(where)

    def page(
        self,
        /,
        *,
        after: UUID | None = None,
        limit: int = 100,
        descending: bool = False,
        **where: Unpack[ports.AcquisitionWhere],
    ) -> ports.Page[models.Acquisition, UUID]:
        """Return rows in the order of their keys, from behind the last key of another page."""
        start = None if after is None else (after,)
        rows, more = self._table.page(where, start, limit, descending)
        return ports.Page(rows, rows[-1].id if more else None)

    def insert(self, new: models.NewAcquisition, /) -> models.Acquisition:
        """Insert a row and return it, with what the database chose."""
        return self._table.insert(new)

    def insert_many(self, new: Iterable[models.NewAcquisition], /) -> int:
        """Insert many rows, fast, and return how many."""
        return self._table.insert_many(new)

    def update(self, id: UUID, changes: models.AcquisitionUpdate, /) -> models.Acquisition:
        """Change a row and return it."""
        return self._table.update((id,), changes, None)

    def delete(self, id: UUID, /) -> models.Acquisition:
        """Delete a row and return it."""
        return self._table.delete((id,), None)


class AsyncAcquisitionRepository:
    """The rows of public.acquisitions."""

    def __init__(self, table: _AsyncTable[models.Acquisition]) -> None:
        self._table = table

    async def get(self, id: UUID, /) -> models.Acquisition | None:
        """Return the row with a key, or None."""
        return await self._table.get((id,))

    async def find(self, /, **where: Unpack[ports.AcquisitionWhere]) -> list[models.Acquisition]:
        """Return the rows that have these values; None finds NULL."""
        return await self._table.find(where)

    async def page(
        self,
        /,
        *,
        after: UUID | None = None,
        limit: int = 100,
        descending: bool = False,
        **where: Unpack[ports.AcquisitionWhere],
    ) -> ports.Page[models.Acquisition, UUID]:
        """Return rows in the order of their keys, from behind the last key of another page."""
        start = None if after is None else (after,)
        rows, more = await self._table.page(where, start, limit, descending)
        return ports.Page(rows, rows[-1].id if more else None)

    async def insert(self, new: models.NewAcquisition, /) -> models.Acquisition:
        """Insert a row and return it, with what the database chose."""
        return await self._table.insert(new)

    async def insert_many(self, new: Iterable[models.NewAcquisition], /) -> int:
        """Insert many rows, fast, and return how many."""
        return await self._table.insert_many(new)

    async def update(self, id: UUID, changes: models.AcquisitionUpdate, /) -> models.Acquisition:
        """Change a row and return it."""
        return await self._table.update((id,), changes, None)

    async def delete(self, id: UUID, /) -> models.Acquisition:
        """Delete a row and return it."""
        return await self._table.delete((id,), None)


_AGENTS_SQL = _Statements(
    row=models.Agent,
    key=("id",),
    select="""
        SELECT
            id, owner_id, name, description, config, trust_score, status, created_at, updated_at
        FROM public.agents
    """,
    json={"config": True},
    table="public.agents",
    insert="INSERT INTO public.agents ({columns}) VALUES ({values})",
    copy="COPY public.agents ({columns}) FROM STDIN",
    update="UPDATE public.agents SET {changes} WHERE {conditions} RETURNING *",
    delete="DELETE FROM public.agents WHERE {conditions} RETURNING *",
    lock="updated_at",
    secured=True,
    spread=True,
)


class AgentRepository:
    """The rows of public.agents."""

    def __init__(self, table: _Engine[models.Agent]) -> None:
        self._table = table

    def get(self, id: UUID, /) -> models.Agent | None:
        """Return the row with a key, or None."""
        return self._table.get((id,))

    def find(self, /, **where: Unpack[ports.AgentWhere]) -> list[models.Agent]:
        """Return the rows that have these values; None finds NULL."""
        return self._table.find(where)

    def page(
        self,
        /,
        *,
        after: UUID | None = None,
        limit: int = 100,
        descending: bool = False,
        **where: Unpack[ports.AgentWhere],
    ) -> ports.Page[models.Agent, UUID]:
        """Return rows in the order of their keys, from behind the last key of another page."""
        start = None if after is None else (after,)
        rows, more = self._table.page(where, start, limit, descending)
        return ports.Page(rows, rows[-1].id if more else None)

    def insert(self, new: models.NewAgent, /) -> models.Agent:
        """Insert a row and return it, with what the database chose."""
        return self._table.insert(new)

    def insert_many(self, new: Iterable[models.NewAgent], /) -> int:
        """Insert many rows, fast, and return how many."""
        return self._table.insert_many(new)

    def update(
        self,
        id: UUID,
        changes: models.AgentUpdate,
        /,
        *,
        updated_at: dt.datetime | None = None,
    ) -> models.Agent:
        """Change a row and return it; with `updated_at`, only if nobody has since."""
        return self._table.update((id,), changes, updated_at)

    def delete(self, id: UUID, /, *, updated_at: dt.datetime | None = None) -> models.Agent:
        """Delete a row and return it; with `updated_at`, only if nobody has since."""
        return self._table.delete((id,), updated_at)


class AsyncAgentRepository:
    """The rows of public.agents."""

    def __init__(self, table: _AsyncTable[models.Agent]) -> None:
        self._table = table

    async def get(self, id: UUID, /) -> models.Agent | None:
        """Return the row with a key, or None."""
        return await self._table.get((id,))

    async def find(self, /, **where: Unpack[ports.AgentWhere]) -> list[models.Agent]:
        """Return the rows that have these values; None finds NULL."""
        return await self._table.find(where)

    async def page(
        self,
        /,
        *,
        after: UUID | None = None,
        limit: int = 100,
        descending: bool = False,
        **where: Unpack[ports.AgentWhere],
    ) -> ports.Page[models.Agent, UUID]:
        """Return rows in the order of their keys, from behind the last key of another page."""
        start = None if after is None else (after,)
        rows, more = await self._table.page(where, start, limit, descending)
        return ports.Page(rows, rows[-1].id if more else None)

    async def insert(self, new: models.NewAgent, /) -> models.Agent:
        """Insert a row and return it, with what the database chose."""
        return await self._table.insert(new)

    async def insert_many(self, new: Iterable[models.NewAgent], /) -> int:
        """Insert many rows, fast, and return how many."""
        return await self._table.insert_many(new)

    async def update(
        self,
        id: UUID,
        changes: models.AgentUpdate,
        /,
        *,
        updated_at: dt.datetime | None = None,
    ) -> models.Agent:
        """Change a row and return it; with `updated_at`, only if nobody has since."""
        return await self._table.update((id,), changes, updated_at)

    async def delete(self, id: UUID, /, *, updated_at: dt.datetime | None = None) -> models.Agent:
        """Delete a row and return it; with `updated_at`, only if nobody has since."""
        return await self._table.delete((id,), updated_at)


_COUNCIL_DECISIONS_SQL = _Statements(
    row=models.CouncilDecision,
    key=("id",),
    select="""
        SELECT
            id, agent_id, decision_type, risk_level, subject, reasoning, record, created_at,
            updated_at
        FROM public.council_decisions
    """,
    json={"record": False},
    table="public.council_decisions",
    insert="INSERT INTO public.council_decisions ({columns}) VALUES ({values})",
    copy="COPY public.council_decisions ({columns}) FROM STDIN",
    update="UPDATE public.council_decisions SET {changes} WHERE {conditions} RETURNING *",
    delete="DELETE FROM public.council_decisions WHERE {conditions} RETURNING *",
    lock="updated_at",
    secured=True,
    spread=True,
)


class CouncilDecisionRepository:
    """The rows of public.council_decisions."""

    def __init__(self, table: _Engine[models.CouncilDecision]) -> None:
        self._table = table

    def get(self, id: UUID, /) -> models.CouncilDecision | None:
        """Return the row with a key, or None."""
        return self._table.get((id,))

    def find(self, /, **where: Unpack[ports.CouncilDecisionWhere]) -> list[models.CouncilDecision]:
        """Return the rows that have these values; None finds NULL."""
        return self._table.find(where)

    def page(
        self,
        /,
        *,
        after: UUID | None = None,
        limit: int = 100,
        descending: bool = False,
        **where: Unpack[ports.CouncilDecisionWhere],
    ) -> ports.Page[models.CouncilDecision, UUID]:
        """Return rows in the order of their keys, from behind the last key of another page."""
        start = None if after is None else (after,)
        rows, more = self._table.page(where, start, limit, descending)
        return ports.Page(rows, rows[-1].id if more else None)

    def insert(self, new: models.NewCouncilDecision, /) -> models.CouncilDecision:
        """Insert a row and return it, with what the database chose."""
        return self._table.insert(new)

    def insert_many(self, new: Iterable[models.NewCouncilDecision], /) -> int:
        """Insert many rows, fast, and return how many."""
        return self._table.insert_many(new)

    def update(
        self,
        id: UUID,
        changes: models.CouncilDecisionUpdate,
        /,
        *,
        updated_at: dt.datetime | None = None,
    ) -> models.CouncilDecision:
        """Change a row and return it; with `updated_at`, only if nobody has since."""
        return self._table.update((id,), changes, updated_at)

    def delete(
        self,
        id: UUID,
        /,
        *,
        updated_at: dt.datetime | None = None,
    ) -> models.CouncilDecision:
        """Delete a row and return it; with `updated_at`, only if nobody has since."""
        return self._table.delete((id,), updated_at)


class AsyncCouncilDecisionRepository:
    """The rows of public.council_decisions."""

    def __init__(self, table: _AsyncTable[models.CouncilDecision]) -> None:
        self._table = table

    async def get(self, id: UUID, /) -> models.CouncilDecision | None:
        """Return the row with a key, or None."""
        return await self._table.get((id,))

    async def find(
        self,
        /,
        **where: Unpack[ports.CouncilDecisionWhere],
    ) -> list[models.CouncilDecision]:
        """Return the rows that have these values; None finds NULL."""
        return await self._table.find(where)

    async def page(
        self,
        /,
        *,
        after: UUID | None = None,
        limit: int = 100,
        descending: bool = False,
        **where: Unpack[ports.CouncilDecisionWhere],
    ) -> ports.Page[models.CouncilDecision, UUID]:
        """Return rows in the order of their keys, from behind the last key of another page."""
        start = None if after is None else (after,)
        rows, more = await self._table.page(where, start, limit, descending)
        return ports.Page(rows, rows[-1].id if more else None)

    async def insert(self, new: models.NewCouncilDecision, /) -> models.CouncilDecision:
        """Insert a row and return it, with what the database chose."""
        return await self._table.insert(new)

    async def insert_many(self, new: Iterable[models.NewCouncilDecision], /) -> int:
        """Insert many rows, fast, and return how many."""
        return await self._table.insert_many(new)

    async def update(
        self,
        id: UUID,
        changes: models.CouncilDecisionUpdate,
        /,
        *,
        updated_at: dt.datetime | None = None,
    ) -> models.CouncilDecision:
        """Change a row and return it; with `updated_at`, only if nobody has since."""
        return await self._table.update((id,), changes, updated_at)

    async def delete(
        self,
        id: UUID,
        /,
        *,
        updated_at: dt.datetime | None = None,
    ) -> models.CouncilDecision:
        """Delete a row and return it; with `updated_at`, only if nobody has since."""
        return await self._table.delete((id,), updated_at)


_MARKETPLACE_LISTINGS_SQL = _Statements(
    row=models.MarketplaceListing,
    key=("id",),
    select="""
        SELECT
            id, agent_id, owner_id, title, description, price, currency, status, created_at,
            updated_at
        FROM public.marketplace_listings
    """,
    table="public.marketplace_listings",
    insert="INSERT INTO public.marketplace_listings ({columns}) VALUES ({values})",
    copy="COPY public.marketplace_listings ({columns}) FROM STDIN",
    update="UPDATE public.marketplace_listings SET {changes} WHERE {conditions} RETURNING *",
    delete="DELETE FROM public.marketplace_listings WHERE {conditions} RETURNING *",
    lock="updated_at",
    secured=True,
    spread=True,
)


class MarketplaceListingRepository:
    """The rows of public.marketplace_listings."""

    def __init__(self, table: _Engine[models.MarketplaceListing]) -> None:
        self._table = table

    def get(self, id: UUID, /) -> models.MarketplaceListing | None:
        """Return the row with a key, or None."""
        return self._table.get((id,))

    def find(
        self,
        /,
        **where: Unpack[ports.MarketplaceListingWhere],
    ) -> list[models.MarketplaceListing]:
        """Return the rows that have these values; None finds NULL."""
        return self._table.find(where)

    def page(
        self,
        /,
        *,
        after: UUID | None = None,
        limit: int = 100,
        descending: bool = False,
        **where: Unpack[ports.MarketplaceListingWhere],
    ) -> ports.Page[models.MarketplaceListing, UUID]:
        """Return rows in the order of their keys, from behind the last key of another page."""
        start = None if after is None else (after,)
        rows, more = self._table.page(where, start, limit, descending)
        return ports.Page(rows, rows[-1].id if more else None)

    def insert(self, new: models.NewMarketplaceListing, /) -> models.MarketplaceListing:
        """Insert a row and return it, with what the database chose."""
        return self._table.insert(new)

    def insert_many(self, new: Iterable[models.NewMarketplaceListing], /) -> int:
        """Insert many rows, fast, and return how many."""
        return self._table.insert_many(new)

    def update(
        self,
        id: UUID,
        changes: models.MarketplaceListingUpdate,
        /,
        *,
        updated_at: dt.datetime | None = None,
    ) -> models.MarketplaceListing:
        """Change a row and return it; with `updated_at`, only if nobody has since."""
        return self._table.update((id,), changes, updated_at)

    def delete(
        self,
        id: UUID,
        /,
        *,
        updated_at: dt.datetime | None = None,
    ) -> models.MarketplaceListing:
        """Delete a row and return it; with `updated_at`, only if nobody has since."""
        return self._table.delete((id,), updated_at)


class AsyncMarketplaceListingRepository:
    """The rows of public.marketplace_listings."""

    def __init__(self, table: _AsyncTable[models.MarketplaceListing]) -> None:
        self._table = table

    async def get(self, id: UUID, /) -> models.MarketplaceListing | None:
        """Return the row with a key, or None."""
        return await self._table.get((id,))

    async def find(
        self,
        /,
        **where: Unpack[ports.MarketplaceListingWhere],
    ) -> list[models.MarketplaceListing]:
        """Return the rows that have these values; None finds NULL."""
        return await self._table.find(where)

    async def page(
        self,
        /,
        *,
        after: UUID | None = None,
        limit: int = 100,
        descending: bool = False,
        **where: Unpack[ports.MarketplaceListingWhere],
    ) -> ports.Page[models.MarketplaceListing, UUID]:
        """Return rows in the order of their keys, from behind the last key of another page."""
        start = None if after is None else (after,)
        rows, more = await self._table.page(where, start, limit, descending)
        return ports.Page(rows, rows[-1].id if more else None)

    async def insert(self, new: models.NewMarketplaceListing, /) -> models.MarketplaceListing:
        """Insert a row and return it, with what the database chose."""
        return await self._table.insert(new)

    async def insert_many(self, new: Iterable[models.NewMarketplaceListing], /) -> int:
        """Insert many rows, fast, and return how many."""
        return await self._table.insert_many(new)

    async def update(
        self,
        id: UUID,
        changes: models.MarketplaceListingUpdate,
        /,
        *,
        updated_at: dt.datetime | None = None,
    ) -> models.MarketplaceListing:
        """Change a row and return it; with `updated_at`, only if nobody has since."""
        return await self._table.update((id,), changes, updated_at)

    async def delete(
        self,
        id: UUID,
        /,
        *,
        updated_at: dt.datetime | None = None,
    ) -> models.MarketplaceListing:
        """Delete a row and return it; with `updated_at`, only if nobody has since."""
        return await self._table.delete((id,), updated_at)


_OBSERVER_EVENTS_SQL = _Statements(
    row=models.ObserverEvent,
    key=("id",),
    select="""
        SELECT
            id, sequence, agent_id, event_type, payload, created_at
        FROM public.observer_events
    """,
    json={"payload": True},
    table="public.observer_events",
    insert="INSERT INTO public.observer_events ({columns}) VALUES ({values})",
    copy="COPY public.observer_events ({columns}) FROM STDIN",
    secured=True,
    spread=True,
)


class ObserverEventRepository:
    """The rows of public.observer_events."""

    def __init__(self, table: _Engine[models.ObserverEvent]) -> None:
        self._table = table

    def get(self, id: UUID, /) -> models.ObserverEvent | None:
        """Return the row with a key, or None."""
        return self._table.get((id,))

    def find(self, /, **where: Unpack[ports.ObserverEventWhere]) -> list[models.ObserverEvent]:
        """Return the rows that have these values; None finds NULL."""
        return self._table.find(where)

    def page(
        self,
        /,
        *,
        after: UUID | None = None,
        limit: int = 100,
        descending: bool = False,
        **where: Unpack[ports.ObserverEventWhere],
    ) -> ports.Page[models.ObserverEvent, UUID]:
        """Return rows in the order of their keys, from behind the last key of another page."""
        start = None if after is None else (after,)
        rows, more = self._table.page(where, start, limit, descending)
        return ports.Page(rows, rows[-1].id if more else None)

    def insert(self, new: models.NewObserverEvent, /) -> models.ObserverEvent:
        """Insert a row and return it, with what the database chose."""
        return self._table.insert(new)

    def insert_many(self, new: Iterable[models.NewObserverEvent], /) -> int:
        """Insert many rows, fast, and return how many."""
        return self._table.insert_many(new)


class AsyncObserverEventRepository:
    """The rows of public.observer_events."""

    def __init__(self, table: _AsyncTable[models.ObserverEvent]) -> None:
        self._table = table

    async def get(self, id: UUID, /) -> models.ObserverEvent | None:
        """Return the row with a key, or None."""
        return await self._table.get((id,))

    async def find(
        self,
        /,
        **where: Unpack[ports.ObserverEventWhere],
    ) -> list[models.ObserverEvent]:
        """Return the rows that have these values; None finds NULL."""
        return await self._table.find(where)

    async def page(
        self,
        /,
        *,
        after: UUID | None = None,
        limit: int = 100,
        descending: bool = False,
        **where: Unpack[ports.ObserverEventWhere],
    ) -> ports.Page[models.ObserverEvent, UUID]:
        """Return rows in the order of their keys, from behind the last key of another page."""
        start = None if after is None else (after,)
        rows, more = await self._table.page(where, start, limit, descending)
        return ports.Page(rows, rows[-1].id if more else None)

    async def insert(self, new: models.NewObserverEvent, /) -> models.ObserverEvent:
        """Insert a row and return it, with what the database chose."""
        return await self._table.insert(new)

    async def insert_many(self, new: Iterable[models.NewObserverEvent], /) -> int:
        """Insert many rows, fast, and return how many."""
        return await self._table.insert_many(new)


_PROFILES_SQL = _Statements(
    row=models.Profile,
    key=("id",),
    select="""
        SELECT
            id, email, display_name, avatar_url, role, subscription_tier, created_at, updated_at
        FROM public.profiles
    """,
    table="public.profiles",
    insert="INSERT INTO public.profiles ({columns}) VALUES ({values})",
    copy="COPY public.profiles ({columns}) FROM STDIN",
    update="UPDATE public.profiles SET {changes} WHERE {conditions} RETURNING *",
    delete="DELETE FROM public.profiles WHERE {conditions} RETURNING *",
    lock="updated_at",
    secured=True,
    spread=True,
)


class ProfileRepository:
    """The rows of public.profiles. They are read whole, which is not for: member, anonymous."""

    def __init__(self, table: _Engine[models.Profile]) -> None:
        self._table = table

    def get(self, id: UUID, /) -> models.Profile | None:
        """Return the row with a key, or None."""
        return self._table.get((id,))

    def find(self, /, **where: Unpack[ports.ProfileWhere]) -> list[models.Profile]:
        """Return the rows that have these values; None finds NULL."""
        return self._table.find(where)

    def page(
        self,
        /,
        *,
        after: UUID | None = None,
        limit: int = 100,
        descending: bool = False,
        **where: Unpack[ports.ProfileWhere],
    ) -> ports.Page[models.Profile, UUID]:
        """Return rows in the order of their keys, from behind the last key of another page."""
        start = None if after is None else (after,)
        rows, more = self._table.page(where, start, limit, descending)
        return ports.Page(rows, rows[-1].id if more else None)

    def insert(self, new: models.NewProfile, /) -> models.Profile:
        """Insert a row and return it, with what the database chose."""
        return self._table.insert(new)

    def insert_many(self, new: Iterable[models.NewProfile], /) -> int:
        """Insert many rows, fast, and return how many."""
        return self._table.insert_many(new)

    def update(
        self,
        id: UUID,
        changes: models.ProfileUpdate,
        /,
        *,
        updated_at: dt.datetime | None = None,
    ) -> models.Profile:
        """Change a row and return it; with `updated_at`, only if nobody has since."""
        return self._table.update((id,), changes, updated_at)

    def delete(self, id: UUID, /, *, updated_at: dt.datetime | None = None) -> models.Profile:
        """Delete a row and return it; with `updated_at`, only if nobody has since."""
        return self._table.delete((id,), updated_at)


class AsyncProfileRepository:
    """The rows of public.profiles. They are read whole, which is not for: member, anonymous."""

    def __init__(self, table: _AsyncTable[models.Profile]) -> None:
        self._table = table

    async def get(self, id: UUID, /) -> models.Profile | None:
        """Return the row with a key, or None."""
        return await self._table.get((id,))

    async def find(self, /, **where: Unpack[ports.ProfileWhere]) -> list[models.Profile]:
        """Return the rows that have these values; None finds NULL."""
        return await self._table.find(where)

    async def page(
        self,
        /,
        *,
        after: UUID | None = None,
        limit: int = 100,
        descending: bool = False,
        **where: Unpack[ports.ProfileWhere],
    ) -> ports.Page[models.Profile, UUID]:
        """Return rows in the order of their keys, from behind the last key of another page."""
        start = None if after is None else (after,)
        rows, more = await self._table.page(where, start, limit, descending)
        return ports.Page(rows, rows[-1].id if more else None)

    async def insert(self, new: models.NewProfile, /) -> models.Profile:
        """Insert a row and return it, with what the database chose."""
        return await self._table.insert(new)

    async def insert_many(self, new: Iterable[models.NewProfile], /) -> int:
        """Insert many rows, fast, and return how many."""
        return await self._table.insert_many(new)

    async def update(
        self,
        id: UUID,
        changes: models.ProfileUpdate,
        /,
        *,
        updated_at: dt.datetime | None = None,
    ) -> models.Profile:
        """Change a row and return it; with `updated_at`, only if nobody has since."""
        return await self._table.update((id,), changes, updated_at)

    async def delete(self, id: UUID, /, *, updated_at: dt.datetime | None = None) -> models.Profile:
        """Delete a row and return it; with `updated_at`, only if nobody has since."""
        return await self._table.delete((id,), updated_at)


_REALTIME_DEAD_LETTERS_SQL = _Statements(
    row=models.RealtimeDeadLetter,
    key=("id",),
    select="""
        SELECT
            id, event_id, channel, event, payload, occurred_at, refused_at, reason
        FROM public.realtime_dead_letters
    """,
    json={"payload": True},
    table="public.realtime_dead_letters",
    insert="INSERT INTO public.realtime_dead_letters ({columns}) VALUES ({values})",
    copy="COPY public.realtime_dead_letters ({columns}) FROM STDIN",
    update="UPDATE public.realtime_dead_letters SET {changes} WHERE {conditions} RETURNING *",
    delete="DELETE FROM public.realtime_dead_letters WHERE {conditions} RETURNING *",
    secured=True,
)


class RealtimeDeadLetterRepository:
    """The rows of public.realtime_dead_letters."""

    def __init__(self, table: _Engine[models.RealtimeDeadLetter]) -> None:
        self._table = table

    def get(self, id: int, /) -> models.RealtimeDeadLetter | None:
        """Return the row with a key, or None."""
        return self._table.get((id,))

    def find(
        self,
        /,
        **where: Unpack[ports.RealtimeDeadLetterWhere],
    ) -> list[models.RealtimeDeadLetter]:
        """Return the rows that have these values; None finds NULL."""
        return self._table.find(where)

    def page(
        self,
        /,
        *,
        after: int | None = None,
        limit: int = 100,
        descending: bool = False,
        **where: Unpack[ports.RealtimeDeadLetterWhere],
    ) -> ports.Page[models.RealtimeDeadLetter, int]:
        """Return rows in the order of their keys, from behind the last key of another page."""
        start = None if after is None else (after,)
        rows, more = self._table.page(where, start, limit, descending)
        return ports.Page(rows, rows[-1].id if more else None)

    def insert(self, new: models.NewRealtimeDeadLetter, /) -> models.RealtimeDeadLetter:
        """Insert a row and return it, with what the database chose."""
        return self._table.insert(new)

    def insert_many(self, new: Iterable[models.NewRealtimeDeadLetter], /) -> int:
        """Insert many rows, fast, and return how many."""
        return self._table.insert_many(new)

    def update(
        self,
        id: int,
        changes: models.RealtimeDeadLetterUpdate,
        /,
    ) -> models.RealtimeDeadLetter:
        """Change a row and return it."""
        return self._table.update((id,), changes, None)

    def delete(self, id: int, /) -> models.RealtimeDeadLetter:
        """Delete a row and return it."""
        return self._table.delete((id,), None)


class AsyncRealtimeDeadLetterRepository:
    """The rows of public.realtime_dead_letters."""

    def __init__(self, table: _AsyncTable[models.RealtimeDeadLetter]) -> None:
        self._table = table

    async def get(self, id: int, /) -> models.RealtimeDeadLetter | None:
        """Return the row with a key, or None."""
        return await self._table.get((id,))

    async def find(
        self,
        /,
        **where: Unpack[ports.RealtimeDeadLetterWhere],
    ) -> list[models.RealtimeDeadLetter]:
        """Return the rows that have these values; None finds NULL."""
        return await self._table.find(where)

    async def page(
        self,
        /,
        *,
        after: int | None = None,
        limit: int = 100,
        descending: bool = False,
        **where: Unpack[ports.RealtimeDeadLetterWhere],
    ) -> ports.Page[models.RealtimeDeadLetter, int]:
        """Return rows in the order of their keys, from behind the last key of another page."""
        start = None if after is None else (after,)
        rows, more = await self._table.page(where, start, limit, descending)
        return ports.Page(rows, rows[-1].id if more else None)

    async def insert(self, new: models.NewRealtimeDeadLetter, /) -> models.RealtimeDeadLetter:
        """Insert a row and return it, with what the database chose."""
        return await self._table.insert(new)

    async def insert_many(self, new: Iterable[models.NewRealtimeDeadLetter], /) -> int:
        """Insert many rows, fast, and return how many."""
        return await self._table.insert_many(new)

    async def update(
        self,
        id: int,
        changes: models.RealtimeDeadLetterUpdate,
        /,
    ) -> models.RealtimeDeadLetter:
        """Change a row and return it."""
        return await self._table.update((id,), changes, None)

    async def delete(self, id: int, /) -> models.RealtimeDeadLetter:
        """Delete a row and return it."""
        return await self._table.delete((id,), None)


_REALTIME_OUTBOX_SQL = _Statements(
    row=models.RealtimeOutbox,
    key=("id",),
    select="""
        SELECT
            id, event_id, channel, event, payload, occurred_at, refusals, retry_at
        FROM public.realtime_outbox
    """,
    json={"payload": True},
    table="public.realtime_outbox",
    insert="INSERT INTO public.realtime_outbox ({columns}) VALUES ({values})",
    copy="COPY public.realtime_outbox ({columns}) FROM STDIN",
    update="UPDATE public.realtime_outbox SET {changes} WHERE {conditions} RETURNING *",
    delete="DELETE FROM public.realtime_outbox WHERE {conditions} RETURNING *",
    secured=True,
)


class RealtimeOutboxRepository:
    """The rows of public.realtime_outbox."""

    def __init__(self, table: _Engine[models.RealtimeOutbox]) -> None:
        self._table = table

    def get(self, id: int, /) -> models.RealtimeOutbox | None:
        """Return the row with a key, or None."""
        return self._table.get((id,))

    def find(self, /, **where: Unpack[ports.RealtimeOutboxWhere]) -> list[models.RealtimeOutbox]:
        """Return the rows that have these values; None finds NULL."""
        return self._table.find(where)

    def page(
        self,
        /,
        *,
        after: int | None = None,
        limit: int = 100,
        descending: bool = False,
        **where: Unpack[ports.RealtimeOutboxWhere],
    ) -> ports.Page[models.RealtimeOutbox, int]:
        """Return rows in the order of their keys, from behind the last key of another page."""
        start = None if after is None else (after,)
        rows, more = self._table.page(where, start, limit, descending)
        return ports.Page(rows, rows[-1].id if more else None)

    def insert(self, new: models.NewRealtimeOutbox, /) -> models.RealtimeOutbox:
        """Insert a row and return it, with what the database chose."""
        return self._table.insert(new)

    def insert_many(self, new: Iterable[models.NewRealtimeOutbox], /) -> int:
        """Insert many rows, fast, and return how many."""
        return self._table.insert_many(new)

    def update(self, id: int, changes: models.RealtimeOutboxUpdate, /) -> models.RealtimeOutbox:
        """Change a row and return it."""
        return self._table.update((id,), changes, None)

    def delete(self, id: int, /) -> models.RealtimeOutbox:
        """Delete a row and return it."""
        return self._table.delete((id,), None)


class AsyncRealtimeOutboxRepository:
    """The rows of public.realtime_outbox."""

    def __init__(self, table: _AsyncTable[models.RealtimeOutbox]) -> None:
        self._table = table

    async def get(self, id: int, /) -> models.RealtimeOutbox | None:
        """Return the row with a key, or None."""
        return await self._table.get((id,))

    async def find(
        self,
        /,
        **where: Unpack[ports.RealtimeOutboxWhere],
    ) -> list[models.RealtimeOutbox]:
        """Return the rows that have these values; None finds NULL."""
        return await self._table.find(where)

    async def page(
        self,
        /,
        *,
        after: int | None = None,
        limit: int = 100,
        descending: bool = False,
        **where: Unpack[ports.RealtimeOutboxWhere],
    ) -> ports.Page[models.RealtimeOutbox, int]:
        """Return rows in the order of their keys, from behind the last key of another page."""
        start = None if after is None else (after,)
        rows, more = await self._table.page(where, start, limit, descending)
        return ports.Page(rows, rows[-1].id if more else None)

    async def insert(self, new: models.NewRealtimeOutbox, /) -> models.RealtimeOutbox:
        """Insert a row and return it, with what the database chose."""
        return await self._table.insert(new)

    async def insert_many(self, new: Iterable[models.NewRealtimeOutbox], /) -> int:
        """Insert many rows, fast, and return how many."""
        return await self._table.insert_many(new)

    async def update(
        self,
        id: int,
        changes: models.RealtimeOutboxUpdate,
        /,
    ) -> models.RealtimeOutbox:
        """Change a row and return it."""
        return await self._table.update((id,), changes, None)

    async def delete(self, id: int, /) -> models.RealtimeOutbox:
        """Delete a row and return it."""
        return await self._table.delete((id,), None)


_TRUST_HISTORY_SQL = _Statements(
    row=models.TrustHistory,
    key=("id",),
    select="""
        SELECT
            id, agent_id, previous_score, new_score, change, source_type, source_id, reason,
            created_at
        FROM public.trust_history
    """,
    table="public.trust_history",
    insert="INSERT INTO public.trust_history ({columns}) VALUES ({values})",
    copy="COPY public.trust_history ({columns}) FROM STDIN",
    secured=True,
    spread=True,
)


class TrustHistoryRepository:
    """The rows of public.trust_history."""

    def __init__(self, table: _Engine[models.TrustHistory]) -> None:
        self._table = table

    def get(self, id: UUID, /) -> models.TrustHistory | None:
        """Return the row with a key, or None."""
        return self._table.get((id,))

    def find(self, /, **where: Unpack[ports.TrustHistoryWhere]) -> list[models.TrustHistory]:
        """Return the rows that have these values; None finds NULL."""
        return self._table.find(where)

    def page(
        self,
        /,
        *,
        after: UUID | None = None,
        limit: int = 100,
        descending: bool = False,
        **where: Unpack[ports.TrustHistoryWhere],
    ) -> ports.Page[models.TrustHistory, UUID]:
        """Return rows in the order of their keys, from behind the last key of another page."""
        start = None if after is None else (after,)
        rows, more = self._table.page(where, start, limit, descending)
        return ports.Page(rows, rows[-1].id if more else None)

    def insert(self, new: models.NewTrustHistory, /) -> models.TrustHistory:
        """Insert a row and return it, with what the database chose."""
        return self._table.insert(new)

    def insert_many(self, new: Iterable[models.NewTrustHistory], /) -> int:
        """Insert many rows, fast, and return how many."""
        return self._table.insert_many(new)


class AsyncTrustHistoryRepository:
    """The rows of public.trust_history."""

    def __init__(self, table: _AsyncTable[models.TrustHistory]) -> None:
        self._table = table

    async def get(self, id: UUID, /) -> models.TrustHistory | None:
        """Return the row with a key, or None."""
        return await self._table.get((id,))

    async def find(self, /, **where: Unpack[ports.TrustHistoryWhere]) -> list[models.TrustHistory]:
        """Return the rows that have these values; None finds NULL."""
        return await self._table.find(where)

    async def page(
        self,
        /,
        *,
        after: UUID | None = None,
        limit: int = 100,
        descending: bool = False,
        **where: Unpack[ports.TrustHistoryWhere],
    ) -> ports.Page[models.TrustHistory, UUID]:
        """Return rows in the order of their keys, from behind the last key of another page."""
        start = None if after is None else (after,)
        rows, more = await self._table.page(where, start, limit, descending)
        return ports.Page(rows, rows[-1].id if more else None)

    async def insert(self, new: models.NewTrustHistory, /) -> models.TrustHistory:
        """Insert a row and return it, with what the database chose."""
        return await self._table.insert(new)

    async def insert_many(self, new: Iterable[models.NewTrustHistory], /) -> int:
        """Insert many rows, fast, and return how many."""
        return await self._table.insert_many(new)


_TRUTH_CHAIN_SQL = _Statements(
    row=models.TruthChainEntry,
    key=("id",),
    select="""
        SELECT
            id, subject_type, subject_id, record_type, payload, created_at, sequence,
            previous_hash, hash
        FROM public.truth_chain
    """,
    json={"payload": True},
    table="public.truth_chain",
    insert="INSERT INTO public.truth_chain ({columns}) VALUES ({values})",
    copy="COPY public.truth_chain ({columns}) FROM STDIN",
    secured=True,
    spread=True,
)


class TruthChainEntryRepository:
    """The rows of public.truth_chain."""

    def __init__(self, table: _Engine[models.TruthChainEntry]) -> None:
        self._table = table

    def get(self, id: UUID, /) -> models.TruthChainEntry | None:
        """Return the row with a key, or None."""
        return self._table.get((id,))

    def find(self, /, **where: Unpack[ports.TruthChainEntryWhere]) -> list[models.TruthChainEntry]:
        """Return the rows that have these values; None finds NULL."""
        return self._table.find(where)

    def page(
        self,
        /,
        *,
        after: UUID | None = None,
        limit: int = 100,
        descending: bool = False,
        **where: Unpack[ports.TruthChainEntryWhere],
    ) -> ports.Page[models.TruthChainEntry, UUID]:
        """Return rows in the order of their keys, from behind the last key of another page."""
        start = None if after is None else (after,)
        rows, more = self._table.page(where, start, limit, descending)
        return ports.Page(rows, rows[-1].id if more else None)

    def insert(self, new: models.NewTruthChainEntry, /) -> models.TruthChainEntry:
        """Insert a row and return it, with what the database chose."""
        return self._table.insert(new)

    def insert_many(self, new: Iterable[models.NewTruthChainEntry], /) -> int:
        """Insert many rows, fast, and return how many."""
        return self._table.insert_many(new)


class AsyncTruthChainEntryRepository:
    """The rows of public.truth_chain."""

    def __init__(self, table: _AsyncTable[models.TruthChainEntry]) -> None:
        self._table = table

    async def get(self, id: UUID, /) -> models.TruthChainEntry | None:
        """Return the row with a key, or None."""
        return await self._table.get((id,))

    async def find(
        self,
        /,
        **where: Unpack[ports.TruthChainEntryWhere],
    ) -> list[models.TruthChainEntry]:
        """Return the rows that have these values; None finds NULL."""
        return await self._table.find(where)

    async def page(
        self,
        /,
        *,
        after: UUID | None = None,
        limit: int = 100,
        descending: bool = False,
        **where: Unpack[ports.TruthChainEntryWhere],
    ) -> ports.Page[models.TruthChainEntry, UUID]:
        """Return rows in the order of their keys, from behind the last key of another page."""
        start = None if after is None else (after,)
        rows, more = await self._table.page(where, start, limit, descending)
        return ports.Page(rows, rows[-1].id if more else None)

    async def insert(self, new: models.NewTruthChainEntry, /) -> models.TruthChainEntry:
        """Insert a row and return it, with what the database chose."""
        return await self._table.insert(new)

    async def insert_many(self, new: Iterable[models.NewTruthChainEntry], /) -> int:
        """Insert many rows, fast, and return how many."""
        return await self._table.insert_many(new)


class Repositories:
    """All tables, within the transaction of a session."""

    def __init__(self, session: Connection[Any]) -> None:
        self._session = session

    @property
    def academy_progress(self) -> AcademyProgressRepository:
        """The rows of public.academy_progress."""
        table = _Table(self._session, _ACADEMY_PROGRESS_SQL)
        return AcademyProgressRepository(table)

    @property
    def acquisitions(self) -> AcquisitionRepository:
        """The rows of public.acquisitions."""
        table = _Table(self._session, _ACQUISITIONS_SQL)
        return AcquisitionRepository(table)

    @property
    def agents(self) -> AgentRepository:
        """The rows of public.agents."""
        table = _Table(self._session, _AGENTS_SQL)
        return AgentRepository(table)

    @property
    def council_decisions(self) -> CouncilDecisionRepository:
        """The rows of public.council_decisions."""
        table = _Table(self._session, _COUNCIL_DECISIONS_SQL)
        return CouncilDecisionRepository(table)

    @property
    def marketplace_listings(self) -> MarketplaceListingRepository:
        """The rows of public.marketplace_listings."""
        table = _Table(self._session, _MARKETPLACE_LISTINGS_SQL)
        return MarketplaceListingRepository(table)

    @property
    def observer_events(self) -> ObserverEventRepository:
        """The rows of public.observer_events."""
        table = _Table(self._session, _OBSERVER_EVENTS_SQL)
        return ObserverEventRepository(table)

    @property
    def profiles(self) -> ProfileRepository:
        """The rows of public.profiles."""
        table = _Table(self._session, _PROFILES_SQL)
        return ProfileRepository(table)

    @property
    def realtime_dead_letters(self) -> RealtimeDeadLetterRepository:
        """The rows of public.realtime_dead_letters."""
        table = _Table(self._session, _REALTIME_DEAD_LETTERS_SQL)
        return RealtimeDeadLetterRepository(table)

    @property
    def realtime_outbox(self) -> RealtimeOutboxRepository:
        """The rows of public.realtime_outbox."""
        table = _Table(self._session, _REALTIME_OUTBOX_SQL)
        return RealtimeOutboxRepository(table)

    @property
    def trust_history(self) -> TrustHistoryRepository:
        """The rows of public.trust_history."""
        table = _Table(self._session, _TRUST_HISTORY_SQL)
        return TrustHistoryRepository(table)

    @property
    def truth_chain(self) -> TruthChainEntryRepository:
        """The rows of public.truth_chain."""
        table = _Table(self._session, _TRUTH_CHAIN_SQL)
        return TruthChainEntryRepository(table)


class AsyncRepositories:
    """All tables, within the transaction of a session."""

    def __init__(self, session: AsyncConnection[Any]) -> None:
        self._session = session

    @property
    def academy_progress(self) -> AsyncAcademyProgressRepository:
        """The rows of public.academy_progress."""
        table = _AsyncTable(self._session, _ACADEMY_PROGRESS_SQL)
        return AsyncAcademyProgressRepository(table)

    @property
    def acquisitions(self) -> AsyncAcquisitionRepository:
        """The rows of public.acquisitions."""
        table = _AsyncTable(self._session, _ACQUISITIONS_SQL)
        return AsyncAcquisitionRepository(table)

    @property
    def agents(self) -> AsyncAgentRepository:
        """The rows of public.agents."""
        table = _AsyncTable(self._session, _AGENTS_SQL)
        return AsyncAgentRepository(table)

    @property
    def council_decisions(self) -> AsyncCouncilDecisionRepository:
        """The rows of public.council_decisions."""
        table = _AsyncTable(self._session, _COUNCIL_DECISIONS_SQL)
        return AsyncCouncilDecisionRepository(table)

    @property
    def marketplace_listings(self) -> AsyncMarketplaceListingRepository:
        """The rows of public.marketplace_listings."""
        table = _AsyncTable(self._session, _MARKETPLACE_LISTINGS_SQL)
        return AsyncMarketplaceListingRepository(table)

    @property
    def observer_events(self) -> AsyncObserverEventRepository:
        """The rows of public.observer_events."""
        table = _AsyncTable(self._session, _OBSERVER_EVENTS_SQL)
        return AsyncObserverEventRepository(table)

    @property
    def profiles(self) -> AsyncProfileRepository:
        """The rows of public.profiles."""
        table = _AsyncTable(self._session, _PROFILES_SQL)
        return AsyncProfileRepository(table)

    @property
    def realtime_dead_letters(self) -> AsyncRealtimeDeadLetterRepository:
        """The rows of public.realtime_dead_letters."""
        table = _AsyncTable(self._session, _REALTIME_DEAD_LETTERS_SQL)
        return AsyncRealtimeDeadLetterRepository(table)

    @property
    def realtime_outbox(self) -> AsyncRealtimeOutboxRepository:
        """The rows of public.realtime_outbox."""
        table = _AsyncTable(self._session, _REALTIME_OUTBOX_SQL)
        return AsyncRealtimeOutboxRepository(table)

    @property
    def trust_history(self) -> AsyncTrustHistoryRepository:
        """The rows of public.trust_history."""
        table = _AsyncTable(self._session, _TRUST_HISTORY_SQL)
        return AsyncTrustHistoryRepository(table)

    @property
    def truth_chain(self) -> AsyncTruthChainEntryRepository:
        """The rows of public.truth_chain."""
        table = _AsyncTable(self._session, _TRUTH_CHAIN_SQL)
        return AsyncTruthChainEntryRepository(table)
