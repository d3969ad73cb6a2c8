"""Which candidates the checks of a table let in: the server tries them on a few rows' numbers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import islice, product
from typing import Final

import psycopg

from schemagen.frozen import frozen
from schemagen.seeding.candidate import NULL, Candidate, each_once, in_turn, seldom, sometimes
from schemagen.seeding.constants import told_by
from schemagen.seeding.reading import Column, Connection, Table
from schemagen.seeding.style import Style
from schemagen.seeding.values import Values
from schemagen.sqltext.quoting import Literal, Name, Raw, join_sql, quote_name, sql
from schemagen.sqltext.tokens import SqlTextError, tokenize

_SAMPLES: Final = (*range(1, 32), 47, 101, 255, 1009, 4095, 20011, 99999, 123456, 1000000)
_COMBINATIONS: Final = 20000
_BY_HAND: Final = 300
_SOLUTIONS: Final = 4


@frozen
class _Rule:
    """A condition over columns."""

    columns: tuple[str, ...]
    expression: str


class Solver:
    """Finds values for the columns of a table that its checks let in, all together."""

    def __init__(self, connection: Connection, values: Values, rows: int) -> None:
        self._connection = connection
        self._values = values
        self._samples = [number for number in _SAMPLES if number <= rows] or [1]

    def solve(
        self,
        table: Table,
        given: Mapping[str, Sequence[Candidate]],
        style: Style | None = None,
        settled: Collection[str] = (),
    ) -> Mapping[str, Sequence[Candidate]]:
        """Return for each column what its rows have in turn.

        `given` are candidates to be tried first; then come those of a style. Columns that are
        `settled` have no other than those that are given. Columns whose checks
        let nothing in that we know of keep their first candidate, and the server says what it
        thinks of that.
        """
        rules = list(self._rules(table))
        pools = {
            column.name: list(given[column.name])
            if column.name in settled
            else self._pool(column, rules, given.get(column.name, ()), table, style)
            for column in table.columns
        }
        self._prefer_distinct(table, pools)
        found: dict[str, Sequence[Candidate]] = {name: pool[:1] for name, pool in pools.items()}
        unique = {name for key in table.of("p", "u", "x") for name in table.names(key.columns)}
        tied = {name for rule in rules if len(rule.columns) > 1 for name in rule.columns}
        for name, pool in pools.items():
            # What is called `id` is somebody's key, also where nobody says so.
            if NULL in pool and not given.get(name) and name not in {"id", *unique, *tied}:
                rare = style is not None and style.mostly_empty(name)
                found[name] = [seldom(pool[0]) if rare else sometimes(pool[0])]
        for columns, joint in _together([rule for rule in rules if len(rule.columns) > 1]):
            solutions = self._joint(table, columns, joint, pools)
            if unique & {*columns}:
                solutions = solutions[:1]
            for place, column in enumerate(columns):
                if solutions:
                    found[column] = [solution[place] for solution in solutions]
        return found

    def _rules(self, table: Table) -> Iterator[_Rule]:
        computed = {column.name for column in table.columns if column.generated}
        for check in table.of("c"):
            columns = table.names(check.columns)
            if check.expression and columns and not computed & {*columns}:
                yield _Rule(columns, check.expression)
        for column in table.columns:
            for text in self._values.checks_of(column.type):
                yield _Rule((column.name,), _about(text, column.name))
        held = [text for text in table.row.partitions if text]
        if held and len(held) == len(table.row.partitions):
            whole = join_sql([sql("({})", Raw(text)) for text in held], " OR ")
            yield _Rule(_named_in(whole, table), whole)

    def _pool(
        self,
        column: Column,
        rules: Sequence[_Rule],
        given: Sequence[Candidate],
        table: Table,
        style: Style | None,
    ) -> list[Candidate]:
        base = self._values.base_of(column.type)
        mine = [rule for rule in rules if column.name in rule.columns]
        told = [
            each for rule in mine if base is not None for each in told_by(rule.expression, base)
        ]
        made = list(self._values.of(column.type, column.modifier, column.name))
        if style is not None and base is not None:
            # What is not told apart fills a key with fewer rows than it has room for.
            keyed = any(column.name in table.names(key.columns) for key in table.of("p", "u", "x"))
            drawn = [each for each in style.of(table, column, base) if each.distinct or not keyed]
            made = [*drawn, *made]
        standard = (
            [Candidate(column.default)] if column.default and _is_constant(column.default) else []
        )
        nothing = [] if column.not_null or self._values.needs_value(column.type) else [NULL]
        pool = list(each_once([*given, *made[:1], *standard, *told, *made[1:], *nothing]))
        single = [rule for rule in mine if len(rule.columns) == 1]
        if self._values.is_foreign(column.type):
            read = sql("{}::{} IS NOT NULL", Name(column.name), Raw(column.written))
            single.append(_Rule((column.name,), sql("({}) IS NOT FALSE", Raw(read))))
        if not single and not self._values.is_made_of_others(column.type):
            return pool
        if base is not None and base.category == "S" and column.modifier >= 0:
            fits = sql("{}::{} = {}", Name(column.name), Raw(column.written), Name(column.name))
            single.append(_Rule((column.name,), fits))
        kept = [each for each in pool if self._holds(table, single, {column.name: each})]
        constants = [each for each in kept if each in told]
        if kept and len(constants) > 1 and kept[0] not in (*given, *made[:1]):
            kept.insert(0, in_turn(constants))
        return kept or pool

    def _prefer_distinct(self, table: Table, pools: Mapping[str, list[Candidate]]) -> None:
        """Let a column of each key differ from row to row, where one can."""
        counted = {column.name for column in table.columns if column.filled}
        for key in table.of("p", "u", "x"):
            names = table.names(key.columns)
            if counted & {*names} or any(
                pools[name][:1] and pools[name][0].distinct for name in names
            ):
                continue
            for name in names:
                if any(each.distinct for each in pools[name]):
                    pools[name].sort(key=lambda each: not each.distinct)
                    break

    def _joint(
        self,
        table: Table,
        columns: Sequence[str],
        rules: Sequence[_Rule],
        pools: Mapping[str, list[Candidate]],
    ) -> list[tuple[Candidate, ...]]:
        """Return combinations of candidates that hold, those of the first candidates first."""
        limit = max(2, int(_COMBINATIONS ** (1 / len(columns))))
        chosen = [_few(pools[column], limit) for column in columns]
        places = self._search(table, columns, rules, chosen)
        if places is not None:
            return [tuple(chosen[n][at] for n, at in enumerate(row)) for row in places]
        # Something raises an error, so that each combination is tried by itself.
        ranked = sorted(product(*(range(len(each)) for each in chosen)), key=sum)
        for row in islice(ranked, _BY_HAND):
            combination = tuple(chosen[n][at] for n, at in enumerate(row))
            if self._holds(table, rules, dict(zip(columns, combination, strict=True))):
                return [combination]
        return []

    def _search(
        self,
        table: Table,
        columns: Sequence[str],
        rules: Sequence[_Rule],
        chosen: Sequence[Sequence[Candidate]],
    ) -> list[tuple[int, ...]] | None:
        picks = [f"pick_{number}" for number in range(len(columns))]
        values = [
            sql("{} AS {}", Raw(self._picked(pick, pool, table, column)), Name(column))
            for pick, pool, column in zip(picks, chosen, columns, strict=True)
        ]
        series = [
            sql("generate_series(0, {}) AS {}", Literal(len(pool) - 1), Name(pick))
            for pick, pool in zip(picks, chosen, strict=True)
        ]
        listed = Raw(join_sql([quote_name(pick) for pick in picks], ", "))
        text = sql(
            "SELECT {picks} FROM (SELECT {picks}, {values} FROM {numbers}, {series}) AS {table}"
            " GROUP BY {picks} HAVING bool_and({rules}) ORDER BY {rank}, {picks} LIMIT {limit}",
            picks=listed,
            values=Raw(join_sql(values, ", ")),
            numbers=Raw(self._numbers()),
            series=Raw(join_sql(series, ", ")),
            table=Name(table.row.name),
            rules=Raw(_all(rules)),
            rank=Raw(" + ".join(picks)),
            limit=Literal(_SOLUTIONS),
        )
        try:
            with self._connection.transaction():
                return self._connection.execute(text.encode()).fetchall()
        except psycopg.DatabaseError:
            return None

    def _picked(self, pick: str, pool: Sequence[Candidate], table: Table, column: str) -> str:
        branches = [
            sql("WHEN {} THEN {}", Literal(place), Raw(self._cast(each, table, column)))
            for place, each in enumerate(pool)
        ]
        return sql("CASE {} {} END", Name(pick), Raw(join_sql(branches)))

    def _holds(self, table: Table, rules: Sequence[_Rule], values: Mapping[str, Candidate]) -> bool:
        """Tell whether no row is refused; an error is a refusal, too."""
        listed = [
            sql("{} AS {}", Raw(self._cast(each, table, name)), Name(name))
            for name, each in values.items()
        ]
        # Counting them makes the server look at values that no rule is about.
        counted = [sql("count(({})::text) >= 0", Name(name)) for name in values]
        text = sql(
            "SELECT bool_and({}) AND {} FROM (SELECT {} FROM {}) AS {}",
            Raw(_all(rules) or "true"),
            Raw(join_sql(counted, " AND ")),
            Raw(join_sql(listed, ", ")),
            Raw(self._numbers()),
            Name(table.row.name),
        )
        try:
            with self._connection.transaction():
                row = self._connection.execute(text.encode()).fetchone()
        except psycopg.DatabaseError:
            return False
        return bool(row and row[0])

    def _cast(self, each: Candidate, table: Table, name: str) -> str:
        column = next(column for column in table.columns if column.name == name)
        base = self._values.base_of(column.type)
        text = sql("({})::{}", Raw(each.sql), Raw(base.name if base else column.written))
        if base is not None and base.oid != column.type:
            return sql("{}::{}", Raw(text), Raw(column.written))
        return text

    def _numbers(self) -> str:
        numbers = ", ".join(map(str, self._samples))
        return sql("unnest(ARRAY[{}]::bigint[]) AS n (i)", Raw(numbers))


def _all(rules: Iterable[_Rule]) -> str:
    return join_sql([sql("({}) IS NOT FALSE", Raw(rule.expression)) for rule in rules], " AND ")


def _few(pool: list[Candidate], limit: int) -> list[Candidate]:
    """Return the first candidates, and NULL with them where it may be."""
    return pool if len(pool) <= limit else [*pool[: limit - 1], pool[-1]]


def _together(rules: Sequence[_Rule]) -> Iterator[tuple[tuple[str, ...], list[_Rule]]]:
    """Yield groups of columns that rules tie to each other, with those rules."""
    groups: list[set[str]] = []
    for rule in rules:
        touched = [group for group in groups if group & {*rule.columns}]
        groups = [group for group in groups if group not in touched]
        groups.append({*rule.columns}.union(*touched))
    for group in groups:
        yield tuple(sorted(group)), [rule for rule in rules if {*rule.columns} <= group]


def _about(text: str, column: str) -> str:
    """Return the check of a domain as one of a column."""
    pieces, end = [], 0
    for token in tokenize(text):
        if token.word == "value":
            pieces += [text[end : token.start], quote_name(column)]
            end = token.end
    return "".join([*pieces, text[end:]])


def _named_in(text: str, table: Table) -> tuple[str, ...]:
    named = {token.name for token in tokenize(text) if token.is_name}
    return tuple(column.name for column in table.columns if column.name in named)


def _is_constant(default: str) -> bool:
    """Tell whether a default calls nothing, so that it is the same every time."""
    try:
        tokens = tokenize(default)
    except SqlTextError:
        return False
    called: dict[str, int] = defaultdict(int)
    for token in tokens:
        called[token.word] += 1
    return not called["("] and not any(word.startswith("current_") for word in called)
