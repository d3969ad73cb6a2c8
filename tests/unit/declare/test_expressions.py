"""Mistakes in SQL text are shown in a spec where they stand, and dependencies are found."""

from __future__ import annotations

import pytest

from schemagen.catalog.object import ObjectId
from schemagen.errors import SpecError
from tests.specs import compile_text, project_of

AGENTS = """
enums:
  tier: [low, high]
tables:
  agents:
    columns: {id: uuid, score: integer, "Name": text, kind: tier}
    checks: {c: %s}
  members:
    columns: {agent_id: uuid, user_id: uuid}
functions:
  rank: {arguments: a integer, returns: integer, body: SELECT a}
"""


def problems(text: str) -> list[str]:
    """Return `line:column message (hint)` of everything that is wrong."""
    try:
        compiled = compile_text(text)
    except SpecError as error:
        return [
            f"{problem.place.column} {problem.message}" + (f" ({hint})" if hint else "")
            for problem in error.problems
            for hint in [problem.hint]
        ]
    return [warning.message for warning in compiled.warnings]


def check_problems(expression: str) -> list[str]:
    return problems(AGENTS % ('"' + expression.replace('"', '\\"') + '"'))


@pytest.mark.parametrize(
    "expression",
    [
        "score > 0",
        "agents.score > 0 and public.agents.score < 9",
        "kind = 'low'::tier and rank(score) > 0",
        "agents is not null and row_to_json(agents) is not null",
        "tableoid = 1 and current_user = 'x'",
        "exists (select 1 from members where agent_id = id and score > 0)",
        "exists (select 1 from members m where m.agent_id = id order by user_id)",
        "exists (select m from members m)",
        "exists (select 1 from generate_series(1, 2) n where n = score)",
        "exists (with x as (select 1 as y) select y from x where x.y = score)",
        "exists (select 1 from pg_class where relname = 'x')",
        "exists (select 1 from auth.users u where u.whatever = id)",
        "exists (select user_id as u from members group by u order by u)",
        '\\"Name\\" = upper(\\"Name\\")'.replace("\\", ""),
    ],
)
def test_what_is_right_is_left_alone(expression: str) -> None:
    assert check_problems(expression) == []


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        (
            "scor > 0",
            ['18 column "scor" not found in public.agents (did you mean "score"?)'],
        ),
        (
            "id is null and agents.scor > 0",
            ['40 column "scor" not found in agents (did you mean "score"?)'],
        ),
        ("name = 'x'", ['18 column "name" not found in public.agents (did you mean "Name"?)']),
        ("agent.score > 0", ['24 no table is called "agent" here (did you mean "agents"?)']),
        (
            "exists (select 1 from member)",
            ['40 table "member" is not declared (did you mean "members"?)'],
        ),
        (
            "exists (select 1 from members m where m.agent = id)",
            ['58 column "agent" not found in m (did you mean "agent_id"?)'],
        ),
        (
            "exists (select 1 from members where agent = id)",
            ['54 column "agent" not found in members (did you mean "agent_id"?)'],
        ),
        ("score >", ["25 a value is missing after '>': the text ends"]),
        ("a.b.c.d and", ["29 a value is missing after 'and': the text ends"]),
    ],
)
def test_a_mistake_is_shown_at_its_place(expression: str, expected: list[str]) -> None:
    assert check_problems(expression) == expected


def test_what_cannot_be_judged_is_a_warning() -> None:
    assert check_problems("xmlparse(document id) is document") == [
        "this could not be read before PostgreSQL sees it; its names are not checked"
    ]


def needs(text: str, key: ObjectId) -> set[str]:
    found = project_of(text).catalog[key].depends_on
    return {str(item) for item in found if item.kind != "schema"}


def test_an_expression_depends_on_what_it_names() -> None:
    check = ObjectId("check", "public", "c", "agents")
    text = AGENTS % "\"rank(score) > 0 and kind < 'high'::tier\""
    assert needs(text, check) >= {"function public.rank(integer)", "enum public.tier"}


def test_every_overload_is_a_dependency() -> None:
    text = """
functions:
  f:
    - {arguments: a integer, returns: integer, body: SELECT a}
    - {arguments: a text, returns: text, body: SELECT a}
  g: {returns: integer, body: "SELECT f(1)"}
"""
    assert needs(text, ObjectId("function", "public", "g()")) == {
        "function public.f(integer)",
        "function public.f(text)",
    }


VIEW = """
tables:
  agents: {columns: {id: uuid, score: integer}}
views:
  v: {query: "%s"}
"""


