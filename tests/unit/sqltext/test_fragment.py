from __future__ import annotations

import pytest

from schemagen.sqltext.fragment import FragmentProblem, read_expression, read_query
from schemagen.sqltext.quoting import quote_name

# Every line is accepted by PostgreSQL's grammar (18; most of them from 14 on).
VALID = """
a > 0
a not between symmetric 0 and b and c
a between case when b and c then 1 else 2 end and 3
a between (b and c) and d or e
case when a between 1 and 2 then b between 3 and 4 else c end
case a when 1 then 'x' when 2 then 'y' end
case when a then case when b then 1 end else 2 end + 3
a @> b and c <@ d
a ?| array['x','y'] and b ?& array['x'] and c ? 'x'
a #>> '{a,b}' = 'x'
a @@ to_tsquery('x') and b @? '$.a'
a ~* 'x' and b !~ 'y' and c !~* 'z' and d ~~ 'w'
a <-> b < 0.3 and c &&& d
a operator(pg_catalog.+) b
operator(pg_catalog.-) a
a ->> 'x' = 'y' and b -> 'x' -> -1 is not null
- a + + b
|/ a
a*-1
a::timestamptz at time zone 'Europe/Berlin' > now()
a at time zone 'utc' at time zone b
a at local
a is distinct from b and c is not distinct from d
(a, interval '1 day') overlaps (c, interval '2 days')
row(a, b) = row(c, d)
row() is null
(a, b) in ((1, 2), (3, 4))
a[1][2] = b[1:2] and c[:2] = d[1:] and e[:] = f['x']
(a).b[1].c
(a).*
(array[1,2,3])[1]
array[[1,2],[3,4]] = array[]::integer[]
a = any(array[1,2]) and b <> all (c) and d = some(select 1)
array(select 1)
interval '1' day
interval '1-2' year to month
interval '1 2:3' day to second(3)
interval(3) '1 second'
timestamp with time zone '2020-01-01' < a
timestamp(3) without time zone '2020-01-01' < a
date '2020-01-01' <= a
mytype '(1,2)' = a
my.mytype 'x' = a
numeric(10,2) '1.5' < a
double precision '1.5' < a
character varying(10) 'abc' = a
bit varying '101' = a
"char" 'x' = a
a collate "C" < 'x'
a collate pg_catalog."default" = b
sum(a) over (partition by b order by c desc nulls last rows between 1 preceding and current row)
sum(a) over w > 1
count(*) filter (where a > 0) = 1
count(distinct a) = count(all b)
string_agg(a, ',' order by b desc, c)
percentile_cont(0.5) within group (order by a)
array_agg(distinct a order by a using <)
f(variadic array[1,2])
f(a => 1, b := c)
f(a => 1, isnull => c)
s.f(a)
(f(a)).b
json_object('a': 1, 'b': 2)
json_object('a' value 1 null on null)
json_object(key 'a' value b)
json_array(1, 2, a returning jsonb)
json_objectagg(a: b)
a is json
a is json object with unique keys
a is not json array
json_value(a, '$.x' returning int default 0 on empty)
json_query(a, '$.x' with wrapper)
a similar to '(x|y)%' escape '!'
a not like '%\\_%' escape '\\'
a ilike any (array['x%'])
U&'d!0061t' uescape '!' = a
U&"d\\0061t" = 1
E'a\\'b' = a
$$it's$$ = a
$tag$ $$ x $tag$ || 'y'
B'101' = a and X'1F' = b and N'abc' = c
'it''s' = a
xmlelement(name foo, xmlattributes(a as b, c as "D"), 'x', d)
xmlforest(a as b, c)
xmlparse(content a preserve whitespace)
xmlpi(name php, 'x')
xmlroot(a, version '1.0', standalone yes)
xmlserialize(content a as text)
xmlexists('//x' passing by value a)
a is document and b is not document
$1 = a and $2.b and $3[1]
1_000 + a
0x1F + a > .5 and 5. < 1.5e10
extract(year from a) > extract('epoch' from b)
substring(a from 1 for 2)
substring(a for 2)
substring(a similar 'x' escape '#')
overlay(a placing 'x' from 1 for 2)
position('x' in a) > 0
trim(both 'x' from a) = trim(from b)
trim(trailing 'x' from a, b)
normalize(a, nfc)
a is normalized and b is not nfd normalized
treat(a as integer)
cast(a as numeric(10, 2)) > 0
cast(a as timestamp with time zone) > b
collation for (a) = b
coalesce(a, nullif(b, '')) = greatest(c, d)
not not a
a isnull or b notnull
a is not true or b is unknown
a in (select b from c) and d
not exists (select 1 from t as x, u y where x.a = y.b order by 1 limit 1)
exists (select from t)
(select 'a' and)
(select 'a' "b") = c
(values (1), (2)) is not null
(with x as (select 1 y) select y from x) = 1
current_timestamp(3) > a and localtime < b
current_user = a and session_user = b::name
a::numeric(10,2)[] = b::int array
a::interval day to second
a::character varying(3) = b
a::"My"."Type" = c
t.a > s.t.a
t.*
name = 'x' and type = 'y' and value > 0 and key = level
time > now() and timestamp < now() and interval > '1' and char = 'x'
"end" > "start"
a.select = 1 and a."x".y
left(a, 2) = right(b, 2) and like(a, 'x')
default_value > 1
-- a remark
a /* x */ > /* /* nested */ */ 0 -- end
""".strip().splitlines()
VALID = [line for line in VALID if not line.startswith("--")]


