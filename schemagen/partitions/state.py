"""What partitions a table has in a database, and where its values have come to."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Final

from psycopg import Connection

from schemagen.catalog.object import ObjectId
from schemagen.errors import SettingsError
from schemagen.frozen import frozen
from schemagen.kinds.table.rotation import Position, Rotation
from schemagen.partitions.bounds import Bounds, read_bounds
from schemagen.partitions.reach import whole_sight
from schemagen.sqltext.quoting import Literal, Name, QualifiedName, Raw, sql

_WHOLE: Final = """\
SELECT c.oid::bigint, c.relkind = 'p', c.relrowsecurity, c.relforcerowsecurity,
  pg_catalog.pg_get_userbyid(c.relowner), now()
FROM pg_catalog.pg_class AS c JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
WHERE n.nspname = %s AND c.relname = %s AND c.relkind IN ('r', 'p')"""
_PARTS: Final = """\
SELECT n.nspname, p.relname, pg_catalog.pg_get_expr(p.relpartbound, p.oid), i.inhdetachpending,
  p.oid::bigint, pg_catalog.pg_relation_size(p.oid)
FROM pg_catalog.pg_inherits AS i
JOIN pg_catalog.pg_class AS p ON p.oid = i.inhrelid
JOIN pg_catalog.pg_namespace AS n ON n.oid = p.relnamespace
WHERE i.inhparent = %s::bigint::oid ORDER BY p.relname"""
_COLUMNS: Final = """\
SELECT attname FROM pg_catalog.pg_attribute
WHERE attrelid = %s::bigint::oid AND attnum > 0 AND NOT attisdropped AND attgenerated = ''
ORDER BY attnum"""
_TRIGGERS: Final = """\
SELECT format('ENABLE %%s TRIGGER %%I',
  CASE tgenabled WHEN 'R' THEN 'REPLICA' WHEN 'A' THEN 'ALWAYS' ELSE '' END, tgname)
FROM pg_catalog.pg_trigger
WHERE tgrelid = %s::bigint::oid AND tgconstrindid = 0 AND tgenabled <> 'D' ORDER BY tgname"""
"""Of all but those of keys, which have an index: of its table's triggers a partition has copies,
which PostgreSQL 14 calls internal."""
_FIRST, _LAST = datetime(1, 1, 1, tzinfo=UTC), datetime(9998, 1, 1, tzinfo=UTC)


@frozen
class Part:
    """A partition; `pending` tells that detaching it was begun and not finished."""

    name: QualifiedName
    bound: str
    bounds: Bounds | None
    pending: bool
    oid: int


@frozen
class State:
    """A partitioned table as it is.

    Attributes:
        whole: the table.
        rotation: what its spec says of partitions.
        parts: those that it has, the default one excepted.
        default: the default partition, if there is one.
        stray: how many rows of the default partition are in which period.
        now: the time of the server, or the largest number so far.
        owner: who owns the table.
        row_security, force_row_security: whether policies hold, and for the owner.
        columns: those that are stored as they are given.
        triggers: what enables the triggers of the default partition that are enabled.
    """

    whole: QualifiedName
    rotation: Rotation
    parts: tuple[Part, ...]
    default: Part | None
    stray: Mapping[int, int]
    now: Position
    owner: str
    row_security: bool = False
    force_row_security: bool = False
    columns: tuple[str, ...] = ()
    triggers: tuple[str, ...] = ()


def read_state(
    connection: Connection[Any], key: ObjectId, rotation: Rotation, now: datetime | None = None
) -> State:
    """Read the partitions of a table, within a transaction whose time zone is UTC.

    `now` replaces the server's time.

    Raises:
        SettingsError: the table is not there, or is not partitioned.
    """
    whole = QualifiedName(key.schema, key.name)
    row = connection.execute(_WHOLE, [key.schema, key.name]).fetchone()
    if row is None or not row[1]:
        state = "is not partitioned" if row else "is not there"
        raise SettingsError(
            f"table {key.schema}.{key.name} {state} in this database",
            hint="bring the database to what the spec says first: schemagen migrate up",
        )
    oid, _, secured, forced, owner, server = row
    found = [_part(rotation, each) for each in connection.execute(_PARTS, [oid]).fetchall()]
    default = next((part for part, _ in found if part.bound == "DEFAULT"), None)
    filled = any(size for part, size in found if part is default)
    return State(
        whole=whole,
        rotation=rotation,
        parts=tuple(part for part, _ in found if part is not default),
        default=default,
        stray=_stray(connection, default, rotation) if default and filled else {},
        now=_largest(connection, whole, oid, rotation) if rotation.by_number else now or server,
        owner=owner,
        row_security=secured,
        force_row_security=forced,
        columns=_listed(connection, _COLUMNS, oid),
        triggers=_listed(connection, _TRIGGERS, default.oid) if default else (),
    )


def _listed(connection: Connection[Any], query: str, oid: int) -> tuple[str, ...]:
    return tuple(text for (text,) in connection.execute(query.encode(), [oid]).fetchall())


def _part(rotation: Rotation, row: tuple[Any, ...]) -> tuple[Part, int]:
    schema, name, bound, pending, oid, size = row
    bounds = read_bounds(rotation, bound)
    return Part(QualifiedName(schema, name), bound, bounds, pending, oid), size


def _stray(connection: Connection[Any], default: Part, rotation: Rotation) -> Mapping[int, int]:
    """Count the rows of the default partition by their period."""
    column = Name(rotation.column)
    if rotation.by_number:
        period = sql("floor({}::numeric / {})::bigint", column, Literal(int(rotation.every)))
        known = sql("{} IS NOT NULL", column)
    else:
        moment = sql("{}::timestamp", column)
        if rotation.type == "timestamp with time zone":
            moment = sql("({} AT TIME ZONE 'UTC')", column)
        period = sql("pg_catalog.date_trunc({}, {})", Literal(rotation.every), Raw(moment))
        limits = (Literal(rotation.text(each)) for each in (_FIRST, _LAST))
        known = sql("{} >= {} AND {} < {}", column, next(limits), column, next(limits))
    text = sql(
        "SELECT {}, count(*) FROM {} WHERE {} GROUP BY 1 ORDER BY 1",
        Raw(period),
        default.name,
        Raw(known),
    )
    with whole_sight(connection, default.name, default.oid):
        rows = connection.execute(text.encode()).fetchall()
    if rotation.by_number:
        return dict(rows)
    return {rotation.index(moment.replace(tzinfo=UTC)): count for moment, count in rows}


def _largest(
    connection: Connection[Any], whole: QualifiedName, oid: int, rotation: Rotation
) -> int:
    text = sql("SELECT max({}) FROM {}", Name(rotation.column), whole)
    with whole_sight(connection, whole, oid):
        row = connection.execute(text.encode()).fetchone()
    return int(row[0] or 0) if row else 0