def test_a_view_depends_on_what_it_reads() -> None:
    assert needs(VIEW % "select id from agents", ObjectId("view", "public", "v")) == {
        "table public.agents",
        "column public.agents.id",
    }


TWO = """
tables:
  t: {columns: {id: uuid, a: integer, b: integer}}
  u: {columns: {id: uuid, a: integer, c: integer}}
views:
  v: {query: "%s"}
"""


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("select x.a from t x, u", "t.a"),
        ("select a from t where exists (select 1 from u where u.c = t.b)", "t.a t.b u.c"),
        ("select c from t join u using (id)", "t.id u.c u.id"),
        ("select t.* from t", "t.a t.b t.id"),
        ("select b from t natural join u", "t.a t.b t.id u.a u.c u.id"),
        ("select 2 * count(*) from t", ""),
        ("select x.b from (select b from t) x", "t.b"),
    ],
)
def test_a_view_depends_on_the_columns_that_it_may_mean(query: str, expected: str) -> None:
    found = needs(TWO % query, ObjectId("view", "public", "v"))
    assert sorted(name.removeprefix("column public.") for name in found if "column" in name) == (
        expected.split()
    )


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        (
            "select id, scor from agents",
            ['26 column "scor" not found in agents (did you mean "score"?)'],
        ),
        ("select a.id from agent a", ['32 table "agent" is not declared (did you mean "agents"?)']),
        ("select b.id from agents a", ['24 no table is called "b" here']),
        ("select 1 2 from agents", ["24 an operator is missing between '1' and '2'"]),
    ],
)
def test_mistakes_in_a_query_are_shown_at_their_place(query: str, expected: list[str]) -> None:
    assert problems(VIEW % query) == expected


BODY = """
enums:
  tier: [low]
tables:
  agents: {columns: {id: uuid, score: integer}}
functions:
  f: {arguments: score integer, returns: integer, language: %s, body: "%s"}
"""
F = ObjectId("function", "public", "f(integer)")


def test_an_sql_body_depends_on_its_tables_and_may_name_its_arguments() -> None:
    text = BODY % ("sql", "select count(*) from agents a where a.score > f.score and x = 1")
    assert needs(text, F) == {"table public.agents"}


def test_an_sql_body_may_be_empty() -> None:
    text = 'functions: {f: {returns: void, body: "-- nothing"}}'
    assert problems(text) == []


def test_a_column_of_a_known_table_is_checked_in_an_sql_body() -> None:
    found = problems(BODY % ("sql", "select a.scor from agents a"))
    assert [problem.split(" ", 1)[1] for problem in found] == [
        'column "scor" not found in a (did you mean "score"?)'
    ]


def test_a_plpgsql_body_depends_on_the_types_that_are_resolved_when_it_is_created() -> None:
    body = "declare t tier; a agents%rowtype; s agents.score%type; begin return 1; end"
    assert needs(BODY % ("plpgsql", body), F) == {"enum public.tier", "table public.agents"}
    assert needs(BODY % ("plpgsql", "begin return (select 1 from agents); end"), F) == set()


def test_a_body_in_plpgsql_must_be_lexically_right() -> None:
    found = problems(BODY % ("plpgsql", "begin return (1; end"))
    assert [problem.split(" ", 1)[1] for problem in found] == ["'(' is never closed"]


@pytest.mark.parametrize(
    ("column", "expected"),
    [
        ("teir", 'type "teir" is not declared (did you mean "tier"?)'),
        ("integr", 'type "integr" is not declared (did you mean "integer"?)'),
    ],
)
def test_an_unknown_type_is_told(column: str, expected: str) -> None:
    text = f"enums: {{tier: [low]}}\ntables: {{t: {{columns: {{a: {column}}}}}}}"
    assert [problem.split(" ", 1)[1] for problem in problems(text)] == [expected]


@pytest.mark.parametrize(
    ("column", "expected"),
    [
        ("integer not null check (scor > 0)", '34 column "scor" not found in public.t'),
        (
            "numeric generated always as (1 + * 2) stored",
            "43 a value is missing after '+', before '*'",
        ),
        (
            "boolean default (1 is nul)",
            "32 expected 'null', 'true', 'distinct from' or another test after 'is', found 'nul'",
        ),
        ("{type: integer, default: 1 +}", "38 a value is missing after '+': the text ends"),
        ("{type: integer, check: [1 > 0, scor > 0]}", '41 column "scor" not found in public.t'),
    ],
)
def test_a_mistake_inside_a_column_is_shown_at_its_place(column: str, expected: str) -> None:
    assert problems("tables:\n  t:\n    columns:\n      a: " + column) == [expected]
