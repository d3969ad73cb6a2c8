"""Policies that search by a sub-query, for which PostgreSQL can search no index."""

from __future__ import annotations

from collections.abc import Iterator

from schemagen.catalog.catalog import Catalog
from schemagen.kinds.policy import Policy
from schemagen.lint.calls import subqueries_per_row
from schemagen.lint.rule import Found, Rule

_WHY = """\
`IN (SELECT …)` in a policy is a filter over every row of the table, whatever the indexes are: the
planner makes a join of it where it stands in a query, and not where a policy brings it along. So
does EXISTS with a sub-query that names the row. On a million rows of a thousand tenants, a query
that finds a thousand of them takes ten to twenty times as long as with the filter written by hand.

Write `column = any(array(SELECT …))`. The sub-query then runs once a statement, and an index on the
column is searched for what it found. It means the same, nulls included. Turn EXISTS round in the
same way: select the keys of all rows that fit, and compare the row's key with them.
"""


def _check(catalog: Catalog) -> Iterator[Found]:
    for policy in catalog.of(Policy):
        found = subqueries_per_row(policy.using or "", policy.id.table)
        if found:
            yield Found(
                policy.id,
                f'policy "{policy.id.name}" looks at every row of "{policy.id.table}" with'
                f" {' and '.join(found)}",
                "compare a column with an array: column = any(array(SELECT …)) can use an index",
            )


RULE = Rule(
    code="subquery-per-row",
    title="a policy whose sub-query keeps indexes from being used",
    why=_WHY,
    check=_check,
    good="""\
tables:
  members:
    columns: {person: text primary key, club: bigint not null}
  notes:
    columns: {id: bigint primary key, club: bigint not null}
    policies:
      own_club:
        using: "club = any(array(SELECT club FROM members WHERE person = 'ann'))"
""",
    bad="""\
tables:
  members:
    columns: {person: text primary key, club: bigint not null}
  notes:
    columns: {id: bigint primary key, club: bigint not null}
    policies:
      own_club: {using: "club IN (SELECT club FROM members WHERE person = 'ann')"}
""",
)
