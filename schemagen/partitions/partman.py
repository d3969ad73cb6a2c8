"""The calls of pg_partman 5 that have it do what a spec says.

It keeps what it is told in a table of its own, so telling it again changes nothing. What others
have told it is read from there, of pg_partman 4 too.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import psycopg
from psycopg import Connection

from schemagen.catalog.catalog import Catalog
from schemagen.catalog.object import ObjectId
from schemagen.errors import SettingsError
from schemagen.kinds.column import Column
from schemagen.kinds.table import Table
from schemagen.kinds.table.rotation import Rotation, read_keep
from schemagen.partitions.statements import archive_of
from schemagen.sqltext.quoting import Literal, Name, QualifiedName, Raw, quote_qualified, sql

_HOME: Final = """\
SELECT n.nspname FROM pg_catalog.pg_extension AS e
JOIN pg_catalog.pg_namespace AS n ON n.oid = e.extnamespace WHERE e.extname = 'pg_partman'"""
_TOLD: Final = """\
SELECT parent_table, control, partition_interval::text, premake, retention, retention_keep_table
FROM {}.part_config WHERE epoch = 'none' ORDER BY parent_table"""
_EVERY: Final = {
    "1 day": "day",
    "7 days": "week",
    "1 week": "week",
    "1 mon": "month",
    "1 month": "month",
    "1 year": "year",
}


def calls(connection: Connection[Any], key: ObjectId, rotation: Rotation) -> tuple[str, ...]:
    """Return what is to be called for a table, which may be pg_partman's already.

    Raises:
        SettingsError: the database has no pg_partman.
    """
    row = connection.execute(_HOME).fetchone()
    if row is None:
        raise SettingsError(
            f"table {key.schema}.{key.name} is left to pg_partman, which this database has not",
            hint="CREATE EXTENSION pg_partman, or take `manager` out of the spec",
        )
    schema, whole = str(row[0]), QualifiedName(key.schema, key.name)
    name = quote_qualified(key.schema, key.name)
    known = sql("SELECT FROM {}.part_config WHERE parent_table = {}", Name(schema), Literal(name))
    is_new = connection.execute(known.encode()).fetchone() is None
    first = registering(schema, whole, rotation) if is_new else ()
    return (*first, *maintaining(schema, whole, rotation))


def registering(schema: str, whole: QualifiedName, rotation: Rotation) -> Iterator[str]:
    """Yield what makes a table one of pg_partman's, which is in a schema."""
    arguments: dict[str, str | int | bool] = {
        "p_parent_table": quote_qualified(whole.schema, whole.name),
        "p_control": rotation.column,
        "p_interval": rotation.every if rotation.by_number else f"1 {rotation.every}",
        "p_premake": rotation.ahead,
        "p_default_table": rotation.default,
    }
    listed = ", ".join(
        sql("{} := {}", Name(name), Literal(value)) for name, value in arguments.items()
    )
    yield sql("SELECT {}.create_parent({})", Name(schema), Raw(listed))


def maintaining(schema: str, whole: QualifiedName, rotation: Rotation) -> Iterator[str]:
    """Yield what tells pg_partman how many partitions there are to be, and has it make them."""
    table = Literal(quote_qualified(whole.schema, whole.name))
    archive = archive_of(whole.schema) if rotation.expired == "archive" else None
    settings: dict[str, str | int | bool | None] = {
        "premake": rotation.ahead,
        "retention": rotation.keep,
        "retention_keep_table": rotation.expired != "drop",
        "retention_schema": archive,
        "infinite_time_partitions": True,
    }
    listed = ", ".join(
        sql("{} = {}", Name(name), Literal(value)) for name, value in settings.items()
    )
    if archive and rotation.keep:
        yield sql("CREATE SCHEMA IF NOT EXISTS {}", Name(archive))
    yield sql(
        "UPDATE {}.part_config SET {} WHERE parent_table = {}", Name(schema), Raw(listed), table
    )
    yield sql("SELECT {}.run_maintenance(p_parent_table := {})", Name(schema), table)


def told(connection: Connection[Any], catalog: Catalog) -> dict[ObjectId, Rotation]:
    """Return how the tables of a catalog rotate that pg_partman looks after in a database.

    Left out are those that a spec cannot say: another interval, partitions of partitions.
    """
    try:
        home = connection.execute(_HOME).fetchone()
        rows = connection.execute(sql(_TOLD, Name(home[0])).encode()).fetchall() if home else []
    except psycopg.errors.InsufficientPrivilege:
        return {}
    divided = {item.partition_of for item in catalog.of(Table) if item.partition_by}
    found = {}
    for name, column, every, ahead, keep, is_kept in rows:
        schema, _, table = name.partition(".")
        key = ObjectId("table", schema, table)
        kept = catalog.get(ObjectId("column", schema, column, table))
        period = every if every.isdigit() else _EVERY.get(every)
        if period is None or not isinstance(kept, Column) or key in divided:
            continue
        if keep is None or keep.isdigit() == period.isdigit():
            found[key] = Rotation(
                column=column,
                type=kept.type,
                every=period,
                ahead=ahead,
                keep=keep,
                expired="detach" if is_kept else "drop",
                default=_default(catalog, key),
                manager="pg_partman",
            )
    return {key: each for key, each in found.items() if _is_said(each)}


def _default(catalog: Catalog, key: ObjectId) -> bool:
    parts = (item for item in catalog.of(Table) if item.partition_of == key)
    return any(item.bound == "DEFAULT" for item in parts)


def _is_said(rotation: Rotation) -> bool:
    """Tell whether a spec has words for how long rows are kept."""
    try:
        if rotation.keep and not rotation.by_number:
            read_keep(rotation.keep)
    except ValueError:
        return False
    return True
