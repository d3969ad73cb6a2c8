"""What a view says about itself."""

from __future__ import annotations

import pytest

from schemagen.catalog.object import ObjectId
from schemagen.kinds.view import View


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ((("security_invoker", "true"),), True),
        ((("security_invoker", "on"),), True),
        ((("security_invoker", "OFF"),), False),
        ((("security_barrier", "true"),), False),
    ],
)
def test_a_view_is_a_security_invoker_in_any_spelling(
    options: tuple[tuple[str, str], ...], expected: bool
) -> None:
    view = View(id=ObjectId("view", "public", "names"), query="SELECT 1", options=options)
    assert view.security_invoker is expected
