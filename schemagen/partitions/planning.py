"""Which partitions are to be made, and which of them have had their time."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

from schemagen.frozen import frozen
from schemagen.partitions.bounds import is_before
from schemagen.partitions.state import Part, State
from schemagen.sqltext.quoting import QualifiedName


@frozen
class Make:
    """A partition to be made; `rows` of the default partition belong into it."""

    whole: QualifiedName
    name: QualifiedName
    low: str
    high: str
    rows: int = 0


@frozen
class Expire:
    """A partition whose rows are kept no longer; `how` is `detach`, `archive` or `drop`."""

    whole: QualifiedName
    part: Part
    how: str

    @property
    def name(self) -> QualifiedName:
        """The partition's name."""
        return self.part.name


Task: TypeAlias = Make | Expire


def needed(state: State) -> Iterator[Make]:
    """Yield the partitions that are to be made.

    Rows that came too early, or before there was a partition for them, are taken out of the default
    partition; those that are further ahead than partitions are made stay there.
    """
    rotation = state.rotation
    now = rotation.index(state.now)
    last = now + rotation.ahead
    for index in sorted({*range(now, last + 1), *(each for each in state.stray if each <= last)}):
        low, high = rotation.start(index), rotation.start(index + 1)
        if not any(part.bounds and part.bounds.meets(low, high) for part in state.parts):
            yield Make(
                state.whole,
                QualifiedName(state.whole.schema, rotation.name(state.whole.name, index)),
                rotation.text(low),
                rotation.text(high),
                state.stray.get(index, 0),
            )


def expired(state: State) -> Iterator[Expire]:
    """Yield the partitions whose time is over, and those that were half detached.

    What somebody made with other bounds, or under another name, is theirs.
    """
    rotation = state.rotation
    limit = rotation.expires(state.now)
    for part in state.parts:
        ours = rotation.owns(state.whole.name, part.name.name, part.bound)
        over = part.bounds is not None and is_before(part.bounds.high, limit)
        if part.pending or (ours and over):
            yield Expire(state.whole, part, rotation.expired)


def beyond(state: State) -> int:
    """Return how many rows stay in the default partition."""
    last = state.rotation.index(state.now) + state.rotation.ahead
    return sum(rows for index, rows in state.stray.items() if index > last)
