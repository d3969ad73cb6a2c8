"""What is told of an undo before anything runs."""

from __future__ import annotations

from schemagen.plan.transition import plan_transition
from schemagen.plan.undo import Grade, Undo, worst
from tests.specs import project_of

BEFORE = """
enums:
  status: [draft, active]
tables:
  t:
    columns: {id: integer primary key, name: text, size: varchar(20), state: status}
"""


def undo_of(current: str, desired: str) -> dict[str, Undo]:
    plan = plan_transition(project_of(current).catalog, project_of(desired).catalog)
    return {item.sql: undo for item, undo in zip(plan.statements, plan.undo_of_each(), strict=True)}


def test_a_new_index_is_undone_exactly_by_dropping_it() -> None:
    after = BEFORE + "    indexes: {t_name: name}\n"
    undo = undo_of(BEFORE, after)["CREATE INDEX t_name ON public.t (name)"]
    assert undo.grade is Grade.EXACT
    assert [item.sql for item in undo.statements] == ["DROP INDEX public.t_name"]


def test_a_dropped_column_comes_back_without_its_values() -> None:
    after = BEFORE.replace("name: text, ", "")
    undo = undo_of(BEFORE, after)["ALTER TABLE public.t DROP COLUMN name"]
    assert undo.grade is Grade.LOSSY
    assert undo.reasons == (
        "all values of public.t.name are lost",
        "if it is undone, column public.t.name comes back as the last one",
    )


def test_a_dropped_column_without_a_default_may_not_come_back_over_rows() -> None:
    before = BEFORE.replace("name: text", "name: text not null")
    undo = undo_of(before, BEFORE.replace("name: text, ", ""))[
        "ALTER TABLE public.t DROP COLUMN name"
    ]
    assert undo.grade is Grade.IRREVERSIBLE
    assert undo.reasons == (
        "all values of public.t.name are lost",
        "if it is undone, column public.t.name comes back as the last one",
        "its undo fails if public.t has rows, which have no value for name: write into down.sql"
        " what they get, and run schemagen migrate check",
    )


def test_the_last_column_comes_back_to_its_place() -> None:
    after = BEFORE.replace(", state: status", "")
    undo = undo_of(BEFORE, after)["ALTER TABLE public.t DROP COLUMN state"]
    assert undo.reasons == ("all values of public.t.state are lost",)


def test_what_is_written_into_a_new_column_goes_with_the_undo() -> None:
    undo = undo_of(BEFORE.replace("name: text, ", ""), BEFORE)
    assert undo["ALTER TABLE public.t ADD COLUMN name text"] == Undo(
        Grade.EXACT,
        ("if it is undone, what was written since goes: all values of public.t.name are lost",),
        undo["ALTER TABLE public.t ADD COLUMN name text"].statements,
    )


def test_a_label_that_rows_use_stays() -> None:
    after = BEFORE.replace("[draft, active]", "[draft, active, closed]")
    undo = undo_of(BEFORE, after)["ALTER TYPE public.status ADD VALUE 'closed'"]
    assert undo.grade is Grade.IRREVERSIBLE
    assert undo.reasons == (
        "it cannot be undone once a row has the new label 'closed' of public.status",
    )


def test_the_undo_of_letting_nulls_in_may_be_refused() -> None:
    before = BEFORE.replace("name: text", "name: text not null")
    undo = undo_of(before, BEFORE)["ALTER TABLE public.t ALTER COLUMN name DROP NOT NULL"]
    assert undo.grade is Grade.EXACT
    assert undo.reasons == (
        "its undo fails if a row of public.t has no name: write into down.sql what they get, and"
        " run schemagen migrate check",
    )


def test_where_several_statements_change_an_object_the_whole_way_back_tells() -> None:
    after = BEFORE.replace("varchar(20)", "{type: text, not_null: true}")
    undo = undo_of(BEFORE, after)["ALTER TABLE public.t ALTER COLUMN size SET NOT NULL"]
    assert undo.statements == ()


def test_the_worst_undo_is_that_of_the_whole() -> None:
    assert worst(()) is Grade.EXACT
    assert worst((Undo(Grade.LOSSY), Undo(Grade.IRREVERSIBLE), Undo(Grade.EXACT))) == "irreversible"


def test_a_column_that_loses_no_values_comes_back_as_the_last_one_too() -> None:
    before = BEFORE.replace("name: text", "twice: {type: integer, generated: id * 2}")
    undo = undo_of(before, BEFORE.replace("name: text, ", ""))
    assert undo["ALTER TABLE public.t DROP COLUMN twice"].grade is Grade.EXACT
    assert undo["ALTER TABLE public.t DROP COLUMN twice"].reasons == (
        "if it is undone, column public.t.twice comes back as the last one",
    )
