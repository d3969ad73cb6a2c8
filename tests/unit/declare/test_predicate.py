"""Predicates put together by features lead back to what was written."""

from __future__ import annotations

from schemagen.declare.predicate import EVERY_ROW, Predicate, conjunction

RULE, FILTER, TABLE = ("rule",), ("filter",), ("table",)


def test_each_part_of_a_conjunction_leads_back_to_its_own_text() -> None:
    rule = Predicate.by_person("owner = 1", RULE)
    alive = Predicate.by_person("owner = 2", FILTER).between("deleted IS NULL OR (", ")")
    whole = conjunction([rule, alive])
    assert whole.text == "(owner = 1) AND (deleted IS NULL OR (owner = 2))"
    assert whole.source(whole.text.index("owner")) == (RULE, 0)
    assert whole.source(whole.text.index("1")) == (RULE, 8)
    assert whole.source(whole.text.rindex("2")) == (FILTER, 8)
    assert whole.source(whole.text.index("deleted")) == (RULE, 0)


def test_what_leaves_out_no_row_is_left_out_itself() -> None:
    every = Predicate(EVERY_ROW, TABLE)
    rule = Predicate.by_person("a = 1", RULE)
    assert conjunction([every, rule]).text == "a = 1"
    assert conjunction([rule, every]).text == "a = 1"
    assert conjunction([every]).text == EVERY_ROW


def test_a_comment_at_the_end_is_closed() -> None:
    rule = Predicate.by_person("a = 1 -- mine", RULE)
    other = Predicate.by_person("b = 2", FILTER)
    assert conjunction([rule, other]).text == "(a = 1 -- mine\n) AND (b = 2)"
