"""Every rule of lint: its own examples are its tests."""

from __future__ import annotations

from pathlib import Path
from types import ModuleType

import pytest

from schemagen.lint import change_rules, rules
from schemagen.lint.find import Finding, find, find_in_change
from schemagen.lint.rule import ChangeRule, Rule
from schemagen.lint.way import steps_between
from tests.specs import project_of

RULES = pytest.mark.parametrize("rule", rules.ALL, ids=lambda rule: rule.code)

CHANGES = pytest.mark.parametrize("rule", change_rules.ALL, ids=lambda rule: rule.code)


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


def change(before: str, after: str) -> tuple[Finding, ...]:
    steps = steps_between(project_of(before).catalog, project_of(after).catalog)
    return find_in_change(steps).findings


@CHANGES
def test_in_its_bad_change_it_finds_one_thing_and_nobody_finds_another(rule: ChangeRule) -> None:
    assert [item.rule.code for item in change(rule.before, rule.bad)] == [rule.code]


@CHANGES
def test_nobody_finds_anything_in_its_good_change(rule: ChangeRule) -> None:
    assert change(rule.before, rule.good) == ()


@CHANGES
def test_it_tells_what_to_do_about_a_change_and_is_documented(rule: ChangeRule) -> None:
    [finding] = change(rule.before, rule.bad)
    assert finding.found.hint
    assert finding.found.message != rule.title
    assert rule.why.count("\n\n") >= 1


@pytest.mark.parametrize("package", [rules, change_rules], ids=["rules", "rules about changes"])
def test_every_module_is_in_the_list_under_its_rule_s_name(package: ModuleType) -> None:
    modules = {path.stem for path in Path(str(package.__file__)).parent.glob("*.py")}
    assert modules - {"__init__"} == {rule.code.replace("-", "_") for rule in package.ALL}
    assert len(package.BY_CODE) == len(package.ALL)


def test_no_two_rules_have_one_name() -> None:
    assert not rules.BY_CODE.keys() & change_rules.BY_CODE.keys()
