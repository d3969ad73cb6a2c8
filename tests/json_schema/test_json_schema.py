"""The runner of JSON Schema Test Suite files, on files of our own."""

from __future__ import annotations

from pathlib import Path

import psycopg
import pytest

from tests.json_schema.__main__ import run
from tests.json_schema.judges import REFERENCE
from tests.json_schema.report import mistakes, refusals, table
from tests.json_schema.suite import Example, Group, read_groups

CASES = Path(__file__).parent / "cases"


@pytest.mark.majors(14, 16, 18)
def test_both_validators_are_right_on_our_cases(database: str) -> None:
    with psycopg.connect(database, autocommit=True) as connection:
        results = list(run(connection, read_groups(CASES)))
    ours = [item for item in results if item.judge != REFERENCE]
    assert list(mistakes(ours)) == []
    assert list(refusals(ours)) == []
    assert len(ours) == 2 * (len(results) - len(ours)) > 600


@pytest.mark.majors(18)
def test_what_is_wrong_or_refused_is_told(database: str) -> None:
    groups = [
        Group("type", "text", {"type": "string"}, (Example("a number", 1, True),)),
        Group("type", "text", {"type": "string"}, (Example("text", "a", True),)),
        Group("not", "more", {"not": {"unevaluatedItems": 1}}, (Example("a list", [], True),)),
        Group("held", "text", {"type": "string"}, (Example("no character", "\0", True),)),
    ]
    with psycopg.connect(database, autocommit=True) as connection:
        results = list(run(connection, groups))
    ours = [item for item in results if item.judge != REFERENCE]
    assert list(mistakes(ours)) == [
        "sql wrong: type: text: a number: not accepted",
        "pydantic wrong: type: text: a number: not accepted",
    ]
    held = "U+0000 in a document, which jsonb cannot hold"
    assert list(refusals(ours)) == [
        f"pydantic refused 1: {held}",
        "pydantic refused 1: unevaluatedItems",
        f"sql refused 1: {held}",
        "sql refused 1: unevaluatedItems",
    ]
    assert [line.split("|")[:3] for line in table(ours)][2:] == [
        ["held    ", "      0     0       1 ", "      0     0       1"],
        ["not     ", "      0     0       1 ", "      0     0       1"],
        ["type    ", "      1     1       0 ", "      1     1       0"],
        ["all     ", "      1     1       2 ", "      1     1       2"],
    ]
