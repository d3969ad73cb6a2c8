"""The scorer finds right what is right, and wrong what is wrong, on real servers."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from schemagen.catalog.catalog import Catalog
from schemagen.catalog.object import ObjectId
from schemagen.catalog.statement import Statement
from schemagen.plan.transition import Transition
from schemagen.sandbox import Server
from tests.corpus.case import Case, read_cases
from tests.corpus.databases import target_of
from tests.corpus.dumps import Verdict, compare_dumps, describe_difference, read_dump
from tests.corpus.report import failures, table
from tests.corpus.scorer import Outcome, Result, Scorer

OURS = Path(__file__).parent / "cases"
OLD = "CREATE TABLE a (x int, y int);"
NEW = "CREATE TABLE a (x int, y bigint); CREATE TABLE b ();"
RIGHT = ("ALTER TABLE a ALTER y TYPE bigint", "CREATE TABLE b ()")
BACK = ("DROP TABLE b", "ALTER TABLE a ALTER y TYPE int")


def planner(there: Iterable[str], back: Iterable[str]) -> Callable[[Catalog, Catalog], Transition]:
    """Return a planner with one plan for all, and nothing to say where both sides have `b`."""
    about = ObjectId("table", "public", "a")
    statements, undo = (tuple(Statement(text, about) for text in way) for way in (there, back))
    plan = Transition(statements, undo)

    def plan_it(current: Catalog, desired: Catalog) -> Transition:
        done = ObjectId("table", "public", "b") in current
        return Transition((), ()) if done else plan

    return plan_it


def score(server: Server, there: Iterable[str], back: Iterable[str] = BACK) -> Result:
    case = Case("own/case", "own", OLD, NEW)
    return Scorer(target_of(server), planner(there, back)).run(case)


@pytest.mark.parametrize("case", read_cases(OURS), ids=lambda case: case.id)
@pytest.mark.usefixtures("new_database")  # drops the roles of the case
def test_every_case_of_ours_is_right(server: Server, case: Case) -> None:
    result = Scorer(target_of(server)).run(case)
    assert (result.outcome is not Outcome.UNLOADABLE, *failures([result])) in [
        (True,),
        (True, f"{case.id}: order: the columns of TABLE public.a"),
    ]


@pytest.mark.majors(18)
def test_a_right_plan_is_right(server: Server) -> None:
    result = score(server, RIGHT)
    assert (result.outcome, result.undo, result.more, result.rebuilt) == ("ok", "ok", (), ())
    assert result.right


@pytest.mark.majors(18)
def test_a_plan_that_forgets_something_is_wrong(server: Server) -> None:
    result = score(server, RIGHT[1:])
    assert result.outcome is Outcome.WRONG
    assert result.reason.splitlines() == [
        "differs: TABLE public.a",
        "  -    y integer",
        "  +    y bigint",
    ]


@pytest.mark.majors(18)
def test_a_plan_that_the_server_refuses_is_an_error(server: Server) -> None:
    result = score(server, ["ALTER TABLE missing ADD x int"])
    assert result.outcome is Outcome.ERROR
    assert 'relation "missing" does not exist' in result.reason


@pytest.mark.majors(18)
def test_a_table_made_anew_has_lost_its_rows(server: Server) -> None:
    anew = ["DROP TABLE a", *NEW.rstrip(";").split(";")]
    assert score(server, anew).rebuilt == ("public.a",)


@pytest.mark.majors(18)
def test_columns_in_another_order_are_told_apart(server: Server) -> None:
    moved = ["ALTER TABLE a DROP x, ALTER y TYPE bigint", "ALTER TABLE a ADD x int", RIGHT[1]]
    result = score(server, moved)
    assert (result.outcome, result.reason) == ("order", "the columns of TABLE public.a")
    assert result.rebuilt == ("public.a.x",)


@pytest.mark.majors(18)
def test_an_undo_that_does_not_restore_is_told(server: Server) -> None:
    result = score(server, RIGHT, BACK[:1])
    assert (result.outcome, result.undo) == ("ok", "wrong")
    assert not result.right


@pytest.mark.majors(18)
def test_a_second_plan_that_still_has_something_to_say_is_told(server: Server) -> None:
    case = Case("own/case", "own", "", "CREATE TABLE c ();")
    plan = planner(["CREATE TABLE IF NOT EXISTS c ()"], ["DROP TABLE c"])
    result = Scorer(target_of(server), plan).run(case)
    assert result.more == ("CREATE TABLE IF NOT EXISTS c ()",)
    assert not result.right


@pytest.mark.majors(18)
def test_what_does_not_load_is_not_counted(server: Server) -> None:
    result = Scorer(target_of(server)).run(Case("own/case", "own", OLD, "CREATE TABLE ;"))
    assert result.outcome is Outcome.UNLOADABLE
    assert result.reason.startswith("new: ")
    assert list(table([result]))[-1].split() == ["all", "1", *["0"] * 13]


@pytest.mark.majors(18)
def test_directives_of_psql_in_a_case_do_not_run(server: Server, tmp_path: Path) -> None:
    script = f"\\! touch {tmp_path / 'ran'}"
    result = Scorer(target_of(server)).run(Case("own/case", "own", script, OLD))
    assert result.outcome is Outcome.UNLOADABLE
    assert not (tmp_path / "ran").exists()


def test_storage_and_privileges_are_compared_as_sets() -> None:
    def dump(grants: str, storage: str = "") -> str:
        return (
            f"{storage}\n--\n-- Name: a; Type: TABLE; Schema: public; Owner: -\n--\n\n"
            "CREATE TABLE public.a (\n    x integer\n);\n\n\n"
            f"--\n-- Name: a; Type: ACL; Schema: public; Owner: -\n--\n\n{grants}\n\n\n"
            "--\n-- PostgreSQL database dump complete\n--\n"
        )

    one, other = "GRANT SELECT ON a TO p;", "GRANT SELECT ON a TO q;"
    both = read_dump(dump(f"{one}\n{other}"))
    assert compare_dumps(both, read_dump(dump(f"{other}\n{one}"))) is Verdict.OK
    moved = read_dump(dump(f"{one}\n{other}", "SET default_tablespace = fast;\n"))
    assert describe_difference(both, moved).splitlines()[0] == "too much: TABLE public.a"


def test_a_line_that_is_no_case_is_refused(tmp_path: Path) -> None:
    (tmp_path / "some.jsonl").write_text('{"id": "a"}\n')
    with pytest.raises(ValueError, match=r"some\.jsonl:1: a case has id, suite, old and new"):
        read_cases(tmp_path)


def test_the_command_prints_a_table_and_what_was_not_right(tmp_path: Path) -> None:
    lines = [
        {"id": "s/one", "suite": "s", "old": OLD, "new": NEW},
        {"id": "s/two", "suite": "s", "old": "oops", "new": ""},
    ]
    (tmp_path / "some.jsonl").write_text("\n".join(map(json.dumps, lines)))
    command = [sys.executable, "-m", "tests.corpus", str(tmp_path), "--jobs", "1"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "s/two: does not load: old: " in done.stdout
    assert "suite  cases  loaded  changed  ok" in done.stdout
    assert done.stdout.splitlines()[-3].split()[:5] == ["all", "2", "1", "1", "1"]


@pytest.mark.majors(18)
def test_the_adapter_answers_a_line_for_a_line(
    server: Server, new_database: Callable[[], str]
) -> None:
    asked = json.dumps({"old_dsn": new_database(), "new_dsn": new_database()}) + "\n"
    asked += json.dumps({"old_dsn": server.url("missing"), "new_dsn": server.url()}) + "\n"
    done = subprocess.run(
        [sys.executable, "-m", "tests.corpus.adapter"],
        input=asked,
        capture_output=True,
        text=True,
        check=True,
    )
    same, failed = map(json.loads, done.stdout.splitlines())
    assert same == {"up": "", "down": ""}
    assert 'database "missing" does not exist' in failed["error"]
