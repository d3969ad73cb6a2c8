"""What a migration is made of: steps, each of which is done as a whole or not at all."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from schemagen.sqltext.tokens import tokenize


class Direction(StrEnum):
    """Which of its two ways a migration goes."""

    UP = "up"
    DOWN = "down"


@dataclass(frozen=True, slots=True)
class Action:
    """One statement of a step, as data.

    Attributes:
        sql: its text without the semicolon.
        target: what it is about, for people: `index app.orders_customer_idx`.
        hazards: the names of what it may do to rows, to their readers or to whoever waits for them.
        lock: the mode of the strongest lock that it takes on what it changes.
    """

    sql: str
    target: str = ""
    hazards: tuple[str, ...] = ()
    lock: str = ""


@dataclass(frozen=True, slots=True)
class Together:
    """Statements that run in one transaction."""

    actions: tuple[Action, ...]


@dataclass(frozen=True, slots=True)
class Alone:
    """A statement that PostgreSQL does not let run in a transaction.

    Attributes:
        action: the statement.
        settled: a query for whether it is done, whose one value is a boolean; empty if nobody can
            tell, and then it is run again.
        cleanup: statements that remove what an interrupted run left, and do nothing otherwise.
    """

    action: Action
    settled: str = ""
    cleanup: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Batches:
    """A change of rows that is made some rows at a time, in the order of their key.

    Each batch is a transaction of its own, which also notes the last key, so that an interrupted
    run goes on where it stopped.

    Attributes:
        table: the table as a statement names it, perhaps with an alias.
        key: columns that identify a row and have an index in this order: its primary key.
        assignments: what follows SET.
        condition: which rows; empty for all of them.
        size: how many rows are looked at in one transaction.
    """

    table: str
    key: tuple[str, ...]
    assignments: str
    condition: str = ""
    size: int = 1000

    @property
    def called(self) -> str:
        """What the rest of the statement calls the table: its alias if it has one."""
        tokens = tokenize(self.table)
        last, before = tokens[-1], tokens[-2] if len(tokens) > 1 else None
        only = before is not None and before.word == "only"
        if before is None or before.text in (".", "*") or only or not last.is_name:
            named = [each for each in tokens if each.word not in ("only", "*", "(", ")")]
            return self.table[named[0].start : named[-1].end]
        return last.text


Step: TypeAlias = Together | Alone | Batches


def actions_of(step: Step) -> tuple[Action, ...]:
    """Return the statements of a step that are plain text."""
    match step:
        case Together(actions):
            return actions
        case Alone(action):
            return (action,)
        case Batches():
            return ()
