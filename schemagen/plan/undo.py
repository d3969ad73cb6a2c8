"""What undoes a statement, and what it cannot bring back: told before anything runs.

The way back is a plan of its own; here its statements are found again for each statement of the
way there, by what they are about.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from enum import StrEnum
from typing import Final, TypeAlias

from schemagen.catalog.hazard import HazardType
from schemagen.catalog.object import ObjectId
from schemagen.catalog.statement import Statement, Topic
from schemagen.frozen import frozen


class Grade(StrEnum):
    """What an undo brings back, from everything to nothing.

    EXACT brings back what there was before, and takes away what was written since into what it
    takes away itself. LOSSY brings back the catalog, but not all rows and values. IRREVERSIBLE may
    be refused: over rows that use what is to be taken away, or that lack what is to come back.
    """

    EXACT = "exact"
    LOSSY = "data-lossy"
    IRREVERSIBLE = "irreversible"

    @property
    def rank(self) -> int:
        """The place in the list of grades: the worse, the larger."""
        return list(Grade).index(self)


@frozen
class Undo:
    """The undo of one statement.

    Attributes:
        grade: what it brings back.
        reasons: what is lost, or what may keep it from running, as sentences.
        statements: what it consists of; empty where only the whole way back tells.
    """

    grade: Grade
    reasons: tuple[str, ...] = ()
    statements: tuple[Statement, ...] = ()


_LAST: Final = "if it is undone, {} comes back as the last one"
_SINCE: Final = "if it is undone, what was written since goes: {}"
_BY_HAND: Final = "write into down.sql what they get, and run schemagen migrate check"
_Key: TypeAlias = tuple[ObjectId, Topic, str]


def find_undo(
    statements: Sequence[Statement],
    undo: Sequence[Statement],
    misplaced: Collection[ObjectId] = (),
    remade: Collection[ObjectId] = (),
) -> tuple[Undo, ...]:
    """Return the undo of each of the statements, given the whole way back.

    `misplaced` is what the way back puts behind what it was in front of, `remade` what it makes.
    """
    there, back = _by_subject(statements), _by_subject(undo)
    return tuple(
        _judge(
            item,
            back.get(_key(item), ()),
            alone=len(there[_key(item)]) == 1,
            misplaced=item.target in misplaced,
            remade=item.target in remade,
        )
        for item in statements
    )


def worst(undo: Sequence[Undo]) -> Grade:
    """Return the grade of undoing everything."""
    return max((each.grade for each in undo), key=lambda grade: grade.rank, default=Grade.EXACT)


def _key(item: Statement) -> _Key:
    return item.target, item.topic, item.heading


def _by_subject(statements: Sequence[Statement]) -> Mapping[_Key, Sequence[Statement]]:
    found: dict[_Key, list[Statement]] = defaultdict(list)
    for item in statements:
        found[_key(item)].append(item)
    return found


def _judge(
    item: Statement, back: Sequence[Statement], *, alone: bool, misplaced: bool, remade: bool
) -> Undo:
    """Judge the undo of a statement; `back` may undo others about the same object as well."""
    paired = tuple(back) if alone else ()
    lost = [each.message for each in item.hazards if each.type is HazardType.DELETES_DATA]
    stays = item.effect.stays_if if item.effect else ""
    if stays:
        return Undo(Grade.IRREVERSIBLE, (f"it cannot be undone once {stays}",), paired)
    refused = tuple(f"its undo {each.failure}" for each in back if each.failure)
    moved = (_LAST.format(item.target),) if misplaced and (lost or remade) else ()
    if lost and refused and remade:
        return Undo(Grade.IRREVERSIBLE, (*lost, *moved, *refused), paired)
    if lost:
        return Undo(Grade.LOSSY, (*lost, *moved, *refused), paired)
    if item.effect is not None and item.effect.remains:
        return Undo(Grade.LOSSY, item.effect.remains, paired)
    # What is lost then was not there before: the state that the undo restores is exact.
    forgotten = tuple(_SINCE.format(each) for each in _lost_by(back))
    return Undo(Grade.EXACT, (*forgotten, *moved, *refused), paired)


def _lost_by(statements: Sequence[Statement]) -> Iterator[str]:
    for item in statements:
        for hazard in item.hazards:
            if hazard.type is HazardType.DELETES_DATA:
                yield hazard.message


def by_hand(statements: Iterable[Statement]) -> Iterator[Statement]:
    """Let a way back say what to do about rows in its way: no spec tells what they get then."""
    for each in statements:
        if each.effect is not None and each.effect.remedy:
            each = replace(each, effect=replace(each.effect, remedy=_BY_HAND))
        yield each
