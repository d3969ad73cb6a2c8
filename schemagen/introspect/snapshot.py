"""Reading a whole database in one snapshot: one query for each kind, in a few round trips.

Everything is read with an empty search path, so that PostgreSQL writes every name with its schema.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files
from operator import itemgetter
from typing import Any, Final, TypeAlias

from psycopg import Connection, Cursor
from psycopg.abc import Buffer
from psycopg.adapt import Loader

from schemagen import kinds
from schemagen.catalog.catalog import Catalog
from schemagen.catalog.object import CatalogObject, ObjectId
from schemagen.catalog.serialize import as_it_is, field_readers
from schemagen.introspect.steady import steadily
from schemagen.kinds.kind import Facet
from schemagen.sqltext.quoting import quote_literal, quote_name

Address: TypeAlias = tuple[int, int, int]
"""Where the catalog keeps an object: class, oid and sub-id, as in pg_depend."""
Edge: TypeAlias = tuple[int, int, int, int, int, int]
"""The address of an object, and that of one that it needs."""
Row: TypeAlias = tuple[Any, ...]

_ADDRESS = ("class_oid", "oid", "sub_id")
_ID = ("id_schema", "id_name", "id_table")
# All names are to be written with their schemas. Statistics of the catalog are mostly out of date,
# most of all after a migration, and a nested loop that they suggest may take forever.
_FIRST_QUESTION: Final = b"""
SELECT current_user::text
FROM
    set_config('search_path', '', true) AS names,
    set_config('enable_nestloop', 'off', true) AS joins,
    set_config('jit', 'off', true) AS compilation
