"""What a statement really does to the relations that were there before it, as PostgreSQL sees it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import psycopg

from schemagen.catalog.lock import LockMode, Work
from schemagen.catalog.statement import Statement

Relation: TypeAlias = tuple[str, str]

# An index and a TOAST table count as the table that they belong to.
_RELATIONS = """
SELECT c.oid, coalesce(ti.oid, tt.oid, c.oid) AS home, n.nspname, h.relname, c.relfilenode,
    c.relkind IN ('r', 'p', 'm') AS has_rows
FROM pg_class AS c
LEFT JOIN pg_index AS i ON i.indexrelid = c.oid
LEFT JOIN pg_class AS t ON t.reltoastrelid = coalesce(i.indrelid, c.oid)
LEFT JOIN pg_class AS tt ON tt.oid = t.oid
LEFT JOIN pg_class AS ti ON ti.oid = i.indrelid AND tt.oid IS NULL
JOIN pg_class AS h ON h.oid = coalesce(tt.oid, ti.oid, c.oid)
JOIN pg_namespace AS n ON n.oid = h.relnamespace
WHERE n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname !~ '^pg_t'
"""
_PARENTS = "SELECT inhrelid, inhparent FROM pg_inherits"
_LOCKS = """
SELECT relation, mode FROM pg_locks
WHERE locktype = 'relation' AND pid = pg_backend_pid() AND granted
"""
_SCANS = "SELECT relid, seq_scan FROM pg_stat_xact_all_tables WHERE seq_scan > 0"


@dataclass
class Observed:
    """What one statement did: the strongest lock on each relation, and what work was seen."""

    locks: dict[Relation, LockMode] = field(default_factory=dict)
    scanned: set[Relation] = field(default_factory=set)
    rewritten: set[Relation] = field(default_factory=set)


@dataclass(frozen=True)
class _Relations:
    names: Mapping[int, Relation]
    files: Mapping[int, int]
    parents: Mapping[int, tuple[int, ...]]


def run(connection: psycopg.Connection[Any], statement: Statement) -> Observed:
    """Run a statement in a transaction of its own and return what it did."""
    before = _relations(connection)
    seen = Observed()
    with connection.transaction():
        connection.execute("SET LOCAL check_function_bodies = off")
        counted = dict(connection.execute(_SCANS.encode()).fetchall())
        connection.execute(statement.sql.encode())
        for oid, mode in connection.execute(_LOCKS.encode()).fetchall():
            if oid in before.names:
                _add(seen, before.names[oid], _mode(mode))
        for oid, number in connection.execute(_SCANS.encode()).fetchall():
            if oid in before.names and number > counted.get(oid, 0):
                seen.scanned.add(before.names[oid])
        after = _relations(connection)
    for oid, number in before.files.items():
        if number and after.files.get(oid, number) != number:
            seen.rewritten.add(before.names[oid])
    return seen


def understated(
    statement: Statement, seen: Observed, ancestors: Mapping[Relation, set[Relation]]
) -> Iterable[str]:
    """Yield what a statement did and did not declare.

    A lock that is declared for a table holds for its partitions and children. ACCESS SHARE is what
    every reader takes: nobody has to be told of it.
    """
    declared = {(lock.schema, lock.relation): lock for lock in statement.locks}

    def found(relation: Relation) -> Iterable[Any]:
        names = {relation, *ancestors.get(relation, ())}
        return [lock for name, lock in declared.items() if name in names]

    for relation, mode in sorted(seen.locks.items()):
        if mode is LockMode.ACCESS_SHARE:
            continue
        if all(lock.mode.strength < mode.strength for lock in found(relation)):
            yield f"{mode} on {'.'.join(relation)}"
    for relation in sorted(seen.rewritten):
        if all(lock.work is not Work.REWRITE for lock in found(relation)):
            yield f"rewrites {'.'.join(relation)}"
    for relation in sorted(seen.scanned - seen.rewritten):
        if all(lock.work is Work.NONE for lock in found(relation)):
            yield f"reads all of {'.'.join(relation)}"


def ancestors_of(connection: psycopg.Connection[Any]) -> dict[Relation, set[Relation]]:
    """Return what each relation is a partition or child of, directly or not."""
    now = _relations(connection)
    return {
        name: {now.names[parent] for parent in _above(oid, now) if parent in now.names}
        for oid, name in now.names.items()
    }


def _above(oid: int, now: _Relations) -> set[int]:
    found: set[int] = set()
    queue = [oid]
    while queue:
        for parent in now.parents.get(queue.pop(), ()):
            if parent not in found:
                found.add(parent)
                queue.append(parent)
    return found


def _relations(connection: psycopg.Connection[Any]) -> _Relations:
    names, files = {}, {}
    for oid, _, schema, name, number, has_rows in connection.execute(_RELATIONS.encode()):
        names[oid] = (schema, name)
        if has_rows:
            files[oid] = number
    parents: dict[int, tuple[int, ...]] = {}
    for child, parent in connection.execute(_PARENTS.encode()):
        parents[child] = (*parents.get(child, ()), parent)
    return _Relations(names, files, parents)


def _mode(text: str) -> LockMode:
    """Turn `AccessExclusiveLock` into the name of the mode."""
    words = "".join(f" {each}" if each.isupper() else each for each in text.removesuffix("Lock"))
    return LockMode(words.strip().upper())


def _add(seen: Observed, relation: Relation, mode: LockMode) -> None:
    known = seen.locks.get(relation)
    if known is None or known.strength < mode.strength:
        seen.locks[relation] = mode
