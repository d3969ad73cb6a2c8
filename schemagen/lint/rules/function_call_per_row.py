"""Policies that call a function for each row, although its result is the same for all."""

from __future__ import annotations

from collections.abc import Iterator

from schemagen.catalog.catalog import Catalog
from schemagen.kinds.column import Column
from schemagen.kinds.distribution import Distribution
from schemagen.kinds.function import Function
from schemagen.kinds.policy import Policy
from schemagen.lint.calls import Call, calls_per_row
from schemagen.lint.rule import Found, Rule
from schemagen.sqltext.quoting import quote_qualified

_BUILT_IN = frozenset({"current_setting", "has_table_privilege", "pg_has_role"})

_WHY = """\
A policy is part of every query on its table. A call in it that is not immutable is made for each
row that is looked at, even where its arguments have nothing to do with the row: on a table of a
million rows, a million readings of a setting, and the planner cannot use the result to search an
index. In a scalar sub-select, PostgreSQL makes the call once a statement (an InitPlan) and can
search an index for what it returned.

Write `(SELECT f())` instead of `f()`; `claim.x` is written like that for you. A function over
columns of the row cannot be helped in this way: turn the condition round, so that a column is
compared with what a sub-select finds.
"""


def _check(catalog: Catalog) -> Iterator[Found]:
    functions = {(item.id.schema, item.name): item for item in catalog.of(Function)}
    spread = {(item.id.schema, item.id.table) for item in catalog.of(Distribution)}
    for policy in catalog.of(Policy):
        if (policy.id.schema, policy.id.table) in spread:
            continue  # a cluster takes no sub-select there
        relation = policy.id._replace(kind="table", name=policy.id.table, table="")
        columns = {item.id.name for item in catalog.belonging_to(relation, Column)}
        text = " , ".join(part for part in (policy.using, policy.with_check) if part)
        calls = [
            quote_qualified(call.schema, call.name)
            for call in calls_per_row(text, columns)
            if _repeats(call, functions)
        ]
        if calls:
            yield Found(
                policy.id,
                f'policy "{policy.id.name}" calls {", ".join(calls)} for each row of'
                f' "{policy.id.table}"',
                "put the call in a scalar sub-select, (SELECT …): it is then made once a statement",
            )


def _repeats(call: Call, functions: dict[tuple[str, str], Function]) -> bool:
    """Tell whether PostgreSQL makes a call again for each row: unless it is immutable."""
    if call.schema in ("", "pg_catalog") and call.name in _BUILT_IN:
        return True
    found = [
        function
        for (schema, name), function in functions.items()
        if name == call.name and call.schema in ("", schema)
    ]
    if not found:
        return call.schema not in ("", "pg_catalog")
    return any(function.volatility != "immutable" for function in found)


RULE = Rule(
    code="function-call-per-row",
    title="a policy that calls a function for each row, with the same result",
    why=_WHY,
    check=_check,
    good="""\
tables:
  notes:
    columns: {id: bigint primary key, author: text not null}
    policies:
      own_notes: {using: "author = (SELECT current_setting('app.author', true))"}
""",
    bad="""\
tables:
  notes:
    columns: {id: bigint primary key, author: text not null}
    policies:
      own_notes: {using: "author = current_setting('app.author', true)"}
""",
)