"""
_AT_ONCE: Final = 4
"""Questions that are sent together: few enough that answers come early, as many as a network
between us and the server makes worth while."""
_HIDDEN = frozenset({*_ADDRESS, *_ID, "acl", "acl_default"})


def read_catalog(connection: Connection[Any]) -> Catalog:
    """Read all objects that schemagen knows, with what they depend on.

    The connection must not be in a transaction. What belongs to an extension is the extension's and
    left out. Owners are left out where they are the user who reads.

    Raises:
        IntrospectError: the schema changes all the time.
        psycopg.Error: the server refused to be read.
    """
    return steadily(connection, lambda: read_in_transaction(connection))


def read_in_transaction(connection: Connection[Any], home: str = "") -> Catalog:
    """Read as `read_catalog` does, within the transaction that the connection is in.

    Names in the schema `home` are written without it, for who writes specs; a catalog that was read
    so is not to be compared. The search path is that schema until the transaction ends.
    """
    return _catalog(_answers(connection, home))


@dataclass(frozen=True)
class Answers:
    """What a server told of a database, not made into objects yet.

    `digest` is the same where every row is the same, and then so is the catalog.
    """

    digest: str
    told: Sequence[tuple[str, Cursor[Any]]]

    def read(self) -> tuple[Catalog, Collection[Address]]:
        """Return what `read_with_addresses` does, out of what was told."""
        return _found(self.told)


def ask(connection: Connection[Any]) -> Answers:
    """Ask all that `read_catalog` asks, and see whether that is anything new.

    Raises:
        IntrospectError: the schema changes all the time.
        psycopg.Error: the server refused to be read.
    """
    return steadily(connection, lambda: _answers_with_digest(connection))


def _answers_with_digest(connection: Connection[Any]) -> Answers:
    made = hashlib.sha256()
    told = []
    for name, cursor in _answers(connection):
        made.update(name.encode())
        for row in _raw_rows(cursor):
            made.update(row)
        told.append((name, cursor))
    return Answers(made.hexdigest(), told)


def _raw_rows(cursor: Cursor[Any]) -> Iterator[bytes]:
    """Give the rows as the server sent them, so that no two different ones are the same bytes."""
    result = cursor.pgresult
    if result is None:
        return
    value, columns = result.get_value, range(result.nfields)
    for row in range(result.ntuples):
        parts = [b"-" if (part := value(row, at)) is None else b"=" + part for at in columns]
        yield b"\x00".join(parts) + b"\x00"


def read_with_addresses(connection: Connection[Any]) -> tuple[Catalog, Collection[Address]]:
    """Read as `read_in_transaction` does, with where everything is that the kinds know.

    The addresses are those of the members of extensions, too.
    """
    return _found(_answers(connection))


def _catalog(answers: Iterable[tuple[str, Cursor[Any]]]) -> Catalog:
    return _found(answers)[0]


def _found(answers: Iterable[tuple[str, Cursor[Any]]]) -> tuple[Catalog, Collection[Address]]:
    extension: set[tuple[int, int]] = set()
    edges: list[Edge] = []
    found: dict[Address, CatalogObject] = {}
    reader = ""
    for name, cursor in answers:
        match name:
            case _Extra.READER:
                reader = str(cursor.fetchall()[0][0])
            case _Extra.EXTENSION_MEMBERS:
                extension.update(cursor.fetchall())
            case _Extra.DEPENDS:
                edges = cursor.fetchall()
            case _:
                found.update(_rows(name, cursor, reader))
    kept = _without_orphans(found, extension)
    for item, needs in _dependencies(kept, edges):
        # What was made a moment ago and nobody has seen may still change.
        object.__setattr__(item, "depends_on", tuple(sorted(needs)))
    return Catalog(kept.values()), found.keys()


class _Extra(StrEnum):
    """What is asked besides the objects."""

    READER = "reader"
    EXTENSION_MEMBERS = "extension_members"
    DEPENDS = "depends"


def _answers(connection: Connection[Any], home: str = "") -> Iterator[tuple[str, Cursor[Any]]]:
    """Ask everything, and give the answers as they come.

    The server works on the next questions meanwhile: a thread waits for it.
    """
    questions = [*((name, _extra_query(name, home)) for name in _Extra), *_kind_queries()]
    parts = [questions[at : at + _AT_ONCE] for at in range(0, len(questions), _AT_ONCE)]
    with ThreadPoolExecutor(max_workers=1) as pool:
        waiting = [pool.submit(_ask, connection, part) for part in parts]
        try:
            for answered in waiting:
                yield from answered.result()
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            connection.cancel()
            raise


def _ask(
    connection: Connection[Any], questions: Iterable[tuple[str, bytes]]
) -> list[tuple[str, Cursor[Any]]]:
    with connection.pipeline():
        return [(name, _cursor(connection).execute(query)) for name, query in questions]


def _cursor(connection: Connection[Any]) -> Cursor[Any]:
    cursor = connection.cursor()
    cursor.adapters.register_loader("jsonb", _JsonLoader)
    return cursor


class _JsonLoader(Loader):
    """Reads jsonb faster than what is general: it is known to be UTF-8, and compact."""

    _read = json.JSONDecoder().raw_decode

    def load(self, data: Buffer) -> Any:
        """Return the value."""
        return self._read(str(data, "utf-8"))[0]


def _rows(kind: str, cursor: Cursor[Any], reader: str) -> Iterable[tuple[Address, CatalogObject]]:
    columns = tuple(column.name for column in cursor.description or ())
    model: Any = kinds.BY_NAME[kind].model
    values = _values(kind, columns)
    address = itemgetter(*map(columns.index, _ADDRESS))
    identity = itemgetter(*map(columns.index, _ID))
    for row in cursor.fetchall():
        key = ObjectId(kind, *identity(row))
        yield address(row), model(id=key, **values(row, reader))


@cache
def _values(kind: str, columns: tuple[str, ...]) -> Callable[[Row, str], dict[str, Any]]:
    """Return what makes the values of an object out of a row with these columns and the reader.

    A field without a value is left to its default. An owner who is the reader is none.
    """
    model: Any = kinds.BY_NAME[kind].model
    readers = field_readers(model)
    defaults = {item.name: item.default for item in dataclasses.fields(model)}
    plain, read = [], []
    for position, name in enumerate(columns):
        if name in _HIDDEN or name == "owner":
            continue
        reader = readers[name]
        if reader is as_it_is and defaults[name] is None:
            plain.append((name, position))
        else:
            read.append((name, position, reader, defaults[name]))
    owner = columns.index("owner") if "owner" in columns else None

    def values_of(row: Row, user: str) -> dict[str, Any]:
        values = {name: row[position] for name, position in plain}
        for name, position, reader, default in read:
            value = row[position]
            if value is not None:
                values[name] = reader(value)
            elif default is dataclasses.MISSING:
                values[name] = None
        if owner is not None and row[owner] != user:
            values["owner"] = row[owner]
        return values

    return values_of


@cache
def _kind_queries() -> tuple[tuple[str, bytes], ...]:
    return tuple((kind.name, _query(kind.name)) for kind in kinds.ALL)


@cache
def _extra_query(name: _Extra, home: str) -> bytes:
    if name is _Extra.READER:
        path = quote_literal(quote_name(home) if home else "")
        return _FIRST_QUESTION.replace(b"''", path.encode(), 1)
    return _text("introspect", f"sql/{name}.sql").encode()


@cache
def _query(kind: str) -> bytes:
    facets = kinds.BY_NAME[kind].facets
    around = "row_with_grants" if Facet.GRANTS in facets else "row"
    own = _text("kinds", f"sql/{kind}.sql")
    return _text("introspect", f"sql/{around}.sql").replace("{query}", own).encode()


def _text(package: str, name: str) -> str:
    return files(f"schemagen.{package}").joinpath(name).read_text(encoding="utf-8")


def _without_orphans(
    found: Mapping[Address, CatalogObject], extension: Collection[tuple[int, int]]
) -> dict[Address, CatalogObject]:
    """Leave out what belongs to an extension, and the members of its relations."""
    own = {address: item for address, item in found.items() if address[:2] not in extension}
    relations = {
        (item.id.schema, item.id.name)
        for item in own.values()
        if kinds.BY_NAME[item.id.kind].relation
    }
    return {
        address: item
        for address, item in own.items()
        if not item.id.table or (item.id.schema, item.id.table) in relations
    }


def _dependencies(
    found: Mapping[Address, CatalogObject], edges: Iterable[Edge]
) -> Iterable[tuple[CatalogObject, set[ObjectId]]]:
    """Give what objects need, besides what they need for where they are."""
    ids = {address: item.id for address, item in found.items()}
    namespaces = {kind.name for kind in kinds.ALL if kind.namespace}
    needs: dict[Address, set[ObjectId]] = defaultdict(set)
    for class_oid, oid, sub_id, on_class, on_oid, on_sub in edges:
        # The columns of a view are no objects of their own: then it is the view that is needed.
        target = ids.get((on_class, on_oid, on_sub)) or ids.get((on_class, on_oid, 0))
        address = class_oid, oid, sub_id
        if address not in ids:
            address = class_oid, oid, 0
        source = ids.get(address)
        if target is None or source is None or target is source:
            continue
        if target.kind in namespaces:
            implied = target.name == source.schema
        else:
            implied = target[1:3] == (source.schema, source.table) and not target.table
        if not implied:
            needs[address].add(target)
    return ((found[address], targets) for address, targets in needs.items())
