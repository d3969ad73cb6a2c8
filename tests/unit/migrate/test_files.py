"""The names of migrations: each later than the one that it follows."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from schemagen.migrate.files import migration_id

NOW = datetime(2026, 11, 21, 9, 30, 59, tzinfo=UTC)


@pytest.mark.parametrize(
    ("after", "stamp"),
    [
        ("", "20261121093059"),
        ("20261121093058_before", "20261121093059"),
        ("20261121093059_expand", "20261121093100"),
        ("20261231235959_of_a_fast_clock", "20270101000000"),
        ("20261121093060_that_no_clock_shows", "20261121093101"),
    ],
)
def test_a_migration_has_the_time_of_a_clock_and_comes_after_the_last(
    after: str, stamp: str
) -> None:
    assert migration_id("contract", NOW, after) == f"{stamp}_contract"
