"""Scripts of SQL: `schema.sql`, its inverse `rollback.sql`, and the access part `rls.sql`."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

from schemagen import kinds
from schemagen.catalog.statement import Statement, Topic
from schemagen.frozen import frozen
from schemagen.render.build import Build
from schemagen.sqltext.quoting import quote_name


@frozen
class StatementGroup:
    """Statements under a title, without their semicolons; those of a block stand together."""

    title: str
    blocks: tuple[tuple[str, ...], ...]


def render_schema(build: Build) -> str:
    """Render the script that makes the project in an empty database."""
    return _script(build, "Makes the whole schema in one transaction.", build.created)


def render_rollback(build: Build) -> str:
    """Render the exact inverse of `schema.sql`."""
    purpose = "Removes everything that schema.sql made, rows included."
    return _script(build, purpose, build.dropped)


def render_rls(build: Build) -> str:
    """Render roles, row-level security, policies and grants: a part of `schema.sql`, to review."""
    access = (item for item in build.created if item.topic == Topic.ACCESS)
    purpose = "Who may see and do what: this part of schema.sql on its own."
    return _script(build, purpose, access)


def _script(build: Build, purpose: str, statements: Iterable[Statement]) -> str:
    project = build.project
    return build.templates.fill(
        "sql/script.sql.jinja",
        source=project.source,
        purpose=purpose,
        search_path=quote_name(project.schema),
        check_bodies=project.check_function_bodies,
        groups=[
            StatementGroup(title, _blocks(listed))
            for title, listed in groupby(statements, key=_title)
        ],
    )


def _blocks(statements: Iterable[Statement]) -> tuple[tuple[str, ...], ...]:
    """Put a blank line around what is longer than a line, together with what belongs to it."""
    blocks: list[list[str]] = []
    last, long = ("", ""), True
    for item in statements:
        about = (item.target.schema, item.target.table or item.target.name)
        is_long = "\n" in item.sql
        if blocks and (about == last or not (long or is_long)):
            blocks[-1].append(item.sql)
            long = is_long or (long and about == last)
        else:
            blocks.append([item.sql])
            long = is_long
        last = about
    return tuple(map(tuple, blocks))


def _title(item: Statement) -> str:
    kind = kinds.BY_NAME[item.target.kind]
    within = "tables" if kind.inline else kind.plural
    return (item.heading or within).capitalize()
