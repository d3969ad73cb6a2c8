"""The README: tables, a diagram that Mermaid reads, the access matrix, and no broken Markdown."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from schemagen.render.build import Build
from schemagen.render.readme import render_readme
from schemagen.render.viewmodels.markdown import code, fence, paragraphs, prose
from tests.specs import project_of

EVERYTHING = (Path(__file__).parent / "everything.yaml").read_text(encoding="utf-8")

SHOP = """\
comment: |
  Sells <b>things</b> | fast.

  # not a heading
actors:
  member: {role: shop_member, claims: {user_id: uuid}, comment: A signed-in person.}
  system: {role: shop_system}
enums:
  state: {labels: [open, "a|b"], comment: How far it is.}
domains:
  email: text check (value ~ '@')
shapes:
  Config: {model: string}
functions:
  twice: {arguments: a integer, returns: integer, body: "SELECT a * 2", comment: Doubles it.}
  keep_state: {returns: trigger, language: plpgsql, body: BEGIN RETURN NEW; END}
views:
  names: {query: "SELECT id, name FROM people", comment: Who is there.}
tables:
  people:
    comment: Somebody.
    columns:
      id: uuid primary key default gen_random_uuid()
      name: {type: "text not null default 'a|b`c'", comment: "First | last\\nname"}
      email: email
    access:
      member:
        select: id = claim.user_id
        update: {using: id = claim.user_id, with_check: "true", columns: [name]}
      system: all
  orders:
    columns:
      id: bigint generated always as identity primary key
      person_id: uuid not null references people on delete cascade
      friend_id: uuid references people
      state: state not null default 'open'
      config: jsonb<Config>
      total: numeric(10,2) generated always as (1) stored
    checks: {fits: "state <> 'a|b' or total > 0"}
    indexes: [{columns: [person_id], where: state = 'open'}]
    triggers:
      keep: before update of state for each row execute function keep_state()
  cards:
    columns:
      person_id: uuid primary key references people
  log.entries:
    model: LogEntry
    columns: {id: integer primary key, person_id: uuid references people}
