"""When a change is made by a recipe, and which."""

from __future__ import annotations

import pytest

from schemagen.catalog.hazard import HazardType
from schemagen.catalog.sizes import LARGE, Sizes
from schemagen.catalog.statement import Statement, Transaction
from schemagen.migrate.step import Batches
from schemagen.plan.transition import plan_transition
from schemagen.plan.undo import Grade
from schemagen.render.migration import steps_of
from tests.specs import project_of

BEFORE = """
tables:
  clubs: {columns: {id: integer primary key}}
  t:
    columns: {id: integer primary key, name: text, club: integer}
    indexes: {t_club: club}
"""
AFTER = """
tables:
  clubs: {columns: {id: integer primary key}}
  t:
    columns: {id: integer primary key, name: text not null, club: integer}
    foreign_keys: [{columns: [club], references: clubs, name: t_club_fkey}]
    checks: {named: "name <> ''"}
    unique: [[name]]
    indexes: {t_club: {columns: [club, id]}}
"""
LARGE_T = Sizes({("public", "t"): LARGE}, unknown_is_large=False)


def plan(sizes: Sizes | None) -> tuple[Statement, ...]:
    before, after = project_of(BEFORE).catalog, project_of(AFTER).catalog
    return plan_transition(before, after, sizes=sizes).statements


def hazards(statements: tuple[Statement, ...]) -> set[HazardType]:
    return {hazard.type for item in statements for hazard in item.hazards}


def test_a_large_table_is_changed_without_keeping_anybody_waiting() -> None:
    assert [(str(item.transaction), item.sql) for item in plan(LARGE_T)] == [
        # What rows may refuse is asked before anything is done that would have to stay.
        (
            "own",
            "ALTER TABLE public.t ADD CONSTRAINT t_name_is_not_null CHECK (name IS NOT NULL)"
            " NOT VALID",
        ),
        ("own", "ALTER TABLE public.t VALIDATE CONSTRAINT t_name_is_not_null"),
        ("own", "ALTER TABLE public.t ADD CONSTRAINT named CHECK (name <> '') NOT VALID"),
        ("own", "ALTER TABLE public.t VALIDATE CONSTRAINT named"),
        (
            "own",
            "ALTER TABLE public.t ADD CONSTRAINT t_club_fkey FOREIGN KEY (club)"
            " REFERENCES public.clubs (id) NOT VALID",
        ),
        ("own", "ALTER TABLE public.t VALIDATE CONSTRAINT t_club_fkey"),
        ("none", "CREATE UNIQUE INDEX CONCURRENTLY t_name_key ON public.t (name)"),
        ("shared", "ALTER TABLE public.t ALTER COLUMN name SET NOT NULL"),
        ("shared", "ALTER TABLE public.t DROP CONSTRAINT t_name_is_not_null"),
        (
            "shared",
            "ALTER TABLE public.t ADD CONSTRAINT t_name_key UNIQUE USING INDEX t_name_key",
        ),
        ("shared", "ALTER INDEX public.t_club RENAME TO t_club_old"),
        ("none", "CREATE INDEX CONCURRENTLY t_club ON public.t (club, id)"),
        ("none", "DROP INDEX CONCURRENTLY public.t_club_old"),
    ]


def test_a_reference_waits_for_the_key_that_comes_with_it() -> None:
    before = "tables: {t: {columns: {id: integer not null, over: integer, old: text}}}"
    after = (
        "tables: {t: {columns: {id: integer not null, over: integer}, primary_key: [id],"
        " foreign_keys: [{columns: [over], references: t (id)}]}}"
    )
    both = [project_of(text).catalog for text in (before, after)]
    statements = plan_transition(*both, sizes=LARGE_T).statements
    assert [
        item.sql.partition(" ON public")[0].partition(" FOREIGN")[0] for item in statements
    ] == [
        "CREATE UNIQUE INDEX CONCURRENTLY t_pkey",
        "ALTER TABLE public.t ADD CONSTRAINT t_pkey PRIMARY KEY USING INDEX t_pkey",
        "ALTER TABLE public.t DROP COLUMN old",
        "ALTER TABLE public.t ADD CONSTRAINT t_over_fkey",
        "ALTER TABLE public.t VALIDATE CONSTRAINT t_over_fkey",
    ]


