"""What a test costs that has a database of its own, or a transaction, beside what PostgreSQL takes.

The floors are the same statements over a connection that is there: CREATE DATABASE and DROP
DATABASE, and BEGIN and ROLLBACK. One project of this repository is the template.

    python -m bench.testing [--project trust] [--tests 30]
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from collections.abc import Callable
from contextlib import ExitStack
from typing import Final

import psycopg

from schemagen.sqltext.quoting import Name, sql
from schemagen.testing.templates import Template, Templates

_MOST_DATABASE: Final = 0.1
_MOST_TRANSACTION: Final = 0.002
"""Seconds that a test may cost."""


def main() -> int:
    """Print both times with their ratios; 1 if one is more than it may be."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--project", default="trust")
    options.add_argument("--tests", type=int, default=30)
    given = options.parse_args()
    with ExitStack() as stack:
        template = Templates(stack).of(given.project)
        _transaction(template)
        database = _median(lambda: _database(template), given.tests)
        plain_database = _median(lambda: _copy(template), given.tests)
        transaction = _median(lambda: _transaction(template), given.tests * 10)
        with psycopg.connect(template.cluster.url, autocommit=True) as connection:
            plain_transaction = _median(lambda: _begin(connection), given.tests * 10)
    _line("a database", database, plain_database)
    _line("a transaction", transaction, plain_transaction)
    return int(database > _MOST_DATABASE or transaction > _MOST_TRANSACTION)


def _median(work: Callable[[], None], times: int) -> float:
    taken = []
    for _ in range(times):
        started = time.perf_counter()
        work()
        taken.append(time.perf_counter() - started)
    return statistics.median(taken)


def _database(template: Template) -> None:
    with template.database():
        pass


def _copy(template: Template) -> None:
    copy, original = Name("bench_copy"), Name(template.name)
    made = sql("CREATE DATABASE {} TEMPLATE {} STRATEGY file_copy", copy, original)
    template.cluster.admin.execute(made.encode())
    template.cluster.admin.execute(sql("DROP DATABASE {} WITH (FORCE)", copy).encode())


def _transaction(template: Template) -> None:
    with template.transaction():
        pass


def _begin(connection: psycopg.Connection[tuple[object, ...]]) -> None:
    connection.execute("BEGIN")
    connection.execute("ROLLBACK")


def _line(what: str, taken: float, floor: float) -> None:
    print(
        f"{what:<14} {taken * 1000:8.2f} ms, {taken / floor:5.2f} times the floor"
        f" of {floor * 1000:.2f} ms"
    )


if __name__ == "__main__":
    sys.exit(main())
