"""The folders of migrations: `<UTC timestamp>_<slug>/` with `up.sql`, `down.sql` and `plan.json`.

Each names the one that it follows, so that there is no list that all branches of a repository would
write to: two that follow the same one are found when they meet.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import Final

from schemagen.catalog.hazard import HazardType
from schemagen.catalog.statement import failure_text
from schemagen.errors import MigrationError, check_no_address, reason
from schemagen.frozen import frozen
from schemagen.migrate.plan_file import PLAN, Fact, Plan, checksum_of, read_plan
from schemagen.migrate.reading import same_words
from schemagen.migrate.script import described, read_script, texts_of
from schemagen.migrate.step import Action, Alone, Batches, Direction, Step, Together, together

_ID: Final = re.compile(r"\d{14}_[a-z0-9_]+")
_WAYS: Final = tuple(Direction)
_READING: Final = os.O_RDONLY | getattr(os, "O_BINARY", 0)
_PIECE: Final = 1 << 16
_FORM: Final = "20261121093000_add_orders"
_TIME: Final = "%Y%m%d%H%M%S"


@frozen(slots=False)
class Migration:
    """A migration in its folder; files are read when they are asked for."""

    folder: Path

    @property
    def id(self) -> str:
        """The name of the folder."""
        return self.folder.name

    @cached_property
    def plan(self) -> Plan:
        """What the plan says.

        Raises:
            MigrationError: it cannot be read.
        """
        try:
            return read_plan(json.loads(_read(f"{self.folder}{os.sep}{PLAN}")))
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise MigrationError(
                f"this plan cannot be read: {reason(error)}",
                where=_name(self.folder / PLAN),
                hint="restore it from version control",
            ) from error

    def script(self, direction: Direction) -> str:
        """Return the text of one way.

        Raises:
            MigrationError: the file cannot be read.
        """
        try:
            return self._content(direction).decode()
        except UnicodeDecodeError as error:
            raise self._unreadable(direction, error) from error

    def _content(self, direction: Direction) -> bytes:
        # By its name, not by its path: there may be many thousands.
        try:
            return _read(f"{self.folder}{os.sep}{direction.value}.sql")
        except OSError as error:
            raise self._unreadable(direction, error) from error

    def _unreadable(self, direction: Direction, error: Exception) -> MigrationError:
        return MigrationError(
            f"this file cannot be read: {reason(error)}",
            where=self.name_of(direction),
            hint="restore it from version control",
        )

    def path(self, direction: Direction) -> Path:
        """Return the file of one way."""
        return self.folder / f"{direction}.sql"

    def name_of(self, direction: Direction) -> str:
        """Return how messages name the file of one way: `20261121093000_add_orders/up.sql`."""
        return _name(self.path(direction))

    @cached_property
    def checksums(self) -> Mapping[Direction, str]:
        """The checksums of both files.

        Raises:
            MigrationError: one of them cannot be read.
        """
        return {way: checksum_of(self._content(way)) for way in _WAYS}

    def checksum(self, direction: Direction) -> str:
        """Return the checksum of one way's file.

        Raises:
            MigrationError: a file cannot be read.
        """
        return self.checksums[direction]

    def edited(self) -> tuple[Direction, ...]:
        """Return the ways whose file is not the one that the plan was made for."""
        found, ways = self.checksums, self.plan.ways
        return tuple(way for way in _WAYS if found[way] != ways[way].checksum)

    def is_laid_out_anew(self, former: str) -> bool:
        """Tell whether up.sql has the statements that it had with another checksum.

        Only the plan tells what those were, and only of checksums that it knows.
        """
        way = self.plan.ways[Direction.UP]
        if former not in (way.checksum, *way.former):
            return False
        texts = [text for step in self.steps(Direction.UP) for text in texts_of(step)]
        known = dict.fromkeys(map(same_words, way.facts))
        return list(dict.fromkeys(map(same_words, texts))) == list(known)

    def handwritten(self, direction: Direction) -> tuple[str, ...]:
        """Return the statements of one way that a person wrote, and not schemagen."""
        facts = self.plan.ways[direction].facts
        texts = [text for step in self.steps(direction) for text in texts_of(step)]
        known = {text for text, fact in facts.items() if not fact.is_handwritten}
        return tuple(text for text in texts if text not in known)

    def steps(self, direction: Direction) -> tuple[Step, ...]:
        """Return the steps of one way, with what the plan knows of them.

        Raises:
            MigrationError: a file cannot be read.
        """
        facts = self.plan.ways[direction].facts
        return steps_in(self.script(direction), facts, self.name_of(direction))


def read_migrations(folder: Path) -> tuple[Migration, ...]:
    """Return the migrations of a project in their order, without reading them.

    Raises:
        MigrationError: a folder is not named as a migration is.
    """
    if not folder.is_dir():
        return ()
    with os.scandir(folder) as entries:
        found = sorted(each.name for each in entries if each.is_dir() and each.name[0] != ".")
    for name in found:
        if not _ID.fullmatch(name):
            raise MigrationError(
                "this is not the name of a migration",
                where=_name(folder / name),
                hint=f"it is a time and a few words: {_FORM}",
            )
    return tuple(Migration(folder / name) for name in found)


def find_one(migrations: Sequence[Migration], name: str, what: str = "") -> Migration:
    """Return the migration that a person means: by its id, or by what only its id begins with.

    `what` says which migrations these are: `applied`.

    Raises:
        MigrationError: there is none, or there are several.
    """
    found = [each for each in migrations if each.id.startswith(name)]
    exact = [each for each in found if each.id == name]
    if len(found) != 1 and len(exact) != 1:
        listed = ", ".join(each.id for each in migrations) or "none"
        which = f" that are {what}" if what else ""
        raise MigrationError(
            f'"{name}" is not one of the migrations{which}',
            hint=f"those are: {listed}",
        )
    return (exact or found)[0]


def migration_id(slug: str, now: datetime, after: str = "") -> str:
    """Return the id of a new migration, later than the one that it is to follow.

    Raises:
        MigrationError: nothing of the slug can stand in a file name, or not all of it should.
    """
    check_no_address(slug, "the name of a migration", f"see {_FORM}", MigrationError)
    words = re.sub(r"[^a-z0-9]+", "_", slug.lower()).strip("_")
    if not words:
        raise MigrationError(f'"{slug}" has no letters and digits', hint=f"see {_FORM}")
    return f"{migration_stamp(now, after)}_{words[:60]}"


def migration_stamp(now: datetime, after: str = "") -> str:
    """Return the time that the id of a new migration begins with, later than that of another."""
    stamp = now.astimezone(UTC).strftime(_TIME)
    # A colleague's clock may be ahead of ours.
    return max(stamp, _next_second(after[:14])) if after else stamp


def _next_second(stamp: str) -> str:
    """Return the second after a time, which may be one that no clock shows: 61 seconds, say."""
    hours, minutes, seconds = (int(stamp[place : place + 2]) for place in (8, 10, 12))
    try:
        day = datetime.strptime(stamp[:8], "%Y%m%d")
    except ValueError:
        return str(int(stamp) + 1).zfill(len(stamp))
    later = day + timedelta(hours=hours, minutes=minutes, seconds=seconds + 1)
    return later.strftime(_TIME)


def steps_in(script: str, facts: Mapping[str, Fact], name: str) -> tuple[Step, ...]:
    """Return the steps of a script with what is known of them; `name` is what messages call it.

    Raises:
        MigrationError: the text is not SQL, or a mark is unknown or does not fit.
    """
    return tuple(_informed(step, facts) for step in read_script(script, name))


def _informed(step: Step, facts: Mapping[str, Fact]) -> Step:
    """Put what the plan knows into a step that was read from its script."""
    match step:
        case Together(actions):
            found = [facts.get(action.sql, Fact()) for action in actions]
            known = tuple(_known(action, facts) for action in actions)
            return together(known, [fact.cleanup for fact in found])
        case Alone(action):
            fact = facts.get(action.sql, Fact())
            return Alone(_known(action, facts), fact.settled, fact.cleanup)
        case Batches():
            (action,) = described(step)
            own = facts.get(action.sql)
            if own is None:
                return step
            return replace(step, hazards=_hazards(own), repeats=not own.is_handwritten)


def _known(action: Action, facts: Mapping[str, Fact]) -> Action:
    fact = facts.get(action.sql)
    if fact is None:
        # Written by a person, so nobody can tell what it does.
        return Action(action.sql, hazards={HazardType.IS_USER_GENERATED: ""})
    failure = failure_text(fact.fails_if, fact.remedy)
    return Action(action.sql, fact.target, _hazards(fact), fact.lock, failure)


def _hazards(fact: Fact) -> Mapping[str, str]:
    return dict(sorted((fact.hazards or {}).items()))


def _read(path: str) -> bytes:
    """Return what is in a file; of many thousands, buffers would take more time than files."""
    found = os.open(path, _READING)
    try:
        content = os.read(found, _PIECE)
        while piece := os.read(found, _PIECE):
            content += piece
        return content
    finally:
        os.close(found)


def _name(path: Path) -> str:
    """Return how messages name a file: within the project's migrations."""
    return "/".join(path.parts[-2:])
