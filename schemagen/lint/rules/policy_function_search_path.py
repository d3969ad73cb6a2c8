"""Functions in policies that look something up by the search path of whoever asks."""

from __future__ import annotations

from collections.abc import Iterator

from schemagen.catalog.catalog import Catalog
from schemagen.kinds.function import Function
from schemagen.kinds.policy import Policy
from schemagen.lint.bodies import found_by_search_path, search_path_of
from schemagen.lint.rule import Found, Level, Rule

_WHY = """\
A function in a policy runs in the session of whoever queries the table, and with the search path
of that session. What its body names without a schema is whatever comes first there: somebody who
may create a temporary table called `members` decides what a policy reads that asks `FROM members`.
Without any ill will, a session whose search path lacks the schema does not find the name, and
every query on the table fails.

Qualify the names (`FROM public.members`), write the body as `RETURN …`, whose names are looked up
when the function is created, or fix the path with `set: {search_path: …}`. A function with a path
of its own cannot be inlined, so the first two are faster.

What is found in pg_catalog needs no schema: it is searched first.
"""


def _check(catalog: Catalog) -> Iterator[Found]:
    used = {key for policy in catalog.of(Policy) for key in policy.depends_on}
    for function in catalog.of(Function):
        if function.id not in used or search_path_of(function) is not None:
            continue
        names = found_by_search_path(function, catalog)
        if names:
            yield Found(
                function.id,
                f'"{function.name}" decides in a policy, and finds {", ".join(names)} by the'
                " search path of whoever asks",
                "qualify the names in its body, or fix its search_path with `set`",
            )


RULE = Rule(
    code="policy-function-search-path",
    title="a function in a policy that depends on the caller's search path",
    why=_WHY,
    level=Level.ERROR,
    check=_check,
    good="""\
functions:
  may_read:
    returns: boolean
    volatility: stable
    body: SELECT EXISTS (SELECT FROM public.members WHERE name = current_user)
tables:
  members:
    columns: {name: text primary key}
  notes:
    columns: {id: bigint primary key}
    policies:
      members_read: {command: select, using: (SELECT may_read())}
""",
    bad="""\
functions:
  may_read:
    returns: boolean
    volatility: stable
    body: SELECT EXISTS (SELECT FROM members WHERE name = current_user)
tables:
  members:
    columns: {name: text primary key}
  notes:
    columns: {id: bigint primary key}
    policies:
      members_read: {command: select, using: (SELECT may_read())}
""",
)
