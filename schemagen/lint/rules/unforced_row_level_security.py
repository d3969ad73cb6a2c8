"""Tables whose row-level security does not bind their owner."""

from __future__ import annotations

from collections.abc import Iterator

from schemagen.catalog.catalog import Catalog
from schemagen.kinds.table import Table
from schemagen.lint.rule import Found, Level, Rule

_WHY = """\
Row-level security that is enabled and not forced does not bind the owner of the table.
Applications that connect as the role that runs their migrations, views that are not security
invokers and security definer functions of the same owner all see every row, and no test that runs
as the owner shows a policy at work.

Leave `row_level_security` out, or say `forced`. Work that needs every row belongs to an actor with
`all`, where it can be seen.
"""


def _check(catalog: Catalog) -> Iterator[Found]:
    for table in catalog.of(Table):
        if table.row_security and not table.force_row_security:
            yield Found(
                table.id,
                f'row-level security of "{table.id.name}" does not bind its owner',
                "leave out `row_level_security`, or make it `forced`",
            )


RULE = Rule(
    code="unforced-row-level-security",
    title="row-level security that does not bind the table's owner",
    why=_WHY,
    level=Level.ERROR,
    check=_check,
    good="""\
tables:
  notes:
    columns: {id: bigint primary key}
    row_level_security: forced
""",
    bad="""\
tables:
  notes:
    columns: {id: bigint primary key}
    row_level_security: enabled
""",
)