def test_a_recipe_has_no_hazard_of_a_lock() -> None:
    assert hazards(plan(LARGE_T)) == {HazardType.INDEX_BUILD, HazardType.INDEX_DROPPED}


@pytest.mark.parametrize("sizes", [None, Sizes(unknown_is_large=False)])
def test_a_small_table_and_one_of_unknown_size_are_changed_in_the_plain_way(
    sizes: Sizes | None,
) -> None:
    statements = plan(sizes)
    assert {item.transaction for item in statements} == {Transaction.SHARED}
    assert "ALTER TABLE public.t ALTER COLUMN name SET NOT NULL" in {i.sql for i in statements}


def test_where_sizes_are_unknown_the_worst_is_told() -> None:
    assert hazards(plan(None)) == {
        HazardType.ACQUIRES_ACCESS_EXCLUSIVE_LOCK,
        HazardType.ACQUIRES_SHARE_LOCK,
        HazardType.ACQUIRES_SHARE_ROW_EXCLUSIVE_LOCK,
        HazardType.INDEX_BUILD,
        HazardType.INDEX_DROPPED,
    }


def test_work_on_a_small_table_is_no_hazard() -> None:
    assert hazards(plan(Sizes(unknown_is_large=False))) == {HazardType.INDEX_DROPPED}


def test_a_new_table_has_no_hazards() -> None:
    before, after = project_of("tables: {x: {columns: {id: integer}}}"), project_of(AFTER)
    made = plan_transition(before.catalog, after.catalog, sizes=Sizes()).statements
    assert {hazard for item in made[1:] for hazard in item.hazards} == set()


def test_an_index_that_was_not_finished_is_found_and_removed() -> None:
    built = next(item for item in plan(LARGE_T) if "t_name_key ON" in item.sql)
    assert built.effect is not None
    assert built.effect.cleanup == ("DROP INDEX CONCURRENTLY IF EXISTS public.t_name_key",)


def test_the_size_of_a_renamed_table_is_that_under_its_former_name() -> None:
    renamed = BEFORE.replace("  t:", "  items:\n    was: t").replace(
        "{t_club", "{by_name: name, t_club"
    )
    plan = plan_transition(project_of(BEFORE).catalog, project_of(renamed).catalog, sizes=LARGE_T)
    assert plan.statements[-1].sql == "CREATE INDEX CONCURRENTLY by_name ON public.items (name)"


def test_a_foreign_key_waits_for_the_key_that_it_refers_to() -> None:
    before = "tables: {a: {columns: {x: integer}}, b: {columns: {x: integer}}}"
    keys = "foreign_keys: [{columns: [x], references: a (x)}]"
    after = before.replace("integer}}, b", "integer}, unique: [[x]]}, b")
    after = after.replace("}}}", "}, " + keys + "}}")
    plan = plan_transition(project_of(before).catalog, project_of(after).catalog, sizes=Sizes())
    assert [item.sql.partition(" CONSTRAINT")[0] for item in plan.statements] == [
        "CREATE UNIQUE INDEX CONCURRENTLY a_x_key ON public.a (x)",
        "ALTER TABLE public.a ADD",
        "ALTER TABLE public.b ADD",
        "ALTER TABLE public.b VALIDATE",
    ]


NARROW = """
tables:
  t:
    columns: {id: integer primary key, size: smallint not null, at: timestamptz}
    indexes: {t_size: {columns: size, unique: true}}
"""
WIDE = NARROW.replace("smallint", "integer")


