"""No text whatever ends a build in anything but a project or a list of problems."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from schemagen.cli.problems import render_problems
from schemagen.errors import SpecError
from schemagen.spec.compile import compile_spec
from schemagen.spec.jsonschema import json_schema
from schemagen.spec.nodes import plain_data
from schemagen.spec.parse import parse

SPECS = Path(__file__).parents[2] / "specs"
NAMES = sorted(path.stem for path in SPECS.glob("[a-z]*.yaml"))
FUZZ = settings(
    max_examples=100,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)

FRAGMENTS = st.sampled_from(
    r"""
uuid primary key
text not null default ''
numeric(10,2) check (a > 0)
integer generated always as (a + 1) stored
bigint[]
jsonb<Shape>
jsonb<
int4 int4
a > 0
lower(a)
case when
claim.user_id = id
claim.nobody
own
all
never
always
now()
a::b::c
in (1,
((
'
"
$$
\
E'\
U&"x"
--
/*
;
id
a, b
a desc nulls last
orders
orders (id)
public.orders
references
references x
cascade
set null (a)
select 1
select * from x
before update on x
before insert for each row execute function f()
btree
string(..3)
number(0..1)
[string]
string | null
100000000000000000000
é
""".splitlines()
)
MARKS = "ab1 :-\n\t#'\"[]{}|>*&!%@`?,.~<="
FITTING = {
    "columns": ["uuid primary key", "text not null default ''", "integer check (a > 0)", "serial"],
    "type": ["integer", "text", "numeric(10,2)", "x.y", "varchar(3)[]"],
    "default": ["0", "''", "now()"],
    "body": ["SELECT 1", "BEGIN RETURN NEW; END"],
    "returns": ["integer", "trigger", "table (a integer)", "setof a"],
    "arguments": ["a integer, b text default 'x'", "x", ""],
    "query": ["SELECT 1 AS a", "SELECT a, id FROM orders", "SELECT * FROM a WHERE id = 1"],
    "references": ["orders", "orders (id)", "a (id, a)"],
    "table": ["orders", "a", "x.y"],
    "triggers": [
        "before update for each row execute function f()",
        "after insert execute function a()",
    ],
    "timing": ["before", "after"],
    "events": ["insert", "update of a", "truncate"],
    "function": ["f", "a", "x.y"],
    "domains": ["text", "integer not null check (value > 0)"],
    "grants": ["select", "update (id)", "execute", "all"],
    "on_delete": ["cascade", "set null", "set null (a)"],
    "on_update": ["restrict", "no action"],
    "access": ["all", "never", "own", "id = claim.id"],
    "owned_by": ["orders.id", "a.a"],
    "using": ["gin", "btree", "id = 1"],
}
WORDS = st.text(st.characters(exclude_categories=("Cc", "Cs")), max_size=5)
VALUES = (
    st.none()
    | st.booleans()
    | st.integers(-(2**70), 2**70)
    | st.floats(allow_nan=False, allow_infinity=False)
    | FRAGMENTS
    | WORDS
)


def build(text: str | bytes, root: Path) -> None:
    """Compile a text as a spec, and show what is wrong with it."""
    path = root / "specs" / "shop.yaml"
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode(errors="replace"))
    try:
        compile_spec(path, root)
    except SpecError as error:
        problems = error.problems
    else:
        return
    assert problems
    assert render_problems(problems)


@FUZZ
@given(content=st.binary(max_size=80))
def test_bytes(content: bytes, tmp_path: Path) -> None:
    build(content, tmp_path)


@FUZZ
@given(text=st.text(st.sampled_from(MARKS) | st.characters(), max_size=60))
def test_yaml_like_text(text: str, tmp_path: Path) -> None:
    build(f"schemagen: 1\nproject: shop\n{text}", tmp_path)


@st.composite
def instances(
    draw: st.DrawFn, schema: Any, definitions: dict[str, Any], key: str = "", depth: int = 0
) -> Any:
    """Build what a schema describes, with texts that mostly fit their keys."""
    if depth > 9 or schema is True:
        return draw(VALUES)

    def below(part: Any, inside: str = key, down: int = 1) -> Any:
        return draw(instances(part, definitions, inside, depth + down))

    if "$ref" in schema:
        return below(definitions[schema["$ref"].rpartition("/")[2]], down=0)
    if "anyOf" in schema:
        filled = [part for part in schema["anyOf"] if part != {"type": "null"}]
        return below(draw(st.sampled_from(filled)), down=0)
    if "enum" in schema or "const" in schema:
        return draw(st.sampled_from(schema.get("enum", [schema.get("const")])))
    match schema.get("type"):
        case "object":
            found = {}
            known = schema.get("properties", {})
            if known:
                keys = draw(st.lists(st.sampled_from(sorted(known)), min_size=1, max_size=6))
                found = {
                    k: below(known[k], k) for k in sorted({*keys, *schema.get("required", [])})
                }
            if not known or schema.get("additionalProperties"):
                names = draw(
                    st.lists(st.sampled_from(["id", "a", "orders", "x.y", "é"]), min_size=1)
                )
                found |= {name: below(schema.get("additionalProperties", True)) for name in names}
            return found
        case "array":
            return [below(schema.get("items", True)) for _ in range(draw(st.integers(0, 3)))]
        case "null":
            return None
        case "boolean":
            return draw(st.booleans())
        case "integer" | "number":
            return draw(st.integers(-3, 70))
        case "string":
            fitting = FITTING.get(key, ["id", "a", "orders"])
            return draw(st.sampled_from(fitting) | st.sampled_from(fitting) | FRAGMENTS | WORDS)
    return draw(VALUES)


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("repository")
    shutil.copytree(SPECS, root / "specs")
    return root


@pytest.fixture(scope="module")
def schema() -> dict[str, Any]:
    return json_schema()


@settings(FUZZ, max_examples=60)
@given(data=st.data())
def test_structures_of_the_language(
    data: st.DataObject, tmp_path: Path, schema: dict[str, Any]
) -> None:
    spec = data.draw(instances(schema, schema["$defs"]))
    spec |= {"schemagen": 1, "project": "shop", "include": []}
    change(data.draw, spec, data.draw(st.integers(0, 2)))
    build(json.dumps(spec, ensure_ascii=False), tmp_path)


def paths_of(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Give the path of everything inside a value."""
    items = value.items() if isinstance(value, dict) else enumerate(value)
    for key, item in items:
        yield (*path, key)
        if isinstance(item, dict | list):
            yield from paths_of(item, (*path, key))


def change(draw: Any, spec: Any, times: int) -> None:
    """Change some things anywhere in a spec."""
    for _ in range(times):
        change_at(draw, spec, draw(st.sampled_from(list(paths_of(spec)))))


def change_at(draw: Any, spec: Any, path: tuple[Any, ...]) -> None:
    """Drop what stands at a path, rename it, replace it, or spoil its text."""
    parent = spec
    for part in path[:-1]:
        parent = parent[part]
    key = path[-1]
    match draw(st.sampled_from(["drop", "rename", "replace", "spoil", "nest"])):
        case "drop":
            del parent[key]
        case "rename" if isinstance(parent, dict):
            parent[draw(st.text(max_size=4) | st.just(f"{key}x"))] = parent.pop(key)
        case "spoil" if isinstance(parent[key], str):
            at = draw(st.integers(0, len(parent[key])))
            parent[key] = parent[key][:at] + draw(FRAGMENTS) + parent[key][at + 1 :]
        case "nest":
            parent[key] = [parent[key]]
        case _:
            parent[key] = draw(VALUES)


@pytest.mark.parametrize("name", NAMES)
@settings(FUZZ, max_examples=20)
@given(data=st.data())
def test_real_specs_with_a_few_changes(data: st.DataObject, name: str, repository: Path) -> None:
    node, _ = parse(name, (SPECS / f"{name}.yaml").read_bytes())
    assert node is not None
    spec = plain_data(node)
    spec |= {"project": "shop", "schemagen": 1}
    change(data.draw, spec, data.draw(st.integers(1, 3)))
    build(json.dumps(spec, ensure_ascii=False), repository)


@pytest.mark.parametrize("name", NAMES)
@settings(FUZZ, max_examples=20)
@given(data=st.data())
def test_real_specs_with_a_slip_of_the_pen(
    data: st.DataObject, name: str, repository: Path
) -> None:
    text = (SPECS / f"{name}.yaml").read_text().replace(f"project: {name}", "project: shop")
    at = data.draw(st.integers(0, len(text)))
    gone = data.draw(st.integers(0, 12))
    put = data.draw(st.text(st.sampled_from("a :-\n'\"[]{}()|>*&!,$"), max_size=4))
    build(text[:at] + put + text[at + gone :], repository)
