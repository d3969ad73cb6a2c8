"""Renames that nobody declared are offered where there is no doubt, and never assumed."""

from __future__ import annotations

import pytest

from schemagen.catalog.change import Create, Drop
from schemagen.diff.candidates import advice, rename_candidates
from schemagen.diff.engine import compare
from tests.specs import project_of

USERS = """
enums: {mood: [happy, sad]}
tables:
  users:
    columns: {id: integer primary key, mail: text not null, name: text, mood: mood}
    indexes: [mail]
    grants: {public: select}
functions:
  twice: {arguments: a integer, returns: integer, body: SELECT a * 2}
views:
  names: {query: SELECT name FROM users}
"""


def offered(old: str, new: str, text: str = USERS) -> list[str]:
    assert old in text
    changes = compare(project_of(text).catalog, project_of(text.replace(old, new)).catalog)
    return [advice(each) for each in rename_candidates(changes)]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("mail: text not null", "email: text not null", "column email of users is mail"),
        ("  users:\n", "  people:\n", "table people is users"),
        ("twice:", "doubled:", "function doubled is twice"),
        ("  names:", "  called:", "view called is names"),
    ],
)
def test_what_is_equal_but_for_its_name_is_offered(old: str, new: str, expected: str) -> None:
    text = USERS.replace("    indexes: [mail]\n", "").replace("FROM users", "FROM pg_class")
    text = text.replace("SELECT name", "SELECT relname AS name")
    was = expected.rpartition(" ")[2]
    assert offered(old, new, text) == [f"if {expected} under a new name, write `was: {was}`"]


def test_a_candidate_is_never_taken_for_a_rename() -> None:
    old, new = USERS.replace("    indexes: [mail]\n", ""), "email: text not null"
    wanted = old.replace("mail: text not null", new)
    changes = compare(project_of(old).catalog, project_of(wanted).catalog)
    assert {type(each) for each in changes} == {Create, Drop}


def test_a_column_of_another_type_is_not_offered() -> None:
    text = USERS.replace("    indexes: [mail]\n", "")
    assert offered("mail: text not null", "email: varchar not null", text) == []


def test_nothing_is_offered_where_two_columns_are_alike() -> None:
    text = USERS.replace("    indexes: [mail]\n", "").replace("mail: text not null", "mail: text")
    text = text.replace("SELECT name FROM users", "SELECT 1 AS one")
    assert offered("mail: text, name: text", "email: text, called: text", text) == []


def test_a_table_with_other_columns_is_not_offered() -> None:
    text = USERS.replace("FROM users", "FROM pg_class").replace("SELECT name", "SELECT relname")
    assert offered("users:\n    columns: {", "people:\n    columns: {age: integer, ", text) == []
