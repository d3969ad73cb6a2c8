"""Suggestions name what was probably meant, and nothing when nothing is near."""

from __future__ import annotations

import pytest

from schemagen.declare.suggest import did_you_mean


@pytest.mark.parametrize(
    ("word", "choices", "hint"),
    [
        ("colums", ["columns", "checks"], 'did you mean "columns"?'),
        ("AGENTS", ["agents", "agent_log"], 'did you mean "agents"?'),
        ("agents", ["Agents"], 'did you mean "Agents"?'),
        ("zebra", ["columns", "checks"], ""),
        ("", ["columns"], ""),
        ("x", [], ""),
    ],
)
def test_a_close_word_is_suggested(word: str, choices: list[str], hint: str) -> None:
    assert did_you_mean(word, choices) == hint


def test_the_answer_does_not_depend_on_the_order() -> None:
    choices = ["user_a", "user_b", "user_c"]
    assert did_you_mean("user_x", choices) == did_you_mean("user_x", reversed(choices))