@pytest.mark.parametrize("sql", VALID)
def test_what_postgresql_accepts_is_never_refused(sql: str) -> None:
    problem = read_expression(sql).problem
    assert problem is None or not problem.definite


@pytest.mark.parametrize(
    ("sql", "message", "offset"),
    [
        ("", "there is no SQL here", 0),
        ("  -- nothing", "there is no SQL here", 0),
        ("a >", "a value is missing after '>': the text ends", 3),
        ("a between 0 and", "a value is missing after 'and': the text ends", 15),
        ("a between 0", "'between' has no 'and' with an upper bound", 11),
        ("a between 0 or b", "'between' has no 'and' with an upper bound", 12),
        ("a b", "an operator is missing between 'a' and 'b'", 2),
        ("a name", "an operator is missing between 'a' and 'name'", 2),
        ("f(a) 1", "an operator is missing between ')' and '1'", 5),
        ("'a' 'b'", "an operator is missing between 'a' and 'b'", 4),
        ("a (b)) or c", "')' closes nothing", 5),
        ("(a, b", "'(' is never closed", 0),
        ("a = = b", "a value is missing after '=', before '='", 4),
        ("a and or b", "a value is missing after 'and', before 'or'", 6),
        ("or a", "a value is missing, before 'or'", 0),
        ("f(a,)", "a value is missing after ',', before ')'", 4),
        ("f(, a)", "a value is missing after '(', before ','", 2),
        ("a in b", "expected '(' after 'in', found 'b'", 5),
        ("a in ()", "a value is missing after '(', before ')'", 6),
        ("a not null", "'not' does not belong here", 2),
        (
            "a is nul",
            "expected 'null', 'true', 'distinct from' or another test after 'is', found 'nul'",
            5,
        ),
        ("a similar 'x'", "expected 'to' after 'similar', found ''x''", 10),
        ("a at 'utc'", "expected 'time zone' after 'at', found ''utc''", 5),
        ("case when a then b", "'case' has no 'end'", 0),
        ("(case when a then b)", "'case' has no 'end'", 1),
        ("a end", "'end' does not belong here", 2),
        ("a, b", "',' does not belong here", 1),
        ("a > 0;", "';' does not belong here", 5),
        ("a::", "expected the name of a type, but the text ends", 3),
        ("a = 'x", "the string that starts here is never closed with '", 4),
        ("select 1", "a query inside an expression stands in parentheses", 0),
        ("exists (select 1 2)", "an operator is missing between '1' and '2'", 17),
    ],
)
def test_what_postgresql_refuses_is_told_at_its_place(sql: str, message: str, offset: int) -> None:
    assert read_expression(sql).problem == FragmentProblem(message, offset, definite=True)


def test_what_cannot_be_judged_is_no_definite_problem() -> None:
    fragment = read_expression("xmlparse(document mine(a)) is document and b > 0")
    assert fragment.problem is not None
    assert not fragment.problem.definite
    assert (None, "mine") in fragment.functions


