"""What a migration is made of: steps, each of which is done as a whole or not at all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import field
from enum import StrEnum
from typing import Final, TypeAlias

from schemagen.frozen import frozen
from schemagen.sqltext.tokens import tokenize


class Direction(StrEnum):
    """Which of its two ways a migration goes."""

    UP = "up"
    DOWN = "down"


_WIDTH: Final = 100
"""How many characters of a statement are shown where one line has to do."""


@frozen
class Action:
    """One statement of a step, as data.

    Attributes:
        sql: its text without the semicolon.
        target: what it is about, for people: `index app.orders_customer_idx`.
        hazards: the names of what it may do to rows, to their readers or to whoever waits for them,
            each with what it does to what; empty where nobody knows that.
        lock: the mode of the strongest lock that it takes on what it changes.
        failure: what in the rows makes it fail, and what to do about it; empty if nothing.
    """

    sql: str
    target: str = ""
    hazards: Mapping[str, str] = field(default_factory=dict)
    lock: str = ""
    failure: str = ""

    @property
    def brief(self) -> str:
        """The beginning of its text, on one line: `CREATE FUNCTION app.total() …`."""
        first, _, more = self.sql.partition("\n")
        if len(first) > _WIDTH:
            more = first
            first = first[:_WIDTH].rpartition(" ")[0] or first[:_WIDTH]
        return f"{first.rstrip(' ($')} …" if more else first

    @property
    def title(self) -> str:
        """The beginning of its text, and what it is about where that does not tell."""
        kind, _, name = self.target.partition(" ")
        last = name.partition("(")[0].rpartition(".")[2]
        return (
            self.brief if last in self.brief else f"{kind.replace('_', ' ')} {name}: {self.brief}"
        )


@frozen
class Together:
    """Statements that run in one transaction.

    Attributes:
        actions: the statements.
        cleanup: statements that undo them, where all of them are only for a later step; empty where
            one of them is not, so that they stay if that is refused.
    """

    actions: tuple[Action, ...]
    cleanup: tuple[str, ...] = ()


def together(actions: Sequence[Action], cleanups: Sequence[tuple[str, ...]]) -> Together:
    """Put statements into a transaction; `cleanups` has what undoes each, empty if nothing does."""
    undone = [text for cleanup in reversed(cleanups) for text in cleanup]
    return Together(tuple(actions), tuple(dict.fromkeys(undone)) if all(cleanups) else ())


@frozen
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


_AROUND: Final = frozenset({"only", "*", "(", ")", "as"})
"""What may stand around the name of a table that is changed ("UPDATE")."""


@frozen
class Batches:
    """An UPDATE or DELETE that is made some rows at a time, in the order of their key; or an INSERT
    of the rows of a table into another.

    Each batch is a transaction of its own, which also notes the last key, so that an interrupted
    run goes on where it stopped.

    Attributes:
        table: the table as a statement names it, perhaps with an alias.
        key: columns that identify a row and have an index in this order; none stands for those of
            the primary key.
        assignments: what follows SET; empty where rows are deleted, or inserted elsewhere.
        condition: which rows; empty for all of them.
        size: how many rows are looked at in one transaction.
        hazards: see `Action`; None where nobody knows, since a person wrote it.
        insert: of an INSERT what stands before SELECT; empty for others.
        selected: what it selects, as texts.
        ending: of an INSERT what stands behind its condition: `ON CONFLICT DO NOTHING`.
        repeats: whether it passes over rows that are done, so that it may be run again.
    """

    table: str
    key: tuple[str, ...]
    assignments: str
    condition: str = ""
    size: int = 1000
    hazards: Mapping[str, str] | None = None
    insert: str = ""
    selected: tuple[str, ...] = ()
    ending: str = ""
    repeats: bool = False

    @property
    def relation(self) -> str:
        """The name of the table as it stands there, without its alias."""
        tokens = tokenize(self.table)
        named = [each for each in tokens if each.word not in _AROUND]
        end = 3 if len(named) > 2 and named[1].text == "." else 1
        return self.table[named[0].start : named[end - 1].end]

    @property
    def called(self) -> str:
        """What the rest of the statement calls the table: its alias if it has one."""
        last = [each for each in tokenize(self.table) if each.word not in _AROUND][-1]
        is_own = self.relation.endswith(last.text)
        return self.relation if is_own else last.text


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
