"""Pydantic's errors become one problem each, in a spec's own words, at the right place."""

from __future__ import annotations

from typing import Any, Literal

import pytest
from pydantic import Field, model_validator

from schemagen.declare.base import NameList, ShortForm, SpecModel, spec_error
from schemagen.declare.problems import Problems
from schemagen.errors import Problem
from schemagen.spec.locate import Locator
from schemagen.spec.nodes import plain_data
from schemagen.spec.parse import parse
from schemagen.spec.validate import validate
from schemagen.sqltext.tokens import SqlTextError


class Part(ShortForm):
    name: str
    size: int = Field(0, ge=0)
    with_: str = Field("", alias="with")

    @classmethod
    def from_text(cls, text: str) -> dict[str, Any]:
        if "!" in text:
            raise SqlTextError('"!" is not allowed', text.index("!"))
        return {"name": text}

    @classmethod
    def text_key(cls) -> str:
        return "name"


class Other(SpecModel):
    wide: bool


class Table(SpecModel):
    parts: dict[str, Part] = Field(default_factory=dict)
    names: NameList = Field(default_factory=list)
    flag: bool = False
    mode: Literal["fast", "slow"] = "fast"
    either: bool | Other = False
    rule: Literal["all", "never"] | list[str] = "all"
    words: list[str | int] = Field(default_factory=list)
    few: list[str] = Field(default_factory=lambda: ["x"], min_length=1, max_length=2)
    ident: str = Field("a", pattern="^[a-z]+$")

    @model_validator(mode="after")
    def _check(self) -> Table:
        if self.names == ["bad"]:
            raise spec_error("no-good", "no {good}", hint="try harder", offset=1, at=("names",))
        if self.names == ["worse"]:
            raise ValueError("worse than bad")
        return self


class Spec(SpecModel):
    version: Literal[1]
    tables: dict[str, Table] = Field(default_factory=dict)


def problems(text: str) -> list[Problem]:
    node, found = parse("spec.yaml", text.encode())
    assert node is not None
    assert found == []
    collected = Problems(Locator(node))
    validate(Spec, plain_data(node), node, collected)
    return list(collected.errors)


# The caret is expected where the arrow stands; `T:` is a table in a whole spec.
CASES = [
    ("→tables: {}", 'the key "version" is missing', ""),
    ("version: →2", '"version" must be 1, not 2', ""),
    ("version: 1\n→tabels: {}", 'unknown key "tabels"', 'did you mean "tables"?'),
    ("version: 1\n→zzz: {}", 'unknown key "zzz"', "known here: tables, version"),
    ("version: 1\n→tables:", '"tables" is empty; it takes a mapping', ""),
    ("version: 1\ntables: →[a]", '"tables" takes a mapping, not a list', ""),
    ("version: 1\n→tables:\n  - a", '"tables" takes a mapping, not a list', ""),
    ("T: {flag: →yes}", '"flag" takes true or false, not text', "write true"),
    ("T: {flag: →maybe}", '"flag" takes true or false, not text', ""),
    ("T: {mode: →fats}", '"mode" must be fast or slow, not "fats"', 'did you mean "fast"?'),
    ("T: {→mode: }", '"mode" is empty; it takes fast or slow', ""),
    (
        "T: {names: [a, →2]}",
        'an entry of "names" takes text, not a number',
        'write "2" to make it text',
    ),
    ("T: {names: →{a: b}}", '"names" takes a list, not a mapping', ""),
    ("T: {parts: {p: →[a]}}", '"p" takes text or a mapping, not a list', ""),
    ("T: {parts: {→p: {size: 1}}}", 'the key "name" is missing', ""),
    ("T: {parts: {p: {name: n, →wiht: x}}}", 'unknown key "wiht"', 'did you mean "with"?'),
    ("T: {parts: {p: {name: n, size: →-1}}}", '"size" must be at least 0', ""),
    ("T: {parts: {p: a→!}}", '"!" is not allowed', ""),
    ("T: {parts: {p: {name: 'a→!'}}}", '"!" is not allowed', ""),
    ("T: {either: →[x]}", '"either" takes true or false or a mapping, not a list', ""),
    ("T: {rule: →nevr}", '"rule" must be all or never, not "nevr"', 'did you mean "never"?'),
    ("T: {rule: →{}}", '"rule" takes all, never or a list, not a mapping', ""),
    ("T: {rule: [→[]]}", 'an entry of "rule" takes text, not a list', ""),
    (
        "T: {words: [→{}]}",
        'an entry of "words" takes text or a whole number, not a mapping',
        "",
    ),
    ("T: {few: →[]}", '"few" must have at least 1 entry', ""),
    ("T: {few: →[a, b, c]}", '"few" must have at most 2 entries', ""),
    ("T: {ident: →A1}", '"A1" does not match the pattern ^[a-z]+$', ""),
    ("T: {names: b→ad}", "no {good}", "try harder"),
    ("T: →{names: worse}", "worse than bad", ""),
]


@pytest.mark.parametrize(("marked", "message", "hint"), CASES)
def test_a_failure_is_one_problem(marked: str, message: str, hint: str) -> None:
    marked = marked.replace("T: ", "{version: 1, tables: {t: ") + "}}" * ("T: " in marked)
    text = marked.replace("→", "")
    before = marked[: marked.index("→")]
    (problem,) = problems(text)
    assert (problem.message, problem.hint) == (message, hint)
    assert problem.place.line == before.count("\n") + 1
    assert problem.place.column == len(before.rpartition("\n")[2]) + 1


def test_only_the_branch_that_was_meant_is_reported() -> None:
    found = problems("version: 1\ntables: {t: {either: {wied: true}}}")
    assert [problem.message for problem in found] == [
        'the key "wide" is missing',
        'unknown key "wied"',
    ]


def test_all_failures_are_collected_in_file_order() -> None:
    found = problems("version: 1\ntables:\n  a: {flag: 7, mod: x}\n  b: {parts: {p: 1}}\n")
    assert [problem.place.line for problem in found] == [3, 3, 4]
