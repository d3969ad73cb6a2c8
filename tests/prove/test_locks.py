"""What statements take, read and rewrite is observed, and compared with what plans declare."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from schemagen.prove.run import prove
from schemagen.prove.verdict import Verdict
from schemagen.sandbox import Server
from tests.prove.shop import change_plan


def verdicts(shop: Path, major: int = 18) -> dict[str, Verdict]:
    """Prove locks, and return the verdicts by the words of each migration's name."""
    found = [each.verdict for each in prove(shop, proofs=["locks"], rows=6, major=major)]
    return {each.artefact.lstrip("0123456789_"): each for each in found}


@pytest.mark.majors(14, 18)
def test_what_plans_declare_is_what_is_seen(shop: Path, server: Server) -> None:
    found = verdicts(shop, server.major)
    assert {name: each.findings for name, each in found.items()} == dict.fromkeys(found, ())
    assert found["add_note"].result == "4 statements as declared"


def declaring(text: str, *locks: tuple[str, str, str]) -> Callable[[Any], None]:
    """Let a plan declare other locks for the statements on its way up with a text in them."""

    def change(plan: Any) -> None:
        [found] = [each for each in plan["up"]["statements"] if text in each["sql"]]
        found["locks"] = [
            {"schema": "public", "relation": relation, "mode": mode, "work": work}
            for relation, mode, work in locks
        ]
        found.pop("lock", None)

    return change


def test_what_is_not_declared_or_never_seen_is_a_finding(shop: Path) -> None:
    change_plan(shop, "add_note", declaring("CONCURRENTLY"))
    change_plan(shop, "widen_price", declaring("DROP NOT NULL", ("products", "SHARE", "none")))
    change_plan(
        shop,
        "need_note",
        declaring(
            "DROP CONSTRAINT",
            ("products", "ACCESS EXCLUSIVE", "rewrite"),
            ("shelves", "SHARE", "none"),
        ),
    )
    found = verdicts(shop)
    index = "CREATE INDEX CONCURRENTLY shelves_place_id_idx ON public.shelves (place, id)"
    assert found["add_note"].findings == (
        f"up: not declared: {index}: SHARE UPDATE EXCLUSIVE on public.shelves",
        f"up: not declared: {index}: reads all of public.shelves",
    )
    assert found["widen_price"].findings == (
        "up: not declared: ALTER TABLE public.products ALTER COLUMN price DROP NOT NULL:"
        " ACCESS EXCLUSIVE on public.products",
    )
    drop = "ALTER TABLE public.products DROP CONSTRAINT products_note_is_not_null"
    assert found["need_note"].findings == (
        f"up: never seen: {drop}: does not rewrite public.products",
        f"up: never seen: {drop}: no SHARE on public.shelves",
    )
