"""One table of two databases: checksums of its parts, then the rows of the parts that differ."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any, Final, Protocol, TypeAlias

from schemagen.comparing import statements
from schemagen.comparing.found import RowDifference, Side, TableComparison, Value
from schemagen.comparing.relation import Pair
from schemagen.frozen import frozen
from schemagen.sqltext.quoting import QualifiedName, Raw

Rows: TypeAlias = list[tuple[Any, ...]]
Key: TypeAlias = tuple[str | None, ...]
Query: TypeAlias = Callable[[QualifiedName], str]

PART: Final = 5_000
"""How many rows of a table have a checksum together: so many are read to find one that differs."""


class Databases(Protocol):
    """Two databases that are asked the same, at the same time.

    What a refused query raises is theirs to say.
    """

    def ask(self, side: Side, query: str, values: Sequence[Any] = ()) -> Rows:
        """Return the answer of one."""

    def ask_both(self, a: str, b: str, values: Sequence[Any] = ()) -> tuple[Rows, Rows]:
        """Return the answers of both."""


@frozen
class Extent:
    """How far a comparison goes: counts alone, or so many of the rows that differ."""

    counts_only: bool = False
    rows: int = 10


def compare_table(databases: Databases, pair: Pair, extent: Extent) -> TableComparison:
    """Compare a table, as far as `extent` says; what the databases raise passes through."""
    if extent.counts_only:
        [[(rows_a,)], [(rows_b,)]] = _both(databases, pair, statements.count)
        return _comparison(pair, rows_a, rows_b)
    part = _part(databases, pair)
    sums_a, sums_b = map(_by_part, _both(databases, pair, _checksums_of(part, pair.columns)))
    apart = sorted(each for each in {*sums_a, *sums_b} if sums_a.get(each) != sums_b.get(each))
    search = _differing_by_key if pair.key else _differing_rows
    number, rows = search(databases, pair, part, apart, extent.rows) if apart else (0, ())
    compared = _comparison(pair, _counted(sums_a), _counted(sums_b))
    return replace(compared, different=number, rows=rows)


def _comparison(pair: Pair, rows_a: int, rows_b: int) -> TableComparison:
    return TableComparison(
        pair.a.title,
        rows_a,
        rows_b,
        columns_a=tuple(name for name in pair.a.columns if name not in pair.b.columns),
        columns_b=tuple(name for name in pair.b.columns if name not in pair.a.columns),
    )


def _counted(sums: Mapping[int, tuple[int, Decimal]]) -> int:
    """Return the rows of all parts, which were counted when their checksums were made."""
    return sum(rows for rows, _ in sums.values())


def _part(databases: Databases, pair: Pair) -> Raw:
    """Return the expression that parts the table, on both sides alike."""
    if pair.in_order:
        query = statements.bounds(pair.a.qualified, pair.key[0], PART)
        [(keys,)] = databases.ask(Side.A, query)
        return statements.by_range(pair, keys or "{}")
    [(rows,)] = databases.ask(Side.A, statements.count(pair.a.qualified))
    return statements.by_hash(pair, rows // PART + 1)


def _checksums_of(part: Raw, columns: Sequence[str]) -> Query:
    return lambda relation: statements.checksums(relation, part, columns)


def _by_part(rows: Rows) -> Mapping[int, tuple[int, Decimal]]:
    return {part: (count, checksum) for part, count, checksum in rows}


def _both(
    databases: Databases, pair: Pair, query: Query, values: Sequence[Any] = ()
) -> tuple[Rows, Rows]:
    return databases.ask_both(query(pair.a.qualified), query(pair.b.qualified), values)


def _differing_by_key(
    databases: Databases, pair: Pair, part: Raw, apart: list[int], limit: int
) -> tuple[int, tuple[RowDifference, ...]]:
    """Return how many rows differ in some parts, and the first of them."""
    a, b = map(
        _hashes,
        _both(
            databases,
            pair,
            lambda relation: statements.keys_and_hashes(relation, part, pair),
            [apart],
        ),
    )
    keys = sorted((key for key in {*a, *b} if a.get(key) != b.get(key)), key=_readable)
    shown = keys[:limit]
    both = [key for key in shown if key in a and key in b]
    values = _values(databases, pair, both) if both else {}
    found = (
        RowDifference(
            tuple(zip(pair.key, key, strict=True)),
            None if key in values else Side.A if key in a else Side.B,
            values.get(key, ()),
        )
        for key in shown
    )
    return len(keys), tuple(found)


def _hashes(rows: Rows) -> Mapping[Key, str]:
    return {tuple(key): digest for key, digest in rows}


def _values(
    databases: Databases, pair: Pair, keys: Sequence[Key]
) -> Mapping[Key, tuple[Value, ...]]:
    """Return in what rows differ that both sides have."""
    given = [list(column) for column in zip(*keys, strict=True)]
    answers = _both(databases, pair, lambda relation: statements.rows_by_key(relation, pair), given)
    a, b = ({tuple(key): row for key, row in rows} for rows in answers)
    return {
        key: tuple(
            Value(column, left, right)
            for column, left, right in zip(pair.columns, a[key], b[key], strict=True)
            if left != right
        )
        for key in keys
    }


def _differing_rows(
    databases: Databases, pair: Pair, part: Raw, apart: list[int], limit: int
) -> tuple[int, tuple[RowDifference, ...]]:
    """Return how many rows one side has more of, in some parts of a table without a key."""
    a, b = (
        Counter({tuple(row): times for row, times in rows})
        for rows in _both(
            databases,
            pair,
            lambda relation: statements.whole_rows(relation, part, pair.columns),
            [apart],
        )
    )
    more = [(row, Side.A, times) for row, times in (a - b).items()]
    more += [(row, Side.B, times) for row, times in (b - a).items()]
    more.sort(key=lambda each: (_readable(each[0]), each[1]))
    found = (
        RowDifference(tuple(zip(pair.columns, row, strict=True)), side, times=times)
        for row, side, times in more[:limit]
    )
    return sum(times for _, _, times in more), tuple(found)


def _readable(key: Key) -> tuple[tuple[bool, int, str], ...]:
    """Return how keys are sorted for people: numbers by their size, NULL first."""
    return tuple(
        (part is not None, int(part) if part and part.lstrip("-").isdecimal() else 0, part or "")
        for part in key
    )
