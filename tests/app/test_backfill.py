"""What rows get in a column that comes, from the spec to a database that is in use meanwhile."""

from __future__ import annotations

from pathlib import Path

import pytest

from schemagen.app.migrating import Options, down, up
from schemagen.errors import ApplyError
from schemagen.migrate.runner import Happening
from tests.app.migrations import run, write_migration
from tests.app.repository import edit

pytestmark = [pytest.mark.majors(16), pytest.mark.usefixtures("made")]
LABEL = "label: {type: text not null, backfill: {set: \"name || coalesce(sku, '-')\", batch: 200}}"
ROWS = (
    "INSERT INTO products (name, sku) SELECT chr(97 + n % 26) || n, nullif(n % 2, 0)"
    " FROM generate_series(1, 1000) AS n"
)
WRONG = (
    "SELECT id FROM products WHERE label <> name || CASE id % 2 WHEN 1 THEN '1' ELSE '-' END"
    " ORDER BY id"
)


class KilledError(Exception):
    """Stands for whatever ends a runner."""


def test_rows_are_filled_in_batches_and_gone_on_with(repository: Path, database: str) -> None:
    up(repository, "shop", database, Options())
    run(database, ROWS)
    run(database, "ANALYZE products")
    edit(repository / "specs/shop.yaml", "sku: text", LABEL)
    new = write_migration(repository, "label", minute=40)
    assert new is not None
    assert new.grade == "exact"
    told: list[Happening] = []

    def stop_in_the_middle(happening: Happening) -> None:
        told.append(happening)
        if (happening.done, happening.total) == (600, 1000):
            raise KilledError

    with pytest.raises(KilledError):
        up(repository, "shop", database, Options(report=stop_in_the_middle))
    # Somebody whose program knows nothing of the column, and somebody whose program does.
    run(database, "INSERT INTO products (name) SELECT 'x' || n FROM generate_series(1, 10) AS n")
    run(database, "INSERT INTO products (id, name) OVERRIDING SYSTEM VALUE VALUES (-2, 'late')")
    run(database, "UPDATE products SET label = '?' WHERE id = 900")
    run(database, "UPDATE products SET sku = 'after its row' WHERE id = 100")
    told.clear()
    up(repository, "shop", database, Options(report=told.append))
    assert run(database, WRONG) == [(900,), *((n,) for n in range(1001, 1011, 2))]
    assert run(database, "SELECT label FROM products WHERE id IN (900, 1001)") == [("?",), ("x1-",)]
    # What is left: 410 rows, but one that has its value, and one that came before the key.
    assert [each.done for each in told if each.what == "rows of public.products"][1:4] == [
        200,
        400,
        409,
    ]
    assert run(
        database,
        "SELECT attnotnull FROM pg_attribute"
        " WHERE attrelid = 'products'::regclass AND attname = 'label'",
    ) == [(True,)]
    down(repository, "shop", database, Options(allow=frozenset({"DELETES_DATA"})))
    assert run(database, "SELECT count(*), count(sku), max(sku) FROM products") == [
        (1011, 501, "after its row")
    ]


def test_a_column_becomes_not_null_and_says_what_stays(repository: Path, database: str) -> None:
    up(repository, "shop", database, Options())
    run(database, ROWS)
    edit(
        repository / "specs/shop.yaml",
        "sku: text",
        "sku: {type: text not null, backfill: {set: \"'sku-' || id\", where: id <> 5}}",
    )
    new = write_migration(repository, "need sku", minute=40)
    assert new is not None
    reason = "rows of public.products that had no sku keep what they are given"
    assert (new.grade, new.reasons) == ("data-lossy", (reason,))
    run(database, "UPDATE products SET sku = NULL WHERE id = 5")
    with pytest.raises(ApplyError, match=r'"products_sku_is_not_null" .* is violated by some row'):
        up(repository, "shop", database, Options())
    # Nobody is kept from writing meanwhile, and what is written so gets a value, too.
    run(database, "INSERT INTO products (id, name) OVERRIDING SYSTEM VALUE VALUES (-7, 'late')")
    run(database, "UPDATE products SET sku = 'five' WHERE id = 5")
    up(repository, "shop", database, Options())
    kept = run(database, "SELECT count(*) FILTER (WHERE sku = '1'), min(sku) FROM products")
    assert kept == [(499, "1")]
    assert run(database, "SELECT sku FROM products WHERE id IN (-7, 5, 6) ORDER BY id") == [
        ("sku--7",),
        ("five",),
        ("sku-6",),
    ]


@pytest.mark.parametrize(
    ("column", "may_fail"),
    [
        ("label: {type: text not null, backfill: \"'none'\"}", False),
        (
            "label: {type: text not null default 'a', backfill: {set: \"'b'\", where: id > 5}}",
            False,
        ),
        ("label: {type: text not null, backfill: {set: \"'b'\", where: id > 5}}", True),
        ("label: {type: text not null, backfill: name}", True),
        ("sku: {type: text not null, backfill: \"'none'::text\"}", False),
        # Who writes NULL while rows are filled is not given the default.
        ("sku: {type: text not null default 'a', backfill: \"'b'\"}", True),
    ],
)
def test_a_migration_that_gives_each_row_a_value_does_not_fail_for_want_of_it(
    repository: Path, column: str, may_fail: bool
) -> None:
    edit(repository / "specs/shop.yaml", "sku: text", column)
    new = write_migration(repository, "label", minute=40)
    assert new is not None
    name = column.partition(":")[0]
    failures = {item.failure for item in new.transition.statements} - {""}
    assert failures == ({f"fails if a row of public.products has no {name}"} if may_fail else set())
