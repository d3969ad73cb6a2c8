"""What a migration says of itself where there is no terminal."""

from __future__ import annotations

import pytest

from schemagen.cli.migrate.options import telling
from schemagen.migrate.runner import Happening


def test_rows_are_said_now_and_then_and_in_the_end(capsys: pytest.CaptureFixture[str]) -> None:
    with telling() as report:
        report(Happening("1_a", "rows of app.users", 2, 5))
        for done in range(100, 1000, 100):
            report(Happening("1_a", "rows of app.users", done, 1000, "rows"))
        report(Happening("1_a", "rows of app.users", 950, 950, "rows"))
    assert capsys.readouterr().err.splitlines() == [
        "1_a: step 3 of 5: rows of app.users",
        "1_a: rows of app.users: 100 of about 1000 rows done",
        "1_a: rows of app.users: 950 rows done",
    ]
