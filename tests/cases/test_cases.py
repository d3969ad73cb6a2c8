"""Every case is run for real: `current` is made, changed into `desired`, and changed back.

A case is a file `<kind>/<case>.yaml` with `why`, the specs `current` and `desired` (without their
first two lines), `hazards`, what a person should know of before (none if it is not there), and
`plan`, the statements in between as they stand in the file; the servers' own forms of expressions
are what a plan holds. `plan_18` is there where 18 needs other statements. `pg` narrows a case to
some versions, with the reason in `why`; versions that lack what the specs declare are left out
without that. The plan between the two specs as they stand, without a server, is right as well, or
`needs_a_server` says why it cannot be, and `needs_a_server_14` why not on the oldest version.
`--update-plans` writes plans and hazards anew, for a person to read; CI has no such option.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import psycopg
import pytest
import yaml

from schemagen.catalog.catalog import Catalog
from schemagen.catalog.hazard import HazardType
from schemagen.catalog.statement import Statement
from schemagen.introspect.snapshot import read_catalog
from schemagen.introspect.stamp import read_stamp
from schemagen.plan.transition import plan_transition
from schemagen.sandbox import Server
from tests.cases.conftest import Opened
from tests.catalogs import Connection, built, differences, make, remembering
from tests.specs import project_of, skip_on_older

FOLDER = Path(__file__).parent
CASES = sorted(FOLDER.glob("*/*.yaml"))
_QUERY = re.compile(r"^ *SELECT ", re.MULTILINE)
"""What versions before 16 write otherwise: each column with its table, of which there is one."""


@pytest.mark.majors(14, 16, 18)
@pytest.mark.parametrize("path", CASES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_case(path: Path, server: Server, opened: Opened, request: pytest.FixtureRequest) -> None:
    text = path.read_text(encoding="utf-8")
    case = yaml.load(text, Loader=yaml.BaseLoader)
    if "pg" in case and str(server.major) not in case["pg"]:
        pytest.skip(f"only on {', '.join(case['pg'])}: {case['why']}")
    projects = project_of(case["current"]), project_of(case["desired"])
    skip_on_older(server.major, *projects)
    before, after = [project.catalog for project in projects]
    connection, other = opened(), opened()
    current, desired = built(connection, before), remembering(built(other, after), after)

    transition = plan_transition(current, desired)
    plan = "".join(f"{statement.sql};\n" for statement in transition.statements)
    hazards = sorted({hazard.type for each in transition.statements for hazard in each.hazards})
    written_otherwise = server.major < 16 and _QUERY.search(plan)
    if request.config.getoption("--update-plans"):
        if server.major >= 16:
            write_plan(path, text, case, server.major, plan, hazards)
    else:
        assert hazards == case.get("hazards", [])
        assert written_otherwise or plan == case.get(f"plan_{server.major}", case["plan"])

    stamp = read_stamp(connection)
    make(connection, transition.statements)
    assert (read_stamp(connection) == stamp) == (not transition.statements)
    changed = read_catalog(connection)
    assert differences(changed, desired) == []
    assert plan_transition(changed, desired).statements == ()
    make(connection, transition.undo)
    assert differences(read_catalog(connection), current) == []

    reached = arrives(connection, plan_transition(before, after).statements, desired)
    needing = {"needs_a_server"} | ({"needs_a_server_14"} if server.major == 14 else set())
    assert reached == needing.isdisjoint(case)


def arrives(connection: Connection, statements: tuple[Statement, ...], desired: Catalog) -> bool:
    """Run the statements of a plan made without a server, and tell whether it was right."""
    connection.execute("SET search_path = public")
    try:
        make(connection, statements)
    except psycopg.Error:
        return False
    return differences(read_catalog(connection), desired) == []


def write_plan(
    path: Path,
    text: str,
    case: dict[str, Any],
    major: int,
    plan: str,
    hazards: Sequence[HazardType],
) -> None:
    own = major == 18 and "18" not in case.get("pg", ()) and "plan" in case
    plans = {"plan": case.get("plan", plan), "plan_18": case.get("plan_18")}
    plans["plan_18" if own else "plan"] = plan
    head = re.split(r"^(?:hazards|plan):", text, maxsplit=1, flags=re.MULTILINE)[0].rstrip("\n")
    head += f"\nhazards: [{', '.join(hazards)}]\n" if hazards else "\n"
    body = block("plan", plans["plan"])
    if plans["plan_18"] not in (None, plans["plan"]):
        body += block("plan_18", plans["plan_18"])
    path.write_text(head + body, encoding="utf-8")


def block(key: str, plan: str) -> str:
    lines = "".join(f"  {line}\n" if line else "\n" for line in plan.splitlines())
    return f"{key}: |\n{lines}"