schemas: {log: {}}
"""


@pytest.fixture(scope="module")
def shop() -> str:
    return render_readme(Build(project_of(SHOP)))


def _row(text: str, start: str) -> str:
    return next(line for line in text.splitlines() if line.startswith(f"| {start} |"))


def _part(text: str, title: str) -> str:
    return re.split(r"^##+ ", text.partition(title)[2], maxsplit=1, flags=re.MULTILINE)[0]


def test_it_says_what_it_was_made_from_and_what_the_project_is(shop: str) -> None:
    lines = shop.splitlines()
    assert lines[0] == "<!-- Made by schemagen from specs/sample.yaml. Do not edit. -->"
    assert lines[2] == "# sample"
    assert "Sells &lt;b&gt;things&lt;/b&gt; \\| fast." in lines
    assert "\\# not a heading" in lines


def test_every_table_is_listed_with_its_model_and_described(shop: str) -> None:
    people = _row(shop, "[`people`](#table-people)")
    assert people == "| [`people`](#table-people) | 3 | `Person` | Somebody. |"
    assert "[`log.entries`](#table-log-entries) | 2 | `LogEntry`" in shop
    assert '### <a id="table-log-entries"></a>`log.entries`' in shop


def test_columns_tell_type_null_default_and_purpose(shop: str) -> None:
    assert _row(shop, "`name`") == ("| `name` | `text` |  | ``'a\\|b`c'`` | First \\| last name |")
    assert _row(shop, "`email`") == "| `email` | `email` | null |  |  |"
    orders = _part(shop, "`orders`\n")
    assert "| `id` | `bigint` |  | generated always as identity |  |" in orders
    assert "| `total` | `numeric(10,2)` | null | generated, stored: `1` |  |" in orders
    assert "| `config` | `jsonb` of shape [`Config`](#shape-config) | null |  |  |" in orders


def test_keys_indexes_checks_and_triggers_are_listed(shop: str) -> None:
    orders = _part(shop, "`orders`\n")
    for line in (
        "| primary key | `orders_pkey` | `PRIMARY KEY (id)` |",
        "| check | `fits` | `CHECK (state <> 'a\\|b' or total > 0)` |",
        "| foreign key | `orders_person_id_fkey` |"
        " `FOREIGN KEY (person_id) REFERENCES public.people (id) ON DELETE CASCADE` |",
        "| index | `orders_person_id_idx` | `(person_id) WHERE state = 'open'` |",
    ):
        assert line in orders
    [trigger] = re.findall(r"\| trigger \| `keep` \| `(.*)` \|", orders)
    assert trigger.startswith("BEFORE UPDATE OF state FOR EACH ROW EXECUTE FUNCTION ")


def test_policies_of_access_rules_are_told_once(shop: str) -> None:
    assert "| policy |" not in shop
    raw = SHOP.replace("    access:\n", "    policies: {mine: {using: 'true'}}\n    access:\n")
    assert "| policy | `mine` | `TO PUBLIC USING (true)` |" in render_readme(Build(project_of(raw)))


def test_the_access_matrix_has_a_rule_for_every_command(shop: str) -> None:
    rows = [line for line in _part(shop, "## Who may do what").splitlines() if "#table-" in line]
    assert rows == [
        "| [`people`](#table-people) | `member` | `id = claim.user_id` | \u2013 |"
        " `id = claim.user_id`, then all, columns `name` | \u2013 |",
        "| [`people`](#table-people) | `system` | all | all | all | all |",
    ]
    assert "| `member` | `shop_member` | `user_id uuid` | A signed-in person. |" in shop


def test_enums_domains_shapes_functions_and_views_are_described(shop: str) -> None:
    assert "| `state` | `open`, `a\\|b` | How far it is. |" in shop
    assert "| `email` | `text` | `value ~ '@'` |  |" in shop
    assert "| `twice(a integer)` | `integer` | Doubles it. |" in shop
    assert '"model": {' in _part(shop, "`Config`\n")
    assert "```sql\nSELECT id, name FROM people\n```" in _part(shop, "`names`\n")


def test_the_diagram_shows_keys_and_how_many(shop: str) -> None:
    diagram = shop.partition("```mermaid\n")[2].partition("```")[0].splitlines()
    assert diagram[0] == "erDiagram"
    for line in (
        '    "people" ||--o{ "orders" : "person_id"',
        '    "people" |o--o{ "orders" : "friend_id"',
        '    "people" ||--o| "cards" : "person_id"',
        '    "people" |o--o{ "log.entries" : "person_id"',
        "        uuid person_id PK, FK",
        "        numeric total",
    ):
        assert line in diagram


ENTITY = re.compile(r' {4}"[^"%\\]+" \{')
ATTRIBUTE = re.compile(r" {8}[A-Za-z_][\w()\[\]]* [A-Za-z_]\w*( (PK|FK|UK)(, (PK|FK|UK))*)?", re.A)
RELATIONSHIP = re.compile(r' {4}"[^"%\\]+" (\|\||\|o)--(o\||o\{) "[^"%\\]+" : "[^"%\\]+"')


def test_a_diagram_has_only_what_mermaid_can_read() -> None:
    odd = EVERYTHING + (
        '  "a %\\"table\\\\":\n    columns: {"PK": integer primary key, "1 col": "\\"odd type\\"",'
        ' "é": "bit varying(3)[]", agent: uuid references agents}\n'
    )
    odd = odd.replace("enums:\n", 'enums:\n  "odd type": [a]\n', 1)
    text = render_readme(Build(project_of(odd)))
    diagram = text.partition("```mermaid\n")[2].partition("```")[0].splitlines()
    assert '    "a __table_" {' in diagram
    assert "        integer PK_ PK" in diagram
    assert "        odd_type _1_col" in diagram
    for line in diagram[1:]:
        known = (ENTITY, ATTRIBUTE, RELATIONSHIP)
        assert line == "    }" or any(form.fullmatch(line) for form in known), line


def _tables(count: int, columns: int) -> str:
    listed = "".join(f", column_{number}: text" for number in range(columns))
    return "tables:\n" + "".join(
        f"  table_{number}: {{columns: {{id: integer primary key{listed}}}}}\n"
        for number in range(count)
    )


def test_a_large_diagram_has_keys_alone_and_a_huge_one_is_left_out() -> None:
    large = render_readme(Build(project_of(_tables(60, 40))))
    assert "        integer id PK" in large
    assert "        text column_1" not in large
    huge = render_readme(Build(project_of(_tables(1200, 0))))
    assert "```mermaid" not in huge
    assert "larger than Mermaid draws" in huge


def test_every_row_of_a_table_has_as_many_cells_as_its_head() -> None:
    cells = None
    for line in render_readme(Build(project_of(EVERYTHING))).splitlines():
        if not line.startswith("|"):
            cells = None
            continue
        count = len(re.findall(r"(?<!\\)\|", line))
        assert cells in (None, count), line
        cells = count


def test_every_link_leads_somewhere(shop: str) -> None:
    links = set(re.findall(r"\]\(#([^)]+)\)", shop))
    anchors = re.findall(r'<a id="([^"]+)">', shop)
    assert links <= set(anchors)
    assert len(anchors) == len(set(anchors))


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("plain", "`plain`"),
        ("", ""),
        ("a\n  b", "`a b`"),
        ("a`b", "``a`b``"),
        ("`a``", "``` `a`` ```"),
        ("a|b", "`a\\|b`"),
        ("^(a\\|b)$", "<code>^(a&#92;&#124;b)&#36;</code>"),
    ],
)
def test_code_is_kept_in_a_cell(text: str, written: str) -> None:
    assert code(text) == written


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("snake_case stays", "snake_case stays"),
        ("_emphasis_", "\\_emphasis\\_"),
        ("*a* [b](c) `d` ~e~ $f$", "\\*a\\* \\[b\\](c) \\`d\\` \\~e\\~ \\$f\\$"),
        ("a\n| b & <c>", "a \\| b &amp; &lt;c&gt;"),
    ],
)
def test_prose_reads_as_it_was_written(text: str, written: str) -> None:
    assert prose(text) == written


def test_paragraphs_open_no_blocks_and_fences_cannot_be_closed() -> None:
    assert paragraphs("- a\n\n1. b\n\n+ c") == ["\\- a", "", "1\\. b", "", "\\+ c"]
    assert fence("sql", ["SELECT '```'"])[0] == "````sql"


def test_every_member_of_a_table_is_told_by_its_definition() -> None:
    project = project_of(
        """\
tables:
  logs:
    columns: {id: integer primary key, a: integer, b: integer}
    checks: {ordered: {expression: a < b, not_valid: true}}
    statistics: [{columns: [a, b], kinds: [dependencies]}]
    rules: {kept: {event: delete, instead: true, do: NOTHING}}
    indexes: [{columns: [a], unique: true, using: btree}]
"""
    )
    text = render_readme(Build(project))
    assert "`CHECK (a < b) NOT VALID`" in text
    assert "`(dependencies) ON a, b`" in text
    assert "`ON DELETE DO INSTEAD NOTHING`" in text
    assert "`UNIQUE (a)`" in text
