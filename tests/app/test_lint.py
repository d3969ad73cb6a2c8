"""Findings in specs: where they are shown, and what a spec says about them."""

from __future__ import annotations

from pathlib import Path

import pytest

from schemagen.app.lint import lint
from schemagen.errors import SpecError
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
