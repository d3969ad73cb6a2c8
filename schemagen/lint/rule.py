"""What a rule of `schemagen lint` is, and what it finds."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from enum import StrEnum
from typing import TypeAlias

from schemagen.catalog.catalog import Catalog
from schemagen.catalog.object import ObjectId
from schemagen.frozen import frozen
from schemagen.lint.steps import Steps


class Level(StrEnum):
    """How bad a finding is, as SARIF calls it."""

    ERROR = "error"
    WARNING = "warning"


@frozen
class Found:
    """An object that a rule finds fault with, what it is, and what to do about this one."""

    id: ObjectId
    message: str
    hint: str


Check: TypeAlias = Callable[[Catalog], Iterable[Found]]


@frozen(kw_only=True)
class AnyRule:
    """What all rules have.

    Attributes:
        code: its name, for suppressions: `unindexed-foreign-key`.
        title: what it finds, in one line.
        why: Markdown: what goes wrong in production, and what to do.
        level: an error lets people see or do what they should not, or breaks; anything else is a
            warning.
        good: a spec, without its first two lines, in which it finds nothing.
        bad: one in which it finds one thing, and no other rule anything.
    """

    code: str
    title: str
    why: str
    level: Level = Level.WARNING
    good: str
    bad: str


@frozen(kw_only=True)
class Rule(AnyRule):
    """One thing that is looked for in a catalog; `check` finds it."""

    check: Check


ChangeCheck: TypeAlias = Callable[[Steps], Iterable[Found]]


@frozen(kw_only=True)
class ChangeRule(AnyRule):
    """One thing that is looked for in a change.

    Attributes:
        check: what it finds on the way from one catalog to another.
        before: the spec that `good` and `bad` change.
    """

    check: ChangeCheck
    before: str
