"""Which sub-queries of a policy are compared with each row."""

from __future__ import annotations

import pytest

from schemagen.lint.calls import subqueries_per_row

IN = "IN (SELECT …)"
EXISTS = "EXISTS (SELECT …)"


@pytest.mark.parametrize(
    ("using", "found"),
    [
        ("club IN (SELECT club FROM members)", (IN,)),
        ("(open OR (club IN ( SELECT members.club FROM members)))", (IN,)),
        ("EXISTS (SELECT FROM members m WHERE m.club = notes.club)", (EXISTS,)),
        ("EXISTS (SELECT FROM members WHERE person = (SELECT f()))", ()),
        ("club = ANY(ARRAY(SELECT club FROM members))", ()),
        ("club = ANY(ARRAY(SELECT id FROM clubs WHERE id IN (SELECT club FROM members)))", ()),
        ("club NOT IN (SELECT club FROM closed)", ()),
        ("club IN (1, 2)", ()),
        ("note = 'club IN (SELECT 1)'", ()),
        ("club IN (SELECT 'unfinished", ()),
    ],
)
def test_sub_queries_that_are_compared_with_each_row(using: str, found: tuple[str, ...]) -> None:
    assert subqueries_per_row(using, "notes") == found
