"""Tables without row-level security, though others than the owner connect."""

from __future__ import annotations

from collections.abc import Iterator

from schemagen.catalog.catalog import Catalog
from schemagen.kinds.role import Role
from schemagen.kinds.table import Table
from schemagen.lint.rule import Found, Level, Rule

_WHY = """\
The project has roles, so who may see which row is a question that every table has to answer. A
table without row-level security answers it with "all of them" to whoever holds, or will one day be
given, a privilege on it. One forgotten table beside twenty guarded ones is how rows leak.

Say in `access` what each actor may do; row-level security follows. A table that nobody but its
owner uses takes `row_level_security: forced` and no policy. Rows that are everybody's, such as the
list of countries, are `{select: all}`, which says so.
"""


def _check(catalog: Catalog) -> Iterator[Found]:
    if not catalog.of(Role):
        return
    for table in catalog.of(Table):
        # Rows of a partition that are reached through its parent are guarded there, and those of a
        # foreign table by its server.
        if table.server or table.row_security or (table.partition_of and not table.grants):
            continue
        yield Found(
            table.id,
            f'table "{table.id.name}" has no row-level security, and the project has roles',
            "say in `access` what each actor may do with its rows",
        )


RULE = Rule(
    code="missing-row-level-security",
    title="a table without row-level security in a project with roles",
    why=_WHY,
    level=Level.ERROR,
    check=_check,
    good="""\
actors:
  member: {role: sample_member, claims: {user_id: uuid}}
tables:
  notes:
    columns: {id: uuid primary key, owner_id: uuid not null}
    access: {member: {select: own}}
""",
    bad="""\
actors:
  member: {role: sample_member, claims: {user_id: uuid}}
tables:
  notes:
    columns: {id: uuid primary key, owner_id: uuid not null}
    grants: {member: [select]}
""",
)
