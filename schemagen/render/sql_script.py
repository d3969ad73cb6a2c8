"""Scripts of SQL: `schema.sql`, its inverse `rollback.sql`, and the access part `rls.sql`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from schemagen import kinds
from schemagen.catalog.statement import Statement, Topic
from schemagen.declare.facts import Project
from schemagen.plan.whole import create_statements, drop_statements
from schemagen.render.environment import render_template
from schemagen.sqltext.quoting import quote_name


@dataclass(frozen=True, slots=True)
class StatementGroup:
    """Statements that stand together under a title, without their semicolons."""

    title: str
    statements: tuple[str, ...]


def render_schema(project: Project) -> str:
    """Render the script that makes the project in an empty database."""
    return _script(project, "Makes the whole schema in one transaction.", _created(project))


def render_rollback(project: Project) -> str:
    """Render the exact inverse of `schema.sql`."""
    statements = drop_statements(project.catalog)
    return _script(project, "Removes everything that schema.sql made, rows included.", statements)


def render_rls(project: Project) -> str:
    """Render roles, row-level security, policies and grants: a part of `schema.sql`, to review."""
    access = (item for item in _created(project) if item.topic == Topic.ACCESS)
    return _script(project, "Who may see and do what: this part of schema.sql on its own.", access)


def _created(project: Project) -> tuple[Statement, ...]:
    return create_statements(project.catalog)


def _script(project: Project, purpose: str, statements: Iterable[Statement]) -> str:
    return render_template(
        "sql/script.sql.jinja",
        source=project.source,
        purpose=purpose,
        search_path=quote_name(project.schema),
        groups=_groups(statements),
    )


def _groups(statements: Iterable[Statement]) -> tuple[StatementGroup, ...]:
    groups: list[tuple[str, list[str]]] = []
    for item in statements:
        title = _title(item)
        if not groups or groups[-1][0] != title:
            groups.append((title, []))
        groups[-1][1].append(item.sql)
    return tuple(StatementGroup(title, tuple(listed)) for title, listed in groups)


def _title(item: Statement) -> str:
    kind = kinds.BY_NAME[item.target.kind]
    within = "tables" if kind.inline else kind.plural
    return (item.heading or within).capitalize()
