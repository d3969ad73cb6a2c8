"""What a diff says, in words, from one spec to another."""

from __future__ import annotations

from schemagen.diff.engine import compare
from schemagen.diff.words import describe
from tests.specs import project_of

USERS = """
tables:
  users:
    columns:
      id: integer primary key
      mail: varchar(20) not null check (mail like '%@%')
      age: integer
    indexes: [[mail, age desc]]
    unique: [[mail]]
    policies:
      own: {command: select, using: mail = current_user}
  notes:
    columns:
      id: integer primary key
      author: integer references users
      mail: varchar(20) references users (mail)
"""


def words(current: str, desired: str) -> list[str]:
    groups = describe(compare(project_of(current).catalog, project_of(desired).catalog))
    found = []
    for group in groups:
        found.append(f"[{group.title}]")
        found += [f"{line.mark} {line.text}" for line in group.lines]
    return found


def changed(old: str, new: str, text: str = USERS) -> list[str]:
    assert old in text
    return words(text, text.replace(old, new))


def test_the_same_spec_has_no_difference() -> None:
    assert words(USERS, USERS) == []


def test_a_spec_written_in_another_way_has_no_difference() -> None:
    other = USERS.replace("age: integer", "age: {type: int4}")
    other = other.replace("varchar", "character varying")
    assert words(USERS, other) == []


def test_a_column_is_added_removed_and_changed() -> None:
    assert changed("      age: integer\n", "      age: integer\n      born: date\n") == [
        "[public.users]",
        "+ column born date",
    ]
    assert changed("      author: integer references users\n", "") == [
        "[public.notes]",
        "- column author integer",
        "- foreign key notes_author_fkey",
    ]
    assert changed("age: integer", "age: bigint not null default 0") == [
        "[public.users]",
        "~ column age: type integer → bigint",
        "~ column age: not null no → yes",
        "~ column age: default none → 0",
    ]


def test_a_table_comes_and_goes_as_a_whole() -> None:
    without = USERS.partition("  notes:")[0]
    assert words(without, USERS) == [
        "[public.notes]",
        "+ table notes (3 columns, 1 primary key, 2 foreign keys)",
    ]
    assert words(USERS, without) == [
        "[public.notes]",
        "- table notes (3 columns, 1 primary key, 2 foreign keys)",
    ]


def test_a_renamed_column_takes_everything_that_names_it_along() -> None:
    desired = (
        USERS.replace("mail: varchar(20) not null check (mail like '%@%')", "MAIL", 1)
        .replace("[[mail, age desc]]", "[[email, age desc]]")
        .replace("[[mail]]", "[[email]]")
        .replace("using: mail =", "using: email =")
        .replace("users (mail)", "users (email)")
        .replace(
            "MAIL",
            "email: {type: varchar(20), not_null: true, was: mail, check: email like '%@%'}",
        )
    )
    assert words(USERS, desired) == [
        "[public.users]",
        "~ check users_mail_check renamed to users_email_check",
        "~ column mail renamed to email",
        "~ index users_mail_age_idx renamed to users_email_age_idx",
        "~ unique users_mail_key renamed to users_email_key",
    ]


def test_a_renamed_table_takes_its_members_and_references_along() -> None:
    desired = USERS.replace("  users:\n", "  people:\n    was: users\n").replace(
        "references users", "references people"
    )
    assert words(USERS, desired) == [
        "[public.people]",
        "~ check users_mail_check renamed to people_mail_check",
        "~ index users_mail_age_idx renamed to people_mail_age_idx",
        "~ primary key users_pkey renamed to people_pkey",
        "~ table users renamed to people",
        "~ unique users_mail_key renamed to people_mail_key",
    ]


def test_a_renamed_schema_takes_what_lives_in_it_along() -> None:
    current = """
enums: {attic.mood: [sad, ok]}
schemas: {attic: {}}
tables:
  attic.boxes: {columns: {id: integer primary key}}
  attic.things: {columns: {box: integer references attic.boxes, name: text}}
"""
    desired = current.replace("attic: {}", "cellar: {was: attic}").replace("attic.", "cellar.")
    assert words(current, desired) == ["[]", "~ schema attic renamed to cellar"]
    desired = desired.replace("name: text", "title: {type: text, was: name}")
    desired = desired.replace("boxes", "crates").replace("crates: {", "crates: {was: boxes, ")
    assert words(current, desired) == [
        "[]",
        "~ schema attic renamed to cellar",
        "[cellar.crates]",
        "~ primary key boxes_pkey renamed to crates_pkey",
        "~ table boxes renamed to crates",
        "[cellar.things]",
        "~ column name renamed to title",
    ]


def test_a_column_renamed_to_the_name_of_a_table_is_not_taken_for_it() -> None:
    current = """
tables:
  players: {columns: {squad: text}}
  team: {columns: {name: text}}
"""
    desired = """
tables:
  players: {columns: {team: {type: text, was: squad}}}
  team: {columns: {title: {type: text, was: name}}}
"""
    assert words(current, desired) == [
        "[public.players]",
        "~ column squad renamed to team",
        "[public.team]",
        "~ column name renamed to title",
    ]


def test_a_rename_that_has_happened_is_no_difference() -> None:
    renamed = USERS.replace("age: integer", "years: {type: integer, was: age}").replace(
        "age desc", "years desc"
    )
    assert words(renamed, renamed) == []


def test_an_equal_column_under_another_name_is_not_taken_for_a_rename() -> None:
    assert changed("age: integer", "years: integer", USERS.replace(", age desc", "")) == [
        "[public.users]",
        "- column age integer",
        "+ column years integer",
    ]


def test_which_of_two_equal_indexes_is_renamed_does_not_depend_on_the_order_in_a_spec() -> None:
    table = "tables: {users: {columns: {age: integer}, indexes: {INDEXES}}}"
    desired = table.replace("INDEXES", "younger: age")
    for order in ("old: age, young: age", "young: age, old: age"):
        assert words(table.replace("INDEXES", order), desired) == [
            "[public.users]",
            "- index young",
            "~ index old renamed to younger",
        ]


def test_labels_of_an_enum_are_told_one_by_one() -> None:
    assert words("enums: {mood: [sad, ok]}", "enums: {mood: [sad, fine, ok]}") == [
        "[]",
        "~ enum mood: labels + fine",
    ]


def test_the_order_of_labels_counts() -> None:
    assert words("enums: {mood: [sad, ok]}", "enums: {mood: [ok, sad]}") == [
        "[]",
        "~ enum mood: labels (sad, ok) → (ok, sad)",
    ]


def test_a_key_of_an_index_is_told_by_what_is_said_of_it() -> None:
    changes = changed("age desc]", "age text_pattern_ops]")
    assert "elements + column age opclass text_pattern_ops, - column age descending" in changes[1]
