"""What a statement really does to the relations that were there before its plan."""

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
SELECT c.oid, n.nspname, h.relname, c.relfilenode,
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

    def only(self, kept: frozenset[int]) -> _Relations:
        names = {oid: name for oid, name in self.names.items() if oid in kept}
        files = {oid: number for oid, number in self.files.items() if oid in kept}
        return _Relations(names, files, self.parents)


def relations_of(connection: psycopg.Connection[Any]) -> frozenset[int]:
    """Return the relations that are there, by oid."""
    return frozenset(_relations(connection).names)


def run(connection: psycopg.Connection[Any], statement: Statement, old: frozenset[int]) -> Observed:
    """Run a statement in a transaction of its own and return what it did to the `old` relations."""
    before = _relations(connection).only(old)
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
    seen = _under_new_names(seen, before, after)
    for oid, number in before.files.items():
        if number and after.files.get(oid, number) != number:
            seen.rewritten.add(after.names.get(oid, before.names[oid]))
    return seen


def _under_new_names(seen: Observed, before: _Relations, after: _Relations) -> Observed:
    """Call what a statement renamed as it does; what it dropped keeps its name."""
    moved = {name: after.names.get(oid, name) for oid, name in before.names.items()}
    return Observed(
        {moved[name]: mode for name, mode in seen.locks.items()},
        {moved[name] for name in seen.scanned},
    )


def understated(
    statement: Statement, seen: Observed, ancestors: Mapping[Relation, set[Relation]]
) -> Iterable[str]:
    """Yield what a statement did and did not declare.

    A lock that is declared for a table holds for its partitions, children and own sequences. ACCESS
    SHARE is what every reader takes: nobody has to be told of it, nor of what is read meanwhile.
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
    read = {name for name in seen.scanned if seen.locks.get(name) is LockMode.ACCESS_SHARE}
    for relation in sorted(seen.scanned - seen.rewritten - read):
        if all(lock.work is Work.NONE for lock in found(relation)):
            yield f"reads all of {'.'.join(relation)}"


def ancestors_of(connection: psycopg.Connection[Any]) -> dict[Relation, set[Relation]]:
    """Return what each relation is a partition or child of, or owned by, directly or not."""
    now = _relations(connection)
    found: dict[Relation, set[Relation]] = {}
    for oid, name in now.names.items():
        above = {now.names[parent] for parent in _above(oid, now) if parent in now.names}
        found.setdefault(name, set()).update(above)
    return found


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
    for oid, schema, name, number, has_rows in connection.execute(_RELATIONS.encode()):
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
