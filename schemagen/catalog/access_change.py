"""Whose access to which rows grows or shrinks when one schema becomes another, in sentences."""

from __future__ import annotations

from typing import NamedTuple

from schemagen.catalog.object import ObjectId
from schemagen.frozen import frozen


class AccessLine(NamedTuple):
    """A sentence on somebody's access, and the relation or function that it is about.

    `command` is what somebody may do with it; empty where it is about more than one thing.
    """

    about: ObjectId
    text: str
    command: str = ""


@frozen
class AccessChange:
    """What became of access when both schemas were tried on the same rows.

    Attributes:
        gains: what somebody may do now and could not before; sorted, as all of them.
        losses: what somebody could do before and may not now.
        regained: the same, as what somebody gains on the way back.
        news: what comes or goes as a whole, and whose it is; nobody's rows are shown by it.
        tried: the relations that were tried on both sides.
        grantees: the roles that tried them.
        untried: why nothing was tried; empty if it was.
    """

    gains: tuple[AccessLine, ...] = ()
    losses: tuple[AccessLine, ...] = ()
    regained: tuple[AccessLine, ...] = ()
    news: tuple[AccessLine, ...] = ()
    tried: frozenset[ObjectId] = frozenset()
    grantees: frozenset[str] = frozenset()
    untried: str = ""

    @property
    def is_same(self) -> bool:
        """Whether everybody has access to the same rows as before."""
        return not (self.untried or self.gains or self.losses or self.news)
