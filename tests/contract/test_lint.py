"""Every rule of lint: its own examples are its tests."""

from __future__ import annotations

from pathlib import Path

import pytest

from schemagen.lint import rules
from schemagen.lint.find import find
from schemagen.lint.rule import Rule
from tests.specs import project_of

RULES = pytest.mark.parametrize("rule", rules.ALL, ids=lambda rule: rule.code)


def found_in(spec: str) -> list[str]:
    return [item.rule.code for item in find(project_of(spec).catalog).findings]


@RULES
def test_in_its_bad_example_it_finds_one_thing_and_nobody_finds_another(rule: Rule) -> None:
    assert found_in(rule.bad) == [rule.code]


@RULES
def test_nobody_finds_anything_in_its_good_example(rule: Rule) -> None:
    assert found_in(rule.good) == []


@RULES
def test_it_tells_what_to_do_and_is_documented(rule: Rule) -> None:
    [finding] = find(project_of(rule.bad).catalog).findings
    assert finding.found.hint
    assert finding.found.message != rule.title
    assert rule.why.count("\n\n") >= 1


def test_every_module_is_in_the_list_under_its_rule_s_name() -> None:
    modules = {path.stem for path in Path(rules.__file__).parent.glob("*.py")} - {"__init__"}
    assert modules == {rule.code.replace("-", "_") for rule in rules.ALL}
    assert len(rules.BY_CODE) == len(rules.ALL)
