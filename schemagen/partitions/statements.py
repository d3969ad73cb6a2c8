"""The statements that make a partition, and those that take leave of one.

A new partition is a table of its own until everything in it stands: attaching it keeps nobody from
reading or writing the others, which CREATE TABLE … PARTITION OF would ("Partition Maintenance").
Only the default partition is locked for that moment.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from schemagen.partitions.planning import Expire, Make
from schemagen.partitions.state import State
from schemagen.sqltext.quoting import Literal, Name, Names, QualifiedName, Raw, fit_name, sql

_LIKE: Final = (
    "INCLUDING COMPRESSION INCLUDING CONSTRAINTS INCLUDING DEFAULTS INCLUDING GENERATED"
    " INCLUDING INDEXES INCLUDING STORAGE"
)


def making(task: Make, state: State) -> Iterator[str]:
    """Yield what makes a partition, in one transaction."""
    like = sql("LIKE {} {}", task.whole, Raw(_LIKE))
    yield sql("CREATE TABLE {} ({})", task.name, Raw(like))
    yield sql("ALTER TABLE {} OWNER TO {}", task.name, Name(state.owner))
    if state.row_security:
        yield sql("ALTER TABLE {} ENABLE ROW LEVEL SECURITY", task.name)
    if task.rows and state.default:
        yield from _moving(task, state, state.default.name)
    bound = sql("FOR VALUES FROM ({}) TO ({})", Literal(task.low), Literal(task.high))
    yield sql("ALTER TABLE {} ATTACH PARTITION {} {}", task.whole, task.name, Raw(bound))
    if state.force_row_security:
        yield _forced(task.name)
    if task.rows:
        yield sql("ALTER TABLE {} DROP CONSTRAINT {}", task.name, _within(task))


def _moving(task: Make, state: State, default: QualifiedName) -> Iterator[str]:
    """Yield what takes rows over from the default partition.

    Nothing happens to the rows, so no trigger is told. The constraint says what attaching would
    have to find out.
    """
    column = Name(state.rotation.column)
    low, high = Literal(task.low), Literal(task.high)
    inside = Raw(sql("{} >= {} AND {} < {}", column, low, column, high))
    columns = Names(state.columns)
    if state.force_row_security:
        yield _unforced(default)
    yield sql("ALTER TABLE {} DISABLE TRIGGER USER", default)
    taken = sql("DELETE FROM {} WHERE {} RETURNING {}", default, inside, columns)
    put = sql("INSERT INTO {} ({}) SELECT {} FROM taken", task.name, columns, columns)
    yield sql("WITH taken AS ({}) {}", Raw(taken), Raw(put))
    for statement in state.triggers:
        yield sql("ALTER TABLE {} {}", default, Raw(statement))
    if state.force_row_security:
        yield _forced(default)
    check = Raw(sql("{} IS NOT NULL AND {}", column, inside))
    yield sql("ALTER TABLE {} ADD CONSTRAINT {} CHECK ({})", task.name, _within(task), check)


def _within(task: Make) -> Name:
    return Name(fit_name(task.name.name, suffix="within"))


def archive_of(schema: str) -> str:
    """Return the schema that partitions of a schema are archived in: `public_archive`."""
    return fit_name(schema, suffix="archive")


def _forced(table: QualifiedName) -> str:
    return sql("ALTER TABLE {} FORCE ROW LEVEL SECURITY", table)


def _unforced(table: QualifiedName) -> str:
    return sql("ALTER TABLE {} NO FORCE ROW LEVEL SECURITY", table)


def is_concurrent(task: Expire, state: State) -> bool:
    """Tell whether a partition is detached outside of any transaction, keeping nobody out.

    PostgreSQL does that only where there is no default partition (ALTER TABLE, DETACH PARTITION).
    """
    return state.default is None and not task.part.pending


def detaching(task: Expire, state: State) -> Iterator[str]:
    """Yield what takes a partition out of its table.

    PostgreSQL looks for rows that refer to it as whoever detaches it: one who is bound by policies
    would find none, and leave them without what they refer to.
    """
    if state.force_row_security:
        yield _unforced(task.name)
    how = "FINALIZE" if task.part.pending else "CONCURRENTLY" if is_concurrent(task, state) else ""
    detach = sql("ALTER TABLE {} DETACH PARTITION {}", task.whole, task.name)
    yield sql("{} {}", Raw(detach), Raw(how)).rstrip()
    if state.force_row_security:
        yield _forced(task.name)


TIES: Final = """\
SELECT format('ALTER TABLE %%s DROP CONSTRAINT %%I', conrelid::regclass, conname)
FROM pg_catalog.pg_constraint WHERE conrelid = %(table)s::regclass AND contype IN ('f', 'c')
UNION ALL SELECT format('DROP TRIGGER %%I ON %%s', tgname, tgrelid::regclass)
FROM pg_catalog.pg_trigger WHERE tgrelid = %(table)s::regclass AND NOT tgisinternal
UNION ALL SELECT format('ALTER TABLE %%s ALTER %%I DROP DEFAULT', attrelid::regclass, attname)
FROM pg_catalog.pg_attribute
WHERE attrelid = %(table)s::regclass AND atthasdef AND attgenerated = ''"""
"""What lets a table that is no partition any more depend on nothing, as statements: an archive
stands in the way of no later change."""


def leaving(task: Expire) -> Iterator[str]:
    """Yield what becomes of a partition that was detached."""
    if task.how == "archive":
        archive = Name(archive_of(task.name.schema))
        yield sql("CREATE SCHEMA IF NOT EXISTS {}", archive)
        yield sql("ALTER TABLE {} SET SCHEMA {}", task.name, archive)
    elif task.how == "drop":
        yield sql("DROP TABLE {}", task.name)
