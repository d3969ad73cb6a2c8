"""Findings in specs: where they are shown, and what a spec says about them."""

from __future__ import annotations

import subprocess
from pathlib import Path

import psycopg
import pytest

from schemagen.app.lint import lint
from schemagen.app.lint_changes import lint_changes
from schemagen.app.lint_live import lint_live
from schemagen.errors import ConnectError, SpecError
from schemagen.lint import rules
from schemagen.lint.rule import Rule
from tests.app.repository import edit, write

ROOT = Path(__file__).parents[2]
ORDERS = """\
schemagen: 1
project: orders
tables:
  customers:
    columns: {id: bigint primary key}
  orders:
    columns:
      id: bigint primary key
      customer_id: bigint references customers
      at: timestamp
"""


@pytest.fixture
def orders(tmp_path: Path) -> Path:
    write(tmp_path, {"specs/orders.yaml": ORDERS})
    return tmp_path


def told(root: Path) -> list[str]:
    return [f"{item.place.line}: {item.rule}" for item in lint(root).findings]


def test_findings_stand_at_what_a_person_wrote(orders: Path) -> None:
    assert told(orders) == ["9: unindexed-foreign-key", "10: timestamp-without-time-zone"]


@pytest.mark.parametrize("rule", rules.ALL, ids=lambda rule: rule.code)
def test_what_an_overlay_says_again_is_found_in_the_overlay(tmp_path: Path, rule: Rule) -> None:
    heads = "schemagen:", "project:"
    told = "\n".join(each for each in rule.bad.splitlines() if not each.startswith(heads))
    over = "schemagen: 1\nproject: over\noverlay: base.yaml\n"
    write(tmp_path, {"specs/base.yaml": f"schemagen: 1\nproject: base\n{told}\n"})
    write(tmp_path, {"specs/over.yaml": f"{over}{told}\n"})
    findings = lint(tmp_path, ["over"]).findings
    assert rule.code in {item.rule for item in findings}
    assert {item.place.file for item in findings} == {"specs/over.yaml"}


def test_a_reason_in_the_table_silences_a_rule_there(orders: Path) -> None:
    edit(orders / "specs/orders.yaml", "  orders:\n", "  orders:\n    lint: {RULE: Opens at 9.}\n")
    edit(orders / "specs/orders.yaml", "RULE", "timestamp-without-time-zone")
    report = lint(orders)
    assert [item.rule for item in report.findings] == ["unindexed-foreign-key"]
    assert [item.reason for item in report.suppressed] == ["Opens at 9."]


def test_a_reason_at_the_top_silences_a_rule_everywhere(orders: Path) -> None:
    edit(
        orders / "specs/orders.yaml",
        "tables:",
        "lint:\n  unindexed-foreign-key: Customers stay.\n"
        "  timestamp-without-time-zone: Wall clocks.\ntables:",
    )
    assert told(orders) == []


def test_a_reason_for_nothing_is_found_fault_with(orders: Path) -> None:
    edit(orders / "specs/orders.yaml", "tables:", "lint: {serial-column: Once.}\ntables:")
    assert told(orders)[0] == "3: unused-suppression"


def test_a_reason_in_another_table_does_not_count(orders: Path) -> None:
    old = "  customers:\n"
    edit(orders / "specs/orders.yaml", old, f"{old}    lint: {{unindexed-foreign-key: No.}}\n")
    assert "unused-suppression" in " ".join(told(orders))
    assert "unindexed-foreign-key" in " ".join(told(orders))


@pytest.mark.parametrize(
    ("entry", "code", "said"),
    [
        ("{serial-colum: Old.}", "unknown-rule", 'there is no rule "serial-colum" to suppress'),
        ("{serial-column: ' '}", "lint-reason", "a rule is suppressed for a reason"),
    ],
)
def test_what_is_wrong_with_a_suppression_is_said(
    orders: Path, entry: str, code: str, said: str
) -> None:
    edit(orders / "specs/orders.yaml", "tables:", f"lint: {entry}\ntables:")
    with pytest.raises(SpecError) as caught:
        lint(orders)
    [problem] = caught.value.problems
    assert problem.code == code
    assert problem.message.startswith(said)
    assert problem.place.line == 3


def test_one_column_refers_and_several_refer(orders: Path) -> None:
    spec = orders / "specs/orders.yaml"
    one = lint(orders).findings[0].message
    assert one == 'no index of "orders" begins with (customer_id), which refers to "customers"'
    key = "{id: bigint, shop: bigint}\n    primary_key: [id, shop]"
    edit(spec, "{id: bigint primary key}", key)
    edit(spec, "customer_id: bigint references customers", "customer_id: bigint")
    reference = "foreign_keys: [{columns: [customer_id, shop], references: customers}]"
    edit(spec, "      at: timestamp", f"      shop: bigint\n    {reference}")
    several = lint(orders).findings[0].message
    assert "(customer_id, shop), which refer to" in several


