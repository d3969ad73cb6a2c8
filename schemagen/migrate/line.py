"""The line that migrations stand in: each follows another, and where two follow the same one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from schemagen.errors import MigrationError
from schemagen.frozen import frozen
from schemagen.migrate.files import Migration


@frozen
class Fork:
    """Lines of migrations that go on from the same one, `follows`; by their first ids."""

    follows: str
    lines: tuple[tuple[Migration, ...], ...]


def find_fork(migrations: Iterable[Migration]) -> Fork | None:
    """Return where two branches went on from the same migration; the last such place of several.

    Raises:
        MigrationError: a plan cannot be read.
    """
    followers: dict[str, list[Migration]] = defaultdict(list)
    for migration in migrations:
        followers[migration.plan.follows].append(migration)
    forks = [key for key, found in followers.items() if len(found) > 1]
    if not forks:
        return None
    last = max(forks)
    return Fork(last, tuple(tuple(_line(each, followers)) for each in followers[last]))


def line_from(migrations: Iterable[Migration], first: Migration) -> tuple[Migration, ...]:
    """Return a migration with all that follow it."""
    followers: dict[str, list[Migration]] = defaultdict(list)
    for migration in migrations:
        followers[migration.plan.follows].append(migration)
    return tuple(_line(first, followers))


def _line(first: Migration, followers: Mapping[str, Sequence[Migration]]) -> Iterator[Migration]:
    waiting = [first]
    while waiting:
        migration = waiting.pop()
        yield migration
        waiting += (x for x in reversed(followers.get(migration.id, ())) if x.id > migration.id)


def check_line(migrations: Sequence[Migration]) -> None:
    """Check that each migration follows the one before it.

    Raises:
        MigrationError: two follow the same one, or one follows none that is there.
    """
    fork = find_fork(migrations)
    if fork is not None:
        firsts = [line[0].id for line in fork.lines]
        after = f"follow {fork.follows}" if fork.follows else "are the first of the project"
        raise MigrationError(
            f"{len(firsts)} migrations {after}: {', '.join(firsts)}",
            hint="they were made on two branches; have the one that was applied nowhere follow the"
            f" other: schemagen migrate rebase {migrations[0].plan.project} {firsts[-1]}",
        )
    before = ""
    for migration in migrations:
        if migration.plan.follows != before:
            raise MigrationError(
                f"this migration follows {migration.plan.follows or 'none'}, and"
                f" {before or 'none'} stands before it",
                where=migration.id,
                hint="if it was applied nowhere, have it follow the last one:"
                f" schemagen migrate rebase {migration.plan.project} {migration.id}",
            )
        before = migration.id


def check_proven(migrations: Iterable[Migration]) -> None:
    """Check that the files of migrations are those that were proven.

    Raises:
        MigrationError: some were edited since.
    """
    found = [(migration, ways) for migration in migrations if (ways := migration.edited())]
    if found:
        lines = [f"{each.id}: {' and '.join(f'{way}.sql' for way in ways)}" for each, ways in found]
        raise MigrationError(
            "\n  ".join(["these files were edited since they were proven", *lines]),
            hint="have them proven as they are:"
            f" schemagen migrate check {found[0][0].plan.project}",
        )
