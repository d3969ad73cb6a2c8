"""Watching what statements do to the relations that were there before their migration."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from schemagen.app.connecting import Connection
from schemagen.catalog.apart import PATTERN
from schemagen.catalog.lock import Lock, LockMode, Work, merged
from schemagen.migrate.step import Action

_RELATIONS: Final = """\
SELECT c.oid, n.nspname, c.relname, c.relfilenode,
    (SELECT count(*) FROM pg_catalog.pg_index AS i WHERE i.indrelid = c.oid)
FROM pg_catalog.pg_class AS c
JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
WHERE c.relkind IN ('r', 'p', 'm', 'v', 'f') AND n.nspname !~ '^pg_'
    AND n.nspname <> 'information_schema' AND n.nspname !~ %s"""
_LOCKS: Final = """\
SELECT relation, mode FROM pg_catalog.pg_locks
WHERE locktype = 'relation' AND pid = pg_backend_pid() AND granted"""
_SCANS: Final = "SELECT relid, seq_scan FROM pg_catalog.pg_stat_xact_all_tables WHERE seq_scan > 0"


class _Relation(NamedTuple):
    schema: str
    name: str
    file: int
    indexes: int


@dataclass
class Watch:
    """Looks on at a runner over its own connection.

    A lock is seen of the statement that takes it first in its transaction. What takes none by
    itself any more, and works, is seen with the lock that is held.
    """

    connection: Connection
    _known: Mapping[int, _Relation] = field(default_factory=dict)
    _seen: dict[str, list[Lock]] = field(default_factory=lambda: defaultdict(list))

    def begin(self) -> None:
        """Take what is there now for what was there before the migration."""
        self._known = self._relations()

    def locks(self, statement: str) -> tuple[Lock, ...]:
        """Return what was seen of a statement: a lock for each relation, the strongest first."""
        found = merged(self._seen.get(statement, ()))
        return tuple(sorted(found, key=lambda lock: (-lock.mode.strength, lock.relation)))

    @contextmanager
    def around(self, action: Action) -> Iterator[None]:
        """Look before and after a statement."""
        before, held, scanned = self._relations(), self._held(), self._scans()
        yield
        after, holds, scans = self._relations(), self._held(), self._scans()
        for oid, relation in self._known.items():
            work = _work(before.get(oid), after.get(oid))
            if work is Work.NONE and scans.get(oid, 0) > scanned.get(oid, 0):
                work = Work.SCAN
            mode = holds.get(oid, LockMode.ACCESS_SHARE)
            is_new = mode is not held.get(oid) or work is not Work.NONE
            if mode is not LockMode.ACCESS_SHARE and is_new:
                self._seen[action.sql].append(Lock(mode, relation.schema, relation.name, work))

    def _relations(self) -> Mapping[int, _Relation]:
        rows = self.connection.execute(_RELATIONS.encode(), [PATTERN]).fetchall()
        return {row[0]: _Relation(*row[1:]) for row in rows}

    def _held(self) -> Mapping[int, LockMode]:
        found: dict[int, LockMode] = {}
        for oid, mode in self.connection.execute(_LOCKS.encode()).fetchall():
            found[oid] = max(found.get(oid, LockMode.ACCESS_SHARE), _mode(mode), key=_strength)
        return found

    def _scans(self) -> Mapping[int, int]:
        return dict(self.connection.execute(_SCANS.encode()).fetchall())


def _work(before: _Relation | None, after: _Relation | None) -> Work:
    if before is None or after is None:
        return Work.NONE
    if before.file != after.file:
        return Work.REWRITE
    return Work.BUILD if after.indexes > before.indexes else Work.NONE


def _strength(mode: LockMode) -> int:
    return mode.strength


def _mode(text: str) -> LockMode:
    """Turn `AccessExclusiveLock` into the name of the mode."""
    words = "".join(f" {each}" if each.isupper() else each for each in text.removesuffix("Lock"))
    return LockMode(words.strip().upper())
