"""Measure plans on a corpus of cases: `python -m tests.corpus DIR`, or `make corpus DIR=…`.

Several cases run at a time, on one scratch server: a disposable one of the major version in
`POSTGRES` (the newest by default), or the one at `--dsn`, where databases and roles are made as its
superuser.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from tests.corpus.case import read_cases
from tests.corpus.databases import open_target
from tests.corpus.report import failures, table
from tests.corpus.running import run_cases
from tests.corpus.scorer import Result

_TELL_EVERY = 200


def _telling(results: Iterator[Result], total: int) -> Iterator[Result]:
    """Say how far it got, now and then."""
    for count, result in enumerate(results, 1):
        if count % _TELL_EVERY == 0:
            print(f"{count} of {total}", file=sys.stderr, flush=True)
        yield result


def main() -> int:
    """Run what the command line says; 0 if all was right, 1 if not, 2 if there is nothing."""
    asked = _arguments()
    cases = read_cases(asked.folder, tuple(asked.suite), asked.match)
    if not cases:
        print(f"{asked.folder} has no case that is meant (files *.jsonl)", file=sys.stderr)
        return 2
    started = time.monotonic()
    major = int(os.environ["POSTGRES"]) if os.environ.get("POSTGRES") else None
    with open_target(asked.dsn or None, major) as target:
        results = list(_telling(run_cases(target, cases, asked.jobs), len(cases)))
    print(*failures(results), sep="\n\n")
    print()
    print(*table(results), sep="\n")
    print(f"\n{len(results)} cases in {time.monotonic() - started:.0f} s")
    return 0 if all(item.right for item in results) else 1


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.corpus", description=__doc__)
    parser.add_argument("folder", type=Path, metavar="DIR", help="where the files *.jsonl are")
    parser.add_argument("--dsn", help="the superuser of a scratch server to use instead of our own")
    parser.add_argument("--suite", action="append", default=[], help="only this suite; repeatable")
    parser.add_argument("--match", help="only cases whose id matches this pattern")
    parser.add_argument("--jobs", type=int, default=2 * (os.cpu_count() or 1))
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
