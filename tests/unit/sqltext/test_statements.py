"""Taking a script apart into its statements."""

from __future__ import annotations

import pytest

from schemagen.sqltext.statements import split_statements
from schemagen.sqltext.tokens import SqlTextError


@pytest.mark.parametrize(
    ("script", "statements"),
    [
        ("", []),
        ("-- nothing; really\n;;", []),
        ("SELECT 1; SELECT 2", ["SELECT 1", "SELECT 2"]),
        ("SELECT ';', \";\" ; SELECT 2;", ["SELECT ';', \";\"", "SELECT 2"]),
        ("DO $$BEGIN a; END$$;\n-- one; more\nSELECT 2;", ["DO $$BEGIN a; END$$", "SELECT 2"]),
        ("SELECT $a$;$$;$a$; SELECT /* ; */ 2 -- ;", ["SELECT $a$;$$;$a$", "SELECT /* ; */ 2"]),
        (
            "CREATE FUNCTION f() BEGIN ATOMIC SELECT CASE WHEN a THEN 1 END; END; BEGIN;",
            ["CREATE FUNCTION f() BEGIN ATOMIC SELECT CASE WHEN a THEN 1 END; END", "BEGIN"],
        ),
    ],
)
def test_a_script_is_parted_at_its_own_semicolons(script: str, statements: list[str]) -> None:
    found = split_statements(script)
    assert [each.text for each in found] == statements
    assert all(script.startswith(each.text, each.start) for each in found)


def test_what_does_not_end_is_refused() -> None:
    with pytest.raises(SqlTextError):
        split_statements("SELECT 1; SELECT 'a")
