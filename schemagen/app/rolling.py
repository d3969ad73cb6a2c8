"""Whether models of the schema before a migration work after it, and those after it before it.

Both versions of an application run at the same time while one replaces the other. What either does
with its rows is tried on the schema of the other; what fails on its own schema already tells
nothing, and is passed over.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from schemagen.app.model_rows import SELECT, Attempt, attempts_of, refusal
from schemagen.app.replay import Replay
from schemagen.catalog.apart import PATTERN
from schemagen.frozen import frozen
from schemagen.migrate.plan_file import Rolling
from schemagen.migrate.step import Direction, Step
from schemagen.plan.impact import is_relation
from schemagen.seeding import empty, seed
from schemagen.seeding.documents import documents_in
from schemagen.seeding.reading import read_shelf
from schemagen.sqltext.quoting import sql

_ROWS: Final = 2
_OF_TABLE: Final = re.compile(r' of relation "(?:[^"]|"")*"')
"""What the server adds to some messages, and our lines begin with."""
_COUNT_ANEW: Final = """
SELECT pg_catalog.setval(s.seqrelid::regclass, s.seqstart, false)
FROM pg_catalog.pg_sequence AS s
JOIN pg_catalog.pg_class AS c ON c.oid = s.seqrelid
JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
WHERE n.nspname !~ %s
"""


def try_rolling(replay: Replay, key: str, ways: Mapping[Direction, Sequence[Step]]) -> Rolling:
    """Try the models of both sides of a migration, in a replay that it has just been run in.

    All rows go; the replay ends where it began.

    Raises:
        ApplyError: the migration is refused.
        psycopg.Error: the database cannot be read.
    """
    _clear(replay)
    new = _models(replay)
    _clear(replay)
    with replay.in_another_session() as back:
        back.run(key, Direction.DOWN, ways[Direction.DOWN])
        old = _models(back)
        new_models = _refused(back, new.working)
        _clear(back)
    with replay.in_another_session() as again:
        again.run(key, Direction.UP, ways[Direction.UP])
        _seed(again)
        old_models = _refused(again, old.working)
        _clear(again)
    return Rolling(old_models, new_models, _untried(old, new))


def has_rows(replay: Replay) -> bool:
    """Tell whether a migration has put rows into tables."""
    return any(
        replay.connection.execute(
            sql("SELECT FROM {} LIMIT 1", table.qualified).encode()
        ).fetchone()
        for table in read_shelf(replay.connection).tables.values()
    )


@frozen
class _Models:
    """What models do that works in their own schema, and what does not, with the reason."""

    working: tuple[Attempt, ...]
    failing: tuple[tuple[Attempt, str], ...]


def _models(replay: Replay) -> _Models:
    """Fill the tables, and find what models of the project's own can do with these rows."""
    _seed(replay)
    own = {
        (item.id.schema, item.id.name)
        for item in replay.catalog()
        if is_relation(item.id) and not item.external
    }
    shelf = read_shelf(replay.connection)
    working, failing = [], []
    for table in sorted(shelf.tables.values(), key=lambda each: each.name):
        if (table.row.schema, table.row.name) not in own:
            continue
        for attempt in attempts_of(replay.connection, table, shelf):
            reason = refusal(replay.connection, attempt, shelf)
            if reason:
                failing.append((attempt, reason))
            else:
                working.append(attempt)
    return _Models(tuple(working), tuple(failing))


def _untried(old: _Models, new: _Models) -> tuple[str, ...]:
    """Tell what fails in its own schema: not of tables that are the same on both sides."""
    same = {each.table for each in old.working if each.verb == SELECT and each in new.working}
    listed = (*old.failing, *new.failing)
    return _in_words(
        each
        for each in listed
        if not (each[0].table in same and each in old.failing and each in new.failing)
    )


def _refused(replay: Replay, attempts: Iterable[Attempt]) -> tuple[str, ...]:
    shelf = read_shelf(replay.connection)
    tried = [(each, refusal(replay.connection, each, shelf)) for each in attempts]
    return _in_words((attempt, reason) for attempt, reason in tried if reason)


def _in_words(refused: Iterable[tuple[Attempt, str]]) -> tuple[str, ...]:
    """Say what fails of each table, once for each reason."""
    verbs: dict[tuple[str, str], dict[str, None]] = {}
    for attempt, told in refused:
        reason = _OF_TABLE.sub("", told)
        verbs.setdefault((attempt.table, reason), {})[attempt.verb] = None
    lines = []
    for (table, reason), listed in verbs.items():
        *first, last = listed
        together = f"{', '.join(first)} and {last} fail" if first else f"{last} fails"
        lines.append(f"{table}: {together}: {reason}")
    return tuple(lines)


def _seed(replay: Replay) -> None:
    # Rows of one schema refer to those of the other if both are counted from the same number on.
    replay.connection.execute(_COUNT_ANEW.encode(), [PATTERN])
    examples = documents_in(replay.project.facts)
    seed(replay.connection, _ROWS, examples=examples)


def _clear(replay: Replay) -> None:
    empty(replay.connection)
