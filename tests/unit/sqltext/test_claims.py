from __future__ import annotations

import pytest

from schemagen.sqltext.claims import replace_claims


@pytest.mark.parametrize(
    ("sql", "expected"),
    [
        ("owner = claim.user_id", "owner = (SELECT me())"),
        ("owner = CLAIM . user_id or x", "owner = (SELECT me()) or x"),
        ("'claim.user_id' = claim.other", "'claim.user_id' = claim.other"),
        ("t.claim.user_id", "t.claim.user_id"),
        ('"claim".user_id', '"claim".user_id'),
        ("status = 'active'", "status = 'active'"),
        ("claim.user_id = claim.user_id", "(SELECT me()) = (SELECT me())"),
    ],
)
def test_claims_are_replaced_outside_strings(sql: str, expected: str) -> None:
    assert replace_claims(sql, {"user_id": "(SELECT me())"}).text == expected
