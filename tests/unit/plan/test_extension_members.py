"""Privileges on what an extension brings come after it, and go with it."""

from __future__ import annotations

import pytest

from schemagen.plan.transition import plan_transition
from tests.specs import project_of

SPEC = """\
extensions: [hstore, file_fdw]
extension_members:
  function public.hstore_in(cstring): {extension: hstore, grants: {public: none}}
  type public.hstore: {extension: hstore, grants: {pg_monitor: usage}}
  foreign data wrapper file_fdw: {extension: file_fdw, grants: {pg_monitor: usage}}
"""


def test_they_are_given_when_the_extension_is_there_and_need_no_taking_when_it_goes() -> None:
    with_members, without = project_of(SPEC).catalog, project_of("extensions: [file_fdw]").catalog
    transition = plan_transition(without, with_members)
    assert [statement.sql for statement in transition.statements] == [
        "CREATE EXTENSION hstore",
        "REVOKE EXECUTE ON FUNCTION public.hstore_in(cstring) FROM PUBLIC",
        "GRANT USAGE ON FOREIGN DATA WRAPPER file_fdw TO pg_monitor",
        "GRANT USAGE ON TYPE public.hstore TO pg_monitor",
    ]
    assert [statement.sql for statement in transition.undo] == [
        "REVOKE USAGE ON FOREIGN DATA WRAPPER file_fdw FROM pg_monitor",
        "DROP EXTENSION hstore",
    ]


@pytest.mark.parametrize(
    ("member", "on"),
    [
        ('column public."a.b"."c.d"', 'SELECT ("c.d") ON TABLE public."a.b"'),
        ("column stats.calls", "SELECT (calls) ON TABLE stats"),
        ("table stats", "SELECT ON TABLE stats"),
    ],
)
def test_a_column_is_named_with_its_table(member: str, on: str) -> None:
    text = f"extension_members:\n  {member}: {{extension: e, grants: {{pg_monitor: select}}}}\n"
    (statement,) = plan_transition(project_of("").catalog, project_of(text).catalog).statements
    assert statement.sql == f"GRANT {on} TO pg_monitor"