def test_a_type_that_holds_more_is_made_beside_the_present_one() -> None:
    before, after = project_of(NARROW).catalog, project_of(WIDE).catalog
    plan = plan_transition(before, after, sizes=LARGE_T)
    assert [
        (str(item.transaction), item.sql.partition(" AS $$")[0]) for item in plan.statements
    ] == [
        ("shared", "ALTER TABLE public.t ADD COLUMN size_new integer"),
        ("shared", "CREATE FUNCTION public.t_size_follow() RETURNS trigger LANGUAGE plpgsql"),
        (
            "shared",
            'CREATE TRIGGER "~_t_size_follow" BEFORE INSERT OR UPDATE ON public.t FOR EACH ROW'
            " EXECUTE FUNCTION public.t_size_follow()",
        ),
        ("shared", 'ALTER TABLE public.t ENABLE ALWAYS TRIGGER "~_t_size_follow"'),
        (
            "own",
            "UPDATE public.t SET size_new = size::integer"
            " WHERE (size_new IS DISTINCT FROM size::integer)",
        ),
        ("none", "CREATE UNIQUE INDEX CONCURRENTLY t_size_new ON public.t (size_new)"),
        (
            "own",
            "ALTER TABLE public.t ADD CONSTRAINT t_size_new_is_not_null"
            " CHECK (size_new IS NOT NULL) NOT VALID",
        ),
        ("own", "ALTER TABLE public.t VALIDATE CONSTRAINT t_size_new_is_not_null"),
        ("own", "ANALYZE public.t (size_new)"),
        ("shared", 'DROP TRIGGER "~_t_size_follow" ON public.t'),
        ("shared", "DROP FUNCTION public.t_size_follow()"),
        ("shared", "DROP INDEX public.t_size"),
        ("shared", "ALTER TABLE public.t DROP COLUMN size"),
        ("shared", "ALTER TABLE public.t RENAME COLUMN size_new TO size"),
        ("shared", "ALTER TABLE public.t ALTER COLUMN size SET NOT NULL"),
        ("shared", "ALTER TABLE public.t DROP CONSTRAINT t_size_new_is_not_null"),
        ("shared", "ALTER INDEX public.t_size_new RENAME TO t_size"),
    ]
    assert {undo.grade for undo in plan.undo_of_each()} == {Grade.EXACT}
    said = [hazard.message for item in plan.statements for hazard in item.hazards]
    assert "size moves behind the other columns of public.t" in " ".join(said)


def test_columns_that_are_made_beside_themselves_keep_their_order_at_the_end() -> None:
    narrow = NARROW.replace("smallint not null, at: timestamptz", "smallint, at: date, b: smallint")
    narrow = narrow.replace("b: smallint", "b: smallint, a: smallint")
    before, after = narrow.partition("    indexes")[0], narrow.replace("smallint", "integer")
    plan = plan_transition(
        project_of(before).catalog,
        project_of(after.partition("    indexes")[0]).catalog,
        sizes=LARGE_T,
    )
    renamed = [item.sql for item in plan.statements if " RENAME COLUMN " in item.sql]
    assert [text.rpartition(" ")[2] for text in renamed] == ["size", "b", "a"]
    said = [hazard for item in plan.statements for hazard in item.hazards]
    moved = [each.message for each in said if each.type is HazardType.CORRECTNESS]
    # Nothing stands behind b and a but each other.
    assert [each.partition(":")[0] for each in moved] == [
        "size moves behind the other columns of public.t"
    ]


def test_the_rows_are_gone_over_by_their_key() -> None:
    before, after = project_of(NARROW).catalog, project_of(WIDE).catalog
    steps = steps_of(plan_transition(before, after, sizes=LARGE_T).statements)
    assert [step.key for step in steps if isinstance(step, Batches)] == [("id",)]


@pytest.mark.parametrize(
    ("before", "why"),
    [
        (NARROW.replace(" primary key", ""), "no key tells rows apart"),
        (NARROW + "    row_level_security: forced\n", "a policy may hide rows"),
        (NARROW + "views: {v: {query: select size from t}}\n", "a view shows it"),
        (NARROW.replace("at:", "size_new:"), "the name for the time being is taken"),
        (NARROW + "    replica_identity: index t_size\n", "its index is chosen by name"),
    ],
    ids=["no key", "policy", "view", "name", "replica identity"],
)
def test_what_cannot_be_made_beside_is_changed_in_the_plain_way_and_says_so(
    before: str, why: str
) -> None:
    after = before.replace("smallint", "integer")
    plan = plan_transition(project_of(before).catalog, project_of(after).catalog, sizes=LARGE_T)
    assert HazardType.ACQUIRES_ACCESS_EXCLUSIVE_LOCK in hazards(plan.statements), why
