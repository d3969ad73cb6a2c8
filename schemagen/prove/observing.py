"""What a statement really does to the relations that were there before its migration.

The locks that it takes (pg_locks) are read before its transaction ends; whether a relation was
rewritten, of its file; whether it was read, of the statistics of the transaction ("The Cumulative
Statistics System"). An index and a TOAST table count as the table that they belong to.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, TypeAlias

import psycopg

from schemagen.catalog.apart import PATTERN
from schemagen.catalog.lock import Lock, LockMode, Work
from schemagen.frozen import frozen

Relation: TypeAlias = tuple[str, str]
"""The schema of a relation, and its name."""

_RELATIONS: Final = """\
SELECT c.oid, h.oid AS home, n.nspname, h.relname, pg_catalog.pg_relation_filenode(c.oid),
    c.relkind IN ('r', 'p', 'm') AS has_rows
FROM pg_catalog.pg_class AS c
LEFT JOIN pg_catalog.pg_index AS i ON i.indexrelid = c.oid
LEFT JOIN pg_catalog.pg_class AS t ON t.reltoastrelid = coalesce(i.indrelid, c.oid)
JOIN pg_catalog.pg_class AS h ON h.oid = coalesce(t.oid, i.indrelid, c.oid)
JOIN pg_catalog.pg_namespace AS n ON n.oid = h.relnamespace
WHERE n.nspname NOT IN ('pg_catalog', 'information_schema')
    AND n.nspname !~ '^pg_t' AND n.nspname !~ %s"""
_PARENTS: Final = """\
SELECT inhrelid, inhparent FROM pg_catalog.pg_inherits
UNION ALL
SELECT d.objid, d.refobjid
FROM pg_catalog.pg_depend AS d JOIN pg_catalog.pg_class AS s ON s.oid = d.objid
WHERE d.classid = 'pg_class'::regclass AND s.relkind = 'S' AND d.deptype IN ('a', 'i')
    AND d.refclassid = 'pg_class'::regclass"""
LOCKS: Final = """\
SELECT relation, mode FROM pg_catalog.pg_locks WHERE locktype = 'relation' AND pid = %s"""
_SCANS: Final = "SELECT relid, seq_scan FROM pg_catalog.pg_stat_xact_all_tables WHERE seq_scan > 0"
_WRITTEN: Final = """\
SELECT relid, n_tup_ins + n_tup_upd + n_tup_del
FROM pg_catalog.pg_stat_xact_all_tables WHERE n_tup_ins + n_tup_upd + n_tup_del > 0"""


@frozen(slots=False)
class Relations:
    """What is there by oid: to which table it counts, and of those names, files and parents."""

    homes: Mapping[int, int]
    names: Mapping[int, Relation]
    files: Mapping[int, int | None]
    parents: Mapping[int, tuple[int, ...]]


@dataclass
class Seen:
    """What one statement did: the strongest lock on each relation, and what work was seen.

    Attributes:
        sql: its text.
        declared: the locks that it was said to take.
        transaction: which it runs in: what one statement of it takes, the others hold as well.
        parents: what was a partition or child of what, or owned by what.
        mode_only: whether nothing but a mode was declared, for all relations together.
        about_new: whether it locks what its migration made, which has no rows yet.
        unseen: whether nobody could look while it ran, or there were no rows to see it work on.
    """

    sql: str
    declared: tuple[Lock, ...]
    transaction: int
    parents: Mapping[int, tuple[int, ...]]
    mode_only: LockMode | None = None
    unseen: bool = False
    about_new: bool = False
    locks: dict[int, LockMode] = field(default_factory=dict)
    scanned: set[int] = field(default_factory=set)
    rewritten: set[int] = field(default_factory=set)
    gone: set[int] = field(default_factory=set)
    written: set[int] = field(default_factory=set)

    @property
    def renewed(self) -> Iterator[int]:
        """Which relations are another file now, are gone, or have rows that were written."""
        yield from (*self.rewritten, *self.gone, *self.written)

    def lock(self, relations: Relations, oid: int, mode: str) -> None:
        """Note a lock by the name that pg_locks has for its mode."""
        home, found = relations.homes.get(oid, oid), _mode(mode)
        known = self.locks.get(home)
        if known is None or known.strength < found.strength:
            self.locks[home] = found


class Observer:
    """Looks on while the statements of a migration run, at the relations that are there now."""

    def __init__(self, connection: psycopg.Connection[Any]) -> None:
        self.connection = connection
        # What a plan renames or moves is known by its last name, which its statements give.
        self._names = dict(self.relations().names)
        # Of what the plan makes, whose locks hold for parts of it that were there before.
        self._made: dict[int, Relation] = {}
        self._seen: list[Seen] = []

    def run(
        self,
        text: str,
        declared: tuple[Lock, ...],
        transaction: int = 0,
        mode_only: LockMode | None = None,
        *,
        bare: bool = False,
    ) -> None:
        """Run a statement in a transaction of its own, so that all that it takes is seen.

        What is `bare` has no rows to work on, and so need not show all that it does.

        Raises:
            psycopg.Error: the server refuses it.
        """
        before = self.relations()
        seen = Seen(text, declared, transaction, before.parents, mode_only, unseen=bare)
        with self.connection.transaction():
            self.connection.execute("SET LOCAL check_function_bodies = off")
            # What a session did before is in the statistics until it hands them in.
            scans, writes = self._counts(_SCANS), self._counts(_WRITTEN)
            self.connection.execute(text.encode())
            pid = self.connection.info.backend_pid
            for oid, mode in self.connection.execute(LOCKS.encode(), [pid]).fetchall():
                seen.lock(before, oid, mode)
            seen.scanned.update(_grown(scans, self._counts(_SCANS)))
            seen.written.update(_grown(writes, self._counts(_WRITTEN)))
            after = self.relations()
        self.add(seen, before, after)

    def add(self, seen: Seen, before: Relations, after: Relations) -> None:
        """Take note of a statement that was run between two states."""
        for oid, number in before.files.items():
            if number and after.files.get(oid, number) != number:
                seen.rewritten.add(oid)
        seen.about_new = bool(seen.locks.keys() & (before.names.keys() - self._names.keys()))
        seen.gone.update(before.names.keys() - after.names.keys())
        self._made.update({oid: n for oid, n in after.names.items() if oid not in self._names})
        self._names.update({oid: n for oid, n in after.names.items() if oid in self._names})
        self._seen.append(seen)

    def understated(self) -> list[str]:
        """Return what statements did and did not declare.

        A lock that is declared for a table holds for its partitions, children and own sequences.
        ACCESS SHARE is what every reader takes: nobody has to be told of it, nor of what is read
        meanwhile.
        """
        return [f"{seen.sql}: {what}" for seen in self._seen for what in self._understated(seen)]

    def overstated(self) -> list[str]:
        """Return what statements declared and did not do, themselves or in their transaction.

        Only locks count that keep somebody from reading or writing rows. One that is declared for a
        table may show on what belongs to it: a partition, a child, a sequence of its own.
        """
        return [f"{seen.sql}: {what}" for seen in self._seen for what in self._overstated(seen)]

    @property
    def count(self) -> int:
        """How many statements were seen."""
        return len(self._seen)

    def _understated(self, seen: Seen) -> Iterator[str]:
        declared = {(lock.schema, lock.relation): lock for lock in seen.declared}
        for oid in sorted(self._names.keys() & {*seen.locks, *seen.scanned, *seen.rewritten}):
            name = ".".join(self._names[oid])
            chain = (oid, *_above(oid, seen.parents))
            names = {**self._made, **self._names}
            known = {names[each] for each in chain if each in names}
            found = [declared[each] for each in known & declared.keys()]
            mode = seen.locks.get(oid, LockMode.ACCESS_SHARE)
            if mode is LockMode.ACCESS_SHARE:
                continue
            if seen.mode_only is not None:
                if mode.strength > seen.mode_only.strength:
                    yield f"{mode} on {name}"
                continue
            if all(lock.mode.strength < mode.strength for lock in found):
                yield f"{mode} on {name}"
            if oid in seen.rewritten:
                if all(lock.work is not Work.REWRITE for lock in found):
                    yield f"rewrites {name}"
            elif oid in seen.scanned and all(lock.work is Work.NONE for lock in found):
                yield f"reads all of {name}"

    def _overstated(self, seen: Seen) -> Iterator[str]:
        oids = {name: oid for oid, name in self._names.items()}
        together = [each for each in self._seen if each.transaction == seen.transaction]
        if any(each.unseen for each in together):
            return
        for lock in seen.declared:
            name, oid = f"{lock.schema}.{lock.relation}", oids.get((lock.schema, lock.relation))
            family = {each for each in self._names if oid in (each, *_above(each, seen.parents))}
            modes = [each.locks[one] for each in together for one in family & each.locks.keys()]
            strongest = max(modes, key=lambda mode: mode.strength, default=None)
            if lock.mode.strength >= LockMode.SHARE.strength and (
                strongest is None or strongest.strength < lock.mode.strength
            ):
                yield f"no {lock.mode} on {name}" + (f", but {strongest}" if strongest else "")
            renewed = {one for each in together for one in each.renewed}
            read = {one for each in together for one in each.scanned}
            if lock.work is Work.REWRITE and not family & renewed:
                yield f"does not rewrite {name}"
            # What the migration made has rows in production by then, for which this is looked at.
            elif (
                lock.work is not Work.NONE and not seen.about_new and not family & (read | renewed)
            ):
                yield f"does not read {name}"

    def _counts(self, query: str) -> Mapping[int, int]:
        return dict(self.connection.execute(query.encode()).fetchall())

    def relations(self) -> Relations:
        """Return what is there."""
        homes, names, files = {}, {}, {}
        for row in self.connection.execute(_RELATIONS.encode(), [PATTERN]):
            oid, home, schema, name, number, has_rows = row
            homes[oid] = home
            names[home] = (schema, name)
            if has_rows:
                files[oid] = number
        parents: dict[int, tuple[int, ...]] = {}
        for child, parent in self.connection.execute(_PARENTS.encode()):
            parents[child] = (*parents.get(child, ()), parent)
        return Relations(homes, names, files, parents)


def _grown(before: Mapping[int, int], after: Mapping[int, int]) -> Iterator[int]:
    return (oid for oid, number in after.items() if number > before.get(oid, 0))


def _above(oid: int, parents: Mapping[int, tuple[int, ...]]) -> Collection[int]:
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
