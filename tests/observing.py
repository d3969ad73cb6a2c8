"""What a statement really does to the relations that were there before its plan."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import psycopg

from schemagen.catalog.lock import LockMode, Work
from schemagen.catalog.statement import Statement

Relation: TypeAlias = tuple[str, str]

# An index and a TOAST table count as the table that they belong to.
_RELATIONS = """
SELECT c.oid, h.oid AS home, n.nspname, h.relname, c.relfilenode,
    c.relkind IN ('r', 'p', 'm') AS has_rows
FROM pg_class AS c
LEFT JOIN pg_index AS i ON i.indexrelid = c.oid
LEFT JOIN pg_class AS t ON t.reltoastrelid = coalesce(i.indrelid, c.oid)
JOIN pg_class AS h ON h.oid = coalesce(t.oid, i.indrelid, c.oid)
JOIN pg_namespace AS n ON n.oid = h.relnamespace
WHERE n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname !~ '^pg_t'
"""
_PARENTS = """
SELECT inhrelid, inhparent FROM pg_inherits
UNION ALL
SELECT d.objid, d.refobjid FROM pg_depend AS d JOIN pg_class AS s ON s.oid = d.objid
WHERE d.classid = 'pg_class'::regclass AND s.relkind = 'S' AND d.deptype IN ('a', 'i')
    AND d.refclassid = 'pg_class'::regclass
"""
_LOCKS = """
SELECT relation, mode FROM pg_locks
WHERE locktype = 'relation' AND pid = pg_backend_pid() AND granted
"""
_SCANS = "SELECT relid, seq_scan FROM pg_stat_xact_all_tables WHERE seq_scan > 0"


@dataclass(frozen=True)
class _Relations:
    """What is there by oid: to which table it counts, and of those names, files and parents."""

    homes: Mapping[int, int]
    names: Mapping[int, Relation]
    files: Mapping[int, int]
    parents: Mapping[int, tuple[int, ...]]


@dataclass
class _Seen:
    """What one statement did: the strongest lock on each relation, and what work was seen."""

    statement: Statement
    parents: Mapping[int, tuple[int, ...]]
    locks: dict[int, LockMode] = field(default_factory=dict)
    scanned: set[int] = field(default_factory=set)
    rewritten: set[int] = field(default_factory=set)


class Watch:
    """Looks on while a plan runs, at what it does to the relations that are there now."""

    def __init__(self, connection: psycopg.Connection[Any]) -> None:
        self._connection = connection
        now = self._relations()
        # What a plan renames or moves is known by its last name, which its statements give.
        self._names = dict(now.names)
        # Names of what the plan makes, whose locks hold for parts of it that were there before.
        self._made: dict[int, Relation] = {}
        self._seen: list[_Seen] = []

    def run(self, statement: Statement) -> None:
        """Run a statement in a transaction of its own."""
        before = self._relations()
        seen = _Seen(statement, before.parents)
        with self._connection.transaction():
            self._connection.execute("SET LOCAL check_function_bodies = off")
            counted = dict(self._connection.execute(_SCANS.encode()).fetchall())
            self._connection.execute(statement.sql.encode())
            for oid, mode in self._connection.execute(_LOCKS.encode()).fetchall():
                _add(seen.locks, before.homes.get(oid, oid), _mode(mode))
            for oid, number in self._connection.execute(_SCANS.encode()).fetchall():
                if number > counted.get(oid, 0):
                    seen.scanned.add(oid)
            after = self._relations()
        for oid, number in before.files.items():
            if number and after.files.get(oid, number) != number:
                seen.rewritten.add(oid)
        self._names.update({oid: n for oid, n in after.names.items() if oid in self._names})
        self._made.update({oid: n for oid, n in after.names.items() if oid not in self._names})
        self._seen.append(seen)

    def understated(self) -> list[str]:
        """Return what statements did and did not declare.

        A lock that is declared for a table holds for its partitions, children and own sequences.
        ACCESS SHARE is what every reader takes: nobody has to be told of it, nor of what is read
        meanwhile.
        """
        return [f"{seen.statement.sql}: {what}" for seen in self._seen for what in self._of(seen)]

    def _of(self, seen: _Seen) -> Iterator[str]:
        declared = {(lock.schema, lock.relation): lock for lock in seen.statement.locks}
        for oid in sorted(self._names.keys() & {*seen.locks, *seen.scanned, *seen.rewritten}):
            name = ".".join(self._names[oid])
            chain = (oid, *_above(oid, seen.parents))
            names = {**self._made, **self._names}
            known = {names[each] for each in chain if each in names}
            found = [declared[each] for each in known & declared.keys()]
            mode = seen.locks.get(oid, LockMode.ACCESS_SHARE)
            if mode is LockMode.ACCESS_SHARE:
                continue
            if all(lock.mode.strength < mode.strength for lock in found):
                yield f"{mode} on {name}"
            if oid in seen.rewritten:
                if all(lock.work is not Work.REWRITE for lock in found):
                    yield f"rewrites {name}"
            elif oid in seen.scanned and all(lock.work is Work.NONE for lock in found):
                yield f"reads all of {name}"

    def _relations(self) -> _Relations:
        homes, names, files = {}, {}, {}
        for row in self._connection.execute(_RELATIONS.encode()):
            oid, home, schema, name, number, has_rows = row
            homes[oid] = home
            names[home] = (schema, name)
            if has_rows:
                files[oid] = number
        parents: dict[int, tuple[int, ...]] = {}
        for child, parent in self._connection.execute(_PARENTS.encode()):
            parents[child] = (*parents.get(child, ()), parent)
        return _Relations(homes, names, files, parents)


def _above(oid: int, parents: Mapping[int, tuple[int, ...]]) -> set[int]:
    """Return what a relation is a partition or child of, or owned by, directly or not."""
    found: set[int] = set()
    queue = [oid]
    while queue:
        for parent in parents.get(queue.pop(), ()):
            if parent not in found:
                found.add(parent)
                queue.append(parent)
    return found


def _mode(text: str) -> LockMode:
    """Turn `AccessExclusiveLock` into the name of the mode."""
    words = "".join(f" {each}" if each.isupper() else each for each in text.removesuffix("Lock"))
    return LockMode(words.strip().upper())


def _add(locks: dict[int, LockMode], oid: int, mode: LockMode) -> None:
    known = locks.get(oid)
    if known is None or known.strength < mode.strength:
        locks[oid] = mode