def test_an_index_on_what_refers_to_a_whole_key_is_enough(orders: Path) -> None:
    spec = orders / "specs/orders.yaml"
    edit(spec, "{id: bigint primary key}", "{id: bigint primary key, shop: bigint not null}")
    edit(spec, "  orders:\n", "    unique: [[shop, id]]\n  orders:\n")
    edit(spec, "customer_id: bigint references customers", "customer_id: bigint")
    edit(
        spec,
        "      at: timestamp\n",
        "      shop: bigint\n    foreign_keys:\n"
        "      - {columns: [shop, customer_id], references: 'customers (shop, id)'}\n"
        "    indexes: [INDEX]\n",
    )
    edit(spec, "INDEX", "shop")
    assert told(orders) == ["13: unindexed-foreign-key"]
    edit(spec, "[shop]", "[customer_id]")
    assert told(orders) == []


def test_the_projects_of_this_repository_give_a_reason_for_everything() -> None:
    assert lint(ROOT).findings == ()


def test_a_reason_for_a_change_waits_for_the_change(orders: Path) -> None:
    edit(orders / "specs/orders.yaml", "tables:", "lint: {loses-data: Kept elsewhere.}\ntables:")
    assert "unused-suppression" not in " ".join(told(orders))


def committed(root: Path) -> None:
    for words in (
        ["init", "-q"],
        ["add", "."],
        ["-c", "user.name=t", "-c", "user.email=t@t", "commit", "-q", "-m", "First"],
    ):
        subprocess.run(["git", "-C", str(root), *words], check=True)


def test_what_differs_from_a_revision_is_looked_at(orders: Path) -> None:
    committed(orders)
    edit(orders / "specs/orders.yaml", "      at: timestamp\n", "    indexes: [customer_id]\n")
    report = lint_changes(orders, (), "HEAD")
    assert [(item.rule, item.place.line) for item in report.findings] == [
        ("loses-data", 6),
        ("blocking-index-build", 10),
    ]


def test_what_an_overlay_takes_away_is_told_where_it_does(orders: Path) -> None:
    over = orders / "specs/over.yaml"
    text = "schemagen: 1\nproject: over\noverlay: orders.yaml\ntables:\n"
    write(orders, {"specs/over.yaml": f"{text}  orders:\n    comment: What is ordered.\n"})
    committed(orders)
    edit(over, "    comment: What is ordered.\n", "    columns:\n      at: null\n")
    [lost] = lint_changes(orders, ["over"], "HEAD").findings
    assert (lost.rule, lost.subject) == ("loses-data", "column public.orders.at")
    assert (lost.place.file, lost.place.line) == ("specs/over.yaml", 7)
    edit(over, "  orders:\n    columns:\n      at: null\n", "  orders: null\n")
    places = {item.place.line for item in lint_changes(orders, ["over"], "HEAD").findings}
    assert places == {5}


def test_a_change_may_be_right_for_a_reason(orders: Path) -> None:
    committed(orders)
    edit(orders / "specs/orders.yaml", "      at: timestamp\n", "")
    edit(orders / "specs/orders.yaml", "tables:", "lint: {loses-data: Kept elsewhere.}\ntables:")
    report = lint_changes(orders, (), "HEAD")
    assert report.findings == ()
    assert [item.reason for item in report.suppressed] == ["Kept elsewhere."]


def test_a_new_project_has_no_rows_to_lose(orders: Path) -> None:
    committed(orders)
    write(orders, {"specs/second.yaml": ORDERS.replace("orders", "second")})
    assert lint_changes(orders, ["second"], "HEAD").findings == ()


def test_a_database_is_looked_at_as_it_is(database: str) -> None:
    with psycopg.connect(database, autocommit=True) as connection:
        connection.execute("CREATE TABLE t (id integer, at timestamp)")
    report = lint_live(database)
    assert {item.rule for item in report.findings} >= {
        "missing-primary-key",
        "timestamp-without-time-zone",
    }
    assert {str(item.place) for item in report.findings} == {report.database}


def test_a_view_in_a_database_that_lifts_row_level_security_is_found(database: str) -> None:
    with psycopg.connect(database, autocommit=True) as connection:
        connection.execute("""
            CREATE TABLE notes (id integer PRIMARY KEY);
            ALTER TABLE notes ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
            CREATE VIEW shown AS SELECT id FROM notes;
            CREATE VIEW of_view AS SELECT id FROM shown""")
    messages = [item.message for item in lint_live(database).findings]
    assert [each for each in messages if "lifts" in each] == [
        f'view "{name}" lifts row-level security of "notes": it reads with the rights of its owner'
        for name in ("of_view", "shown")
    ]


def test_a_database_that_is_not_there_is_said(database: str) -> None:
    with pytest.raises(ConnectError):
        lint_live(database.replace("/test_0?", "/missing?"))
