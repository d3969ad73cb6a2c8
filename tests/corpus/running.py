"""Several cases of a corpus at a time, each process with some of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from itertools import islice

from tests.corpus.case import Case
from tests.corpus.databases import Target
from tests.corpus.scorer import Result, Scorer

_AT_ONCE = 12
"""Cases that a process takes at a time; neighbours often share a side."""


def run_cases(target: Target, cases: Sequence[Case], jobs: int) -> Iterator[Result]:
    """Run cases in several processes."""
    rest = iter(cases)
    parts = iter(lambda: tuple(islice(rest, _AT_ONCE)), ())
    with ProcessPoolExecutor(jobs) as pool:
        for results in pool.map(partial(_run_some, target), parts):
            yield from results


def _run_some(target: Target, cases: Sequence[Case]) -> list[Result]:
    scorer = Scorer(target)
    return [scorer.run(case) for case in cases]
