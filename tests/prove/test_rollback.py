"""What the way back of a migration restores is observed, and compared with what its plan says."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from schemagen.app.checking import check
from schemagen.app.empty_migration import new_empty
from schemagen.prove.run import prove
from schemagen.prove.verdict import Verdict
from tests.app.repository import edit
from tests.prove.shop import change_plan


def verdicts(shop: Path, rows: int = 6) -> dict[str, Verdict]:
    """Prove rollbacks, and return the verdicts by the words of each migration's name."""
    found = [each.verdict for each in prove(shop, proofs=["rollback"], rows=rows, major=18)]
    return {each.artefact.lstrip("0123456789_"): each for each in found}


def test_each_migration_gets_the_grade_that_its_plan_declares(shop: Path) -> None:
    # So many that what the server holds is kept, and brought back, instead of made again.
    found = verdicts(shop, rows=1000)
    assert {name: each.findings for name, each in found.items()} == dict.fromkeys(found, ())
    assert {name: each.result for name, each in found.items()} == {
        "initial": "exact",
        "add_note": "exact",
        "add_label": "irreversible",
        "widen_price": "exact",
        "need_note": "exact",
        "forget_names": "data-lossy",
        "all of them": "what the spec says",
    }
    # Some of the rows have no value where one may be missing, as the plans foresaw.
    assert found["need_note"].notes == (
        "not tried over all rows, because it fails if a row of public.products has no note",
    )
    assert found["widen_price"].notes == (
        "its way back is refused, as was said, if a row of public.products has no price",
    )


def test_a_grade_that_is_wrong_is_a_finding_either_way(shop: Path) -> None:
    def grade(name: str) -> Any:
        return lambda plan: plan["undo"].update(grade=name)

    change_plan(shop, "forget_names", grade("exact"))
    change_plan(shop, "add_label", grade("data-lossy"))
    change_plan(shop, "add_note", grade("irreversible"))
    found = verdicts(shop)
    assert found["forget_names"].findings == (
        "its plan says exact",
        "rows of public.products are not what they were",
    )
    assert found["add_label"].findings[0] == "its plan says data-lossy"
    assert found["add_note"].findings == ("its plan says irreversible, and everything came back",)


def test_a_spec_that_says_more_than_the_migrations_is_a_finding(shop: Path) -> None:
    edit(
        shop / "specs/shop.yaml",
        "      note: text not null",
        "      note: text not null\n      sku: text",
    )
    found = verdicts(shop, rows=0)["all of them"]
    assert found.result == "not what the spec says"
    assert any("sku" in line for line in found.findings)


def test_rows_that_are_changed_for_good_are_no_finding(shop: Path) -> None:
    up = new_empty(shop, "shop", "tidy").folder / "up.sql"
    up.write_text("UPDATE products SET name = lower(name);")
    check(shop, "shop", major=18)
    tidy = verdicts(shop, rows=0)["tidy"]
    assert (tidy.result, tidy.findings) == ("data-lossy", ())
