"""Tables whose rows nothing tells apart."""

from __future__ import annotations

from collections.abc import Iterator

from schemagen.catalog.catalog import Catalog
from schemagen.kinds.primary_key import PrimaryKey
from schemagen.kinds.table import Table
from schemagen.lint.rule import Found, Rule

_WHY = """\
Two equal rows of a table without a primary key cannot be told apart: neither can be changed or
deleted alone, nothing can refer to one of them, and a retried insert leaves two. Logical
replication refuses updates and deletes on the table until it has a replica identity, and tools
that copy or compare tables have nothing to go by.

Declare a `primary_key`, or a column `id: bigint generated always as identity primary key`.
"""


def _check(catalog: Catalog) -> Iterator[Found]:
    for table in catalog.of(Table):
        if table.server or table.partition_of or catalog.belonging_to(table.id, PrimaryKey):
            continue
        yield Found(
            table.id,
            f'table "{table.id.name}" has no primary key',
            "declare a `primary_key`",
        )


RULE = Rule(
    code="missing-primary-key",
    title="a table without a primary key",
    why=_WHY,
    check=_check,
    good="""\
tables:
  readings:
    columns: {sensor: text, at: timestamptz, value: numeric}
    primary_key: [sensor, at]
""",
    bad="""\
tables:
  readings:
    columns: {sensor: text, at: timestamptz, value: numeric}
""",
)