@pytest.mark.parametrize(
    ("sql", "columns"),
    [
        ("Lower(a) = b and T.c > 0", {(None, "a"), (None, "b"), ("t", "c")}),
        ('"End" > a::my_type', {(None, "End"), (None, "a")}),
        ("f(limit_to => a)", {(None, "a")}),
        ("current_user = a and true", {(None, "a")}),
        ("extract(year from a) > cast(b as integer)", {(None, "a"), (None, "b")}),
        ("interval '1' day > a", {(None, "a")}),
        ("(a).b", {(None, "a")}),
        ("a collate \"C\" = any(array[b, 'x'])", {(None, "a"), (None, "b")}),
        ("t.* is not null", set()),
        ("user_id = claim.user_id", {(None, "user_id")}),
        (
            "exists (select 1 from members m where m.a = b and m.c = claim.user_id)",
            {("m", "a"), (None, "b"), ("m", "c")},
        ),
        ("xmlelement(name foo, xmlattributes(a as b))", {(None, "a")}),
    ],
)
def test_columns_are_found(sql: str, columns: set[tuple[str | None, str]]) -> None:
    assert read_expression(sql).columns == columns


def test_functions_types_relations_and_claims_are_found() -> None:
    fragment = read_expression(
        "is_member(a) and audit.seen(b) and c = 'x'::status and exists ("
        "  select 1 from members m join audit.log l on l.kind = 'y'::my.kind "
        "  where cast(m.tier as tier) = tier_of(claim.user_id))"
    )
    assert fragment.functions >= {(None, "is_member"), ("audit", "seen"), (None, "tier_of")}
    assert fragment.types == {(None, "status"), ("my", "kind"), (None, "tier")}
    assert fragment.relations == {(None, "members"), ("audit", "log")}
    assert fragment.claims == {"user_id"}
    assert fragment.problem is None


def test_a_column_in_a_query_knows_what_it_can_belong_to() -> None:
    fragment = read_expression("exists (select 1 from members m, f(1) where m.a = b) and c")
    sources = {use.name: [source.alias for source in use.sources] for use in fragment.uses}
    assert sources == {"a": ["m", ""], "b": ["m", ""], "c": []}


def test_places_of_columns_inside_a_query_count_from_the_start_of_the_text() -> None:
    sql = "exists (select 1 from members m where m.a = b)"
    found = {use.name: use.offset for use in read_expression(sql).uses}
    assert found == {"a": sql.index("a = b"), "b": sql.index("b)")}


@pytest.mark.parametrize(
    ("sql", "outputs"),
    [
        ("select id, A.name, lower(x) as low, y::text from agents a", ("id", "name", "low", "y")),
        ('select "Id" from a union select b from c', ("Id",)),
        ("with w as (select 1 as one) select one from w", ("one",)),
        ("select * from agents", None),
        ("select a.*, 1 as one from agents a", None),
        ("select 1 + 1", None),
    ],
)
def test_the_columns_of_a_query_are_told_where_they_can_be(
    sql: str, outputs: tuple[str, ...] | None
) -> None:
    assert read_query(sql).outputs == outputs


def test_what_with_defines_is_no_relation() -> None:
    fragment = read_query("with w as (select 1 from t) select * from w join u on true")
    assert fragment.relations == {(None, "t"), (None, "u")}


def test_a_body_may_have_several_statements() -> None:
    fragment = read_query("insert into log (a) values ($1); select count(*) from agents;")
    assert fragment.relations == {(None, "log"), (None, "agents")}
    assert fragment.problem is None


def test_relations_are_estimated_where_a_query_cannot_be_parsed() -> None:
    fragment = read_query("call f(); select a from only t, audit.u left join v using (a)")
    assert fragment.problem is not None
    assert fragment.relations == {(None, "t"), ("audit", "u"), (None, "v")}


@pytest.mark.parametrize("word", ["order", "end", "user", "select"])
def test_a_reserved_word_is_a_column_only_in_quotes(word: str) -> None:
    assert read_expression(quote_name(word) + " > 0").columns == {(None, word)}
