"""Columns numbered by a sequence of their own that are no identity columns."""

from __future__ import annotations

from collections.abc import Iterator

from schemagen.catalog.catalog import Catalog
from schemagen.kinds.column import Column
from schemagen.kinds.sequence import Sequence
from schemagen.lint.rule import Found, Rule

_WHY = """\
`serial` is an integer whose default asks a sequence. The sequence has privileges of its own, which
have to be granted besides those of the table; an insert may name any value, and the sequence later
comes upon it and fails; the default can be dropped and leaves the sequence behind; and a copy made
with `LIKE … INCLUDING DEFAULTS` shares it. An identity column has none of that, and is standard
SQL.

Write `bigint generated always as identity`. `integer` ends at two thousand million rows, inserted
ones that failed included.
"""


def _check(catalog: Catalog) -> Iterator[Found]:
    for sequence in catalog.of(Sequence):
        owner = catalog.get(sequence.owned_by) if sequence.owned_by else None
        if not isinstance(owner, Column) or "nextval" not in (owner.default or "").lower():
            continue
        yield Found(
            owner.id,
            f'"{owner.id.name}" of "{owner.id.table}" is a serial, where an identity is meant',
            "write `bigint generated always as identity`",
        )


RULE = Rule(
    code="serial-column",
    title="a serial where an identity column is meant",
    why=_WHY,
    check=_check,
    good="""\
tables:
  events:
    columns: {id: bigint generated always as identity primary key}
""",
    bad="""\
tables:
  events:
    columns: {id: bigserial primary key}
""",
)
