"""What came of a suite: right, wrong and refused for each keyword and judge."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from tests.json_schema.judges import Contradiction, NotSaid, Verdict
from tests.json_schema.suite import Example, Group

Outcome = Literal["right", "wrong", "refused"]
_OUTCOMES: Final[tuple[Outcome, ...]] = ("right", "wrong", "refused")


@dataclass(frozen=True, slots=True)
class Result:
    """What a judge said about an example."""

    judge: str
    group: Group
    example: Example
    verdict: Verdict

    @property
    def outcome(self) -> Outcome:
        """Whether it was right."""
        if isinstance(self.verdict, NotSaid):
            return "refused"
        return "right" if self.verdict is self.example.valid else "wrong"


def table(results: Sequence[Result]) -> Iterator[str]:
    """Yield a line for each keyword and one for all."""
    names = list(dict.fromkeys(item.judge for item in results))
    keywords = sorted({item.group.keyword for item in results})
    counts = Counter((item.group.keyword, item.judge, item.outcome) for item in results)
    width = max(map(len, ["keyword", *keywords]))
    head = " | ".join(f"{name:^20}" for name in names)
    yield f"{'':<{width}} | {head}"
    yield f"{'keyword':<{width}} | " + " | ".join([" right wrong refused"] * len(names))
    for keyword in keywords:
        yield f"{keyword:<{width}} | {_counts(counts, names, (keyword,))}"
    yield f"{'all':<{width}} | {_counts(counts, names, keywords)}"


def _counts(
    counts: Counter[tuple[str, str, Outcome]], names: Sequence[str], keywords: Sequence[str]
) -> str:
    cells = []
    for name in names:
        found = [sum(counts[each, name, outcome] for each in keywords) for outcome in _OUTCOMES]
        cells.append("{:>6} {:>5} {:>7}".format(*found))
    return " | ".join(cells)


def refusals(results: Sequence[Result]) -> Iterator[str]:
    """Yield what was refused, a line for each judge and reason."""
    reasons = Counter(
        (item.judge, item.verdict.reason) for item in results if isinstance(item.verdict, NotSaid)
    )
    for (judge, reason), count in sorted(reasons.items()):
        yield f"{judge} refused {count}: {reason}"


def mistakes(results: Sequence[Result]) -> Iterator[str]:
    """Yield what was wrong, a line for each example."""
    for item in results:
        if item.outcome == "wrong":
            place = f"{item.group.keyword}: {item.group.description}: {item.example.description}"
            yield f"{item.judge} wrong: {place}: {_said(item.verdict)}"


def _said(verdict: Verdict) -> str:
    if isinstance(verdict, Contradiction | NotSaid):
        return verdict.reason.partition("\n")[0]
    return "accepted" if verdict else "not accepted"
