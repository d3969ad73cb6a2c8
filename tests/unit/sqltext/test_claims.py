"""Claims in predicates: found as tokens, replaced, and traced back."""

from __future__ import annotations

import pytest

from schemagen.sqltext.claims import find_claims, replace_claims


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("owner = claim.user_id", [("user_id", 8, 21)]),
        ("CLAIM . User_Id = a or claim.b", [("user_id", 0, 15), ("b", 23, 30)]),
        ('claim."Odd"', [("Odd", 0, 11)]),
        ("'claim.a' = b -- claim.c", []),
        ("public.claim.a = 1", []),
        ("myclaim.a = claims.b", []),
        ("claim", []),
    ],
)
def test_claims_are_found(text: str, found: list[tuple[str, int, int]]) -> None:
    assert [tuple(use) for use in find_claims(text)] == found


def test_only_known_claims_are_replaced() -> None:
    replaced = replace_claims("a = claim.x and b = claim.y", {"x": "(SELECT f())"})
    assert replaced.text == "a = (SELECT f()) and b = claim.y"
    assert replace_claims("a = 1", {"x": "y"}).text == "a = 1"


def test_every_offset_leads_back() -> None:
    text = "a = claim.x and claim.x = b"
    replaced = replace_claims(text, {"x": "(SELECT f())"})
    for word in ("a =", "and", "= b", "b"):
        assert replaced.origin(replaced.text.index(word)) == text.index(word)
    first, second = text.index("claim"), text.rindex("claim")
    assert replaced.origin(replaced.text.index("f()")) == first
    assert replaced.origin(replaced.text.rindex("f()")) == second
    assert replaced.origin(len(replaced.text)) == len(text)
    assert replaced.origin(-1) == 0
