"""SQL that a person writes: its result, or its plan."""

from __future__ import annotations

from starlette.responses import Response

from schemagen.errors import SchemagenError
from schemagen.studio.database import PATIENCE
from schemagen.studio.running import ROWS, Result, explain, run
from schemagen.studio.visit import Trouble, Visit, trouble


def page(visit: Visit) -> Response:
    """Show the form, with what came of it if something was run."""
    text = visit.form_value("sql") or visit.query.get("sql", "")
    result: Result | None = None
    plan, problem = "", None
    if visit.form:
        try:
            action = visit.form_value("action")
            if action in ("explain", "analyze"):
                given = visit.database, visit.persona, text
                plan = explain(*given, analyze=action == "analyze")
            else:
                result = run(visit.database, visit.persona, text)
        except SchemagenError as error:
            problem = trouble(error)
    return _shown(visit, text, result, plan, problem)


def _shown(
    visit: Visit, text: str, result: Result | None, plan: str, problem: Trouble | None
) -> Response:
    return visit.page(
        "query",
        title="SQL",
        status=422 if problem else 200,
        text=text,
        result=result,
        plan=plan,
        trouble=problem,
        patience=PATIENCE,
        limit=ROWS,
    )
