"""One case: the plan from old to new is made, applied, asked for again, and undone.

What is right is for pg_dump to say, and never for schemagen.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from itertools import groupby

import psycopg

from schemagen.catalog.catalog import Catalog
from schemagen.catalog.object import ObjectId
from schemagen.catalog.statement import Statement, Transaction
from schemagen.introspect.snapshot import read_catalog
from schemagen.plan.transition import Transition, plan_transition
from tests.corpus.case import Case
from tests.corpus.databases import ScriptError, Target, new_names
from tests.corpus.dumps import (
    Entry,
    Verdict,
    compare_dumps,
    describe_difference,
    read_dump,
    with_grants_of,
)

_IDENTITIES = """
    SELECT n.nspname, c.relname, '', c.oid::int8
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind IN ('r', 'p') AND c.oid >= 16384
    UNION ALL
    SELECT n.nspname, c.relname, a.attname, a.attnum
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    JOIN pg_attribute a ON a.attrelid = c.oid
    WHERE c.relkind IN ('r', 'p') AND c.oid >= 16384
    AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
"""
"""What tells whether a table or a column is still the same one."""


class Outcome(StrEnum):
    """What came of one way, there or back."""

    OK = "ok"
    ORDER = "order"
    WRONG = "wrong"
    ERROR = "error"
    UNLOADABLE = "unloadable"


@dataclass(frozen=True, slots=True)
class Result:
    """What came of a case.

    Attributes:
        outcome: what came of the way there; UNLOADABLE if a side does not load on this server.
        reason: what is wrong with it, for a person.
        same: both sides dump the same: nothing is to be done.
        statements: what the plan says.
        rebuilt: tables and columns of both sides that lost their rows.
        more: statements that a second plan still has, which should have none.
        undo: what came of the way back, where there was one to take.
        undo_reason: what is wrong with it.
    """

    case: Case
    outcome: Outcome
    reason: str = ""
    same: bool = False
    statements: tuple[str, ...] = ()
    rebuilt: tuple[str, ...] = ()
    more: tuple[str, ...] = ()
    undo: Outcome | None = None
    undo_reason: str = ""

    @property
    def right(self) -> bool:
        """Whether nobody has to look at it; columns may be in another order."""
        fine = (Outcome.OK, Outcome.ORDER)
        if self.outcome is Outcome.UNLOADABLE:
            return True
        needless = self.same and bool(self.statements)
        return self.outcome in fine and self.undo in fine and not self.more and not needless


@dataclass(slots=True)
class Scorer:
    """Runs cases on a server. What it knows of scripts, it keeps for the next case."""

    target: Target
    planner: Callable[[Catalog, Catalog], Transition] = plan_transition
    new_name: Callable[[], str] = field(default_factory=new_names)
    known: dict[str, str] = field(default_factory=dict)
    reloaded: dict[str, list[Entry]] = field(default_factory=dict)

    def run(self, case: Case) -> Result:
        """Run a case in two databases of its own."""
        for role in case.roles:
            self.target.need_role(role)
        a, b = self.new_name(), self.new_name()
        with self.target.databases(a, b):
            dumps = []
            for name, side, script in ((a, "old", case.old), (b, "new", case.new)):
                try:
                    self.target.load(name, script)
                    dumps.append(self._dump_of(name, script))
                except ScriptError as error:
                    return Result(case, Outcome.UNLOADABLE, f"{side}: {error}")
            return self._migrate(case, (a, b), dumps[0], dumps[1])

    def _dump_of(self, database: str, script: str) -> str:
        if script not in self.known:
            self.known[script] = self.target.dump(database)
        return self.known[script]

    def _migrate(self, case: Case, names: tuple[str, str], old: str, new: str) -> Result:
        a, b = names
        same = read_dump(old) == read_dump(new)
        before = self._identities(a)
        try:
            plan = self._plan(a, b)
        except Exception as error:  # whatever is wrong with a planner is an outcome of the case
            return Result(case, Outcome.ERROR, f"{type(error).__name__}: {error}", same)
        outcome, reason = self._apply(a, plan.statements, new)
        result = Result(case, outcome, reason, same, tuple(each.sql for each in plan.statements))
        if outcome not in (Outcome.OK, Outcome.ORDER):
            return result
        rebuilt = _lost(before, self._identities(a)) if plan.statements else ()
        try:
            more = tuple(each.sql for each in self._plan(a, b).statements)
        except Exception as error:
            return replace(result, outcome=Outcome.ERROR, reason=f"second plan: {error}")
        undo, undo_reason = self._apply(a, plan.undo, old)
        return replace(result, rebuilt=rebuilt, more=more, undo=undo, undo_reason=undo_reason)

    def _plan(self, current: str, desired: str) -> Transition:
        urls = (self.target.url_of(current), self.target.url_of(desired))
        return self.planner(*read_both(*urls))

    def _identities(self, database: str) -> dict[tuple[str, str, str], int]:
        with psycopg.connect(self.target.url_of(database)) as connection:
            rows = connection.execute(_IDENTITIES).fetchall()
        return {(schema, table, column): mark for schema, table, column, mark in rows}

    def _apply(
        self, database: str, statements: Sequence[Statement], wanted: str
    ) -> tuple[Outcome, str]:
        """Run statements, and judge what is there by what was wanted."""
        try:
            if statements:
                self.target.run(database, script_of(statements))
            got = self.target.dump(database)
        except ScriptError as error:
            return Outcome.ERROR, str(error)
        verdict = compare_dumps(read_dump(got), read_dump(wanted))
        if verdict is not Verdict.OK:
            verdict = self._compare_reloaded(got, wanted, verdict)
        reason = describe_difference(read_dump(got), read_dump(wanted)) if verdict != "ok" else ""
        return Outcome(verdict), reason

    def _compare_reloaded(self, got: str, wanted: str, verdict: Verdict) -> Verdict:
        """Compare two dumps after each was loaded and dumped again.

        PostgreSQL shows some expressions in another form once a dump was loaded: a difference that
        goes away by that is none.
        """
        try:
            pair = [with_grants_of(self._reload(each), read_dump(each)) for each in (got, wanted)]
        except ScriptError:
            return verdict
        return min(verdict, compare_dumps(*pair), key=list(Verdict).index)

    def _reload(self, dump: str) -> list[Entry]:
        if dump not in self.reloaded:
            name = self.new_name()
            with self.target.databases(name):
                self.target.load(name, dump)
                self.reloaded[dump] = read_dump(self.target.dump(name))
        return self.reloaded[dump]


def read_both(one: str, other: str) -> tuple[Catalog, Catalog]:
    """Read two databases of one server, both with the same roles.

    Roles are the server's, and other cases make some at the same time.
    """
    while True:
        with psycopg.connect(one, autocommit=True) as connection:
            first = read_catalog(connection)
        with psycopg.connect(other, autocommit=True) as connection:
            second = read_catalog(connection)
        if _roles(first) == _roles(second):
            return first, second


def _roles(catalog: Catalog) -> set[ObjectId]:
    return {key for key in catalog.ids() if key.kind == "role"}


def script_of(statements: Iterable[Statement]) -> str:
    """Return statements as a script for psql, in their transactions; empty where there are none."""
    lines: list[str] = []
    for kind, group in groupby(statements, key=lambda item: item.transaction):
        listed = [f"{item.sql};" for item in group]
        lines += ["BEGIN;", *listed, "COMMIT;"] if kind is Transaction.SHARED else listed
    body = "".join(f"{line}\n" for line in lines)
    return f"SET check_function_bodies = off;\n{body}" if body else ""


def _lost(
    before: dict[tuple[str, str, str], int], after: dict[tuple[str, str, str], int]
) -> tuple[str, ...]:
    """Return the tables and columns of both states that are not the same any more."""
    other = {key for key in before if after.get(key, before[key]) != before[key]}
    tables = {(schema, table) for schema, table, column in other if not column}
    columns = [key for key in other if key[2] and key[:2] not in tables]
    return tuple(".".join(key) for key in sorted([*tables, *columns]))
